"""What a message asks, all of it: the last word of the pipeline."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.encoder import PIECES
from bot.nlu.fallback import set_intent
from bot.nlu.several import asides, choose_intents
from bot.nlu.stateless import Stateless

__all__ = ["QuestionFinder"]

# How many of the likeliest intents of the whole message count as hinted at.
HINTS = 4


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class QuestionFinder(Stateless):
    """Adds `intents`, all that a message asks; the most important becomes its intent.

    And `asides`, the greeting, yes or detail told beside it, and `likeliest`, what the message as
    a whole most likely says.
    """

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intents, and the intent, of each message."""
        for message in messages:
            intent = (message.get(INTENT) or {}).get("name") or "nlu_fallback"
            pieces = [(p.text, p.intent, p.confidence) for p in message.get(PIECES) or ()]
            ranking = [i["name"] for i in message.get(INTENT_RANKING_KEY) or ()][:HINTS]
            intents = choose_intents(intent, ranking, pieces)
            if intents[0] != intent:
                sure = max((c for _, name, c in pieces if name == intents[0]), default=1.0)
                set_intent(message, intents[0], sure)
            message.set("intents", intents, add_to_output=True)
            message.set("likeliest", intent, add_to_output=True)
            message.set("asides", asides(intents, pieces), add_to_output=True)
        return messages
