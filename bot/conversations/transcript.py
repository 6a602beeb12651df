"""The durable transcript: what was said, what waits for an answer, where the dialogue stands.

A message that `accept` has returned is committed: this is the point of acknowledgement.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversations.messages import Inbound, Message, Reply, Sender
from bot.storage import Also, Database
from bot.storage.tables import conversations, messages

__all__ = [
    "Accepted", "Transcript", "UnknownConversation", "Waiting", "append", "hold", "read_message",
]  # fmt: skip

# As text: SQLAlchemy 1.4 knows RETURNING for PostgreSQL alone; SQLite has it since 3.35.
TAKE_NUMBERS = sa.text(
    "UPDATE conversations SET last_seq = last_seq + :count WHERE id = :conversation"
    " RETURNING last_seq"
)

# The statements of every turn, made once: to make one takes SQLAlchemy longer than to run it.
_CONVERSATION: Any = sa.bindparam("of")
_SEQ: Any = sa.bindparam("number")
_IN_CONVERSATION = messages.c.conversation == _CONVERSATION
_KNOWN = sa.select(conversations.c.id).where(conversations.c.id == _CONVERSATION)
_STORED = sa.select(messages.c.seq, messages.c.answered).where(
    _IN_CONVERSATION, messages.c.id == sa.bindparam("message")
)
_STORE = sa.insert(messages)
_NEXT_WAITING = (
    sa.select(messages, conversations.c.state, conversations.c.keeper)
    .join(conversations, conversations.c.id == messages.c.conversation)
    .where(_IN_CONVERSATION, messages.c.answered.is_(sa.false()))
    .order_by(messages.c.seq)
    .limit(2)
)
_CONVERSATION_ANSWERED = sa.update(conversations).where(
    conversations.c.id == _CONVERSATION, conversations.c.answered_seq < _SEQ
)
_LEFT_TO_PERSON = _CONVERSATION_ANSWERED.where(conversations.c.keeper.is_not(None))
_MESSAGE_ANSWERED = sa.update(messages).where(_IN_CONVERSATION, messages.c.seq == _SEQ)
_READ = sa.select(messages).order_by(messages.c.seq).limit(sa.bindparam("limit", type_=sa.Integer))
_REPLIES = _READ.where(_IN_CONVERSATION, messages.c.reply_to == _SEQ)
_SINCE = _READ.where(_IN_CONVERSATION, messages.c.seq > _SEQ)
_HOLD = (
    sa.update(conversations)
    .where(conversations.c.id == _CONVERSATION)
    .values(last_seq=conversations.c.last_seq)
)
_LAST_SEQ = sa.select(conversations.c.last_seq).where(conversations.c.id == _CONVERSATION)


class UnknownConversation(LookupError):
    """No conversation has this id."""


class _Overtaken(Exception):
    """Others were faster: what was to be stored is none of ours any more."""


@dataclass(frozen=True)
class Accepted:
    """A stored customer message. `new` is false when the same id had been stored before."""

    seq: int
    new: bool
    answered: bool


@dataclass(frozen=True)
class Waiting:
    """The next message to answer, and the state to answer it from. more: others wait behind it.

    keeper: the agent who has the conversation, None for the assistant.
    """

    seq: int
    inbound: Inbound
    state: dict[str, Any] | None
    more: bool
    keeper: str | None = None


def utc_now() -> datetime:
    return datetime.now(timezone.utc)


class Transcript:
    """The conversations of one database."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._clock = clock

    async def open(self, conversation: str, channel: str) -> None:
        """Make the conversation unless it exists."""
        async with self._database.read() as connection:
            if (await connection.execute(_KNOWN, {"of": conversation})).first() is not None:
                return
        async with self._database.write() as connection:
            await ensure(connection, conversation, channel, self._clock())

    async def accept(self, conversation: str, inbound: Inbound) -> Accepted:
        """Store a customer's message once. Raises UnknownConversation."""
        async with self._database.write() as connection:
            return await accept(connection, conversation, inbound, self._clock())

    async def next_waiting(self, conversation: str) -> Waiting | None:
        """The oldest message without an answer."""
        async with self._database.read() as connection:
            rows = (await connection.execute(_NEXT_WAITING, {"of": conversation})).all()
        if not rows:
            return None
        row = rows[0]
        inbound = Inbound(row.id, row.text, row.payload, row.context or {})
        return Waiting(row.seq, inbound, row.state, len(rows) > 1, row.keeper)

    async def save_turn(
        self,
        conversation: str,
        seq: int,
        replies: Sequence[Reply],
        state: dict[str, Any] | None,
        also: Also | None = None,
        understood: dict[str, Any] | None = None,
        *,
        kept: bool = False,
    ) -> list[Message] | None:
        """Store the answer to message `seq` together with the dialogue's new state; gives it.

        A state of None leaves the stored one. also: what is written in the same transaction.
        understood: kept with the message, for a person who reads the conversation. kept: only
        while a person has the conversation, whose the message is to answer then.
        Returns None, and stores nothing, when the message had been answered before (by a run
        that was thought dead), was deleted, or its conversation was given back.
        """
        try:
            async with self._database.write() as connection:
                this = {"of": conversation, "number": seq}
                change: dict[str, Any] = {"answered_seq": seq}
                if state is not None:
                    change["state"] = state
                first = _LEFT_TO_PERSON if kept else _CONVERSATION_ANSWERED
                await _surely(connection, first, {**this, **change})
                answered: dict[str, Any] = {"answered": True}
                if understood is not None:
                    answered["extras"] = {"understood": understood}
                await _surely(connection, _MESSAGE_ANSWERED, {**this, **answered})
                said = await append(
                    connection, conversation, "assistant", replies, self._clock(), reply_to=seq
                )
                if also is not None:
                    await also(connection)
        except _Overtaken:
            return None
        return said

    async def replies_to(self, conversation: str, seq: int) -> list[Message]:
        """What was answered to message `seq`."""
        return await self._read(_REPLIES, conversation, seq)

    async def heard_since(self, conversation: str, moment: datetime, told: str) -> bool:
        """Has a person come or written since then, or has the customer been told these words?"""
        came = sa.select(conversations.c.last_seq).where(
            conversations.c.id == conversation, conversations.c.kept_since >= moment
        )
        heard = sa.select(messages.c.seq).where(
            messages.c.conversation == conversation,
            messages.c.at >= moment,
            sa.or_(
                messages.c.sender == "agent",
                sa.and_(messages.c.sender == "assistant", messages.c.text == told),
            ),
        )
        async with self._database.read() as connection:
            return (await connection.execute(came.union_all(heard).limit(1))).first() is not None

    async def since(self, conversation: str, after: int, limit: int = 500) -> list[Message]:
        """All messages with a greater seq, oldest first, at most `limit`."""
        return await self._read(_SINCE, conversation, after, limit)

    async def latest(
        self, conversation: str, limit: int = 500, before: int | None = None
    ) -> list[Message]:
        """The newest messages, oldest first, at most `limit`; before: only of those below it."""
        query = sa.select(messages).where(messages.c.conversation == conversation)
        if before is not None:
            query = query.where(messages.c.seq < before)
        async with self._database.read() as connection:
            rows = (
                await connection.execute(query.order_by(messages.c.seq.desc()).limit(limit))
            ).all()
        return [read_message(row) for row in reversed(rows)]

    async def last_seq(self, conversation: str) -> int:
        """The seq of the newest message, 0 where nothing was said."""
        async with self._database.read() as connection:
            found = await connection.execute(_LAST_SEQ, {"of": conversation})
            return int(found.scalar() or 0)

    async def told(self, conversation: str, limit: int = 500) -> list[str]:
        """The newest texts of the customer, oldest first, at most `limit`."""
        query = (
            sa.select(messages.c.text)
            .where(messages.c.conversation == conversation, messages.c.sender == "customer")
            .order_by(messages.c.seq.desc())
            .limit(limit)
        )
        async with self._database.read() as connection:
            rows = (await connection.execute(query)).all()
        return [row.text for row in reversed(rows)]

    async def offered_title(self, conversation: str, payload: str) -> str | None:
        """The title of the newest button with this payload that the conversation was shown."""
        query = (
            sa.select(messages.c.extras)
            .where(messages.c.conversation == conversation, messages.c.sender == "assistant")
            .order_by(messages.c.seq.desc())
            .limit(50)
        )
        async with self._database.read() as connection:
            rows = (await connection.execute(query)).all()
        for row in rows:
            for button in (row.extras or {}).get("buttons", ()):
                if button["payload"] == payload:
                    return str(button["title"])
        return None

    async def carded_since(self, conversation: str, kind: str, since: datetime) -> bool:
        """Was a card of this kind shown in the conversation since then?"""
        query = sa.select(messages.c.extras).where(
            messages.c.conversation == conversation,
            messages.c.sender == "assistant",
            messages.c.at >= since,
        )
        async with self._database.read() as connection:
            rows = (await connection.execute(query)).all()
        cards = ((row.extras or {}).get("card") or {} for row in rows)
        return any(card.get("kind") == kind for card in cards)

    async def conversations_waiting(self) -> list[str]:
        """The conversations that hold a message without an answer: work left by a crash."""
        query = (
            sa.select(messages.c.conversation).where(messages.c.answered.is_(sa.false())).distinct()
        )
        async with self._database.read() as connection:
            return [row.conversation for row in await connection.execute(query)]

    async def _read(
        self, query: Any, conversation: str, seq: int, limit: int = 500
    ) -> list[Message]:
        values = {"of": conversation, "number": seq, "limit": limit}
        async with self._database.read() as connection:
            rows = (await connection.execute(query, values)).all()
        return [read_message(row) for row in rows]


async def _surely(connection: AsyncConnection, change: Any, values: dict[str, Any]) -> None:
    """Change a row. Raises _Overtaken where there is none any more that it fits."""
    done: Any = await connection.execute(change, values)
    if done.rowcount == 0:
        raise _Overtaken


async def hold(connection: AsyncConnection, *ids: str) -> None:
    """Let nobody else write in these conversations until the caller's transaction ends."""
    for conversation in sorted(set(ids)):  # in one order: nobody waits in a circle
        await connection.execute(_HOLD, {"of": conversation})


async def ensure(
    connection: AsyncConnection, conversation: str, channel: str, now: datetime
) -> None:
    """Make the conversation's row unless it exists, within the caller's transaction."""
    known = await connection.execute(_KNOWN, {"of": conversation})
    if known.first() is None:
        await connection.execute(
            sa.insert(conversations).values(id=conversation, channel=channel, created_at=now)
        )


async def accept(
    connection: AsyncConnection, conversation: str, inbound: Inbound, now: datetime
) -> Accepted:
    """Store a customer's message once, within the caller's transaction."""
    # Taking the number first locks the row: a second delivery of the same id waits here.
    seq = await _next_seq(connection, conversation)
    known = await connection.execute(_STORED, {"of": conversation, "message": inbound.id})
    row = known.first()
    if row is not None:
        await connection.execute(
            sa.update(conversations)
            .where(conversations.c.id == conversation)
            .values(last_seq=conversations.c.last_seq - 1)
        )
        return Accepted(row.seq, new=False, answered=bool(row.answered))
    stored = {
        "conversation": conversation, "seq": seq, "id": inbound.id, "at": now,
        "sender": "customer", "text": inbound.text, "payload": inbound.payload,
        "context": inbound.context or None, "answered": False,
    }  # fmt: skip
    await connection.execute(_STORE, stored)
    return Accepted(seq, new=True, answered=False)


async def append(
    connection: AsyncConnection,
    conversation: str,
    sender: Sender,
    replies: Sequence[Reply],
    now: datetime,
    *,
    name: str | None = None,
    reply_to: int | None = None,
    ids: Sequence[str] = (),
) -> list[Message]:
    """Add messages of ours to the transcript, in their order, within the caller's transaction.

    ids: of the messages; random ones where there are none.
    """
    if not replies:
        return []
    first = await _next_seq(connection, conversation, len(replies))
    said = [
        Message(id, seq, now, sender, name, reply.text, reply.extras())
        for seq, (id, reply) in enumerate(
            zip(ids or [uuid.uuid4().hex for _ in replies], replies), first
        )
    ]
    await connection.execute(
        _STORE,
        [{**vars(each), "conversation": conversation, "reply_to": reply_to} for each in said],
    )
    return said


def read_message(row: Any) -> Message:
    """A row of the transcript as the message it is."""
    photo = (row.context or {}).get("photo")
    extras = {**(row.extras or {}), **({"photo": photo} if photo else {})}
    return Message(row.id, row.seq, row.at, row.sender, row.name, row.text, extras)


async def _next_seq(connection: AsyncConnection, conversation: str, count: int = 1) -> int:
    """Take `count` numbers; gives the first of them."""
    done = await connection.execute(TAKE_NUMBERS, {"count": count, "conversation": conversation})
    last = done.scalar()
    if last is None:
        raise UnknownConversation(conversation)
    return int(last) - count + 1
