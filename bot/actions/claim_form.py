"""The form of a claim: what is asked, in the recall file's order, and the read-back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import SlotSet

from bot.actions.check import FURTHER
from bot.actions.claim import (
    claimed,
    filed_with,
    filled_claim,
    not_covered,
    open_claims,
    recall_of,
)
from bot.actions.claim_address import said_again, settle_address
from bot.actions.claim_answers import (
    NO_NAME,
    OUT_OF_ORDER,
    asks_something,
    choices_of,
    corrected,
    corrections_in,
    given_beside,
    is_out_of_order,
    keys_of,
    may_be_choice,
    may_be_value,
    names_another,
    several_in,
    tells_another,
)
from bot.actions.claim_count import count_asked, count_told, take_count
from bot.actions.claim_unit import UNCLEAR, UNIT, is_known, settle_unit, unit_told
from bot.actions.judging import check_unit
from bot.actions.photo import tell_photo
from bot.actions.turn import ALARMS, Events, RecallAction, Turn, answer_further
from bot.claims.claim import Claim, ClaimedUnit
from bot.claims.corrections import (
    find_remedy_wish,
    leaves_it,
)
from bot.claims.counts import says_had, told_count
from bot.claims.field_help import field_to_explain
from bot.claims.fields import Fit, is_question, is_skip, read_field
from bot.claims.filling import (
    ADDRESS_BY,
    AGAIN,
    EMAIL_BY,
    EMAIL_SETTLED,
    LEFT_BY,
    PHOTOS_LATER,
    SERIAL,
    SERIAL_ANSWERED,
    UNIT_TOLD,
    email_in_doubt,
    missing,
    serial_on_photo,
    shown,
)
from bot.conversations.transcript import utc_now
from bot.conversations.verdict_words import may_be_claimed
from bot.recalls import Recall, groups_of_four
from bot.recalls.intake import AskedUnit, fold_in
from bot.recalls.serials import check_form

__all__: list[str] = []

# What was given before stays then.
LEAVES_IT = frozenset({"skip", "deny"})
BEGUN = frozenset({"check_recall", "start_claim"})
FREE_TEXTS = frozenset({"name", "address", "seller"})
# "I got another one at Target" answers these.
OF_THE_SHOP = frozenset({"seller", "order"})
# "Two of them" may answer these.
CHOOSING = frozenset({"remedy", "email", "photos", SERIAL})
MAX_ATTEMPTS = 3
CONFIRMED = "confirmed"


class ValidateClaimForm(RecallAction):
    """Keeps what a message gives of the claim in the draft; slots only say that it is there."""

    def name(self) -> str:
        return "validate_claim_form"

    async def act(self, turn: Turn) -> Events:
        claim = await filled_claim(turn)
        if claim is None or claim.state != "draft":
            return [SlotSet("claim_confirmed", True), SlotSet("requested_slot", None)]
        recall = recall_of(turn, claim)
        field = (turn.requested or "").removeprefix("claim_")
        attempts = float(turn.slots.get("claim_attempts") or 0)
        if not field:
            return [*_marks(claim, recall), SlotSet("claim_attempts", 0.0)]
        if turn.intent in ALARMS:
            return [_request(claim, recall)]
        change = await self._read(turn, claim, recall, field)
        if not change and turn.further and turn.intent in BEGUN:
            # What was begun is going on: only the question beside it is to be answered.
            await answer_further(turn)
            return [_request(claim, recall)]
        if change is None:
            return [_request(claim, recall)]
        if not change:
            attempts += 1
            await self._help(turn, recall, field, attempts, self._topic(turn, claim, recall, field))
            if attempts >= MAX_ATTEMPTS:
                attempts = 0.0
            return [SlotSet("claim_attempts", attempts), _request(claim, recall)]
        if change.get(CONFIRMED):
            return [SlotSet("claim_confirmed", True), SlotSet("requested_slot", None)]
        if change.get(str(claim.details.get(AGAIN))):
            change = {AGAIN: None, **change}
        if "email" in change:
            change = {**change, EMAIL_BY: turn.message}
        if "address" in change:
            change = {**change, **said_again(turn, claim, change), ADDRESS_BY: turn.message}
        claim = await turn.services.claims.set_details(claim.number, change)
        self._tell_changed(turn, claim, recall, field, change)
        return [*_marks(claim, recall), SlotSet("claim_attempts", 0.0)]

    def _tell_changed(
        self, turn: Turn, claim: Claim, recall: Recall, field: str, change: Mapping[str, Any]
    ) -> None:
        """Say what else than the answer has been changed; the read-back shows it anyway."""
        # By the message, not by what was there: run again after a crash it says the same.
        wished = corrections_in(turn, recall, field) or find_remedy_wish(
            turn.text, choices_of(recall)
        )
        wished = wished or (field not in change and (field == "name" or field in OUT_OF_ORDER))
        follows = str(_request(claim, recall)["value"]).removeprefix("claim_")
        if turn.pressed or not wished or follows == CONFIRMED:
            return
        # What is asked about next is shown there.
        for key in (key for key in change if key != follows):
            title, value = shown(claim, recall).get(key, ("", ""))
            if change[key] and value and not (key == "country" and not_covered(claim, recall)):
                turn.say("utter_claim_changed", title=title, value=value)

    async def _read(
        self, turn: Turn, claim: Claim, recall: Recall, field: str
    ) -> dict[str, Any] | None:
        """What the message changes; {} if it was meant to answer but does not, None if not."""
        corrections = corrections_in(turn, recall, field)
        correction = next(iter(corrections), None)
        standing = [c for c in corrections if _stands(c.field, claim, recall)]
        unnamed = any(unit.serial is None for unit in claim.units)
        of_unit = correction and correction.field in UNIT and not FURTHER.search(turn.text)
        if correction and of_unit and not unnamed and not is_known(turn, claim):
            right = unit_told(turn, claim, correction)
            if right is None:
                turn.say("utter_claim_what_to_change")
            beside = corrected(standing, recall, claim.details)
            return {**beside, UNIT_TOLD: right} if right else beside or _nothing_new(claim)
        told = claim.details.get(UNIT_TOLD) if field == SERIAL else None
        if told and told.get("answered") in (None, turn.message):
            return await settle_unit(turn, claim, told)
        if correction and correction.field in keys_of(recall):
            if not standing:
                asks = field == CONFIRMED  # elsewhere a question of its own follows
                turn.say("utter_claim_what_to_change" if asks else "utter_claim_not_needed")
                return _nothing_new(claim)
            return corrected(standing, recall, claim.details)
        if turn.photo:
            claim = await turn.services.claims.attach_photo(claim.number, turn.photo)
            if field != "photos":
                turn.say("utter_claim_photo_added", claim_number=claim.number)
            await tell_photo(turn, claim, recall)
            return {PHOTOS_LATER: None}
        many = count_asked(turn, claim, recall) if field == SERIAL else None
        if many and not turn.identifiers and (counted := await take_count(turn, claim, many)):
            return {**given_beside(turn, recall, field), **counted}
        may_choose = field in CHOOSING and not says_had(turn.text)
        several_units = None if may_choose else await count_told(turn, claim, recall, field)
        if several_units:
            return {**given_beside(turn, recall, field), **several_units}
        units_told = turn.identifiers and field != "order" and not turn.comes_first
        if units_told and await self._another_unit(turn, claim, recall, field):
            return given_beside(turn, recall, field) or _nothing_new(claim)
        one_more = not may_choose and not many and tells_another(turn)
        if one_more and told_count(turn.text) == len(claim.units):
            return given_beside(turn, recall, field) or _nothing_new(claim)
        further = field not in FREE_TEXTS and names_another(turn)
        further = further or (field not in OF_THE_SHOP and one_more)
        if further or (
            turn.intent == "check_recall" and (turn.identifiers or is_question(turn.text))
        ):
            turn.say("utter_claim_unit_later")
            return given_beside(turn, recall, field) or _nothing_new(claim)
        several = {} if turn.pressed else several_in(turn.text, recall)
        no_name = field == "name" and several.keys() <= NO_NAME and not asks_something(turn)
        wish = None if turn.pressed else find_remedy_wish(turn.text, choices_of(recall))
        if len(several) > 1 or (
            several and (no_name or is_out_of_order(turn, recall, field, several))
        ):
            return several
        if wish and field != "remedy" and "remedy" in keys_of(recall):
            return {"remedy": wish}
        if field == "email" and (settled := self._email(turn, claim)):
            return settled
        if field == "address" and (
            settled := settle_address(
                turn, claim, asks=asks_something(turn), may_be=may_be_value(turn)
            )
        ):
            return settled
        if not turn.pressed and (asked := field_to_explain(turn.text, field)):
            topic = self._topic(turn, claim, recall, asked)
            turn.say(f"utter_claim_why_{topic}")
            return _nothing_new(claim)
        if field == CONFIRMED:
            return self._confirmation(turn, recall)
        if field == "consent":
            return self._consent(turn, recall)
        if many:
            return await take_count(turn, claim, many) or (None if asks_something(turn) else {})
        if field == SERIAL:
            return await self._serial(turn, claim)
        if field == "photos":
            if is_skip(turn.text) or turn.intent in ("skip", "deny"):
                return {PHOTOS_LATER: True}
            return None if asks_something(turn) else {}
        optional = next((f.optional for f in recall.claim.fields if f.key == field), False)
        if optional and (is_skip(turn.text) or turn.intent in ("skip", "deny")):
            # It may have been told in another window meanwhile.
            return {field: claim.details.get(field) or "-"}
        again = claim.details.get(AGAIN) == field or claim.details.get(LEFT_BY) == turn.message
        reading = read_field(field, turn.text, choices_of(recall))
        left = leaves_it(turn.text) and reading.fit is not Fit.CERTAIN
        if again and (left or is_skip(turn.text) or turn.intent in LEAVES_IT):
            return {AGAIN: None, LEFT_BY: turn.message}
        if turn.pressed or is_skip(turn.text):
            return None if asks_something(turn) else {}
        may_be = may_be_value(turn) or (field == "remedy" and may_be_choice(turn))
        if reading.fit is Fit.CERTAIN or (reading.fit is Fit.LIKELY and may_be):
            return {field: reading.value}
        return None if asks_something(turn) else {}

    async def _another_unit(self, turn: Turn, claim: Claim, recall: Recall, field: str) -> bool:
        """A unit told in mid-claim: checked, and taken into the claim if it may be.

        Streets and shops have numbers too ("W156N8480 Pilgrim Road"): only what looks exactly like
        a serial of this recall is taken for one, where such a text is asked for or no model named.
        """
        told = [
            unit
            for unit in fold_in((), turn.identifiers)
            if unit.serial
            and (
                (unit.model and field not in FREE_TEXTS)
                or check_form(unit.serial, recall.serial).ok
            )
        ]
        model = claim.units[0].model if claim.units else None
        for unit in told:
            unit = AskedUnit(unit.model or model, unit.suffix, unit.serial)
            claim = await self._take_serial(turn, claim, unit)
        return bool(told)

    async def _take_serial(self, turn: Turn, claim: Claim, unit: AskedUnit) -> Claim:
        """A serial for the unit that had none, or a further unit; the claim as it is after it.

        What is in doubt goes to a person; no list clears a unit here: that takes a check of its
        own. What is said is read off the claim: a message that is run again after a crash finds
        it done, and says the same.
        """
        check = await check_unit(turn, unit)
        verdict, new = check.main, claimed(unit, check) if check.main else None
        filed = new and filed_with(new, recall_of(turn, claim), await open_claims(turn))
        if filed:
            turn.say("utter_claim_unit_filed", claim_number=filed.number)
            return claim
        of_unnamed = any(u.model == unit.model and u.serial is None for u in claim.units)
        of_unnamed = of_unnamed and not FURTHER.search(turn.text)
        sure = verdict is not None and verdict.recall == claim.recall and not check.ask
        if new and verdict and sure and may_be_claimed(verdict) and not _place(claim, new):
            if of_unnamed:
                claim = await turn.services.claims.name_serial(claim.number, new)
            else:
                claim = await turn.services.claims.open_draft(
                    turn.conversation, turn.message, claim.recall, [new], draft=claim.number
                )
        place = _place(claim, new)
        if new and place == 1:
            turn.say("utter_claim_serial_added")
        elif new and place:
            groups = groups_of_four(new.serial or "")
            turn.say("utter_claim_unit_added", model=new.model, groups=groups)
        elif of_unnamed:
            await turn.services.handovers.ask_for_person(turn.conversation, turn.message, UNCLEAR)
            turn.say("utter_claim_serial_noted")
        else:
            turn.say("utter_claim_unit_later")
        return claim

    async def _serial(self, turn: Turn, claim: Claim) -> dict[str, Any] | None:
        """A yes or no to the serial that was read on a photo; it is asked about once."""
        serial = serial_on_photo(claim)
        if turn.intent in ("deny", "skip", "no_serial") or is_skip(turn.text):
            return {SERIAL_ANSWERED: serial}
        if not turn.agrees:
            return None if asks_something(turn) else {}
        if serial is not None:
            unit = next((u for u in claim.units if u.serial is None), claim.units[0])
            suffix = str(unit.grounds.get("suffix") or "")
            read = AskedUnit(unit.model, suffix, serial, confirmed=True)
            await self._take_serial(turn, claim, read)
        return {SERIAL_ANSWERED: serial}

    def _email(self, turn: Turn, claim: Claim) -> dict[str, Any]:
        """Yes or no to "Did you mean ...?"; {} for anything else."""
        if claim.details.get(AGAIN) == "email":
            return {}
        settled = claim.details.get(EMAIL_SETTLED) or {}
        by_this = settled.get("by") == turn.message  # which is run again after a crash
        if claim.details.get(EMAIL_BY) == turn.message and not by_this:
            return {}
        asked = settled if by_this else email_in_doubt(claim)
        if not asked or claim.details.get("email") not in (asked["read"], asked["meant"]):
            return {}
        told = read_field("email", turn.text).value
        if told == asked["meant"] or (not told and turn.agrees):
            return {"email": asked["meant"], EMAIL_SETTLED: {**asked, "by": turn.message}}
        if told == asked["read"] or (not told and turn.intent in LEAVES_IT):
            return {"email": asked["read"], EMAIL_SETTLED: {**asked, "by": turn.message}}
        return {}

    def _confirmation(self, turn: Turn, recall: Recall) -> dict[str, Any] | None:
        if turn.agrees:
            return {CONFIRMED: True}
        if turn.intent == "deny":
            turn.say("utter_claim_what_to_change")
            return {CONFIRMED: None}
        # A bare e-mail address or remedy can only be meant as a correction.
        for key in ("email", "remedy"):
            reading = read_field(key, turn.text, choices_of(recall))
            if reading.fit is Fit.CERTAIN and key in keys_of(recall):
                return {key: reading.value}
        return None if asks_something(turn) else {}

    def _consent(self, turn: Turn, recall: Recall) -> dict[str, Any] | None:
        if turn.agrees:
            return {"consent": {"at": utc_now().isoformat(), "text": recall.claim.consent}}
        if turn.intent == "deny":
            turn.say("utter_claim_no_consent")
            return {"consent": None}
        return None if asks_something(turn) else {}

    def _topic(self, turn: Turn, claim: Claim, recall: Recall, field: str) -> str:
        """What is asked for, where a field has two questions."""
        return "count" if field == SERIAL and count_asked(turn, claim, recall) else field

    async def _help(
        self, turn: Turn, recall: Recall, field: str, attempts: float, topic: str
    ) -> None:
        """How to answer, with an example; after the last try also a way on and a person."""
        turn.say("utter_help_email" if field == "email" else f"utter_claim_help_{topic}")
        if attempts < MAX_ATTEMPTS:
            return
        await turn.services.handovers.ask_for_person(turn.conversation, turn.message, "claim")
        optional = {f.key for f in recall.claim.fields if f.optional} | {"photos", SERIAL}
        turn.say("utter_claim_stuck_skip" if field in optional else "utter_claim_stuck")
        turn.say_hours()


def _place(claim: Claim, unit: ClaimedUnit | None) -> int:
    """Which of the claim's units has this serial, from 1 on; 0 for none."""
    serials = [u.serial for u in claim.units]
    return serials.index(unit.serial) + 1 if unit and unit.serial in serials else 0


def _nothing_new(claim: Claim) -> dict[str, Any]:
    """The message was an answer, but not to a field."""
    return {AGAIN: claim.details.get(AGAIN)}


def _stands(field: str, claim: Claim, recall: Recall) -> bool:
    """Is it given, or one of the claim's? A gift card has no address that could be wrong."""
    remedy = recall.remedies.get(claim.details.get("remedy") or "")
    wanted = {f.key for f in recall.claim.fields_for(remedy)} if remedy else keys_of(recall)
    return field in keys_of(recall) and (field in wanted or bool(claim.details.get(field)))


def _request(claim: Claim, recall: Recall) -> dict[str, Any]:
    if not_covered(claim, recall):
        return SlotSet("requested_slot", None)
    still = missing(claim, recall)
    return SlotSet("requested_slot", f"claim_{still[0]}" if still else "claim_confirmed")


def _marks(claim: Claim, recall: Recall) -> Events:
    """The form's slots: only whether a field is given."""
    still = missing(claim, recall)
    marks = [
        SlotSet(f"claim_{key}", None if key in still else True)
        for key in (*(f.key for f in recall.claim.fields), SERIAL)
    ]
    return [*marks, _request(claim, recall)]
