"""A claim taken back by its customer, after one question."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rasa_sdk.events import ActiveLoop, SlotSet

from bot.actions.check import CHECK_SLOTS
from bot.actions.elsewhere import named_number
from bot.actions.incident import leave_details
from bot.actions.turn import WITHDRAW, YES_NO, Events, RecallAction, Turn
from bot.claims.claim import Claim
from bot.claims.life import TransitionRefused, is_possible
from bot.conversations.messages import Button

__all__ = ["offer_withdrawal", "wants_withdrawal"]

_WORDS = re.compile(
    r"\b(?:withdr\w+|cancel\w*|retract\w*|revoke|call\s+off|(?:take|taking|pull)\s+"
    r"(?:(?:it|this|that|my|the|claim|request)\s+){0,2}back|retirar|anular)\b",
    re.IGNORECASE,
)


def wants_withdrawal(turn: Turn) -> bool:
    """Is the claim to be taken back rather than changed?"""
    return not turn.pressed and bool(_WORDS.search(turn.text))


def offer_withdrawal(turn: Turn, claims: Sequence[Claim]) -> Events:
    """Ask once whether the claim is really to be withdrawn. claims: this conversation's."""
    left: Events = []
    if turn.active_form == "check_form":
        # A check is soon begun again; the wish goes before it.
        left = [ActiveLoop(None), SlotSet("requested_slot", None)]
        left += [SlotSet(name, None) for name in CHECK_SLOTS]
    elif turn.active_form:
        turn.say("utter_withdraw_stop_first")
        return []
    named = named_number(turn)
    possible = [c for c in claims if is_possible(c.state, "withdrawn", "customer")]
    chosen = [c for c in possible if named in (None, c.number)]
    if not chosen:
        turn.say("utter_withdraw_too_late", claim_number=named or claims[0].number)
        return left
    if len(chosen) > 1:
        words = [f"Withdraw my claim {c.number}" for c in chosen]
        turn.say("utter_withdraw_which", buttons=[Button(w, w) for w in words])
        return left
    number = chosen[0].number
    turn.say("utter_withdraw_confirm", claim_number=number, buttons=YES_NO)
    return [*left, SlotSet("offer", WITHDRAW), SlotSet("withdraw_number", number)]


class WithdrawClaim(RecallAction):
    """Withdraws the claim that was asked about, on a clear yes and on nothing else."""

    def name(self) -> str:
        return "action_withdraw_claim"

    async def act(self, turn: Turn) -> Events:
        number = turn.slots.get("withdraw_number")
        # A number in a slot allows nothing: it must be a claim that this conversation has.
        claims = await turn.services.claims.of_conversation(turn.conversation)
        claim = next((c for c in claims if c.number == number), None)
        left: Events = []
        if claim is None or not turn.agrees:
            turn.say("utter_withdraw_kept")
        else:
            try:
                await turn.services.claims.move(
                    claim.number, "withdrawn", "customer", "withdrawn by the customer"
                )
                left = await leave_details(turn)
                recall = turn.services.recall(claim.recall)
                turn.say("utter_withdraw_done", claim_number=claim.number, recall=recall)
            except TransitionRefused:
                # Decided meanwhile, or withdrawn and expired elsewhere.
                turn.say("utter_withdraw_too_late", claim_number=claim.number)
        return [*left, SlotSet("offer", None), SlotSet("withdraw_number", None)]
