"""How complete a claim is, and how it reads. Pure."""

from __future__ import annotations

from bot.claims.claim import Claim
from bot.claims.photo_check.progress import still_wanted
from bot.recalls import Recall, groups_of_four
from bot.recalls.groups import Photo

__all__ = [
    "AGAIN", "PHOTOS_LATER", "SERIAL", "SERIAL_ANSWERED", "missing", "photos_wanted", "required",
    "serial_on_photo", "summary",
]  # fmt: skip

# The customer wants to send the photos after filing.
PHOTOS_LATER = "photos_later"
# The field the customer wants to give anew; what was given stays until it comes.
AGAIN = "asked_again"
# A question of ours and no field of a recall: is this the serial, as read on a photo? The detail
# holds the one that was answered about, whatever the answer.
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
        elif not claim.details.get(field.key) or claim.details.get(AGAIN) == field.key:
            open_fields.append(field.key)
    return open_fields


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
    return still_wanted(claim.photo_checks, recall.evidence.photos)


def required(claim: Claim, recall: Recall) -> list[str]:
    """The details it cannot be filed without; photos may follow."""
    remedy = recall.remedies.get(claim.details.get("remedy") or "")
    return [f.key for f in recall.claim.fields_for(remedy) if not f.optional and f.key != "photos"]


def summary(claim: Claim, recall: Recall) -> str:
    """All of it, one line each, as it is read back."""
    kind = recall.identity.product_kind.capitalize()
    lines = [
        f"{kind}: model {u.model}"
        + (f", serial number {groups_of_four(u.serial)}" if u.serial else "")
        for u in claim.units
    ]
    remedy = recall.remedies.get(claim.details.get("remedy") or "")
    sent = len(recall.evidence.photos) - len(photos_wanted(claim, recall))
    shown = {
        "country": ("Bought in", recall.identity.country_names),
        "name": ("Name", claim.details.get("name")),
        "email": ("E-mail", claim.details.get("email")),
        "remedy": ("Remedy", remedy.title if remedy else ""),
        "address": ("Address", claim.details.get("address")),
        "seller": ("Bought from", claim.details.get("seller")),
        "order": ("Order number", claim.details.get("order")),
        "photos": ("Photos", f"{sent} of {len(recall.evidence.photos)}"),
    }
    for field in recall.claim.fields_for(remedy):
        label, value = shown.get(field.key, ("", ""))
        if value and value != "-":
            lines.append(f"{label}: {value}")
    return "\n".join(lines)
