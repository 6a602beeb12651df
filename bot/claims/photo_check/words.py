"""Finding what is looked for in text that a machine read off a photo, with its misreadings. Pure.

Each function looks in one candidate text: a line, a row of lines, or two lines on end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from difflib import SequenceMatcher
from itertools import pairwise

from bot.recalls.patterns import skeleton
from bot.recalls.reading.fold import fold

__all__ = ["has_code", "has_date", "has_name", "has_word"]

# RECYCLED, REPLACED and RECEIVED reach 0.75 of RECALLED, a letter read wrongly leaves 0.87.
WORD_LIKE = 0.8
# CALLED, a word of its own, reaches 0.857: where the first letters are not there, this is wanted.
WORD_SURE = 0.87
# The word without its ending is short: REALLY and RECTAL must not be taken for it.
STEM_LIKE = 0.9
NAME_LIKE = 0.75
SHORTEST_NAME = 3
# Digits and signs that stand for a letter of handwriting.
_LETTERS = str.maketrans("01!|58436$(", "OLLLSBAEGSC")
_DIGITS = str.maketrans("OQILZS", "001125")
# Strokes of "11/" and "1/" that run together.
_RUN_TOGETHER = ((re.compile(r"\bM(?=[-/.])"), "11"), (re.compile(r"(?<=\d)V(?=/?\d)"), "1/"))
_NUMERIC = re.compile(r"(?<!\d)(\d{1,4})\s?[-/.,|\\: ]\s?(\d{1,2})\s?[-/.,|\\: ]\s?(\d{2,4})(?!\d)")
# The strokes between are easily read as a 1, or not at all.
_GLUED = re.compile(r"(?<![A-Z\d])(\d{1,2})[1/]?(\d\d)[1/]?(\d{4}|\d\d)(?![A-Z\d])")
_MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
_MONTH = r"(?P<month>JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]{0,6}"
_DAY = r"(?P<day>\d{1,2})(?:ST|ND|RD|TH)?"
_YEAR = r"(?:[,.\s']*(?P<year>20\d\d|\d\d))?(?!\d)"
_NAMED = (
    re.compile(rf"\b{_MONTH}[.,\s]*{_DAY}{_YEAR}"),
    re.compile(rf"(?<!\d){_DAY}[.,\s]*(?:OF\s+)?{_MONTH}{_YEAR}"),
)
# Clocks differ, and so do days around the world.
AHEAD = timedelta(days=2)


def has_word(text: str, word: str) -> bool:
    """Is the marker word there, whole or without its ending ("recall" for "recalled")?"""
    whole = word.upper()
    stem = whole.removesuffix("ED")
    tokens = _tokens(text)
    pairs = [one + other for one, other in pairwise(tokens) if len(one) > 1]
    # Words that were written close are read as one.
    glued = any(stem in token for token in tokens)
    return glued or any(
        _alike(t, whole) > (WORD_LIKE if t[:2] == whole[:2] else WORD_SURE)
        or (t[:3] == stem[:3] and _alike(t, stem) >= STEM_LIKE)
        for t in (*tokens, *pairs)
    )


def has_code(text: str, code: str, slips: int) -> bool:
    """Is a model or serial there, with at most this many characters read wrongly?

    Characters that look alike count as the same.
    """
    wanted = skeleton(code)
    return bool(wanted) and _slips(skeleton(fold(text).text), wanted) <= slips


def has_name(text: str, name: str) -> bool:
    """Is a part of the name there? A name that holds no letters of ours is not looked for."""
    tokens = _tokens(text)
    glued = "".join(tokens)
    parts = name_parts(name)
    return any(
        part in glued if len(part) > SHORTEST_NAME + 1 else part in tokens for part in parts
    ) or any(
        _alike(token, part) >= NAME_LIKE
        for part in parts
        for token in tokens
        if len(part) > SHORTEST_NAME
    )


def _tokens(text: str) -> list[str]:
    """The words of a text, their digits taken for the letters they look like."""
    found = re.findall(r"[A-Z0-9!|$(]+", fold(text).text)
    return [token.translate(_LETTERS).replace("II", "LL") for token in found]


def name_parts(name: str) -> list[str]:
    """The words of a name that can be looked for."""
    return [p for p in re.findall(r"[A-Z]+", fold(name).text) if len(p) >= SHORTEST_NAME]


def has_date(text: str, since: date, until: date) -> bool:
    """Is a day there that lies in this time? The label's own dates are older."""
    plain = fold(text).text
    days = (*_numeric(plain), *_named(plain, until))
    return any(since <= day <= until + AHEAD for day in days)


def _numeric(text: str) -> Iterator[date]:
    for strokes, digits in _RUN_TOGETHER:
        text = strokes.sub(digits, text)
    # Letters between digits are digits.
    text = re.sub(r"(?<=\d)[OQILZS]|[OQILZS](?=\d)", lambda m: m[0].translate(_DIGITS), text)
    for pattern in (_NUMERIC, _GLUED):
        for match in pattern.finditer(text):
            one, two, three = (int(part) for part in match.groups())
            if len(match[1]) > 2:
                yield from _day(one, two, three)
            else:
                yield from _day(three, one, two)
                yield from _day(three, two, one)


def _named(text: str, until: date) -> Iterator[date]:
    for pattern in _NAMED:
        for match in pattern.finditer(text):
            month = _MONTHS.index(match["month"]) + 1
            years = [int(match["year"])] if match["year"] else [until.year, until.year - 1]
            for year in years:
                yield from _day(year, month, int(match["day"]))


def _day(year: int, month: int, day: int) -> Iterator[date]:
    try:
        yield date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _slips(text: str, wanted: str) -> int:
    """The fewest characters more, less or wrong with which `wanted` stands somewhere in `text`."""
    row = [0] * (len(text) + 1)
    for i, character in enumerate(wanted, 1):
        previous, row = row, [i] + [0] * len(text)
        for j, other in enumerate(text, 1):
            row[j] = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (character != other))
    return min(row)
