"""Numbers in a message that are never a model or serial number.

In: folded text (see `fold`). Out: spans. `names` and `measures` yield what is recognised
by its own shape, whatever stands before it; `unless_labelled` what loses against a label such as
"SN" before it.
Every repetition is bounded, so the time is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.recalls.reading.words import MONTHS

_L = r"(?<![A-Z0-9])"  # no letter or digit before
_R = r"(?![A-Z0-9])"  # nor after
_CLAIM = "[3479ACEFHJKMNPRTWXY]"  # alphabet of our own claim numbers
_NUMBER = r"\d{1,3}(?:,\d{3}){1,3}(?:\.\d{1,3})?|\d{1,6}(?:[.,]\d{1,3})?"

# Names of products and makers' lines: the number after one is a capacity, a year or a generation.
_POWER_LINES = (
    "POWER ?CORE|POWER ?HOUSE|POWER ?WAVE|POWER ?PORT|POWER ?CONF|POWER ?EXPAND|MAG ?GO|NANO"
    "|PRIME|ZOLO|ASTRO|FUSION|EVERFROST|SOUNDCORE|POWER ?BANK|ANKER|REDUX|BOOST ?CHARGE"
)
_DEVICES = (
    "IPHONES?|IPADS?|IPODS?|MACBOOKS?|AIR ?PODS?|GALAXY|PIXEL|ONE ?PLUS|XPERIA|MOTO|SURFACE|KINDLE"
    "|NOTE|SWITCH|XBOX|PLAY ?STATION|WINDOWS|ANDROID|IOS|MAC ?OS|USB|BLUETOOTH|WI-?FI|HDMI"
    "|QUICK ?CHARGE|POWER ?IQ|THUNDERBOLT|CHROME|COVID|CORE I|RTX|GTX|SAMSUNG|APPLE"
)
_QUALIFIERS = "PRO|PLUS|MAX|MINI|ULTRA|AIR|SLIM|II|III|ESSENTIAL|ELITE|SELECT|SERIES|TYPE|NOTE|GEN"

_STREETS = (
    "ST|STREET|AVE|AVENUE|RD|ROAD|DR|DRIVE|LN|LANE|BLVD|BOULEVARD|CT|COURT|WAY|PL|PLACE|TER|PKWY"
    "|PARKWAY|HWY|HIGHWAY|CIR|CIRCLE|SQ|SQUARE|TRL|TRAIL|LOOP|CRESCENT|CLOSE"
)
_STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|IA|ID|IL|IN|KS|KY|LA|MA|MD|ME|MI|MN|MO|MS|MT|NC|ND|NE|NH"
    "|NJ|NM|NV|NY|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VA|VT|WA|WI|WV|WY|DC"
)
_LONG_UNITS = (
    "MAHS?|M\\.?A\\.?H|MILLI ?AMP(?:ERE)?S?|WHS?|WATTS?|WATT.HOURS?|VOLTS?|AMPS?|KWH|VDC|VAC"
    "|DOLLARS?|BUCKS|USD|EUR|EUROS?|GBP|CENTS|POUNDS|KM|MILES?|DEGREES?|HOURS?|HRS?|MINUTES?|MINS?"
    "|SECONDS?|SECS?|DAYS?|WEEKS?|MONTHS?|YEARS?|YRS?|TIMES|PERCENT|PCT|PCS|PIECES|UNITS"
    "|PEOPLE|INCH(?:ES)?|FEET|GRAMS?|LBS?|OUNCES?|KHZ|MHZ|GHZ|GB|TB|MBPS|STARS?|CHARACTERS?"
    "|DIGITS?|CHARS|LETTERS"
)
_SHORT_UNITS = "V|A|W|K|AH|HZ|MM|CM|MB|G|KG|OZ|IN|FT|P|AM|PM|H|F|C|ST|ND|RD|TH"

_NAMES = [
    # addresses on the net and of mail
    r"(?:HTTPS?:/{1,2}|WWW\.)[^\s<>\"|]{1,2000}",
    r"(?<![A-Z0-9._%+\-])[A-Z0-9._%+\-]{1,64} ?@ ?[A-Z0-9.\-]{1,80}",
    r"@[A-Z0-9_]{1,40}",
    r"(?<![A-Z0-9_\-])[A-Z0-9_\-]{1,60}\.(?:JPE?G|PNG|HEIC|PDF|MOV|MP4|GIF|WEBP|DOCX?|XLSX?|CSV|TXT)"
    r"(?![A-Z0-9])",
    r"(?<![A-Z0-9\-.])(?:[A-Z0-9\-]{1,40}\.){1,4}(?:COM|NET|ORG|GOV|EDU|IO|CO|UK|DE|JP)"
    r"(?![A-Z0-9\-])(?:[/?#][^\s<>\"|]{0,2000})?",
    # our own claim numbers
    rf"{_L}RC[ \-]?(?:{_CLAIM}{{4}}[ \-]?){{2}}{_CLAIM}{{4}}{_R}",
    rf"(?:CLAIM)(?: (?:NUMBER|NO\.?|ID|IS|REF))?[ :#]{{0,3}}{_CLAIM}{{4}}[ \-]{_CLAIM}{{4}}[ \-]"
    rf"{_CLAIM}{{4}}{_R}",
    # orders of Amazon and eBay
    rf"{_L}(?:\d{{3}}|[A-Z]\d{{2}})[ \-]{{1,3}}\d{{7}}[ \-]{{1,3}}\d{{7}}{_R}",
    rf"{_L}\d{{2}}-\d{{5}}-\d{{5}}{_R}",
    # parcels: UPS, Amazon, postal union, USPS, DHL
    rf"{_L}1Z ?[A-Z0-9]{{3}} ?[A-Z0-9]{{3}} ?\d{{2}} ?\d{{4}} ?\d{{4}}{_R}",
    rf"{_L}1Z[A-Z0-9]{{16}}{_R}",
    rf"{_L}TBA ?\d{{9,15}}{_R}",
    rf"{_L}[A-Z]{{2}} ?\d{{3}} ?\d{{3}} ?\d{{3}} ?(?:US|CN|GB|DE|JP|CA|HK|SG|NL|FR|AU){_R}",
    rf"{_L}9[1-5]\d\d(?: ?\d{{4}}){{4}}(?: ?\d{{2}})?{_R}",
    rf"{_L}(?:JD|JJD|GM|LX|SF)\d{{12,18}}{_R}",
    # catalogue numbers, radio approvals, machine ids
    rf"{_L}B0[0-9A-Z]{{8}}{_R}",
    rf"{_L}0X[0-9A-F]{{3,16}}{_R}",
    rf"{_L}CVE-\d{{4}}-\d{{3,7}}{_R}",
    rf"{_L}X00[0-9A-Z]{{7}}{_R}",
    rf"{_L}2A[A-Z0-9]{{3}} ?- ?[A-Z0-9]{{1,14}}{_R}",
    rf"{_L}[0-9A-F]{{8}}-[0-9A-F]{{4}}-[0-9A-F]{{4}}-[0-9A-F]{{4}}-[0-9A-F]{{12}}{_R}",
    rf"{_L}(?:[0-9A-F]{{2}}:){{5}}[0-9A-F]{{2}}{_R}",
]

_MEASURES = [
    # dates
    r"(?<![A-Z0-9\-/.])(?:19|20)\d\d([\-/.])\d{1,2}\1\d{1,2}(?:T\d\d:[\d:.]{2,15}Z?)?"
    r"(?![A-Z0-9]|[\-/][A-Z0-9])",
    r"(?<![A-Z0-9\-/.])\d{1,2}([\-/.])\d{1,2}\1(?:19|20)?\d\d(?![A-Z0-9]|[\-/.][A-Z0-9])",
    rf"{_L}(?:{MONTHS})\.?[ \-/,]{{0,2}}(?:\d{{1,2}}(?:ST|ND|RD|TH)?,? {{0,2}})?"
    rf"'?(?:19|20)\d\d{_R}",
    rf"{_L}\d{{1,2}}(?:ST|ND|RD|TH)?(?: OF)?[ \-]?(?:{MONTHS})\.?,?(?:[ \-]?(?:19|20)?\d\d)?{_R}",
    rf"{_L}(?:{MONTHS})\.? \d{{1,2}}(?:ST|ND|RD|TH)?{_R}",
    # money, quantities with a unit, percentages, ranges of volts
    rf"(?:[$€£¥]|US\$) ?(?:{_NUMBER}){_R}",
    rf"{_L}(?:{_NUMBER}) ?[€£%]",
    rf"(?<![A-Z0-9.,])(?:{_NUMBER})[ \-]?(?:{_LONG_UNITS}){_R}",
    rf"{_L}\d{{1,3}} ?(?:-|~|TO) ?\d{{1,3}} ?(?:V|VAC|HZ|W|A){_R}",
    rf"{_L}\d{{1,3}}(?:\.\d{{1,2}})?V ?[=/X⎓@,-]{{1,3}} ?\d{{1,2}}(?:\.\d{{1,3}})?A{_R}",
    rf"{_L}\d{{1,2}} ?- ?IN ?- ?\d{_R}",
    rf"{_L}\d{{1,2}}[ \-]PACK{_R}",
    # "92x60x22 mm"
    rf"{_L}\d{{1,4}}(?:\.\d{{1,2}})?(?: ?X ?\d{{1,4}}(?:\.\d{{1,2}})?){{2}}"
    r"(?![A-Z0-9]|-[A-Z0-9])",
    # product names with their number
    rf"{_L}(?:{_POWER_LINES})(?:[ \-](?:{_QUALIFIERS})){{0,2}}\+?[ \-#]{{0,2}}"
    rf"(?:\d{{1,3}},\d{{3}}|\d{{1,3}}|\d{{2,3}}[05]0|\d{{5}})[KW]?(?:[ \-](?:{_QUALIFIERS})){{0,2}}"
    rf"{_R}(?!-[A-Z0-9])",
    rf"{_L}(?:{_DEVICES})(?:[ \-](?:{_QUALIFIERS}|TYPE|VERSION|V)){{0,2}}\+?[ \-#]{{0,2}}"
    rf"[A-Z]{{0,2}}\d{{1,3}}(?:\.\d{{1,2}}){{0,2}}[A-Z]{{0,2}}\+?(?:[ \-]?(?:{_QUALIFIERS})){{0,3}}"
    rf"(?![A-Z0-9]|-[A-Z0-9])",
    rf"{_L}(?:PS[1-5]|(?:QC|PD|BT|WIN) ?\d{{1,2}}(?:\.\d)?\+?){_R}(?!-[A-Z0-9])",
    # where people live
    rf"{_L}\d{{1,5}}[A-Z]? (?:[NSEW]\.? )?(?:[A-Z]{{2,15}}\.? |\d{{1,3}}(?:ST|ND|RD|TH) ){{1,2}}"
    rf"(?:{_STREETS}){_R}",
    rf"{_L}(?:APT|APARTMENT|SUITE|STE|FLOOR|FLAT|P\.?O\.? BOX)[ .#]{{1,3}}"
    rf"(?:\d{{1,5}}[A-Z]?|[A-Z]\d{{0,4}}){_R}",
    rf"{_L}(?:{_STATES}),? \d{{5}}(?:-\d{{4}})?{_R}",
    # clock times, versions
    rf"{_L}\d{{1,2}}:\d\d(?::\d\d)?(?: ?[AP]\.?M\.?)?{_R}(?!:)",
    rf"{_L}V\d{{1,3}}(?:\.\d{{1,4}}){{1,3}}{_R}",
]

_UNLESS_LABELLED = [
    rf"(?:\+ ?\d{{1,3}}[ .\-]{{0,2}})?{_L}(?:1[ .\-]{{1,2}})?\(?\d{{3}}\)?[ .\-/]{{1,3}}\d{{3}}"
    rf"[ .\-]{{1,3}}\d{{4}}(?![A-Z0-9\-])",
    r"\+ ?\d[\d ().\-]{6,18}\d",
    r"(?<![A-Z0-9\-])\d{3}-\d{4}(?![A-Z0-9\-])",
    rf"{_L}\d{{5}}-\d{{4}}(?![A-Z0-9\-])",
    r"(?<![A-Z0-9\-])\d\d-\d{3}(?![A-Z0-9\-])",
    rf"{_L}\d{{4}}([ \-])\d{{4}}\1\d{{4}}\1\d{{1,4}}{_R}",
    rf"{_L}\d{{4}}([ \-])\d{{6}}\1\d{{5}}{_R}",
    rf"{_L}\d{{1,3}}(?:,\d{{3}}){{1,3}}{_R}",
    rf"(?<![A-Z0-9\-/_])(?<![^A-Z0-9][A-Z0-9] )\d{{1,3}}(?:\.\d{{1,2}})? ?(?:{_SHORT_UNITS})"
    r"(?![A-Z0-9]|[\-/_.][A-Z0-9]| [A-Z0-9](?![A-Z0-9])| (?:AS|FOR|LIKE) [A-Z])",
    rf"{_L}\d{{1,6}} ?% ?",
]

_NAMES_RES = [re.compile(pattern) for pattern in _NAMES]
_MEASURES_RES = [re.compile(pattern) for pattern in _MEASURES]
_UNLESS_LABELLED_RES = [re.compile(pattern) for pattern in _UNLESS_LABELLED]
CAPACITY = re.compile(r"\d{1,6}(?:MAH|WH)")
RATING = re.compile(rf"\d{{1,3}}(?:{_SHORT_UNITS})")


def names(folded: str) -> Iterator[tuple[int, int]]:
    """Spans of addresses, orders, parcels, claims: no identifiers, whatever stands before them."""
    for pattern in _NAMES_RES:
        for match in pattern.finditer(folded):
            yield match.span()


def is_other(value: str) -> bool:
    """Is a code, its separators taken away, wholly one of these ("SN.0MAHS", "TBA-123456789")?"""
    return any(pattern.fullmatch(value) for pattern in (*_NAMES_RES, *_MEASURES_RES))


def measures(folded: str) -> Iterator[tuple[int, int]]:
    """Spans of dates, quantities, products, streets: no identifiers, except as part of groups."""
    for pattern in _MEASURES_RES:
        for match in pattern.finditer(folded):
            yield match.span()


def unless_labelled(folded: str) -> Iterator[tuple[int, int]]:
    """Spans that are no identifier where no label stands before them."""
    for pattern in _UNLESS_LABELLED_RES:
        for match in pattern.finditer(folded):
            yield match.span()
