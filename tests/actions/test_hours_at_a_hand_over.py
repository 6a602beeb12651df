"""Whoever is handed to a person hears when somebody is there, whatever it was for."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from unittest.mock import AsyncMock

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import claim_form, note, photo, privacy, service
from bot.actions.turn import Turn
from bot.office import OfficeHours
from bot.recalls import load_recalls
from bot.settings import Settings

HOURS = OfficeHours.parse("Mon-Fri 08:00-17:00 America/Los_Angeles")


def turn_with(hours: OfficeHours | None) -> Turn:
    """A message, and the services as far as a hand-over needs them."""
    settings = replace(Settings.from_env({}), office_hours=hours)
    recalls = load_recalls(settings.recalls_dir)
    services: Any = SimpleNamespace(
        settings=settings, recalls=recalls, recall=lambda number: recalls.featured,
        handovers=AsyncMock(), transcript=AsyncMock(),
        placeholders={"utter_service_person": frozenset({"contact_text"})},
    )  # fmt: skip
    message = {"message_id": "m1", "text": "hello", "intent": {"name": "inform"}}
    tracker = Tracker("c", {}, message, [], False, None, {}, "none")
    return Turn(tracker, CollectingDispatcher(), services)


async def _stuck(turn: Turn) -> None:
    recall = turn.services.recalls.get("25-338")
    assert recall is not None
    await claim_form.ValidateClaimForm()._help(
        turn, recall, "email", claim_form.MAX_ATTEMPTS, "email"
    )


async def _asked_for(turn: Turn) -> None:
    await service.HandOver().act(turn)


def told(turn: Turn) -> str:
    return "\n".join(str(message) for message in turn._dispatcher.messages)


WAYS = {
    "change_claim": note.pass_on,
    "photo_unread": photo.tell_unread,
    "privacy": lambda turn: privacy._in_progress(turn, "RC-1"),
    "claim": _stuck,
    "asked_for": _asked_for,
}


@pytest.mark.parametrize("reason", WAYS)
async def test_who_is_handed_to_a_person_hears_when_somebody_is_there(reason: str) -> None:
    turn = turn_with(HOURS)
    for _ in range(2):
        await WAYS[reason](turn)
    assert turn.services.handovers.ask_for_person.call_args.args[-1] == reason  # type: ignore[attr-defined]
    assert told(turn).count("(Los Angeles time)") == 1


@pytest.mark.parametrize("reason", WAYS)
async def test_without_office_hours_nothing_is_said_of_them(reason: str) -> None:
    turn = turn_with(None)
    await WAYS[reason](turn)
    assert turn._dispatcher.messages and "time)" not in told(turn)
