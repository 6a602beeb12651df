"""How a message was understood, as plain data of ours; no Rasa import."""

from __future__ import annotations

from typing import Any

from bot.safety import Hazard

__all__ = ["hazard_in", "understood"]


def understood(state: dict[str, Any] | None) -> dict[str, Any] | None:
    """{intent, confidence} of the last message of the customer, None where there is none."""
    for event in reversed((state or {}).get("events") or []):
        if event.get("event") == "user":
            intent = (event.get("parse_data") or {}).get("intent") or {}
            name, sure = intent.get("name"), intent.get("confidence")
            return {"intent": name, "confidence": round(float(sure or 0), 3)} if name else None
    return None


def hazard_in(parsed: dict[str, Any]) -> Hazard | None:
    """The danger in Rasa's parse data of a message, None where it tells of none."""
    told = parsed.get("hazard")
    return Hazard(told["tense"], tuple(told["signs"])) if told else None
