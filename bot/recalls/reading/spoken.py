"""Characters that are spelled aloud: "a as in alpha", "kilo", "double f", "twelve sixty three".

In: a list of folded words and a position. Out: the characters that the words there stand for and
how many words that takes. Nothing here knows where in the message the words stand.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.recalls.reading.words import (
    LETTER_SOUNDS,
    NATO,
    REPEATS,
    SPELL_EXAMPLES,
    SPELL_PREFIXES,
    TEENS,
    TENS,
    UNITS,
)

# Words that can start a spelling, and words that can follow a spelled letter and belong to it.
STARTERS = frozenset({*REPEATS, *SPELL_PREFIXES, *NATO, *LETTER_SOUNDS, *UNITS, *TEENS, *TENS})
_FOLLOWERS = frozenset({*(link[0] for link in SPELL_EXAMPLES), *NATO, "RAY"})

MOST_WORDS = 7  # the longest spelling of one piece: "one thousand two hundred and sixty three"


def stands_alone(following: str) -> bool:
    """Is a single character before `following` spelled without an example?"""
    return following not in _FOLLOWERS


def spelled(words: Sequence[str]) -> tuple[str, int]:
    """Characters spelled at the start of `words` and the number of words; ("", 0) if none.

    `words` need not hold more than MOST_WORDS + 2 words.
    """
    if not words:
        return "", 0
    first = words[0]
    if first in REPEATS and len(words) > 1:
        if first == "DOUBLE" and words[1] in ("U", "YOU"):
            return "W", 2
        chars, used = spelled_once(words[1:])
        return (chars * REPEATS[first], used + 1) if len(chars) == 1 else ("", 0)
    if first in SPELL_PREFIXES:
        skip = next((i for i, word in enumerate(words) if word not in SPELL_PREFIXES), 0)
        chars, used = spelled_once(words[skip:]) if skip <= 3 else ("", 0)
        return (chars, used + skip) if len(chars) == 1 else ("", 0)
    return spelled_once(words)


def spelled_once(words: Sequence[str]) -> tuple[str, int]:
    """Like `spelled`, without "double" and "capital"."""
    if not words:
        return "", 0
    first = words[0]
    if first in NATO:
        return NATO[first], 1
    if first == "X" and words[1:2] == ["RAY"]:
        return "X", 2
    if len(first) == 1 and first.isascii() and first.isalnum():
        return first, 1 + _example(first, words[1:])
    if first in LETTER_SOUNDS:
        return LETTER_SOUNDS[first], 1
    return numeral(words)


def _example(char: str, words: Sequence[str]) -> int:
    """Number of words of "as in alpha" after the spelled `char`; 0 if there is no example."""
    if not char.isalpha():
        return 0
    if words and words[0] in NATO and words[0][0] == char:
        return 1
    for link in SPELL_EXAMPLES:
        size = len(link)
        if tuple(words[:size]) == link and len(words) > size:
            example = words[size]
            if char == "X" and tuple(words[size : size + 2]) == ("X", "RAY"):
                return size + 2
            if example.isalpha() and len(example) > 1 and example[0] == char:
                return size + 1
    return 0


def numeral(words: Sequence[str]) -> tuple[str, int]:
    """Number words as digits: SIXTY THREE -> 63, TWELVE HUNDRED (AND) SIXTY THREE -> 1263."""
    text, used = _below_hundred(words)
    if not used:
        return "", 0
    total = int(text)
    for word, factor in (("THOUSAND", 1000), ("HUNDRED", 100)):
        if total and words[used : used + 1] == [word]:
            used += 1
            rest_at = used + 1 if words[used : used + 1] == ["AND"] else used
            rest, rest_used = _below_hundred(words[rest_at:])
            if rest_used and factor == 1000 and words[rest_at + rest_used :][:1] == ["HUNDRED"]:
                rest, rest_used = numeral(words[rest_at:])
            total = total * factor + (int(rest) if rest_used else 0)
            used = rest_at + rest_used if rest_used else used
            return str(total), used
    return text, used


def _below_hundred(words: Sequence[str]) -> tuple[str, int]:
    if not words:
        return "", 0
    first = words[0]
    if first in UNITS:
        return str(UNITS[first]), 1
    if first in TEENS:
        return str(TEENS[first]), 1
    if first in TENS:
        unit = UNITS.get(words[1], 0) if len(words) > 1 else 0
        if unit and words[1] != "OH":
            return str(TENS[first] + unit), 2
        return str(TENS[first]), 1
    return "", 0
