"""Identifiers in tables: CSV, tab or pipe separated, or columns set with spaces.

In: a page with line breaks. Out: the cells under headings that are labels, taken; cells under
headings of other numbers (orders, barcodes) marked, so that nobody takes them.
"""

from __future__ import annotations

import re

from bot.recalls.reading import shapes
from bot.recalls.reading.labels import whole_label
from bot.recalls.reading.page import BLANK
from bot.recalls.reading.take import Kind, Taker


class TableReader(Taker):
    """Reads cells under headings."""

    def _tables(self) -> None:
        """Cells under headings: CSV, tab or pipe separated, or set in columns by spaces."""
        plain = self.page.plain
        if "\n" not in plain:
            return
        columns: list[str | None] = []
        delimiter: re.Pattern[str] | None = None
        offset = 0
        for line in plain.split("\n"):
            if delimiter is not None and delimiter.search(line):
                self._row(line, offset, delimiter, columns)
            else:
                delimiter, columns = shapes.header(line, whole_label)
                if delimiter is not None:
                    self._mark_line(offset, offset + len(line))
            offset += len(line) + 1

    def _mark_line(self, start: int, end: int) -> None:
        self.page.mark_spans(iter([(start, end)]))

    def _row(
        self, line: str, offset: int, delimiter: re.Pattern[str], columns: list[str | None]
    ) -> None:
        start = 0
        edge = len(line) - len(line.lstrip(" |")) if "|" in line[:3] else 0
        start = edge
        for kind in columns:
            match = delimiter.search(line, start)
            end = match.start() if match else len(line)
            first = self.page.token_at(offset + start)
            last = self.page.token_at(offset + end)
            if kind in ("serial", "model") and first < last:
                self._cell("serial" if kind == "serial" else "model", first, last)
            elif kind in ("foreign", "part"):
                self.page.mark(first, last)
            if match is None:
                break
            start = match.end()

    def _cell(self, kind: Kind, first: int, last: int) -> None:
        tokens = self.page.tokens[first:last]
        value = "".join(token.text for token in tokens)
        text = self.page.plain[tokens[0].start : tokens[-1].end]
        if BLANK in text or len(tokens) > 5 or not any(c.isdigit() for c in value):
            return
        model = shapes.anker(value)
        if model:
            self._take("model", first, last, *model)
        elif shapes.certain_serial(value):
            self._take("serial", first, last, value)
        elif 3 <= len(value) <= 24 and not any(
            token.text.isalpha() and self.page.is_word(i) for i, token in enumerate(tokens, first)
        ):
            self._take(kind, first, last, value)
