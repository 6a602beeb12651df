"""Recall numbers in what a customer writes: "recall 25-304", "25304 recall". Pure; table-tested."""

from __future__ import annotations

import re
import unicodedata

from bot.recalls.model import Recall, Recalls

__all__ = ["named_by_number", "told_number", "without_number"]

_DASHES = re.compile(r"\s?[-\u2010-\u2015\u2212]\s?")
_YEAR_AND_COUNT = r"(\d\d)(?:{dash})(\d{{3}}[a-z]?)"
# "Number", "no." and the like between the word and the number.
_BETWEEN = r"(?:\s+(?:number|num|nr|no|id|notice|code|is|was|with|the))*\.?\s*[:#(]?\s*"
_WORD = r"(?:recalls?|notice|cpsc)"
_END = r"(?![\w-]|\.\d)"
_SURE = re.compile(
    rf"\b{_WORD}{_BETWEEN}{_YEAR_AND_COUNT.format(dash='[- ]?')}{_END}"
    rf"|(?<![\w.-]){_YEAR_AND_COUNT.format(dash='-?')}{_END}[)\s]+{_WORD}\b"
    rf"|\A\W*{_YEAR_AND_COUNT.format(dash='-')}\W*\Z",
    re.IGNORECASE,
)
_ANY = re.compile(rf"(?<![\w.-]){_YEAR_AND_COUNT.format(dash='-')}{_END}", re.IGNORECASE)


def told_number(text: str) -> str | None:
    """The recall number that a message names as one, written as its authority does: 25-304.

    Beside the word "recall", or alone: "20-100 pounds" and "batch 35-224" are none.
    """
    found = _SURE.search(_plain(text))
    return _written(found) if found else None


def without_number(text: str) -> str:
    """The message without the recall number that `told_number` finds."""
    return _SURE.sub(" recall ", _plain(text))


def named_by_number(text: str, recalls: Recalls) -> Recall | None:
    """The reviewed recall whose number a message holds, called one or not."""
    told = told_number(text)
    numbers = [told] if told else [_written(found) for found in _ANY.finditer(_plain(text))]
    return next((recall for number in numbers if (recall := recalls.get(number))), None)


def _plain(text: str) -> str:
    return _DASHES.sub("-", unicodedata.normalize("NFKC", text))


def _written(found: re.Match[str]) -> str:
    year, count = (part for part in found.groups() if part)
    return f"{year}-{count.lower()}"
