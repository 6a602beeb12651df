"""A notice's and a customer's words in one form, so that they meet. Pure.

The databases' own stemming and stop lists differ; both are given what comes out of here.
"""

from __future__ import annotations

import html
import itertools
import re
import unicodedata
from collections.abc import Sequence

__all__ = [
    "Asked",
    "adjacent",
    "asked_numbers",
    "asked_words",
    "is_model_like",
    "joins",
    "words",
]

LONGEST_WORD = 40
# Nobody needs more words to name a product; a long message must not make a long query.
MOST_ASKED = 24

_WORD = re.compile(r"[a-z0-9]+(?:['’&./+-]+[a-z0-9]+)*")
_POSSESSIVE = re.compile(r"['’]s?\b")
_MARKS = re.compile(r"[^a-z0-9]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_MEASURE = re.compile(
    r"\d+(?:mah|ah|wh|w|v|a|k|oz|inch|in|ft|lb|mm|cm|gallon|gal|qt|quart|pack|piece|pc|month"
    r"|year|yr|mo|st|nd|rd|th|pm|am|x)s?"
)
_HTML_TAG = re.compile(r"<[^>]*>")

# One word for what people and notices name differently. Keys and values are singular.
_SAME = {
    "baby": "infant", "bassinette": "bassinet",
    "bicycle": "bike", "blaster": "gun", "carpet": "rug", "cellphone": "phone",
    "children": "child", "cooktop": "range", "couch": "sofa", "crockpot": "cooker",
    "cupboard": "cabinet", "drape": "curtain", "earbud": "headphone", "earphone": "headphone",
    "ebike": "bike", "fourwheeler": "atv", "fridge": "refrigerator", "gasoline": "gas",
    "headset": "headphone", "jammy": "pajama", "kid": "child", "knives": "knife",
    "lady": "women", "lawnmower": "mower", "men": "man", "minibike": "bike",
    "motorbike": "motorcycle", "mug": "cup", "multicooker": "cooker", "newborn": "infant",
    "pj": "pajama", "playpen": "playyard", "pram": "stroller", "pushchair": "stroller",
    "pyjama": "pajama", "quad": "atv", "robe": "bathrobe", "rov": "utv", "shelves": "shelf",
    "sidebyside": "utv", "smartphone": "phone", "stove": "range", "tee": "shirt",
    "teeth": "tooth", "toddler": "child", "trike": "tricycle", "tshirt": "shirt",
    "tumbler": "cup", "tv": "television", "vape": "vaporizer", "woman": "women",
}  # fmt: skip
# Two words that say one thing.
_SAME_PAIRS = {
    ("portable", "charger"): ("power", "bank"),
    ("battery", "bank"): ("power", "bank"),
    ("four", "wheeler"): ("atv",),
    ("golf", "cart"): ("golf", "car"),
    ("electric", "bike"): ("bike",),
    ("e", "bike"): ("bike",),
    ("blow", "dryer"): ("hair", "dryer"),
    ("t", "shirt"): ("shirt",),
}
# What a question is made of besides the product.
_NO_PRODUCT = """
    a about above actually affected after again against ago ain all alert already also am an and
    announced another any anybody anymore anyone anything are aren around as ask asked asking at
    aware back bad be because been before being believe belong better between bit both bought box
    brand branded brother brought but buy by bye call called came can cannot cant check checked
    checking come concern concerned could couple cousin covered current currently cute dad danger
    dangerous daughter day days dear defective definitely deal did didn didnt different do does
    doesn doesnt doing don done dont down due during each easy either else email even ever every
    everyone exactly family far father feel few find fine first for found friend friends from full
    gave get getting gift gifted give given go going gonna good got gotten gram grandma grandpa
    grandkid grandson granddaughter great guy guys had has hasn have haven having he hear heard
    hello help her here hers hey hi him his hot how however http https husband i id idea if im
    important in include included info information instead into involved is isn isnt issue issued
    it item its itself just keep kind kinda know known last lately later least left let like
    likely list listed little live ll long look looking looks lot love ltd made mail make makes
    making many may maybe me mean means might mine model models mom month months more morning most
    mother much must my myself name named near need needs neighbor never new news nice no none nor
    not notice notices now number numbers o of off oh ok okay old older on once one ones online
    only or order ordered other our ours out over owner own part past people perhaps person please
    possible possibly problem product products public purchase purchased put question quick quite
    re read really reason recall recalled recalling recalls received recent recently regarding
    remember right risk said same saw say says see seem seems seen sell selling send serial series
    she should show sister so sold some somebody someone something son soon sorry still stop store
    stuff such summer sure take tell than thank thanks that the their them then there these they
    thing things think this those though thought through time to today told too took trouble true
    try trying two type uncle under unit units until up upon us use used user using ve very via
    want wanted warning was wasn we wear wearing wears week weeks well went were what whats whatever
    when where whether which while who whole whom whose why wife will winter with without won wonder
    wondering wore work working worried worry worth would yeah year years yes yesterday yet you your
    yours christmas birthday holiday spring fall secondhand ebay shop website www com net inc llc
    co corp company kitchen house home garage room bedroom bathroom office apartment
    black white blue red green yellow orange purple pink grey gray silver gold brown beige tan
    navy teal color colour colored small large big medium tiny huge mini
    quart gallon ounce inch foot pound volt watt
    safe unsafe hazard hazardous fire burn injury risk stopped lately recent
"""
_STOP = frozenset(_NO_PRODUCT.split())


def words(text: str) -> list[str]:
    """The words of a text in order: lower case, no accents, singular, like words made one.

    A word with a mark inside comes out joined, then in its parts: `BI-B41` as bib41, b41.
    """
    found: list[str] = []
    for written in _WORD.findall(_plain(text)):
        joined = _MARKS.sub("", written)
        parts = [part for part in _MARKS.split(written) if part]
        if len(parts) > 1:
            found += [_one(joined)]
            found += [_one(part) for part in parts if len(part) > 1]
        else:
            found.append(_one(joined))
    return _paired(found)


def adjacent(found: Sequence[str]) -> list[str]:
    """Neighbours written as one: `power bank` is also asked for as powerbank."""
    pairs = itertools.pairwise(found)
    return [a + b for a, b in pairs if a.isalpha() and b.isalpha() and len(a + b) < LONGEST_WORD]


def is_model_like(word: str) -> bool:
    """Could it be a model number: letters and two digits or more, or five digits and more?"""
    if _MEASURE.fullmatch(word) or len(word) < 4:
        return False
    digits = sum(c.isdigit() for c in word)
    return 2 <= digits < len(word) or digits >= 5


class Asked:
    """One thing a question names: its usual form, and others that mean it as well.

    forms: tried in this order, the first that any notice knows counts; each is one or more
    words that must all be known.
    """

    __slots__ = ("forms",)

    def __init__(self, *forms: tuple[str, ...]) -> None:
        self.forms = forms


def asked_words(text: str) -> list[Asked]:
    """What a question names, without the words that name no product."""
    asked: list[Asked] = []
    plain = _POSSESSIVE.sub(" ", _plain(text))
    for written in _WORD.findall(plain):
        parts = tuple(_one(part) for part in _MARKS.split(written) if part)
        joined = _one(_MARKS.sub("", written))
        if len(parts) > 1:
            rest = tuple(part for part in parts if len(part) > 1 and not _says_nothing(part))
            asked.append(Asked((joined,), rest) if rest else Asked((joined,)))
        elif not _says_nothing(joined):
            asked.append(Asked((joined,)))
    unique: dict[tuple[tuple[str, ...], ...], Asked] = {}
    for one in _paired_asked(asked):
        unique.setdefault(one.forms, one)
    return list(unique.values())[:MOST_ASKED]


def asked_numbers(text: str) -> set[str]:
    """Sizes and short numbers in a question: they tell like products apart, no more."""
    parts = {part for w in _WORD.findall(_plain(text)) for part in _MARKS.split(w)}
    return {p for p in parts if p[:1].isdigit() and _says_nothing(p) and not _YEAR.fullmatch(p)}


def joins(asked: Sequence[Asked]) -> list[tuple[int, str]]:
    """(place, joined word) of two neighbouring things that may be written as one word."""
    found = []
    for place, (one, next_one) in enumerate(itertools.pairwise(asked)):
        a, b = one.forms[0], next_one.forms[0]
        if len(a) == len(b) == 1 and a[0].isalpha() and b[0].isalpha():
            found.append((place, a[0] + b[0]))
    return found


def _plain(text: str) -> str:
    text = _HTML_TAG.sub(" ", html.unescape(text))
    text = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in text if not unicodedata.combining(c))


def _one(word: str) -> str:
    word = word[:LONGEST_WORD]
    word = _SAME.get(word, word)
    if not word.isalpha():
        return word
    singular = _singular(word)
    return _SAME.get(singular, singular)


def _singular(word: str) -> str:
    if len(word) < 4 or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith(("ies", "ie")) and len(word) > 4:
        # "hoodies" says neither hoody nor hoodie.
        return word.removesuffix("s").removesuffix("ie") + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "zes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") else word


def _says_nothing(word: str) -> bool:
    if word in _STOP or len(word) < 2:
        return True
    if word.isdigit():
        return len(word) < 3 or bool(_YEAR.fullmatch(word))
    return bool(_MEASURE.fullmatch(word))


def _paired(found: list[str]) -> list[str]:
    result: list[str] = []
    for word in found:
        if result and (result[-1], word) in _SAME_PAIRS:
            result[-1:] = _SAME_PAIRS[result[-1], word]
        else:
            result.append(word)
    return result


def _paired_asked(asked: list[Asked]) -> list[Asked]:
    result: list[Asked] = []
    for one in asked:
        before = result[-1].forms[0] if result else ()
        pair = (*before, *one.forms[0])
        if len(before) == 1 and len(pair) == 2 and pair in _SAME_PAIRS:
            result[-1:] = [Asked((word,)) for word in _SAME_PAIRS[pair]]
        else:
            result.append(one)
    return result
