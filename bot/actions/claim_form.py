"""The form of a claim: what is asked, in the recall file's order, and the read-back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import SlotSet

from bot.actions.check import CLAIMABLE, YES_NO, check_unit
from bot.actions.claim import claimed, open_claim, recall_of
from bot.actions.turn import ALARMS, Events, RecallAction, Turn
from bot.claims.claims import Claim
from bot.claims.fields import Fit, find_correction, is_question, is_skip, read_field
from bot.claims.filling import PHOTOS_LATER, missing, summary
from bot.conversations.messages import Button
from bot.conversations.transcript import utc_now
from bot.recalls import Recall
from bot.recalls.intake import AskedUnit, fold_in

__all__: list[str] = []

# Intents no rule answers in mid-claim: the message is an answer of the form, or none.
NO_QUESTION = frozenset(
    {
        "inform",
        "affirm",
        "deny",
        "skip",
        "nlu_fallback",
        "check_recall",
        "send_photo",
        "start_claim",
    }
)
# An answer is easily taken for these ("Amazon", "a gift card"); questions they are with a form's.
SELDOM_A_QUESTION = frozenset({"where_sold", "remedy_options", "no_serial"})
# These never are a name or a shop, even as a single word.
NEVER_A_VALUE = frozenset(
    {
        "affirm",
        "deny",
        "skip",
        "stop",
        "thanks",
        "greet",
        "goodbye",
        "start_claim",
        "contact_human",
        "bot_challenge",
        "emergency",
        "report_incident",
    }
)
SURE_QUESTION = 0.5
MAX_ATTEMPTS = 3
CONFIRMED = "confirmed"


class ValidateClaimForm(RecallAction):
    """Keeps what a message gives of the claim in the draft; slots only say that it is there."""

    def name(self) -> str:
        return "validate_claim_form"

    async def act(self, turn: Turn) -> Events:
        claim = await open_claim(turn)
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
        units_told = turn.identifiers and field != "order" and not turn.comes_first
        if units_told and await self._another_unit(turn, claim):
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
                turn.say(
                    "utter_claim_did_you_mean",
                    suggestion=reading.suggestion,
                    value=reading.value or "",
                )
            return {field: reading.value}
        return None if _asks(turn) else {}

    async def _another_unit(self, turn: Turn, claim: Claim) -> bool:
        """A unit told in mid-claim: checked, and taken into the claim if it may be."""
        told = [u for u in fold_in((), turn.identifiers) if u.serial]
        model = claim.units[0].model if claim.units else None
        for unit in told:
            unit = AskedUnit(unit.model or model, unit.suffix, unit.serial)
            check = await check_unit(turn, unit)
            verdict = check.main
            if verdict is None or check.overall not in CLAIMABLE or check.ask:
                turn.say("utter_claim_unit_later")
                continue
            await turn.services.claims.open_draft(
                turn.conversation, turn.message, claim.recall, [claimed(unit, check)]
            )
            turn.say(
                "utter_claim_unit_added",
                model=unit.model or "",
                groups=str(verdict.read.get("groups") or ""),
            )
        return bool(told)

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
            turn.say(
                "utter_claim_ask_confirmed",
                summary=summary(claim, recall_of(turn, claim)),
                buttons=YES_NO,
            )
        return []


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


def _corrected(correction: tuple[str, str], recall: Recall, claim: Claim) -> dict[str, Any]:
    field, value = correction
    reading = read_field(field, value, _choices(recall)) if value else None
    if reading is not None and reading.fit is not Fit.NO:
        return {field: reading.value}
    return {field: None}


def _choices(recall: Recall) -> Mapping[str, str]:
    return {option.key: option.title for option in recall.remedies.options}


def _keys(recall: Recall) -> set[str]:
    return {field.key for field in recall.claim.fields}


def _request(claim: Claim, recall: Recall) -> dict[str, Any]:
    country = claim.details.get("country")
    if country and country not in recall.identity.countries:
        return SlotSet("requested_slot", None)
    still = missing(claim, recall)
    return SlotSet("requested_slot", f"claim_{still[0]}" if still else "claim_confirmed")


def _marks(claim: Claim, recall: Recall) -> Events:
    """The form's slots: only whether a field is given."""
    still = missing(claim, recall)
    marks = [
        SlotSet(f"claim_{f.key}", None if f.key in still else True) for f in recall.claim.fields
    ]
    return [*marks, _request(claim, recall)]
