"""What is handed to a person of the support team."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversations.transcript import utc_now
from bot.storage import Database
from bot.storage.tables import handovers

__all__ = [
    "ANSWER_WAITS", "OF_DELIVERY", "STOPPED", "UNREACHABLE", "UNSURE", "HandOvers", "hand_over",
    "show_unsent",
]  # fmt: skip

# Why a message on a messaging channel did not reach its customer.
ANSWER_WAITS = "answer_waits_until_they_write"
STOPPED = "customer_wrote_stop"
UNREACHABLE = "unreachable"
# Nobody knows if it did.
UNSURE = "unsure_whether_delivered"
# With these a person is shown a message of ours; with all others one of a customer's.
OF_DELIVERY = (ANSWER_WAITS, STOPPED, UNREACHABLE, UNSURE)


class HandOvers:
    """The hand-overs of one database."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._clock = clock

    async def ask_for_person(
        self, conversation: str, message: str, reason: str, *, urgent: bool = False
    ) -> None:
        """Ask for a person; the same customer message run again changes nothing."""
        async with self._database.write() as connection:
            await hand_over(
                connection, conversation, message, reason, urgent=urgent, now=self._clock()
            )

    async def asked(self, conversation: str, message: str, reason: str) -> bool:
        """Did this message ask for a person, and for this reason?"""
        this = sa.select(handovers.c.message).where(
            handovers.c.conversation == conversation,
            handovers.c.message == message,
            handovers.c.reason == reason,
        )
        async with self._database.read() as connection:
            return (await connection.execute(this)).first() is not None


async def hand_over(
    connection: AsyncConnection,
    conversation: str,
    message: str,
    reason: str,
    *,
    urgent: bool,
    now: datetime,
    anew: bool = False,
) -> None:
    """Ask for a person, within the caller's transaction; once for each customer message.

    Where it was asked for already, an urgent reason takes the place of one that was not. anew: one
    that was seen to waits again.
    """
    this = sa.and_(handovers.c.conversation == conversation, handovers.c.message == message)
    asked = sa.select(handovers.c.urgent, handovers.c.done_at).where(this)
    known = (await connection.execute(asked)).first()
    if known is None:
        await connection.execute(
            sa.insert(handovers).values(
                conversation=conversation, message=message, at=now, reason=reason, urgent=urgent
            )
        )
    elif urgent and not known.urgent:
        await connection.execute(
            sa.update(handovers).where(this).values(reason=reason, urgent=True)
        )
    elif anew and known.done_at is not None:
        await connection.execute(
            sa.update(handovers)
            .where(this)
            .values(reason=reason, at=now, done_at=None, done_by=None)
        )


async def show_unsent(
    connection: AsyncConnection, conversation: str, message: str, reason: str, now: datetime
) -> None:
    """Show a person a message that did not go out; once for each reason until they have seen it."""
    shown = sa.select(handovers.c.message).where(
        handovers.c.conversation == conversation,
        handovers.c.reason == reason,
        handovers.c.done_at.is_(None),
    )
    if (await connection.execute(shown)).first() is None:
        await hand_over(connection, conversation, message, reason, urgent=False, now=now)
