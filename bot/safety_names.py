"""Take names, addresses, e-mail and codes out of a message before danger is looked for.

"Ashley Burns, 12 Smoke Rise Drive" is an answer and no fire. In goes a message as typed, capital
letters and all; out comes the same message with each such span replaced by a word that means
nothing. A capital letter alone takes nothing out: "Smoke Everywhere" stays as it is.
"""

from __future__ import annotations

import re

__all__ = ["without_names"]


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


NAME = " Name "
# Signs that are a family's, a child's or a pet's name.
NAMED = (
    "Burns|Burnes|Sparks?|Sparky|Blaze|Embers?|Smok(?:e?y|es)|Hurt|Boom|Flames|Llamas|Swell|Bloat"
    "|Fry|Leake?|Fuego"
)
PLACES = (
    "Rise|Tree|Hole|Hollow|Creek|Springs?|Island|Mountains?|Store|Hills?|Lake|River|Valley|Canyon"
    "|Ridge|Point|Rock|Park|Pass|Bay|Beach|Woods?|Farms?|Falls|Bend|Gap|City|Town|County|Bluffs?"
    "|Meadows?|Pine|Pines|Oak|Oaks|Glen|Stone|Mill|Bridge|Fork|Branch|Knoll|Grove|Thorn|Bush"
)
STREET = (
    "st|str|street|ave|avenue|av|blvd|boulevard|lane|ln|road|rd|drive|dr|court|ct|way|place|pl"
    "|terrace|ter|trail|trl|circle|cir|hwy|highway|pkwy|parkway|square|sq|loop|path|pike|row|run"
    "|crescent|close|mews|calle|avenida|plaza|hollow|ridge|crossing|xing"
)
SHOPS = (
    "Electronics|Mobile|Store|Shop|Gadgets?|Tech|Topic|Traders?|Deals?|Outlet|Market|Mart|Wireless"
    "|Computers?|Inc|LLC|Ltd|Co|Phones?|Supply|Games|Music|Robotics"
)
# Words that are no part of a name, however they are written.
ORDINARY = _set(
    """a an the it its it's is are was were be been has have had my your our his her their this
    that these those there there's here in on at of from to for with and or but not no yes so very
    too all just still now i i'm im i've me we you he she they help please omg what how why when
    who can do does did should will battery batteries power bank powerbank charger phone
    cable device unit pack thing case product port plug usb laptop tablet everywhere inside
    outside smell smells smoke smoking fire burning hot heat swollen swelling flames white black
    grey gray thick heavy big small huge house kitchen car bed bedroom room couch sofa table desk
    bag backpack pocket hand hands finger fingers skin leg arm face caught on off got getting
    started starting coming going came out electrical chemical red danger dangerous emergency
    call send need hurry quick badly bad real really own baby son daughter kid kids child wife
    husband mom dad dog cat carpet floor curtains everything something someone everyone people
    monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december christmas easter thanksgiving
    minor severe first second third degree multiple several many some more sudden loud
    carrying house's hay hot mi su la el un una me se ayuda casa bateria batería cargador"""
)

# Looked for in any case; what they match is no word of a sentence.
ADDRESS_LIKE = re.compile(
    r"(?<!\S)\S{1,64}@\S{1,99}|(?:https?://|www\.)\S+|(?<!\S)[\w.-]{1,64}\.(?:com|org|net|edu|io)\b"
)
CODE = re.compile(
    r"\b(?<!-)(?=[A-Z-]{0,30}\d)(?=[0-9-]{0,30}[A-Z])[A-Z0-9]{1,20}(?:-[A-Z0-9]{1,20}){1,5}\b"
)
SPELLED = re.compile(r"\b(?:[A-Za-z]-){2,}[A-Za-z]\b")
# "12 Smoke Rise Drive", "9 burns ave": the words between are never those of a sentence.
NUMBERED_STREET = re.compile(
    r"\b(?!911\b)\d{1,5}[a-z]?,? (?:(?:north|south|east|west|[nsew]\.?) )?(?:(?P<one>[a-z']+) )"
    rf"(?:(?P<two>[a-z']+) )?(?:(?P<three>[a-z']+) )?(?:{STREET})\b\.?",
    re.IGNORECASE,
)
STREET_ALONE = re.compile(
    rf"\b[A-Z][a-z']+(?: [A-Z][a-z']+){{0,2}} (?:{STREET.title()})\b(?: \d+)?"
    rf"|^ *[a-z']+ (?:ave|avenue|blvd|boulevard|ln|lane|rd|road|street|st|ct)\b"
)
BOX = re.compile(r"\b(?:P\.?O\.? )?Box \d+,? [A-Z][a-z]+(?: [A-Z][a-z]+)*")
# Two or three words with capitals, one of them a name or a place that is also a sign.
CAPITALS = re.compile(r"\b[A-Z][a-z'’]+(?:,? [A-Z][a-z'’]+\.?|,? [A-Z]{2}\b){1,4}")
AFTER = re.compile(
    r"(?i:\b(?:names?|surname|nickname|username|user|called|named|mr|mrs|ms|mx|dr|miss|seller|shop|store"
    r"|city|town|street|llamo|llama|live in|lives in|from|bought at|bought from|company"
    r"|got (?:it|mine) at)(?: (?:is|was|called|named|the))?[.:]? )"
    r"(?-i:(?P<name>[A-Z][a-zA-Z0-9'’]+(?:,? [A-Z][a-z'’]+)*))"
)
NAME_TOLD = re.compile(
    r"\b(?:my|his|her|our|the|your|dog|cat|son|daughter|pet|husband|wife)?(?:'s)? ?"
    r"(?:(?:user|sur|last |first |nick|family )?name(?: is|'s|s|:)"
    r"|(?:is|was) (?:called|named)|me llamo|se llama|apellido(?: es)?) (?:[A-Za-z'’]+)"
    r"(?: [A-Z][a-z'’]+)*",
    re.IGNORECASE,
)
# "ashley burns", typed small: two words and no more, the first of them nothing that burns.
SMALL_NAME = re.compile(r"^\s*([a-z]{3,})\s+(?:burns|sparks|blaze)\s*$")
THINGS = ORDINARY | _set(
    """mattress pillow blanket rug towel shirt pants jacket cushion paper wood plastic outlet socket
    wire fabric box cell lithium adapter cord skin palm thumb foot toe nose mouth throat eye eyes
    stomach chest back neck head ear mine still really constantly always never now port ports
    metal rubber case lamp shelf garage roof wall tent purse wallet glove gloves sleeve throwing
    making flying seeing little blue bright orange electric small tiny loud chemical acid fluid
    liquid everything stuff thighs knee knees"""
)
_NAMED = re.compile(rf"(?:{NAMED})$")
_PLACE = re.compile(rf"(?:{PLACES}|{SHOPS}|{STREET.title()}|[A-Z]{{2}})$")


def without_names(text: str) -> str:
    """The text with names, addresses and codes replaced; never longer than a word for each."""
    text = ADDRESS_LIKE.sub(NAME, text)
    text = SPELLED.sub(NAME, CODE.sub(NAME, text))
    text = NUMBERED_STREET.sub(_street, text)
    text = BOX.sub(NAME, STREET_ALONE.sub(_street, text))
    text = NAME_TOLD.sub(_told, text)
    text = CAPITALS.sub(_capitals, text)
    text = AFTER.sub(_after, text)
    small = SMALL_NAME.match(text)
    if small and small[1] not in THINGS:
        return "Name"
    return "Name" if text.strip() == "Burns" else text


def _street(found: re.Match[str]) -> str:
    words = [w.strip(",.") for w in found.group().split()]
    inner = [w for w in words if not w[:1].isdigit()][:-1]
    plain = [w for w in inner if w.lower() in ORDINARY - _OF_STREETS]
    return found.group() if plain else NAME


def _told(found: re.Match[str]) -> str:
    last = found.group().split()[-1].lower()
    return found.group() if last in ORDINARY - _OF_STREETS else NAME


def _capitals(found: re.Match[str]) -> str:
    words = [w.strip(",.") for w in found.group().split()]
    plain = [w for w in words if w.lower() in ORDINARY]
    named = any(_NAMED.match(w) for w in words)
    placed = any(_PLACE.match(w) for w in words)
    if placed and len(plain) < 2 and not {w.lower() for w in plain} - _OF_STREETS:
        return NAME
    return NAME if named and not plain else found.group()


def _after(found: re.Match[str]) -> str:
    words = found["name"].replace(",", "").split()
    if any(w.lower() in ORDINARY - _OF_STREETS for w in words) or found["name"].isupper():
        return found.group()
    return found.group()[: found.start("name") - found.start()] + NAME


# These are signs, and parts of names of streets and places too.
_OF_STREETS = frozenset(
    {"smoke", "fire", "hot", "burning", "flames", "red", "white", "black", "big"}
)
