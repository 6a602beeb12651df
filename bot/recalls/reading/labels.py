"""Labels: the words that say what the number beside them is.

In: folded text. Out: `Label`s in order. Kinds: "model" and "serial" are ours; "partial" announces a
part of a serial ("ends in"); "foreign" is another number (order, tracking, phone ...); "part" is
a part or item number, which is ours only when it has the shape of a model.
Shapes: labels of real products and the words of customers in chats.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

LabelKind = Literal["model", "serial", "partial", "foreign", "part"]

_END = r"(?![A-Z0-9])"
_TAIL = (
    r"(?:[ .\-]{0,2}(?:NUMBERS?|NUMBRE?|NUMER|NUBMER|NUMB|NUM|NOS?|NRS?|NBR|CODES?|IDS?|REFERENCE"
    rf"|REF|CONFIRMATION){_END}[.]?(?: {{0,2}}#S?)?| {{0,2}}#S?)"
)
_SERIAL = (
    rf"(?:SERIALS?|SERIEL|SERAIL|SERIL|SERIA|SERIALIZED|SER){_END}(?:{_TAIL}){{0,2}}"
    r"|SERIAL(?:NUMBER|NUM|NO|NR|CODE|ID)S?|CEREAL {1,2}NUMBER|S ?[/.\\\-] ?NS?\.?|S\.N\.|SNS?|S N"
    r"|SERIENN(?:UMME)?R\.?|NUMERO DE (?:SERIE|SERIAL)|NO\.? DE SERIE|NUMERO DI SERIE"
    r"|NUMERO SERIE"
)
_MODEL = (
    rf"(?:MODELS?|MODLE|MODLES|MODELL|MODELO|MODELE|MODELLO|MDL|MOD){_END}(?:{_TAIL}"
    rf"| (?:NAME|TYPE|VERSION){_END}){{0,2}}|MODEL(?:NUMBER|NUM|NO|NR|ID)|MODAL {{1,2}}NUMBER"
    r"|M ?[/\\] ?N\.?|M\.N\."
)
_HALVES = (
    "(?:HALF|PART|BIT|ROW|LINE|SECTION|GROUP|CHUNK|PORTION|BLOCK"
    "|(?:(?:FEW|COUPLE|COUPLE OF|\\d{1,2}|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT|TEN|TWELVE)"
    "(?: (?:DIGITS?|CHARACTERS?|CHARS?|LETTERS?|NUMBERS?|ONES|SYMBOLS))?)"
    "|DIGITS|CHARACTERS|LETTERS|NUMBERS)"
)
_PARTIAL = (
    r"(?:ENDS?|ENDING|FINISH(?:ES|ING)?|STARTS?|STARTING|BEGINS?|BEGINNING) (?:OFF )?(?:IN|WITH|ON)"
    rf"|(?:FIRST|LAST|FINAL|SECOND|OTHER|MIDDLE|NEXT|REMAINING|LEADING|TRAILING) {_HALVES}"
    r"|(?:THE|ITS) REST(?: OF (?:IT|THE SERIAL|THE NUMBER))?"
)
# Words that say "another number" by themselves.
_FOREIGN_ALONE = (
    "PURCHASE ORDER|ORDERS?|ORD|INVOICE|TRACKING|CLAIM|TICKET|CASE|REFERENCE|REF|CONFIRMATION|RMA"
    "|RECALL|UPC(?:-A)?|EAN(?:-13)?|GTIN|ISBN|BAR ?CODE|ASIN|FNSKU|IMEI ?[12]?|MEID|ICCID|VIN"
    "|FCC(?: ID)?|IC(?: ID)?|CMIIT ID|ZIP(?: ?CODE)?|POST ?CODE|POSTAL CODE|PHONE|TEL|TELEPHONE|FAX"
    "|CELL|MOBILE|LOT|BATCH|DATE ?CODE|P\\.?O\\.?|SSN|SOCIAL SECURITY|AWB|USPS|UPS|FEDEX|DHL|FNSKU"
    "|TRANSACTION|RECEIPT|PASSWORD|PASSCODE|PIN|PROMO|COUPON|VERSION|FIRMWARE|HOTLINE|PATENT"
    "|GIFT ?CARD|FLIGHT|ROOM|GATE|SEAT|ROUTE|HWY|HIGHWAY|IBAN|PASSPORT"
    "|(?:DRIVER'?S? )?LICEN[SC]E|(?:RETURN )?AUTHORI[SZ]ATION|ERROR(?: CODE)?|COMMIT"
)
# ... and mean it even before something of the shape of a model.
_FOREIGN_SURE = re.compile(
    "UPC|EAN|GTIN|ISBN|BAR ?CODE|ASIN|FNSKU|IMEI|MEID|ICCID|VIN|FCC|CMIIT|ZIP|POST|SSN|SOCIAL|AWB"
    "|TRACKING|FLIGHT|ROOM|GATE|SEAT|ROUTE|HWY|HIGHWAY|PASS|PIN|PATENT|RMA|INVOICE|CONFIRMATION"
)
# Words that say so only with "number", "#" or ":" after them.
_FOREIGN_WITH_TAIL = (
    "CARD|ACCOUNT|ACCT|CUSTOMER|MEMBER(?:SHIP)?|USER|PACKAGE|PARCEL|SHIPMENT|SHIPPING|DELIVERY"
    "|GIFT ?CARD|SERVICE|REQUEST|INCIDENT|SUPPORT|PAYMENT|AUTH(?:ORIZATION)?|LICEN[SC]E|POLICY"
    "|ROOM|SEAT|STORE|DISCOUNT|VERIFICATION|SECURITY|CALL|TEXT|CONTACT|HOUSE|STREET|BOOKING"
    "|CREDIT CARD|DEBIT CARD|ROUTING|BANK ACCOUNT|WARRANTY|REGISTRATION|RETURN|REPLY|MY|CHAT"
    "|DATE|USERNAME|LOGIN|LOYALTY|REWARDS|PLATE|PASSPORT|EMPLOYEE|CONFIRM|COMPLAINT|ISSUE"
)
_PART = "PART|ITEM|SKU|P ?[/\\\\] ?N|PN|STOCK|CATALOG(?:UE)?|ARTICLE|ART|PRODUCT|MPN"

_LABEL = re.compile(
    r"(?<![A-Z0-9])(?:"
    rf"(?P<foreign>(?:{_FOREIGN_ALONE}){_END}(?P<tail>{_TAIL}{{0,2}}(?: ?[:#=]{{1,2}})?)"
    rf"|(?:{_FOREIGN_WITH_TAIL}){_END}(?:{_TAIL}{{1,2}}(?: ?[:#=])?| ?[:#=]))"
    rf"|(?P<part>SKU{_END}|(?:{_PART}){_END}(?:{_TAIL}{{1,2}}| ?[:#]))"
    rf"|(?P<serial>(?:{_SERIAL}){_END})"
    rf"|(?P<model>(?:{_MODEL}){_END})"
    rf"|(?P<partial>(?:{_PARTIAL}){_END})"
    r")"
)
# A part of a code only, said just before or just after it.
PART_BEFORE = re.compile(
    rf"(?<![A-Z])(?:{_PARTIAL}|ENDS?|STARTS?|BEGINS?|STARTING|ENDING|BEGINNING"
    r"|(?:ONLY|JUST|BARELY) (?:READ|SEE|SHOWS?|VISIBLE|LEGIBLE|GET|MAKE)"
    r"|(?:CAN|COULD) (?:ONLY|JUST|BARELY)|ALL I (?:CAN|COULD|GET|GOT|SEE)"
    r"|(?:PART|SOME) OF (?:IT|THE)"
    rf"|PARTIAL|INCOMPLETE|AS FAR AS){_END}"
)
PART_AFTER = re.compile(
    r"[ ,.;:\-(\"']{0,4}(?:(?:AND|BUT|THEN|SO|WITH) ){0,2}(?:IS ALL I|IS AS (?:FAR|MUCH) AS|IS ONLY"
    r"|(?:THE|ITS) (?:REST|OTHER|LAST|REMAINING|FIRST|SECOND)|REST (?:IS|OF)|SOMETHING"
    r"|I CAN'?T READ"
    r"|(?:I )?(?:CANNOT|CAN'?T|COULD ?N'?T) (?:READ|SEE|MAKE|GET)|ILLEGIBLE|UNREADABLE|FADED|MORE)"
)
# A word that makes "ends in 5678" the end of something else.
OTHER_THING = re.compile(
    r"(?<![A-Z])(?:CARD|ORDERS?|ACCOUNT|PHONE|ZIP|TRACKING|SSN|SOCIAL|INVOICE|VISA|MASTERCARD|AMEX"
    r"|CELL|MOBILE|RECEIPT|CLAIM|WARRANTY|BANK ACCOUNT|PAYPAL|CONTRACT)(?![A-Z])"
)


# "The number under the barcode": a place on the unit, not another number.
_PLACE = re.compile(r"(?:BAR ?CODE|CASE|PHONE|CELL|MOBILE|RECEIPT)")
_AT_PLACE = re.compile(
    r"(?<![A-Z])(?:UNDER|BENEATH|ABOVE|BELOW|ON|NEAR|BESIDE|BY|TO|WITH|OF|FROM|IN|AND|OR)"
    r" (?:(?:THE|MY|ITS|A|THAT|THIS) )?$"
)


class Label(NamedTuple):
    """A label from start to end in the folded text; `sure` if nothing else can be meant."""

    start: int
    end: int
    kind: LabelKind
    sure: bool


def labels(folded: str) -> Iterator[Label]:
    """All labels in the text, in order."""
    for match in _LABEL.finditer(folded):
        kind = match.lastgroup if match.lastgroup != "tail" else "foreign"
        sure = kind != "foreign" or match["tail"] != "" or bool(_FOREIGN_SURE.match(match.group()))
        if not sure or (kind == "foreign" and not match["tail"]):
            before = folded[max(0, match.start() - 16) : match.start()]
            if _PLACE.match(match.group()) and _AT_PLACE.search(before):
                continue
        if kind is not None:
            yield Label(match.start(), match.end(), kind_of(kind), sure)


def kind_of(group: str) -> LabelKind:
    """Name of a group of the label pattern as a kind."""
    kinds: dict[str, LabelKind] = {
        "model": "model", "serial": "serial", "partial": "partial", "part": "part",
    }  # fmt: skip
    return kinds.get(group, "foreign")


def whole_label(cell: str) -> LabelKind | None:
    """Kind of a table heading that is a label and nothing else; None for other texts."""
    heading = cell.strip(" *\"'_")
    match = _LABEL.fullmatch(heading)
    if match is None:
        trimmed = re.sub(r"^(?:PRODUCT|UNIT|DEVICE|ITEM) ", "", heading)
        match = _LABEL.fullmatch(trimmed)
    return (
        kind_of(match.lastgroup if match.lastgroup != "tail" else "foreign")
        if (match is not None and match.lastgroup is not None)
        else None
    )
