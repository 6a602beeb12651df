"""Conversations of people who are signed in no more go back to the assistant.

Who went home answers nobody, and while they have a conversation nobody else does.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.desk.sessions import has_session
from bot.desk.work import give_all_back
from bot.errors import describe
from bot.storage.desk_tables import desk_people
from bot.storage.tables import chatwoot_links, conversations

if TYPE_CHECKING:
    from bot.desk.app import Desk

__all__ = ["give_back_of", "give_back_of_absent", "watch"]

logger = logging.getLogger(__name__)

LOOKED_FOR_EVERY = 60.0
# Who has it at Chatwoot, maybe under the same name, needs no session here.
_THERE = sa.and_(
    chatwoot_links.c.conversation == conversations.c.id,
    chatwoot_links.c.agent == conversations.c.keeper,
)
HERE = ~sa.exists().where(_THERE)


async def watch(desk: Desk) -> None:
    """Look for them for as long as the service runs: a session ends by itself, too."""
    while True:
        await asyncio.sleep(LOOKED_FOR_EVERY)
        try:
            await give_back_of_absent(desk)
        except Exception as error:
            logger.error(
                "conversations of people who are not there were not given back: %s; tried again "
                "in %.0f s",
                describe(error),
                LOOKED_FOR_EVERY,
            )


async def give_back_of_absent(desk: Desk) -> None:
    """Of all who have a conversation here and no session."""
    absent = (
        sa.select(desk_people.c.login)
        .join(conversations, conversations.c.keeper == desk_people.c.name)
        .where(~has_session(desk_people.c.login, desk.clock()), HERE)
        .distinct()
    )
    async with desk.database.read() as connection:
        logins = (await connection.execute(absent)).scalars().all()
    for login in logins:
        async with desk.database.write() as connection:
            given = await give_back_of(connection, desk, login)
        for conversation in given:
            desk.wake(conversation)


async def give_back_of(connection: AsyncConnection, desk: Desk, login: str) -> list[str]:
    """Give back what somebody has if they have no session, within the caller's transaction.

    Gives the conversations, to be woken afterwards.
    """
    now = desk.clock()
    gone = sa.select(desk_people.c.name).where(
        desk_people.c.login == login, ~has_session(login, now)
    )
    name = (await connection.execute(gone)).scalar()
    if name is None:
        return []
    given = await give_all_back(connection, name, now, HERE, desk.settings.office_hours)
    for conversation in given:
        await desk.audit.write(
            connection, login, "conversation given back", conversation, why="signed out"
        )
    return given
