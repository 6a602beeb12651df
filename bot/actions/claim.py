"""The claim: what is asked, in the recall file's order, read-back and filing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import SlotSet

from bot.actions.check import CLAIMABLE, YES_NO, check_unit
from bot.actions.turn import Events, RecallAction, Turn
from bot.claims.claims import Claim, ClaimedUnit, ClaimIncomplete
from bot.claims.fields import Fit, find_correction, is_question, is_skip, read_field
from bot.conversations.messages import Button
from bot.conversations.transcript import utc_now
from bot.recalls import Recall
from bot.recalls.intake import AskedUnit, fold_in, from_slot

__all__ = ["open_claim"]

FORM = "claim_form"
# Intents no rule answers in mid-claim: the message is an answer of the form, or none.
NO_QUESTION = frozenset({"inform", "affirm", "deny", "skip", "nlu_fallback", "check_recall",
                         "send_photo", "start_claim"})
# An answer is easily taken for these ("Amazon", "a gift card"); questions they are with a form's.
SELDOM_A_QUESTION = frozenset({"where_sold", "remedy_options", "no_serial"})
# These never are a name or a shop, even as a single word.
NEVER_A_VALUE = frozenset({"affirm", "deny", "skip", "stop", "thanks", "greet", "goodbye",
                           "start_claim", "contact_human", "bot_challenge", "emergency",
                           "report_incident"})
ALARMS = frozenset({"emergency", "report_incident"})
SURE_QUESTION = 0.5
MAX_ATTEMPTS = 3
PHOTOS_LATER = "photos_later"
CONFIRMED = "confirmed"


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
                turn.say("utter_claim_continue", claim_number=claim.number)
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
            turn.say("utter_claim_begin", claim_number=claim.number)
        return [
            SlotSet("claim_ready", True),
            SlotSet("claim_number", claim.number),
            SlotSet("recall_number", claim.recall),
            SlotSet("offer", None),
            *(SlotSet(f"claim_{f.key}", None) for f in _recall(turn, claim).claim.fields),
            SlotSet("claim_confirmed", None),
            SlotSet("claim_attempts", 0.0),
        ]


class ValidateClaimForm(RecallAction):
    """Keeps what a message gives of the claim in the draft; slots only say that it is there."""

    def name(self) -> str:
        return "validate_claim_form"

    async def act(self, turn: Turn) -> Events:
        claim = await open_claim(turn)
        if claim is None or claim.state != "draft":
            return [SlotSet("claim_confirmed", True), SlotSet("requested_slot", None)]
        recall = _recall(turn, claim)
        field = (turn.requested or "").removeprefix("claim_")
        attempts = float(turn.slots.get("claim_attempts") or 0)
        if not field:
            return [*_marks(claim, recall), SlotSet("claim_attempts", 0.0)]
        if turn.intent in ALARMS:
            return [_request(claim, recall)]
        change = await self._read(turn, claim, recall, field)
        if change is None:
            return [_request(claim, recall)]
        if not change:
            attempts += 1
            await self._help(turn, field, attempts)
            if attempts >= MAX_ATTEMPTS:
                attempts = 0.0
            return [SlotSet("claim_attempts", attempts), _request(claim, recall)]
        if change.get(CONFIRMED):
            return [SlotSet("claim_confirmed", True), SlotSet("requested_slot", None)]
        claim = await turn.services.claims.set_details(claim.number, change)
        return [*_marks(claim, recall), SlotSet("claim_attempts", 0.0)]

    async def _read(
        self, turn: Turn, claim: Claim, recall: Recall, field: str
    ) -> dict[str, Any] | None:
        """What the message changes; {} if it was meant to answer but does not, None if not."""
        correction = None if turn.pressed else find_correction(turn.text, field)
        if correction and correction[0] in _keys(recall):
            return _corrected(correction, recall, claim)
        if turn.photo:
            await turn.services.claims.attach_photo(claim.number, turn.photo)
            if field != "photos":
                turn.say("utter_claim_photo_added", claim_number=claim.number)
            return {PHOTOS_LATER: None}
        if turn.identifiers and field != "order" and await self._another_unit(turn, claim):
            return {field: claim.details.get(field)}
        if turn.intent == "check_recall" and (turn.identifiers or is_question(turn.text)):
            turn.say("utter_claim_unit_later")
            return {field: claim.details.get(field)}
        if field == CONFIRMED:
            return self._confirmation(turn, recall)
        if field == "consent":
            return self._consent(turn, recall)
        if field == "photos":
            if is_skip(turn.text) or turn.intent in ("skip", "deny"):
                return {PHOTOS_LATER: True}
            return None if _asks(turn) else {}
        optional = next((f.optional for f in recall.claim.fields if f.key == field), False)
        if optional and (is_skip(turn.text) or turn.intent in ("skip", "deny")):
            return {field: "-"}
        if turn.pressed or is_skip(turn.text):
            return None if _asks(turn) else {}
        reading = read_field(field, turn.text, _choices(recall))
        if reading.fit is Fit.CERTAIN or (reading.fit is Fit.LIKELY and _may_be_value(turn)):
            if reading.suggestion:
                turn.say("utter_claim_did_you_mean", suggestion=reading.suggestion,
                         value=reading.value or "")
            return {field: reading.value}
        return None if _asks(turn) else {}

    async def _another_unit(self, turn: Turn, claim: Claim) -> bool:
        """A further unit told in mid-claim: checked, and taken into the claim if it may be."""
        known = {u.serial for u in claim.units}
        told = fold_in((), turn.identifiers)
        model = claim.units[0].model if claim.units else None
        new = [u for u in told if u.serial and u.serial not in known]
        for unit in new:
            unit = AskedUnit(unit.model or model, unit.suffix, unit.serial)
            check = await check_unit(turn, unit)
            verdict = check.main
            if verdict is None or check.overall not in CLAIMABLE or check.ask:
                turn.say("utter_claim_unit_later")
                continue
            await turn.services.claims.open_draft(
                turn.conversation, turn.message, claim.recall, [_claimed(unit, check)]
            )
            turn.say("utter_claim_unit_added", model=unit.model or "",
                     groups=str(verdict.read.get("groups") or ""))
        return bool(new)

    def _confirmation(self, turn: Turn, recall: Recall) -> dict[str, Any] | None:
        if turn.agrees:
            return {CONFIRMED: True}
        if turn.intent == "deny":
            turn.say("utter_claim_what_to_change")
            return {CONFIRMED: None}
        # A bare e-mail address or remedy can only be meant as a correction.
        for key in ("email", "remedy"):
            reading = read_field(key, turn.text, _choices(recall))
            if reading.fit is Fit.CERTAIN and key in _keys(recall):
                return {key: reading.value}
        return None if _asks(turn) else {}

    def _consent(self, turn: Turn, recall: Recall) -> dict[str, Any] | None:
        if turn.agrees:
            return {"consent": {"at": utc_now().isoformat(), "text": recall.claim.consent}}
        if turn.intent == "deny":
            turn.say("utter_claim_no_consent")
            return {"consent": None}
        return None if _asks(turn) else {}

    async def _help(self, turn: Turn, field: str, attempts: float) -> None:
        if attempts >= MAX_ATTEMPTS:
            await turn.services.handovers.ask_for_person(
                turn.conversation, turn.message, "claim", urgent=False
            )
            turn.say("utter_claim_stuck")
        else:
            turn.say(f"utter_claim_help_{field}")


class AskCountry(RecallAction):
    """Asks where it was bought: the recall is one country's."""

    def name(self) -> str:
        return "action_ask_claim_form_claim_country"

    async def act(self, turn: Turn) -> Events:
        home = turn.recall.identity.country_names.removeprefix("the ")
        turn.say("utter_claim_ask_country", buttons=(Button(home, home),))
        return []


class AskRemedy(RecallAction):
    """Asks for the remedy, each with its conditions."""

    def name(self) -> str:
        return "action_ask_claim_form_claim_remedy"

    async def act(self, turn: Turn) -> Events:
        options = turn.recall.remedies.options
        turn.say("utter_claim_ask_remedy", buttons=[Button(o.title, o.title) for o in options])
        return []


class AskPhotos(RecallAction):
    """Asks for the next photo that is still missing."""

    def name(self) -> str:
        return "action_ask_claim_form_claim_photos"

    async def act(self, turn: Turn) -> Events:
        claim = await open_claim(turn)
        wanted = turn.recall.evidence.photos
        have = len(claim.photos) if claim else 0
        photo = wanted[min(have, len(wanted) - 1)]
        turn.say(
            "utter_claim_ask_photo",
            ask="photo",
            buttons=(Button("Send photos later", "/skip"),),
            place=str(have + 1),
            count=str(len(wanted)),
            photo_title=photo.title,
            photo_shows=photo.text,
        )
        return []


class AskConsent(RecallAction):
    """Asks for consent in the recall file's words."""

    def name(self) -> str:
        return "action_ask_claim_form_claim_consent"

    async def act(self, turn: Turn) -> Events:
        turn.say("utter_claim_ask_consent", buttons=YES_NO)
        return []


class AskConfirmed(RecallAction):
    """Reads the whole claim back."""

    def name(self) -> str:
        return "action_ask_claim_form_claim_confirmed"

    async def act(self, turn: Turn) -> Events:
        claim = await open_claim(turn)
        if claim is not None:
            turn.say("utter_claim_ask_confirmed", summary=_summary(claim, _recall(turn, claim)),
                     buttons=YES_NO)
        return []


class SubmitClaim(RecallAction):
    """Files the claim; the words come from the committed row."""

    def name(self) -> str:
        return "action_submit_claim"

    async def act(self, turn: Turn) -> Events:
        claim = await open_claim(turn)
        if claim is None:
            turn.say("utter_claim_check_first")
            return _cleared(turn)
        recall = _recall(turn, claim)
        country = claim.details.get("country")
        if claim.state == "draft" and country and country not in recall.identity.countries:
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
            claim = await turn.services.claims.submit(claim.number, _required(claim, recall))
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


async def _claimable_units(turn: Turn, recall: str) -> list[ClaimedUnit]:
    """The checked units, judged again: no slot decides what may be claimed."""
    found = []
    for unit in from_slot(turn.slots.get("checked_units")):
        check = await check_unit(turn, unit)
        if any(v.recall == recall and v.verdict in CLAIMABLE for v in check.verdicts):
            found.append(_claimed(unit, check))
    return found


def _claimed(unit: AskedUnit, check: Any) -> ClaimedUnit:
    main = check.main
    grounds = {
        "rule": main.rule,
        "reason": main.reason,
        "list": dict(main.list) if main.list else None,
        "suffix": unit.suffix,
    }
    serial = main.read.get("serial") if unit.serial else None
    return ClaimedUnit(unit.model or "", serial, main.verdict, grounds)


def _asks(turn: Turn) -> bool:
    """Is the message a question or wish of its own rather than an answer?"""
    if turn.intent in NO_QUESTION:
        return False
    if turn.intent in SELDOM_A_QUESTION:
        return is_question(turn.text)
    if turn.intent == "out_of_scope":
        return len(turn.text.split()) > 4
    return True


def _may_be_value(turn: Turn) -> bool:
    """May a message that fits the field be taken as its value?"""
    if turn.intent in NEVER_A_VALUE:
        return False
    return not _asks(turn) or (turn.intent != "out_of_scope" and turn.confidence < SURE_QUESTION)


def _corrected(
    correction: tuple[str, str], recall: Recall, claim: Claim
) -> dict[str, Any]:
    field, value = correction
    reading = read_field(field, value, _choices(recall)) if value else None
    if reading is not None and reading.fit is not Fit.NO:
        return {field: reading.value}
    return {field: None}


def _choices(recall: Recall) -> Mapping[str, str]:
    return {option.key: option.title for option in recall.remedies.options}


def _keys(recall: Recall) -> set[str]:
    return {field.key for field in recall.claim.fields}


def _recall(turn: Turn, claim: Claim) -> Recall:
    return turn.services.recall(claim.recall)


def _missing(claim: Claim, recall: Recall) -> list[str]:
    """The fields still to ask, in order."""
    remedy = recall.remedies.get(claim.details.get("remedy") or "")
    missing = []
    for field in recall.claim.fields_for(remedy):
        if field.key == "photos":
            enough = len(claim.photos) >= len(recall.evidence.photos)
            if not enough and not claim.details.get(PHOTOS_LATER):
                missing.append(field.key)
        elif not claim.details.get(field.key):
            missing.append(field.key)
    return missing


def _required(claim: Claim, recall: Recall) -> list[str]:
    remedy = recall.remedies.get(claim.details.get("remedy") or "")
    return [
        f.key for f in recall.claim.fields_for(remedy) if not f.optional and f.key != "photos"
    ]


def _request(claim: Claim, recall: Recall) -> dict[str, Any]:
    country = claim.details.get("country")
    if country and country not in recall.identity.countries:
        return SlotSet("requested_slot", None)
    missing = _missing(claim, recall)
    return SlotSet("requested_slot", f"claim_{missing[0]}" if missing else "claim_confirmed")


def _marks(claim: Claim, recall: Recall) -> Events:
    """The form's slots: only whether a field is given."""
    missing = _missing(claim, recall)
    marks = [SlotSet(f"claim_{f.key}", None if f.key in missing else True)
             for f in recall.claim.fields]
    return [*marks, _request(claim, recall)]


def _summary(claim: Claim, recall: Recall) -> str:
    kind = recall.identity.product_kind.capitalize()
    lines = [
        f"{kind}: model {u.model}" + (f", serial number {_fours(u.serial)}" if u.serial else "")
        for u in claim.units
    ]
    remedy = recall.remedies.get(claim.details.get("remedy") or "")
    shown = {
        "country": ("Bought in", recall.identity.country_names),
        "name": ("Name", claim.details.get("name")),
        "email": ("E-mail", claim.details.get("email")),
        "remedy": ("Remedy", remedy.title if remedy else ""),
        "address": ("Address", claim.details.get("address")),
        "seller": ("Bought from", claim.details.get("seller")),
        "order": ("Order number", claim.details.get("order")),
        "photos": ("Photos", f"{len(claim.photos)} of {len(recall.evidence.photos)}"),
    }
    for field in recall.claim.fields_for(remedy):
        label, value = shown.get(field.key, ("", ""))
        if value and value != "-":
            lines.append(f"{label}: {value}")
    return "\n".join(lines)


def _fours(serial: str) -> str:
    return " ".join(serial[i : i + 4] for i in range(0, len(serial), 4))


def _cleared(turn: Turn) -> Events:
    names = [*(f"claim_{f.key}" for f in turn.recall.claim.fields), "claim_confirmed"]
    return [*(SlotSet(name, None) for name in names), SlotSet("claim_ready", None)]
