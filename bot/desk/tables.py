"""Tables to take away: CSV and XLSX in which no cell is ever a formula."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

from aiohttp import web

from bot.claims.export import inert

__all__ = ["Column", "send_csv", "send_xlsx"]

# A column's head, and its cell for a row.
Column = tuple[str, Callable[[Any], str]]
# What XLSX cannot hold (XML 1.0): these characters are left out there.
_NOT_IN_XML = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF))
LONGEST_CELL = 32_767


async def send_csv(
    request: web.Request,
    name: str,
    columns: Sequence[Column],
    batches: AsyncIterator[Sequence[Any]],
) -> web.StreamResponse:
    """A table as CSV, sent as it is read: a million rows are never in memory."""
    response = web.StreamResponse(headers=_headers(name, "csv", "text/csv; charset=utf-8"))
    await response.prepare(request)
    await response.write(_lines([[head for head, _ in columns]]))
    try:
        async for rows in batches:
            table = [[inert(cell(row)) for _, cell in columns] for row in rows]
            await response.write(_lines(table))
    except Exception:
        # A table that is cut off must not look like a whole one.
        if request.transport is not None:
            request.transport.abort()
        raise
    await response.write_eof()
    return response


async def send_xlsx(
    name: str, columns: Sequence[Column], batches: AsyncIterator[Sequence[Any]]
) -> web.Response:
    """A table as a workbook, every cell of it text."""
    table = [[head for head, _ in columns]]
    async for rows in batches:
        table += [[inert(cell(row)) for _, cell in columns] for row in rows]
    body = await asyncio.to_thread(_workbook, table)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return web.Response(body=body, headers=_headers(name, "xlsx", kind))


def _headers(name: str, suffix: str, kind: str) -> dict[str, str]:
    return {
        "Content-Type": kind,
        "Content-Disposition": f'attachment; filename="{name}.{suffix}"',
    }


def _lines(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8", "replace")


def _workbook(table: Sequence[Sequence[str]]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Table")
    for row in table:
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet, text.translate(_NOT_IN_XML)[:LONGEST_CELL])
            cell.data_type = "s"  # text, whatever it begins with
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
