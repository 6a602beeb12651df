"""The figures page: charts that can be read, a table behind each, the same as CSV."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest

from bench.desk import LAST_DAY, fill_month
from bot.desk import Desk
from bot.desk.figures import DEFINITIONS
from bot.desk.figures.charts import Series, bars, columns

DAYS = f"to={LAST_DAY}&from={LAST_DAY.replace(day=1)}"


async def test_every_chart_has_a_title_a_description_and_a_table(members: Any, desk: Desk) -> None:
    await fill_month(desk.database, 60)
    auditor = await members("Ada", "auditor")
    page = (await auditor.get(f"/desk/figures?{DAYS}")).raw.decode()
    charts = re.findall(r'<svg class="chart" role="img".*?aria-labelledby="(\S+) (\S+)">', page)
    assert len(charts) == 12
    for title, described in charts:
        assert re.search(rf'<title id="{title}">[^<]+</title><desc id="{described}">[^<]+', page)
    assert page.count("<table>") == len(charts)
    for definition in DEFINITIONS.values():
        assert definition.text.replace("'", "&#39;") in page
    rows = list(csv.DictReader(io.StringIO(
        (await auditor.get(f"/desk/figures.csv?{DAYS}")).raw.decode()
    )))  # fmt: skip
    total = sum(int(r["count"]) for r in rows if r["figure"] == "conversations")
    assert f"<dd>{total}" in page
    web = (await auditor.get(f"/desk/figures?{DAYS}&channel=web")).raw.decode()
    of_web = sum(
        int(r["count"]) for r in rows if (r["figure"], r["channel"]) == ("conversations", "web")
    )
    assert f"<dd>{of_web}" in web


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 200), ("channel=<script>", 200), ("from=2026-01-01&to=2026-01-31", 200),
        ("from=soon", 400), ("to=0001-01-01", 400), ("from=2026-02-01&to=2026-01-01", 400),
        ("from=2001-01-01&to=2026-01-01", 400), ("from=9999-01-01", 400),
    ],
)  # fmt: skip
async def test_days_that_are_none_are_refused(members: Any, query: str, status: int) -> None:
    agent = await members("Ana", "agent")
    answer = await agent.get(f"/desk/figures?{query}")
    assert (answer.status, b"<script>" in answer.raw) == (status, False)


def test_a_chart_escapes_what_it_is_given_and_stands_without_numbers() -> None:
    assert "<b>" not in bars("k", "<b>", [("<b>", 1)]) + columns(
        "k", "t", ["<b>"], [Series("<b>", [1])]
    )
    for empty in (
        bars("k", "t", []),
        columns("k", "t", [], []),
        columns("k", "t", ["d"], [Series("a", [0])]),
    ):
        assert empty.startswith("<svg")
        assert "nan" not in empty
