"""How complete a claim is, and how it reads. Pure."""

from __future__ import annotations

from bot.claims.claims import Claim
from bot.recalls import Recall, groups_of_four

__all__ = ["PHOTOS_LATER", "missing", "required", "summary"]

# The customer wants to send the photos after filing.
PHOTOS_LATER = "photos_later"


def missing(claim: Claim, recall: Recall) -> list[str]:
    """The fields still to ask, in order."""
    remedy = recall.remedies.get(claim.details.get("remedy") or "")
    open_fields = []
    for field in recall.claim.fields_for(remedy):
        if field.key == "photos":
            enough = len(claim.photos) >= len(recall.evidence.photos)
            if not enough and not claim.details.get(PHOTOS_LATER):
                open_fields.append(field.key)
        elif not claim.details.get(field.key):
            open_fields.append(field.key)
    return open_fields


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
