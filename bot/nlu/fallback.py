"""When a message was not understood, and what is done with it all the same."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.fallback_classifier import FallbackClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.abuse import is_abuse
from bot.claims.number import find_number, is_number, resembles_number

__all__ = ["TYPED_COMMAND", "CautiousFallback", "set_intent"]

# A division slash: what the engine makes of a typed "/inform{...}". It is nobody's wish.
TYPED_COMMAND = "\u2215"

# What is likely said of a claim by its number.
WITH_A_NUMBER = frozenset(
    {
        "already_disposed",
        "change_claim",
        "claim_status",
        "disposal",
        "disposal_proof",
        "emergency",
        "photo_requirements",
        "privacy",
        "report_incident",
        "stop",
    }
)
# What may be meant with a curse in it: "screw it, forget it".
WITH_A_CURSE = frozenset({"bot_challenge", "contact_human", "goodbye", "stop"})
# Other wishes are believed from here on.
SURE = 0.6


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class CautiousFallback(FallbackClassifier):
    """Rasa's fallback, except that a message with an identifier in it is never given up.

    A claim's number, of which the classifier can know nothing, asks how that claim stands, unless
    the words around it surely ask something else.
    """

    def process(self, messages: list[Message]) -> list[Message]:
        """Replace an unsure intent by nlu_fallback, or by inform where a unit was named."""
        messages = super().process(messages)
        for message in messages:
            intent = (message.get(INTENT) or {}).get("name")
            if (message.get(TEXT) or "").startswith(TYPED_COMMAND):
                set_intent(message, "nlu_fallback")
            elif _asks_of_a_claim(message):
                set_intent(message, "claim_status")
            elif message.get(ENTITIES):  # in a curse, too
                if intent in ("nlu_fallback", "out_of_scope"):
                    set_intent(message, "inform")
            elif intent not in WITH_A_CURSE and is_abuse(message.get(TEXT) or ""):
                set_intent(message, "out_of_scope")
        return messages


def _asks_of_a_claim(message: Message) -> bool:
    text = message.get(TEXT) or ""
    alone = text.strip(" \n.,:!?#")
    if is_number(alone) or resembles_number(alone):
        return True
    if find_number(text) is None or message.get(ENTITIES):
        return False
    intent = message.get(INTENT) or {}
    unclear = intent.get("name") in ("nlu_fallback", "out_of_scope", "inform")
    sure = (intent.get("confidence") or 0.0) >= SURE
    return unclear or not (intent.get("name") in WITH_A_NUMBER or sure)


def set_intent(message: Message, name: str, confidence: float = 1.0) -> None:
    """Put an intent above what the classifier thinks."""
    chosen = {"name": name, "confidence": confidence}
    ranking = [i for i in message.get(INTENT_RANKING_KEY) or [] if i["name"] != name]
    message.set(INTENT, chosen, add_to_output=True)
    message.set(INTENT_RANKING_KEY, [chosen, *ranking], add_to_output=True)
