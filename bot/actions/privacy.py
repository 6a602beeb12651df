"""The customer's own data: shown or deleted, once it is sure that it is they who ask."""

from __future__ import annotations

from collections.abc import Sequence

from rasa_sdk.events import AllSlotsReset, FollowupAction, SlotSet

from bot.actions.turn import ALARMS, YES_NO, Events, RecallAction, Turn
from bot.claims.claim import Claim
from bot.claims.fields import Fit, is_skip, read_field
from bot.claims.own_data import OWN_DATA, Wish, in_words
from bot.claims.privacy import ClaimInProgress
from bot.storage.patience import patiently

__all__ = ["begin_wish"]

MAX_ATTEMPTS = 3
# Others may hold what is to be deleted; all of it stays within the time of an action.
ERASE_AGAIN = (0.2, 0.5)
ANSWERS = frozenset({"inform", "nlu_fallback", "out_of_scope", "privacy"})


async def begin_wish(turn: Turn, wish: Wish) -> Events:
    """What comes first: the e-mail address of a claim, then the question if it shall be so."""
    await turn.ensure_conversation()
    if wish == "delete" and (number := await turn.services.privacy.in_progress(turn.conversation)):
        return await _in_progress(turn, number)
    known = _with_email(await turn.services.claims.of_conversation(turn.conversation))
    if wish == "show" and not known:
        # Nothing that anyone but this conversation has told.
        return await _show(turn)
    return [
        SlotSet("privacy_wish", wish),
        SlotSet("privacy_email", None if known else True),
        SlotSet("privacy_confirmed", True if wish == "show" else None),
        SlotSet("privacy_attempts", 0.0),
        SlotSet("privacy_outcome", None),
        SlotSet("offer", None),
        FollowupAction("privacy_form"),
    ]


def _with_email(claims: Sequence[Claim]) -> list[Claim]:
    return [claim for claim in claims if claim.details.get("email")]


async def _in_progress(turn: Turn, number: str) -> Events:
    await _pass_on(turn)
    turn.say("utter_privacy_in_progress", claim_number=number)
    turn.say_hours()
    return []


async def _pass_on(turn: Turn) -> None:
    await turn.services.handovers.ask_for_person(turn.conversation, turn.message, "privacy")


async def _show(turn: Turn) -> Events:
    kept = await turn.services.privacy.export(turn.conversation)
    # With this card the door gives it out as a file, too.
    card = {"kind": OWN_DATA}
    data = in_words(kept, turn.services.recalls.finished_time)
    turn.say("utter_privacy_shown", data=data, recall=turn.promising, card=card)
    return []


class PreparePrivacy(RecallAction):
    """A button's wish; a typed one comes by `action_answer_question`."""

    def name(self) -> str:
        return "action_prepare_privacy"

    async def act(self, turn: Turn) -> Events:
        return await begin_wish(turn, "delete" if turn.intent == "delete_data" else "show")


class ValidatePrivacyForm(RecallAction):
    """Compares the address with the claim's, then takes a clear yes and nothing else."""

    def name(self) -> str:
        return "validate_privacy_form"

    async def act(self, turn: Turn) -> Events:
        if turn.requested is None:
            email = turn.slots.get("privacy_email")
            return [SlotSet("requested_slot", _confirm(turn) if email else "privacy_email")]
        if turn.intent in ALARMS or turn.intent in ("delete_data", "show_data"):
            return []
        if turn.requested == "privacy_email":
            return await self._email(turn)
        if turn.agrees:
            return _ended("yes")
        if turn.intent in ("deny", "skip", "stop") or turn.slots.get("privacy_attempts"):
            return _ended("no")
        if turn.comes_first or turn.intent not in ANSWERS | {"affirm"}:
            return []
        return [SlotSet("privacy_attempts", 1.0), SlotSet("requested_slot", "privacy_confirmed")]

    async def _email(self, turn: Turn) -> Events:
        reading = read_field("email", "" if turn.pressed else turn.text)
        if reading.fit is not Fit.CERTAIN or reading.value is None:
            if is_skip(turn.text) or turn.intent in ("skip", "deny"):
                return _ended("no")
            if turn.pressed or turn.comes_first or turn.intent not in ANSWERS | {"affirm"}:
                return []
            turn.say("utter_help_email")
            return _once_more(turn)
        claims = _with_email(await turn.services.claims.of_conversation(turn.conversation))
        outcome = "wrong"
        if claims:
            told = reading.value.casefold()
            same = (c for c in claims if str(c.details["email"]).casefold() == told)
            number = next(same, claims[0]).number
            outcome = await turn.services.access.open(
                turn.conversation, turn.message, number, reading.value, turn.address, link=False
            )
        if outcome == "opened":
            return [
                SlotSet("privacy_email", True),
                SlotSet("privacy_attempts", 0.0),
                *([SlotSet("requested_slot", _confirm(turn))] if _confirm(turn) else _ended("yes")),
            ]
        if outcome == "locked":
            return _ended("locked")
        events = _once_more(turn)
        if SlotSet("requested_slot", "privacy_email") in events:
            turn.say("utter_privacy_again")
        return events


def _confirm(turn: Turn) -> str | None:
    return None if turn.slots.get("privacy_wish") == "show" else "privacy_confirmed"


def _once_more(turn: Turn) -> Events:
    attempts = float(turn.slots.get("privacy_attempts") or 0) + 1
    if attempts >= MAX_ATTEMPTS:
        return _ended("wrong")
    return [SlotSet("privacy_attempts", attempts), SlotSet("requested_slot", "privacy_email")]


def _ended(outcome: str) -> Events:
    return [
        SlotSet("privacy_email", True),
        SlotSet("privacy_confirmed", True),
        SlotSet("privacy_outcome", outcome),
        SlotSet("requested_slot", None),
    ]


class AskPrivacyConfirmed(RecallAction):
    """Says what will be deleted and what stays, and asks."""

    def name(self) -> str:
        return "action_ask_privacy_form_privacy_confirmed"

    async def act(self, turn: Turn) -> Events:
        turn.say("utter_privacy_confirm", buttons=YES_NO)
        return []


class AnswerPrivacy(RecallAction):
    """Does what was wished for, if it may be done."""

    def name(self) -> str:
        return "action_answer_privacy"

    async def act(self, turn: Turn) -> Events:
        outcome, wish = turn.slots.get("privacy_outcome"), turn.slots.get("privacy_wish")
        names = ("wish", "email", "confirmed", "attempts", "outcome")
        events: Events = [SlotSet(f"privacy_{name}", None) for name in names]
        if outcome == "yes" and wish == "delete":
            return await self._delete(turn, events)
        if outcome == "yes":
            return [*events, *await _show(turn)]
        if outcome in ("wrong", "locked"):
            await _pass_on(turn)
            turn.say("utter_privacy_wrong" if outcome == "wrong" else "utter_privacy_locked")
            turn.say_hours()
            return events
        turn.say("utter_privacy_kept" if wish == "delete" else "utter_privacy_shown_left")
        for claim in await turn.services.claims.of_conversation(turn.conversation):
            if claim.state == "draft":
                turn.say("utter_status_draft", claim_number=claim.number)
        return events

    async def _delete(self, turn: Turn, events: Events) -> Events:
        try:
            # The message being answered goes last: cut off here, it is found and run again.
            await patiently(
                turn.services.privacy.erase, turn.conversation, answering=True, pauses=ERASE_AGAIN
            )
        except ClaimInProgress as error:
            return [*events, *await _in_progress(turn, error.number)]
        turn.say("utter_privacy_deleted")
        return [AllSlotsReset()]
