"""Which photo of a claim is wanted next, and what one more photo changes. Pure.

A check is what is stored with a photo of a claim, as JSON:

wanted     the photo of the recall's evidence that it was sent for, null where none was wanted
attempt    the how many-th for that one
read       could the machine look at it at all?
found      element -> the lines of the reading that hold it
missing    elements that neither it nor an earlier attempt shows
settles    the photos of the evidence that are not asked for any more
person     must a person look at it?
serial     a serial number on it that is not the claim's
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.recalls.groups import Photo

__all__ = ["MAX_ATTEMPTS", "Check", "Seen", "check_photo", "still_wanted"]

MAX_ATTEMPTS = 2

Check = Mapping[str, Any]


def still_wanted(checks: Sequence[Check | None], evidence: Sequence[Photo]) -> list[Photo]:
    """The photos still to send, after those with these checks; without one it counts as sent."""
    settled = {key for check in checks if check for key in check["settles"]}
    unchecked = sum(check is None for check in checks)
    return [photo for photo in evidence if photo.key not in settled][unchecked:]


@dataclass(frozen=True)
class Seen:
    """What is on a photo. found: None where the machine could not look.

    known: the elements that could be looked for. serial: on it, and not the claim's.
    """

    found: Mapping[str, list[int]] | None
    known: frozenset[str]
    serial: str = ""


def check_photo(
    seen: Seen, before: Sequence[Check | None], evidence: Sequence[Photo]
) -> dict[str, Any]:
    """The check of one more photo. before: those of the claim's earlier photos."""
    found, known, serial = seen.found, seen.known, seen.serial
    wanted = still_wanted(before, evidence)
    first = wanted[0] if wanted else None
    check: dict[str, Any] = {
        "wanted": first.key if first else None,
        "attempt": 1,
        "read": found is not None,
        "found": dict(found or {}),
        "missing": [],
        "settles": [],
        "person": bool(serial),
        "serial": serial,
    }
    if first is None:
        return check
    if found is None:
        return {**check, "settles": [first.key]}
    earlier = [c for c in before if c and c["wanted"] == first.key]
    shown = {*found, *(element for c in earlier for element in c["found"])}
    missing = [e for e in _needed(first, known) if e not in shown]
    attempt = len(earlier) + 1
    last = attempt >= MAX_ATTEMPTS
    settles = [p.key for p in wanted[1:] if set(_needed(p, known)) <= set(found)]
    if not missing or last:
        settles.insert(0, first.key)
    return {
        **check,
        "attempt": attempt,
        "missing": missing,
        "settles": settles,
        "person": bool(serial or (missing and last)),
    }


def _needed(photo: Photo, known: frozenset[str]) -> list[str]:
    return [element for element in photo.shows if element in known]
