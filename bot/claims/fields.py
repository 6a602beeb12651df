"""Reading one claim field out of a customer's message. Pure; table-tested.

`read_field` says how sure it is, because the same message may be a question that interrupts
the claim: CERTAIN is the field's value whatever it looks like otherwise, LIKELY only if the
message is not understood as something else, NO is not an answer to this field.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.claims.orders import read_order
from bot.claims.places import STATE_CODES, ZIP, bought_in, names_us, place_of
from bot.claims.remedies import read_remedy
from bot.emails import read_email
from bot.recalls.reading.words import words

__all__ = [
    "PARTICLES",
    "FieldReading",
    "Fit",
    "denies",
    "is_question",
    "is_skip",
    "named_remedy",
    "read_field",
    "says_yes",
]


class Fit(enum.Enum):
    """How well a message answers a field."""

    CERTAIN = 2
    LIKELY = 1
    NO = 0


@dataclass(frozen=True)
class FieldReading:
    """value: what to keep, None unless it fits.

    suggestion: the spelling that was probably meant ("gmail.com" for "gmial.com").
    """

    fit: Fit
    value: str | None = None
    suggestion: str = ""


NO = FieldReading(Fit.NO)

# Words around an answer that are not part of it.
_OPENING = r"(?:(?:ok(?:ay)?|sure|well|um+|uh+|so|yes|sorry|hi|hello)[\s,.!:-]+)*"
_SAID = (
    r"it\s+is|it['\u2019]?s|it\s+was|that's|this\s+is|i\s+am|i['\u2019]?m|i\s+think(?:\s+it\s+was)?|"
    r"my\s+(?:full\s+|first\s+|last\s+)?(?:name|e-?mail(?:\s+address)?|(?:postal\s+|street\s+)?address|"
    r"street|order(?:\s+number)?|country)(?:\s+is|['\u2019]s|:)?|(?:you\s+can\s+|please\s+)?call\s+me|"
    r"(?:the\s+)?name(?:\s+is|['\u2019]s|:)|e-?mail(?:\s+is|:)?|"
    r"the\s+(?:name|e-?mail(?:\s+address)?|address|order(?:\s+number)?)\s+is|spelled|spelt|"
    r"send\s+it\s+to|ship\s+it\s+to|(?:i|we)\s+live\s+(?:at|in)|we\s+are\s+(?:at|in)|"
    r"bought\s+(?:it\s+)?(?:at|from|on|in)|"
    r"i\s+(?:bought|got|purchased)\s+(?:it\s+)?(?:at|from|on|in)|from"
)
_PLACED = r"on|at|in(?!\s+care\s+of)|order|number"
_LEAD_IN = re.compile(rf"^\s*{_OPENING}(?:(?:{_SAID}|{_PLACED})(?=[\s:#'])[\s:#]*)+", re.IGNORECASE)
# Of a name "In" or "So" may be a part: "In Young Kim".
_NAME_LEAD_IN = re.compile(
    rf"^\s*(?:{_OPENING}(?:(?:{_SAID})(?=[\s:#'])[\s:#]*)+|"
    r"(?:(?:okay|yes|sorry|um+|uh+)[\s,.!:-]+|(?:ok|so|well|sure)\s*[,.!:-]+\s*)+)",
    re.IGNORECASE,
)
# Around a name only: "Hi, Jane Roe here".
_GREETING = re.compile(
    r"^\s*(?:(?:hi|hello|hey)(?:\s+there)?|good\s+(?:morning|afternoon|evening))[\s,.!:-]+",
    re.IGNORECASE,
)
_HERE = re.compile(
    r"(?<=\w)[\s,]+(?:here|speaking|again|is\s+(?:my|the)\s+(?:full\s+)?name)\W*$",
    re.IGNORECASE,
)
_WHATEVER = (
    r"(?:\s+(?:it|one|that|any|anymore|exactly|right|now|where|which|when|what|the|an?|my|i|"
    r"bought|got|was|order|number|receipt|store|shop|seller|name))*"
)
_SKIP = re.compile(
    r"^\W*(skip(?:\s+(?:it|this|that))?|pass|next|none|n/?a|nope|"
    r"no(?:ne)?\s*(?:thanks|thank\s+you|order(?:\s+number)?|receipt)?|"
    rf"(?:i\s+)?(?:don'?t|do\s+not|dont)\s+(?:know|have|remember){_WHATEVER}|"
    rf"(?:i\s+)?(?:can'?t|cannot|cant)\s+(?:remember|find){_WHATEVER}|"
    r"idk|not\s+sure|no\s+idea|later|(?:i\s+)?lost\s+it|"
    r"leave\s+(?:it\s+)?(?:blank|empty)|rather\s+not(?:\s+say)?|-+)\W*$",
    re.IGNORECASE,
)
_YES = re.compile(
    r"\b(?:y|yes|yeah|yea|yep|yup|ok|okay|sure|correct|right|exactly|agree[ds]?|fine|good|true|s[i\u00ed]|"
    r"confirm(?:ed)?|absolutely|definitely|match(?:es)?|same|perfect|it\s+is|go\s+ahead|do\s+it)\b"
    "|[\U0001f44d\U0001f44c\u2705\u2714\U0001f197]",  # thumbs up, OK hand, check marks, OK
    re.IGNORECASE,
)
# "Serial no" is a number.
_DENIES = re.compile(
    r"(?<!serial )(?<!model )(?<!s/n )\bno\b(?! (?:problem|worries|doubt))|"
    r"\b(?:nope|nah|not|neither|never|wrong|incorrect|different)\b|"
    r"\b(?:is|are|was|were|do|does|did|has|have|wo|ca|could|would|should|ai)n['’]?t\b",
    re.IGNORECASE,
)
_DOUBT = re.compile(
    r"\b(?:maybe|perhaps|h+m+|unsure|think|guess|probably|might|dunno|idk|almost|except|but|wait|"
    r"hold\s+on|hang\s+on|sec|(?:one|a|1|just\s+a)\s+(?:second|minute|min|moment)|"
    r"(?:correct|change|fix)\s+(?:it|that|this|my|the))\b|\?",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"\?|^\W*(?:why|what|how|when|where|who|which|can|could|do|does|did|is|are|will|would|should|"
    r"may|am)\b",
    re.IGNORECASE,
)


def is_skip(text: str) -> bool:
    """Does the customer pass over the question ("skip", "I don't have one")?"""
    # "No receipt, lost it": each part passes over it.
    parts = [part for part in re.split(r"[.,;!\n]+", text) if part.strip()]
    return bool(_SKIP.match(text)) or (len(parts) > 1 and all(map(_SKIP.match, parts)))


def denies(text: str) -> bool:
    """Are there words of denial in it ("no, that isn't it")?"""
    return bool(_DENIES.search(text))


def says_yes(text: str) -> bool | None:
    """Does it say yes in so many words? None where it can't be told, False where it doubts."""
    if _DOUBT.search(text) or denies(text):
        return False
    return True if _YES.search(text) else None


def read_field(kind: str, text: str, choices: Mapping[str, str] | None = None) -> FieldReading:
    """Read the field `kind` out of `text`.

    choices: for `remedy`, its keys and titles. Unknown kinds are read as free text.
    """
    text = unicodedata.normalize("NFC", text).strip()
    if kind == "remedy":
        return _read_remedy(text, choices or {})
    return _READERS.get(kind, _read_text)(text)


def _strip_lead_in(text: str) -> str:
    return _LEAD_IN.sub("", text).strip(" \t\n.!,:;\"'")


def is_question(text: str) -> bool:
    """Does it look like a question?"""
    return bool(_QUESTION.search(text))


def _read_remedy(text: str, choices: Mapping[str, str]) -> FieldReading:
    read = read_remedy(text, choices)
    if read is None:
        return NO
    return FieldReading(
        Fit.CERTAIN if read.sure and not is_question(text) else Fit.LIKELY, read.key
    )


def named_remedy(text: str, choices: Mapping[str, str]) -> str | None:
    """The remedy that is named outright; a mere word of its title is none."""
    reading = _read_remedy(text, choices)
    named = reading.value or ""
    outright = re.search(rf"\b{named.replace('_', ' ')}\b", text, re.IGNORECASE)
    return named if named and outright and reading.fit is Fit.CERTAIN else None


def _read_country(text: str) -> FieldReading:
    fit = Fit.LIKELY if is_question(text) else Fit.CERTAIN
    country = bought_in(text) or place_of(text)
    return FieldReading(fit, country) if country else NO


# "We are outside" or "I'm safe now", whose "I'm" is gone by then, answer the alarm before.
_HOW_THEY_ARE = re.compile(
    r"(?:i|we|they|every(?:one|body)|nobody)"
    r"(?:['\u2019](?:m|re|s|ve|ll)|\s+(?:am|are|is|was|were|have|has|had|got|will|can|did|do))\b"
    r"|(?:all\s+)?(?:alone|done|fine|home|ok|okay|out|outside|ready|safe|scared)"
    r"(?:\s+(?:again|and|here|now|ok|okay|outside|safe))*\W*$",
    re.IGNORECASE,
)


# Names that begin like a question are told from one by the word that comes next.
_GOES_ON = words(
    """
    a about an and any are can come come could did do does far for have he how i if in is it long
    many me mine much my no not of often old on one only or our really she should so soon tell that
    the there they this to us was we what when where who why will with would you your
    """
)
_FIRST_NAMES = words("are can do how may will")
# Nobody is called by words of these alone.
_NO_NAMES = words(
    """
    a afternoon agent an and bye card customer day evening gift good goodbye hello help human live
    maybe mind morning much name never night no none not ok okay operator please real rep
    representative service speak support sure talk thank thanks the thing to very with yes you
    """
)
# What stands before a family's name, in small letters.
PARTICLES = words("al bin da das de del della den der di do dos du el ibn la las los van von y")
MOST_WORDS = 10


def _read_name(text: str) -> FieldReading:
    told = _GREETING.sub("", _HERE.sub("", text))
    value = " ".join(_NAME_LEAD_IN.sub("", told).strip(" \t\n.!,:;\"'").split())
    if "@" in value or not any(c.isalpha() for c in value) or len(value) > 100:
        return NO
    parts = value.split()
    asks = is_question(text) and not _begins_like_a_question(parts, text)
    if sum(c.isdigit() for c in value) > 1 or asks or _HOW_THEY_ARE.match(value):
        return NO
    # "Jane Porter" can hardly be anything else; "stop" or "why" can.
    capitals = all(w[:1].isupper() or not w[:1].isalpha() or len(w) <= 3 for w in parts)
    whole = all(w[:1].isupper() or w in PARTICLES for w in parts)
    if len(parts) > (MOST_WORDS if whole else 6) or {w.lower() for w in parts} <= _NO_NAMES:
        return NO
    certain = 2 <= len(parts) <= 4 and capitals and not value.isupper()
    return FieldReading(Fit.CERTAIN if certain else Fit.LIKELY, value)


def _begins_like_a_question(parts: list[str], text: str) -> bool:
    """ "Will Smith", "may wong": a name whose first word asks elsewhere."""
    small = [part.lower() for part in parts]
    if "?" in text or len(parts) < 2 or small[0] not in _FIRST_NAMES or small[1] in _GOES_ON:
        return False
    return all(part[:1].isupper() for part in parts) or len(parts) == 2


def _read_email(text: str) -> FieldReading:
    read = read_email(text)
    return FieldReading(Fit.CERTAIN, read.address, suggestion=read.meant) if read else NO


# Told of an address, and none itself: "same as before", "I moved in 2019".
_ABOUT_ADDRESS = re.compile(
    r"^(?:(?:it\s+is\s+)?(?:the\s+)?same|i|we|it|he|she|they|you|as)\b|\bago\b", re.IGNORECASE
)
_SENTENCE = re.compile(r"\b(?:i|it|my|we|you|am|are|is|was|were)\b", re.IGNORECASE)
_STATE_CODE = re.compile(rf"[\s,](?:{'|'.join(sorted(STATE_CODES))})\b")
_WAY = re.compile(
    r"\b(?:street|st|avenue|ave|road|rd|lane|drive|court|way|route|highway|farm|cottage|house|"
    r"building|delivery|box)\b",
    re.IGNORECASE,
)


def _read_address(text: str) -> FieldReading:
    value = _LEAD_IN.sub("", text).strip(" \t\n")
    letters = sum(c.isalpha() for c in value)
    if "@" in value or letters < 4 or len(value) < 8 or len(value) > 300:
        return NO
    in_parts = bool(re.search(r"\w[^\n,]*[,\n]\s*\w", value))
    placed = bool(ZIP.search(value) or _STATE_CODE.search(value) or names_us(value))
    if _ABOUT_ADDRESS.search(value) and not (in_parts and placed):
        return NO
    if not any(c.isdigit() for c in value):
        # "General Delivery, Nome, AK": an address may have no number, but it has parts.
        unnumbered = len(value.split()) >= 3 and in_parts and (placed or _WAY.search(value))
        tells = _SENTENCE.search(value) or is_question(text)
        return FieldReading(Fit.LIKELY, value) if unnumbered and not tells else NO
    whole = (placed or (in_parts and _WAY.search(value))) and "?" not in text
    return FieldReading(Fit.CERTAIN if whole else Fit.LIKELY, value)


def _read_text(text: str) -> FieldReading:
    value = _strip_lead_in(text)
    if not any(c.isalnum() for c in value) or len(value) > 120:
        return NO
    if is_question(text):
        return NO
    return FieldReading(Fit.LIKELY, value)


def _read_seller(text: str) -> FieldReading:
    # A postal code belongs to the address that was asked for before.
    return NO if ZIP.fullmatch(_strip_lead_in(text)) else _read_text(text)


def _read_order(text: str) -> FieldReading:
    found = None if is_question(text) else read_order(text)
    return FieldReading(Fit.CERTAIN, found) if found else NO


_READERS: dict[str, Callable[[str], FieldReading]] = {
    "country": _read_country,
    "name": _read_name,
    "email": _read_email,
    "address": _read_address,
    "seller": _read_seller,
    "order": _read_order,
}
