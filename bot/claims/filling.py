"""How complete a claim is, and how it reads. Pure."""

from __future__ import annotations

from collections import Counter

from bot.claims.addresses import AddressDoubt, find_doubt
from bot.claims.claim import Claim
from bot.claims.fields import read_field
from bot.claims.photo_check.progress import all_wanted, still_wanted
from bot.recalls import Recall, groups_of_four
from bot.recalls.groups import Photo

__all__ = [
    "ADDRESS_BY", "ADDRESS_SETTLED", "AGAIN", "COUNTED", "DISPOSAL_TOLD", "EMAIL_BY",
    "EMAIL_SETTLED", "INNER", "LEFT_BY", "PHOTOS_LATER", "SERIAL", "SERIAL_ANSWERED", "UNIT_TOLD",
    "address_in_doubt", "count_wanted", "email_in_doubt", "missing", "photos_wanted", "required",
    "serial_on_photo", "shown", "summary",
]  # fmt: skip

# The customer wants to send the photos after filing.
PHOTOS_LATER = "photos_later"
# The field the customer wants to give anew; what was given stays until it comes.
AGAIN = "asked_again"
# The e-mail address as it was read and as it was probably meant, once the customer has said which.
EMAIL_SETTLED = "email_settled"
# The same of the postal address: `read` is taken as it is. of: what the answer was about.
ADDRESS_SETTLED = "address_settled"
# The messages that gave the e-mail or postal address, and that left a field as it was: run again
# after a crash they are no answers to what was asked because of them.
EMAIL_BY = "email_by"
ADDRESS_BY = "address_by"
LEFT_BY = "left_by"
# A unit of the claim as its customer corrects it: model, serial ("" while it is asked for), of:
# the serial it had. answered: the message that settled it.
UNIT_TOLD = "unit_told"
# By each number that stands on many units how many of the claim's have it, the message that told
# it, and if it is to be asked again.
COUNTED = "counted"
# The message that told the last of the disposal.
DISPOSAL_TOLD = "disposal_told"
# What only the dialogue goes by; it says nothing to a person.
INNER = frozenset({
    ADDRESS_BY, ADDRESS_SETTLED, AGAIN, COUNTED, DISPOSAL_TOLD, EMAIL_BY, EMAIL_SETTLED, LEFT_BY,
    UNIT_TOLD,
})  # fmt: skip
# A question of ours and no field of a recall: is this the serial, as read on a photo, or how many
# units have it? The detail holds the one on a photo that was answered about, whatever the answer.
SERIAL = "serial"
SERIAL_ANSWERED = "serial_on_photo"


def missing(claim: Claim, recall: Recall) -> list[str]:
    """The fields still to ask, in order."""
    remedy = recall.remedies.get(claim.details.get("remedy") or "")
    open_fields = []
    for field in recall.claim.fields_for(remedy):
        if field.key == "photos":
            if _serial_in_question(claim):
                open_fields.append(SERIAL)
            if photos_wanted(claim, recall) and not claim.details.get(PHOTOS_LATER):
                open_fields.append(field.key)
        elif _is_open(field.key, claim):
            open_fields.append(field.key)
    told = claim.details.get(UNIT_TOLD)
    if (told and not told.get("answered")) or count_wanted(claim, recall):
        return [SERIAL, *(key for key in open_fields if key != SERIAL)]
    return open_fields


def _is_open(field: str, claim: Claim) -> bool:
    """Is it still to be given, to be given anew, or to be settled?"""
    given = claim.details.get(field) and claim.details.get(AGAIN) != field
    if field == "address":
        return not given or address_in_doubt(claim) is not None
    return not given or (field == "email" and email_in_doubt(claim) is not None)


def email_in_doubt(claim: Claim) -> dict[str, str] | None:
    """The address as read and as probably meant, while the customer has not said which."""
    read = str(claim.details.get("email") or "")
    meant = read_field("email", read).suggestion if read else ""
    settled = (claim.details.get(EMAIL_SETTLED) or {}).get("read")
    return {"read": read, "meant": meant} if meant and settled != read else None


def address_in_doubt(claim: Claim) -> AddressDoubt | None:
    """What a draft's postal address seems to lack, while the customer was not asked about it."""
    read = str(claim.details.get("address") or "")
    settled = (claim.details.get(ADDRESS_SETTLED) or {}).get("read")
    return find_doubt(read) if read and claim.state == "draft" and settled != read else None


def count_wanted(claim: Claim, recall: Recall) -> str | None:
    """A number of a draft that stands on many units, and of which their count was not told."""
    if recall.serial.unique or claim.state != "draft":
        return None
    known = claim.details.get(COUNTED) or {}
    open_ones = (s for s in claim.serials if s not in known or known[s].get("again"))
    return next(open_ones, None)


def serial_on_photo(claim: Claim) -> str | None:
    """The serial that was read last on one of the claim's photos."""
    read = [check["serial"] for check in claim.photo_checks if check and check["serial"]]
    return read[-1] if read else None


def _serial_in_question(claim: Claim) -> bool:
    """Was one read on a photo while a unit has none, and was it not answered about?"""
    read = serial_on_photo(claim)
    unnamed = any(unit.serial is None for unit in claim.units)
    return unnamed and read not in (None, claim.details.get(SERIAL_ANSWERED))


def photos_wanted(claim: Claim, recall: Recall) -> list[Photo]:
    """The photos of the recall's evidence that are still to send, or to take once more."""
    return still_wanted(claim.photo_checks, recall.evidence.photos, claim.serials)


def required(claim: Claim, recall: Recall) -> list[str]:
    """The details it cannot be filed without; photos may follow."""
    remedy = recall.remedies.get(claim.details.get("remedy") or "")
    return [f.key for f in recall.claim.fields_for(remedy) if not f.optional and f.key != "photos"]


def summary(claim: Claim, recall: Recall) -> str:
    """All of it, one line each, as it is read back."""
    kind = recall.identity.product_kind.capitalize()
    units = Counter((unit.model, unit.serial) for unit in claim.units)
    lines = [
        f"{kind}: model {model}"
        + (f", serial number {groups_of_four(serial)}" if serial else "")
        + (f" ({count} of them)" if count > 1 else "")
        for (model, serial), count in units.items()
    ]
    remedy = recall.remedies.get(claim.details.get("remedy") or "")
    known = shown(claim, recall)
    for field in recall.claim.fields_for(remedy):
        label, value = known.get(field.key, ("", ""))
        if value and value != "-":
            lines.append(f"{label}: {value}")
    return "\n".join(lines)


def shown(claim: Claim, recall: Recall) -> dict[str, tuple[str, str]]:
    """How each field reads: its title and the value, "" if none was given."""
    remedy = recall.remedies.get(claim.details.get("remedy") or "")
    wanted = len(all_wanted(recall.evidence.photos, claim.serials))
    sent = wanted - len(photos_wanted(claim, recall))
    given = {key: str(claim.details.get(key) or "") for key in _TITLES}
    known = {
        **given,
        "country": recall.identity.country_names,
        "remedy": remedy.title if remedy else "",
        "photos": f"{sent} of {wanted}",
    }
    return {key: (title, known[key]) for key, title in _TITLES.items()}


_TITLES = {
    "country": "Bought in",
    "name": "Name",
    "email": "E-mail",
    "remedy": "Remedy",
    "address": "Address",
    "seller": "Bought from",
    "order": "Order number",
    "photos": "Photos",
}
