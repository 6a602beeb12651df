"""What the desk counts, by day and channel: charts, tables, CSV. Nobody can be found in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta, timezone

from aiohttp import web

from bot.desk.app import DESK, render
from bot.desk.figures import DEFINITIONS
from bot.desk.figures.report import channels_of, report
from bot.desk.guard import Refused
from bot.desk.tables import Column, send_csv

__all__ = ["export", "page"]

DAYS = 30
MOST_DAYS = 400
Row = tuple[str, str, str, str, int, str]
COLUMNS: tuple[Column, ...] = (
    ("day", lambda r: r[0]),
    ("channel", lambda r: r[1]),
    ("figure", lambda r: r[2]),
    ("part", lambda r: r[3]),
    ("count", lambda r: str(r[4])),
    ("counted", lambda r: r[5]),
    ("definition", lambda r: DEFINITIONS[r[2]].text),
)


async def page(request: web.Request) -> web.Response:
    """All figures of a range of days."""
    first, last = _range(request)
    days = await request.app[DESK].figures.of_days(first, last)
    channels = channels_of(days)
    channel = request.query.get("channel", "")
    channel = channel if channel in channels else ""
    tiles, sections = report(days, channel)
    return render(
        request, "figures.html",
        first=first, last=last, channel=channel, channels=channels, tiles=tiles,
        sections=sections, counted_at=min((day.at for day in days if not day.closed), default=None),
    )  # fmt: skip


async def export(request: web.Request) -> web.StreamResponse:
    """The same as a table: one row for each day, channel, figure and part."""
    first, last = _range(request)
    days = await request.app[DESK].figures.of_days(first, last)

    async def batches() -> AsyncIterator[list[Row]]:
        for day in days:
            counted = "for good" if day.closed else "so far"
            yield [
                (day.day.isoformat(), *key, number, counted)
                for key, number in sorted(day.counts.items())
            ]

    return await send_csv(request, f"figures-{first}-{last}", COLUMNS, batches())


def _range(request: web.Request) -> tuple[date, date]:
    """The days asked for; without any the last thirty."""
    today = request.app[DESK].clock().astimezone(timezone.utc).date()
    try:
        last = date.fromisoformat(request.query.get("to") or today.isoformat())
        early = last - timedelta(days=DAYS - 1)
        first = date.fromisoformat(request.query.get("from") or early.isoformat())
    except (ValueError, OverflowError):
        raise Refused("Please give days as 2026-01-31.", 400) from None
    last = min(last, today)
    if not timedelta() <= last - first < timedelta(days=MOST_DAYS):
        raise Refused(f"Please choose from 1 to {MOST_DAYS} days.", 400)
    return first, last
