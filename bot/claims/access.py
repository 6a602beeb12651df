"""A claim opened from another conversation: by its number and the e-mail address in it.

A wrong number and a wrong address are the same thing to whoever tries: the same work is done, the
same answer is given, and both count towards the lock-out.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversations.transcript import utc_now
from bot.storage import Database
from bot.storage.tables import access_failures, claim_access, claims

__all__ = ["LOCKED_FOR", "MAX_FAILURES", "Access", "Opened"]

# So many wrong tries in a conversation, for a number or from an address lock it, for so long.
MAX_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)

Opened = Literal["opened", "wrong", "locked"]


class Access:
    """Who may see and change which claim, in one database."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._clock = clock

    async def open(
        self,
        conversation: str,
        message: str,
        number: str,
        email: str,
        address: str | None,
        *,
        link: bool = True,
    ) -> Opened:
        """Let a conversation see and change a claim, if number and e-mail belong together.

        message: the id of the customer's message; the same one run again counts once. address:
        the customer's, as a digest, if known. link: false only compares, as the conversation has
        the claim already.
        """
        now = self._clock()
        keys = [f"conversation {conversation}", f"number {number}"]
        keys += [f"address {address}"] if address else []
        this = {"conversation": conversation, "message": message}
        async with self._database.write() as connection:
            if not self._database.sqlite:
                # One try at a time: many at once must not all be the fifth.
                await connection.execute(sa.text("LOCK TABLE access_failures IN EXCLUSIVE MODE"))
            failures = await _failures(connection, keys, now)
            right = await _belongs(connection, number, email)
            if any(row.conversation == conversation and row.message == message for row in failures):
                return "wrong"
            if any(_locked([r.at for r in failures if r.key == key], now) for key in keys):
                return "locked"
            if right:
                if link:
                    await _link(connection, number, conversation, now)
                return "opened"
            await connection.execute(
                sa.insert(access_failures), [{"key": key, **this, "at": now} for key in keys]
            )
            await connection.execute(
                sa.delete(access_failures).where(access_failures.c.at < now - 2 * LOCKED_FOR)
            )
        return "wrong"


async def _failures(connection: AsyncConnection, keys: list[str], now: datetime) -> list[Any]:
    query = sa.select(access_failures).where(
        access_failures.c.key.in_(keys), access_failures.c.at > now - 2 * LOCKED_FOR
    )
    return list(await connection.execute(query.order_by(access_failures.c.at)))


def _locked(failures: list[datetime], now: datetime) -> bool:
    """Do the last failures, oldest first, lie close together, and is the last one recent?"""
    last = failures[-MAX_FAILURES:]
    close = len(last) == MAX_FAILURES and last[-1] - last[0] < LOCKED_FOR
    return close and now - last[-1] < LOCKED_FOR


async def _belongs(connection: AsyncConnection, number: str, email: str) -> bool:
    """Is it the claim's e-mail? One row is read and two digests compared, claim or none."""
    one = sa.select(sa.literal(1).label("one")).subquery()
    query = sa.select(claims.c.details).select_from(
        one.outerjoin(claims, claims.c.number == number)
    )
    details = (await connection.execute(query)).scalar_one()
    known = (details or {}).get("email") or ""
    same = hmac.compare_digest(_digest(str(known)), _digest(email))
    return same and bool(known)


def _digest(email: str) -> bytes:
    plain = unicodedata.normalize("NFKC", email).strip().casefold()
    return hashlib.sha256(plain.encode()).digest()


async def _link(connection: AsyncConnection, number: str, conversation: str, now: datetime) -> None:
    this = sa.and_(claim_access.c.claim == number, claim_access.c.conversation == conversation)
    done: Any = await connection.execute(sa.update(claim_access).where(this).values(at=now))
    if not done.rowcount:
        await connection.execute(
            sa.insert(claim_access).values(claim=number, conversation=conversation, at=now)
        )
