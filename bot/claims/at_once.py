"""Reading several claim fields out of one message. Pure; table-tested.

Only what can hardly mean anything else is taken: all of it is read back before a claim is filed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

from bot.claims.addresses import STATE_WORDS, WAY
from bot.claims.countries import find_country
from bot.claims.fields import PARTICLES, Fit, is_question, read_field
from bot.claims.places import STATE_CODES, STATES, bought_in, names_us
from bot.claims.wishes import told_remedy
from bot.emails import EMAIL
from bot.recalls.reading import read_identifiers

__all__ = ["PERSONAL", "read_at_once"]

# Given without a question, these can only be meant for a claim.
PERSONAL = frozenset({"name", "email", "address"})

# A sentence that asks gives nothing; the others of the message may.
_ASKED = re.compile(r"[^.!?\n]*\?")
# A number before these is none of a street.
_COUNTED = (
    r"(?i:bucks?|cards?|days?|dollars?|gift|hours?|hrs?|km|m?ah|miles?|minutes?|mins?|months?|"
    r"of\s+(?:them|these|those)|people|pieces|power\s*banks?|times?|units?|usd|weeks?|years?)"
)
# Number, street, town, state and postal code, as the U.S. Postal Service writes them
# (Publication 28; "W156N8480" is a number of a grid), the state in letters or in full, commas and
# line breaks as they come.
_ADDRESS = re.compile(
    r"(?<![\w$-])(?:(?:\d{1,6}[A-Za-z]?|[NSEW]\d{1,5}[NSEW]\d{1,5})\s+"
    rf"(?!{_COUNTED}\b)(?:[\w.'#/-]+[ ,\n]+){{2,12}}?|"
    r"(?i:P\.?\s?O\.?\s?Box)\s+\d{1,6}[ ,\n]+(?:[\w.'-]+[ ,\n]+){1,4}?)"
    r"(?:[A-Za-z]{2}|[A-Za-z]+(?:\s[A-Za-z]+)?)[., \n]+\d{5}(?:-\d{4})?(?!\w)"
)
# In small letters these hardly mean anything else; the others are words of sentences ("all the way
# to Ohio") but after a name with a capital or a number ("5th").
_CLEAR_WAY = (
    r"alley|avenida|ave|avenue|blvd|boulevard|calle|camino|expressway|expy|highway|hwy|lane|ln|"
    r"parkway|pkwy|plz|rd|st|street|terrace|trl|turnpike"
)
_NO_STREET = r"a|all|an|and|at|by|for|from|had|i|in|is|it|my|near|of|on|past|the|to|was|we|with"
# One of which the postal code or the state is left out. A word for a way must be in it, and the
# town that is told without a state begins with a capital.
_NO_ZIP = re.compile(
    r"(?<![\w$-])(?:\d{1,6}[A-Za-z]?|[NSEW]\d{1,5}[NSEW]\d{1,5})\s+"
    rf"(?!{_COUNTED}\b)(?:(?!(?:{_NO_STREET})\b)[\w.'#/-]+[ ]+){{0,3}}?"
    rf"(?:(?!(?:{_NO_STREET})\b)[\w.'#/-]+[ ]+(?i:{_CLEAR_WAY})|"
    rf"(?:[A-Z][\w.'#/-]*|\d+(?:st|nd|rd|th))[ ]+(?i:{WAY}))\b\.?(?:[ ,\n]+[\w.'#-]+){{0,5}}?"
    rf"(?:[ ,\n]+(?:{STATE_WORDS})\b|[ ,\n]+[A-Z][a-z.'-]+[ ,\n]+\d{{5}}(?:-\d{{4}})?(?!\w))"
)
_OF_A_SHOP = re.compile(
    r"\b(?:bought|got|ordered|purchased|shop|store)\b[^.!?\n]{0,60}$", re.IGNORECASE
)
_STATE = re.compile(r"(?:[., \n])(?P<state>[A-Za-z]{2}|[A-Za-z]+(?: [A-Za-z]+)?)[., \n]+\d{5}")
_ORDER = re.compile(
    r"\border\s*(?:number|no\.?|id|#|nr)?\s*(?:is|was|:|#)?\s*(?P<value>(?=[\w-]*\d)[A-Z0-9][\w-]{4,39})",
    re.IGNORECASE,
)
_FROM = r"\b(?:from|at|on|through|via|seller(?:\s+is|:))\s+"
# A shop that the recall does not name: what was bought or ordered there says that it is one. "On"
# tells of days as well.
_SHOP = re.compile(
    r"\b(?i:bought|purchased|ordered)\b[^.?!;,\n]{0,40}?\s(?i:at|from|through|via)\s+(?i:the\s+)?"
    r"(?P<value>[A-Z][\w&'\u2019-]*(?:[ ](?:[A-Z][\w&'\u2019-]*|&)){0,3})"
)
_NO_SHOP = re.compile(
    r"(?:Black|Boxing|Christmas|Cyber|Easter|Mom|Dad|Mr|Mrs|Ms|Thanksgiving|You|Your)\b"
)
# Letters of any script; a name has no digits.
_LETTERS = r"(?:[^\W\d_]|['\u2019-])*"
_WORD = rf"[A-Z\u00c0-\u00de](?:\.|{_LETTERS}(?!\w))"
_NAME = rf"{_WORD}(?:[ ]{_WORD}){{1,3}}"
# Said to be one, it may be a single word and in small letters, up to what ends it.
_AFTER = (
    r"and|but|or|my|the|i|i'm|i'd|im|it|is|was|in|on|at|from|please|thanks|thank|e-?mail|"
    r"address|phone|order|bought|serial|model|with|not|wrong|misspelled|hidden|a|an|here|there"
)
_NAME_PART = rf"(?!(?i:{_AFTER})\b(?!\.))[^\W\d_](?:\.|{_LETTERS}(?!\w))"
# Longer names go on with capitals, or with what stands before a family's name.
_PARTICLE = rf"(?:{'|'.join(sorted(PARTICLES))})\b"
_NAMED = re.compile(
    r"\b[Nn]ame\s*(?:'s|is|:)\s*(?:(?:spelled|spelt)\s+)?"
    rf"(?P<value>{_NAME_PART}(?:[ ]{_NAME_PART}){{0,4}}(?:[ ](?:{_PARTICLE}|{_WORD}))*)"
)
# "name Jane Roe, email ...", as a list of what was asked for.
_NAME_LISTED = re.compile(rf"(?:^|[,;.\n])\s*(?:[Mm]y\s+)?[Nn]ame\s+(?P<value>{_NAME})")
_CALLED = re.compile(
    rf"\b(?:[Ii]['\u2019]m|I am|[Tt]his is|[Ii]t['\u2019]s|[Ii]t is)\s+(?P<value>{_NAME})"
)
# "Hi, Jane Roe here", "this is Jane Roe speaking": said of oneself, also with nothing beside it.
_HERE = re.compile(
    r"(?:^|[.!?,;\n])\W{0,6}(?:(?i:hi|hello|hey|good\s+(?:morning|afternoon|evening))\b"
    r"(?i:\s+(?:there|all|team))?[\s,.!-]*)?(?:(?:[Tt]his is|[Ii]t['\u2019]s|[Ii]t is)\s+)?"
    rf"(?P<value>{_NAME})\s+(?:here|speaking)\b(?!\s+(?:is|are|in|at|on|the|my|it)\b)"
)
_NAME_ALONE = re.compile(rf"^\W*(?P<value>{_NAME})\W*$")


def read_at_once(
    text: str, choices: Mapping[str, str], sellers: Sequence[str] = ()
) -> dict[str, str]:
    """The fields that `text` clearly gives, by their keys; a question gives none.

    choices: keys and titles of the remedies. sellers: shops the recall names.
    """
    text = _ASKED.sub(" ", unicodedata.normalize("NFC", text))
    if is_question(text):
        return {}
    found: dict[str, str | None] = {}
    rest, found["email"] = _cut(text, EMAIL, lambda raw: _certain("email", raw))
    rest, found["address"] = _cut(rest, _ADDRESS, _address)
    partly = None if found["address"] else _NO_ZIP.search(rest)
    if partly and not _OF_A_SHOP.search(rest[: partly.start()]):
        rest, found["address"] = _cut(rest, _NO_ZIP, lambda raw: " ".join(raw.split()))
    if order := _ORDER.search(rest):
        found["order"] = order["value"]
        rest = rest.replace(order.group(), " ")
    # The unit's model and serial are no name, however they are written.
    for identifier in reversed(read_identifiers(rest)):
        rest = f"{rest[: identifier.start]}\n{rest[identifier.end :]}"
    found["country"] = bought_in(rest)
    named = (s for s in sellers if re.search(_FROM + re.escape(s) + r"\b", rest, re.IGNORECASE))
    found["seller"] = next(named, None) or _shop(rest)
    beside_others = any(found.values()) or len(rest) < len(text)
    found["remedy"] = told_remedy(rest, choices, beside_others=beside_others)
    found["name"] = _name(rest, sellers, any(found.values()))
    return {key: value for key, value in found.items() if value}


def _cut(
    text: str, pattern: re.Pattern[str], read: Callable[[str], str | None]
) -> tuple[str, str | None]:
    """What `read` makes of the first match, and the text without it."""
    for match in pattern.finditer(text):
        value = read(match.group().strip(" ,.;\n"))
        if value:
            return text[: match.start()] + "\n" + text[match.end() :], value
    return text, None


def _certain(field: str, text: str) -> str | None:
    reading = read_field(field, text)
    return reading.value if reading.fit is Fit.CERTAIN else None


def _address(raw: str) -> str | None:
    state = None
    for match in _STATE.finditer(raw):
        state = match["state"]
    # "springfield il": without commas the town stands before it.
    last = state.split()[-1] if state else ""
    known = state and (last.upper() in STATE_CODES or names_us(state) or names_us(last))
    return " ".join(raw.split()) if known else None


def _shop(text: str) -> str | None:
    """A shop with a name of its own; a state or a country is where it stands."""
    for match in _SHOP.finditer(text):
        value = match["value"]
        if not (_NO_SHOP.match(value) or names_us(value) or find_country(value)):
            return value
    return None


def _name(text: str, sellers: Sequence[str], beside_others: bool) -> str | None:
    """A name that is said to be one; beside other fields also "I'm ...", or one that is alone."""
    if named := _NAMED.search(text):
        return named["value"]
    shops = {word.lower() for seller in sellers for word in seller.split()}
    for pattern in (_HERE, _CALLED, _NAME_LISTED) if beside_others else (_HERE,):
        said = [m["value"] for m in pattern.finditer(text) if _may_be_name(m["value"], shops)]
        if said:
            return said[0]
    if not beside_others:
        return None
    parts = re.split(r"[,;\n]|(?<=\w\w)[.!]\s|\band\b|\s-\s", text)
    alone = [m["value"] for part in parts if (m := _NAME_ALONE.match(part))]
    names = [value for value in alone if _may_be_name(value, shops)]
    return names[0] if len(names) == 1 else None


def _may_be_name(value: str, shops: set[str]) -> bool:
    """Capitalised words may be a person's name, but for a product, a shop or a place."""
    place = value.lower() in STATES or find_country(value) is not None
    return not place and not _NO_NAME.search(value) and shops.isdisjoint(value.lower().split())


# Capitalised words that are no person's name.
_NO_NAME = re.compile(
    r"\b(?:United|States|America|Gift|Card|Replacement|Power\w*|Bank|Charger|Battery|Model|Serial|Number|Please|Thanks|"
    r"Thank|Hello|Hi|Order|Email|Address|Street|Recall|It|This|That)\b"
)
