"""Claims as CSV and JSON."""

import csv
import io
import json
from datetime import datetime, timezone

import pytest

from bot.claims.claim import Change, Claim, ClaimedUnit
from bot.claims.export import as_json, write_csv, write_json
from bot.inert import inert

NOW = datetime(2026, 11, 23, 12, tzinfo=timezone.utc)


def _claim(**details):
    unit = ClaimedUnit("A1263", "AKFF1Y0E12345678", "affected", {"rule": "serial_list"})
    return Claim("RC-1", "c", "m", "25-338", "submitted", details, (unit,), ("p1", "p2"), NOW, NOW)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff20"])
def test_no_cell_becomes_a_formula(start):
    assert inert(f'{start}HYPERLINK("x")').startswith("'")
    out = io.StringIO()
    write_csv([_claim(name=f"{start}cmd|x", email="j@example.com")], out)
    row = next(csv.DictReader(io.StringIO(out.getvalue())))
    assert row["name"].startswith("'")
    assert row["email"] == "j@example.com"


def test_a_table_has_one_row_a_claim_whatever_stands_in_it():
    out = io.StringIO()
    write_csv([_claim(name='Jane "J", Porter', address="1 Elm\nDenver"), _claim()], out)
    rows = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert [r["name"] for r in rows] == ['Jane "J", Porter', ""]
    assert rows[0]["address"] == "1 Elm\nDenver"
    assert rows[0]["units"] == "A1263 AKFF1Y0E12345678 (affected)"
    assert rows[0]["photos"] == "2"


def test_a_disposal_has_its_place_and_its_day_as_told_and_as_a_date():
    told = {
        "disposal_date": "yesterday",
        "disposal_day": "2026-11-22",
        "disposal_place": "Denver hazardous waste site",
    }
    out = io.StringIO()
    write_csv([_claim(**told), _claim(disposal_date="some day in spring")], out)
    row, without = csv.DictReader(io.StringIO(out.getvalue()))
    assert {key: row[key] for key in told} == told
    assert (without["disposal_date"], without["disposal_day"]) == ("some day in spring", "")
    out = io.StringIO()
    write_json([_claim(**told)], out)
    assert json.loads(out.getvalue())["details"] == told


def test_json_holds_everything_one_claim_a_line():
    out = io.StringIO()
    write_json([_claim(name="Jos\u00e9"), _claim()], out)
    first, second = (json.loads(line) for line in out.getvalue().splitlines())
    assert first["details"] == {"name": "Jos\u00e9"}
    assert second["units"][0]["grounds"] == {"rule": "serial_list"}
    change = Change(NOW, "firm:ann", "submitted", "approved", "all there")
    history = as_json(_claim(), [change])["history"]
    assert history == [
        {"at": NOW.isoformat(), "actor": "firm:ann", "from": "submitted", "to": "approved",
         "reason": "all there"}
    ]  # fmt: skip
