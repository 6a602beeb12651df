"""What `recall-assistant parse` prints of Rasa's parse data; no Rasa import."""

from __future__ import annotations

from typing import Any

__all__ = ["report"]

# Intents of our own dialogues, under the nearest of the fixed names.
NEAREST = {"skip": "deny", "send_photo": "photo_requirements", "nlu_fallback": "out_of_scope"}


def report(text: str, parsed: dict[str, Any], shift: int = 0) -> dict[str, Any]:
    """The contract's object for one message.

    shift: how many characters of `text` stood before what Rasa parsed.
    """
    intent = parsed.get("intent") or {}
    name = str(intent.get("name") or "nlu_fallback")
    hazard = parsed.get("hazard")
    return {
        "text": text,
        "intents": [NEAREST.get(name, name)],
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
