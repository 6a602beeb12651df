"""What a U.S. postal address lacks, whether its parts agree, and an answer put in its place. Pure.

In: an address as its customer wrote it. Out: what to ask about, once and softly. Nothing here
refuses an address, and one that looks like another country's is not asked about. Table-tested.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.claims.places import STATE_CODES, STATE_NAMES, STATES, ZIP, place_of
from bot.safety_names import STREET

__all__ = [
    "STATE_WORDS",
    "WAY",
    "AddressDoubt",
    "find_doubt",
    "is_street",
    "put_missing",
    "same_address",
]


class AddressDoubt(NamedTuple):
    """missing: of street, city, state and zip what was not found; if none, two of them disagree.

    place: the state that the postal code belongs to, "" where that can't be said. state: the one
    that is written.
    """

    missing: tuple[str, ...]
    place: str = ""
    state: str = ""


# First three digits of the postal codes and their states: U.S. Postal Service, labeling list L002.
# A few towns get their mail from the other side of a border, so it is only asked about.
_AREAS = (
    "005 NY, 006-007 PR, 008 VI, 009 PR, 010-027 MA, 028-029 RI, 030-038 NH, 039-049 ME, "
    "050-054 VT, 055 MA, 056-059 VT, 060-069 CT, 070-089 NJ, 090-098 AE, 100-149 NY, 150-196 PA, "
    "197-199 DE, 200 DC, 201 VA, 202-205 DC, 206-219 MD, 220-246 VA, 247-268 WV, 270-289 NC, "
    "290-299 SC, 300-319 GA, 320-339 FL, 340 AA, 341-349 FL, 350-369 AL, 370-385 TN, 386-397 MS, "
    "398-399 GA, 400-427 KY, 430-459 OH, 460-479 IN, 480-499 MI, 500-528 IA, 530-549 WI, "
    "550-567 MN, 570-577 SD, 580-588 ND, 590-599 MT, 600-629 IL, 630-658 MO, 660-679 KS, "
    "680-693 NE, 700-714 LA, 716-729 AR, 730-732 OK, 733 TX, 734-749 OK, 750-799 TX, 800-816 CO, "
    "820-831 WY, 832-838 ID, 840-847 UT, 850-865 AZ, 870-884 NM, 885 TX, 889-898 NV, 900-961 CA, "
    "962-966 AP, 967 HI AS, 968 HI, 969 GU MP FM MH PW, 970-979 OR, 980-994 WA, 995-999 AK"
)
_STATES_OF_AREA = [
    (area[:3], area.split()[0][-3:], area.split()[1:]) for area in _AREAS.split(", ")
]
_CODE_OF = {name.lower(): code for code, name in STATE_NAMES.items()}
_LETTERS = (rf"{code[0]}\.?{code[1]}\.?" for code in sorted(STATE_CODES))
_NAMES = (name.replace(" ", r"\s+") for name in sorted(STATES, key=len, reverse=True))
# As they are written in the midst of other words: in capitals.
STATE_WORDS = "|".join([*sorted(STATE_CODES), *STATE_NAMES.values()])
_STATE_ENDS = re.compile(
    rf"(?:^|(?<=[\s,.]))(?P<state>{'|'.join([*_NAMES, *_LETTERS])})\.?$", re.IGNORECASE
)
# Called like their state, they are a town, too.
_TOWNS_TOO = frozenset({"new york", "washington"})
# In small letters these are words: said alone they are no state.
_WORDS_TOO = frozenset({"HI", "ID", "IN", "LA", "MA", "ME", "OH", "OK", "OR", "PA"})
_OUR_COUNTRY = re.compile(
    r"[\s,]+(?:U\.?S\.?(?:A\.?)?|United\s+States(?:\s+of\s+America)?)\W*$", re.IGNORECASE
)
# A postal code with a digit too few or too many, after a state.
_NO_CODE = re.compile(r"(?<=[A-Za-z.])[\s,]+(?:\d{3,4}|\d{6,8})\W*$")
# Postal codes of Canada and of the United Kingdom.
_OTHER_CODE = re.compile(
    r"\b[A-Z]\d[A-Z]\s?\d[A-Z]\d\b|\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b", re.IGNORECASE
)
# Publication 28, appendix C, as far as they are common.
WAY = rf"{STREET}|alley|camino|cove|cv|expressway|expy|pass|plz|point|route|rte|turnpike|walk"
_WAYS = re.compile(rf"\b(?:{WAY})\b", re.IGNORECASE)
# Five digits after these are no postal code.
_OF_STREET = re.compile(
    r"(?:\b(?:apartment|apt|box|highway|hwy|lot|no|road|route|rte|ste|suite|unit)|#)[.\s#]*$",
    re.IGNORECASE,
)
_UNNUMBERED = re.compile(
    rf"(?<=\s)(?:{WAY}|building|cottage|delivery|farm|hall|house|manor|mill|ranch)\b",
    re.IGNORECASE,
)
# A house in another street; a number of five digits alone is a postal code.
_HOUSE = re.compile(r"(?:^|[,\n])\s*(?!\d{5}\b)\d{1,6}[a-z]?\s+[^\W\d]|\bbox\s+\d", re.IGNORECASE)
# As streets are written where the number follows the name, in countries without our states.
_NUMBER_LAST = re.compile(r"[^\W\d][^\d,]*\s\d{1,4}[a-z]?", re.IGNORECASE)
_CODE_BEFORE_TOWN = re.compile(r"(?:^|[,\n])\s*\d{5}\s+[^\W\d][^,\n\d]*$")
_UNIT = (
    r"(?:(?:apartment|apt|bldg|building|fl|floor|lot|rm|room|space|spc|ste|suite|trailer|trlr|unit)"
    r"\b\.?\s*#?\s*|#\s*)[\w-]+"
)
# Pieces that are neither a street nor a town.
_WITHIN = re.compile(
    rf"(?:{_UNIT}|\d+(?:st|nd|rd|th)\s+fl(?:oor)?|(?:c/o|attn)\b.*)", re.IGNORECASE
)
_BESIDE_WAY = re.compile(
    rf"{_UNIT}|\b(?:[NS][EW]?|[EW]|north\w*|south\w*|east|west)\b|[^\w#]+|[\d_]+",
    re.IGNORECASE,
)


class _Parts(NamedTuple):
    """The pieces of an address between its commas, without state and postal code.

    streets: those with a number, or else with a word for a way. others: all the rest. state, zip:
    as written. tail: where state and postal code begin; None where something else comes after.
    """

    streets: tuple[str, ...]
    others: tuple[str, ...]
    state: str
    zip: str
    tail: int | None


def find_doubt(address: str) -> AddressDoubt | None:
    """What of an address is to be asked about; None for nothing, as for another country's."""
    whole, _, _ = _cut(address)
    last = re.split(r"[,\n]", whole.strip(" ,.\n"))[-1]
    if _OTHER_CODE.search(last) or place_of(last) not in (None, "US"):
        return None
    parts = _parts(whole)
    if parts.streets and not parts.state and _CODE_BEFORE_TOWN.search(whole):
        return None
    have = {
        "street": parts.streets or len(parts.others) > 1,
        "city": _has_city(parts),
        "state": parts.state and not (_is_town(parts) and _code(parts.state) == "WA"),
        "zip": parts.zip,
    }
    states = _states_of(parts.zip)
    known = states and not any(map(_is_abroad, parts.streets))
    place = STATE_NAMES.get(states[0], "") if known else ""
    doubt = AddressDoubt(tuple(p for p, there in have.items() if not there), place, parts.state)
    agree = not place or _code(parts.state) in states
    return None if agree and not doubt.missing else doubt


def _is_abroad(street: str) -> bool:
    """Does its number follow its name, with no word for a way of ours ("Hauptstr. 5")?"""
    plain = not _WAYS.search(street) and not re.search(r"\bbox\b", street, re.IGNORECASE)
    return plain and _NUMBER_LAST.fullmatch(street) is not None


def same_address(one: str, other: str) -> bool:
    """Is it the same but for spaces, marks and capital letters?"""
    return _plain(one) == _plain(other)


def is_street(text: str) -> bool:
    """Does it name a house in a street, with a number?"""
    return bool(_HOUSE.search(text) or (_WAYS.search(text) and any(c.isdigit() for c in text)))


def put_missing(address: str, answer: str, *, may_be_town: bool = True) -> str | None:
    """The address with what `answer` tells of what is in doubt; None where it tells nothing of it.

    A state or postal code that is there already is put right by it, and another country's code or
    name settles it. A whole address takes the old one's place. may_be_town: may words without any
    of these be a town?
    """
    doubt = find_doubt(address)
    if doubt is None:
        return None
    told = _told_in(answer)
    parts = _parts(told)
    if doubt.missing and not is_street(told):
        last = told.split(",")[-1]
        # "Panama City 32401" ends like one of ours.
        other = not parts.state and not last[-1:].isdigit() and place_of(last) not in (None, "US")
        if other or _OTHER_CODE.search(told):
            return f"{address.rstrip(' ,.')}, {told}"
        if not parts.zip and (code := ZIP.search(told)):
            # "80202 I think": it begins like a street, and is none.
            told = f"{told[: code.start()]}{told[code.end() :]}, {code.group()}".strip(" ,")
            parts = _parts(told)
    numbered = any(c.isdigit() for c in "".join(parts.streets))
    if numbered and "street" not in doubt.missing:
        return told if parts.others or parts.state or parts.zip else None
    state = parts.state if told != parts.state or _is_state(told, doubt, _parts(address)) else ""
    streets = parts.streets if "street" in doubt.missing else ()
    others = (*parts.others, *(p for p in parts.streets if p not in streets))
    others = tuple(p for p in others if f" {_plain(p)} " not in f" {_plain(address)} ")
    others = tuple(p for p in others if not (state or parts.zip) or not _SENTENCE.search(p))
    if streets:
        address = ", ".join((*streets, address))
    city = others and "city" in doubt.missing and all(map(_may_be_city, others)) and may_be_town
    if not (streets or state or parts.zip or city):
        return None
    return _put(address, others, state, parts.zip)


def _told_in(answer: str) -> str:
    """The pieces of an answer without the words around them; those that deny are left out."""
    # "Colorado, not New York" has a piece of its own for what it denies; without a comma, too.
    pieces = re.split(r"[,;\n]|(?<=\w)\s+(?=not\s)", _OPENING.sub("", answer))
    pieces = [_COURTESY.sub("", _LEAD_IN.sub("", piece.strip())) for piece in pieces]
    pieces = [" ".join(piece.split()).strip(" .:!\"'") for piece in pieces]
    kept = [piece for piece in pieces if piece and not _DENIED.match(piece)]
    return ", ".join(kept)


_NAMING = r"(?:city|town|state|zip(?:\s*code)?|postal\s*code|postcode|street|country)"
_OPENING = re.compile(
    r"^\W*(?:(?:oh|ok(?:ay)?|sorry|ah|sure|yes|well|um+|no|nope|actually)\s*[,.!:-]+\s*)+",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"^(?:(?:no|nope|actually|but)\s+(?=\w))*"
    r"(?:(?:it['\u2019]?s|it\s+is|it\s+should\s+be|that['\u2019]?s|that\s+is|"
    rf"(?:the|my)(?=\s+{_NAMING}\b)|(?:i|we)\s+(?:live|am|are)|i['\u2019]m|in|at|is|"
    rf"{_NAMING}(?:\s+is|:)?)\s+)*",
    re.IGNORECASE,
)
_COURTESY = re.compile(r"\s*\b(?:please|sorry|thanks?(?:\s+you)?|thx)\b\W*$", re.IGNORECASE)
_DENIED = re.compile(r"(?:no|nope|not)\b", re.IGNORECASE)
_NO_CITY = re.compile(
    r"\b(?:address|agent|all|as|call|cancel|chat|complete|correct|don'?t|end|enough|fine|given|good|"
    r"hello|help|hey|hi|hold|human|i|idk|is|it|know|later|leave|me|moment|my|no|nope|not|ok|okay|"
    r"operator|person|please|quit|representative|right|same|skip|someone|stop|sure|talk|thank|"
    r"thanks|that'?s|the\s+same|this|wait|what|why|wrong|ye\w+|you)\b",
    re.IGNORECASE,
)
# Beside a state or a postal code, with these it is no part of an address.
_SENTENCE = re.compile(
    r"\b(?:address|correct|don'?t|i|idk|is|it|know|me|my|no|nope|not|please|right|sorry|thank|"
    r"thanks|that'?s|the\s+same|think|this|was|yes|you)\b",
    re.IGNORECASE,
)


def _may_be_city(text: str) -> bool:
    plain = all(c.isalpha() or c in " .'\u2019-" for c in text)
    return plain and len(text) > 1 and len(text.split()) <= 4 and not _NO_CITY.search(text)


def _is_state(alone: str, doubt: AddressDoubt, parts: _Parts) -> bool:
    """Is what was said, and nothing beside it, a state? "OK" is a yes, too."""
    code = _code(alone)
    if "state" in doubt.missing:
        return code not in _WORDS_TOO or alone.isupper() or len(alone) > 2
    fits = code in _states_of(parts.zip)
    return not doubt.missing and (fits or code not in _WORDS_TOO)


def _put(address: str, others: Sequence[str], state: str, code: str) -> str:
    """The address with these before its state, and with this state and postal code."""
    whole, short, country = _cut(address)
    parts = _parts(whole)
    if parts.tail is None:
        head, end = whole, f"{state} {code}"
    else:
        town = (parts.state,) if _is_town(parts) and state else ()
        others = (*town, *others)
        head, end = whole[: parts.tail], f"{state or parts.state} {code or parts.zip}"
    pieces = (head.rstrip(" ,.\n"), *others, end.strip())
    return ", ".join(filter(None, pieces)) + ("" if code else short) + country


def _cut(address: str) -> tuple[str, str, str]:
    """The address up to its state or postal code, what was meant for that code, and our country."""
    found = _OUR_COUNTRY.search(address)
    whole = address[: found.start()] if found else address
    short = _NO_CODE.search(whole)
    end = short.start() if short and _STATE_ENDS.search(whole[: short.start()]) else len(whole)
    return whole[:end], whole[end:], found.group() if found else ""


def _parts(whole: str) -> _Parts:
    code = _zip_in(whole)
    rest = f"{whole[: code.start()]}\n{whole[code.end() :]}" if code else whole
    pieces = [piece.strip() for piece in re.split(r"[,;\n]", rest)]
    pieces = [piece for piece in pieces if piece.strip(" .") and not _WITHIN.fullmatch(piece)]
    state = ""
    for place, piece in reversed(list(enumerate(pieces))):
        found = _STATE_ENDS.search(piece)
        # "100 California, San Francisco": a street before others ends with no state.
        if found and (place or len(pieces) == 1 or not any(c.isdigit() for c in piece)):
            state = found["state"]
            pieces[place] = piece[: found.start()].strip()
            break
    pieces = [piece for piece in pieces if piece.strip(" .")]
    streets = [piece for piece in pieces if any(c.isdigit() for c in piece)]
    streets = streets or [piece for piece in pieces if _UNNUMBERED.search(piece)]
    others = [piece for piece in pieces if piece not in streets]
    end = code.start() if code else len(whole)
    last = re.search(rf"{re.escape(state)}[\s,.]*$", whole[:end]) if state else None
    ends = not (code and whole[code.end() :].strip(" ,.\n")) and (last or not state)
    tail = (last.start() if last else end) if ends else None
    return _Parts(tuple(streets), tuple(others), state, code.group() if code else "", tail)


def _has_city(parts: _Parts) -> bool:
    if parts.others or _is_town(parts):
        return True
    street = parts.streets[-1] if parts.streets else ""
    ways = list(_WAYS.finditer(street))
    # Without a comma it stands after the way; where no way is named it is believed.
    after = street[ways[-1].end() :] if ways else street if parts.state or parts.zip else ""
    return bool(_BESIDE_WAY.sub("", after))


def _is_town(parts: _Parts) -> bool:
    """Is what is written for the state a town ("12 Elm Street, New York 10001")?"""
    return not parts.others and " ".join(parts.state.lower().split()) in _TOWNS_TOO


def _zip_in(whole: str) -> re.Match[str] | None:
    for found in reversed(list(ZIP.finditer(whole))):
        before, after = whole[: found.start()], re.split(r"[,\n]", whole[found.end() :])[0]
        house = _WAYS.search(after) or (after.strip() and not before.strip())
        if not house and not _OF_STREET.search(before):
            return found
    return None


def _plain(text: str) -> str:
    return " ".join(re.sub(r"\W+", " ", text).casefold().split())


def _code(state: str) -> str:
    name = " ".join(state.lower().replace(".", "").split())
    return _CODE_OF.get(name, name.upper())


def _states_of(code: str) -> list[str]:
    known = (states for first, last, states in _STATES_OF_AREA if first <= code[:3] <= last)
    return next(known, []) if code else []
