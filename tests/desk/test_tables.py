"""Exports: no cell is a formula, in CSV, XLSX and JSON."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from openpyxl import load_workbook

from bot.claims.export import write_csv
from bot.desk import Desk
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
    # The same columns and cells in each form, and from the command line.
    as_json = json.loads((await lead.get("/desk/claims.json?state=draft")).raw)
    assert as_json == []
    as_json = json.loads((await lead.get("/desk/claims.json")).raw)
    assert as_json == [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
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
