"""Who works on which claim, what the team notes, and what has been seen to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversations.handover import hand_over
from bot.conversations.messages import Reply
from bot.conversations.sentences import AGENT_LEFT
from bot.conversations.transcript import append
from bot.office import OfficeHours
from bot.storage import Database
from bot.storage.desk_tables import canned_answers, claim_holders, desk_notes
from bot.storage.tables import claims, conversations, handovers, messages

__all__ = [
    "Canned", "HeldByAnother", "Note", "add_note", "canned", "close_handovers", "filled",
    "give_all_back", "holder", "let_go", "notes", "release_claim", "take_claim", "unanswered",
]  # fmt: skip

LONGEST_NOTE = 2000


class HeldByAnother(Exception):
    """Another person works on the claim; the message is their name."""


@dataclass(frozen=True)
class Note:
    """What somebody of the team wrote for the others."""

    at: datetime
    author: str
    text: str


@dataclass(frozen=True)
class Canned:
    """A prepared answer; {name}, {number}, {product} and {agent} in it are filled in."""

    id: int
    title: str
    text: str


async def holder(connection: AsyncConnection, number: str) -> tuple[str, datetime] | None:
    """Who works on a claim, and since when."""
    query = sa.select(claim_holders.c.person, claim_holders.c.since)
    row = (await connection.execute(query.where(claim_holders.c.claim == number))).first()
    return None if row is None else (row.person, row.since)


async def take_claim(
    connection: AsyncConnection, number: str, person: str, now: datetime, *, force: bool = False
) -> str | None:
    """Work on it, within the caller's transaction; the first gets it. Raises HeldByAnother.

    force: also take it from somebody else. Gives whom it was taken from.
    """
    # Who comes at the same moment waits here, and then sees who has it.
    await connection.execute(
        sa.select(claims.c.number).where(claims.c.number == number).with_for_update()
    )
    held = await holder(connection, number)
    if held and held[0] == person:
        return None
    if held and not force:
        raise HeldByAnother(held[0])
    await connection.execute(sa.delete(claim_holders).where(claim_holders.c.claim == number))
    await connection.execute(
        sa.insert(claim_holders).values(claim=number, person=person, since=now)
    )
    return held[0] if held else None


async def release_claim(connection: AsyncConnection, number: str, person: str) -> None:
    """Let others have it; nothing happens where somebody else has it."""
    await connection.execute(
        sa.delete(claim_holders).where(
            claim_holders.c.claim == number, claim_holders.c.person == person
        )
    )


async def add_note(
    connection: AsyncConnection, about: str, author: str, text: str, now: datetime
) -> None:
    """Keep a note about a claim or a conversation, within the caller's transaction."""
    await connection.execute(
        sa.insert(desk_notes).values(
            about=about, at=now, author=author, text=text.strip()[:LONGEST_NOTE]
        )
    )


async def notes(database: Database, *about: str) -> list[Note]:
    """What was noted about these, oldest first."""
    query = sa.select(desk_notes).where(desk_notes.c.about.in_(about)).order_by(desk_notes.c.id)
    async with database.read() as connection:
        return [Note(r.at, r.author, r.text) for r in await connection.execute(query)]


async def close_handovers(
    connection: AsyncConnection, conversation: str, person: str, now: datetime
) -> None:
    """A person has seen to what was handed over; an incident is closed on its own page."""
    await connection.execute(
        sa.update(handovers)
        .where(
            handovers.c.conversation == conversation,
            handovers.c.done_at.is_(None),
            handovers.c.reason != "incident",
        )
        .values(done_at=now, done_by=person)
    )


async def canned(database: Database) -> list[Canned]:
    """The prepared answers, by title."""
    async with database.read() as connection:
        rows = await connection.execute(sa.select(canned_answers).order_by(canned_answers.c.title))
        return [Canned(*row) for row in rows]


def filled(text: str, fields: Mapping[str, Any]) -> str:
    """A prepared answer with its fields; what is not known stays as [name], for a person to see."""
    for name in ("name", "number", "product", "agent"):
        text = text.replace("{" + name + "}", str(fields.get(name) or f"[{name}]"))
    return text


async def unanswered(
    connection: AsyncConnection, limit: int | None = None, keeper: str | None = None
) -> list[Any]:
    """The customers' last messages (conversation, id, at) that no person has answered.

    Of conversations that a person has, or only `keeper`. What the assistant puts in meanwhile,
    a claim's notice say, is no answer.
    """
    mine = conversations.c.keeper
    customers, agents = (
        sa.select(sa.func.max(messages.c.seq))
        .where(messages.c.conversation == conversations.c.id, messages.c.sender == sender)
        .correlate(conversations)
        .scalar_subquery()
        for sender in ("customer", "agent")
    )
    query = (
        sa.select(messages.c.conversation, messages.c.id, messages.c.at)
        .join(conversations, conversations.c.id == messages.c.conversation)
        .where(mine.is_not(None) if keeper is None else mine == keeper)
        .where(messages.c.seq == customers, customers > sa.func.coalesce(agents, 0))
        .limit(limit)
    )
    return list((await connection.execute(query)).all())


async def let_go(
    connection: AsyncConnection, person: str, now: datetime, hours: OfficeHours | None
) -> None:
    """Of all conversations and claims of somebody who leaves, within the caller's transaction."""
    await give_all_back(connection, person, now, sa.true(), hours)
    await connection.execute(sa.delete(claim_holders).where(claim_holders.c.person == person))


async def give_all_back(
    connection: AsyncConnection,
    person: str,
    now: datetime,
    which: Any,
    hours: OfficeHours | None,
) -> list[str]:
    """The conversations of somebody who is not there any more, within the caller's transaction.

    The assistant goes on in them; customers who wait for an answer get a person, and are told so,
    and when somebody is there. which: of them, as a condition. Gives the conversations.
    """
    # What is told from here on waits for the end of this, and is the assistant's to answer.
    mine = sa.select(conversations.c.id).where(conversations.c.keeper == person, which)
    locked = mine.order_by(conversations.c.id).with_for_update(key_share=True)
    given = [str(row.id) for row in await connection.execute(locked)]
    told = [AGENT_LEFT.format(name=person), *([hours.words(now)] if hours else [])]
    for said in await unanswered(connection, keeper=person):
        if said.conversation not in given:
            continue
        await hand_over(
            connection, said.conversation, said.id, "agent_left", urgent=False, now=now, anew=True
        )  # fmt: skip
        await append(connection, said.conversation, "assistant", [Reply(" ".join(told))], now)
    await connection.execute(
        sa.update(conversations)
        .where(conversations.c.id.in_(given))
        .values(keeper=None, kept_since=None)
    )
    return given
