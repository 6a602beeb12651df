"""Cells of tables that other programs open: none of them may become a formula."""

from __future__ import annotations

import re

__all__ = ["inert"]

# What makes a spreadsheet take a cell for a formula (OWASP, CSV Injection), also behind what one
# may leave out as it reads: spaces, controls, and characters that are not seen.
_FORMULA = re.compile(
    r"[\t\r\n]|[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]"
)


def inert(cell: str) -> str:
    """The cell as text: a quote in front of what a spreadsheet would run.

    Without NUL, which Python's csv refuses to write.
    """
    cell = cell.replace("\0", "")
    return "'" + cell if _FORMULA.match(cell) else cell
