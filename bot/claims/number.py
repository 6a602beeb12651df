"""Claim numbers a person can read over the phone.

Eleven random characters and a check character, in three groups: RC-XXXX-XXXX-XXXX. The alphabet
holds no pair that looks alike in print and has a prime size: with weights that differ modulo a
prime, the weighted sum finds every single wrong character and every swap of two
(Verhoeff, Error Detecting Decimal Codes, 1969).
"""

from __future__ import annotations

import re
import secrets
import unicodedata

__all__ = ["ALPHABET", "find_number", "is_number", "new_number", "resembles_number"]

ALPHABET = "3479ACEFHJKMNPRTWXY"
PREFIX = "RC"
LENGTH = 12

_SHAPE = re.compile(
    rf"(?<![A-Z0-9])(?:{PREFIX}[\s-]*)?"
    rf"((?:[{ALPHABET}][\s-]*){{{LENGTH - 1}}}[{ALPHABET}])(?![A-Z0-9])"
)
# A character wrong, missing or too many.
_ALMOST = re.compile(rf"{PREFIX}[\s-]*(?:[A-Z0-9][\s-]*){{{LENGTH - 2},{LENGTH + 2}}}")


def new_number() -> str:
    """A random claim number (about 46 bits)."""
    return _spell("".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1)))


def is_number(text: str) -> bool:
    """Is the whole of `text` a claim number with a right check character?"""
    found = _SHAPE.fullmatch(_plain(text).strip())
    return found is not None and _right(re.sub(r"[\s-]", "", found.group(1)))


def resembles_number(text: str) -> bool:
    """Is the whole of `text` a claim number, be it mistyped?"""
    return _ALMOST.fullmatch(_plain(text).strip()) is not None


def find_number(text: str) -> str | None:
    """The first claim number in `text`, as it is stored, or None."""
    for found in _SHAPE.finditer(_plain(text)):
        body = re.sub(r"[\s-]", "", found.group(1))
        if _right(body):
            return _spell(body[:-1])
    return None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).upper().replace("\u2013", "-").replace("\u2014", "-")


def _right(body: str) -> bool:
    return _check_character(body[:-1]) == body[-1]


def _spell(body: str) -> str:
    whole = body + _check_character(body)
    groups = [whole[i : i + 4] for i in range(0, LENGTH, 4)]
    return "-".join([PREFIX, *groups])


def _check_character(body: str) -> str:
    # Weights 1..11 and 12 for the check character itself (-1/12 mod 19): the whole sums to zero.
    total = sum(weight * ALPHABET.index(c) for weight, c in enumerate(body, start=1))
    return ALPHABET[-total * pow(LENGTH, -1, len(ALPHABET)) % len(ALPHABET)]
