"""The rows of a table in a file: CSV, TXT, either also packed with gzip, or XLSX.

ImportRefused   the file is not a usable list; the message says why and what to do
"""

from __future__ import annotations

import csv
import gzip
import io
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any, BinaryIO

__all__ = ["STORED_AS_NUMBER", "ImportRefused", "Row", "table_rows"]

# A text whose line has no end must not fill the memory.
LONGEST_LINE = 100_000
MOST_COLUMNS = 64
# A sheet of a million serials is packed to a tenth.
LARGE_PART, MOST_PACKED = 20_000_000, 100
GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
# Begins a cell of which a spreadsheet has not kept the text. No file holds this character itself.
STORED_AS_NUMBER = "\0"
# Spreadsheets keep so many digits of a number and make zeros of the others.
MOST_DIGITS = 15

# The number of its first line (the first is 1), its cells, and over how many lines they go.
Row = tuple[int, list[str], int]


class ImportRefused(Exception):
    """The file is not a usable list; the message says why and what to do."""


def table_rows(file: BinaryIO, name: str) -> Iterator[Row]:
    """All rows, also the empty ones, never held all at a time. Raises ImportRefused."""
    whole = io.BufferedReader(file) if isinstance(file, io.RawIOBase) else file
    try:
        start = whole.peek(4)[:4]  # type: ignore[attr-defined]
        yield from _sheet_rows(whole) if start.startswith(ZIP) else _text_rows(whole, start)
    except UnicodeDecodeError as error:
        raise ImportRefused(
            f"{name} is no UTF-8 text; save it as CSV UTF-8 (or as XLSX), then try again."
        ) from error
    except (OSError, EOFError, zlib.error, csv.Error, zipfile.BadZipFile) as error:
        raise ImportRefused(f"{name} cannot be read: {error}") from error


def _text_rows(file: BinaryIO, start: bytes) -> Iterator[Row]:
    plain: Any = gzip.GzipFile(fileobj=file) if start.startswith(GZIP) else file
    with io.TextIOWrapper(plain, encoding="utf-8-sig", newline="") as text:
        reader = csv.reader(_lines(text))
        before = 0
        for cells in reader:
            yield before + 1, cells, reader.line_num - before
            before = reader.line_num


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


def _sheet_rows(file: BinaryIO) -> Iterator[Row]:
    """The rows of a workbook's only sheet that holds any."""
    import openpyxl  # slow to import, and rarely needed

    # A workbook is read from its end; standard input can't be.
    with tempfile.TemporaryFile() as whole:
        while block := file.read(2**20):
            whole.write(block)
        try:
            _refuse_bomb(whole)
            book = openpyxl.load_workbook(whole, read_only=True, data_only=True)
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # what a file says of its size is not to be relied on
            sheets = [sheet for sheet in book.worksheets if any(map(any, _values(sheet)))]
            if len(sheets) > 1:
                names = ", ".join(f"“{sheet.title}”" for sheet in sheets)
                raise ImportRefused(
                    f"This workbook has several sheets with rows ({names}) and only one is read. "
                    "Put all serials on one sheet, delete the others, then try again."
                )
            for sheet in sheets:
                for line, row in enumerate(_values(sheet), 1):
                    yield line, [_as_text(value) for value in row], 1
        except (KeyError, ValueError, IndexError, TypeError, SyntaxError) as error:
            # SyntaxError: how the standard library's XML parser says that a text is no XML.
            raise ImportRefused(f"This is no workbook that can be read: {error}") from error


def _values(sheet: Any) -> Iterator[tuple[Any, ...]]:
    rows: Iterator[tuple[Any, ...]] = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
    return rows


def _as_text(value: object) -> str:
    """A cell as it was typed, as far as the spreadsheet has kept that."""
    if value is None or isinstance(value, str):
        return value or ""
    return f"{STORED_AS_NUMBER}{value}"
