"""What is kept of a customer: shown on request, deleted on request, and deleted in time.

PrivacyError
 +-- ClaimInProgress   a filed claim is not decided yet, and its data is needed for it
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timezone
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.claims.access import LOCKED_FOR
from bot.claims.claims import Claims
from bot.claims.export import as_json, mail_as_json
from bot.claims.life import FINAL, LIVE
from bot.claims.personal import (
    PERSONAL,
    begun_in,
    nameless,
    rows_as_json,
    told_of_themselves,
    with_parts,
)
from bot.claims.photos import Photos
from bot.conversations.transcript import Transcript, hold, utc_now
from bot.conversations.unclear import Unclear, forget_unclear, unclear_of
from bot.storage import Also, Database
from bot.storage.desk_tables import desk_notes, incident_marks
from bot.storage.outbox import Outbox
from bot.storage.tables import (
    access_failures,
    channel_customers,
    channel_events,
    checks,
    claim_access,
    claim_history,
    claims,
    conversations,
    incidents,
    messages,
    photos,
    rechecks,
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
        under "elsewhere". What is in it: `bot.claims.personal`.
        """
        async with self._database.read() as connection:
            first, *others = await _together(connection, conversation)
        exported = await self._export_one(first)
        return {**exported, "elsewhere": [await self._export_one(other) for other in others]}

    async def _export_one(self, conversation: str) -> dict[str, Any]:
        store = Claims(self._database, self._clock)
        found = await store.of_conversation(conversation)
        outbox = Outbox(self._database, self._clock)
        mails = [mail for claim in found for mail in await outbox.of_claim(claim.number)]
        mails += await outbox.to_the_team(conversation)
        said = await Transcript(self._database).since(conversation, 0, limit=100_000)
        told: dict[str, Any] = {
            "conversation": conversation,
            "messages": [message.as_json() for message in said],
            "claims": [as_json(claim, await store.history(claim.number)) for claim in found],
            "mails": [mail_as_json(mail) for mail in mails],
        }
        async with self._database.read() as connection:
            told["not_understood"] = [m.text for m in await unclear_of(connection, conversation)]
            about = desk_notes.c.about.in_([conversation, *(claim.number for claim in found)])
            told["notes"] = await _rows(connection, desk_notes, about, desk_notes.c.at)
            for held in PERSONAL:
                if held.whose is not None and held.shown and held.shown not in told:
                    which, oldest = held.whose(conversation), held.table.c[held.oldest_by]
                    told[held.shown] = await _rows(connection, held.table, which, oldest)
        told["photos"] = [self._photos.path(p["id"]).name for p in told["photos_read"]]
        return told

    async def in_progress(self, conversation: str) -> str | None:
        """The number of a claim for which the customer's data is still needed."""
        async with self._database.read() as connection:
            try:
                await _refuse_in_progress(connection, await _together(connection, conversation))
            except ClaimInProgress as error:
                return error.number
        return None

    async def erase(
        self, conversation: str, *, answering: bool = False, also: Also | None = None
    ) -> None:
        """Delete what was said, the photos, and what the claims hold of the customer.

        Also in the conversations that share a claim with this one, all in one transaction. Kept:
        that there was a claim, its states, their dates and reasons, without a name or a unit; and
        incidents with the team's marks, without names and numbers, which the firm must be able to
        report (CPSC, Section 15(b)). Safe to run again. Raises ClaimInProgress, and nothing is
        deleted.

        answering: the conversation's message without an answer stays, the dialogue's state, which
        is saved with the answer, and on a messaging channel the address to which it has to be
        sent; a crash in between loses none of them.

        also: what is written in the same transaction.
        """
        async with self._database.write() as connection:
            together = await _together(connection, conversation)
            # From here on none of them can be filed.
            await _refuse_in_progress(connection, together, lock=True)
            # Nor does a turn under way write down again what is being deleted.
            await _hold_all(connection, together)
            pictures: list[str] = []
            for one in together:
                pictures += await self._erase_one(
                    connection, one, answering=answering and one == conversation
                )
            if also is not None:
                await also(connection)
        await self._unlink(pictures)

    async def _unlink(self, pictures: Sequence[str]) -> None:
        # After a crash in between no row names them any more: `Photos.delete_orphans`.
        for photo in pictures:
            await asyncio.to_thread(self._photos.path(photo).unlink, missing_ok=True)

    async def _erase_one(
        self, connection: AsyncConnection, conversation: str, *, answering: bool
    ) -> list[str]:
        """What `erase` does in one conversation; gives the photos whose files are to go."""
        await Claims(self._database, self._clock).withdraw_drafts(
            connection, conversation, "deleted with its data"
        )
        mine = sa.select(photos.c.id).where(photos.c.conversation == conversation)
        pictures = [str(row.id) for row in await connection.execute(mine)]
        await _make_nameless(connection, conversation)
        await forget_unclear(connection, conversation)
        for held in PERSONAL:
            which = held.deleted_of(conversation)
            if which is None:
                continue
            if answering and held.table is messages:
                # Replies have no mark of being answered.
                done = sa.or_(messages.c.answered.is_(None), messages.c.answered.is_(sa.true()))
                which = sa.and_(which, done)
            elif answering and held.table is channel_events:
                # What they wrote since is not taken up yet.
                which = sa.and_(which, channel_events.c.done.is_(sa.true()))
            elif answering and held.table is channel_customers:
                # They are still to be told; their address goes once they have been.
                change = sa.update(channel_customers).where(which)
                await connection.execute(change.values(forget_at=self._clock()))
                continue
            await connection.execute(sa.delete(held.table).where(which))
        await connection.execute(
            sa.update(claims)
            .where(claims.c.conversation == conversation)
            .values(details={}, news_in=None, news_since=None, news_words=None)
        )
        if not answering:
            await connection.execute(
                sa.update(conversations)
                .where(conversations.c.id == conversation)
                .values(state=sa.null(), sent_seq=None)
            )
        return pictures

    async def purge(self, before: datetime, finished_before: datetime | None = None) -> Purged:
        """Delete what was promised to be: unsent claims, talk that led to none, unclear messages.

        before: what nobody has touched since is too old. Talk with an incident stays, and talk
        in which somebody waits to hear of a later list. finished_before: what belongs to claims
        that were fulfilled or rejected before it is deleted like on the customer's wish; None:
        only then.
        """
        drafts = await Claims(self._database, self._clock).expire_drafts(before)
        await self._photos.delete_expired()
        await self._photos.delete_orphans()
        await Unclear(self._database, self._clock).trim()
        await self._purge_counts()
        told = sa.exists().where(incidents.c.conversation == conversations.c.id)
        nothing = claims.c.state.in_(NOTHING_OF_IT)
        talk = await self._erase_old(before, nothing, ~told)
        finished = 0
        if finished_before is not None:
            over = sa.and_(claims.c.state.in_(FINAL), claims.c.updated_at < finished_before)
            finished = await self._erase_old(before, sa.or_(nothing, over), _has(over))
        return Purged(drafts, talk + finished)

    async def _purge_counts(self) -> None:
        """What limits are counted by is of no use once its time is over."""
        now = self._clock()
        async with self._database.write() as connection:
            today = now.astimezone(timezone.utc).date()
            await connection.execute(sa.delete(checks).where(checks.c.day < today))
            over = access_failures.c.at < now - 2 * LOCKED_FOR
            await connection.execute(sa.delete(access_failures).where(over))

    async def _erase_old(self, before: datetime, may_go: Any, which: Any) -> int:
        """Delete talk that ended before then, all of whose claims may go."""
        of_it = messages.c.conversation == conversations.c.id
        waits = sa.and_(rechecks.c.conversation == conversations.c.id, rechecks.c.told_at.is_(None))
        query = (
            sa.select(conversations.c.id)
            .where(conversations.c.created_at < before)
            .where(sa.exists().where(of_it))
            .where(~sa.exists().where(sa.and_(of_it, messages.c.at >= before)))
            # A draft is here because somebody worked on it lately: the old ones have expired.
            .where(~_has(~may_go))
            .where(~sa.exists().where(waits))
            .where(which)
        )
        async with self._database.read() as connection:
            old = [str(row.id) for row in await connection.execute(query)]
        erased = 0
        for conversation in old:
            this = conversations.c.id == conversation
            # Alone: where the same withdrawn claim was opened, somebody may be talking now.
            try:
                async with self._database.write() as connection:
                    await _refuse_in_progress(connection, [conversation], lock=True)
                    # Whoever writes takes this row: nobody comes back while it is being erased.
                    await _hold_all(connection, [conversation])
                    # They may have come back since the list was read.
                    if (await connection.execute(query.where(this))).first() is None:
                        continue
                    pictures = await self._erase_one(connection, conversation, answering=False)
            except ClaimInProgress:
                continue
            await self._unlink(pictures)
            erased += 1
        return erased


async def _hold_all(connection: AsyncConnection, together: Sequence[str]) -> None:
    """Let nobody write in these conversations until the caller's transaction ends."""
    # In the order of those who hear a customer and send to one: nobody waits in a circle.
    for table in (rechecks, channel_customers):
        which = sa.select(table.c.conversation).where(table.c.conversation.in_(together))
        await connection.execute(which.order_by(*table.primary_key).with_for_update())
    await hold(connection, *together)


def _has(claim: Any) -> Any:
    """Was such a claim begun in the conversation, or opened there?"""
    here = claim_access.c.conversation == conversations.c.id
    opened = sa.select(claim_access.c.claim).where(here).correlate(conversations)
    mine = sa.or_(claims.c.conversation == conversations.c.id, claims.c.number.in_(opened))
    return sa.exists().where(sa.and_(mine, claim))


async def _together(connection: AsyncConnection, conversation: str) -> list[str]:
    """This conversation and those that share a claim with it, the nearest first."""
    found = [conversation]
    for one in found:
        here = claim_access.c.conversation == one
        opened = sa.select(claims.c.conversation).join(claim_access).where(here)
        openers = sa.select(claim_access.c.conversation).where(
            claim_access.c.claim.in_(begun_in(one))
        )
        rows = await connection.execute(opened.union(openers))
        found += [str(row[0]) for row in rows if row[0] not in found]
    return found


async def _refuse_in_progress(
    connection: AsyncConnection, conversations: Sequence[str], *, lock: bool = False
) -> None:
    """Raise ClaimInProgress for a claim that is filed and not decided.

    lock: hold all claims of these conversations until the end of the transaction.
    """
    query = sa.select(claims.c.number, claims.c.state).where(
        claims.c.conversation.in_(conversations)
    )
    query = query.order_by(claims.c.number)
    rows = (await connection.execute(query.with_for_update() if lock else query)).all()
    for claim in rows:
        if claim.state in LIVE:
            raise ClaimInProgress(claim.number, claim.state)


async def _make_nameless(connection: AsyncConnection, conversation: str) -> None:
    """Take out of what stays what leads to the customer; what happened and was decided stays."""
    query = sa.select(claims.c.details).where(claims.c.conversation == conversation)
    details = [row.details for row in await connection.execute(query)]
    known = [value for row in details for value in told_of_themselves(row)]
    told = sa.select(incidents).where(incidents.c.conversation == conversation)
    for row in (await connection.execute(told)).all():
        serial = [row.serial] if row.serial else []
        more = {k: nameless(v, known + serial) for k, v in (row.details or {}).items()}
        await connection.execute(
            sa.update(incidents)
            .where(incidents.c.conversation == conversation, incidents.c.message == row.message)
            .values(told=nameless(row.told, known + serial), serial=None, details=more or None)
        )
    # The team writes "Ms Porter" or "12 Elm Street" of whom they know.
    known = [value for row in details for value in with_parts(row)]
    for table, typed, mine in (
        (incident_marks, "note", incident_marks.c.conversation == conversation),
        (claim_history, "reason", claim_history.c.claim.in_(begun_in(conversation))),
    ):
        for row in (await connection.execute(sa.select(table).where(mine))).all():
            text = row._mapping[typed]
            if (left := nameless(text, known)) != text:
                keys = (key == row._mapping[key.name] for key in table.primary_key)
                await connection.execute(sa.update(table).where(*keys).values({typed: left}))


async def _rows(
    connection: AsyncConnection, table: sa.Table, which: Any, oldest_by: Any
) -> list[dict[str, Any]]:
    query = sa.select(table).where(which).order_by(oldest_by)
    return rows_as_json(await connection.execute(query))
