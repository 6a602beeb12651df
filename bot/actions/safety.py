"""Danger comes first: the alarm, and what happened before."""

from __future__ import annotations

from rasa_sdk.events import SlotSet

from bot.actions.claim import open_claim
from bot.actions.incident import ask_details, begin_details, kept_answer
from bot.actions.turn import SAFE, YES_NO, Events, RecallAction, Turn, answer_further
from bot.conversations.alarm import wants_spanish
from bot.conversations.incidents import says_unhurt
from bot.recalls.intake import from_slot

__all__ = ["answer_are_you_safe"]


async def _record(turn: Turn, tense: str) -> None:
    await turn.ensure_conversation()
    claim = await open_claim(turn)
    hazard = turn.hazard or {}
    model, serial = _unit(turn)
    if claim and claim.units and model is None:
        model, serial = claim.units[0].model, claim.units[0].serial
    await turn.services.incidents.record(
        turn.conversation,
        turn.message,
        tense=tense,
        signs=hazard.get("signs") or [],
        told="" if turn.pressed else turn.text,
        claim=claim.number if claim else None,
        model=model,
        serial=serial,
    )


def _unit(turn: Turn) -> tuple[str | None, str | None]:
    """The unit it happened with: named in the message, else the one that is spoken of."""
    named = {identifier.kind: identifier.value for identifier in turn.identifiers}
    if "model" in named:
        return named["model"], named.get("serial")
    for slot in ("check_units", "checked_units"):
        for unit in from_slot(turn.slots.get(slot)):
            if unit.model:
                return unit.model, named.get("serial") or unit.serial
    return None, named.get("serial")


class RaiseAlarm(RecallAction):
    """Get away, call, do not touch; then what is kept and goes on later."""

    def name(self) -> str:
        return "action_raise_alarm"

    async def act(self, turn: Turn) -> Events:
        await _record(turn, "now")
        if turn.recall.safety.emergency_in.get("es") and wants_spanish(turn.text, turn.locale):
            turn.say("utter_safety_alarm_es", lang="es")
        turn.say("utter_safety_alarm")
        turn.say("utter_safety_alarm_recorded")
        if turn.active_form:
            # Only the form's own question is asked: its yes must not be one to ours.
            turn.say("utter_safety_go_on_later")
            return [SlotSet("offer", None), *kept_answer(turn)]
        turn.say("utter_safety_are_you_safe", buttons=YES_NO)
        return [SlotSet("offer", SAFE)]


async def answer_are_you_safe(turn: Turn) -> Events:
    """A yes or no to "Are you safe?"; it accepts nothing else."""
    if turn.agrees:
        turn.say("utter_safety_safe")
        return [SlotSet("offer", None), *await ask_details(turn)]
    await turn.services.handovers.ask_for_person(
        turn.conversation, turn.message, "not_safe", urgent=True
    )
    turn.say("utter_safety_alarm")
    turn.say("utter_safety_not_safe")
    return [SlotSet("offer", None)]


class RecordIncident(RecallAction):
    """Keeps what a customer tells of smoke, fire, burns or damage that is over."""

    def name(self) -> str:
        return "action_record_incident"

    async def act(self, turn: Turn) -> Events:
        await _record(turn, "past")
        if turn.pressed:
            turn.say("utter_incident_sorry")
        else:
            turn.say("utter_incident_recorded", links=turn.recall.safety.report.pages)
        events = await answer_further(turn)
        if turn.active_form:
            # The details are asked for when that is done.
            turn.say("utter_incident_go_on")
            return events
        if not turn.pressed:
            turn.say("utter_incident_few_questions")
        known = ["what"] if (turn.hazard or {}).get("signs") else []
        # Who says that nobody was hurt is not asked for it, nor for a doctor.
        known += ["hurt", "care"] if says_unhurt(turn.text) else []
        return [*events, *begin_details(turn.message, *known)]
