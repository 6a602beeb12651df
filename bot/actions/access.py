"""A claim of another conversation, opened here by its number and the e-mail address in it."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import SlotSet

from bot.actions.elsewhere import ACCESS_SLOTS, named_number
from bot.actions.standing import offer_to_go_on, tell_claims
from bot.actions.turn import ALARMS, Events, RecallAction, Turn, answer_further
from bot.claims.fields import Fit, is_skip, read_field

__all__: list[str] = []

MAX_ATTEMPTS = 3
# While number or e-mail is asked for: no question of their own, so meant as an answer.
ANSWERS = frozenset(
    {"inform", "affirm", "nlu_fallback", "out_of_scope", "claim_status", "change_claim"}
)


class ValidateAccessForm(RecallAction):
    """Takes the claim number, then the e-mail; together they open the claim or do not."""

    def name(self) -> str:
        return "validate_access_form"

    async def act(self, turn: Turn) -> Events:
        opening = turn.requested is None
        number, email = named_number(turn), _email("" if turn.pressed else turn.text)
        first = turn.intent in ALARMS or (turn.comes_first and not number and not email)
        if not opening and (first or turn.pressed):
            return []
        known = number or (None if opening else turn.slots.get("access_number"))
        if known and email:
            return await self._try(turn, known, email)
        if number and (opening or number != turn.slots.get("access_number")):
            return [SlotSet("access_number", number), _attempts(0), _ask("access_email")]
        if opening:
            return [SlotSet("access_number", None), _attempts(0), _ask("access_number")]
        if is_skip(turn.text) or turn.intent in ("skip", "deny", "no_serial"):
            return _ended("left")
        of_a_unit = any(i.kind == "model" for i in turn.identifiers)
        if (of_a_unit or turn.intent not in ANSWERS) and not email:
            return []
        attempts = int(turn.slots.get("access_attempts") or 0) + 1
        if attempts >= MAX_ATTEMPTS:
            return _ended("left")
        if attempts == 1:
            turn.say("utter_help_email" if known else "utter_access_help_number")
        return [_attempts(attempts), _ask("access_email" if known else "access_number")]

    async def _try(self, turn: Turn, number: str, email: str) -> Events:
        await turn.ensure_conversation()
        outcome = await turn.services.access.open(
            turn.conversation, turn.message, number, email, turn.address
        )
        if outcome != "wrong":
            return [SlotSet("access_number", number), *_ended(outcome, number)]
        turn.say("utter_access_wrong")
        return [SlotSet("access_number", None), _attempts(0), _ask("access_number")]


class TellAccess(RecallAction):
    """Says how the opened claim stands, or that it can't be opened now."""

    def name(self) -> str:
        return "action_tell_access"

    async def act(self, turn: Turn) -> Events:
        outcome, number = turn.slots.get("access_outcome"), turn.slots.get("access_number")
        events: Events = [*(SlotSet(name, None) for name in ACCESS_SLOTS), SlotSet("offer", None)]
        # The slot opens nothing: only a claim that this conversation has is told of.
        claims = await turn.services.claims.of_conversation(turn.conversation)
        claim = next((c for c in claims if c.number == number), None)
        if outcome == "opened" and claim is not None:
            await tell_claims(turn, [claim])
            events += [*offer_to_go_on(turn, [claim]), SlotSet("recall_number", claim.recall)]
            # How it stands has just been told. A message run again after its claim was opened is
            # answered so, too: by the status of a claim of this conversation.
            turn.further = [intent for intent in turn.further if intent != "claim_status"]
            return [*events, *await answer_further(turn)]
        turn.say("utter_access_locked" if outcome == "locked" else "utter_access_left")
        return events


def _email(text: str) -> str | None:
    reading = read_field("email", text)
    return reading.value if reading.fit is Fit.CERTAIN else None


def _ask(slot: str) -> dict[str, Any]:
    return SlotSet("requested_slot", slot)


def _attempts(count: int) -> dict[str, Any]:
    return SlotSet("access_attempts", float(count))


def _ended(outcome: str, number: str = "-") -> Events:
    """The form is over; the address itself is kept nowhere."""
    return [
        SlotSet("access_number", number),
        SlotSet("access_email", True),
        SlotSet("access_outcome", outcome),
        SlotSet("requested_slot", None),
    ]
