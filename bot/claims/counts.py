"""How many units a customer says to have. Pure; table-tested."""

from __future__ import annotations

import re

from bot.claims.fields import is_question
from bot.claims.places import DENIED

__all__ = ["MOST", "is_one_more", "read_count", "told_count"]

# Who has more of them is no household: a person sees to it.
MOST = 99

_WORDS = {
    "one": 1, "single": 1, "two": 2, "couple": 2, "pair": 2, "both": 2, "three": 3, "four": 4,
    "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    "dozen": 12,
}  # fmt: skip
_NUMBER = rf"(?:\d{{1,3}}|{'|'.join(_WORDS)})"
_READ = re.compile(rf"(?<![\w.-]){_NUMBER}(?![\w.-]*\d)\b", re.IGNORECASE)
_TOLD = re.compile(
    rf"(?<![\w.-])(?P<count>{_NUMBER})(?:\s+of)?\s+(?:them|these|those)\b|"
    rf"\b(?:bought|got|has|have|own)\s+(?:just\s+|only\s+)?(?P<had>{_NUMBER})(?=\s*(?:[.,;!]|$|and\b))|"
    r"\b(?P<both>both)\s+of\s+(?:them|these|those)\b",
    re.IGNORECASE,
)
# "I have another one too"; "another question" is none.
_ONE_MORE = re.compile(
    r"\banother\s+(?:one|of\s+(?:them|these|those)|unit)\b|\bone\s+more\b(?!\s+(?:question|thing))|"
    r"\b(?:second|other)\s+one\b|\banother\W*$|"
    r"\b(?:bought|got|has|have|own|owns)\s+(?:it|one|this|that)\s+(?:as\s+well|too)\b|"
    r"\balso\s+(?:bought|got|has|have|own)\s+one\b",
    re.IGNORECASE,
)

_DENIES = re.compile(r"\b(?:dont|never|no\s+(?:more|other)|not)\b|n['\u2019]t\b", re.IGNORECASE)


def read_count(text: str) -> int | None:
    """The number that answers "How many?"; None for none, several or none that can be."""
    plain = DENIED.sub(" ", text)
    told = {_value(found.group()) for found in _READ.finditer(plain)}
    return told.pop() if len(told) == 1 and told <= set(range(1, MOST + 1)) else None


def told_count(text: str) -> int | None:
    """How many units a message tells that nobody has asked for ("I have two of them")."""
    found = next(filter(None, map(_TOLD.search, _sentences(text))), None)
    count = _value(next(filter(None, found.groups()))) if found else 0
    return count if 1 <= count <= MOST else None


def is_one_more(text: str) -> bool:
    """Does it tell of one more unit, or of several, and name none ("my husband has one too")?"""
    return any(map(_ONE_MORE.search, _sentences(text))) or (told_count(text) or 1) > 1


def _sentences(text: str) -> list[str]:
    """Those that tell something: no question, and no denial."""
    said = re.split(r"(?<=[.!?\n])\s+", text)
    return [each for each in said if not is_question(each) and not _DENIES.search(each)]


def _value(number: str) -> int:
    return _WORDS.get(number.lower()) or int(number)
