"""Who is signed in: sessions in the database, of which only a hash of the token is kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversations.transcript import utc_now
from bot.desk.people import Person
from bot.storage import Database
from bot.storage.desk_tables import desk_people, desk_sessions

__all__ = ["Sessions", "csrf_token", "end_session", "has_session", "right_csrf"]

# OWASP, Session Management: idle 15 to 30 minutes, absolute 4 to 8 hours.
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=8)
# "Last seen" is written at most this often: not every view is a write.
SEEN_EVERY = timedelta(minutes=1)


class Sessions:
    """The sessions of one database."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._clock = clock

    async def begin(self, connection: AsyncConnection, person: Person, earlier: str = "") -> str:
        """A new session, within the caller's transaction; its token.

        earlier: the token of one that ends with it.
        """
        token = secrets.token_urlsafe(32)
        now = self._clock()
        over = sa.or_(
            desk_sessions.c.token == _hash(earlier),
            desk_sessions.c.seen_at < now - IDLE,
            desk_sessions.c.created_at < now - LONGEST,
        )
        await connection.execute(sa.delete(desk_sessions).where(over))
        await connection.execute(
            sa.insert(desk_sessions).values(
                token=_hash(token), person=person.login, created_at=now, seen_at=now
            )
        )
        return token

    async def person(self, token: str, *, renew: bool = True) -> Person | None:
        """Who has this session, as they are now; None for a session that is over.

        renew: False where nobody did anything: an open page that looks at itself anew.
        """
        if not token:
            return None
        now = self._clock()
        query = (
            sa.select(desk_people, desk_sessions.c.seen_at)
            .join(desk_sessions, desk_sessions.c.person == desk_people.c.login)
            .where(
                desk_sessions.c.token == _hash(token),
                desk_sessions.c.seen_at >= now - IDLE,
                desk_sessions.c.created_at >= now - LONGEST,
                desk_people.c.disabled_at.is_(None),
            )
        )
        async with self._database.read() as connection:
            row = (await connection.execute(query)).first()
        if row is None:
            return None
        if renew and row.seen_at < now - SEEN_EVERY:
            async with self._database.write() as connection:
                await connection.execute(
                    sa.update(desk_sessions)
                    .where(desk_sessions.c.token == _hash(token))
                    .values(seen_at=now)
                )
        return Person(row.login, row.name, row.role, totp=row.totp is not None)


def has_session(login: Any, now: datetime) -> Any:
    """Is somebody signed in, in whatever browser; for use in a statement."""
    lasts = sa.and_(
        desk_sessions.c.person == login,
        desk_sessions.c.seen_at >= now - IDLE,
        desk_sessions.c.created_at >= now - LONGEST,
    )
    return sa.exists().where(lasts)


async def end_session(connection: AsyncConnection, token: str) -> None:
    """Sign out, within the caller's transaction."""
    await connection.execute(sa.delete(desk_sessions).where(desk_sessions.c.token == _hash(token)))


def csrf_token(cookie: str) -> str:
    """What each form of a session holds: only a page that we sent to its owner knows it."""
    return hashlib.sha256(b"csrf " + cookie.encode()).hexdigest()


def right_csrf(cookie: str, given: str) -> bool:
    """Is it the session's?"""
    return bool(cookie) and hmac.compare_digest(csrf_token(cookie).encode(), given.encode())


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
