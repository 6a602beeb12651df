"""When a message was not understood, and what is done with it all the same."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.fallback_classifier import FallbackClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

__all__ = ["TYPED_COMMAND", "CautiousFallback", "set_intent"]

# A division slash: what the engine makes of a typed "/inform{...}". It is nobody's wish.
TYPED_COMMAND = "\u2215"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class CautiousFallback(FallbackClassifier):
    """Rasa's fallback, except that a message with an identifier in it is never given up."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Replace an unsure intent by nlu_fallback, or by inform where a unit was named."""
        messages = super().process(messages)
        for message in messages:
            intent = (message.get(INTENT) or {}).get("name")
            if (message.get(TEXT) or "").startswith(TYPED_COMMAND):
                set_intent(message, "nlu_fallback")
            elif intent in ("nlu_fallback", "out_of_scope") and message.get(ENTITIES):
                set_intent(message, "inform")
        return messages


def set_intent(message: Message, name: str) -> None:
    """Put an intent above what the classifier thinks."""
    chosen = {"name": name, "confidence": 1.0}
    ranking = [i for i in message.get(INTENT_RANKING_KEY) or [] if i["name"] != name]
    message.set(INTENT, chosen, add_to_output=True)
    message.set(INTENT_RANKING_KEY, [chosen, *ranking], add_to_output=True)
