"""Disposal: how, when, and its confirmation once the firm has said that it may be done."""

from __future__ import annotations

from rasa_sdk.events import SlotSet

from bot.actions.check import NO_ANSWER
from bot.actions.claim import open_claim
from bot.actions.turn import Events, RecallAction, Turn
from bot.claims.fields import is_question

__all__: list[str] = []

MAX_LENGTH = 200


class ExplainDisposal(RecallAction):
    """How to dispose of it; "not yet" while the claim is not confirmed."""

    def name(self) -> str:
        return "action_explain_disposal"

    async def act(self, turn: Turn) -> Events:
        claim = await open_claim(turn)
        now = claim is not None and claim.state == "awaiting_disposal"
        turn.say("utter_disposal_now" if now else "utter_disposal_not_yet")
        turn.say("utter_disposal_steps")
        return []


class PrepareDisposal(RecallAction):
    """Takes a confirmation of disposal where one is awaited; else says how things stand."""

    def name(self) -> str:
        return "action_prepare_disposal"

    async def act(self, turn: Turn) -> Events:
        claim = await open_claim(turn)
        if claim is not None and claim.state == "awaiting_disposal":
            return [SlotSet("disposal_ready", True), SlotSet("claim_number", claim.number)]
        if claim is not None and claim.state in ("disposal_confirmed", "fulfilled"):
            turn.say("utter_disposal_known", claim_number=claim.number)
        elif turn.intent == "already_disposed":
            await turn.ensure_conversation()
            await turn.services.handovers.ask_for_person(
                turn.conversation, turn.message, "already_disposed"
            )
            turn.say("utter_disposal_too_early")
        else:
            turn.say("utter_disposal_proof")
        return [SlotSet("disposal_ready", False)]


class ValidateDisposalForm(RecallAction):
    """Keeps date and place in the claim."""

    def name(self) -> str:
        return "validate_disposal_form"

    async def act(self, turn: Turn) -> Events:
        if turn.requested is None:
            return [SlotSet("disposal_date", None), SlotSet("disposal_place", None)]
        if turn.pressed or (turn.intent not in NO_ANSWER and turn.confidence >= 0.6):
            return []
        value = turn.text.strip()[:MAX_LENGTH]
        bare = turn.intent in ("affirm", "deny", "skip") and len(value.split()) < 4
        if bare or is_question(value) or not any(c.isalnum() for c in value):
            return [SlotSet(turn.requested, None)]
        return [SlotSet(turn.requested, value)]


class ConfirmDisposal(RecallAction):
    """Writes the confirmation into the claim."""

    def name(self) -> str:
        return "action_confirm_disposal"

    async def act(self, turn: Turn) -> Events:
        claim = await open_claim(turn)
        when, where = turn.slots.get("disposal_date"), turn.slots.get("disposal_place")
        if claim is not None and when and where:
            await turn.services.claims.move(
                claim.number,
                "disposal_confirmed",
                "customer",
                "the customer confirmed disposal",
                details={"disposal_date": when, "disposal_place": where},
            )
            turn.say("utter_disposal_confirmed", claim_number=claim.number)
        return [
            SlotSet("disposal_date", None),
            SlotSet("disposal_place", None),
            SlotSet("disposal_ready", None),
        ]
