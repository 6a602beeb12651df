"""Reading a firm's serial list from a file: which cells are serials, and which rows hold none.

A serial that is passed over is later "not listed", so a row that is not understood is rejected
with its line, and a file whose column of serials is not certain is refused.

ImportRefused   the file is not a usable list; the message says why
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from bot.recalls.import_rows import (
    MOST_DIGITS,
    STORED_AS_NUMBER,
    ImportRefused,
    Row,
    table_rows,
)
from bot.recalls.model import SerialFormat
from bot.recalls.serials import LONGEST, check_form, fold

__all__ = ["MOST_BAD", "ImportRefused", "RejectedRow", "SerialRows"]

# More bad rows than this share, and the file is probably not the list it is taken for.
MOST_BAD = 0.01
# Where a recall says nothing of the length, shorter ones are row numbers rather than serials.
SHORTEST = 4
# So many rows are looked at for the heading; titles may stand above it.
LOOKED_AT = 20

_HEADING = re.compile(
    r"(?:(?:product|unit|device) )?(?:serials?|s/?ns?|s\.n)"
    r"(?:[ _-]?(?:nos?|nrs?|num|numbers?|codes?|#))?"
    r"|(?:n[uú]meros?|n[º°o]?[.º°]{0,2}) de serie|seriennummern?"
).fullmatch
_NAMES_SERIALS = re.compile(r"serial|serie|\bs/?n\b").search
_DIGIT = re.compile(r"[0-9]").search
_BETWEEN_TWO = re.compile(r"\s(?:to|thru|through|until|and|a|y|hasta)\s|\s[-\u2010-\u2015]\s|\.\.")

_BREAK = "a line break within a cell; is a quote not closed?"
_WIDER = "more cells than the heading has"
_BESIDE = "another cell of the row looks like a serial, too"
_SEVERAL = 'several cells; write "serial" above the column that holds the serials'
_JOINED = (
    "it looks like several serials or a range of them; write each in a row of its own, without "
    "spaces and hyphens"
)
_NUMBER = (
    "a spreadsheet's number or date, of which zeros and digits may be lost; format the column as "
    "text and fill it in anew"
)


@dataclass(frozen=True)
class RejectedRow:
    """A row that holds no serial. line: the first is 1. reason: plain words. text: its cell."""

    line: int
    reason: str
    text: str


class SerialRows:
    """The folded serials of a file, read once and never held all at a time; doubles come again.

    One serial a row: the only cell, or that in the column headed "serial" (or like it). Titles
    above the heading do not count, nor rows of one cell that begins with #, nor empty ones above
    or below the list. A row is rejected, and `rejected` told, whose serial has characters that do
    not occur, or another than a usual length, or is a range, and where another cell might be one;
    also an empty row within the list, which says nothing against the whole. At the end
    ImportRefused is raised where more than the share `most_bad` was, where there is no serial, or
    another number of rows than `expected`, the rejected ones among them;
    at any moment where the file is no list of text, or has no column that is certain. So nobody
    may use the serials before the last one came.
    """

    def __init__(
        self,
        file: BinaryIO,
        name: str,
        form: SerialFormat,
        *,
        most_bad: float = MOST_BAD,
        expected: int | None = None,
        rejected: Callable[[RejectedRow], None] = lambda _: None,
    ) -> None:
        self.rows = 0
        self.bad = 0
        self._file = file
        self._name = name
        self._form = form
        self._most_bad = most_bad
        self._expected = expected
        self._rejected = rejected

    def __iter__(self) -> Iterator[str]:
        form = self._form
        # Nearly every row is written as it is kept; only the others need the long way.
        lengths = (
            "|".join(f".{{{n}}}" for n in form.lengths) or f"(?=.*[0-9]).{{{SHORTEST},{LONGEST}}}"
        )
        letters = "".join(filter(str.isalnum, form.alphabet))
        plain = re.compile(f"(?=(?:{lengths})$)[{letters}]+").fullmatch
        first = None
        rows = table_rows(self._file, self._name)
        for line, text, reason in _serial_cells(rows, self._name, form):
            if text is None:
                self._rejected(RejectedRow(line, reason, ""))
                continue
            self.rows += 1
            if not reason:
                if plain(text):
                    yield text
                    continue
                serial = fold(text.lstrip(STORED_AS_NUMBER), form)
                reason = _fault(text, serial, form)
                if not reason:
                    yield serial
                    continue
            row = RejectedRow(line, reason, text.lstrip(STORED_AS_NUMBER)[:80])
            first = first or row
            self.bad += 1
            self._rejected(row)
        if self.rows == self.bad:
            why = f" (line {first.line}: {first.reason})" if first else ""
            raise ImportRefused(f"{self._name} holds no serial{why}; nothing was loaded.")
        if self._expected not in (None, self.rows):
            raise ImportRefused(
                f"{self._name} has {self.rows:,} rows with serials instead of {self._expected:,}. "
                "Is it whole? Nothing was loaded."
            )
        if first and self.bad > self.rows * self._most_bad:
            raise ImportRefused(
                f"{self._name}: {self.bad} of {self.rows} rows are no serials (line {first.line}: "
                f"{first.reason}); more than {self._most_bad:.0%}. Nothing was loaded."
            )


# --- one cell --------------------------------------------------------------------------------


def _fault(text: str, serial: str, form: SerialFormat) -> str:
    """Why this is no serial of the recall; "" if it is one."""
    if text.startswith(STORED_AS_NUMBER):
        kept = text[1:]
        if not (form.lengths and kept.isdecimal() and len(kept) <= MOST_DIGITS):
            return _NUMBER
    if not serial:
        return "no letters or digits"
    found = check_form(serial, form)
    as_usual = found.ok and bool(form.lengths)
    if not as_usual and _joined(text):
        return _JOINED
    if len(serial) > LONGEST:
        return f"longer than {LONGEST} characters"
    if found.wrong:
        places = ", ".join(str(place) for place in found.wrong[:5])
        return f"a character that does not occur in these serials, at {places}"
    if not found.usual_length:
        return f"{found.length} characters instead of {' or '.join(map(str, form.lengths))}"
    if not form.lengths and not _DIGIT(serial):
        return "no digit in it"
    if not form.lengths and len(serial) < SHORTEST:
        return f"fewer than {SHORTEST} characters"
    return ""


def _joined(text: str) -> bool:
    """Two serials in one cell, or the first and the last one of a range?

    Where no length is known, only what separates them tells; groups of one serial are shorter.
    """
    if _BETWEEN_TWO.search(text.strip().lower()):
        return True
    parts = [part for part in re.findall(r"[^\W_]+", text) if any(map(str.isdigit, part))]
    sizes = {len(part) for part in parts}
    if len(parts) > 2:
        return min(sizes) >= (8 if len(sizes) == 1 else 6)
    if len(parts) < 2:
        return False
    if min(sizes) >= SHORTEST:
        return True
    begin, end = parts
    low = begin[-len(end) :]
    return 1 < len(end) < len(begin) and end.isdecimal() and low.isdecimal() and low < end


def _may_be_serial(text: str, form: SerialFormat) -> bool:
    """Might somebody have meant this cell as a serial?"""
    serial = fold(text.lstrip(STORED_AS_NUMBER), form)
    if not _DIGIT(serial) or check_form(serial, form).wrong:
        return False
    if form.lengths:
        return len(serial) in form.lengths
    return len(serial) >= SHORTEST and len(text.strip("# ").split()) == 1


# --- which cell of a row ---------------------------------------------------------------------


# A row that is not empty: its line, its cells, how many lines it has, and the lines of the empty
# rows right above it.
_Filled = tuple[int, list[str], int, Sequence[range]]


def _filled(rows: Iterable[Row], form: SerialFormat) -> Iterator[_Filled]:
    # Empty rows only count once another row follows; a sheet may end with a million.
    empty: list[range] = []
    for line, row, lines in rows:
        cells = list(map(str.strip, row))
        if not any(cells):
            if empty and empty[-1].stop == line:
                empty[-1] = range(empty[-1].start, line + lines)
            else:
                empty.append(range(line, line + lines))
            continue
        if cells[0][:1] == "#" and lines == 1 and _is_comment(cells, form):
            continue
        yield line, cells, lines, empty
        if empty:
            empty = []


def _is_comment(cells: Sequence[str], form: SerialFormat) -> bool:
    # In a table # may stand above the numbers of the rows.
    return not any(cells[1:]) and not _may_be_serial(cells[0], form)


def _is_heading(cell: str) -> bool:
    return bool(_HEADING(" ".join(cell.lower().split()).rstrip(" .:*")))


def _serial_cells(
    rows: Iterable[Row], name: str, form: SerialFormat
) -> Iterator[tuple[int, str | None, str]]:
    """(line, the cell that holds the serial, what else is wrong) of each row that counts.

    None for the cell of an empty row.
    """
    filled = _filled(rows, form)
    ahead = list(itertools.islice(filled, LOOKED_AT))
    headings = [i for i, (_, cells, *_) in enumerate(ahead) if any(map(_is_heading, cells))]
    column, width = None, 1
    if headings:
        # The last one: "Serial numbers" may also be a title above the table.
        line, cells, *_ = ahead[headings[-1]]
        column, width = _column(line, cells, name), len(cells)
        for above, titles, *_ in ahead[: headings[-1]]:
            pieces = ",".join(titles).replace("\n", ",").split(",")
            if any(_may_be_serial(piece, form) for piece in pieces):
                raise ImportRefused(
                    f"{name}: line {above} stands above the heading in line {line} and might be a "
                    "serial. Delete it, or the heading if it is one, then try again."
                )
        del ahead[: headings[-1] + 1]
    elif ahead and sum(map(bool, ahead[0][1])) > 1:
        raise ImportRefused(f"{name}: line {ahead[0][0]} has {_SEVERAL}, then try again.")
    # Shorter ones beside the serial can't be any.
    least = min(form.lengths, default=SHORTEST)
    begun = False
    for line, cells, lines, empty in itertools.chain(ahead, filled):
        if empty and begun:
            yield from ((number, None, "an empty row") for number in itertools.chain(*empty))
        begun = True
        if lines > 1:
            pieces = ",".join(cells).splitlines()
            yield from ((line + i, piece, _BREAK) for i, piece in enumerate(pieces))
            continue
        reason = ""
        if column is None:
            text = next(filter(None, cells))
            if len(cells) > 1 and sum(map(bool, cells)) > 1:
                reason = _SEVERAL
        else:
            text = cells[column] if column < len(cells) else ""
            # Where no length tells, what stands below another heading would be misread.
            if not (form.lengths or _DIGIT(text)) and any(map(_is_heading, cells)):
                raise ImportRefused(
                    f"{name}: line {line} is another heading. Put everything below one heading, "
                    "then try again."
                )
            if len(cells) > width and any(cells[width:]):
                reason = _WIDER
            for cell in cells:
                if len(cell) >= least and cell is not text and _is_like(cell, text, form):
                    reason = _BESIDE
        yield line, text, reason


def _column(line: int, heading: Sequence[str], name: str) -> int:
    """Which of a heading's columns holds the serials. Raises ImportRefused."""
    named = [cell for cell in heading if _NAMES_SERIALS(cell.lower())]
    if len(named) > 1:
        titles = " and ".join(f"“{cell}”" for cell in named)
        raise ImportRefused(
            f"{name}: line {line} heads several columns like serials ({titles}) and only "
            "one is read. Put all serials into one column, ranges written out, then try again."
        )
    return next(i for i, cell in enumerate(heading) if _is_heading(cell))


def _is_like(cell: str, serial: str, form: SerialFormat) -> bool:
    """Might this cell beside the serial be another one?"""
    if not _may_be_serial(cell, form):
        return False
    return bool(form.lengths) or len(fold(cell, form)) == len(fold(serial, form))
