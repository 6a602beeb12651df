"""The claim from its opening to its filing, and the photos that come with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from rasa_sdk.events import SlotSet

from bot.actions.elsewhere import ask_for_access, foreign_number, named_number
from bot.actions.incident import ask_details
from bot.actions.judging import check_unit
from bot.actions.photo import tell_photo, tell_unread
from bot.actions.standing import tell_filed
from bot.actions.turn import Events, RecallAction, Turn, answer_further
from bot.claims.at_once import read_at_once
from bot.claims.claim import Claim, ClaimedUnit, ClaimIncomplete
from bot.claims.counts import told_count
from bot.claims.filling import COUNTED, DISPOSAL_TOLD, photos_wanted, required
from bot.claims.life import CLAIMED, State
from bot.conversations.messages import Button
from bot.conversations.verdict_words import may_be_claimed
from bot.recalls import Recall, groups_of_four
from bot.recalls.intake import AskedUnit, from_slot

__all__ = [
    "claimed", "cleared", "counting", "filed_with", "filled_claim", "meant_first", "not_covered",
    "open_claim", "open_claims", "recall_of", "take_information", "waiting_claim",
]  # fmt: skip

# Why a person is asked for where the firm has got what it wanted to know.
SENT = "information_sent"


# A draft that is none any more, and was not filed.
GONE = frozenset({"expired", "withdrawn"})


class PrepareClaim(RecallAction):
    """Opens or takes up the draft; without a checked unit the check comes first."""

    def name(self) -> str:
        return "action_prepare_claim"

    async def act(self, turn: Turn) -> Events:
        await turn.ensure_conversation()
        claims = await open_claims(turn)
        named = next((c for c in claims if c.number == named_number(turn)), None)
        draft = named if named and named.state == "draft" else None
        claim = draft or next(iter(claims), None)
        checked = turn.slots.get("checked_units")
        if foreign_number(turn, claims) or (claim is None and not checked and _goes_on(turn)):
            # Begun in another conversation, it goes on once it is opened in this one.
            return [SlotSet("claim_ready", None), SlotSet("offer", None), *ask_for_access()]
        if named and not draft and _goes_on(turn):
            await tell_filed(turn, named)
            return [SlotSet("claim_ready", None), SlotSet("offer", None)]
        if claim is not None and claim.state == "draft":
            units, _ = await _claimable_units(turn, claim.recall, claims)
            if not claim.units and not units:
                claim = None
            else:
                claim = await turn.services.claims.open_draft(
                    turn.conversation, turn.message, claim.recall, units, draft=claim.number
                )
                if not_covered(claim, recall_of(turn, claim)):
                    # It did not go on with that country; so it is asked once more.
                    claim = await turn.services.claims.set_details(claim.number, {"country": None})
                claim = await _told_before(turn, claim)
                _say_open(turn, claim)
        if claim is None or claim.state != "draft":
            if not turn.recall.claimable:
                if turn.identifiers:
                    # A unit is told: it may be of another recall than the one spoken of.
                    turn.say("utter_claim_check_first")
                    return [SlotSet("claim_ready", False), SlotSet("offer", None)]
                turn.say("utter_claim_at_firm", links=turn.recall.contact.pages[:1])
                return [SlotSet("claim_ready", None), SlotSet("offer", None)]
            units, filed = await _claimable_units(turn, turn.recall.number, claims)
            if claim is not None and not units:
                await tell_filed(turn, filed or claim)
                return [SlotSet("claim_ready", None), SlotSet("offer", None)]
            if not units:
                # The check that follows answers what else was asked.
                turn.say("utter_claim_check_first")
                return [SlotSet("claim_ready", False), SlotSet("offer", None)]
            claim = await turn.services.claims.open_draft(
                turn.conversation, turn.message, turn.recall.number, units
            )
            claim = await _told_before(turn, claim)
            _say_open(turn, claim)
        if claim.photos:
            # Those that came before it.
            await turn.services.photo_checks.check(
                claim.number, recall_of(turn, claim), turn.message
            )
        return [
            *await answer_further(turn),
            SlotSet("claim_ready", True),
            SlotSet("claim_number", claim.number),
            SlotSet("recall_number", claim.recall),
            SlotSet("offer", None),
            *(SlotSet(f"claim_{f.key}", None) for f in recall_of(turn, claim).claim.fields),
            SlotSet("claim_confirmed", None),
            SlotSet("claim_attempts", 0.0),
        ]


_GO_ON = re.compile(
    r"\b(?:continu\w*|resum\w*|go(?:ing)?\s+on|carry\s+on|pick(?:ing)?\s+(?:it\s+)?up|finish\w*|"
    r"complete|get\s+back\s+to|left\s+off|(?:begun|began|started)\b.*\b(?:yesterday|phone|before))\b",
    re.IGNORECASE,
)


def _goes_on(turn: Turn) -> bool:
    """Is a claim meant that was begun before?"""
    return not turn.pressed and bool(_GO_ON.search(turn.text))


async def _told_before(turn: Turn, claim: Claim) -> Claim:
    """A claim just begun, with what the customer has given of it in the conversation already."""
    if not _begun_now(turn, claim) or claim.details:
        return claim
    recall = recall_of(turn, claim)
    choices = {option.key: option.title for option in recall.remedies.options}
    wanted = {field.key for field in recall.claim.fields}
    told: dict[str, str] = {}
    counts: list[int] = []
    for text in await turn.services.transcript.told(turn.conversation):
        told.update(read_at_once(text, choices, recall.sold.sellers))
        counts += filter(None, [told_count(text)])
    known: dict[str, Any] = {key: value for key, value in told.items() if key in wanted}
    if counts and len(claim.serials) == 1 and not recall.serial.unique:
        await turn.services.claims.set_count(claim.number, claim.serials[0], counts[-1])
        known[COUNTED] = {claim.serials[0]: {"count": counts[-1], "by": ""}}
    return await turn.services.claims.set_details(claim.number, known) if known else claim


def _begun_now(turn: Turn, claim: Claim) -> bool:
    # By the row, not by what this run did: run again after a crash, a message says the same.
    return (claim.conversation, claim.opened_by) == (turn.conversation, turn.message)


def _say_open(turn: Turn, claim: Claim) -> None:
    response = "utter_claim_begin" if _begun_now(turn, claim) else "utter_claim_continue"
    turn.say(response, claim_number=claim.number)


class SubmitClaim(RecallAction):
    """Files the claim; the words come from the committed row."""

    def name(self) -> str:
        return "action_submit_claim"

    async def act(self, turn: Turn) -> Events:
        claim = await filled_claim(turn)
        if claim is None or claim.state in GONE:
            return _gone(turn, claim)
        recall = recall_of(turn, claim)
        if claim.state == "draft" and not_covered(claim, recall):
            # A country is easily mistyped: the draft stays, and it can be put right.
            other = recall.other_countries.get(claim.details["country"])
            page = other.page if other and other.page else recall.contact.pages[0]
            turn.say("utter_claim_not_covered", links=[page], recall=recall)
            await turn.services.handovers.ask_for_person(
                turn.conversation, turn.message, "other_country"
            )
            turn.say_hours()
            return cleared(turn)
        try:
            claim = await turn.services.claims.submit(
                claim.number,
                required(claim, recall),
                turn.conversation,
                unique=recall.serial.unique,
            )
        except ClaimIncomplete:
            turn.say("utter_claim_incomplete", claim_number=claim.number)
            return cleared(turn)
        if claim.state in GONE:
            # Withdrawn or deleted in another window, in this very moment.
            return _gone(turn, claim)
        turn.say("utter_claim_filed", claim_number=claim.number, recall=recall)
        if await turn.services.claims.claimed_elsewhere(claim.number):
            turn.say("utter_claim_twice", recall=recall)
        if photos_wanted(claim, recall):
            turn.say("utter_claim_photos_missing", recall=recall, ask="photo")
        turn.say("utter_claim_next_steps", recall=recall)
        return [*cleared(turn), SlotSet("checked_units", None), *await ask_details(turn)]


def _gone(turn: Turn, claim: Claim | None) -> Events:
    if claim is None or claim.state == "expired":
        turn.say("utter_claim_expired")
    else:
        turn.say("utter_status_withdrawn", claim_number=claim.number)
    return cleared(turn)


class TakePhoto(RecallAction):
    """A photo that no form has asked for.

    It is of the disposal that was told last, else it goes to the claim that waits for something,
    else to the newest one.
    """

    def name(self) -> str:
        return "action_take_photo"

    async def act(self, turn: Turn) -> Events:
        disposed = await _disposed(turn)
        claim = disposed or await open_claim(turn, "needs_information")
        if turn.photo and claim is not None:
            claim = await turn.services.claims.attach_photo(claim.number, turn.photo)
            if claim.state == "needs_information":
                await take_information(turn, claim, "the customer sent a photo")
            turn.say("utter_claim_photo_added", claim_number=claim.number)
            await tell_photo(turn, claim, recall_of(turn, claim))
        elif turn.photo and {i.kind for i in turn.identifiers} == {"model", "serial"}:
            self._offer_check(turn)
        elif turn.photo:
            turn.say("utter_claim_photo_kept")
            if turn.photo_unread:
                await tell_unread(turn)
        else:
            turn.say("utter_question_photo_requirements")
        told = turn.photo and disposed and not turn.active_form
        return [SlotSet("claim_number", None)] if told else []

    def _offer_check(self, turn: Turn) -> None:
        model, serial = (identifier.value for identifier in turn.identifiers)
        groups = groups_of_four(serial)
        # Pressed, it is what the customer would have typed.
        check = Button("Yes, check it", f"Model {model}, serial number {serial}")
        turn.say("utter_photo_unit", model=model, groups=groups, buttons=(check,))


async def _disposed(turn: Turn) -> Claim | None:
    """The claim of which a disposal is or was just told here, and whose picture may come."""
    claim = await filled_claim(turn)
    told = str(claim.details.get(DISPOSAL_TOLD) or "") if claim else ""
    told_here = told.startswith(f"{turn.conversation} ")
    if claim is None or turn.active_form == "disposal_form":
        return claim
    return claim if claim.state == "disposal_confirmed" and told_here else None


async def take_information(turn: Turn, claim: Claim, reason: str) -> None:
    """The firm has asked for something, and this message brings it: a person must see it."""
    # The person first: after a crash between the two the claim's state brings us here again.
    await turn.services.handovers.ask_for_person(turn.conversation, turn.message, SENT)
    await turn.services.claims.move(claim.number, "checking", "customer", reason)


async def waiting_claim(turn: Turn) -> Claim | None:
    """The claim for which the firm has asked for something; None where none waits.

    Also if this very message has brought it, in a run that was cut by a crash.
    """
    for claim in meant_first(turn, await open_claims(turn), "needs_information"):
        if claim.state == "needs_information":
            return claim
        if claim.state == "checking" and await turn.services.handovers.asked(
            turn.conversation, turn.message, SENT
        ):
            return claim
    return None


async def open_claims(turn: Turn) -> list[Claim]:
    """The claims of this conversation that count, its draft first, then the newest first."""
    return counting(await turn.services.claims.of_conversation(turn.conversation))


def counting(claims: Sequence[Claim]) -> list[Claim]:
    """Those of a conversation's claims that count, its draft first, then the newest first."""
    # The message that is run again after a crash finds the claim it has filed already.
    filed = [c for c in claims if c.state not in ("draft", "withdrawn", "expired")]
    return [c for c in claims if c.state == "draft"] + filed


async def open_claim(turn: Turn, *waiting: State) -> Claim | None:
    """The claim a message is about: the one it names, else the draft, else the one filed last.

    waiting: where none is named, a claim in one of these states goes before.
    """
    return next(iter(meant_first(turn, await open_claims(turn), *waiting)), None)


def meant_first(turn: Turn, claims: Sequence[Claim], *waiting: State) -> list[Claim]:
    """Of a conversation's claims the one a message is about first, see `open_claim`."""
    named = named_number(turn)
    return sorted(claims, key=lambda claim: (claim.number != named, claim.state not in waiting))


def not_covered(claim: Claim, recall: Recall) -> bool:
    """Was the unit bought in a country this recall is not for?"""
    country = claim.details.get("country")
    return bool(country) and country not in recall.identity.countries


async def filled_claim(turn: Turn) -> Claim | None:
    """The claim the form is filling, also if it has expired or was filed meanwhile."""
    number = turn.slots.get("claim_number")
    claims = await turn.services.claims.of_conversation(turn.conversation)
    return next((c for c in claims if c.number == number), None)


def recall_of(turn: Turn, claim: Claim) -> Recall:
    """The recall a claim is for."""
    return turn.services.recall(claim.recall)


def claimed(unit: AskedUnit, check: Any) -> ClaimedUnit:
    """A checked unit as it stands in a claim, with what its verdict rests on."""
    main = check.main
    grounds = {
        "rule": main.rule,
        "reason": main.reason,
        "list": dict(main.list) if main.list else None,
        "suffix": unit.suffix,
    }
    serial = main.read.get("serial") if unit.serial else None
    return ClaimedUnit(unit.model or "", serial, main.verdict, grounds)


def filed_with(unit: ClaimedUnit, recall: Recall, claims: Sequence[Claim]) -> Claim | None:
    """The one of these claims that was filed with this very unit; None where none was.

    A number that stands on many units says nothing of it.
    """
    if unit.serial is None or not recall.serial.unique:
        return None
    filed = (c for c in claims if c.recall == recall.number and c.state in CLAIMED)
    return next((c for c in filed if unit.serial in {u.serial for u in c.units}), None)


async def _claimable_units(
    turn: Turn, recall: str, claims: Sequence[Claim]
) -> tuple[list[ClaimedUnit], Claim | None]:
    """The checked units, judged again: no slot decides what may be claimed.

    None that one of these claims was filed with; of those the claim.
    """
    found: list[ClaimedUnit] = []
    before: Claim | None = None
    for asked in from_slot(turn.slots.get("checked_units")):
        check = await check_unit(turn, asked)
        if any(v.recall == recall and may_be_claimed(v) for v in check.verdicts):
            unit = claimed(asked, check)
            filed = filed_with(unit, turn.services.recall(recall), claims)
            before = before or filed
            found += [] if filed else [unit]
    return found, before


def cleared(turn: Turn) -> Events:
    """The form of the claim is over; what was told stands in the draft."""
    fields = (f"claim_{f.key}" for f in turn.recall.claim.fields)
    names = [*fields, "claim_serial", "claim_confirmed"]
    return [*(SlotSet(name, None) for name in names), SlotSet("claim_ready", None)]
