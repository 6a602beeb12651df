"""The outbox: e-mails written in the transaction of the change they tell of, then sent.

A row is given to one sender at a time, for a while (its lease). Before its text is handed to the
mail server it is marked "sending"; whatever cuts the sender from there on leaves it "uncertain",
for a person to see, because it may have arrived. All before that is safe to do again.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.backoff import pause_after
from bot.storage.database import Also, Database
from bot.storage.tables import outbox

__all__ = ["REPORTED", "Mail", "Outbox", "OutboxRow", "put"]

# Longer than the mail server may take to answer all commands for one mail.
LEASE = timedelta(minutes=5)
# What could not be sent by then is reported and no longer tried.
GIVE_UP = timedelta(days=2)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
# Not known to have arrived: a person should see them.
REPORTED = ("uncertain", "failed")


# A mail of the same claim that was written before and is not away yet: what happened to a claim
# is told in its order.
_before = outbox.alias("before")
_EARLIER = sa.and_(
    _before.c.claim == outbox.c.claim,
    _before.c.state.in_(("waiting", "sending")),
    sa.or_(
        _before.c.created_at < outbox.c.created_at,
        sa.and_(_before.c.created_at == outbox.c.created_at, _before.c.id < outbox.c.id),
    ),
)


_tried_since = sa.func.coalesce(outbox.c.again_at, outbox.c.created_at)


def _utc_now() -> datetime:
    return datetime.now(timezone.utc)


@dataclass(frozen=True)
class Mail:
    """What is to be sent. kind: what it tells, e.g. "approved"."""

    kind: str
    recipient: str
    subject: str
    text: str


@dataclass(frozen=True)
class OutboxRow:
    """One mail in the outbox; recipient and text are empty once it has been sent."""

    id: str
    claim: str | None
    kind: str
    recipient: str
    subject: str
    text: str
    state: str
    created_at: datetime
    changed_at: datetime
    tries: int
    trouble: str | None


async def put(
    connection: AsyncConnection,
    claim: str | None,
    mail: Mail,
    now: datetime,
    *,
    conversation: str | None = None,
) -> None:
    """Write a mail into the outbox, within the caller's transaction.

    claim: of whose customer it is; conversation: what a mail to the firm's own people is about.
    """
    await connection.execute(
        sa.insert(outbox).values(
            id=secrets.token_hex(16),
            claim=claim,
            conversation=conversation,
            kind=mail.kind,
            recipient=mail.recipient,
            subject=mail.subject,
            text=mail.text,
            state="waiting",
            created_at=now,
            changed_at=now,
            due_at=now,
        )
    )


class Outbox:
    """The outbox of one database, as one sender sees it."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime] = _utc_now,
        *,
        lease: timedelta = LEASE,
        first_pause: timedelta = FIRST_PAUSE,
    ) -> None:
        self._database = database
        self._clock = clock
        self._lease = lease
        self._first_pause = first_pause
        self._sender = secrets.token_hex(8)

    async def settle(self) -> list[OutboxRow]:
        """Give up what was cut off or is too old; these are now for a person to see."""
        now = self._clock()
        cut_off = sa.and_(outbox.c.state == "sending", outbox.c.leased_until < now)
        too_old = sa.and_(
            outbox.c.state == "waiting", _tried_since < now - GIVE_UP, self._free(now)
        )
        query = sa.select(outbox).where(sa.or_(cut_off, too_old))
        async with self._database.read() as connection:
            found = (await connection.execute(query)).all()
        settled = []
        for row in found:
            lost = row.state == "sending"
            trouble = "cut off while sending" if lost else row.trouble
            ended = await self._update(
                sa.and_(outbox.c.id == row.id, cut_off if lost else too_old),
                state="uncertain" if lost else "failed",
                trouble=trouble,
            )
            if ended:
                settled.append(_row(row))
        return settled

    async def anything_due(self) -> bool:
        """Is there a mail to be sent now?"""
        query = sa.select(outbox.c.id).where(self._due(self._clock())).limit(1)
        async with self._database.read() as connection:
            return (await connection.execute(query)).first() is not None

    async def take(self) -> OutboxRow | None:
        """The mail that waits longest, for this sender alone; None where none is due."""
        now = self._clock()
        query = (
            sa.select(outbox)
            .where(self._due(now))
            .order_by(outbox.c.due_at)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        async with self._database.write() as connection:
            row = (await connection.execute(query)).first()
            if row is None:
                return None
            await connection.execute(
                sa.update(outbox)
                .where(outbox.c.id == row.id)
                .values(sender=self._sender, leased_until=now + self._lease)
            )
        return _row(row)

    async def begin(self, mail: str) -> bool:
        """Mark it as being handed over; False if the lease is over and it must be left alone."""
        now = self._clock()
        free = sa.and_(outbox.c.state == "waiting", outbox.c.leased_until > now)
        return await self._update(
            sa.and_(self._mine(mail), free), state="sending", leased_until=now + self._lease
        )

    async def sent(self, mail: str) -> None:
        """The server has taken it. What it said, and to whom, is kept no longer."""
        await self._update(
            self._mine(mail), state="sent", recipient="", text="", trouble=None, leased_until=None
        )

    async def uncertain(self, mail: str, trouble: str) -> None:
        """It may have been taken or not."""
        await self._update(self._mine(mail), state="uncertain", trouble=trouble)

    async def failed(self, mail: str, trouble: str) -> None:
        """It will never be taken."""
        await self._update(self._mine(mail), state="failed", trouble=trouble)

    async def later(self, row: OutboxRow, trouble: str) -> None:
        """It was surely not taken: to be tried again, each time after a longer pause."""
        pause = pause_after(row.tries, self._first_pause, LONGEST_PAUSE)
        await self._update(
            self._mine(row.id),
            state="waiting",
            tries=row.tries + 1,
            due_at=self._clock() + pause,
            trouble=trouble,
            leased_until=None,
        )

    async def counts(self) -> dict[str, int]:
        """How many mails are waiting, being sent, uncertain and failed."""
        states = ("waiting", "sending", *REPORTED)
        query = sa.select(outbox.c.state, sa.func.count()).where(outbox.c.state.in_(states))
        async with self._database.read() as connection:
            rows = await connection.execute(query.group_by(outbox.c.state))
            found = {str(row[0]): int(row[1]) for row in rows}
        return {state: found.get(state, 0) for state in states}

    async def of_claim(self, claim: str) -> list[OutboxRow]:
        """The mails of a claim, oldest first."""
        return await self._read(outbox.c.claim == claim)

    async def to_the_team(self, conversation: str) -> list[OutboxRow]:
        """The mails to the firm's own people about a conversation, oldest first."""
        return await self._read(outbox.c.conversation == conversation)

    async def reported(self) -> list[OutboxRow]:
        """The mails a person should see, oldest first."""
        return await self._read(outbox.c.state.in_(REPORTED))

    async def answer(self, claim: str, *, again: bool, also: Also | None = None) -> int:
        """A person has seen a claim's reported mails: send them again, or leave them be.

        also: what is written in the same transaction, if there were any. Returns how many.
        """
        return await self._answer(outbox.c.claim == claim, again, also)

    async def answer_mail(self, mail: str, *, again: bool, also: Also | None = None) -> int:
        """The same for one mail by its id; one to the firm's own people has no claim."""
        return await self._answer(outbox.c.id == mail, again, also)

    async def _answer(self, which: Any, again: bool, also: Also | None) -> int:
        now = self._clock()
        values: dict[str, Any] = {"state": "left", "recipient": "", "text": "", "changed_at": now}
        if again:
            # Counted anew: an old one would be given up at once. It keeps its place before the
            # later ones of its claim.
            values = {
                "state": "waiting", "again_at": now, "changed_at": now, "due_at": now, "tries": 0,
                "leased_until": None,
            }  # fmt: skip
        these = sa.and_(which, outbox.c.state.in_(REPORTED))
        async with self._database.write() as connection:
            done: Any = await connection.execute(sa.update(outbox).where(these).values(**values))
            if done.rowcount and also is not None:
                await also(connection)
        return int(done.rowcount)

    def _due(self, now: datetime) -> Any:
        due = sa.and_(outbox.c.state == "waiting", outbox.c.due_at <= now, self._free(now))
        return sa.and_(due, ~sa.exists().where(_EARLIER))

    def _free(self, now: datetime) -> Any:
        return sa.or_(outbox.c.leased_until.is_(None), outbox.c.leased_until < now)

    def _mine(self, mail: str) -> Any:
        return sa.and_(outbox.c.id == mail, outbox.c.sender == self._sender)

    async def _update(self, which: Any, **values: Any) -> bool:
        statement = sa.update(outbox).where(which).values(**values, changed_at=self._clock())
        async with self._database.write() as connection:
            done: Any = await connection.execute(statement)
        return bool(done.rowcount)

    async def _read(self, which: Any) -> list[OutboxRow]:
        query = sa.select(outbox).where(which).order_by(outbox.c.created_at, outbox.c.id)
        async with self._database.read() as connection:
            return [_row(row) for row in await connection.execute(query)]


def _row(row: Sequence[Any]) -> OutboxRow:
    return OutboxRow(*(getattr(row, name) for name in OutboxRow.__dataclass_fields__))
