"""Bringing the catalogue up to date with the feed, window by window.

Each window's notices and the mark that it was read are one transaction: a reading that is cut off
goes on with the next window. What was read before stays whatever happens, with its date.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.recalls.catalogue.catalogue import Catalogue, keep
from bot.recalls.catalogue.notice import Notice
from bot.recalls.feed.client import FeedClient, FeedError, Window, WindowFailed
from bot.recalls.feed.record import UnreadableRecord, read_notice
from bot.storage.database import Database
from bot.storage.tables import feed_state, feed_windows, notices

__all__ = ["Feed", "SyncReport"]

log = logging.getLogger(__name__)

# The commission was founded in 1972.
FIRST_YEAR = 1973
# An edited notice keeps its dates, so everything is read anew from time to time.
FULL_EVERY = timedelta(days=30)
# The newest notice held is read again: an answer without it is known to be wrong.
OVERLAP = timedelta(days=7)
# A service that fails on several single days is down; asking for the rest would not help.
MOST_FAILED_DAYS = 3
LONGEST_TROUBLE = 300
WELL = {"failed_at": None, "trouble": None}


@dataclass
class SyncReport:
    """What a reading did. unreadable: records that could not be understood, told by number.
    missing: notices we hold that the service did not give; they stay. empty: years of which none is
    held though recalls are announced in every month; each sync asks for them again. newest: when
    the last notice held was published."""

    full: bool
    windows: int = 0
    unchanged: int = 0
    new: int = 0
    changed: int = 0
    missing: int = 0
    unreadable: list[str] = field(default_factory=list)
    empty: list[int] = field(default_factory=list)
    held: int = 0
    as_of: date | None = None
    newest: date | None = None


class Feed:
    """The feed of one address into the catalogue of one database."""

    def __init__(
        self,
        client: FeedClient,
        database: Database,
        clock: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
        told: Callable[[Window, SyncReport], None] = lambda *_: None,
    ) -> None:
        self._client = client
        self._database = database
        self._clock = clock
        self._told = told

    async def sync(self, *, full: bool = False) -> SyncReport:
        """Read what was published since; everything where that is due, asked for or unfinished.

        Raises FeedError where any window could not be read; what was read is kept, and the next
        call goes on from there. The list's date moves only when nothing was missed; that it failed
        is kept until it does.
        """
        try:
            return await self._sync(full)
        except FeedError as error:
            await self._set_state(failed_at=self._clock(), trouble=str(error)[:LONGEST_TROUBLE])
            raise

    async def _sync(self, full: bool) -> SyncReport:
        begun = self._clock()
        state = await self._state()
        since = state["full_begun_at"]
        if since is None and (full or _due(state["full_at"], begun)):
            since = begun
            await self._set_state(full_begun_at=begun)
        report = SyncReport(full=since is not None)
        if since is not None:
            await self._read_all(_years(FIRST_YEAR, begun.date()), report, since)
            total = await Catalogue(self._database).size()
            if not total[0]:
                raise FeedError("The service has no record at all; nothing was changed.")
            await self._set_state(full_begun_at=None, full_at=since, good_at=since, **WELL)
        else:
            # A date mistyped into the future must not end the asking.
            newest = min(await self._newest() or begun.date(), begun.date())
            windows = _months(newest - OVERLAP, begun.date())
            windows += [_year(year) for year in await self._empty_years(begun.date())]
            await self._read_all(windows, report, None)
            await self._set_state(good_at=begun, **WELL)
        report.empty = await self._empty_years(begun.date())
        return await self._ended(report)

    async def read_days(self, first: date | None, last: date | None) -> SyncReport:
        """Read the notices announced in these days anew; the list keeps its date.

        None: from the first notice on, up to today.
        """
        report = SyncReport(full=False)
        first, last = first or date(FIRST_YEAR, 1, 1), last or self._clock().date()
        years = _years(first.year, last)
        windows = [Window("announced", max(w.first, first), min(w.last, last)) for w in years]
        await self._read_all(windows, report, self._clock())
        return await self._ended(report)

    async def _ended(self, report: SyncReport) -> SyncReport:
        report.held, report.as_of = await Catalogue(self._database).size()
        report.newest = await self._newest()
        return report

    async def _read_all(
        self, windows: Iterable[Window], report: SyncReport, anew_since: datetime | None
    ) -> None:
        failed: list[WindowFailed] = []
        for window in windows:
            failed += await self._read(window, report, anew_since, MOST_FAILED_DAYS - len(failed))
            if len(failed) >= MOST_FAILED_DAYS:
                break
        if failed:
            raise FeedError(
                "The recall feed could not be read wholly. "
                + " ".join(str(error) for error in failed)
                + " What could be read is kept; the next sync goes on from there."
            )

    async def _read(
        self, window: Window, report: SyncReport, anew_since: datetime | None, most_failed: int
    ) -> list[WindowFailed]:
        """Read a window, where it fails its halves; the days that fail alone come back."""
        marks = await self._marks(window)
        if anew_since is not None:
            if marks and marks.read_at >= anew_since:
                return []
            marks = None
        held = await self._held(window)
        # Notices are withdrawn one at a time, if ever: half of them gone is no answer.
        at_least = (len(held) + 1) // 2
        try:
            answer = await self._client.read(
                window,
                etag=marks.etag if marks else None,
                modified=marks.modified if marks else None,
                at_least=at_least,
            )
        except WindowFailed as error:
            halves = window.halves()
            if halves is None:
                return [error]
            failed: list[WindowFailed] = []
            for half in halves:
                if len(failed) < most_failed:
                    failed += await self._read(half, report, anew_since, most_failed - len(failed))
            if not failed:
                async with self._database.write() as connection:
                    await _mark(connection, window, self._clock(), None, None)
            return failed
        given, unreadable = _understood(answer.records or ())
        report.unreadable += unreadable
        if len(unreadable) > 1 and len(given) < max(at_least, 1):
            raise FeedError(
                f"{window}: {len(unreadable)} of {len(given) + len(unreadable)} records can't be "
                f"understood ({unreadable[0]}); the service may write them in a new way. "
                "Nothing of this answer was stored."
            )
        # What could not be understood is asked for again.
        etag, modified = (None, None) if unreadable else (answer.etag, answer.modified)
        async with self._database.write() as connection:
            if not self._database.sqlite:
                # Two readings at once must not both count a notice's words.
                await connection.execute(sa.text("SELECT pg_advisory_xact_lock(338)"))
            kept = await keep(connection, given)
            await _mark(connection, window, self._clock(), etag, modified)
        report.windows += 1
        if answer.records is None:
            report.unchanged += 1
        else:
            report.missing += len(held - {notice.id for notice in given})
        report.new += kept.new
        report.changed += kept.changed
        self._told(window, report)
        return []

    async def _marks(self, window: Window) -> Any:
        query = feed_windows.select().where(
            feed_windows.c.by == window.by,
            feed_windows.c.first == window.first,
            feed_windows.c.last == window.last,
        )
        async with self._database.read() as connection:
            return (await connection.execute(query)).first()

    async def _held(self, window: Window) -> set[int]:
        day = notices.c[window.by]
        query = sa.select(notices.c.id).where(day.between(window.first, window.last))
        async with self._database.read() as connection:
            return set((await connection.execute(query)).scalars())

    async def _empty_years(self, today: date) -> list[int]:
        async with self._database.read() as connection:
            query = sa.select(notices.c.announced).distinct()
            years = {day.year for day in (await connection.execute(query)).scalars()}
        due = (today - timedelta(days=31)).year
        return [year for year in range(due, min(years, default=due), -1) if year not in years]

    async def _newest(self) -> date | None:
        async with self._database.read() as connection:
            query = sa.select(sa.func.max(notices.c.published))
            newest: date | None = (await connection.execute(query)).scalar_one()
        return newest

    async def _state(self) -> dict[str, datetime | None]:
        async with self._database.read() as connection:
            row = (await connection.execute(feed_state.select())).first()
        return dict(row._mapping) if row else {"full_at": None, "full_begun_at": None}

    async def _set_state(self, **values: datetime | str | None) -> None:
        async with self._database.write() as connection:
            if (await connection.execute(feed_state.update().values(values))).rowcount == 0:  # type: ignore[attr-defined]
                await connection.execute(feed_state.insert().values(id=1, **values))


def _due(full_at: datetime | None, now: datetime) -> bool:
    return full_at is None or now - full_at > FULL_EVERY


def _understood(records: Iterable[dict[str, Any]]) -> tuple[list[Notice], list[str]]:
    found, unreadable = [], []
    for record in records:
        try:
            found.append(read_notice(record))
        except UnreadableRecord as error:
            name = str(record.get("RecallNumber") or record.get("RecallID"))[:20]
            log.warning("A record of the recall feed can't be read: %s: %s", name, error)
            unreadable.append(f"{name}: {error}")
    return found, unreadable


async def _mark(
    connection: AsyncConnection, window: Window, at: datetime, etag: str | None,
    modified: str | None,
) -> None:  # fmt: skip
    key = {"by": window.by, "first": window.first, "last": window.last}
    values = {"read_at": at, "etag": etag, "modified": modified}
    mine = sa.and_(*(feed_windows.c[name] == value for name, value in key.items()))
    if (await connection.execute(feed_windows.update().where(mine).values(values))).rowcount == 0:  # type: ignore[attr-defined]
        await connection.execute(feed_windows.insert().values(**key, **values))


def _years(first: int, today: date) -> list[Window]:
    """All years up to this one, the newest first: they are asked about most."""
    return [_year(year) for year in range(today.year, first - 1, -1)]


def _year(year: int) -> Window:
    return Window("announced", date(year, 1, 1), date(year, 12, 31))


def _months(first: date, today: date) -> list[Window]:
    """Whole months, so that the same question is asked again and can be answered "unchanged"."""
    windows = []
    month = first.replace(day=1)
    while month <= today:
        following = (month + timedelta(days=31)).replace(day=1)
        windows.append(Window("published", month, following - timedelta(days=1)))
        month = following
    return windows
