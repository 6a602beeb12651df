"""What leads to a customer, taken out of a message that is kept for others to learn from. Pure.

In: a message. Out: one line without serials, numbers, e-mail addresses, streets, and names that are
told as such. A name in the middle of a sentence, with nothing about it that says so, can't be told
from other words: who reads these lines may still meet one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.emails import COMMON, SPOKEN
from bot.recalls.reading import read_identifiers
from bot.safety_names import STREET

__all__ = ["LONGEST", "mask", "without"]

LONGEST = 500
# A shorter one is a word of its own.
SHORTEST_NAME = 3

# No part of a name or of a street's name.
_WORDS = (
    "a again an and any are at back because but by can do does for from get had has have he her "
    "here him his how i i'm if in is it it's its live lives living long made me misspelled more my "
    "near no not of off on or our out please she so speaking spelled spelt that the their them "
    "there they this to too up us was we what when where which who why will with wrong you your"
)
_NONE = rf"(?!(?i:god|{_WORDS.replace(' ', '|')})\b)"
_WORD = rf"{_NONE}[^\W\d_][\w'’-]*"
_NAME = rf"{_WORD}(?: {_WORD}){{0,2}}"
_CAPITAL = rf"{_NONE}[A-Z][\w'’-]*"
_CAPITALS = rf"{_CAPITAL}(?: (?:[A-Z]\.|{_CAPITAL})){{0,3}}"
# In small letters these are words of sentences more often: "10 chargers run hot".
_RATHER_WORDS = {
    "close", "crossing", "loop", "pass", "path", "place", "row", "run", "sq", "square", "ter",
    "way",
}  # fmt: skip
_STREETS = "|".join(word for word in STREET.split("|") if word not in _RATHER_WORDS)
_RELATION = (
    "neighbou?r|husband|wife|son|daughter|mother|father|mom|dad|brother|sister|friend|boyfriend"
    "|girlfriend|partner|boss|colleague|co-?worker|roommate|landlord|uncle|aunt|cousin|grandma|grandpa"
)
_CALLED = (
    r"(?:my|her|his) (?:(?:full|first|last) )?name(?: is|'s|’s|:)|name:|it'?s me,?|me llamo"
    r"|mi nombre es"
)

_MASKS = (
    (re.compile(r"\S{1,64}@\S{1,255}"), "[email]"),
    (
        re.compile(
            rf"(?:\b[\w.+-]{{1,64}} dot ){{0,3}}(?:{SPOKEN.pattern})"
            rf"|\b[\w.+-]{{1,64}}\s+at\s+(?:{'|'.join(map(re.escape, COMMON))})\b",
            re.IGNORECASE,
        ),
        "[email]",
    ),
    (re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE), "[link]"),
    # A telephone or card number, however it is grouped.
    (re.compile(r"\+?\(?\d(?:[ ().-]{0,3}\d){5,}"), "[number]"),
    # A claim number, a serial, an order: letters and digits in one word, or in groups.
    (
        re.compile(r"\b(?=[A-Za-z-]{0,30}\d)[A-Za-z0-9]{2,30}(?:-[A-Za-z0-9]{2,30}){1,5}\b"),
        "[number]",
    ),
    (re.compile(r"\b(?=[A-Za-z]{0,30}\d)(?=\d{0,30}[A-Za-z])[A-Za-z0-9]{7,40}\b"), "[number]"),
    # A house number and its street, in whatever letters, and the capitals after it; then one that
    # capitals alone tell.
    (
        re.compile(
            rf"\b\d{{1,6}}(?i:[a-z]?,? (?:(?:\d{{1,3}}(?:st|nd|rd|th)|{_WORD}\.?) ){{1,3}}?"
            rf"(?:{_STREETS})\b)\.?(?:[ ,]+[A-Z][\w'.]*){{0,4}}"
        ),
        "[address]",
    ),
    (re.compile(r"\b\d{1,6} (?:[A-Z][\w'.]*[ ,]*){1,4}"), "[address] "),
    (re.compile(r"\b(?:apt|apartment|p\.? ?o\.? box)\.? ?#?\d+\w?\b", re.IGNORECASE), "[address]"),
    (re.compile(r"\[address\](?:,? ?\[address\])+"), "[address]"),
    (re.compile(r"\d{4,}"), "[number]"),
    # A name that says it is one.
    (re.compile(rf"\b({_CALLED}) {_NAME}", re.IGNORECASE), r"\1 [name]"),
    (
        re.compile(
            rf"\b((?:it(?:'s|’s| is)|this is|i am|i'm|i’m)) {_NAME} speaking\b", re.IGNORECASE
        ),
        r"\1 [name] speaking",
    ),
    (re.compile(rf"\b((?i:mr\.?|mrs\.?|ms\.?|dr\.?|señora?)) {_CAPITALS}"), r"\1 [name]"),
    (
        re.compile(rf"\b((?i:name is|this is|regards,?|i am|i'm)) {_CAPITALS}"),
        r"\1 [name]",
    ),
    (
        re.compile(rf"\b((?i:(?:{_RELATION})(?:,| is| called| named)?)) (?![A-Z]{{2}}){_CAPITALS}"),
        r"\1 [name]",
    ),
    # And one right before an address.
    (
        re.compile(
            rf"(^|[,.;:!] ?|\bmy (?:{_RELATION}) ){_NAME}(,? (?:at |of |from )?)(?=\[address\])",
            re.IGNORECASE,
        ),
        r"\1[name]\2",
    ),
)


def mask(text: str, known: Iterable[str] = ()) -> str:
    """The message as one line; known: what else the customer gave of themselves."""
    text = without(" ".join(text.split())[:LONGEST], known, "[name]")
    for unit in reversed(read_identifiers(text)):
        if unit.kind == "serial":
            text = f"{text[: unit.start]}[serial]{text[unit.end :]}"
    for pattern, instead in _MASKS:
        text = pattern.sub(instead, text)
    return " ".join(text.split())


def without(text: str, known: Iterable[str], instead: str) -> str:
    """The text with each of the known values, in whatever letters, replaced."""
    for value in sorted({k.strip() for k in known}, key=len, reverse=True):
        if len(value) >= SHORTEST_NAME:
            pattern = rf"(?<!\w){re.escape(value)}(?!\w)"
            text = re.sub(pattern, lambda _: instead, text, flags=re.IGNORECASE)
    return text
