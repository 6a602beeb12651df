"""Danger comes first: the alarm, and what happened before."""

from __future__ import annotations

from rasa_sdk.events import SlotSet

from bot.actions.check import YES_NO
from bot.actions.claim import open_claim
from bot.actions.turn import Events, RecallAction, Turn

__all__: list[str] = []


async def _record(turn: Turn, tense: str) -> None:
    await turn.ensure_conversation()
    claim = await open_claim(turn)
    hazard = turn.hazard or {}
    await turn.services.incidents.record(
        turn.conversation,
        turn.message,
        tense=tense,
        signs=hazard.get("signs") or [],
        told=turn.text,
        claim=claim.number if claim else None,
    )


class RaiseAlarm(RecallAction):
    """Get away, call, do not touch; then what is kept and goes on later."""

    def name(self) -> str:
        return "action_raise_alarm"

    async def act(self, turn: Turn) -> Events:
        # The words first: they must come even where the record cannot be written.
        turn.say("utter_safety_alarm")
        if not turn.pressed:
            await _record(turn, "now")
            turn.say("utter_safety_alarm_recorded")
        if turn.active_form:
            # Only the form's own question is asked: its yes must not be one to ours.
            turn.say("utter_safety_go_on_later")
        else:
            turn.say("utter_safety_are_you_safe", buttons=YES_NO)
        # A yes that follows answers whether they are safe, and accepts nothing.
        return [SlotSet("danger_told", True), SlotSet("offer", None)]


class RecordIncident(RecallAction):
    """Keeps what a customer tells of smoke, fire, burns or damage that is over."""

    def name(self) -> str:
        return "action_record_incident"

    async def act(self, turn: Turn) -> Events:
        if turn.pressed:
            turn.say("utter_incident_ask")
            return []
        await _record(turn, "past")
        recall = turn.recall
        turn.say("utter_incident_recorded", links=recall.safety.report.pages)
        if turn.active_form:
            turn.say("utter_incident_go_on")
        return [SlotSet("danger_told", True)]
