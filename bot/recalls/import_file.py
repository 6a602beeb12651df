"""Reading a firm's serial list from a file: CSV, TXT, either also as .gz.

ImportRefused   the file is not a usable list; the message says why
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from bot.recalls.model import SerialFormat
from bot.recalls.serials import LONGEST, check_form, fold

__all__ = ["ImportRefused", "Imported", "RejectedRow", "read_serials"]

# More bad rows than this share, and the file is probably not the list it is taken for.
MOST_BAD = 0.01
KEPT_REJECTIONS = 1_000
_HEADINGS = ("serial", "serial number", "serial_number", "serialnumber", "sn", "s/n", "sn code")


class ImportRefused(Exception):
    """The file is not a usable list; the message says why and what to do."""


@dataclass(frozen=True)
class RejectedRow:
    """A row that holds no serial. line: the first is 1. reason: plain words."""

    line: int
    reason: str


@dataclass(frozen=True)
class Imported:
    """serials: folded, without doubles, in file order. rejected: the first 1,000 of them."""

    serials: tuple[str, ...]
    rejected: tuple[RejectedRow, ...]
    rows: int
    doubles: int


def read_serials(path: Path, form: SerialFormat, *, most_bad: float = MOST_BAD) -> Imported:
    """Read a file into folded serials.

    One serial a row: the whole row, or of a CSV the column headed "serial" (or like it), else
    the first. Empty rows and rows that begin with # do not count. A serial with characters that
    do not occur, or of another than a usual length, is rejected. Raises ImportRefused where more
    than the share `most_bad` is rejected, where there is no serial, or the file is no text.
    """
    serials: dict[str, None] = {}
    rejected: list[RejectedRow] = []
    rows = bad = 0
    try:
        with _opened(path) as file:
            for line, text in _cells(file):
                rows += 1
                serial = fold(text, form)
                reason = _fault(serial, form)
                if reason:
                    bad += 1
                    if len(rejected) < KEPT_REJECTIONS:
                        rejected.append(RejectedRow(line, reason))
                else:
                    serials[serial] = None
    except (OSError, EOFError, UnicodeDecodeError, csv.Error) as error:
        raise ImportRefused(f"{path.name} cannot be read as text: {error}") from error
    if not serials:
        raise ImportRefused(f"{path.name} holds no serial; nothing was loaded.")
    if bad > rows * most_bad:
        first = rejected[0]
        raise ImportRefused(
            f"{path.name}: {bad} of {rows} rows are no serials (line {first.line}: "
            f"{first.reason}); more than {most_bad:.0%}. Nothing was loaded."
        )
    return Imported(tuple(serials), tuple(rejected), rows, rows - bad - len(serials))


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


@contextmanager
def _opened(path: Path) -> Iterator[IO[str]]:
    packed = path.suffix.lower() == ".gz"
    with path.open("rb") as raw:
        plain: Any = gzip.GzipFile(fileobj=raw) if packed else raw
        with io.TextIOWrapper(plain, encoding="utf-8-sig", newline="") as text:
            yield text


def _cells(file: IO[str]) -> Iterator[tuple[int, str]]:
    """(line, the cell that holds the serial) of each row that counts."""
    column: int | None = None
    rows = csv.reader(_semicolons_as_commas(file))
    for row in rows:
        cells = [cell.strip() for cell in row]
        if not any(cells) or cells[0].startswith("#"):
            continue
        if column is None:
            heading = [cell.lower() for cell in cells]
            named = [i for i, cell in enumerate(heading) if cell in _HEADINGS]
            column = named[0] if named else 0
            if named:
                continue
        yield rows.line_num, cells[column] if column < len(cells) else ""


def _semicolons_as_commas(file: IO[str]) -> Iterator[str]:
    for line in file:
        yield line.replace(";", ",").replace("\t", ",")
