"""What the form of a claim asks, where it takes more than a fixed sentence."""

from __future__ import annotations

from bot.actions.claim import filled_claim, recall_of
from bot.actions.turn import YES_NO, Events, RecallAction, Turn
from bot.claims.filling import (
    AGAIN,
    UNIT_TOLD,
    address_in_doubt,
    count_wanted,
    email_in_doubt,
    photos_wanted,
    serial_on_photo,
    summary,
)
from bot.claims.photo_check.progress import all_wanted
from bot.conversations.messages import Button
from bot.recalls import groups_of_four

__all__: list[str] = []


class AskCountry(RecallAction):
    """Asks where it was bought: the recall is one country's."""

    def name(self) -> str:
        return "action_ask_claim_form_claim_country"

    async def act(self, turn: Turn) -> Events:
        home = turn.recall.identity.country_names.removeprefix("the ")
        turn.say("utter_claim_ask_country", buttons=(Button(home, home),))
        return []


class AskEmail(RecallAction):
    """Asks for the e-mail address, or whether the one that looks mistyped is right."""

    def name(self) -> str:
        return "action_ask_claim_form_claim_email"

    async def act(self, turn: Turn) -> Events:
        claim = await filled_claim(turn)
        doubt = email_in_doubt(claim) if claim and claim.details.get(AGAIN) != "email" else None
        if doubt is None:
            turn.say("utter_claim_ask_email")
            return []
        read, meant = doubt["read"], doubt["meant"]
        turn.say(
            "utter_claim_did_you_mean",
            value=read,
            suggestion=meant,
            buttons=(Button(f"Use {meant}", meant), Button(f"Keep {read}", read)),
        )
        return []


class AskRemedy(RecallAction):
    """Asks for the remedy, each with its conditions."""

    def name(self) -> str:
        return "action_ask_claim_form_claim_remedy"

    async def act(self, turn: Turn) -> Events:
        options = turn.recall.remedies.options
        turn.say("utter_claim_ask_remedy", buttons=[Button(o.title, o.title) for o in options])
        return []


_PARTS = {"street": "the street", "city": "the city", "state": "the state", "zip": "the ZIP code"}


class AskAddress(RecallAction):
    """Asks for the postal address, or once for what seems to be missing or wrong in it."""

    def name(self) -> str:
        return "action_ask_claim_form_claim_address"

    async def act(self, turn: Turn) -> Events:
        claim = await filled_claim(turn)
        doubt = address_in_doubt(claim) if claim and claim.details.get(AGAIN) != "address" else None
        if claim is None or doubt is None:
            given = claim is not None and claim.details.get("address")
            keeps = (Button("Keep the one I gave", "/skip"),) if given else ()
            turn.say("utter_claim_ask_address", buttons=keeps)
            return []
        address = str(claim.details["address"])
        if not doubt.missing:
            turn.say(
                "utter_claim_ask_address_fits",
                buttons=YES_NO,
                address=address,
                place=doubt.place,
                state=doubt.state,
            )
            return []
        *first, last = (_PARTS[part] for part in doubt.missing)
        missing = f"{', '.join(first)} and {last}" if first else last
        # Which state it is, its postal code says already.
        known = doubt.place if doubt.missing == ("state",) else ""
        turn.say(
            "utter_claim_ask_address_rest",
            buttons=(*([Button(known, known)] if known else []), Button("It is complete", "/skip")),
            address=address,
            missing=missing,
        )
        return []


class AskPhotos(RecallAction):
    """Asks for the next photo that is still missing."""

    def name(self) -> str:
        return "action_ask_claim_form_claim_photos"

    async def act(self, turn: Turn) -> Events:
        claim = await filled_claim(turn)
        wanted = all_wanted(turn.recall.evidence.photos, claim.serials if claim else ())
        left = photos_wanted(claim, recall_of(turn, claim)) if claim else wanted
        photo = left[0] if left else wanted[-1]
        turn.say(
            "utter_claim_ask_photo",
            ask="photo",
            buttons=(Button("Send photos later", "/skip"),),
            place=str(len(wanted) - max(len(left), 1) + 1),
            count=str(len(wanted)),
            photo_title=photo.title,
            photo_shows=photo.text,
        )
        return []


class AskPhotoSerial(RecallAction):
    """Reads back the serial that stands on a photo, or that was put right; or asks for it.

    Where one stands on many units it asks how many of them there are.
    """

    def name(self) -> str:
        return "action_ask_claim_form_claim_serial"

    async def act(self, turn: Turn) -> Events:
        claim = await filled_claim(turn)
        told = claim.details.get(UNIT_TOLD) if claim else None
        if told and not told.get("answered"):
            response = "utter_check_read_back" if told["serial"] else "utter_check_ask_serial"
            turn.say(
                response,
                model=told["model"],
                groups=groups_of_four(told["serial"]),
                buttons=YES_NO if told["serial"] else (Button("Skip", "/skip"),),
            )
            return []
        many = count_wanted(claim, recall_of(turn, claim)) if claim else None
        if many:
            # Shown as a list with numbers, a button "2" would be told by another number.
            one = (Button("Just one", "Just one"),)
            turn.say("utter_claim_ask_count", groups=groups_of_four(many), buttons=one)
            return []
        serial = serial_on_photo(claim) if claim else None
        turn.say("utter_claim_ask_serial", groups=groups_of_four(serial or ""), buttons=YES_NO)
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
        claim = await filled_claim(turn)
        if claim is not None:
            turn.say(
                "utter_claim_ask_confirmed",
                summary=summary(claim, recall_of(turn, claim)),
                buttons=YES_NO,
            )
        return []
