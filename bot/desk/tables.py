"""Tables to take away: CSV and XLSX in which no cell is ever a formula, and JSON as it is."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

from aiohttp import web

from bot.inert import inert

__all__ = ["FORMS", "Column", "send_csv", "send_table"]

FORMS = ("csv", "xlsx", "json")

# A column's head, and its cell for a row.
Column = tuple[str, Callable[[Any], str]]
# What XLSX cannot hold (XML 1.0): these characters are left out there.
_NOT_IN_XML = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF))
LONGEST_CELL = 32_767


Batches = AsyncIterator[Sequence[Any]]


async def send_table(
    request: web.Request, form: str, name: str, columns: Sequence[Column], batches: Batches
) -> web.StreamResponse:
    """A table in one of FORMS, the same columns and rows in each."""
    if form == "xlsx":
        return await _send_xlsx(name, columns, batches)
    return await (send_csv if form == "csv" else _send_json)(request, name, columns, batches)


async def send_csv(
    request: web.Request, name: str, columns: Sequence[Column], batches: Batches
) -> web.StreamResponse:
    """A table as CSV, sent as it is read: a million rows are never in memory."""

    async def parts() -> AsyncIterator[bytes]:
        yield _lines([[head for head, _ in columns]])
        async for rows in batches:
            yield _lines([_cells(columns, row) for row in rows])

    headers = _headers(name, "csv", "text/csv; charset=utf-8")
    return await _send(request, headers, parts())


async def _send_json(
    request: web.Request, name: str, columns: Sequence[Column], batches: Batches
) -> web.StreamResponse:
    """A list of objects, one for each row; also sent as it is read.

    No spreadsheet runs it, so that its values have no quote in front.
    """
    heads = [head for head, _ in columns]

    async def parts() -> AsyncIterator[bytes]:
        before = "[\n"
        async for rows in batches:
            for row in rows:
                object = dict(zip(heads, (cell(row) for _, cell in columns), strict=True))
                yield (before + json.dumps(object, ensure_ascii=False)).encode("utf-8", "replace")
                before = ",\n"
        yield b"\n]\n" if before[0] == "," else b"[]\n"

    return await _send(request, _headers(name, "json", "application/json"), parts())


async def _send(
    request: web.Request, headers: dict[str, str], parts: AsyncIterator[bytes]
) -> web.StreamResponse:
    response = web.StreamResponse(headers=headers)
    await response.prepare(request)
    try:
        async for part in parts:
            await response.write(part)
    except Exception:
        # A table that is cut off must not look like a whole one.
        if request.transport is not None:
            request.transport.abort()
        raise
    await response.write_eof()
    return response


async def _send_xlsx(name: str, columns: Sequence[Column], batches: Batches) -> web.Response:
    """A table as a workbook, every cell of it text."""
    table = [[head for head, _ in columns]]
    async for rows in batches:
        table += [_cells(columns, row) for row in rows]
    body = await asyncio.to_thread(_workbook, table)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return web.Response(body=body, headers=_headers(name, "xlsx", kind))


def _cells(columns: Sequence[Column], row: Any) -> list[str]:
    return [inert(cell(row)) for _, cell in columns]


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
