"""How far each customer has been sent what the transcript says.

The transcript is the outbox: whatever is written into a conversation on a channel, by a turn, a
notice or an agent, goes out in its order. A conversation is given to one sender at a time, for a
while (its lease), and how far it came is stored after each part. A lease that ran out was cut off,
maybe in a call: nobody knows if the provider took the part after the last that is stored.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversations import Message
from bot.conversations.handover import ANSWER_WAITS, UNREACHABLE, UNSURE, show_unsent
from bot.conversations.transcript import read_message, utc_now
from bot.storage import Database
from bot.storage.backoff import pause_after
from bot.storage.tables import channel_customers, conversations, messages

__all__ = ["DOUBT_PAUSES", "TOLD_TO_WAIT", "Due", "Outgoing", "Unsent"]

LEASE = timedelta(minutes=2)
FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(minutes=1)
# Before a part that may have been taken is asked about, or sent once more: together longer than a
# provider is usually out of order. The last is for asking only.
DOUBT_PAUSES = tuple(timedelta(seconds=seconds) for seconds in (5, 60, 900, 5))
# How a trouble begins with which the provider said how long to wait: no delivery cuts that short.
TOLD_TO_WAIT = "told to wait: "
# What could not be sent for so long is left to the support team.
GIVE_UP = timedelta(days=2)
# Messages sent under one lease.
AT_ONCE = 20


@dataclass(frozen=True)
class Due:
    """A customer to whom something has to be sent, and how sending stands.

    unsure: how often the next part was handed over, the first time at unsure_since, and nobody
    knows if it was taken.
    """

    conversation: str
    channel: str
    address: str
    sent_seq: int
    sent_parts: int
    heard_at: datetime
    standing: str | None
    stopped_seq: int | None
    nudged_at: datetime | None
    tries: int
    failing_since: datetime | None
    unsure: int
    unsure_since: datetime | None
    leased_until: datetime | None

    @property
    def certain(self) -> Due:
        """The same without a part in doubt."""
        return replace(self, unsure=0, unsure_since=None)


class Unsent(NamedTuple):
    """A message not yet sent; answers: does it answer one of the customer's? thread: that one's."""

    message: Message
    answers: bool
    thread: str | None = None


class Outgoing:
    """The sending of one database, as one sender sees it."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime] = utc_now,
        *,
        lease: timedelta = LEASE,
    ) -> None:
        self._database = database
        self._clock = clock
        self._lease = lease
        self._sender = secrets.token_hex(8)

    async def take(
        self, limit: int, channels: Sequence[str], busy: Sequence[str] = ()
    ) -> list[Due]:
        """Customers on these channels whose turn it is, for this sender alone.

        busy: conversations it has already.
        """
        now = self._clock()
        customers = channel_customers.c
        query = (
            sa.select(channel_customers, conversations.c.sent_seq)
            .join(conversations, conversations.c.id == customers.conversation)
            .where(
                sa.text("conversations.last_seq > conversations.sent_seq"),
                customers.held_at.is_(None),
                customers.due_at <= now,
                sa.or_(customers.leased_until.is_(None), customers.leased_until < now),
                customers.conversation.not_in(busy),
                customers.channel.in_(channels),
            )
            .order_by(customers.due_at)
            .limit(limit)
        )
        async with self._database.read() as connection:
            if (await connection.execute(query.limit(1))).first() is None:
                return []
        async with self._database.write() as connection:
            rows = await connection.execute(
                query.with_for_update(of=channel_customers, skip_locked=True)
            )
            taken = [self._cut_off(_due(row)) for row in rows]
            await connection.execute(
                sa.update(channel_customers)
                .where(customers.conversation.in_([due.conversation for due in taken]))
                .values(sender=self._sender, leased_until=now + self._lease)
            )
            for due in taken:
                if due.leased_until is not None:
                    await connection.execute(
                        sa.update(channel_customers)
                        .where(customers.conversation == due.conversation)
                        .values(unsure=due.unsure, unsure_since=due.unsure_since)
                    )
        return taken

    def _cut_off(self, due: Due) -> Due:
        """Whoever had them under a lease that ran out may have been in a call."""
        if due.leased_until is None:
            return due
        since = due.unsure_since or due.leased_until - self._lease
        return replace(due, unsure=due.unsure + 1, unsure_since=since)

    async def unsent(self, due: Due) -> tuple[Due, list[Unsent]]:
        """What has not been sent, oldest first; the customer's own messages with it.

        And the customer as they are by now: they may have written since they were taken.
        """
        asked = messages.alias()
        query = (
            sa.select(messages, asked.c.context.label("asked"))
            .outerjoin(
                asked,
                sa.and_(
                    asked.c.conversation == messages.c.conversation,
                    asked.c.seq == messages.c.reply_to,
                ),
            )
            .where(messages.c.conversation == due.conversation, messages.c.seq > due.sent_seq)
            .order_by(messages.c.seq)
            .limit(AT_ONCE)
        )
        customer = sa.select(channel_customers).where(
            channel_customers.c.conversation == due.conversation
        )
        async with self._database.read() as connection:
            rows = (await connection.execute(query)).all()
            now = (await connection.execute(customer)).first()
        if now is None:
            return due, []  # deleted in the meantime
        due = replace(
            due, heard_at=now.heard_at, standing=now.standing, stopped_seq=now.stopped_seq,
            nudged_at=now.nudged_at,
        )  # fmt: skip
        return due, [
            Unsent(read_message(row), row.reply_to is not None, (row.asked or {}).get("thread"))
            for row in rows
        ]

    async def wrote_since(self, conversation: str, seq: int) -> bool:
        """Has the customer written after message `seq`?"""
        query = sa.select(messages.c.seq).where(
            messages.c.conversation == conversation,
            messages.c.seq > seq,
            messages.c.sender == "customer",
        )
        async with self._database.read() as connection:
            return (await connection.execute(query.limit(1))).first() is not None

    async def came_to(self, due: Due, seq: int, parts: int = 0, *, release: bool = False) -> bool:
        """All up to `seq` has been sent, and `parts` of the one after; False if not ours any more.

        release: that was all, for now.
        """
        now = self._clock()
        async with self._database.write() as connection:
            mine: Any = await connection.execute(
                sa.update(channel_customers)
                .where(self._mine(due))
                .values(
                    sent_parts=parts, tries=0, trouble=None, failing_since=None,
                    unsure=0, unsure_since=None,
                    leased_until=None if release else now + self._lease,
                )
            )  # fmt: skip
            if mine.rowcount == 0:
                return False
            await connection.execute(
                sa.update(conversations)
                .where(conversations.c.id == due.conversation, conversations.c.sent_seq < seq)
                .values(sent_seq=seq)
            )
            if release:
                await self._forget(connection, due.conversation)
        return True

    async def _forget(self, connection: AsyncConnection, conversation: str) -> None:
        """Whoever had their data deleted has now been told so: their address goes, too."""
        waiting = sa.select(messages.c.seq).where(
            messages.c.conversation == conversation, messages.c.answered.is_(sa.false())
        )
        unsent = sa.select(conversations.c.id).where(
            conversations.c.id == conversation, sa.text("last_seq > sent_seq")
        )
        await connection.execute(
            sa.delete(channel_customers).where(
                channel_customers.c.conversation == conversation,
                channel_customers.c.forget_at.is_not(None),
                ~waiting.exists(),
                ~unsent.exists(),
            )
        )

    async def later(
        self, due: Due, tries: int, trouble: str, pause: float, *, told: bool = True
    ) -> None:
        """It could not be sent: again after a pause, each time a longer one.

        pause: the shortest, 0 where any will do; told: the provider asked for it.
        """
        now = self._clock()
        wait = pause_after(tries, FIRST_PAUSE, LONGEST_PAUSE)
        await self._update(
            due,
            tries=tries + 1,
            trouble=(TOLD_TO_WAIT + trouble if told and pause else trouble)[:64],
            failing_since=due.failing_since if tries and due.failing_since else now,
            due_at=now + max(wait, timedelta(seconds=min(pause, 3600.0))),
            leased_until=None,
        )

    async def unsure(self, due: Due, tries: int, trouble: str, began: datetime) -> None:
        """The next part was handed over at `began`, and nobody knows if it was taken."""
        now = self._clock()
        await self._update(
            due,
            tries=tries + 1,
            trouble=trouble[:64],
            failing_since=due.failing_since if tries and due.failing_since else now,
            unsure=due.unsure + 1,
            unsure_since=due.unsure_since or began,
            due_at=now + DOUBT_PAUSES[min(due.unsure, len(DOUBT_PAUSES) - 1)],
            leased_until=None,
        )

    async def maybe_twice(self, due: Due, message: Message) -> None:
        """A part of it is sent once more and may arrive twice: shown beside it at the desk."""
        async with self._database.write() as connection:
            await _mark(connection, due, message, "maybe_twice")

    async def unknown(self, due: Due, message: Message) -> None:
        """Nobody knows if it arrived, and it is not sent again: for a person to see."""
        async with self._database.write() as connection:
            await _mark(connection, due, message, "unknown")
            await show_unsent(connection, due.conversation, message.id, UNSURE, self._clock())

    async def hold(self, due: Due, *, nudged: bool) -> None:
        """Nothing may be sent until the customer has written again.

        Where they have by now, it goes out at once. An agent's answer that waits is shown to a
        person; one that is said later shows itself, see `Keepers.say_as_agent`.
        """
        now = self._clock()
        this = conversations.c.id == due.conversation
        # Locked: an agent either comes before, and is seen here, or finds the customer held.
        sent = sa.select(conversations.c.sent_seq).where(this).with_for_update()
        async with self._database.write() as connection:
            held = await self._unless_heard(
                connection, due, held_at=now, nudged_at=now if nudged else due.nudged_at
            )
            if not held:
                return
            sent_seq = (await connection.execute(sent)).scalar_one()
            waiting = sa.select(messages.c.id).where(
                messages.c.conversation == due.conversation,
                messages.c.seq > sent_seq,
                messages.c.sender == "agent",
            )
            if answer := (await connection.execute(waiting.limit(1))).scalar():
                await show_unsent(connection, due.conversation, answer, ANSWER_WAITS, now)

    async def blocked(self, due: Due, message: Message, trouble: str) -> None:
        """They can't be reached: a person is told once, with the first message that did not go.

        Where they have written in the meantime, it is tried again at once.
        """
        async with self._database.write() as connection:
            blocked = await self._unless_heard(
                connection, due, standing="blocked", stopped_seq=message.seq,
                trouble=trouble[:64], sent_parts=0,
            )  # fmt: skip
            if blocked:
                await show_unsent(
                    connection, due.conversation, message.id, UNREACHABLE, self._clock()
                )

    async def unsent_for(self, due: Due, message: Message, reason: str) -> None:
        """One message did not go out: for a person to see."""
        async with self._database.write() as connection:
            await show_unsent(connection, due.conversation, message.id, reason, self._clock())

    def _mine(self, due: Due) -> Any:
        return sa.and_(
            channel_customers.c.conversation == due.conversation,
            channel_customers.c.sender == self._sender,
        )

    async def _unless_heard(self, connection: AsyncConnection, due: Due, **values: Any) -> bool:
        """Give the customer up, with these values unless they have written since; did they not?"""
        mine = sa.update(channel_customers).where(self._mine(due))
        done: Any = await connection.execute(
            mine.where(channel_customers.c.heard_at == due.heard_at).values(**values)
        )
        await connection.execute(mine.values(leased_until=None))
        return bool(done.rowcount)

    async def _update(self, due: Due, **values: Any) -> None:
        async with self._database.write() as connection:
            await connection.execute(
                sa.update(channel_customers).where(self._mine(due)).values(**values)
            )


async def _mark(connection: AsyncConnection, due: Due, message: Message, arrived: str) -> None:
    this = sa.and_(messages.c.conversation == due.conversation, messages.c.seq == message.seq)
    query = sa.select(messages.c.extras).where(this).with_for_update()
    extras = (await connection.execute(query)).scalar() or {}
    await connection.execute(
        sa.update(messages).where(this).values(extras={**extras, "arrived": arrived})
    )


def _due(row: Any) -> Due:
    return Due(*(getattr(row, name) for name in Due.__dataclass_fields__))
