"""Disposal: how, when, and its confirmation once the firm has said that it may be done."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk.events import SlotSet

from bot.actions.check import ANSWERS
from bot.actions.claim import meant_first, open_claim, open_claims, recall_of
from bot.actions.elsewhere import ask_for_access, foreign_number, named_number
from bot.actions.standing import tell_claims
from bot.actions.turn import Events, RecallAction, Turn, answer_further
from bot.claims.claim import Claim
from bot.claims.disposal import read_disposal_day, read_disposal_place, tells_time
from bot.claims.fields import is_question, is_skip
from bot.claims.filling import DISPOSAL_TOLD
from bot.conversations.messages import Button
from bot.conversations.transcript import utc_now

__all__: list[str] = []

MAX_LENGTH = 200
MAX_ATTEMPTS = 3
FIELDS = ("disposal_date", "disposal_place")
OF_DISPOSAL = frozenset({"disposal", "disposal_proof", "already_disposed"})
# It is still to be done: no day, no place and no confirmation, whatever the intent says.
NOT_YET = re.compile(
    r"(?i)(?:\bnot\b|n['’]?t\b)(?:\s+\w+){0,5}?\s+yet\b|\bstill (?:have (?:it|mine)|at home|here)\b"
    r"|\b(?:have|has|did)(?:n['’]?t| not) (?:\w+ ){0,2}"
    r"(?:dispose|disposed|do|done|drop|dropped|take|taken|bring|brought|gotten rid|get rid)\b"
    r"|^\W*not yet\b|\bhave it (?:still )?at home\b"
)
START = Button("Start a claim", "/start_claim")
# The customer's part is done.
DONE = ("disposal_confirmed", "fulfilled")


class ExplainDisposal(RecallAction):
    """How to dispose of it; "not yet" while the claim is not confirmed."""

    def name(self) -> str:
        return "action_explain_disposal"

    BESIDE = frozenset({"disposal"})

    async def act(self, turn: Turn) -> Events:
        claim = await open_claim(turn, "awaiting_disposal")
        state = claim.state if claim else None
        if claim and state in DONE:
            turn.say("utter_disposal_known", claim_number=claim.number)
        elif state != "rejected":
            recall = recall_of(turn, claim) if claim else None
            if claim and state == "awaiting_disposal":
                turn.say("utter_disposal_now", recall=recall, claim_number=claim.number)
            else:
                turn.say("utter_disposal_not_yet", recall=recall)
        turn.say("utter_disposal_steps", recall=recall_of(turn, claim) if claim else None)
        return await answer_further(turn)


class PrepareDisposal(RecallAction):
    """Takes a confirmation of disposal where one is awaited; else says how things stand."""

    def name(self) -> str:
        return "action_prepare_disposal"

    async def act(self, turn: Turn) -> Events:
        claims = await open_claims(turn)
        if not turn.active_form and foreign_number(turn, claims):
            return [SlotSet("disposal_ready", False), *ask_for_access()]
        # The message that is run again after a crash has confirmed it already.
        told = next((c for c in claims if _told_now(turn, c)), None)
        waiting = [c for c in claims if c.state == "awaiting_disposal"]
        if len(waiting) > 1 and not (told or named_number(turn) or _not_yet(turn)):
            words = "I have disposed of the unit in claim"
            which = [Button(f"Claim {c.number}", f"{words} {c.number}") for c in waiting]
            turn.say("utter_withdraw_which", buttons=which)
            return [SlotSet("disposal_ready", False)]
        claim = told or next(iter(meant_first(turn, claims, "awaiting_disposal")), None)
        if claim is not None and (told or claim.state == "awaiting_disposal"):
            if _not_yet(turn):
                turn.say("utter_disposal_later", recall=recall_of(turn, claim))
                return [SlotSet("disposal_ready", False)]
            return [SlotSet("disposal_ready", True), SlotSet("claim_number", claim.number)]
        if claim is not None and claim.state in DONE:
            turn.say("utter_disposal_known", claim_number=claim.number)
        elif turn.intent == "already_disposed":
            await turn.ensure_conversation()
            await turn.services.handovers.ask_for_person(
                turn.conversation, turn.message, "already_disposed"
            )
            turn.say("utter_disposal_too_early")
            if claim is None and turn.recall.claimable:
                # What is left to do: the claim, which a person then looks at.
                turn.say("utter_disposal_claim_anyway", buttons=(START,))
        elif not turn.recall.claimable:
            turn.say("utter_claim_at_firm", links=turn.recall.contact.pages[:1])
        else:
            turn.say("utter_disposal_proof")
        return [SlotSet("disposal_ready", False), *await answer_further(turn)]


class ValidateDisposalForm(RecallAction):
    """Keeps date and place in the claim."""

    def name(self) -> str:
        return "validate_disposal_form"

    async def act(self, turn: Turn) -> Events:
        claim = await _asked_about(turn)
        if turn.requested is None:
            told = _told(turn) if turn.intent in OF_DISPOSAL and not turn.pressed else {}
            if claim is not None and told:
                await self._keep(turn, claim, told)
            return [
                *(SlotSet(name, True if name in told else None) for name in FIELDS),
                SlotSet("disposal_attempts", 0.0),
            ]
        value = turn.text.strip()[:MAX_LENGTH]
        if claim is None or (claim.state in DONE and not _told_now(turn, claim)):
            # Confirmed or withdrawn in another window: it is not asked about any more.
            return [
                SlotSet("disposal_date", True),
                SlotSet("disposal_place", True),
                SlotSet("requested_slot", None),
            ]
        elsewhere = turn.intent not in ANSWERS | OF_DISPOSAL and turn.confidence >= 0.6
        elsewhere = elsewhere or turn.comes_first
        if _not_yet(turn):
            # Nothing is kept: the form ends here, and the action after it says so.
            return [
                SlotSet("disposal_date", True),
                SlotSet("disposal_place", True),
                SlotSet("requested_slot", None),
            ]
        if turn.pressed or elsewhere or (turn.intent in OF_DISPOSAL and is_question(turn.text)):
            return []
        if turn.intent == "skip" or (is_skip(value) and turn.intent != "deny"):
            value = "-"
        else:
            bare = turn.intent in ("affirm", "deny") and len(value.split()) < 4
            no_time = turn.requested == "disposal_date" and not tells_time(value)
            if bare or no_time or is_question(value) or not any(c.isalnum() for c in value):
                return await self._help(turn)
        told = _told(turn) if turn.requested == "disposal_date" else {}
        told[turn.requested] = value
        await self._keep(turn, claim, told)
        return [*(SlotSet(name, True) for name in told if name in FIELDS)]

    async def _keep(self, turn: Turn, claim: Claim, told: dict[str, Any]) -> None:
        """What was told stands in the claim; the slot only says that it is there."""
        by = {DISPOSAL_TOLD: _message(turn)}
        await turn.services.claims.set_details(claim.number, {**told, **by})

    async def _help(self, turn: Turn) -> Events:
        """An example; after the last try also a way on and a person."""
        attempts = float(turn.slots.get("disposal_attempts") or 0) + 1
        asks_day = turn.requested == "disposal_date"
        turn.say("utter_disposal_help_date" if asks_day else "utter_disposal_help_place")
        if attempts >= MAX_ATTEMPTS:
            attempts = 0.0
            await turn.services.handovers.ask_for_person(
                turn.conversation, turn.message, "disposal"
            )
            turn.say("utter_claim_stuck_skip")
        return [SlotSet("disposal_attempts", attempts), SlotSet(str(turn.requested), None)]


class ConfirmDisposal(RecallAction):
    """Writes the confirmation into the claim."""

    def name(self) -> str:
        return "action_confirm_disposal"

    async def act(self, turn: Turn) -> Events:
        claim = await _asked_about(turn)
        if claim is None:
            gone = await turn.services.claims.of_conversation(turn.conversation)
            gone = [c for c in gone if c.number == turn.slots.get("claim_number")]
            await tell_claims(turn, gone)
            if not gone:
                turn.say("utter_status_none")
        elif _not_yet(turn):
            turn.say("utter_disposal_later", recall=recall_of(turn, claim))
        elif claim.state in DONE and not _told_now(turn, claim):
            turn.say("utter_disposal_known", claim_number=claim.number)
        else:
            if claim.state not in DONE:
                await turn.services.claims.move(
                    claim.number,
                    "disposal_confirmed",
                    "customer",
                    "the customer confirmed disposal",
                )
            turn.say("utter_disposal_confirmed", claim_number=claim.number)
            turn.say("utter_disposal_picture", ask="photo")
        return [
            SlotSet("disposal_date", None),
            SlotSet("disposal_place", None),
            SlotSet("disposal_ready", None),
        ]


def _not_yet(turn: Turn) -> bool:
    """Is it still to be disposed of?"""
    return not turn.pressed and NOT_YET.search(turn.text) is not None and not turn.comes_first


def _told(turn: Turn) -> dict[str, Any]:
    """Day, as it was told and as a date, and place, as far as the message says them."""
    told: dict[str, Any] = {}
    if day := read_disposal_day(turn.text, utc_now().date()):
        told["disposal_date"] = day[0]
        told |= {"disposal_day": day[1].isoformat()} if day[1] else {}
    if place := read_disposal_place(turn.text):
        told["disposal_place"] = place
    return told


def _message(turn: Turn) -> str:
    return f"{turn.conversation} {turn.message}"


def _told_now(turn: Turn, claim: Claim) -> bool:
    """Did this very message confirm it, in a run that was cut by a crash?"""
    return claim.state in DONE and claim.details.get(DISPOSAL_TOLD) == _message(turn)


async def _asked_about(turn: Turn) -> Claim | None:
    """The claim whose disposal is being told of, and no other; None where it is gone.

    The message that is run again after a crash has confirmed it already: it no longer waits.
    """
    number = turn.slots.get("claim_number")
    told = (c for c in await open_claims(turn) if c.number == number)
    return next((c for c in told if c.state in ("awaiting_disposal", *DONE)), None)
