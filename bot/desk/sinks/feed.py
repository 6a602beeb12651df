"""Finds what another desk has not had, and gives it to it until it takes it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.conversations import Transcript
from bot.conversations.transcript import utc_now
from bot.desk.sinks.chatwoot import ChatwootSink
from bot.desk.sinks.email import EmailSink
from bot.desk.sinks.matters import HANDOVERS, INCIDENTS
from bot.desk.sinks.sink import DeskSink, SinkFailed
from bot.desk.sinks.webhook import WebhookSink
from bot.errors import describe
from bot.other_desks import OtherDesks
from bot.storage import Database
from bot.storage.backoff import pause_after
from bot.storage.tables import conversations, desk_deliveries

__all__ = ["Feed", "given_up", "make_sinks"]

logger = logging.getLogger(__name__)

POLL_SECONDS = 2.0
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
# What was not taken by then is given up.
GIVE_UP = timedelta(days=2)
AT_ONCE = 20


def make_sinks(
    settings: OtherDesks,
    database: Database,
    clock: Callable[[], datetime] = utc_now,
    *,
    public_url: str = "",
    photo_path: Callable[[str], Path] | None = None,
) -> list[DeskSink]:
    """The desks, and the people to be told, that the settings ask for.

    public_url: the door's address, for those who are told by e-mail. photo_path: where the file
    of a photo lies.
    """
    sinks: list[DeskSink] = []
    for prefix, source, to, hook in (
        ("alarm-", INCIDENTS, settings.alert_to, settings.alert_webhook),
        ("", HANDOVERS, settings.mail_to, settings.webhook),
    ):
        if to:
            sinks.append(EmailSink(f"{prefix}email", source, to, clock, public_url=public_url))
        if hook:
            sinks.append(WebhookSink(f"{prefix}webhook", source, hook, clock))
    if settings.chatwoot:
        sinks.append(ChatwootSink(settings.chatwoot, database, clock, photo_path))
    return sinks


class Feed:
    """Feeds the sinks of one database; one process does it."""

    def __init__(
        self,
        database: Database,
        sinks: Sequence[DeskSink],
        clock: Callable[[], datetime] = utc_now,
        *,
        poll_seconds: float = POLL_SECONDS,
    ) -> None:
        self._database = database
        self._transcript = Transcript(database, clock)
        self._sinks = sinks
        self._clock = clock
        self._poll_seconds = poll_seconds

    async def run(self) -> None:
        """Deliver until cancelled; whatever fails is logged and never ends it.

        Each desk on its own: one that hangs keeps no other waiting.
        """
        try:
            await asyncio.gather(*(self._run_one(sink) for sink in self._sinks))
        finally:
            for sink in self._sinks:
                with contextlib.suppress(Exception):
                    await sink.close()

    async def _run_one(self, sink: DeskSink) -> None:
        while True:
            try:
                await self.deliver_due(sink)
            except Exception as error:
                logger.error("what goes to %s cannot be worked on: %s", sink.name, describe(error))
            await asyncio.sleep(self._poll_seconds)

    async def deliver_due(self, sink: DeskSink) -> None:
        """Give it all that is due now, then what was said since."""
        await self._note_new(sink)
        for row in await self._due(sink):
            try:
                also = await sink.deliver(await sink.source.make(self._transcript, row))
                async with self._database.write() as connection:
                    if also is not None:
                        await also(connection)
                    await connection.execute(_update(row, state="done", trouble=None))
            except SinkFailed as failed:
                await self._failed(row, failed)
            except Exception as error:
                # Whatever is wrong with this one, the others do not wait for it.
                await self._failed(row, SinkFailed(describe(error)))
        await sink.follow()

    async def _note_new(self, sink: DeskSink) -> None:
        now, table = self._clock(), sink.source.table
        known = sa.and_(desk_deliveries.c.sink == sink.name, _of(table))
        new = (
            sa.select(table.c.conversation, table.c.message)
            .where(table.c.at >= now - sink.source.since, ~sa.exists().where(known))
            .order_by(table.c.at)
            .limit(AT_ONCE)
        )
        async with self._database.read() as connection:
            found = (await connection.execute(new)).all()
        if not found:
            return
        given = {"sink": sink.name, "state": "waiting", "first_at": now, "due_at": now, "tries": 0}
        async with self._database.write() as connection:
            rows = [{**given, **row._mapping} for row in found]
            await connection.execute(desk_deliveries.insert(), rows)

    async def _due(self, sink: DeskSink) -> Sequence[Any]:
        table, keys = sink.source.table, ("conversation", "message")
        told = (column for column in table.c if column.name not in keys)
        query = (
            sa.select(desk_deliveries, *told, conversations.c.channel)
            .join(table, _of(table))
            .join(conversations, conversations.c.id == table.c.conversation)
            .where(
                desk_deliveries.c.state == "waiting",
                desk_deliveries.c.due_at <= self._clock(),
                desk_deliveries.c.sink == sink.name,
            )
            .order_by(sink.source.first, desk_deliveries.c.due_at)
            .limit(AT_ONCE)
        )
        async with self._database.read() as connection:
            return (await connection.execute(query)).all()

    async def _failed(self, row: Any, failed: SinkFailed) -> None:
        now = self._clock()
        ends = not failed.again or now - row.first_at > GIVE_UP
        if ends:
            logger.error("%s did not take something, which is given up: %s", row.sink, failed)
        else:
            logger.warning("%s did not take something yet: %s", row.sink, failed)
        pause = pause_after(row.tries, FIRST_PAUSE, LONGEST_PAUSE)
        change = {
            "state": "failed" if ends else "waiting", "due_at": now + pause,
            "tries": row.tries + 1, "trouble": str(failed),
        }  # fmt: skip
        async with self._database.write() as connection:
            await connection.execute(_update(row, **change))


async def given_up(database: Database) -> dict[str, int]:
    """How many hand-overs or incidents each sink never took."""
    query = (
        sa.select(desk_deliveries.c.sink, sa.func.count())
        .where(desk_deliveries.c.state == "failed")
        .group_by(desk_deliveries.c.sink)
    )
    async with database.read() as connection:
        return {name: int(count) for name, count in await connection.execute(query)}


def _of(table: sa.Table) -> Any:
    """A delivery is of this row of the table."""
    return sa.and_(
        desk_deliveries.c.conversation == table.c.conversation,
        desk_deliveries.c.message == table.c.message,
    )


def _update(row: Any, **values: Any) -> Any:
    keys = ("sink", "conversation", "message")
    these = (desk_deliveries.c[key] == getattr(row, key) for key in keys)
    return sa.update(desk_deliveries).where(*these).values(**values)
