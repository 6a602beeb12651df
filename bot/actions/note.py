"""What a customer wants to tell a person of the support team, in one message."""

from __future__ import annotations

from rasa_sdk.events import SlotSet

from bot.actions.turn import Events, RecallAction, Turn
from bot.claims.corrections import find_correction
from bot.claims.fields import is_question

__all__ = ["ask_for_note", "pass_on"]


async def ask_for_note(turn: Turn, claim_number: str) -> bool:
    """A change to a filed claim: passed on if the message says it, else asked for (True)."""
    turn.say("utter_claim_change_filed", claim_number=claim_number)
    correction = None if turn.pressed else find_correction(turn.text)
    if correction is None or not correction.value:
        return True
    await pass_on(turn)
    return False


async def pass_on(turn: Turn) -> None:
    """Call a person, who finds the change in the conversation."""
    await turn.services.handovers.ask_for_person(turn.conversation, turn.message, "change_claim")
    turn.say("utter_note_passed_on")
    turn.say_hours()


class ValidateNoteForm(RecallAction):
    """Takes the next message as the note; the text itself stands in the transcript."""

    def name(self) -> str:
        return "validate_note_form"

    async def act(self, turn: Turn) -> Events:
        if turn.requested is None:
            return [SlotSet("note_given", None)]
        if turn.pressed or turn.comes_first or is_question(turn.text):
            return []
        return [SlotSet("note_given", any(c.isalnum() for c in turn.text) or None)]


class PassOnNote(RecallAction):
    """Calls a person, who finds the note in the conversation."""

    def name(self) -> str:
        return "action_pass_on_note"

    async def act(self, turn: Turn) -> Events:
        await pass_on(turn)
        return [SlotSet("note_given", None), SlotSet("note_wanted", None)]
