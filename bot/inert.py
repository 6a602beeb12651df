"""Cells of tables that other programs open: none of them may become a formula."""

from __future__ import annotations

__all__ = ["inert"]

# What makes a spreadsheet take a cell for a formula (OWASP, CSV Injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def inert(cell: str) -> str:
    """The cell as text: a quote in front of what a spreadsheet would run.

    Without NUL, which Python's csv refuses to write.
    """
    cell = cell.replace("\0", "")
    return "'" + cell if cell.startswith(_FORMULA) else cell
