"""Who does not hear what we say by ourselves: they wrote STOP on their channel, or block us."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversations.handover import STOPPED, UNREACHABLE, show_unsent
from bot.conversations.messages import Reply
from bot.conversations.transcript import append
from bot.storage.tables import channel_customers, messages

__all__ = ["Silence", "announce", "silences"]


@dataclass(frozen=True)
class Silence:
    """Why what we say by ourselves does not reach somebody.

    stopped: by their word, else they block us. since: None where that message is not kept any
    more. wrote: have they written since? Then they get answers again, and what an agent writes.
    """

    stopped: bool
    since: datetime | None
    wrote: bool

    @property
    def reason(self) -> str:
        """The reason of a hand-over for what did not reach them."""
        return STOPPED if self.stopped else UNREACHABLE


async def silences(connection: AsyncConnection, conversations: Sequence[str]) -> dict[str, Silence]:
    """Those of these conversations in which nothing that we say by ourselves arrives."""
    customers, stop = channel_customers.c, messages.alias()
    wrote = sa.exists().where(
        sa.and_(
            messages.c.conversation == customers.conversation,
            messages.c.sender == "customer",
            messages.c.seq > customers.stopped_seq,
        )
    )
    query = (
        sa.select(customers.conversation, customers.standing, stop.c.at, wrote.label("wrote"))
        .outerjoin(
            stop,
            sa.and_(
                stop.c.conversation == customers.conversation,
                stop.c.seq == customers.stopped_seq,
            ),
        )
        .where(customers.conversation.in_(conversations), customers.standing.is_not(None))
    )
    return {
        row.conversation: Silence(row.standing == "stopped", row.at, bool(row.wrote))
        for row in await connection.execute(query)
    }


async def announce(
    connection: AsyncConnection,
    conversations: Sequence[str],
    notice: Reply,
    now: datetime,
    *,
    elsewhere: bool = False,
) -> None:
    """Say something by ourselves in each of these, within the caller's transaction.

    Where it reaches nobody in any of them, nor elsewhere (by e-mail), a person is shown so.
    """
    said: Mapping[str, str] = {
        conversation: (await append(connection, conversation, "assistant", [notice], now))[0].id
        for conversation in conversations
    }
    silent = {} if elsewhere else await silences(connection, conversations)
    if said and len(silent) == len(said):
        for conversation, silence in silent.items():
            await show_unsent(connection, conversation, said[conversation], silence.reason, now)
