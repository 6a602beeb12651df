"""What is kept of a customer: shown on request, deleted on request, and deleted in time.

PrivacyError
 +-- ClaimInProgress   a filed claim is not decided yet, and its data is needed for it
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.claims.claims import Claims
from bot.claims.export import as_json, mail_as_json
from bot.claims.life import LIVE
from bot.claims.photos import Photos
from bot.conversations.transcript import Transcript, utc_now
from bot.conversations.unclear import Unclear
from bot.storage import Database
from bot.storage.desk_tables import claim_words, desk_notes
from bot.storage.outbox import Outbox
from bot.storage.tables import (
    channel_customers,
    channel_events,
    chatwoot_links,
    claim_access,
    claim_units,
    claims,
    conversations,
    handovers,
    incidents,
    messages,
    outbox,
    photos,
    ratings,
    rechecks,
    unclear_turns,
)

__all__ = ["ClaimInProgress", "Privacy", "PrivacyError", "Purged"]

# Without a claim in another state a conversation is only talk.
NOTHING_OF_IT = ("withdrawn", "expired")


class PrivacyError(Exception):
    """What was asked for cannot be done; the message says why and what to do."""


class ClaimInProgress(PrivacyError):
    """A filed claim is not decided yet. number: which one."""

    def __init__(self, number: str, state: str) -> None:
        self.number = number
        super().__init__(
            f"Claim {number} is in state {state}: its data is needed until it is "
            "fulfilled, rejected or withdrawn."
        )


class Purged(NamedTuple):
    """How many unsent claims and how many conversations were deleted."""

    drafts: int
    conversations: int


class Privacy:
    """The personal data of one database and its photos."""

    def __init__(
        self, database: Database, photos: Photos, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._database = database
        self._photos = photos
        self._clock = clock

    async def export(self, conversation: str) -> dict[str, Any]:
        """Everything that is kept of a customer, as JSON; photos by their file's name.

        conversation: one of the customer's; those that share a claim with it are named and given
        under "elsewhere".
        """
        first, *others = await self._together(conversation)
        exported = await self._export_one(first)
        return {**exported, "elsewhere": [await self._export_one(other) for other in others]}

    async def _export_one(self, conversation: str) -> dict[str, Any]:
        store = Claims(self._database, self._clock)
        found = await store.of_conversation(conversation)
        mails = Outbox(self._database, self._clock)
        said = await Transcript(self._database).since(conversation, 0, limit=100_000)
        return {
            "conversation": conversation,
            "messages": [message.as_json() for message in said],
            "claims": [as_json(claim, await store.history(claim.number)) for claim in found],
            "mails": [mail_as_json(m) for c in found for m in await mails.of_claim(c.number)],
            "photos": [self._photos.path(p).name for p in await self._photo_ids(conversation)],
            "photos_read": await self._rows(photos.c.at, conversation),
            "incidents": await self._rows(incidents.c.at, conversation),
            "handovers": await self._rows(handovers.c.at, conversation),
            "rechecks": await self._rows(rechecks.c.agreed_at, conversation),
            "channel": await self._rows(channel_customers.c.heard_at, conversation),
            "notes": await self._notes([conversation, *(claim.number for claim in found)]),
        }

    async def in_progress(self, conversation: str) -> str | None:
        """The number of a claim for which the customer's data is still needed."""
        together = await self._together(conversation)
        try:
            async with self._database.read() as connection:
                for one in together:
                    await _refuse_in_progress(connection, one)
        except ClaimInProgress as error:
            return error.number
        return None

    async def erase(self, conversation: str, *, answering: bool = False) -> None:
        """Delete what was said, the photos, and what the claims hold of the customer.

        Also in the conversations that share a claim with this one. Kept: that there was a claim,
        its states and their dates, without a name or a unit; and incidents, which the firm must be
        able to report (CPSC, Section 15(b)). Safe to run again. Raises ClaimInProgress, and
        nothing is deleted. answering: the conversation's message without an answer stays, the
        dialogue's state, which is saved with the answer, and on a messaging channel the address
        to which it has to be sent; a crash in between loses none of them.
        """
        together = await self._together(conversation)
        async with self._database.read() as connection:
            for one in together:
                await _refuse_in_progress(connection, one)
        # What leads to the others goes last: after a crash they are still found.
        for one in reversed(together):
            await self._erase_one(one, answering=answering and one == conversation)

    async def _together(self, conversation: str) -> list[str]:
        """This conversation and those that share a claim with it, the nearest first."""
        found = [conversation]
        for one in found:
            here = claim_access.c.conversation == one
            opened = sa.select(claims.c.conversation).join(claim_access).where(here)
            mine = sa.select(claims.c.number).where(claims.c.conversation == one)
            openers = sa.select(claim_access.c.conversation).where(claim_access.c.claim.in_(mine))
            async with self._database.read() as connection:
                rows = await connection.execute(opened.union(openers))
                found += [str(row[0]) for row in rows if row[0] not in found]
        return found

    async def _erase_one(self, conversation: str, *, answering: bool = False) -> None:
        store = Claims(self._database, self._clock)
        for claim in await store.of_conversation(conversation):
            if claim.state == "draft" and claim.conversation == conversation:
                await store.move(claim.number, "withdrawn", "customer", "deleted with its data")
        for photo in await self._photo_ids(conversation):
            await asyncio.to_thread(self._photos.path(photo).unlink, missing_ok=True)
        async with self._database.write() as connection:
            await _refuse_in_progress(connection, conversation)
            mine = sa.select(claims.c.number).where(claims.c.conversation == conversation)
            said = messages.c.conversation == conversation
            if answering:
                # Replies have no mark of being answered.
                done = sa.or_(messages.c.answered.is_(None), messages.c.answered.is_(sa.true()))
                said = sa.and_(said, done)
            for statement in (
                sa.delete(photos).where(photos.c.conversation == conversation),
                sa.delete(outbox).where(outbox.c.claim.in_(mine)),
                sa.delete(claim_access).where(
                    sa.or_(
                        claim_access.c.claim.in_(mine), claim_access.c.conversation == conversation
                    )
                ),
                sa.delete(claim_units).where(claim_units.c.claim.in_(mine)),
                sa.update(claims).where(claims.c.conversation == conversation).values(details={}),
                sa.delete(claim_words).where(claim_words.c.claim.in_(mine)),
                sa.delete(desk_notes).where(
                    sa.or_(desk_notes.c.about == conversation, desk_notes.c.about.in_(mine))
                ),
                sa.delete(rechecks).where(rechecks.c.conversation == conversation),
                *_forget_on_channel(conversation, self._clock() if answering else None),
                sa.delete(chatwoot_links).where(chatwoot_links.c.conversation == conversation),
                sa.delete(unclear_turns).where(unclear_turns.c.conversation == conversation),
                sa.delete(ratings).where(ratings.c.conversation == conversation),
                sa.delete(messages).where(said),
            ):
                await connection.execute(statement)
            if not answering:
                await connection.execute(
                    sa.update(conversations)
                    .where(conversations.c.id == conversation)
                    .values(state=sa.null(), sent_seq=None)
                )

    async def purge(self, before: datetime) -> Purged:
        """Delete what was promised to be: unsent claims, talk that led to none, unclear messages.

        before: what nobody has touched since is too old. Talk with an incident stays, and talk
        in which somebody waits to hear of a later list.
        """
        drafts = await Claims(self._database, self._clock).expire_drafts(before)
        await self._photos.delete_expired()
        await self._photos.delete_orphans()
        await Unclear(self._database, self._clock).trim()
        return Purged(drafts, await self._purge_talk(before))

    async def _purge_talk(self, before: datetime) -> int:
        of_it = messages.c.conversation == conversations.c.id
        here = claim_access.c.conversation == conversations.c.id
        opened = sa.select(claim_access.c.claim).where(here).correlate(conversations)
        has = sa.or_(claims.c.conversation == conversations.c.id, claims.c.number.in_(opened))
        # A draft is here because somebody worked on it lately: the old ones have expired.
        kept = sa.and_(has, claims.c.state.not_in(NOTHING_OF_IT))
        waits = sa.and_(rechecks.c.conversation == conversations.c.id, rechecks.c.told_at.is_(None))
        query = (
            sa.select(conversations.c.id)
            .where(conversations.c.created_at < before)
            .where(sa.exists().where(of_it))
            .where(~sa.exists().where(sa.and_(of_it, messages.c.at >= before)))
            .where(~sa.exists().where(kept))
            .where(~sa.exists().where(incidents.c.conversation == conversations.c.id))
            .where(~sa.exists().where(waits))
        )
        async with self._database.read() as connection:
            old = [str(row.id) for row in await connection.execute(query)]
        for conversation in old:
            await self._erase_one(conversation)
        return len(old)

    async def _photo_ids(self, conversation: str) -> list[str]:
        query = sa.select(photos.c.id).where(photos.c.conversation == conversation)
        async with self._database.read() as connection:
            return [str(row.id) for row in await connection.execute(query)]

    async def _notes(self, about: list[str]) -> list[dict[str, Any]]:
        """What the support team wrote to itself about them."""
        query = sa.select(desk_notes).where(desk_notes.c.about.in_(about)).order_by(desk_notes.c.id)
        async with self._database.read() as connection:
            return [
                {"about": row.about, "at": row.at.isoformat(), "text": row.text}
                for row in await connection.execute(query)
            ]

    async def _rows(self, oldest_by: sa.Column[Any], conversation: str) -> list[dict[str, Any]]:
        table = oldest_by.table
        query = sa.select(table).where(table.c.conversation == conversation).order_by(oldest_by)
        async with self._database.read() as connection:
            rows = [dict(row._mapping) for row in await connection.execute(query)]
        return [
            {k: v.isoformat() if isinstance(v, datetime) else v for k, v in row.items()}
            for row in rows
        ]


def _forget_on_channel(conversation: str, answered_at: datetime | None) -> tuple[Any, ...]:
    """Whoever writes again from there begins a conversation of their own.

    answered_at: they are still to be told; their address goes once they have been.
    """
    here = channel_customers.c.conversation == conversation
    address = sa.select(channel_customers.c.channel, channel_customers.c.address).where(here)
    events = sa.tuple_(channel_events.c.channel, channel_events.c.address).in_(address)
    if answered_at is None:
        return sa.delete(channel_events).where(events), sa.delete(channel_customers).where(here)
    return (
        # What they wrote since is not taken up yet.
        sa.delete(channel_events).where(events, channel_events.c.done.is_(sa.true())),
        sa.update(channel_customers).where(here).values(forget_at=answered_at),
    )


async def _refuse_in_progress(connection: AsyncConnection, conversation: str) -> None:
    query = sa.select(claims.c.number, claims.c.state).where(
        claims.c.conversation == conversation, claims.c.state.in_(LIVE)
    )
    for claim in await connection.execute(query):
        raise ClaimInProgress(claim.number, claim.state)
