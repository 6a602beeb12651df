"""A serial told in two halves, one character of it put right or looked at. Pure; table-tested.

In: the message and what is known of the serial. Out: the serial as it is now; it is read back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.recalls.doubt import Doubt
from bot.recalls.reading import Identifier

__all__ = ["corrected", "first_part", "looked_at", "with_second_part"]

LONGEST_REST = 12
# One character: no "s" of "it's", and no "a" or "I" that goes on with a word.
_NO_WORD = r"(?![ai] (?!(?:and|but|instead|not|rather)\b)[a-z]{2})"
_ONE = rf"(?:an? |the )?(?<!['\w]){_NO_WORD}([A-Z0-9])(?!['\w])"
_WRONG_FIRST = re.compile(rf"(?:\bnot|n't) {_ONE}[,;.]? ?(?:but|it'?s|it is|that'?s) {_ONE}", re.I)
_RIGHT_FIRST = re.compile(rf"\b{_ONE},? (?:and )?(?:not|instead of|rather than) {_ONE}", re.I)
# At a choice of two, what it is not names the other one.
_NOT_THIS = re.compile(rf"(?:\bnot|n't) {_ONE}[\s.,!]*$", re.I)
_PLACE = re.compile(r"\b(?:the )?(\d{1,2})(?:st|nd|rd|th)\b|\bcharacter (\d{1,2})\b", re.I)
_FIRST = re.compile(r"\b(?:first|starts?|starting|begins?|beginning)\b", re.I)
_SECOND = re.compile(r"\b(?:second|other|rest|remaining|next|last|final|ends?|ending|then)\b", re.I)
# What stands around the one character that somebody has looked at; all else says something more.
_AROUND = frozenset(
    {
        "a", "actually", "an", "and", "at", "be", "big", "capital", "case", "char", "character",
        "clearly", "definitely", "digit", "final", "first", "i", "i'm", "in", "is", "it", "it's",
        "its", "just", "label", "last", "letter", "like", "looks", "lower", "my", "no", "number",
        "of", "ok", "okay", "on", "one", "place", "position", "read", "really", "say", "see", "so",
        "sorry", "sure", "surely", "symbol", "that", "that's", "thats", "the", "this", "upper",
        "uppercase", "was", "yeah", "yep", "yes",
    }
)  # fmt: skip
_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_SPOKEN = {word: str(digit) for digit, word in enumerate(_DIGITS)}
# "The last one" is a place, "it's a one" a digit.
_WHICH = re.compile(r"\b(?:this|that|last|first|final|which|the) one\b", re.I)
_LIKE = re.compile(r",?\s+(?:as in|like in|for)\s+\w+", re.I)


def looked_at(text: str, doubt: Doubt) -> str | None:
    """The serial after one of the characters in doubt was looked at; None: nothing was told.

    The character that is named stands at the only place in doubt, else at the one that was named
    with it or that it is mixed up at. A "could be" tells nothing, "not an 8" of two the other one.
    """
    text = _LIKE.sub("", text.replace("\u2019", "'"))
    told, places, serial = _lone_character(text), doubt.places, doubt.serial
    if told is None and (denied := _NOT_THIS.search(text)):
        left = doubt.choice.replace(denied[1].upper(), "")
        told = left if len(doubt.choice) == 2 and len(left) == 1 else None
    if told is None or not doubt.usual_length:
        return None
    if len(places) > 1:
        if re.search(r"\b(?:last|end)\b", text, re.I):
            places = tuple(p for p in places if p == len(serial))
        elif named := _PLACE.search(text):
            places = tuple(p for p in places if p == int(named[1] or named[2]))
        else:
            mixed = zip(places, doubt.others)
            places = tuple(p for p, others in mixed if told in others)
    if len(places) != 1:
        return None
    return serial[: places[0] - 1] + told + serial[places[0] :]


def _lone_character(text: str) -> str | None:
    """The one character that a message names, and nothing else of weight: "it's an eight"."""
    words: list[str] = re.findall(r"[A-Za-z0-9']+", _PLACE.sub(" ", text))
    lone = text.strip(" .!'\"").upper()
    if len(lone) == 1 and lone.isascii() and lone.isalnum():
        return lone
    if "?" in text:
        return None
    told = []
    for word in words:
        if word.lower() in _AROUND:
            continue
        character = _SPOKEN.get(word.lower(), word.upper())
        if len(character) != 1:
            return None
        told.append(character)
    if not told and words and len(words[-1]) == 1:
        return words[-1].upper()  # "it is I", "it's an A"
    if not told and words and words[-1].lower() == "one" and not _WHICH.search(text):
        return "1"
    return told[0] if len(set(told)) == 1 else None


def corrected(text: str, serial: str) -> str | None:
    """The serial with "8 not B" applied; "" where it can't be placed; None: none was told.

    It is placed by "the last one" or "the 4th", else where the wrong character stands only once.
    """
    text = text.replace("\u2019", "'")
    if match := _WRONG_FIRST.search(text):
        wrong, right = match[1].upper(), match[2].upper()
    elif match := _RIGHT_FIRST.search(text):
        right, wrong = match[1].upper(), match[2].upper()
    else:
        return None
    places = [i for i, character in enumerate(serial) if character == wrong]
    if re.search(r"\b(?:last|end)\b", text, re.I):
        places = [i for i in places if i == len(serial) - 1]
    elif named := _PLACE.search(text):
        places = [i for i in places if i + 1 == int(named[1] or named[2])]
    if len(places) != 1:
        return ""
    return serial[: places[0]] + right + serial[places[0] + 1 :]


def first_part(text: str, found: Iterable[Identifier]) -> str:
    """What was told as the beginning of a serial, "" where nothing was."""
    part = _lone_part(found)
    return part if _FIRST.search(text) else ""


def with_second_part(text: str, found: Iterable[Identifier], first: str) -> str:
    """The whole serial where its end is told now, "" where it is not."""
    part = _lone_part(found, whole=True)
    return first + part if first and part and _SECOND.search(text) else ""


def _lone_part(found: Iterable[Identifier], whole: bool = False) -> str:
    """The only serial told, where it is a part; whole: or short enough to be the rest of one."""
    serials = [i for i in found if i.kind == "serial" and "*" not in i.value]
    parts = [i.value for i in serials if i.partial or (whole and len(i.value) <= LONGEST_REST)]
    return parts[0] if len(parts) == 1 else ""
