"""Whether a claim of another conversation is meant, and asking for what opens it here."""

from __future__ import annotations

from collections.abc import Sequence

from rasa_sdk.events import FollowupAction, SlotSet

from bot.actions.turn import Events, Turn
from bot.claims.claim import Claim
from bot.claims.number import find_number

__all__ = ["ACCESS_SLOTS", "ask_for_access", "foreign_number", "named_number"]

ACCESS_SLOTS = ("access_number", "access_email", "access_outcome")


def named_number(turn: Turn) -> str | None:
    """The claim number that the customer wrote."""
    return None if turn.pressed else find_number(turn.text)


def foreign_number(turn: Turn, claims: Sequence[Claim]) -> str | None:
    """The claim number that the customer wrote, unless it is one of these."""
    number = named_number(turn)
    return None if number in [claim.number for claim in claims] else number


def ask_for_access() -> Events:
    """Ask for number and e-mail next; what this message says of them is taken."""
    return [*(SlotSet(name, None) for name in ACCESS_SLOTS), FollowupAction("access_form")]
