"""Which remedy a message chooses, by the words of the recall file's titles. Pure; table-tested."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from bot.claims.places import DENIED

__all__ = ["ChosenRemedy", "in_digits", "in_other_words", "read_remedy", "speaks_against"]


class ChosenRemedy(NamedTuple):
    """sure: named, or chosen by its number; else only in other words that may mean it."""

    key: str
    sure: bool


_NUMBERED = (
    ("1", "one", "first"), ("2", "two", "second"), ("3", "three", "third"), ("4", "four", "fourth"),
)  # fmt: skip
_LEADS = r"(?:(?:the|option|number|choice|no) )*"
_ENDS = r"(?: (?:one|option|choice|please))*"
# The customer's own unit is called so, too.
_OF_ANY = frozenset({"free", "power", "bank"})
# What people say for a remedy that a title or key calls by the first word.
_OTHER_WORDS = {
    "replacement": r"replac\w+|exchang\w+|swap\w*|(?:new|another) (?:one|unit|{product})",
    "card": r"voucher|coupon",
    "voucher": r"gift ?card|coupon",
    "refund": r"money(?: back)?|cash|reimburse\w*",
    "repair": r"fix(?:ed)?|repair\w*",
}
# A sum as it is dictated: "thirty dollars".
_TENS = {
    "ten": "10", "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60",
    "seventy": "70", "eighty": "80", "ninety": "90",
}  # fmt: skip
_TEN = re.compile(
    rf"\b(?:{'|'.join(_TENS)})\b(?![\s-](?:one|two|three|four|five|six|seven|eight|nine)\b)",
    re.IGNORECASE,
)
# "The one" is none of them, and "wait a second" not the second.
_NO_NUMBER = re.compile(r"\b(?:the one|(?:a|one) second)\b")
# "The gift card is too little" is a word against it; "I bought a new one" is no wish.
_CLAUSE_ENDS = re.compile(r"[,;.!?\n]")
_TOO = re.compile(r"\btoo\s+\w", re.IGNORECASE)
_HAS_ONE = re.compile(r"\b(?:bought|got|already|have|ordered|purchased)\b", re.IGNORECASE)


def read_remedy(text: str, choices: Mapping[str, str]) -> ChosenRemedy | None:
    """The remedy that `text` chooses, None for none or several.

    choices: keys and titles of the remedies, in the order they are shown in.
    """
    clauses = _CLAUSE_ENDS.split(DENIED.sub(" ", in_digits(text)))
    told = " ".join(clause for clause in clauses if not speaks_against(clause))
    plain = " ".join(_NO_NUMBER.sub(" ", _cleaned(told)).split())
    numbered = dict(zip(choices, _NUMBERED))
    for key, title in choices.items():
        numbers = "|".join(numbered.get(key, ()))
        if plain == " ".join(_cleaned(title).split()):
            return ChosenRemedy(key, sure=True)
        if numbers and re.fullmatch(rf"{_LEADS}(?:{numbers}){_ENDS}", plain):
            return ChosenRemedy(key, sure=True)
    said = set(plain.split())
    named = {
        key
        for key in choices
        if re.search(rf"\b{key.replace('_', ' ?')}\b", plain)
        or {*numbered.get(key, ())[2:], *_distinct_words(key, choices)} & said
    }
    if not named and not _HAS_ONE.search(plain):
        likely = {key for key in choices if in_other_words(plain, key, choices[key])}
        return ChosenRemedy(likely.pop(), sure=False) if len(likely) == 1 else None
    return ChosenRemedy(named.pop(), sure=True) if len(named) == 1 else None


def in_digits(text: str) -> str:
    """The text with "thirty" as "30", as titles write a sum."""
    return _TEN.sub(lambda found: _TENS[found.group().lower()], text)


def speaks_against(clause: str) -> bool:
    """Is a remedy that is named in it found too little, too late?"""
    return bool(_TOO.search(clause))


def in_other_words(text: str, key: str, title: str) -> bool:
    """Is the remedy told in words that people use for one like it?"""
    plain = " ".join(_cleaned(text).split())
    named = _words(key, title)
    product = [word for word in _cleaned(title).split() if word not in {"free", *_words(key, "")}]
    for word, other in _OTHER_WORDS.items():
        said = other.format(product=" ".join(product) or "one")
        if word in named and re.search(rf"\b(?:{said})\b", plain):
            return True
    return False


def _distinct_words(key: str, choices: Mapping[str, str]) -> set[str]:
    """The words of this choice's title and key that no other choice has, and its sum of money."""
    own = _words(key, choices[key])
    others = {w for k, title in choices.items() if k != key for w in _words(k, title)}
    return {w for w in own - others if w not in _OF_ANY and (len(w) > 3 or re.search(r"\d\d", w))}


def _words(key: str, title: str) -> set[str]:
    return set(_cleaned(f"{key} {title}").split())


def _cleaned(text: str) -> str:
    return re.sub(r"[^a-z0-9 ]", " ", text.lower())
