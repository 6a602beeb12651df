"""When a message was not understood, and what is done with it all the same."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.fallback_classifier import FallbackClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

__all__ = ["CautiousFallback"]


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False
)
class CautiousFallback(FallbackClassifier):
    """Rasa's fallback, except that a message with an identifier in it is never given up."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Replace an unsure intent by nlu_fallback, or by inform where a unit was named."""
        messages = super().process(messages)
        for message in messages:
            intent = (message.get(INTENT) or {}).get("name")
            if intent in ("nlu_fallback", "out_of_scope") and message.get(ENTITIES):
                chosen = {"name": "inform", "confidence": 1.0}
                ranking = [i for i in message.get(INTENT_RANKING_KEY) or [] if i["name"] != "inform"]
                message.set(INTENT, chosen, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [chosen, *ranking], add_to_output=True)
        return messages
