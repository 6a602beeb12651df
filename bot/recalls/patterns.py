"""Model numbers: one writing for all, patterns, and numbers that look alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

__all__ = [
    "HOMOGLYPHS",
    "clean",
    "looks_like",
    "matches_model",
    "one_edit_apart",
    "one_slip_apart",
    "plain",
    "skeleton",
]

# Letters of other scripts that look like these; phone keyboards and copied text bring them.
HOMOGLYPHS = str.maketrans("АВЕКМНОРСТУХІЅЈЗԚԜΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEKMHOPCTYXISJ3QWABEZHIKMNOPTYX")

# Shorter model numbers, and those without a digit, have too many neighbours to ask about.
SHORTEST_ASKED = 4

# One letter for each group of characters that people mix up on small print.
_LOOKS = str.maketrans("OQDILZSBGV", "000112586U")


def clean(text: str) -> str:
    """As `plain` writes it, everything but letters and digits removed."""
    return "".join(c for c in plain(text) if c.isascii() and c.isalnum())


def plain(text: str) -> str:
    """Upper case, full-width and look-alike characters as those they look like.

    A letter of another script that were dropped would make a code another one.
    """
    upper = text.upper()
    if upper.isascii():
        return upper
    return unicodedata.normalize("NFKC", text).upper().translate(HOMOGLYPHS)


def matches_model(patterns: Iterable[str], model: str, suffix: str = "") -> bool:
    """Does the model, with or without its colour and region suffix, match one of the patterns?

    In a pattern `?` stands for one character and `*` for any number; separators do not count.
    """
    bare, full = clean(model), clean(model + suffix)
    if not bare:
        return False
    return any(_regex(p).fullmatch(t) for p in patterns for t in (bare, full))


def skeleton(model: str) -> str:
    """The model with every group of confusable characters written as one of them."""
    return clean(model).translate(_LOOKS)


def looks_like(model_skeleton: str, name: str) -> bool:
    """Could a model with this skeleton be a misreading of `name`?"""
    return bool(model_skeleton) and model_skeleton == skeleton(name)


def one_slip_apart(model: str, name: str) -> bool:
    """May one model number be the other with a slip in it?

    False for the same number, and for those too short to be asked about (A1, 12).
    """
    one, other = clean(model), clean(name)
    return _asked_about(one) and _asked_about(other) and one_edit_apart(one, other)


def one_edit_apart(one: str, other: str) -> bool:
    """Is one the other with a character more, less, wrong, or two neighbours swapped?

    The distance of Damerau and Levenshtein is 1; so the same text is none.
    """
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, rest_other = one[start:], other[start:]
    swapped = rest[1::-1] + rest[2:] if len(rest) > 1 else rest
    return rest_other in (swapped, rest[1:]) or rest_other[1:] in (rest, rest[1:])


def _asked_about(model: str) -> bool:
    return len(model) >= SHORTEST_ASKED and any(c.isdigit() for c in model)


@lru_cache(maxsize=4096)
def _regex(pattern: str) -> re.Pattern[str]:
    parts = {"*": "[A-Z0-9]*", "?": "[A-Z0-9]"}
    kept = (c for c in pattern.upper() if c in parts or (c.isascii() and c.isalnum()))
    return re.compile("".join(parts.get(c, c) for c in kept))
