"""Who has a conversation: the assistant, or a person of the support team.

While a person has it the turn loop runs no turn: what the customer writes is stored and
acknowledged as ever and waits for the person. Danger is still looked for, see `TurnLoop`.

KeeperError
 +-- KeptByAnother   another person has the conversation, or nobody has taken it over
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversations.handover import ANSWER_WAITS, show_unsent
from bot.conversations.messages import Message, Reply
from bot.conversations.transcript import UnknownConversation, append, hold, read_message, utc_now
from bot.storage import Also, Database
from bot.storage.tables import channel_customers, conversations, messages

__all__ = ["Keeper", "KeeperError", "Keepers", "KeptByAnother"]


class KeeperError(Exception):
    """What was asked for cannot be done."""


class KeptByAnother(KeeperError):
    """keeper: the agent who has the conversation, None if it is the assistant."""

    def __init__(self, keeper: str | None) -> None:
        super().__init__(keeper or "the assistant")
        self.keeper = keeper


class Keeper(NamedTuple):
    """The agent who has a conversation, and since when."""

    agent: str
    since: datetime


class Keepers:
    """The hand-over gate of one database.

    on_saved: called with a conversation whose transcript has grown, as by the turn loop.
    """

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime] = utc_now,
        on_saved: Callable[[str], None] = lambda conversation: None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._on_saved = on_saved

    async def keeper(self, conversation: str) -> Keeper | None:
        """The agent who has the conversation, None for the assistant. UnknownConversation."""
        async with self._database.read() as connection:
            return await _keeper(connection, conversation)

    async def take_over(
        self,
        conversation: str,
        agent: str,
        also: Also | None = None,
        *,
        instead_of: str | None = None,
    ) -> Keeper:
        """Give the conversation to `agent`; of two at once the first gets it.

        The same agent again changes nothing. A turn that is under way still gives its answer.
        also: what is written in the same transaction, here and below. instead_of: an agent it is
        taken from, if it is still theirs.
        Raises KeptByAnother, UnknownConversation.
        """
        if not agent.strip():
            raise ValueError("an agent needs a name")
        kept = conversations.c.keeper
        can_be_had = (
            kept.is_(None) if instead_of is None else sa.or_(kept.is_(None), kept == instead_of)
        )
        free = sa.and_(conversations.c.id == conversation, can_be_had)
        async with self._database.write() as connection:
            # One statement: the database decides who was first.
            await connection.execute(
                sa.update(conversations).where(free).values(keeper=agent, kept_since=self._clock())
            )
            keeper = await _kept_by(connection, conversation, agent)
            if also is not None:
                await also(connection)
            return keeper

    async def give_back(
        self, conversation: str, agent: str | None = None, also: Also | None = None
    ) -> None:
        """Give the conversation back to the assistant, which goes on where it was.

        agent: only if this one has it (else KeptByAnother). Nobody having it changes nothing.
        Raises UnknownConversation.
        """
        async with self._database.write() as connection:
            await hold(connection, conversation)
            keeper = await _keeper(connection, conversation)
            if agent is not None and keeper is not None and keeper.agent != agent:
                raise KeptByAnother(keeper.agent)
            await connection.execute(
                sa.update(conversations)
                .where(conversations.c.id == conversation)
                .values(keeper=None, kept_since=None)
            )
            if also is not None:
                await also(connection)

    async def say_as_agent(
        self, conversation: str, agent: str, text: str, id: str, also: Also | None = None
    ) -> Message:
        """Store what the agent says; it goes out on the customer's channel.

        id: of the sender's making; the same one again gives the first message and says nothing.
        Where the channel takes nothing before the customer has written, a person is shown so.
        Raises KeptByAnother unless `agent` has the conversation, UnknownConversation.
        """
        message_id = f"agent-{id}"
        async with self._database.write() as connection:
            # Locks the row: nobody else takes the conversation while this is being said.
            await hold(connection, conversation)
            known = await connection.execute(
                sa.select(messages).where(
                    messages.c.conversation == conversation, messages.c.id == message_id
                )
            )
            if row := known.first():
                return read_message(row)
            await _kept_by(connection, conversation, agent)
            (said,) = await append(
                connection, conversation, "agent", [Reply(text)], self._clock(),
                name=agent, ids=[message_id],
            )  # fmt: skip
            held = sa.select(channel_customers.c.held_at).where(
                channel_customers.c.conversation == conversation
            )
            if (await connection.execute(held)).scalar() is not None:
                await show_unsent(connection, conversation, message_id, ANSWER_WAITS, said.at)
            if also is not None:
                await also(connection)
        self._on_saved(conversation)
        return said


async def _keeper(connection: AsyncConnection, conversation: str) -> Keeper | None:
    query = sa.select(conversations.c.keeper, conversations.c.kept_since).where(
        conversations.c.id == conversation
    )
    row: Any = (await connection.execute(query)).first()
    if row is None:
        raise UnknownConversation(conversation)
    return Keeper(row.keeper, row.kept_since) if row.keeper is not None else None


async def _kept_by(connection: AsyncConnection, conversation: str, agent: str) -> Keeper:
    keeper = await _keeper(connection, conversation)
    if keeper is None or keeper.agent != agent:
        raise KeptByAnother(keeper.agent if keeper else None)
    return keeper
