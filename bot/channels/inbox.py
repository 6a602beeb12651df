"""What providers deliver, kept: each event once, in its conversation, until it is taken up."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.channels.adapter import Event
from bot.channels.outgoing import TOLD_TO_WAIT
from bot.conversations import Inbound, Message, Reply
from bot.conversations.handover import UNREACHABLE, hand_over, show_unsent
from bot.conversations.transcript import Accepted, accept, append, read_message, utc_now
from bot.storage import Also, Database
from bot.storage.tables import channel_customers, channel_events, conversations, messages

__all__ = ["Answer", "Arrived", "Customer", "Inbox"]

# Longer than any provider delivers again (Meta: 36 hours). After it the transcript still knows
# the ids of its messages.
KEPT = timedelta(days=30)
# A delivery that took so long to be stored found the database busy with what came before. Then
# nothing more is taken up for a moment; but each event waits so long at most.
SLOW_SECONDS = 0.03
GIVE_WAY_SECONDS = 0.5
GIVE_WAY_MOST = 2.0
# Deliveries stored together.
MOST = 50
# How far back a list of choices is looked for.
LATEST = 20
# Written as in the index that holds only these.
WAITING: Any = sa.text("NOT channel_events.done")


@dataclass(frozen=True)
class Arrived:
    """An event to be taken up."""

    id: int
    channel: str
    event: Event
    tries: int
    at: datetime


class Answer(NamedTuple):
    """What the assistant says, and what of it while a person has the conversation."""

    replies: Sequence[Reply] = ()
    if_kept: Sequence[Reply] = ()


@dataclass(frozen=True)
class _Delivery:
    """A webhook's events, and who waits for them to be stored."""

    channel: str
    events: Sequence[Event]
    stored: asyncio.Future[list[Customer]]


class Customer(NamedTuple):
    """Somebody on a channel."""

    channel: str
    address: str


class Inbox:
    """The events and customers of one database.

    arrivals: the database for storing what is delivered, with connections of its own: an
    acknowledgement waits for no other work.
    """

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime] = utc_now,
        arrivals: Database | None = None,
    ) -> None:
        self._database = database
        self._arrivals = arrivals or database
        self._clock = clock
        self._pending: list[_Delivery] = []
        self._storing: asyncio.Task[None] | None = None
        self._busy_until = 0.0

    async def close(self) -> None:
        """Close the connections that are for arrivals alone."""
        if self._arrivals is not self._database:
            await self._arrivals.close()

    async def receive(self, channel: str, events: Sequence[Event]) -> list[Customer]:
        """Store all events of a webhook; what was stored before is left alone.

        This is the point of acknowledgement. Webhooks that come together are stored in one
        transaction: each waits for at most two commits. Returns whose events they are, nobody if
        none was new.
        """
        loop = asyncio.get_running_loop()
        began, delivery = loop.time(), _Delivery(channel, events, loop.create_future())
        self._pending.append(delivery)
        if self._storing is None or self._storing.done():
            self._storing = asyncio.create_task(self._store_pending())
        customers = await asyncio.shield(delivery.stored)
        if loop.time() - began > SLOW_SECONDS:
            self._busy_until = loop.time() + GIVE_WAY_SECONDS
        return customers

    async def give_way(self) -> None:
        """Wait while deliveries are slow to be stored: to acknowledge goes before taking up."""
        loop = asyncio.get_running_loop()
        end = loop.time() + GIVE_WAY_MOST
        while (wait := min(self._busy_until, end) - loop.time()) > 0:
            await asyncio.sleep(wait)

    async def _store_pending(self) -> None:
        while self._pending:
            together, self._pending = self._pending[:MOST], self._pending[MOST:]
            try:
                count = await self._store(together)
            except Exception as error:
                for delivery in together:
                    if not delivery.stored.done():
                        delivery.stored.set_exception(error)
                continue
            for delivery in together:
                whose = [Customer(delivery.channel, event.address) for event in delivery.events]
                # Where only some were new, those of the others find nothing to take up.
                if not delivery.stored.done():
                    delivery.stored.set_result(list(dict.fromkeys(whose)) if count else [])

    async def _store(self, together: Sequence[_Delivery]) -> int:
        now = self._clock()
        rows = [
            {
                "channel": delivery.channel, "key": event.key, "address": event.address, "at": now,
                "due_at": now, "sequence": event.sequence or 0, "body": event.as_json(),
                "done": False,
            }
            for delivery in together
            for event in delivery.events
        ]  # fmt: skip
        return await self._arrivals.add_new(channel_events, rows)

    async def next(self, customer: Customer) -> Arrived | None:
        """The first event that waits, by the provider's order, else by arrival."""
        query = (
            sa.select(channel_events)
            .where(
                channel_events.c.channel == customer.channel,
                channel_events.c.address == customer.address,
                WAITING,
                channel_events.c.due_at <= self._clock(),
            )
            .order_by(channel_events.c.sequence, channel_events.c.id)
            .limit(1)
        )
        async with self._database.read() as connection:
            row = (await connection.execute(query)).first()
        if row is None:
            return None
        return Arrived(row.id, row.channel, Event.from_json(row.body), row.tries, row.at)

    async def waiting(self, channels: Sequence[str]) -> list[Customer]:
        """Those on these channels of whom an event waits that may be taken up now."""
        query = (
            sa.select(channel_events.c.channel, channel_events.c.address)
            .where(
                WAITING,
                channel_events.c.channel.in_(channels),
                channel_events.c.due_at <= self._clock(),
            )
            .distinct()
        )
        async with self._database.read() as connection:
            return [Customer(*row) for row in await connection.execute(query)]

    async def conversation(self, arrived: Arrived) -> str:
        """The customer's conversation; before their first message is stored, a new id for it.

        The id is ours alone. What stores the event as heard or done makes the conversation.
        """
        async with self._database.read() as connection:
            row = await _known(connection, arrived)
        return row.conversation if row else f"{arrived.channel}-{secrets.token_urlsafe(24)}"

    async def hear(self, conversation: str, arrived: Arrived) -> None:
        """They have written: what was held may go out, and they have not blocked us."""
        async with self._database.write() as connection:
            await _hear(connection, conversation, arrived)

    async def accept(
        self, conversation: str, inbound: Inbound, done: Arrived | None = None
    ) -> Accepted:
        """Store a customer's message once; with `done` the event is heard and taken up by it."""
        async with self._database.write() as connection:
            if done:
                await _hear(connection, conversation, done)
                await _done(connection, done)
            return await _accept(connection, conversation, inbound, self._clock())

    async def tell(
        self,
        conversation: str,
        inbound: Inbound,
        answer: Answer,
        done: Arrived | None = None,
        *,
        stops: bool = False,
        also: Also | None = None,
    ) -> None:
        """Store a message that the dialogue need not see, with its answer; once.

        With `done` the event is heard and taken up by it. stops: nothing more comes by itself.
        also: what is written in the same transaction, here and below.
        """
        async with self._database.write() as connection:
            if done:
                await _hear(connection, conversation, done)
                await _done(connection, done)
            await _tell(connection, conversation, inbound, answer, self._clock(), also)
            if stops:
                await _stand(connection, conversation, "stopped")

    async def give_up(
        self,
        conversation: str,
        arrived: Arrived,
        inbound: Inbound,
        answer: Answer,
        *,
        urgent: bool,
        also: Also | None = None,
    ) -> None:
        """Leave an event that could not be taken up to a person, with its answer."""
        now = self._clock()
        async with self._database.write() as connection:
            await _hear(connection, conversation, arrived)
            await hand_over(
                connection, conversation, inbound.id, "message_failed", urgent=urgent, now=now
            )
            await _tell(connection, conversation, inbound, answer, now, also)
            await _done(connection, arrived)

    async def done(self, arrived: Arrived) -> None:
        """The event has been taken up; only its key is kept."""
        async with self._database.write() as connection:
            await _done(connection, arrived)

    async def later(self, arrived: Arrived, pause: timedelta) -> None:
        """To be taken up again after a pause."""
        async with self._database.write() as connection:
            await connection.execute(
                sa.update(channel_events)
                .where(channel_events.c.id == arrived.id)
                .values(due_at=self._clock() + pause, tries=arrived.tries + 1)
            )

    async def stand(self, conversation: str, standing: str | None) -> None:
        """The customer has stopped or blocked us, or wants to hear from us again."""
        async with self._database.write() as connection:
            await _stand(connection, conversation, standing)

    async def block(self, conversation: str, arrived: Arrived) -> None:
        """The customer has blocked us, or no more; what they told us by a word stays."""
        blocks = arrived.event.standing == "blocked"
        before, after = (None, "blocked") if blocks else ("blocked", None)
        async with self._database.write() as connection:
            await connection.execute(
                sa.update(channel_customers)
                .where(
                    channel_customers.c.conversation == conversation,
                    channel_customers.c.standing == before,
                )
                .values(standing=after, stopped_seq=None)
            )
            await _done(connection, arrived)

    async def lost(self, arrived: Arrived) -> None:
        """A message of ours did not arrive: a person is shown so, with the newest of them."""
        async with self._database.write() as connection:
            if customer := await _known(connection, arrived):
                newest = (
                    sa.select(messages.c.id)
                    .where(
                        messages.c.conversation == customer.conversation,
                        messages.c.sender != "customer",
                    )
                    .order_by(messages.c.seq.desc())
                    .limit(1)
                )
                if message := (await connection.execute(newest)).scalar():
                    await show_unsent(
                        connection, customer.conversation, message, UNREACHABLE, self._clock()
                    )
            await _done(connection, arrived)

    async def begun(self, conversation: str) -> bool:
        """Has a message of the customer's been stored before?"""
        query = sa.select(channel_customers.c.heard_at).where(
            channel_customers.c.conversation == conversation
        )
        async with self._database.read() as connection:
            return (await connection.execute(query)).first() is not None

    async def locale(self, conversation: str) -> str | None:
        """The language and country the provider last told of the customer, None if never."""
        query = sa.select(channel_customers.c.locale).where(
            channel_customers.c.conversation == conversation
        )
        async with self._database.read() as connection:
            return (await connection.execute(query)).scalar()

    async def said_lately(self, conversation: str, text: str, within: timedelta) -> bool:
        """Have we said this so short a time ago?"""
        query = (
            sa.select(messages.c.seq)
            .where(
                messages.c.conversation == conversation,
                messages.c.sender != "customer",
                messages.c.text == text,
                messages.c.at > self._clock() - within,
            )
            .limit(1)
        )
        async with self._database.read() as connection:
            return (await connection.execute(query)).first() is not None

    async def offered(self, conversation: str) -> Message | None:
        """The message whose choices the customer sees last: sent, and not answered since.

        One whose call had no answer may be on their telephone, too.
        """
        in_doubt: Any = sa.case((channel_customers.c.unsure > 0, 1), else_=0)
        sent = (
            sa.select(conversations.c.sent_seq + in_doubt)
            .join(channel_customers, channel_customers.c.conversation == conversations.c.id)
            .where(conversations.c.id == conversation)
        )
        query = (
            sa.select(messages)
            .where(messages.c.conversation == conversation)
            .order_by(messages.c.seq.desc())
            .limit(LATEST)
        )
        async with self._database.read() as connection:
            seen_seq = (await connection.execute(sent)).scalar() or 0
            rows = (await connection.execute(query)).all()
        for row in rows:
            if row.sender == "customer":
                return None
            if row.seq <= seen_seq and (row.extras or {}).get("buttons"):
                return read_message(row)
        return None

    async def purge(self) -> None:
        """Forget the keys of events that nobody delivers any more."""
        async with self._database.write() as connection:
            await connection.execute(
                sa.delete(channel_events).where(
                    channel_events.c.at < self._clock() - KEPT, channel_events.c.done
                )
            )


async def _known(connection: AsyncConnection, arrived: Arrived) -> Any:
    query = sa.select(channel_customers).where(
        channel_customers.c.channel == arrived.channel,
        channel_customers.c.address == arrived.event.address,
    )
    return (await connection.execute(query)).first()


async def _hear(connection: AsyncConnection, conversation: str, arrived: Arrived) -> None:
    row = await _known(connection, arrived)
    if row is None:
        await _begin(connection, conversation, arrived)
        return
    if row.conversation != conversation:
        raise RuntimeError("another process has begun this conversation")  # tried again with it
    # Who writes on, their data deleted, has begun anew.
    change: dict[str, Any] = {"held_at": None, "nudged_at": None, "forget_at": None}
    change["heard_at"] = max(row.heard_at, arrived.at)
    if arrived.event.locale:
        change["locale"] = arrived.event.locale[:16]
    # Who can write to us can be written to: what was to be tried later is tried with the answer.
    customers = channel_customers.c
    stays = sa.or_(customers.trouble.startswith(TOLD_TO_WAIT), customers.due_at < arrived.at)
    change["due_at"] = sa.case((stays, customers.due_at), else_=arrived.at)
    if row.standing == "blocked":
        change |= {"standing": None, "stopped_seq": None}
    done: Any = await connection.execute(
        sa.update(channel_customers)
        .where(channel_customers.c.conversation == conversation)
        .values(**change)
    )
    if done.rowcount == 0:
        raise RuntimeError("the customer's data was deleted just now")  # tried again, if it is kept


async def _begin(connection: AsyncConnection, conversation: str, arrived: Arrived) -> None:
    await connection.execute(
        sa.insert(conversations).values(
            id=conversation, channel=arrived.channel, created_at=arrived.at, sent_seq=0
        )
    )
    await connection.execute(
        sa.insert(channel_customers).values(
            conversation=conversation,
            channel=arrived.channel,
            address=arrived.event.address,
            locale=(arrived.event.locale or "")[:16] or None,
            heard_at=arrived.at,
            due_at=arrived.at,
        )
    )


async def _accept(
    connection: AsyncConnection, conversation: str, inbound: Inbound, now: datetime
) -> Accepted:
    accepted = await accept(connection, conversation, inbound, now)
    # A customer's own message is not sent to them: where nothing waits before it, nobody need look.
    await connection.execute(
        sa.update(conversations)
        .where(conversations.c.id == conversation, conversations.c.sent_seq == accepted.seq - 1)
        .values(sent_seq=accepted.seq)
    )
    return accepted


async def _stand(connection: AsyncConnection, conversation: str, standing: str | None) -> None:
    last = sa.select(conversations.c.last_seq).where(conversations.c.id == conversation)
    await connection.execute(
        sa.update(channel_customers)
        .where(channel_customers.c.conversation == conversation)
        .values(
            standing=standing,
            stopped_seq=last.scalar_subquery() if standing == "stopped" else None,
        )
    )


async def _tell(
    connection: AsyncConnection,
    conversation: str,
    inbound: Inbound,
    answer: Answer,
    now: datetime,
    also: Also | None,
) -> None:
    accepted = await _accept(connection, conversation, inbound, now)
    if not accepted.new:
        return
    await connection.execute(
        sa.update(messages)
        .where(messages.c.conversation == conversation, messages.c.seq == accepted.seq)
        .values(answered=True)
    )
    keeper = sa.select(conversations.c.keeper).where(conversations.c.id == conversation)
    kept = (await connection.execute(keeper)).scalar() is not None
    said = answer.if_kept if kept else answer.replies
    await append(connection, conversation, "assistant", said, now, reply_to=accepted.seq)
    if also is not None:
        await also(connection)


async def _done(connection: AsyncConnection, arrived: Arrived) -> None:
    await connection.execute(
        sa.update(channel_events)
        .where(channel_events.c.id == arrived.id)
        .values(done=True, body=None)
    )
