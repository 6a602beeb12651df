"""The rows of a serial list that were rejected, as a table to look at."""

from __future__ import annotations

import csv
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from bot.inert import inert
from bot.recalls.import_file import RejectedRow

__all__ = ["RejectedFile"]


class RejectedFile:
    """A CSV of rejected rows, none a formula; made when the first one comes."""

    def __init__(self, path: Path) -> None:
        self.count = 0
        self._path = path
        self._file: IO[str] | None = None
        self._rows: Any = None

    def __enter__(self) -> RejectedFile:
        return self

    def write(self, row: RejectedRow) -> None:
        """Add one row."""
        if self._file is None:
            self._file = self._path.open("w", newline="", encoding="utf-8")
            self._rows = csv.writer(self._file)
            self._rows.writerow(("line", "reason", "text"))
        self._rows.writerow((row.line, inert(row.reason), inert(row.text)))
        self.count += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        if self._file is not None:
            self._file.close()
