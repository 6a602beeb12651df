"""What customers answer when a date code, a lot, a part, a shop or a day decides. Pure.

CANNOT_TELL   they do not know it or cannot read it
NONE          the label carries no such code
ELSEWHERE     it was bought, but at none of the shops in question
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from difflib import SequenceMatcher

from bot.recalls.patterns import clean

__all__ = [
    "CANNOT_TELL", "ELSEWHERE", "NONE", "read_code", "read_day", "read_shop", "says_cannot_tell",
]  # fmt: skip

CANNOT_TELL = "cannot tell"
NONE = "none"
ELSEWHERE = "elsewhere"
LONGEST = 40

_CANNOT = re.compile(
    r"\b(?:don'?t|do not|can'?t|cannot|could ?n[o']t|not sure|no idea|unsure|unreadable|illegible"
    r"|worn|faded|forgot|don'?t remember)\b",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"\b(?:none|no (?:number|code|lot|batch|po|date)|nothing|without|is ?n[o']t (?:one|any)"
    r"|there(?:'s| is) no|has no|does ?n[o']t have)\b",
    re.IGNORECASE,
)
# What stands before the code itself: "the lot number is 35-22".
_LEAD = re.compile(
    r"^(?:(?:the|it|it's|its|is|says|reads|my|lot|batch|date|code|codes|number|no|nr|po|model"
    r"|serial|battery|on|label|number's)(?:[\s.:#=]+))+(?=\S)",
    re.IGNORECASE,
)
_WITH_DIGIT = re.compile(r"(?<![\w])[A-Za-z./_-]*\d[\w./_-]*")
# Who got it from somebody else, or names no shop, cannot know which one sold it new.
_NO_SHOP = re.compile(
    r"\b(?:gift(?:ed)?|present|given|gave|won|prize|raffle|found|inherited|borrowed|used|thrift|"
    r"second[ -]?hand|hand[ -]?me[ -]?down|refurbished|pre[ -]?owned|goodwill|pawn|resale|reseller|"
    r"market ?place|flea|(?:yard|garage|estate|rummage) sale|swap|auction|craigslist|e-?bay|"
    r"facebook|offerup|mercari|online|internet|web ?(?:site|shop|store)?|some(?:where|one|body)|"
    r"mom|mum|mother|dad|father|parents?|wife|husband|partner|girlfriend|boyfriend|son|daughter|"
    r"brother|sister|uncle|aunt|cousin|grand\w+|nephew|niece|in-?laws?|friends?|neighbou?rs?|"
    r"co-?workers?|colleagues?|boss|employer|work|school|company|guy|man|woman|lady|person|"
    r"people|family|roommate|santa)\b|^\W*(?:at|in|from|on)?\s*(?:an?|the|some)\s+"
    r"(?:\w+\s+)?(?:shop|store|mall|market|retailer|seller)\W*$",
    re.IGNORECASE,
)
# As near as this, a word may be a shop's name with a slip in it.
_NEAR = 0.75
_DAYS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y")


def says_cannot_tell(text: str) -> bool:
    """Is it no answer but the word that there is none to be had?"""
    return bool(_CANNOT.search(text))


def read_code(text: str) -> str | None:
    """The code in an answer as it was written, CANNOT_TELL, NONE, or None where there is none."""
    plain = " ".join(text.replace("\u2019", "'").split())
    found = _WITH_DIGIT.findall(plain)
    if not found:
        if _NONE.search(plain):
            return NONE
        return CANNOT_TELL if says_cannot_tell(plain) else None
    # In "PO-PP 005" a lead-in word is a part of the code: only one that stands alone is cut.
    bare = _LEAD.sub("", plain).rstrip(".!,")
    if len(bare.split()) <= 2 and len(bare) <= LONGEST:
        return bare
    return found[0] if len(found) == 1 and len(found[0]) <= LONGEST else None


def read_shop(text: str, shops: Sequence[str]) -> str:
    """The one of `shops` that is named; ELSEWHERE for another one, CANNOT_TELL where it is unclear.

    ELSEWHERE clears a unit: a shop's name with a slip in it, a gift, a person or a second hand
    does not.
    """
    if named := next((shop for shop in shops if clean(shop) in clean(text)), None):
        return named
    words = text.split()
    text = " ".join(words)
    for shop in map(clean, shops):
        for size in range(1, 4):
            for start in range(len(words) - size + 1):
                said = clean("".join(words[start : start + size]))
                if SequenceMatcher(None, said, shop).ratio() >= _NEAR:
                    return CANNOT_TELL
    return CANNOT_TELL if _NO_SHOP.search(text) or not clean(text) else ELSEWHERE


def read_day(text: str) -> str | None:
    """A whole day, as 2025-06-12; None where no whole day can be read."""
    plain = " ".join(text.replace(",", " ").strip(" .").split())
    plain = re.sub(r"\b(\d{1,2})(?:st|nd|rd|th)\b", r"\1", plain)
    plain = re.sub(r"^(?:on|it was|bought(?: it)?(?: on)?)\s+", "", plain, flags=re.IGNORECASE)
    for form in _DAYS:
        try:
            return datetime.strptime(plain, form).date().isoformat()
        except ValueError:
            continue
    return None
