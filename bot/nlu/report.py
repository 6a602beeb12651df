"""What `recall-assistant parse` prints of Rasa's parse data; no Rasa import."""

from __future__ import annotations

from typing import Any

from bot.conversations.common_questions import nearest_intent

__all__ = ["fixed_intent", "report"]

# Intents of our own dialogues, under the nearest of the fixed names.
NEAREST = {
    "skip": "deny",
    "send_photo": "photo_requirements",
    "agree_recheck": "affirm",
    "delete_data": "privacy",
    "show_data": "privacy",
    "nlu_fallback": "out_of_scope",
}


def fixed_intent(name: str) -> str:
    """The one of the fixed names that an intent goes by."""
    return nearest_intent(NEAREST.get(name, name))


def report(text: str, parsed: dict[str, Any], shift: int = 0) -> dict[str, Any]:
    """The contract's object for one message.

    shift: how many characters of `text` stood before what Rasa parsed.
    """
    intent = parsed.get("intent") or {}
    names = parsed.get("intents") or [str(intent.get("name") or "nlu_fallback")]
    hazard = parsed.get("hazard")
    # The dialogue acts in the order of importance; the contract wants the best reading first.
    names = sorted(names, key=lambda name: name != parsed.get("likeliest"))
    names += parsed.get("asides") or ()
    return {
        "text": text,
        "intents": list(dict.fromkeys(map(fixed_intent, names))),
        "confidence": round(float(intent.get("confidence") or 0.0), 4),
        "entities": [
            {
                "entity": entity["entity"],
                "value": entity["value"],
                "raw": entity["raw"],
                "start": entity["start"] + shift,
                "end": entity["end"] + shift,
            }
            for entity in parsed.get("entities") or ()
            if "raw" in entity
        ],
        "hazard": hazard["tense"] if hazard else None,
    }
