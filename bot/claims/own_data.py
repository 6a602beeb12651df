"""The wish to see or delete one's own data, and what is kept, in words for the customer. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from bot.recalls import groups_of_four

__all__ = ["OWN_DATA", "Wish", "find_wish", "in_words"]

FINISHED = frozenset({"fulfilled", "rejected"})
# The kind of card on the message that shows them.
OWN_DATA = "data"

Wish = Literal["delete", "show"]

_DATA = r"(?:data|information|infos?|details|records?)"
_ABOUT = (
    rf"(?:{_DATA}|everything|anything|conversations?|chats?|account|me|photos?|pictures?|name|"
    r"e-?mail|address|number)"
)
_ASKS_HOW = re.compile(
    r"^\W*(?:when|how\s+long|do\s+you|will\s+you|did\s+you|are|is|why|who)\b", re.IGNORECASE
)
_DELETE = re.compile(
    r"\b(?:delet\w*|eras\w*|remov\w*|wip(?:e|ing)|forget|destroy\w*|purge)\b[^.?!]{0,40}"
    rf"\b{_ABOUT}\b|\b(?:my|all)\b[^.?!]{{0,30}}\b{_ABOUT}\b[^.?!]{{0,20}}"
    r"\b(?:deleted|erased|removed|forgotten)\b",
    re.IGNORECASE,
)
_SHOW = re.compile(
    r"\b(?:show|export|download|see|send|give|get|view|copy)\b[^.?!]{0,30}\b(?:my|me|about|of)\b"
    rf"[^.?!]{{0,20}}\b{_DATA}\b|\b(?:what|which)\b[^.?!]{{0,30}}"
    r"\b(?:know|have|keep|kept|stored?|hold|held|saved?)\b[^.?!]{0,15}\b(?:about|of|on)\s+me\b",
    re.IGNORECASE,
)

# The details of a claim by what they are called; what is no personal data is not shown.
_LABELS = {
    "country": "bought in",
    "name": "name",
    "email": "e-mail",
    "remedy": "remedy",
    "address": "address",
    "seller": "bought from",
    "order": "order number",
    "disposal_date": "disposed of on",
    "disposal_day": "day of disposal",
    "disposal_place": "disposed of at",
}
_TOLD = {
    "what": "what happened",
    "when": "when",
    "hurt": "anyone hurt",
    "care": "medical care",
    "damage": "damage",
    "more": "more",
}


def find_wish(text: str) -> Wish | None:
    """Does the customer want to see their data, or have it deleted? Not: when is it deleted?"""
    if _ASKS_HOW.search(text):
        return None
    if _DELETE.search(text):
        return "delete"
    return "show" if _SHOW.search(text) else None


def in_words(exported: Mapping[str, Any], kept: timedelta | None = None) -> str:
    """One line for each thing kept. exported: as `Privacy.export` gives it.

    kept: how long a claim is once it is finished, None where no end is promised.
    """
    here: Mapping[str, Any] = exported
    others: Sequence[Mapping[str, Any]] = exported["elsewhere"]
    lines = [f"- {_count(len(here['messages']), 'message')} in this chat"]
    said = sum(len(other["messages"]) for other in others)
    if others:
        lines.append(f"- {_count(said, 'message')} in {_count(len(others), 'other chat')}")
    everywhere = (here, *others)
    claims = {claim["number"]: claim for each in everywhere for claim in each["claims"]}
    for claim in claims.values():
        lines += _claim(claim, kept)
    photos = {name for each in everywhere for name in each["photos"]}
    if photos:
        lines.append(f"- {_count(len(photos), 'photo')}, and what a machine could read on them")
    mails = sum(len(each["mails"]) for each in everywhere)
    if mails:
        lines.append(f"- that {_count(mails, 'e-mail')} about your claims went out or wait")
    for each in everywhere:
        lines += [_incident(incident, each["photos_read"]) for incident in each["incidents"]]
        lines += [f"- your address on {c['channel']}: {c['address']}" for c in each["channel"]]
        lines += [
            f"- that it {'helped' if r['helped'] else 'did not help'} you, as you said"
            for r in each["ratings"]
        ]
        lines += [f"- to tell you of a later list: serial number {groups_of_four(r['serial'])}"
                  for r in each["rechecks"]]  # fmt: skip
    counted = (
        ("handovers", "that a person was asked to look: {}", "time"),
        ("notes", "{} that the support team wrote about it", "note"),
        ("not_understood", "{} that I did not understand, without names and numbers", "message"),
        ("wrong_tries", "that a claim was not opened: {}, kept for an hour", "try"),
    )
    for key, words, thing in counted:
        if number := sum(len(each[key]) for each in everywhere):
            lines.append("- " + words.format(_count(number, thing)))
    return "\n".join(lines)


def _claim(claim: Mapping[str, Any], kept: timedelta | None) -> list[str]:
    told = [
        f"{label}: {claim['details'][key]}"
        for key, label in _LABELS.items()
        if claim["details"].get(key) not in (None, "", "-")
    ]
    if claim["details"].get("consent"):
        told.append(f"your consent of {claim['details']['consent']['at'][:10]}")
    units = [_unit(unit) for unit in claim["units"]]
    if claim.get("news", {}).get("since"):
        told.append(f"where you want news of it, as of {claim['news']['since'][:10]}")
    state = claim["state"].replace("_", " ")
    head = f"- claim {claim['number']} of {claim['created_at'][:10]}, {state}"
    if kept and claim["state"] in FINISHED and (units or told):
        # Deleted on the day after, it is kept for no less.
        last = datetime.fromisoformat(claim["updated_at"]) + kept
        head += f" (deleted after {last:%B} {last.day}, {last.year})"
    return [": ".join((head, _joined([*units, *told])))] if units or told else [head]


def _incident(incident: Mapping[str, Any], photos: Sequence[Mapping[str, Any]]) -> str:
    details = incident["details"] or {}
    told = [f"{label}: {details[key]}" for key, label in _TOLD.items() if details.get(key)]
    words = [f'"{incident["told"]}"'] if incident["told"] else []
    unit = [_unit(incident)] if incident["model"] else []
    shown = sum(photo["incident"] == incident["message"] for photo in photos)
    pictures = [_count(shown, "photo")] if shown else []
    parts = _joined([*words, *unit, *told, *pictures])
    return f"- what you told of danger on {incident['at'][:10]}: {parts}"


def _unit(unit: Mapping[str, Any]) -> str:
    serial = f", serial number {groups_of_four(unit['serial'])}" if unit["serial"] else ""
    return f"model {unit['model']}{serial}"


def _joined(parts: Sequence[str]) -> str:
    return "; ".join(parts)


def _count(number: int, thing: str) -> str:
    many = thing[:-1] + "ies" if thing.endswith("ry") else thing + "s"
    return f"{number} {thing}" if number == 1 else f"{number} {many}"
