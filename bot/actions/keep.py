"""A claim that is stopped and kept, and the e-mail address by which it is found again."""

from __future__ import annotations

from rasa_sdk.events import FollowupAction, SlotSet

from bot.actions.claim import cleared, filled_claim
from bot.actions.incident import leave_details
from bot.actions.turn import ALARMS, Events, RecallAction, Turn
from bot.claims.fields import Fit, is_skip, read_field

__all__: list[str] = []

# The customer did not want to give an address: never asked again.
NO_EMAIL = "no_email"
MAX_ATTEMPTS = 2
ENDING = frozenset({"skip", "deny", "stop", "goodbye", "thanks"})
ANSWERS = frozenset({"inform", "affirm", "nlu_fallback", "out_of_scope"})


class KeepDraft(RecallAction):
    """Stops the form and keeps the draft."""

    def name(self) -> str:
        return "action_keep_draft"

    async def act(self, turn: Turn) -> Events:
        claim = await filled_claim(turn)
        stopped = [*cleared(turn), *await leave_details(turn)]
        if claim is None or claim.state != "draft":
            return stopped
        turn.say("utter_claim_kept", claim_number=claim.number)
        if claim.details.get("email"):
            turn.say("utter_keep_elsewhere", claim_number=claim.number)
        elif not claim.details.get(NO_EMAIL):
            return [
                *stopped,
                SlotSet("keep_email", None),
                SlotSet("keep_attempts", 0.0),
                FollowupAction("keep_form"),
            ]
        return stopped


class ValidateKeepForm(RecallAction):
    """Takes the address; a no, or something else, ends the question."""

    def name(self) -> str:
        return "validate_keep_form"

    async def act(self, turn: Turn) -> Events:
        if turn.requested is None:
            return [SlotSet("requested_slot", "keep_email")]
        claim = await filled_claim(turn)
        if claim is None or claim.state != "draft":
            return _ended()
        reading = read_field("email", "" if turn.pressed else turn.text)
        if reading.fit is Fit.CERTAIN and turn.intent not in ALARMS:
            await turn.services.claims.set_details(claim.number, {"email": reading.value})
            return _ended()
        if is_skip(turn.text) or turn.intent in ENDING:
            await turn.services.claims.set_details(claim.number, {NO_EMAIL: True})
            return _ended()
        if turn.pressed or turn.comes_first or turn.intent not in ANSWERS:
            return []
        attempts = int(turn.slots.get("keep_attempts") or 0) + 1
        if attempts >= MAX_ATTEMPTS:
            return _ended()
        turn.say("utter_help_email")
        return [
            SlotSet("keep_attempts", float(attempts)), SlotSet("requested_slot", "keep_email"),
        ]  # fmt: skip


class ConfirmKept(RecallAction):
    """Says how the kept claim is found again."""

    def name(self) -> str:
        return "action_confirm_kept"

    async def act(self, turn: Turn) -> Events:
        claim = await filled_claim(turn)
        if claim is not None and claim.details.get("email"):
            turn.say("utter_keep_elsewhere", claim_number=claim.number)
        else:
            turn.say("utter_keep_here")
        return [SlotSet("keep_email", None), SlotSet("keep_attempts", None)]


def _ended() -> Events:
    return [SlotSet("keep_email", True), SlotSet("requested_slot", None)]
