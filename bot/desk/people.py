"""The people of the desk: accounts, passwords and one-time codes.

PeopleError
 +-- AccountRefused   the account cannot be made or changed; the message says why
 +-- SignInRefused    wrong in some way that is not told, or too many tries (`wait` in seconds)
"""

from __future__ import annotations

import asyncio
import hmac
import re
import secrets
import unicodedata
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pyotp
import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversations.transcript import utc_now
from bot.desk.audit import COMMAND_LINE, Audit
from bot.desk.roles import ROLES, TEAM, Role
from bot.desk.sealing import Seal
from bot.desk.work import let_go
from bot.office import OfficeHours
from bot.storage import Database, one_at_a_time
from bot.storage.desk_tables import desk_attempts, desk_people, desk_sessions

__all__ = ["AccountRefused", "People", "PeopleError", "Person", "SignInRefused", "new_totp"]

# Tries in this time, for an account and from an address (OWASP ASVS 6.3.1).
MOST_TRIES = 10
TRIES_IN = timedelta(minutes=15)
# OWASP ASVS 6.2.1 asks for 8 at least and better 15.
SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 256
CODE_SECONDS = 30
# Who it was in the audit where nobody knows.
SIGN_IN = "sign-in"
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,63}")


class PeopleError(Exception):
    """Something is wrong with an account or a sign-in."""


class AccountRefused(PeopleError):
    """The account cannot be made or changed so."""


class SignInRefused(PeopleError):
    """wait: after how many seconds to try again, 0 if it was only wrong."""

    def __init__(self, wait: int = 0) -> None:
        super().__init__("refused")
        self.wait = wait


@dataclass(frozen=True)
class Person:
    """Somebody who works at the desk. name: what customers see."""

    login: str
    name: str
    role: Role
    totp: bool = False
    disabled: bool = False


def new_totp() -> str:
    """A new secret for one-time codes."""
    return pyotp.random_base32()


class People:
    """The accounts of one database. Each change is written into the audit with it.

    secret: the service's key, with which the secrets of one-time codes are sealed. hours: when
    somebody is there, which the customers of who leaves are told.
    """

    def __init__(
        self,
        database: Database,
        audit: Audit,
        secret: str,
        clock: Callable[[], datetime] = utc_now,
        *,
        hours: OfficeHours | None = None,
    ) -> None:
        self._database = database
        self._audit = audit
        self._hours = hours
        self._seal = Seal(secret)
        self._clock = clock
        self._hasher = PasswordHasher()
        # Each takes 64 MB and a processor: a crowd at the door waits here, not everybody else.
        self._hashing = asyncio.Semaphore(2)
        # Verified where there is no account, so that it takes as long.
        self._nobodys = ""

    async def add(
        self,
        login: str,
        name: str,
        role: str,
        password: str,
        *,
        totp: str | None = None,
        by: str = COMMAND_LINE,
    ) -> Person:
        """Make an account. Raises AccountRefused."""
        login = login.strip().lower()
        name = " ".join(unicodedata.normalize("NFC", name).split())
        if not _LOGIN.fullmatch(login):
            raise AccountRefused(
                "A login has up to 64 small letters, digits and . _ @ + -, e.g. ana.diaz."
            )
        if not 1 <= len(name) <= 64 or not name.isprintable():
            raise AccountRefused("A name has 1 to 64 characters; customers see it.")
        if role not in ROLES:
            raise AccountRefused(f"A role is one of {', '.join(ROLES)}.")
        hashed = await self._hash(password)
        sealed = self._seal.close(login, totp) if totp else None
        async with self._database.write() as connection:
            same = sa.or_(desk_people.c.login == login, desk_people.c.name == name)
            taken = await connection.execute(sa.select(desk_people.c.login).where(same))
            if taken.first() is not None:
                raise AccountRefused("Somebody has this login or this name already.")
            await connection.execute(
                sa.insert(desk_people).values(
                    login=login, name=name, role=role, password=hashed, totp=sealed,
                    created_at=self._clock(),
                )
            )  # fmt: skip
            await self._audit.write(connection, by, "person added", login, role=role)
        return Person(login, name, role, totp is not None)  # type: ignore[arg-type]

    async def set_password(
        self, login: str, password: str, *, totp: str | None = None, by: str = COMMAND_LINE
    ) -> None:
        """Another password, and another secret of one-time codes if `totp` is given.

        Ends all sessions. Raises AccountRefused.
        """
        values: dict[str, Any] = {"totp": self._seal.close(login, totp)} if totp else {}
        hashed = await self._hash(password)
        await self._change(login, by, "password changed", password=hashed, **values)

    async def set_role(self, login: str, role: str, *, by: str) -> None:
        """Another role; ends all sessions, and lets go of what it may not work on.

        Raises AccountRefused.
        """
        if role not in ROLES:
            raise AccountRefused(f"A role is one of {', '.join(ROLES)}.")
        also = None if role in TEAM else self._let_go
        await self._change(login, by, "role changed", note={"role": role}, also=also, role=role)

    async def disable(self, login: str, *, by: str = COMMAND_LINE, again: bool = False) -> None:
        """Let nobody sign in with it, end its sessions, and let go of what it has.

        The assistant goes on in its conversations, and others can take its claims. again: let
        them sign in. Raises AccountRefused.
        """
        if again:
            await self._change(login, by, "person enabled", disabled_at=None)
            return
        await self._change(
            login, by, "person disabled", also=self._let_go, disabled_at=self._clock()
        )

    async def _let_go(self, connection: AsyncConnection, login: str) -> None:
        name = sa.select(desk_people.c.name).where(desk_people.c.login == login)
        person = (await connection.execute(name)).scalar_one()
        await let_go(connection, person, self._clock(), self._hours)

    async def end_sessions(self, login: str, *, by: str) -> None:
        """Sign somebody out everywhere."""
        async with self._database.write() as connection:
            await _end_sessions(connection, login)
            await self._audit.write(connection, by, "sessions ended", login)

    async def listed(self) -> list[Person]:
        """All people, by name."""
        async with self._database.read() as connection:
            rows = await connection.execute(sa.select(desk_people).order_by(desk_people.c.name))
            return [_person(row) for row in rows]

    async def sign_in(
        self,
        login: str,
        password: str,
        code: str,
        address: str,
        also: Callable[[AsyncConnection, Person], Awaitable[None]] | None = None,
    ) -> Person:
        """Who this is. Raises SignInRefused; what was wrong is not told.

        address: whom tries are counted for besides the account, as a digest; one that succeeds
        counts for neither. A one-time code counts once. also: what is done in the transaction in
        which they are let in.
        """
        login = login.strip().lower()[:64]
        tried, last = await self._count_try(login, address)
        if not self._nobodys:
            self._nobodys = await self._hash(secrets.token_urlsafe(32))
        async with self._database.read() as connection:
            query = sa.select(desk_people).where(desk_people.c.login == login)
            row = (await connection.execute(query)).first()
        right = await self._verify(row.password if row else self._nobodys, password)
        step: int | None = 0
        if row and row.totp:
            opened = self._seal.open(login, row.totp)
            step = _code_step(opened, code, self._clock()) if opened else None
        try:
            if not right or row is None or step is None:
                raise SignInRefused
            async with self._database.write() as connection:
                await _let_in(connection, row, step, tried)
                if also is not None:
                    await also(connection, _person(row))
                await self._audit.write(connection, login, "signed in", login)
        except SignInRefused:
            await self._log_refused(row, address, last)
            raise
        return _person(row)

    async def _count_try(self, login: str, address: str) -> tuple[int, frozenset[str]]:
        """Count before looking: many at once are not let through together.

        Gives the row that counts it for the address, and for what this was the last try.
        """
        now = self._clock()
        last = set()
        async with self._database.write() as connection:
            await connection.execute(
                sa.delete(desk_attempts).where(desk_attempts.c.at < now - TRIES_IN)
            )
            for of, value in (("login", login), ("address", address)):
                key = f"{of} {value}"
                await one_at_a_time(connection, key)
                query = sa.select(sa.func.count(), sa.func.min(desk_attempts.c.at)).where(
                    desk_attempts.c.key == key, desk_attempts.c.at >= now - TRIES_IN
                )
                count, first = (await connection.execute(query)).one()
                if count >= MOST_TRIES:
                    raise SignInRefused(max(1, int((first + TRIES_IN - now).total_seconds()) + 1))
                last |= {of} if count == MOST_TRIES - 1 else set()
                counted: Any = await connection.execute(
                    sa.insert(desk_attempts).values(key=key, at=now)
                )
        return int(counted.inserted_primary_key[0]), frozenset(last)

    async def _log_refused(self, row: Any, address: str, last: frozenset[str]) -> None:
        """last: what is locked from here on, as this was the last try; noted once, here."""
        # Of an unknown login nothing is kept: it may be a password in the wrong field.
        rows = [(row.login, "sign-in refused", row.login)] if row is not None else []
        if row is not None and "login" in last:
            rows.append((row.login, "account locked out", row.login))
        if "address" in last:
            rows.append((SIGN_IN, "address locked out", address))
        if not rows:
            return
        async with self._database.write() as connection:
            for actor, action, subject in rows:
                await self._audit.write(connection, actor, action, subject)

    async def _change(
        self,
        login: str,
        by: str,
        action: str,
        note: dict[str, Any] | None = None,
        also: Callable[[AsyncConnection, str], Awaitable[None]] | None = None,
        **values: Any,
    ) -> None:
        async with self._database.write() as connection:
            done: Any = await connection.execute(
                sa.update(desk_people).where(desk_people.c.login == login).values(**values)
            )
            if done.rowcount == 0:
                raise AccountRefused(f"Nobody has the login {login}.")
            await _end_sessions(connection, login)
            if also is not None:
                await also(connection, login)
            await self._audit.write(connection, by, action, login, **(note or {}))

    async def _hash(self, password: str) -> str:
        if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
            raise AccountRefused(f"A password has {SHORTEST_PASSWORD} characters or more.")
        # Tens of milliseconds on purpose: not on the event loop.
        async with self._hashing:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def _verify(self, hashed: str, password: str) -> bool:
        try:
            async with self._hashing:
                return await asyncio.to_thread(
                    self._hasher.verify, hashed, password[: LONGEST_PASSWORD + 1]
                )
        except (VerificationError, InvalidHashError):
            return False


async def _let_in(connection: AsyncConnection, row: Any, step: int, tried: int) -> None:
    """Take the one-time code, if any, the account's tries, and this one of the address.

    The address's others stay: with an account of their own, nobody guesses another's for ever.
    Raises SignInRefused: the password may have been changed, or the account closed, while it was
    tried.
    """
    same = sa.and_(
        desk_people.c.login == row.login,
        desk_people.c.password == row.password,
        desk_people.c.disabled_at.is_(None),
        desk_people.c.totp_step < step if step else sa.true(),
    )
    done: Any = await connection.execute(
        sa.update(desk_people)
        .where(same)
        .values(totp_step=step if step else desk_people.c.totp_step)
    )
    if done.rowcount == 0:
        raise SignInRefused
    tries = sa.or_(desk_attempts.c.key == f"login {row.login}", desk_attempts.c.id == tried)
    await connection.execute(sa.delete(desk_attempts).where(tries))


async def _end_sessions(connection: AsyncConnection, login: str) -> None:
    await connection.execute(sa.delete(desk_sessions).where(desk_sessions.c.person == login))


def _code_step(secret: str, code: str, now: datetime) -> int | None:
    """Which half minute a one-time code is of: this one or one beside it. None: of none."""
    step = int(now.timestamp()) // CODE_SECONDS
    typed = code.replace(" ", "")
    totp = pyotp.TOTP(secret, interval=CODE_SECONDS)
    for each in (step, step - 1, step + 1):
        right = totp.generate_otp(each)
        if hmac.compare_digest(right.encode(), typed.encode()):
            return each
    return None


def _person(row: Any) -> Person:
    return Person(
        row.login, row.name, row.role, totp=row.totp is not None,
        disabled=row.disabled_at is not None,
    )  # fmt: skip
