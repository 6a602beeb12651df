"""Which of the things that a recall asks for can be read on a photo. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from bot.claims.photo_check.reading import Line, PhotoReading
from bot.claims.photo_check.words import has_code, has_date, has_name, has_word, name_parts
from bot.recalls import Recalls
from bot.recalls.groups import SerialFormat
from bot.recalls.known import with_known_models
from bot.recalls.reading import read_identifiers
from bot.recalls.serials import check_form, fold

__all__ = [
    "LookedFor", "UnitRead", "find_elements", "has_marker_word", "serial_on", "serials_seen",
    "unit_on",
]  # fmt: skip

# A model is short, and the maker's others are near. Of a serial the machine may misread one.
MODEL_SLIPS, SERIAL_SLIPS = 0, 1
LONGEST_ROW = 300


@dataclass(frozen=True)
class LookedFor:
    """What a claim says, to be found on its photos. since, until: when it may have been dated."""

    word: str
    models: tuple[str, ...]
    serials: tuple[str, ...]
    name: str
    since: date
    until: date

    @property
    def elements(self) -> frozenset[str]:
        """Those that can be looked for: an unknown serial or name can be missed by nobody."""
        known = {
            "model": any(self.models),
            "serial": any(self.serials),
            "recalled": bool(self.word),
            "name": bool(name_parts(self.name)),
            "date": True,
        }
        return frozenset(element for element, is_known in known.items() if is_known)


def find_elements(reading: PhotoReading, wanted: LookedFor) -> dict[str, list[int]]:
    """Each element that can be read, with the numbers of the lines that hold it."""
    found: dict[str, list[int]] = {}
    for text, lines in _candidates(reading.lines):
        seen = {
            "model": any(has_code(text, model, MODEL_SLIPS) for model in wanted.models),
            "serial": any(has_code(text, serial, SERIAL_SLIPS) for serial in wanted.serials),
            "recalled": bool(wanted.word) and has_word(text, wanted.word),
            "name": has_name(text, wanted.name),
            "date": has_date(text, wanted.since, wanted.until),
        }
        for element, is_there in seen.items():
            if is_there and element not in found:
                found[element] = lines
    return found


def serials_seen(reading: PhotoReading, serials: Sequence[str]) -> tuple[str, ...]:
    """Those of a claim's serials that can be read; of two that are alike the one read exactly."""
    texts = [text for text, _ in _candidates(reading.lines)]
    for slips in range(SERIAL_SLIPS + 1):
        seen = tuple(s for s in serials if any(has_code(text, s, slips) for text in texts))
        if seen:
            return seen
    return ()


def has_marker_word(reading: PhotoReading, words: Iterable[str]) -> bool:
    """Is one of the words there that a recall wants written on the unit?"""
    texts = [text for text, _ in _candidates(reading.lines)]
    return any(has_word(text, word) for word in words for text in texts)


class UnitRead(NamedTuple):
    """A unit as its photo shows it; what could not be read is empty."""

    model: str = ""
    suffix: str = ""
    serial: str = ""


def unit_on(reading: PhotoReading, recalls: Recalls) -> UnitRead:
    """The one unit on a photo: a model that a recall names, and a well-formed serial.

    Nothing is taken that only may be meant: what is read here the customer confirms.
    """
    text = _text(reading)
    found = with_known_models(text, read_identifiers(text), recalls)
    models = [i for i in found if i.kind == "model" and recalls.by_model(i.value, i.suffix)]
    named = models[0] if len({i.value for i in models}) == 1 else None
    recall = recalls.by_model(named.value, named.suffix)[0] if named else recalls.featured
    serial = serial_on(reading, recall.serial)
    return UnitRead(named.value, named.suffix, serial) if named else UnitRead(serial=serial)


def serial_on(reading: PhotoReading, serial_format: SerialFormat) -> str:
    """The one well-formed serial on a photo, folded; empty where there is none or are several.

    Where no length is usual, anything would be well-formed, and none is taken.
    """
    serials = {
        fold(identifier.value, serial_format)
        for identifier in read_identifiers(_text(reading))
        if identifier.kind == "serial" and not identifier.partial
    }
    good = [s for s in serials if serial_format.lengths and check_form(s, serial_format).ok]
    return good[0] if len(good) == 1 else ""


def _text(reading: PhotoReading) -> str:
    return "\n".join(line.text for line in reading.lines)


def _candidates(lines: tuple[Line, ...]) -> Iterator[tuple[str, list[int]]]:
    """Each line, the lines of each row, and each two that follow each other, with their numbers."""
    for i, line in enumerate(lines):
        yield line.text, [i]
    for row in _rows(lines):
        if len(row) > 1:
            yield " ".join(lines[i].text for i in row)[:LONGEST_ROW], row
    for i in range(len(lines) - 1):
        yield f"{lines[i].text} {lines[i + 1].text}", [i, i + 1]


def _rows(lines: tuple[Line, ...]) -> list[list[int]]:
    """The numbers of lines side by side, from left to right."""
    rows: list[list[int]] = []
    for i, line in sorted(enumerate(lines), key=lambda pair: pair[1].box[1]):
        middle = (line.box[1] + line.box[3]) / 2
        last = lines[rows[-1][-1]].box if rows else None
        if last and last[1] < middle < last[3]:
            rows[-1].append(i)
        else:
            rows.append([i])
    return [sorted(row, key=lambda i: lines[i].box[0]) for row in rows]
