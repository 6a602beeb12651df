"""How the last message was understood, out of a dialogue's state; no Rasa import."""

from __future__ import annotations

from typing import Any

__all__ = ["understood"]


def understood(state: dict[str, Any] | None) -> dict[str, Any] | None:
    """{intent, confidence} of the last message of the customer, None where there is none."""
    for event in reversed((state or {}).get("events") or []):
        if event.get("event") == "user":
            intent = (event.get("parse_data") or {}).get("intent") or {}
            name, sure = intent.get("name"), intent.get("confidence")
            return {"intent": name, "confidence": round(float(sure or 0), 3)} if name else None
    return None
