"""The claim from its opening to its filing, and the photos that come with it."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import SlotSet

from bot.actions.check import CLAIMABLE, check_unit
from bot.actions.turn import Events, RecallAction, Turn
from bot.claims.claims import Claim, ClaimedUnit, ClaimIncomplete
from bot.claims.filling import required
from bot.recalls import Recall
from bot.recalls.intake import AskedUnit, from_slot

__all__ = ["claimed", "open_claim", "recall_of"]

UNFILED = ("draft", "withdrawn")


class PrepareClaim(RecallAction):
    """Opens or takes up the draft; without a checked unit the check comes first."""

    def name(self) -> str:
        return "action_prepare_claim"

    async def act(self, turn: Turn) -> Events:
        await turn.ensure_conversation()
        claim = await open_claim(turn)
        if claim is not None and claim.state == "draft":
            units = await _claimable_units(turn, claim.recall)
            if not claim.units and not units:
                claim = None
            else:
                claim = await turn.services.claims.open_draft(
                    turn.conversation, turn.message, claim.recall, units
                )
                _say_open(turn, claim)
        if claim is None or claim.state != "draft":
            units = await _claimable_units(turn, turn.recall.number)
            if claim is not None and not units:
                turn.say("utter_claim_already_filed", claim_number=claim.number)
                return [SlotSet("claim_ready", None), SlotSet("offer", None)]
            if not units:
                turn.say("utter_claim_check_first")
                return [SlotSet("claim_ready", False), SlotSet("offer", None)]
            claim = await turn.services.claims.open_draft(
                turn.conversation, turn.message, turn.recall.number, units
            )
            _say_open(turn, claim)
        return [
            SlotSet("claim_ready", True),
            SlotSet("claim_number", claim.number),
            SlotSet("recall_number", claim.recall),
            SlotSet("offer", None),
            *(SlotSet(f"claim_{f.key}", None) for f in recall_of(turn, claim).claim.fields),
            SlotSet("claim_confirmed", None),
            SlotSet("claim_attempts", 0.0),
        ]


def _say_open(turn: Turn, claim: Claim) -> None:
    # By the row, not by what this run did: run again after a crash, a message says the same.
    begun = claim.opened_by == turn.message
    response = "utter_claim_begin" if begun else "utter_claim_continue"
    turn.say(response, claim_number=claim.number)


class SubmitClaim(RecallAction):
    """Files the claim; the words come from the committed row."""

    def name(self) -> str:
        return "action_submit_claim"

    async def act(self, turn: Turn) -> Events:
        claim = await _filled_claim(turn)
        if claim is None or claim.state == "expired":
            turn.say("utter_claim_expired")
            return _cleared(turn)
        recall = recall_of(turn, claim)
        country = claim.details.get("country")
        if claim.state in UNFILED and country and country not in recall.identity.countries:
            await turn.services.claims.move(
                claim.number, "withdrawn", "customer", "bought in a country this recall is not for"
            )
            other = recall.other_countries.get(country)
            page = other.page if other and other.page else recall.contact.pages[0]
            turn.say("utter_claim_not_covered", links=[page], recall=recall)
            await turn.services.handovers.ask_for_person(
                turn.conversation, turn.message, "other_country", urgent=False
            )
            return _cleared(turn)
        try:
            claim = await turn.services.claims.submit(claim.number, required(claim, recall))
        except ClaimIncomplete:
            turn.say("utter_claim_incomplete", claim_number=claim.number)
            return _cleared(turn)
        turn.say("utter_claim_filed", claim_number=claim.number, recall=recall)
        if len(claim.photos) < len(recall.evidence.photos):
            turn.say("utter_claim_photos_missing", recall=recall, ask="photo")
        turn.say("utter_claim_next_steps", recall=recall)
        return [*_cleared(turn), SlotSet("checked_units", None)]


class KeepDraft(RecallAction):
    """Stops the form and keeps the draft."""

    def name(self) -> str:
        return "action_keep_draft"

    async def act(self, turn: Turn) -> Events:
        claim = await open_claim(turn)
        if claim is not None and claim.state == "draft":
            turn.say("utter_claim_kept", claim_number=claim.number)
        return _cleared(turn)


class TakePhoto(RecallAction):
    """A photo that came when none was asked for: it goes to the newest claim."""

    def name(self) -> str:
        return "action_take_photo"

    async def act(self, turn: Turn) -> Events:
        claim = await open_claim(turn)
        if turn.photo and claim is not None:
            await turn.services.claims.attach_photo(claim.number, turn.photo)
            if claim.state == "needs_information":
                # The firm has asked for something: this is the answer, and it must be seen. The
                # person first: after a crash between the two this state brings us here again.
                await turn.services.handovers.ask_for_person(
                    turn.conversation, turn.message, "information_sent"
                )
                await turn.services.claims.move(
                    claim.number, "checking", "customer", "the customer sent a photo"
                )
            turn.say("utter_claim_photo_added", claim_number=claim.number)
        elif turn.photo:
            turn.say("utter_claim_photo_kept")
        else:
            turn.say("utter_question_photo_requirements")
        return []


async def open_claim(turn: Turn) -> Claim | None:
    """The claim this conversation works on: its draft, else the one it filed last."""
    claims = await turn.services.claims.of_conversation(turn.conversation)
    drafts = [c for c in claims if c.state == "draft"]
    filed = [c for c in claims if c.state not in ("draft", "withdrawn", "expired")]
    # The message that is run again after a crash finds the claim it has filed already.
    return next(iter(drafts + filed), None)


async def _filled_claim(turn: Turn) -> Claim | None:
    """The claim the form was filling, also if this message has withdrawn it in a run before."""
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


async def _claimable_units(turn: Turn, recall: str) -> list[ClaimedUnit]:
    """The checked units, judged again: no slot decides what may be claimed."""
    found = []
    for unit in from_slot(turn.slots.get("checked_units")):
        check = await check_unit(turn, unit)
        if any(v.recall == recall and v.verdict in CLAIMABLE for v in check.verdicts):
            found.append(claimed(unit, check))
    return found


def _cleared(turn: Turn) -> Events:
    names = [*(f"claim_{f.key}" for f in turn.recall.claim.fields), "claim_confirmed"]
    return [*(SlotSet(name, None) for name in names), SlotSet("claim_ready", None)]
