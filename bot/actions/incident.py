"""What is asked of an incident that was told: gently, one thing at a time, each may be skipped.

The incident itself is kept, and a person called, before anything of this is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet

from bot.actions.turn import ALARMS, Events, RecallAction, Turn
from bot.claims.fields import is_question, is_skip
from bot.conversations.incidents import Incident, nobody_hurt, tells_damage
from bot.conversations.messages import Button
from bot.safety import threatens_life

__all__ = ["ask_details", "begin_details", "kept_answer", "leave_details"]

FIELDS = ("what", "when", "hurt", "care", "damage", "photo")
# What says it in whatever words; other wishes are believed from here on.
ANSWERS = frozenset(
    {"inform", "affirm", "deny", "skip", "nlu_fallback", "out_of_scope", "report_incident"}
)
SURE = 0.6
# An answer to these may sound like danger that is there: then the alarm comes, but it is kept.
TOLD_IN_FULL = frozenset({"what", "hurt", "damage"})


async def ask_details(turn: Turn) -> Events:
    """Ask about an incident that was told while something else went on, if there is one."""
    incident = await turn.services.incidents.latest(turn.conversation)
    if incident is None or incident.message == turn.slots.get("incident_message"):
        return []
    turn.say("utter_incident_few_questions")
    # "Report an incident" says nothing yet; of danger that is there the day is known.
    known = {"what": bool(incident.signs), "when": incident.tense == "now"}
    return begin_details(
        incident.message, *(field for field, is_known in known.items() if is_known)
    )


async def leave_details(turn: Turn) -> Events:
    """Who wants to stop is not asked any more about what was told up to now."""
    incident = await turn.services.incidents.latest(turn.conversation)
    return [SlotSet("incident_message", incident.message)] if incident else []


def begin_details(message: str, *known: str) -> Events:
    """The questions about the incident of this message, except those with a known answer."""
    return [
        SlotSet("incident_message", message),
        *(SlotSet(f"incident_{field}", True if field in known else None) for field in FIELDS),
        FollowupAction("incident_form"),
    ]


def kept_answer(turn: Turn) -> Events:
    """The question that the alarm came at, if what was said is kept as its answer."""
    field = (turn.requested or "").removeprefix("incident_")
    asked = turn.active_form == "incident_form" and field in TOLD_IN_FULL and not turn.pressed
    return [SlotSet(str(turn.requested), True)] if asked else []


class ValidateIncidentForm(RecallAction):
    """Keeps each answer in the incident's row; slots only say that it was given."""

    def name(self) -> str:
        return "validate_incident_form"

    async def act(self, turn: Turn) -> Events:
        field = (turn.requested or "").removeprefix("incident_")
        message = str(turn.slots.get("incident_message") or "")
        if not field:
            return [_next(turn, set())]
        if turn.photo:
            await turn.services.incidents.add_photo(turn.conversation, message, turn.photo)
            turn.say("utter_incident_photo_kept")
            return _answered(turn, field) if field == "photo" else [_again(field)]
        passed = is_skip(turn.text) or turn.intent == "skip"
        if passed or (field == "photo" and turn.intent == "deny"):
            return _answered(turn, field)
        words = {"/affirm": "yes", "/deny": "no"}.get(turn.text, turn.text).strip()
        asked_for = _of_an_injury(turn, field) or _of_damage(turn, field)
        if turn.intent == "emergency" and not asked_for:
            if field in TOLD_IN_FULL and not turn.pressed:
                await turn.services.incidents.add(turn.conversation, message, {field: words})
            return []
        if not asked_for and not _answers(turn):
            return []
        if not any(character.isalnum() for character in words):
            turn.say("utter_incident_again")
            return [_again(field)]
        key = "more" if field == "photo" else field
        await turn.services.incidents.add(turn.conversation, message, {key: words})
        unhurt = field == "hurt" and (turn.intent == "deny" or nobody_hurt(words))
        return _answered(turn, field, *(("care",) if unhurt else ()))


def _of_an_injury(turn: Turn, field: str) -> bool:
    """Was anyone hurt? "My son burned his finger" is what was asked, and no alarm."""
    told = field in ("hurt", "care") and (turn.hazard or {}).get("signs") == ["injury"]
    return told and not threatens_life(turn.text)


def _of_damage(turn: Turn, field: str) -> bool:
    """Was anything damaged? "The desk is burned" is what was asked, and no alarm."""
    signs = (turn.hazard or {}).get("signs") or ()
    told = field == "damage" and tells_damage(turn.text, signs)
    return told and not threatens_life(turn.text)


def _check(turn: Turn, incident: Incident | None) -> Sequence[Button]:
    """The check of the unit, unless there is a claim or it was checked already."""
    if incident is None or incident.claim or turn.slots.get("checked_units"):
        return ()
    named = f"Model {incident.model}" if incident.model else ""
    named += f", serial number {incident.serial}" if incident.model and incident.serial else ""
    kind = turn.recall.identity.product_kind
    return (Button(f"Check my {kind}", named or "/check_recall"),)


def _answers(turn: Turn) -> bool:
    """Is it an answer, rather than danger, a question or a wish of its own?"""
    if turn.pressed:
        return turn.intent in ("affirm", "deny")
    if turn.intent in ALARMS:
        return True
    if turn.comes_first or is_question(turn.text):
        return False
    if turn.identifiers and turn.intent in ("inform", "check_recall"):
        return turn.requested == "incident_what"
    return turn.intent in ANSWERS or turn.confidence < SURE


def _answered(turn: Turn, *fields: str) -> Events:
    # Who passes over whether anyone was hurt is not asked for a doctor.
    done = {*fields, *(("care",) if fields == ("hurt",) and _passes(turn) else ())}
    return [*(SlotSet(f"incident_{field}", True) for field in sorted(done)), _next(turn, done)]


def _passes(turn: Turn) -> bool:
    return is_skip(turn.text) or turn.intent == "skip"


def _next(turn: Turn, done: set[str]) -> dict[str, Any]:
    still = [f for f in FIELDS if f not in done and not turn.slots.get(f"incident_{f}")]
    return SlotSet("requested_slot", f"incident_{still[0]}" if still else None)


def _again(field: str) -> dict[str, Any]:
    return SlotSet("requested_slot", f"incident_{field}")


class AskIncidentPhoto(RecallAction):
    """Asks for a photo of what happened; nobody is to go near the unit for it."""

    def name(self) -> str:
        return "action_ask_incident_form_incident_photo"

    async def act(self, turn: Turn) -> Events:
        turn.say("utter_incident_ask_photo", ask="photo", buttons=(Button("Skip", "/skip"),))
        return []


class EndIncident(RecallAction):
    """Thanks for what was told; it stands in the incident's row."""

    def name(self) -> str:
        return "action_end_incident"

    async def act(self, turn: Turn) -> Events:
        message = str(turn.slots.get("incident_message") or "")
        incident = await turn.services.incidents.latest(turn.conversation, message)
        told = incident is not None and (incident.details or incident.photos)
        stopped = turn.intent == "stop" or not told
        turn.say(
            "utter_incident_left" if stopped else "utter_incident_thanks",
            buttons=_check(turn, incident),
        )
        return [SlotSet(f"incident_{field}", None) for field in FIELDS]
