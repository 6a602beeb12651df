"""How many units a customer says to have. Pure; table-tested."""

from __future__ import annotations

import re

from bot.claims.fields import is_question
from bot.claims.places import DENIED

__all__ = ["around_more", "is_one_more", "read_count", "says_had", "told_count"]

# No household has more of them; a larger number is none of units.
_MOST = 99

_WORDS = {
    "one": 1, "single": 1, "two": 2, "couple": 2, "pair": 2, "both": 2, "three": 3, "four": 4,
    "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    "dozen": 12,
}  # fmt: skip
_NUMBER = rf"(?:\d{{1,3}}|{'|'.join(_WORDS)})"
_READ = re.compile(rf"(?<![\w.-]){_NUMBER}(?![\w.-]*\d)\b", re.IGNORECASE)
_TOLD = re.compile(
    rf"(?<![\w.-])(?P<count>{_NUMBER})(?P<of>\s+of)?\s+(?:them|these|those)\b|"
    rf"\b(?:bought|got|has|have|own)\s+(?:just\s+|only\s+)?(?P<had>{_NUMBER})(?=\s*(?:[.,;!]|$|and\b))|"
    r"\b(?P<both>both)\s+of\s+(?:them|these|those)\b",
    re.IGNORECASE,
)
# "One of them got hot" does not say how many there are; "only one of them" does.
_ONLY = re.compile(r"\b(?:just|only)\b[^,;]*$", re.IGNORECASE)
_ONE_OF = re.compile(
    r"\bone\s+of\s+(?:them|these|those)\s+(?!(?:and|does|has|have|please|thanks)\b)\w",
    re.IGNORECASE,
)
# Said of what somebody has; "I'd like to have", "I'll have" and "I have to" are wishes.
_HAS = (
    r"(?:(?<!\bto )(?<!ll )(?<!\bwill )(?<!\bme )(?<!['\u2019]d )(?<!\bwould )"
    r"\b(?:bought|got|has|have|own|owns)\b(?!\s+to\b)|\bthere(?:\s+is|['\u2019]s)\b)"
)
# "I have another one too"; "another question" is none. Without a word of having it, "the second
# one" and "another one please" choose among what was offered.
_ONE_MORE = re.compile(
    rf"{_HAS}[^.,;:!?\n]{{0,30}}?"
    r"\b(?:another\s+(?:one|of\s+(?:them|these|those)|unit)\b|(?:second|other)\s+one\b|another\W*$|"
    r"one\s+more\b(?!\s+(?:minute|moment|photo|picture|question|second|thing|time|try)))|"
    r"\b(?:bought|got|has|have|own|owns)\s+(?:it|one|this)\s+(?:as\s+well|too)\b|"
    r"\balso\s+(?:bought|got|has|have|own)\s+one\b",
    re.IGNORECASE,
)
_HAD = re.compile(_HAS, re.IGNORECASE)
_CLAUSE_ENDS = re.compile(r"[,;!?\n]|\.(?=\s|$)|\b(?:and|but)\b", re.IGNORECASE)

_DENIES = re.compile(r"\b(?:dont|never|no\s+(?:more|other)|not)\b|n['\u2019]t\b", re.IGNORECASE)


def read_count(text: str) -> int | None:
    """The number that answers "How many?"; None for none, several or none that can be."""
    plain = DENIED.sub(" ", text)
    if _ONE_MORE.search(plain) or _ONE_OF.search(plain):
        return None
    told = {_value(found.group()) for found in _READ.finditer(plain)}
    return told.pop() if len(told) == 1 and told <= set(range(1, _MOST + 1)) else None


def told_count(text: str) -> int | None:
    """How many units a message tells that nobody has asked for ("I have two of them")."""
    for said in _sentences(text):
        for found in _TOLD.finditer(said):
            count = _value(found["count"] or found["had"] or found["both"])
            one_of = count == 1 and found["of"] and not _ONLY.search(said[: found.start()])
            if not one_of:
                return count if 1 <= count <= _MOST else None
    return None


def is_one_more(text: str) -> bool:
    """Does it tell of one more unit, or of several, and name none ("my husband has one too")?"""
    return any(map(_ONE_MORE.search, _sentences(text))) or (told_count(text) or 1) > 1


def says_had(text: str) -> bool:
    """Does it say that somebody has something? "Two of them" alone may choose or answer."""
    return any(map(_HAD.search, _sentences(text)))


def around_more(text: str) -> tuple[str, str]:
    """What stands before and after the words of `is_one_more`, up to the ends of their clause.

    Where there are none, all of it comes after.
    """
    found = _ONE_MORE.search(text) or _TOLD.search(text)
    if found is None:
        return "", text
    starts = [end.end() for end in _CLAUSE_ENDS.finditer(text, 0, found.start())]
    ends = _CLAUSE_ENDS.search(text, found.end())
    return text[: starts[-1] if starts else 0], text[ends.end() :] if ends else ""


def _sentences(text: str) -> list[str]:
    """Those that tell something: no question, and no denial."""
    said = re.split(r"(?<=[.!?\n])\s+", text)
    return [each for each in said if not is_question(each) and not _DENIES.search(each)]


def _value(number: str) -> int:
    return _WORDS.get(number.lower()) or int(number)
