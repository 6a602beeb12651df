"""Comparing serial numbers that people read off small print; pure, no I/O.

What may be corrected silently and what must be asked about is a property of the recall
(`SerialFormat`): Anker's serials hold no O and no I, other firms' codes do.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import combinations, product

from bot.recalls.model import SerialFormat
from bot.recalls.patterns import HOMOGLYPHS

__all__ = [
    "Form",
    "check_form",
    "confusable_keys",
    "edit_keys",
    "fold",
    "groups_of_four",
    "parts_of",
    "swap_keys",
    "wrong_keys",
]

# Longer texts are no serials: making their neighbours would only cost time.
LONGEST = 40
# A shorter one is no whole serial, where nothing is known of how long a recall's serials are.
SHORTEST_WHOLE = 8
# Readings to look up at most for mixed-up characters; all pairs of 16 positions are about 510.
MOST_CONFUSABLE = 800

_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u2212._,:;#/\\'\"()\[\]]+")


def fold(serial: str, serial_format: SerialFormat) -> str:
    """The serial as it is compared: `fold(fold(x)) == fold(x)`.

    Upper case, without separators, invisible characters and a leading label such as "SN:", and
    with the corrections that are certain for this recall. Ambiguous characters stay.
    """
    text = serial.upper()
    if not text.isascii():
        # NFKC once more after upper case, which can bring characters that it changes.
        text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).upper())
        text = "".join(c for c in text.translate(HOMOGLYPHS) if not _invisible(c))
    text = _without_label(text, serial_format)
    return "".join(serial_format.certain.get(c, c) for c in text)


def _invisible(character: str) -> bool:
    return unicodedata.category(character) in ("Cf", "Mn")


def _without_label(text: str, serial_format: SerialFormat) -> str:
    text = text.strip()
    labels = sorted((label.upper() for label in serial_format.labels), key=len, reverse=True)
    found = True
    while found:
        found = False
        for label in labels:
            rest = text[len(label) :]
            if text.startswith(label) and rest and _SEPARATORS.match(rest):
                text, found = _SEPARATORS.sub("", rest, count=1), True
                break
    bare = _SEPARATORS.sub("", text)
    for label in (_SEPARATORS.sub("", label) for label in labels):
        # "SNAKFF...": a label only if what is left has the usual length and the whole has not.
        fits = len(bare) - len(label) in serial_format.lengths
        if bare.startswith(label) and fits and len(bare) not in serial_format.lengths:
            return bare[len(label) :]
    return bare


@dataclass(frozen=True)
class Form:
    """Is a serial well-formed? wrong: positions (1-based) of characters that do not occur.

    lengths: the usual numbers of characters, empty where they are not known.
    """

    wrong: tuple[int, ...]
    length: int
    usual_length: bool
    lengths: tuple[int, ...] = ()

    @property
    def ok(self) -> bool:
        """True when nothing is unusual about it."""
        return self.usual_length and not self.wrong

    @property
    def short(self) -> bool:
        """May it be a part of one, where the usual lengths are not known?"""
        return not self.lengths and self.length < SHORTEST_WHOLE


def check_form(serial: str, serial_format: SerialFormat, of_list: tuple[int, ...] = ()) -> Form:
    """Look at a folded serial's characters and length.

    of_list: the lengths of the serials on the list, for where the recall file has none.
    """
    wrong = tuple(i for i, c in enumerate(serial, 1) if c not in serial_format.alphabet)
    lengths = serial_format.lengths or of_list
    usual = not lengths or len(serial) in lengths
    return Form(wrong, len(serial), usual and 0 < len(serial) <= LONGEST, lengths)


def groups_of_four(serial: str) -> str:
    """The serial as it is read back: "AKFF 1Y0E 1234 5678"."""
    return " ".join(serial[i : i + 4] for i in range(0, len(serial), 4))


def _mixed_up(serial_format: SerialFormat) -> Mapping[str, str]:
    others: dict[str, set[str]] = {}
    for group in serial_format.ambiguous:
        for character in group:
            others.setdefault(character, set()).update(set(group) - {character})
    return {c: "".join(sorted(found)) for c, found in others.items()}


def confusable_keys(serial: str, serial_format: SerialFormat) -> dict[str, tuple[int, ...]]:
    """Other serials that this one may be a misreading of, with the positions that differ.

    All with one or two characters mixed up; those with more as far as MOST_CONFUSABLE goes.
    """
    if len(serial) > LONGEST:
        return {}
    others = _mixed_up(serial_format)
    places = [i for i, c in enumerate(serial) if others.get(c)]
    keys: dict[str, tuple[int, ...]] = {}
    for count in range(1, len(places) + 1):
        for chosen in combinations(places, count):
            if count > 2 and len(keys) >= MOST_CONFUSABLE:
                return keys
            for changes in product(*(others[serial[i]] for i in chosen)):
                text = list(serial)
                for i, character in zip(chosen, changes, strict=True):
                    text[i] = character
                keys["".join(text)] = tuple(i + 1 for i in chosen)
    return keys


def swap_keys(serial: str) -> dict[str, tuple[int, ...]]:
    """Other serials with two characters side by side swapped, with their positions."""
    if len(serial) > LONGEST:
        return {}
    keys: dict[str, tuple[int, ...]] = {
        serial[:i] + serial[i + 1] + serial[i] + serial[i + 2 :]: (i + 1, i + 2)
        for i in range(len(serial) - 1)
    }
    keys.pop(serial, None)
    return keys


def wrong_keys(serial: str, serial_format: SerialFormat) -> dict[str, tuple[int, ...]]:
    """Other serials with one character wrong, with its position."""
    if len(serial) > LONGEST:
        return {}
    return {
        serial[:i] + character + serial[i + 1 :]: (i + 1,)
        for i, read in enumerate(serial)
        for character in serial_format.alphabet
        if character != read
    }


def parts_of(serial: str, lengths: Collection[int]) -> set[str]:
    """Those of its parts that have one of these lengths."""
    if len(serial) > LONGEST:
        return set()
    return {
        serial[i : i + size]
        for size in lengths
        for i in range(len(serial) - size + 1)
        if size < len(serial)
    }


def edit_keys(
    serial: str, serial_format: SerialFormat, *, substitutions: bool = True, swaps: bool = True
) -> dict[str, tuple[int, ...]]:
    """Other serials one slip away (Damerau), with the positions in `serial` to compare.

    A character too many, one missing, two swapped, one wrong: about 1,100 for 16 characters.
    substitutions=False leaves out the last kind, swaps=False two swapped.
    """
    size = len(serial)
    if not 0 < size <= LONGEST:
        return {}
    keys: dict[str, tuple[int, ...]] = {}
    for i in range(size):
        keys.setdefault(serial[:i] + serial[i + 1 :], (i + 1,))
    if swaps:
        keys.update({k: v for k, v in swap_keys(serial).items() if k not in keys})
    if substitutions:
        keys.update({k: v for k, v in wrong_keys(serial, serial_format).items() if k not in keys})
    for character in serial_format.alphabet:
        for i in range(size + 1):
            # A missing character shows as a gap between two positions.
            gap = tuple(p for p in (i, i + 1) if 1 <= p <= size)
            keys.setdefault(serial[:i] + character + serial[i:], gap)
    keys.pop(serial, None)
    keys.pop("", None)
    return keys
