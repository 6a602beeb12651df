"""Messages that were not understood, kept so that the support team can say what they meant.

Before one is stored, what leads to a customer is taken out of it as far as a machine can tell
(`bot.masking`): a name without any sign of being one may be left, so that each look at the list is
written into the audit. Answers to the questions of a form never come here, and what is old or too
much is deleted.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversations.transcript import utc_now
from bot.masking import mask
from bot.storage import Database
from bot.storage.tables import messages, unclear_messages, unclear_turns

__all__ = ["Unclear", "UnclearMessage", "forget", "forget_unclear", "unclear_of"]

KEPT_DAYS = 90
KEPT_MESSAGES = 5000


@dataclass(frozen=True)
class UnclearMessage:
    """A masked message, what it was taken for, and how surely."""

    text: str
    understood: str
    confidence: float


class Unclear:
    """The store of messages that were not, or hardly, understood."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._clock = clock

    async def keep(
        self,
        text: str,
        understood: str,
        confidence: float,
        *,
        conversation: str = "",
        message: str = "",
        known: Iterable[str] = (),
    ) -> None:
        """Store a message, masked; the same words again are stored once.

        conversation, message: the ids of which it was, to be counted once in the figures.
        known: what the customer gave of themselves, taken out, too.
        """
        masked, now, table = mask(text), self._clock(), unclear_messages
        # Without what is known, which changes: it has to be found again (`_keys_of`).
        key = _key(masked)
        values = {"understood": understood, "confidence": confidence, "at": now}
        if (further := mask(text, known)) != masked:
            values["text"] = masked = further
        async with self._database.write() as connection:
            if message:
                await _count(connection, conversation, message, now)
            if not re.sub(r"\[\w+\]|\W", "", masked):
                return
            stored = await connection.execute(sa.select(table.c.id).where(table.c.id == key))
            if stored.first() is None:
                await connection.execute(
                    sa.insert(table).values({"id": key, "text": masked, **values})
                )
            else:
                await connection.execute(sa.update(table).where(table.c.id == key).values(values))

    async def trim(self) -> None:
        """Delete what is too old, and the oldest of what is too much."""
        table = unclear_messages
        async with self._database.write() as connection:
            old = self._clock() - timedelta(days=KEPT_DAYS)
            await connection.execute(sa.delete(table).where(table.c.at < old))
            await connection.execute(sa.delete(unclear_turns).where(unclear_turns.c.at < old))
            newest = sa.select(table.c.id).order_by(table.c.at.desc(), table.c.id)
            oldest_kept = newest.limit(KEPT_MESSAGES).subquery()
            await connection.execute(
                sa.delete(table).where(table.c.id.not_in(sa.select(oldest_kept.c.id)))
            )

    async def waiting(self) -> list[UnclearMessage]:
        """All that wait for a label, those taken least surely first."""
        table = unclear_messages
        async with self._database.read() as connection:
            rows = await connection.execute(
                sa.select(table).order_by(table.c.confidence, table.c.id)
            )
            return [UnclearMessage(r.text, r.understood, r.confidence) for r in rows]


async def forget(connection: AsyncConnection, texts: Iterable[str]) -> None:
    """Delete these messages, by their stored text: they were labelled or dismissed.

    Within the caller's transaction.
    """
    these = unclear_messages.c.text.in_(list(texts))
    await connection.execute(sa.delete(unclear_messages).where(these))


async def unclear_of(connection: AsyncConnection, conversation: str) -> list[UnclearMessage]:
    """The stored messages that were (also) told in this conversation."""
    keys = await _keys_of(connection, conversation)
    rows = await connection.execute(
        sa.select(unclear_messages).where(unclear_messages.c.id.in_(keys))
    )
    return [UnclearMessage(r.text, r.understood, r.confidence) for r in rows]


async def forget_unclear(connection: AsyncConnection, conversation: str) -> None:
    """Delete them, within the caller's transaction and before what was said is deleted."""
    keys = await _keys_of(connection, conversation)
    await connection.execute(sa.delete(unclear_messages).where(unclear_messages.c.id.in_(keys)))


async def _keys_of(connection: AsyncConnection, conversation: str) -> list[str]:
    turn = sa.and_(
        unclear_turns.c.conversation == messages.c.conversation,
        unclear_turns.c.message == messages.c.id,
    )
    query = sa.select(messages.c.text).join(unclear_turns, turn)
    rows = await connection.execute(query.where(messages.c.conversation == conversation))
    return [_key(mask(row.text)) for row in rows]


def _key(masked: str) -> str:
    return hashlib.sha256(masked.casefold().encode()).hexdigest()


async def _count(
    connection: AsyncConnection, conversation: str, message: str, now: datetime
) -> None:
    """Remember that this message was not understood; the same one run again is one."""
    key = {"conversation": conversation, "message": message}
    mine = sa.and_(*(unclear_turns.c[name] == value for name, value in key.items()))
    if (await connection.execute(sa.select(unclear_turns.c.at).where(mine))).first() is None:
        await connection.execute(sa.insert(unclear_turns).values(**key, at=now))
