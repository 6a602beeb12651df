"""Reading a firm's serial list from a file: CSV, TXT, either also packed with gzip, or XLSX.

ImportRefused   the file is not a usable list; the message says why
"""

from __future__ import annotations

import csv
import gzip
import io
import itertools
import re
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any, BinaryIO

from bot.recalls.model import SerialFormat
from bot.recalls.serials import LONGEST, check_form, fold

__all__ = ["MOST_BAD", "ImportRefused", "RejectedRow", "SerialRows"]

# More bad rows than this share, and the file is probably not the list it is taken for.
MOST_BAD = 0.01
# A text whose line has no end must not fill the memory.
LONGEST_LINE = 100_000
MOST_COLUMNS = 64
# A sheet of a million serials is packed to a tenth.
LARGE_PART, MOST_PACKED = 20_000_000, 100
GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
_HEADINGS = ("serial", "serial number", "serial_number", "serialnumber", "sn", "s/n", "sn code")


class ImportRefused(Exception):
    """The file is not a usable list; the message says why and what to do."""


@dataclass(frozen=True)
class RejectedRow:
    """A row that holds no serial. line: the first is 1. reason: plain words. text: its cell."""

    line: int
    reason: str
    text: str


class SerialRows:
    """The folded serials of a file, read once and never held all at a time; doubles come again.

    One serial a row: the whole row, or the column headed "serial" (or like it), else the first.
    Rows that begin with # do not count, nor do empty ones above or below the list. A serial with
    characters that do not occur, or of another than a usual length, is rejected: `rejected` is
    told; also of an empty row within the list, which says nothing against the whole. At the end
    ImportRefused is raised where more than the share `most_bad` was, or where there is no serial;
    at any moment where the file is no list of text. So nobody may use the serials before the last
    one came.
    """

    def __init__(
        self,
        file: BinaryIO,
        name: str,
        form: SerialFormat,
        *,
        most_bad: float = MOST_BAD,
        rejected: Callable[[RejectedRow], None] = lambda _: None,
    ) -> None:
        self.rows = 0
        self.bad = 0
        self._file = io.BufferedReader(file) if isinstance(file, io.RawIOBase) else file
        self._name = name
        self._form = form
        self._most_bad = most_bad
        self._rejected = rejected

    def __iter__(self) -> Iterator[str]:
        form = self._form
        # Nearly every row is written as it is kept; only the others need the long way.
        lengths = "|".join(f".{{{n}}}" for n in form.lengths) or f".{{1,{LONGEST}}}"
        letters = "".join(filter(str.isalnum, form.alphabet))
        plain = re.compile(f"(?=(?:{lengths})$)[{letters}]+").fullmatch
        first = None
        try:
            for line, text in self._cells():
                if text is None:
                    self._rejected(RejectedRow(line, "an empty row", ""))
                    continue
                self.rows += 1
                if plain(text):
                    yield text
                    continue
                serial = fold(text, form)
                reason = _fault(serial, form)
                if not reason:
                    yield serial
                    continue
                row = RejectedRow(line, reason, text[:80])
                first = first or row
                self.bad += 1
                self._rejected(row)
        except UnicodeDecodeError as error:
            raise ImportRefused(
                f"{self._name} is no UTF-8 text; save it as CSV UTF-8 (or as XLSX), then try again."
            ) from error
        except (OSError, EOFError, zlib.error, csv.Error, zipfile.BadZipFile) as error:
            raise ImportRefused(f"{self._name} cannot be read: {error}") from error
        if self.rows == self.bad:
            raise ImportRefused(f"{self._name} holds no serial; nothing was loaded.")
        if first and self.bad > self.rows * self._most_bad:
            raise ImportRefused(
                f"{self._name}: {self.bad} of {self.rows} rows are no serials (line {first.line}: "
                f"{first.reason}); more than {self._most_bad:.0%}. Nothing was loaded."
            )

    def _cells(self) -> Iterator[tuple[int, str | None]]:
        """(line, the cell that holds the serial) of each row that counts; None of an empty one."""
        start = self._file.peek(4)[:4]  # type: ignore[attr-defined]
        if start.startswith(ZIP):
            yield from _column(_sheet_rows(self._file))
            return
        plain: Any = gzip.GzipFile(fileobj=self._file) if start.startswith(GZIP) else self._file
        with io.TextIOWrapper(plain, encoding="utf-8-sig", newline="") as text:
            reader = csv.reader(_lines(text))
            yield from _column((reader.line_num, row) for row in reader)


def _fault(serial: str, form: SerialFormat) -> str:
    """Why this is no serial of the recall; "" if it is one."""
    if not serial:
        return "no letters or digits"
    found = check_form(serial, form)
    if len(serial) > LONGEST:
        return f"longer than {LONGEST} characters"
    if found.wrong:
        places = ", ".join(str(place) for place in found.wrong[:5])
        return f"a character that does not occur in these serials, at {places}"
    if not found.usual_length:
        return f"{found.length} characters instead of {' or '.join(map(str, form.lengths))}"
    return ""


def _column(rows: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[int, str | None]]:
    column: int | None = None
    # Empty rows that only count once another row follows; a sheet may end with a million.
    empty: list[range] = []
    for line, row in rows:
        if len(row) == 1 and column is not None:
            cells = [row[0].strip()]
        else:
            cells = [cell.strip() for cell in row]
        if not any(cells):
            if empty and empty[-1].stop == line:
                empty[-1] = range(empty[-1].start, line + 1)
            elif column is not None:
                empty.append(range(line, line + 1))
            continue
        if cells[0].startswith("#"):
            continue
        if column is None:
            heading = [cell.lower() for cell in cells]
            named = [i for i, cell in enumerate(heading) if cell in _HEADINGS]
            column = named[0] if named else 0
            if named:
                continue
        if empty:
            yield from ((number, None) for number in itertools.chain(*empty))
            empty.clear()
        yield line, cells[column] if column < len(cells) else ""


def _lines(file: IO[str]) -> Iterator[str]:
    """The lines, every mark between cells as a comma."""
    while line := file.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise csv.Error(f"a line is longer than {LONGEST_LINE} characters")
        if "\0" in line:
            raise csv.Error("it holds zero bytes, so it is no UTF-8 text; save it as CSV UTF-8")
        yield line.replace(";", ",").replace("\t", ",")


def _refuse_bomb(whole: IO[bytes]) -> None:
    """A workbook's parts are unpacked in memory: none may be far larger than it is packed."""
    with zipfile.ZipFile(whole) as parts:
        for part in parts.infolist():
            if part.file_size > max(LARGE_PART, MOST_PACKED * part.compress_size):
                raise ImportRefused(
                    f"This workbook unpacks to {part.file_size} bytes; save the list as CSV."
                )


def _sheet_rows(file: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """The rows of a workbook's first sheet."""
    import openpyxl  # slow to import, and rarely needed

    # A workbook is read from its end; standard input can't be.
    with tempfile.TemporaryFile() as whole:
        while block := file.read(2**20):
            whole.write(block)
        try:
            _refuse_bomb(whole)
            book = openpyxl.load_workbook(whole, read_only=True, data_only=True)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what a file says of its size is not to be relied on
            for line, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), 1):
                yield line, ["" if value is None else str(value) for value in row]
        except (KeyError, ValueError, IndexError, TypeError, SyntaxError) as error:
            # SyntaxError: how the standard library's XML parser says that a text is no XML.
            raise ImportRefused(f"This is no workbook that can be read: {error}") from error
