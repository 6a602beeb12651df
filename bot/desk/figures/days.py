"""The figures of a range of days: closed days as kept, the others counted now."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta, timezone
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversations.transcript import utc_now
from bot.desk.figures.counting import Counted, count_day
from bot.desk.figures.definitions import CLOSED_AFTER_DAYS
from bot.errors import describe
from bot.recalls import Recalls
from bot.storage import Database
from bot.storage.tables import closed_days, conversations

__all__ = ["DayFigures", "Figures"]

logger = logging.getLogger(__name__)

# A day that is not closed is counted anew where its count is older than this; meanwhile the old
# one is shown, if it is not older than that.
FRESH = timedelta(seconds=30)
SHOWN = timedelta(minutes=10)
# How often it is counted while nobody looks, so that whoever does need not wait; and how long
# after the start, which has other things to do.
AHEAD_SECONDS = 300.0
START_SECONDS = 1.0


class DayFigures(NamedTuple):
    """One day. at: when it was counted. closed: for good."""

    day: date
    at: datetime
    closed: bool
    counts: Counter[Counted]


class Figures:
    """The figures of one database.

    Closed days are kept (`close_days`, run from time to time), because talk and drafts are deleted
    after a while; a day that nobody has closed yet is counted when it is asked for.
    """

    def __init__(
        self, database: Database, recalls: Recalls, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._database = database
        self._recalls = recalls
        self._clock = clock
        self._open: dict[date, DayFigures] = {}
        self._counting: asyncio.Task[None] | None = None
        self._one_at_a_time = asyncio.Lock()

    async def run(self) -> None:
        """Count the days that are not closed ahead of whoever looks, until cancelled."""
        await asyncio.sleep(START_SECONDS)
        while True:
            await self.count_ahead()
            await asyncio.sleep(AHEAD_SECONDS)

    async def count_ahead(self) -> None:
        """Count them now; a failure is logged."""
        now = self._clock()
        today = now.astimezone(timezone.utc).date()
        days = [today - timedelta(days=n) for n in range(CLOSED_AFTER_DAYS + 1)]
        try:
            kept = await self._kept(days[-1], today)
            await self._count([day for day in days if day not in kept], now - FRESH)
        except Exception as error:
            logger.error("the figures are not counted ahead: %s", describe(error))

    async def of_days(self, first: date, last: date) -> list[DayFigures]:
        """Every day from `first` to `last`, both included, but none that is still to come."""
        now = self._clock()
        last = min(last, now.astimezone(timezone.utc).date())
        wanted = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        kept = await self._kept(first, last)
        unclosed = [day for day in wanted if day not in kept]
        await self._count(unclosed, now - SHOWN)
        oldest = min((self._open[day].at for day in unclosed), default=now)
        if oldest < now - FRESH and (self._counting is None or self._counting.done()):
            self._counting = asyncio.create_task(self._count_quietly(unclosed))
        return [kept.get(day) or self._open[day] for day in wanted]

    async def close_days(self) -> int:
        """Count the days that are over for good and keep them; gives how many were closed now.

        Each day is one transaction: run again, or by two processes at once, it counts once.
        """
        ripe = self._clock().astimezone(timezone.utc).date() - timedelta(days=CLOSED_AFTER_DAYS)
        done = 0
        for day in await self._open_until(ripe):
            async with self._database.read() as connection:
                counts = await count_day(connection, day, self._recalls)
            async with self._database.write() as connection:
                done += await self._keep(connection, day, counts)
            self._open.pop(day, None)
        return done

    async def _kept(self, first: date, last: date) -> dict[date, DayFigures]:
        within = sa.and_(closed_days.c.day >= first, closed_days.c.day <= last)
        async with self._database.read() as connection:
            rows = (await connection.execute(sa.select(closed_days).where(within))).all()
        found = {}
        for row in rows:
            counts = Counter({Counted(*key): number for *key, number in row.counts})
            found[row.day] = DayFigures(row.day, row.closed_at, True, counts)
        return found

    async def _count(self, days: Iterable[date], oldest: datetime) -> None:
        """Count those days anew whose count is older than `oldest`."""

        def is_old(day: date) -> bool:
            return day not in self._open or self._open[day].at < oldest

        for day in filter(is_old, days):
            async with self._one_at_a_time:
                if not is_old(day):
                    continue  # somebody else has counted it meanwhile
                now = self._clock()
                async with self._database.read() as connection:
                    counts = await count_day(connection, day, self._recalls)
                self._open[day] = DayFigures(day, now, False, counts)

    async def _count_quietly(self, days: Iterable[date]) -> None:
        try:
            await self._count(days, self._clock() - FRESH)
        except Exception as error:
            logger.error("the figures of today are not counted anew: %s", describe(error))

    async def _open_until(self, ripe: date) -> Iterable[date]:
        """The days up to `ripe` that are not closed, from the first conversation on."""
        oldest = sa.select(sa.func.min(conversations.c.created_at))
        async with self._database.read() as connection:
            began = (await connection.execute(oldest)).scalar()
            days = (await connection.execute(sa.select(closed_days.c.day))).scalars()
            closed = set(days)
        if began is None:
            return []
        first = began.astimezone(timezone.utc).date()
        every = (first + timedelta(days=n) for n in range((ripe - first).days + 1))
        return [day for day in every if day not in closed]

    async def _keep(self, connection: AsyncConnection, day: date, counts: Counter[Counted]) -> bool:
        known = sa.select(closed_days.c.day).where(closed_days.c.day == day)
        if (await connection.execute(known)).first() is not None:
            return False
        rows = [[*key, number] for key, number in sorted(counts.items())]
        await connection.execute(
            closed_days.insert().values(day=day, closed_at=self._clock(), counts=rows)
        )
        return True
