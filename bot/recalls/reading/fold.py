"""Fold any text to plain capital letters while remembering where each character came from.

In: any str. Out: `Folded`, whose `text` is upper case, NFKC, without invisible characters, with
look-alike letters of other scripts and accented letters turned into Latin ones, and whose `at`
gives for each character of `text` its offset in the original.
Sources: UTS #39 (confusables), Unicode general categories.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

# Capital letters that cannot be told from Latin ones on a screen: Cyrillic, Greek, Armenian,
# Cherokee, small capitals; and З, which can only be a 3 between Latin letters.
_LOOKALIKES = dict(
    zip(
        "АВЕЅІЈКМНОРСТУХѴԚԜҮӀҺԌԀЗΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹՕՏԼᎪᏴᏟᎠᎬᎻᎫᏦᏞᎷᏢᏚᎢᏙᎳᏃᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ",
        "ABESIJKMHOPCTYXVQWYIHGD3ABEZHIKMNOPTYXCOSLABCDEHJKLMPSTVWZABCDEFGHIJKLMNOPRSTUVWYZ",
        strict=True,
    )
)
_QUOTES = dict.fromkeys("‘’‚‛′`´ʼ", "'") | dict.fromkeys("“”„‟″«»", '"')
_TRADE_MARKS = dict.fromkeys("™®©℠", " ")  # NFKC would glue "TM" to the model before it
_INVISIBLE_LETTERS = dict.fromkeys("\u115f\u1160\u3164\uffa0", "")
_BULLETS = dict.fromkeys("•●∗×✱＊", "*")  # what people type for a hidden character
_SPECIAL = _QUOTES | _TRADE_MARKS | _INVISIBLE_LETTERS | _BULLETS | {"·": ".", "−": "-", "×": "x"}


@dataclass(frozen=True)
class Folded:
    """Folded text and, for each of its characters, the offset in the original."""

    text: str
    at: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Original offsets of the folded characters start..end (end > start)."""
        return self.at[start], self.at[end - 1] + 1


def fold(text: str) -> Folded:
    """Fold `text`; plain ASCII (the usual case) takes a short cut."""
    if text.isascii():
        return Folded(text.upper().replace("`", "'"), range(len(text)))
    pieces: list[str] = []
    at: list[int] = []
    known: dict[str, str] = {}
    for offset, char in enumerate(text):
        folded = known.get(char)
        if folded is None:
            folded = known[char] = _fold_char(char)
        if folded:
            pieces.append(folded)
            at.extend([offset] * len(folded))
    return Folded("".join(pieces), at)


def _fold_char(char: str) -> str:
    """One character of any script -> zero or more folded characters."""
    if char in _SPECIAL:
        return _SPECIAL[char].upper()
    category = unicodedata.category(char)
    if category in ("Cf", "Mn", "Me"):  # zero-width, soft hyphen, bidi marks, keycaps, accents
        return ""
    if category == "Pd":
        return "-"
    if category == "Zs":
        return " "
    if category in ("Zl", "Zp"):
        return "\n"
    if category == "Nd":
        return str(unicodedata.decimal(char))
    plain = unicodedata.normalize("NFKC", char)
    if len({part.isalnum() for part in plain}) > 1:
        return char  # "¼": its parts would be torn apart into two codes
    return "".join(_fold_letter(part) for part in plain)


def _fold_letter(char: str) -> str:
    """One character after NFKC -> capitals, look-alikes and accents folded."""
    if char in _LOOKALIKES:
        return _LOOKALIKES[char]
    out = ""
    for upper in char.upper():
        base = unicodedata.normalize("NFD", upper)[0]
        out += _LOOKALIKES.get(upper, base if base.isascii() else upper)
    return out
