"""What a customer wants changed of what was given before. Pure; table-tested."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from bot.claims.at_once import read_at_once
from bot.claims.fields import is_question, named_remedy
from bot.claims.places import STATE_CODES, STATES, ZIP, names_us
from bot.claims.wishes import told_remedy

__all__ = [
    "Correction",
    "find_correction",
    "find_corrections",
    "find_remedy_wish",
    "leaves_it",
    "put_part",
]


class Correction(NamedTuple):
    """field: what is to change. value: what to, "" if that is not said.

    part: which part of the field, "" for all of it: zip, state, city or street of an address,
    first or last of a name.
    """

    field: str
    value: str
    part: str = ""


_FIELD_WORDS = {
    "email": r"e-?mail(?:\s+address)?",
    "address": r"(?:postal\s+|mailing\s+|shipping\s+|street\s+)?address|street|city|town|state|"
    r"(?:zip|postal)(?:\s*code)?|postcode",
    "name": r"(?:full\s+|last\s+|first\s+|family\s+)?name|surname",
    "country": r"country",
    "remedy": r"remedy|choice|replacement|gift\s+card",
    "seller": r"seller|store|shop|where\s+i\s+(?:bought|got|ordered)\s+(?:it|this|mine)|"
    r"place\s+of\s+purchase|purchase\s+place|retailer",
    "order": r"order(?:\s+number)?",
    "serial": r"serial(?:\s+(?:number|no|code))?|sn",
    "model": r"model(?:\s+(?:number|no))?",
}
# A part of a field, by the word that begins its name.
_PARTS = {
    "zip": "zip", "postal": "zip", "postcode": "zip", "state": "state", "city": "city",
    "town": "city", "street": "street", "first": "first", "last": "last", "family": "last",
    "surname": "last",
}  # fmt: skip
_ANY_FIELD = "|".join(_FIELD_WORDS.values())
_VERB = r"\b(?:change|correct|update|fix|edit|switch|replace)"
_CHANGE = re.compile(
    rf"(?:{_VERB}\s+(?:the\s+|my\s+)?"
    rf"(?P<field>{_ANY_FIELD})\b(?:\s*(?:to|is|:|into|with)\s+(?P<value>\S.*))?)",
    re.IGNORECASE | re.DOTALL,
)
_ITS = r"(?:[\s,.;:-]*(?:it'?s|it\s+is|should\s+be|it\s+should\s+be)\s+(?P<value>\S.*))?"
_WRONG = re.compile(
    rf"\b(?:the|my)\s+(?P<field>{_ANY_FIELD})\s+(?:(?:is|was)\s+(?:wrong|incorrect|misspelled|"
    rf"not\s+(?:right|correct))|(?:isn'?t|wasn'?t)\s+(?:right|correct)){_ITS}",
    re.IGNORECASE | re.DOTALL,
)
_WRONG_FIELD = re.compile(rf"\bwrong\s+(?P<field>{_ANY_FIELD})\b{_ITS}", re.IGNORECASE | re.DOTALL)
_SHOULD_BE = re.compile(
    rf"\b(?:the|my)\s+(?P<field>{_ANY_FIELD})\s+should\s+be\s+(?P<value>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_ADD = re.compile(
    rf"\badd\s+(?:(?:the|my|a)\s+)?(?P<field>{_FIELD_WORDS['address']})\s*(?:is|:)?\s+(?P<value>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
# Said of a field that was not asked for. Of these only: "my order is late" is no change.
_IS = re.compile(
    rf"(?:^\W*(?!serial|sn)|\b(?:the|my)\s+)(?P<field>{_FIELD_WORDS['name']}|{_FIELD_WORDS['email']}|"
    rf"{_FIELD_WORDS['address']}|{_FIELD_WORDS['serial']})\s+is\s+(?:(?:actually|spelled|spelt)\s+)*"
    r"(?!not\b)(?P<value>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
# What is told of something else after the value.
_NEXT = re.compile(
    rf"(?:\band\b|[,;.\n])\s*(?:and\s+)?(?:also\s+)?"
    rf"(?=(?:my|the)\s+(?:{_ANY_FIELD})\b|(?:{_ANY_FIELD})\s+(?:in)?to\b|"
    rf"{_VERB}\s+(?:(?:the|my)\s+)?(?:{_ANY_FIELD})\b|i\s+(?:am|bought|got|have|live|need|want|would)\b|"
    r"i['\u2019](?:d|m|ve)\b).*",
    re.IGNORECASE | re.DOTALL,
)
# A further change told in the same breath: "... and my zip to 80203".
_AND = re.compile(
    rf"^\W*(?:and\s+)?(?:also\s+)?(?:(?:the|my)\s+)?(?P<field>{_ANY_FIELD})\s*"
    r"(?:(?:\b(?:in)?to\b|\bshould\s+be\b|:|\bis\b(?=[^,;.]*[\d@]))\s*(?P<value>\S.*)|"
    r"(?:\s*(?:too|as\s+well|please))*\W*$)",
    re.IGNORECASE | re.DOTALL,
)
_NOT_THE_OLD = re.compile(
    r"(?<![\s,;-])[\s,;-]+(?:and\s+)?(?:not|instead\s+of|rather\s+than)\s+.*",
    re.IGNORECASE | re.DOTALL,
)
_POLITE = re.compile(r"[\s,.;:!]*\b(?:please|thanks|thank\s+you|pls)\W*$", re.IGNORECASE)


def find_correction(
    text: str, asked: str = "", choices: Mapping[str, str] | None = None
) -> Correction | None:
    """The field a customer wants to change, and the new value; None if none is named.

    asked: the field that was just asked for; "my name is ..." is its answer, not a change,
    but a part of it that is named is one of what was given before. choices: keys and titles of
    the remedies, where several fields may be given at once: "my name is ..., my e-mail ..." is
    no change then.
    """
    return next(iter(find_corrections(text, asked, choices)), None)


def find_corrections(
    text: str, asked: str = "", choices: Mapping[str, str] | None = None
) -> list[Correction]:
    """The same for all that are told in one breath."""
    first, rest = _find(
        text, asked, choices, (_CHANGE, _WRONG, _WRONG_FIELD, _SHOULD_BE, _ADD, _IS)
    )
    found = [first] if first else []
    while rest:
        further, rest = _find(rest, "", None, (_CHANGE, _AND))
        found += [further] if further else []
    return found


def _find(
    text: str, asked: str, choices: Mapping[str, str] | None, patterns: Iterable[re.Pattern[str]]
) -> tuple[Correction | None, str]:
    """What is changed first, and what is told after it."""
    for pattern in patterns:
        if found := pattern.search(text):
            named = " ".join(found["field"].lower().split())
            field = next(f for f, words in _FIELD_WORDS.items() if re.fullmatch(words, named))
            value = found["value"] or ""
            further = _NEXT.search(value or text[found.end("field") :])
            rest = further.group() if further else ""
            value = _POLITE.sub("", _NOT_THE_OLD.sub("", value.removesuffix(rest)))
            part = "" if named.endswith("address") else _part(named)
            if pattern is _IS and not part and choices is not None:
                given = read_at_once(text, choices)
                if len(given) > 1 and field in given:
                    return None, ""
            if pattern is not _IS or field != asked or part:
                value = _address_alone(value) if field == "address" else value
                return Correction(field, value.strip(" \n.:"), part), rest
    return None, ""


def _address_alone(value: str) -> str:
    """An address without the sentence after it."""
    whole = read_at_once(value, {}).get("address", "")
    joined = " ".join(value.split())
    rest = joined.removeprefix(whole)
    apart = re.match(r"[.;!]\s", rest) and not any(c.isdigit() for c in rest)
    return whole if whole and rest != joined and apart and not names_us(rest) else value


_LEAVES = re.compile(
    r"\b(?:keep|leave)\s+(?:it|that|this|the\s+old)\b|\bnever\s*mind\b|\bas\s+it\s+(?:is|was)\b|"
    r"\b(?:it'?s|it\s+is|that'?s|it\s+was|was)\s+(?:\w+\s+)?(?:fine|right|correct|ok|okay)\b",
    re.IGNORECASE,
)


def leaves_it(text: str) -> bool:
    """Asked for a value anew, does the customer leave it as it was ("it's fine, keep it")?"""
    denied = re.search(r"\bnot\b|n['\u2019]t\b", text, re.IGNORECASE)
    return bool(_LEAVES.search(text)) and not denied and not is_question(text)


_WISH = re.compile(
    r"\b(?:instead|rather|prefer|want|wish|like\s+(?:the|a|to)|switch|change\w*|go\s+(?:with|for)|"
    r"take|choose)\b",
    re.IGNORECASE,
)


def find_remedy_wish(text: str, choices: Mapping[str, str]) -> str | None:
    """The remedy a customer says to want, wherever that is said; None for a question.

    choices: keys and titles of the remedies.
    """
    wishes = _WISH.search(text) and not is_question(text)
    return named_remedy(text, choices) or told_remedy(text, choices) if wishes else None


def _part(named: str) -> str:
    return next((part for word, part in _PARTS.items() if named.startswith(word)), "")


_ZIP_AT_END = re.compile(rf"{ZIP.pattern}(?=\W*$)")
# Before the postal code, or at the end of an address that has none.
_STATE_AT_END = re.compile(
    rf"\b(?P<state>{'|'.join(sorted(STATES | STATE_CODES, key=len, reverse=True))})"
    r"\b(?=[\s,.]*(?:\d{5}(?:-\d{4})?)?\W*$)",
    re.IGNORECASE,
)
_STREET_AND_CITY = re.compile(r"(?P<street>[^,\n]+?)\s*[,\n]\s*(?P<city>[^,\n\d]+?)\s*,?\s*$")


def put_part(stored: str, part: str, value: str) -> str | None:
    """The stored name or address with one part of it put right; None if that can't be placed."""
    if part in ("first", "last"):
        return _renamed(stored.split(), part, " ".join(value.split()))
    state = _STATE_AT_END.search(stored)
    if part == "zip":
        given = ZIP.search(value)
        had = _ZIP_AT_END.search(stored)
        if given and not had and state and stored.rstrip(" .").endswith(state["state"]):
            return f"{stored.rstrip(' .')} {given.group()}"
        return _replaced(stored, had, given.group() if given else "")
    if part == "state":
        known = value.upper() in STATE_CODES or value.lower() in STATES
        return _replaced(stored, state, value if known else "")
    # With an apartment in between it can't be said which of it still holds.
    parts = _STREET_AND_CITY.fullmatch(stored[: state.start()]) if state else None
    if parts is None or any(c in value for c in ",\n") or not any(c.isalpha() for c in value):
        return None
    start, end = parts.span(part)
    return stored[:start] + value + stored[end:]


def _replaced(stored: str, found: re.Match[str] | None, value: str) -> str | None:
    return stored[: found.start()] + value + stored[found.end() :] if found and value else None


def _renamed(words: list[str], part: str, value: str) -> str | None:
    # Of more than two words nobody can say how many are the family's.
    if not value or len(words) not in ((2,) if part == "first" else (1, 2)):
        return None
    return f"{value} {words[-1]}" if part == "first" else f"{words[0]} {value}"
