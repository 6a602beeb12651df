"""How the feed stands: when it was read last, and what the last try said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.storage.database import Database
from bot.storage.tables import feed_state

__all__ = ["FeedStatus", "feed_status"]

# Who reads it by a timer does so every day.
LATE = timedelta(days=2)


@dataclass(frozen=True)
class FeedStatus:
    """good_at: when the last reading that missed nothing began.

    failed_at, trouble: of the last try, where it failed.
    """

    good_at: datetime | None
    failed_at: datetime | None
    trouble: str

    def is_late(self, now: datetime) -> bool:
        """Is what was read too old to be the authority's list of today?"""
        return self.good_at is None or now - self.good_at > LATE


async def feed_status(database: Database) -> FeedStatus | None:
    """None where it was never tried to read it."""
    async with database.read() as connection:
        row = (await connection.execute(sa.select(feed_state))).first()
    return None if row is None else FeedStatus(row.good_at, row.failed_at, row.trouble or "")
