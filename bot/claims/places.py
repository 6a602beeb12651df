"""Where a unit was bought, as customers tell it. Pure; table-tested.

In: a message. Out: a country's ISO 3166-1 code. Where somebody lives now, or has moved to, is no
place of purchase: a unit bought abroad that counts as a U.S. one would be judged by the wrong list.
"""

from __future__ import annotations

import re
from itertools import islice

from bot.claims.countries import find_countries

__all__ = [
    "DENIED", "STATES", "STATE_CODES", "STATE_NAMES", "ZIP", "bought_in", "names_us", "place_of",
]  # fmt: skip

# A small "us" is the country only where it can hardly be the pronoun.
_US = re.compile(
    r"(?:\bU\.?\s?S\.?(?:\s?A\.?)?(?!\w)|(?i:\bu\.\s?s\.|\busa\b|\bthe\s+us\b|^\W*us\W*$|"
    r"\b(?:in|from)\s+us\b|\bunited\s+states(?:\s+of\s+america)?\b|\b(?<!south )(?<!latin )"
    r"(?<!central )america\b|\bstateside\b|\bthe\s+states\b|\bestados\s+unidos\b))"
)
# "not in the US": what is said not to be is left out, up to the end of its clause.
DENIED = re.compile(
    r"\b(?:not|never|outside|isn'?t|wasn'?t|didn'?t|don'?t\s+want|instead\s+of|rather\s+than|"
    r"no(?=\s+(?!the\b|i\b|it|sorry\b|wait\b|actually\b|oops\b)))\b(?:(?!\b(?:but|it\s+was|i\s+(?:need|want|would))\b|\.\s)[^,;!?\n])*",
    re.IGNORECASE,
)
# U.S. states and territories, U.S. Postal Service Publication 28, appendix B.
STATE_NAMES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California",
    "CO": "Colorado", "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia",
    "FL": "Florida", "GA": "Georgia", "GU": "Guam", "HI": "Hawaii", "ID": "Idaho",
    "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky",
    "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan",
    "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska",
    "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico",
    "NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio",
    "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "PR": "Puerto Rico",
    "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee",
    "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington",
    "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
}  # fmt: skip
STATES = frozenset(name.lower() for name in STATE_NAMES.values())
# Of the other territories, and of the military's mail, only the letters are common in an address.
STATE_CODES = frozenset(STATE_NAMES) | {"VI", "AS", "MP", "FM", "MH", "PW", "AA", "AE", "AP"}
# A U.S. postal code, the longer one too.
ZIP = re.compile(r"\b\d{5}(?:-\d{4})?\b")
_LONGEST_FIRST = (s.replace(" ", r"[\W_]+") for s in sorted(STATES, key=len, reverse=True))
_STATE = re.compile(rf"\b(?:{'|'.join(_LONGEST_FIRST)}|new\s+england)\b", re.IGNORECASE)
# The full stops of an abbreviation end no sentence.
_DOTTED = re.compile(r"\b(?P<first>[Uu])\.\s?(?P<last>[SsKk])\.?(?:\s?A\.)?(?!\w)")


def names_us(text: str) -> bool:
    """Does `text` name the United States, one of its states or a city with a state?"""
    text = DENIED.sub(" ", text)
    return bool(_US.search(text) or _STATE.search(text))


def _places(text: str) -> set[str]:
    """All countries that `text` names; the Mexico of "New Mexico" is none."""
    abroad = find_countries(_STATE.sub(" ", _US.sub(" ", text)))
    return abroad | {"US"} if names_us(text) else abroad


def place_of(text: str) -> str | None:
    """The one country that `text` names; None for none or several."""
    places = _places(DENIED.sub(" ", text))
    return places.pop() if len(places) == 1 else None


_BOUGHT = re.compile(
    r"\b(?:bought|buy|purchased?|got|ordered|sold|comes?|came|(?:is|was|its|'s)(?=\s+from))\b"
    r"(?=(?P<rest>(?:[^.?!;\n]|\.(?=\w)){0,120}))",
    re.IGNORECASE,
)
# Whatever follows is told of something else than the purchase.
_ELSEWHERE = re.compile(
    r"\b(?:and|but|lives?|moved?|(?:i|we)\s+am|(?:i|we)['\u2019](?:m|re))\b", re.IGNORECASE
)
_AT = re.compile(r"\b(?:in|from|on|at)\s+(?=(?P<place>\S.{1,59}))", re.IGNORECASE)
_MOST_PLACES = 5  # more of them tell nothing that is clear
_PLACE_ENDS = re.compile(
    r"[(]|\b(?:while|when|before|after|on\s+a\s+trip|to|with|now|then|because|since|although|though|"
    r"who|which|where|for|as|during|i|we|he|she|they)\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"\s*(?:the\s+)?(?P<first>[^\W\d_]+(?:\s+[^\W\d_]+)?)", re.IGNORECASE)


def bought_in(text: str) -> str | None:
    """The country a unit comes from, where a message says so ("I got it in Japan"); else None.

    None where two purchases tell two countries.
    """
    plain = _DOTTED.sub(r"\g<first>\g<last>", DENIED.sub(" ", text))
    said = (found["rest"] for found in islice(_BOUGHT.finditer(plain), _MOST_PLACES))
    told = {country for rest in said if (country := _told_in(rest))}
    return told.pop() if len(told) == 1 else None


def _told_in(rest: str) -> str | None:
    """The country that is said right after "bought": by the first place that has one."""
    rest = _ELSEWHERE.split(rest, maxsplit=1)[0]
    for found in islice(_AT.finditer(rest), _MOST_PLACES):
        if country := _country(_PLACE_ENDS.split(found["place"], maxsplit=1)[0]):
            return country
    return None


def _country(place: str) -> str | None:
    """The country of "Tokyo, Japan" or "Amazon in Germany last year"; None where it is unclear."""
    town, *after = place.split(",")
    places = _places(town)
    # A comma goes on to the country of a town, and to nothing else.
    for part in after[:2]:
        beside = _BESIDE.match(part)
        if beside and len(further := _places(beside["first"])) == 1:
            # "Lebanon, Ohio" is a town there, and a country.
            return further.pop() if not places or places == further else None
    abroad = places - {"US"}
    if len(abroad) > 1:
        return None
    return next(iter(abroad or places), None)
