"""Finds hand-overs that another desk has not had, and gives them to it until it takes them."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.conversations import Transcript
from bot.conversations.transcript import utc_now
from bot.desk.sinks.chatwoot import ChatwootSink
from bot.desk.sinks.email import EmailSink
from bot.desk.sinks.sink import Case, DeskSink, SinkFailed
from bot.desk.sinks.webhook import WebhookSink
from bot.errors import describe
from bot.other_desks import OtherDesks
from bot.storage import Database
from bot.storage.tables import conversations, desk_deliveries, handovers

__all__ = ["Feed", "given_up", "make_sinks"]

logger = logging.getLogger(__name__)

POLL_SECONDS = 2.0
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
# What is older when a desk is set up is not sent to it; what it did not take by then is given up.
GIVE_UP = timedelta(days=2)
AT_ONCE = 20


def make_sinks(
    settings: OtherDesks, database: Database, clock: Callable[[], datetime] = utc_now
) -> list[DeskSink]:
    """The desks that the settings ask for."""
    sinks: list[DeskSink] = []
    if settings.mail_to:
        sinks.append(EmailSink(settings.mail_to, clock))
    if settings.webhook:
        sinks.append(WebhookSink(settings.webhook, settings.webhook_key, clock))
    if settings.chatwoot:
        sinks.append(ChatwootSink(settings.chatwoot, database))
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
                logger.error("hand-overs to %s cannot be worked on: %s", sink.name, describe(error))
            await asyncio.sleep(self._poll_seconds)

    async def deliver_due(self, sink: DeskSink) -> None:
        """Give it all that is due now, then what was said since."""
        await self._note_new(sink)
        for row in await self._due(sink):
            try:
                also = await sink.deliver(await self._case(row))
            except SinkFailed as failed:
                await self._failed(row, failed)
                continue
            async with self._database.write() as connection:
                if also is not None:
                    await also(connection)
                await connection.execute(_update(row, state="done", trouble=None))
        try:
            await sink.follow()
        except SinkFailed as failed:
            logger.warning("%s does not take what was said since: %s", sink.name, failed)

    async def _note_new(self, sink: DeskSink) -> None:
        now = self._clock()
        known = sa.and_(
            desk_deliveries.c.sink == sink.name,
            desk_deliveries.c.conversation == handovers.c.conversation,
            desk_deliveries.c.message == handovers.c.message,
        )
        new = (
            sa.select(handovers.c.conversation, handovers.c.message)
            .where(handovers.c.at >= now - GIVE_UP, ~sa.exists().where(known))
            .order_by(handovers.c.at)
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
        query = (
            sa.select(
                desk_deliveries, handovers.c.at, handovers.c.reason, handovers.c.urgent,
                conversations.c.channel,
            )
            .join(
                handovers,
                sa.and_(
                    handovers.c.conversation == desk_deliveries.c.conversation,
                    handovers.c.message == desk_deliveries.c.message,
                ),
            )
            .join(conversations, conversations.c.id == handovers.c.conversation)
            .where(
                desk_deliveries.c.state == "waiting",
                desk_deliveries.c.due_at <= self._clock(),
                desk_deliveries.c.sink == sink.name,
            )
            .order_by(handovers.c.urgent.desc(), desk_deliveries.c.due_at)
            .limit(AT_ONCE)
        )  # fmt: skip
        async with self._database.read() as connection:
            return (await connection.execute(query)).all()

    async def _case(self, row: Any) -> Case:
        said = await self._transcript.since(row.conversation, 0)
        return Case(
            row.conversation, row.channel, row.message, row.at, row.reason, row.urgent, said
        )

    async def _failed(self, row: Any, failed: SinkFailed) -> None:
        now = self._clock()
        ends = not failed.again or now - row.first_at > GIVE_UP
        if ends:
            logger.error("a hand-over was not taken by %s and is given up: %s", row.sink, failed)
        else:
            logger.warning("a hand-over was not taken by %s: %s", row.sink, failed)
        pause = min(FIRST_PAUSE * 2 ** min(row.tries, 20), LONGEST_PAUSE)
        change = {
            "state": "failed" if ends else "waiting", "due_at": now + pause,
            "tries": row.tries + 1, "trouble": str(failed)[:64],
        }  # fmt: skip
        async with self._database.write() as connection:
            await connection.execute(_update(row, **change))


async def given_up(database: Database) -> dict[str, int]:
    """How many hand-overs each desk never took."""
    query = (
        sa.select(desk_deliveries.c.sink, sa.func.count())
        .where(desk_deliveries.c.state == "failed")
        .group_by(desk_deliveries.c.sink)
    )
    async with database.read() as connection:
        return {name: int(count) for name, count in await connection.execute(query)}


def _update(row: Any, **values: Any) -> Any:
    keys = ("sink", "conversation", "message")
    these = (desk_deliveries.c[key] == getattr(row, key) for key in keys)
    return sa.update(desk_deliveries).where(*these).values(**values)
