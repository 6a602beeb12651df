"""What a model or a serial looks like, and how far a code reaches in a run of pieces.

In: values (capitals and digits) and runs of pieces (see `page`). Out: yes or no, or the
pieces that belong to the code. Shapes of Anker's numbers and of other firms' as far as
reference/recall_facts.md (2 and 3.1) and the CPSC's notices show them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Literal

from bot.recalls.reading.masks import RATING
from bot.recalls.reading.page import (
    ANKER,
    COMMA,
    FULL,
    LINE,
    SPACE,
    TIGHT,
    Piece,
    code_of_letters,
    pronounceable,
)

PLURAL = "\x00plural"  # in place of a suffix: the "s" of "A1263s"

_SUFFIX = re.compile(r"0\d\d|[A-Z]\d\d")
_TIGHT_SUFFIX = re.compile(r"\d{3}|[A-Z]{1,2}\d{0,2}")
_YEAR = re.compile(r"(?:19[89]|20[0-4])\d")
# Capacities and product numbers that customers give for a model: 10000, 20K, 26800, 535.
_CAPACITY = re.compile(r"\d{1,3}0?00|\d{5}K?|\d{1,3}K?|\d{1,3}00\d?K")
_ROUND = re.compile(r"\d{1,3}000|\d{2,3}[05]0|\d{1,2}[05]00")
_GLUED = re.compile(r"(?:SN|SERIAL(?:NUMBER|NO|NUM|NR)?|MODEL(?:NUMBER|NO|NUM|NR)?|MN)(?=\w)")
# Codes of shops and offices that start with what they are.
_OFFICE = re.compile(
    r"(?:INV|RMA|ORD|ORDER|PO|TBA|REF|CASE|TKT|TICKET|CLM|CLAIM|TRK|UPC|EAN|IMEI|VIN|FCC|CPSC|ID"
    r"|APT|COVID|LPN)\d+[A-Z]?"
)
_WORD_AND_NUMBER = re.compile(r"([A-Z]{3,})(\d{1,8})(?:[A-Z]{0,3})|(\d{1,6})([A-Z]{3,})")


def anker(chars: str) -> tuple[str, str] | None:
    """(base model, suffix) if `chars` is a model of Anker's shape, else None.

    The suffix is PLURAL where "A1263s" stands for several A1263.
    """
    match = ANKER.fullmatch(chars)
    if not match:
        return None
    suffix = match[2] or ""
    return match[1], PLURAL if suffix == "S" else suffix


def anker_suffix(chars: str, tight: bool) -> str:
    """`chars` if they are a suffix of a model standing apart from it, else ""."""
    match = _SUFFIX.fullmatch(chars) or (tight and _TIGHT_SUFFIX.fullmatch(chars))
    return chars if match and not RATING.fullmatch(chars) else ""


def is_rating(chars: str) -> bool:
    """A number with a short unit, such as 20K or 5V?"""
    return bool(RATING.fullmatch(chars))


def is_year(chars: str) -> bool:
    """A year that a purchase may have been in?"""
    return bool(_YEAR.fullmatch(chars))


def is_number_of_model(chars: str, small: bool = True) -> bool:
    """The digits in "is a 1263": not a year, not round.

    small: written so that "a" may be an article: of a range that Anker numbers have, too.
    """
    shape = r"[123]\d\d\d" if small else r"\d\d[0-9A-Z]\d"
    return bool(re.fullmatch(shape, chars)) and not (is_year(chars) or chars[2:] == "00")


def without_glued_label(chars: str) -> str:
    """The value in SNAKFF1Y0E12345678 or MODELA1263; "" if no label is glued to one."""
    match = _GLUED.match(chars) if len(chars) > 6 else None
    rest = chars[match.end() :] if match else ""
    if len(chars) == FULL and rest and not anker(rest):
        return ""  # a whole serial that happens to start with SN
    return rest if certain_serial(rest) or anker(rest) else ""


def certain_serial(chars: str) -> bool:
    """Sixteen letters and digits that are no word with a number?"""
    return (
        len(chars) == FULL
        and (any(c.isdigit() for c in chars) or code_of_letters(chars))
        and any(c.isalpha() for c in chars)
        and not (sum(c.isdigit() for c in chars) <= 4 and _wordy(chars))
    )


def _wordy(chars: str) -> bool:
    """A word and a number glued ("powercore10000", "john1985"), an ordinal, a shop's code?"""
    if _OFFICE.fullmatch(chars):
        return True
    match = _WORD_AND_NUMBER.fullmatch(chars)
    if not match:
        return False
    letters = match[1] or match[4]
    return len(letters) >= 4 and pronounceable(letters)


def _switches(chars: str) -> int:
    """How often letters and digits take turns."""
    return sum(a.isdigit() != b.isdigit() for a, b in pairwise(chars))


def looks_serial(value: str, groups: int) -> bool:
    """Is an unlabelled token or tight group a serial by its looks?"""
    digits = sum(c.isdigit() for c in value)
    letters = sum(c.isalpha() for c in value)
    if not 8 <= len(value) <= 24 or digits < 2 or not letters or ("*" in value and digits < 4):
        return False
    if _wordy(value) or re.fullmatch(r"\d{1,6}[A-Z]{1,4}", value):
        return False
    if groups > 1:
        return len(value) >= 12 and digits >= 4
    switches = _switches(value)
    return switches >= 2 or (letters >= 2 and (digits >= 5 or (letters <= 4 and digits >= 4)))


def count_to(pieces: list[Piece], size: int) -> int:
    """How many pieces from the first on have together exactly `size` characters; 0 if none."""
    total = 0
    for count, piece in enumerate(pieces, 1):
        total += len(piece.chars)
        if total >= size:
            return count if total == size else 0
    return 0


def too_long_for_model(value: str) -> bool:
    """Is it a serial even where a model was expected?"""
    return certain_serial(value) or (len(value) > FULL and looks_serial(value, 1))


def is_group(pieces: list[Piece], labelled: bool) -> bool:
    """May these pieces of sixteen characters together be one serial?"""
    chars = "".join([piece.chars for piece in pieces])
    if chars.isalpha():
        sure = code_of_letters(chars) or (labelled and not pronounceable(chars))
        return sure and len(pieces) == 1
    if chars.isdigit() and not labelled:
        return False
    sizes = {len(piece.chars) for piece in pieces}
    if len(pieces) == 1:
        return True
    if any(piece.word for piece in pieces):
        inner = not (pieces[0].word or pieces[-1].word)
        if not (inner and len(sizes) == 1) and not _all_tight(pieces):
            return False
    if any(p.lead == COMMA and not p.spoken for p in pieces) and sizes != {4}:
        return False
    models = [len(p.chars) >= 5 and anker(p.chars) is not None for p in pieces]
    if all(models) or (any(models) and len(sizes) > 1):
        return False
    if labelled:
        return True
    spoken = [piece.spoken for piece in pieces]
    if all(spoken):
        return len(pieces) >= 6
    ratings = sum(bool(RATING.fullmatch(piece.chars)) for piece in pieces)
    if ratings * 2 >= len(pieces) and len(sizes) > 1:
        return False
    return len(sizes) == 1 or any(spoken) or all(len(p.chars) >= 2 for p in pieces)


def _all_tight(pieces: list[Piece]) -> bool:
    return all(piece.lead == TIGHT for piece in pieces[1:])


def tight_pieces(run: list[Piece]) -> list[Piece]:
    """The pieces at the start of a run that are joined without a space."""
    if not run:
        return []
    count = 1
    while count < len(run) and run[count].lead == TIGHT and not is_whole(run[count]):
        count += 1
    return run[:count]


def is_whole(piece: Piece) -> bool:
    """Is a piece a code by itself?"""
    return bool(anker(piece.chars)) or certain_serial(piece.chars)


def regular_pieces(run: list[Piece]) -> list[Piece]:
    """Unlabelled groups of four (or so), one character short or a group too many."""
    size = len(run[0].chars)
    group: list[Piece] = []
    for piece in run:
        if piece.word or (piece.spoken and not (group and _is_digit(piece))):
            break
        if len(piece.chars) > size or piece.lead == COMMA or is_whole(piece):
            break
        group.append(piece)
        if len(piece.chars) < size:
            break
    value = "".join(piece.chars for piece in group)
    letters = sum(c.isalpha() for c in value)
    good = 3 <= size <= 8 and len(group) >= 3 and 12 <= len(value) <= 24
    return group if good and letters >= 2 and len(value) - letters >= 4 else []


def _is_digit(piece: Piece) -> bool:
    """One digit, typed or said?"""
    return len(piece.chars) == 1 and piece.digit


def spelled_pieces(run: list[Piece], article: bool) -> list[Piece]:
    """An unlabelled spelled code: at least eight characters, letters and digits.

    article: the first of them is written as no other is, and may be a word.
    """
    group: list[Piece] = []
    for piece in run:
        if not piece.spoken and not (group and piece.digit and len(piece.chars) <= 8):
            break
        group.append(piece)
    while group and group[-1].chars in ("A", "I"):
        group.pop()
    value = "".join(piece.chars for piece in group)
    if len(value) == FULL + 1 and value[0] in "AI" and article:
        group = group[1:]
    letters = sum(c.isalpha() for c in value)
    good = sum(piece.spoken for piece in group) >= 6 and 8 <= len(value) <= 24
    return group if good and letters >= 2 and len(value) - letters >= 2 else []


def _grow(run: list[Piece], belongs: Callable[[list[Piece], int, str], bool]) -> list[Piece]:
    """The first piece and those after it for which `belongs(run, n, chars so far)` holds."""
    chars = run[0].chars
    count = 1
    while count < len(run) and belongs(run, count, chars):
        chars += run[count].chars
        count += 1
    return run[:count]


def serial_pieces(run: list[Piece]) -> list[Piece]:
    """The pieces of a labelled serial that is not of the usual length."""
    if run[0].spoken and len(run) > 1 and (run[1].spoken or run[1].lead == TIGHT):
        return _without_article(_grow(run, _spelled_belongs))
    return _grow(run, _serial_belongs)


def _without_article(pieces: list[Piece]) -> list[Piece]:
    """Spelled characters without the "I" or "a" that starts the next clause."""
    size = sum(len(piece.chars) for piece in pieces)
    while len(pieces) > 1 and size != FULL and _is_article(pieces[-1]):
        pieces, size = pieces[:-1], size - 1
    return pieces


def _is_article(piece: Piece) -> bool:
    return piece.chars in ("A", "I") and piece.end - piece.first == 1


def _spelled_belongs(run: list[Piece], n: int, chars: str) -> bool:
    piece = run[n]
    if piece.word:
        return False
    if piece.spoken:
        return len(chars) < 40
    return piece.digit and not is_whole(piece) and len(chars) + len(piece.chars) <= 24


def _serial_belongs(run: list[Piece], n: int, chars: str) -> bool:
    piece = run[n]
    if is_whole(piece) or piece.lead in (LINE, COMMA) or (piece.word and _said(piece)):
        return False
    if piece.lead == TIGHT:
        return piece.digit or piece.chars.isalpha()
    if len(chars) + len(piece.chars) > 24 or (is_year(piece.chars) and len(chars) >= 8):
        return False
    regular = n > 1 and len(piece.chars) <= len(run[n - 1].chars)
    if not piece.digit and "*" not in piece.chars:
        if piece.chars in ("A", "I"):
            return False
        short = len(piece.chars) <= 2 and (len(chars) < 8 or n > 2)
        return short or (regular and len(piece.chars) >= 3)
    if piece.spoken and piece.end - piece.first == 1 and len(piece.chars) > 1:
        return False
    if n == 1 and len(chars) >= 8 and len(piece.chars) != len(chars):
        # One character short or too many: in two halves all the same.
        return "*" in chars + piece.chars or abs(len(chars + piece.chars) - FULL) == 1
    return not (RATING.fullmatch(piece.chars) and len(chars) >= 5)


def _said(piece: Piece) -> bool:
    """Is a word part of the sentence, not of a code such as BBL-MM-LAMP2?"""
    return piece.small or piece.lead != TIGHT or len(piece.chars) > 4


def model_pieces(run: list[Piece]) -> list[Piece]:
    """The pieces of a labelled model of another firm than Anker: "BI B41", "IST-09991/W05"."""
    if run[0].spoken and len(run) > 1 and run[1].spoken:
        return _without_article(_grow(run, _spelled_belongs))
    return _grow(run, _model_belongs)


def _model_belongs(run: list[Piece], n: int, chars: str) -> bool:
    piece = run[n]
    if is_whole(piece) or len(chars) + len(piece.chars) > 20 or (piece.word and _said(piece)):
        return False
    if piece.lead == TIGHT:
        return True
    letters_first = chars.isalpha() and len(chars) <= 5 and piece.digit
    return piece.lead == SPACE and letters_first and not RATING.fullmatch(piece.chars)


def labelled_serial(value: str) -> bool:
    """Is this, beside a label, a serial? Its length is judged by the caller."""
    digits = sum(c.isdigit() for c in value)
    if "*" in value:
        return sum(c.isalnum() for c in value) >= 3
    if RATING.fullmatch(value) or re.fullmatch(r"\d{1,6}(?:MAH|WH)", value):
        return False
    return len(value) >= 5 and digits > 0 and not (digits == 1 and len(value) > 8 and _wordy(value))


def labelled_model(value: str, pieces: list[Piece], sure: bool) -> bool:
    """Is this, beside a label, a model of any firm? sure: nothing stands between them."""
    if not any(c.isdigit() for c in value) or not 3 <= len(value) <= 20 or "*" in value:
        return False
    if value.isdigit():
        if len(pieces) > 1 and pieces[1].lead != TIGHT and not pieces[0].spoken:
            return False
        if _ROUND.fullmatch(value) or len(value) < 4:
            return False
        return (sure and not 2010 <= int(value[:4]) <= 2029) or not is_year(value)
    if RATING.fullmatch(value):
        return False
    return not re.fullmatch(r"\d{1,6}(?:MAH|WH|K|W)", value)


def brand_model(pieces: list[Piece], capitals: bool) -> bool:
    """Is this, after a maker's name, a model: letters and digits, or a number like 1263?

    capitals: so written, which "galaxy10" is not.
    """
    value = "".join(piece.chars for piece in pieces)
    if value.isdigit():
        return is_number_of_model(value)
    letters = sum(c.isalpha() for c in value)
    if not letters or not any(c.isdigit() for c in value) or not 4 <= len(value) <= 12:
        return False
    long_number = any(re.search(r"\d{6}", piece.chars) for piece in pieces)
    return not (long_number or (_wordy(value) and not capitals) or RATING.fullmatch(value))


def answer_pieces(run: list[Piece], asked: Literal["model", "serial"], bare: bool) -> list[Piece]:
    """The pieces of a bare answer at the start of a run."""
    if not bare:
        group = tight_pieces(run)
        return [] if any(piece.word for piece in group) else group
    return serial_pieces(run) if asked == "serial" else model_pieces(run)


def good_answer(value: str, asked: Literal["model", "serial"], bare: bool, alone: bool) -> bool:
    """Is this taken as the answer to the question for `asked`?

    bare: nothing else is said; alone: not even a word like "it's".
    """
    digits = sum(c.isdigit() for c in value)
    letters = sum(c.isalpha() for c in value)
    least = 3 if asked == "model" or (alone and letters) else 4
    most = 20 if asked == "model" and not too_long_for_model(value) else 40
    if not digits or not least <= len(value) <= most:
        return False
    units = "MAH|WH|K|W" if asked == "model" else "MAH|WH"
    if RATING.fullmatch(value) or re.fullmatch(rf"\d{{1,6}}(?:{units})", value):
        return False
    if not letters:
        if not bare or (is_year(value) and not alone) or len(value) < 4:
            return False
        return asked == "serial" or not _ROUND.fullmatch(value)
    if alone:  # "ID000" says what it is only to one who has not asked for it
        return True
    return (bare and not _OFFICE.fullmatch(value)) or not _wordy(value)


def header(
    line: str, label_of: Callable[[str], str | None]
) -> tuple[re.Pattern[str] | None, list[str | None]]:
    """Delimiter and kinds of the columns if `line` heads a table; (None, []) if not."""
    if len(line) > 300:
        return None, []
    for delimiter in (r"\t", r"[ ]*\|[ ]*", r"[ ]*;[ ]*", r"[ ]*,[ ]*", r" {2,}"):
        cells = re.split(delimiter, line.strip(" |") if "|" in delimiter else line.strip(" \r"))
        if len(cells) < 2 or any(len(cell) > 24 or re.search(r"\d", cell) for cell in cells):
            continue
        kinds = [label_of(cell) for cell in cells]
        if "serial" in kinds or "model" in kinds:
            return re.compile(delimiter), kinds
    return None, []
