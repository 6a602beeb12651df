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
serials    those of the claim's that are on it; a check of old has only `found`

Of each further unit of the claim one photo is wanted: the one of the evidence that shows most of
it, under a key of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.recalls import groups_of_four
from bot.recalls.groups import Photo

__all__ = [
    "MAX_ATTEMPTS", "Check", "Seen", "all_wanted", "check_photo", "serials_shown", "still_wanted",
]  # fmt: skip

MAX_ATTEMPTS = 2

Check = Mapping[str, Any]


def all_wanted(evidence: Sequence[Photo], serials: Sequence[str]) -> list[Photo]:
    """The photos that a claim of units with these serials wants: of each unit at least one."""
    return [*evidence, *(_of_unit(evidence, serial) for serial in _further(evidence, serials))]


def still_wanted(
    checks: Sequence[Check | None], evidence: Sequence[Photo], serials: Sequence[str] = ()
) -> list[Photo]:
    """The photos still to send, after those with these checks; without one it counts as sent.

    serials: of the claim's units, as far as they are known.
    """
    settled = {key for check in checks if check for key in check["settles"]}
    unchecked = sum(check is None for check in checks)
    left = [photo for photo in evidence if photo.key not in settled]
    shown = serials_shown(checks, serials)
    # The recall's own photos are of the first unit, until they show another one.
    unseen = [s for s in serials if s not in shown] if shown else _further(evidence, serials)
    if _further(evidence, serials):
        of_units = (_of_unit(evidence, serial) for serial in unseen)
        left += [photo for photo in of_units if photo.key not in settled]
    return left[unchecked:]


def serials_shown(checks: Iterable[Check | None], serials: Sequence[str]) -> set[str]:
    """Those of a claim's serials that can be read on its photos."""
    shown: set[str] = set()
    for check in checks:
        if check and "serials" in check:
            shown |= {*check["serials"], check["serial"]}
        elif check and "serial" in check["found"]:
            shown |= set(serials[:1])
    return shown & set(serials)


def _further(evidence: Sequence[Photo], serials: Sequence[str]) -> Sequence[str]:
    """The serials of which a photo is wanted besides the recall's own."""
    return serials[1:] if any("serial" in photo.shows for photo in evidence) else ()


def _of_unit(evidence: Sequence[Photo], serial: str) -> Photo:
    """The photo of a further unit: of those that show a serial the one that shows most."""
    showing = [photo for photo in evidence if "serial" in photo.shows]
    photo = max(showing, key=lambda each: len(each.shows))
    title = f"{photo.title}, serial number {groups_of_four(serial)}"
    return replace(photo, key=f"{photo.key} {serial}", title=title)


@dataclass(frozen=True)
class Seen:
    """What is on a photo. found: None where the machine could not look.

    known: the elements that could be looked for. serial: on it, and not the claim's. serials:
    those of the claim's that are on it.
    """

    found: Mapping[str, list[int]] | None
    known: frozenset[str]
    serial: str = ""
    serials: tuple[str, ...] = ()


def check_photo(
    seen: Seen,
    before: Sequence[Check | None],
    evidence: Sequence[Photo],
    serials: Sequence[str] = (),
) -> dict[str, Any]:
    """The check of one more photo. before: those of the claim's earlier photos.

    serials: of the claim's units.
    """
    found, known, serial = seen.found, seen.known, seen.serial
    wanted = still_wanted(before, evidence, serials)
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
        "serials": list(seen.serials),
    }
    if first is None:
        return check
    if found is None:
        return {**check, "settles": [first.key]}
    earlier = [c for c in before if c and c["wanted"] == first.key]
    shown = _shown(first, check).union(*(_shown(first, each) for each in earlier))
    missing = [e for e in _needed(first, known) if e not in shown]
    attempt = len(earlier) + 1
    last = attempt >= MAX_ATTEMPTS
    settles = [p.key for p in wanted[1:] if set(_needed(p, known)) <= _shown(p, check)]
    if not missing or last:
        settles.insert(0, first.key)
    return {
        **check,
        "attempt": attempt,
        "missing": missing,
        "settles": settles,
        "person": bool(serial or (missing and last)),
    }


def _shown(photo: Photo, check: Check) -> set[str]:
    """What a photo with this check shows of what `photo` is to show: of a further unit its own."""
    _, _, serial = photo.key.partition(" ")
    elements = set(check["found"])
    return elements - {"serial"} if serial and serial not in check["serials"] else elements


def _needed(photo: Photo, known: frozenset[str]) -> list[str]:
    return [element for element in photo.shows if element in known]
