"""The audit: every view of personal data and every change, in rows that are only ever added.

Each row's hash covers what it says and the hash before it, with the service's key: a row that was
changed, taken out or put in by whoever has the database but not the key is found by `verify`.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversations.transcript import utc_now
from bot.storage import Database
from bot.storage.desk_tables import audit, audit_head

__all__ = ["COMMAND_LINE", "Audit", "Chain", "Entry"]

# Who it was where the operator's command did it.
COMMAND_LINE = "command line"
BATCH = 2000


@dataclass(frozen=True)
class Entry:
    """One row of the audit."""

    position: int
    at: datetime
    actor: str
    action: str
    subject: str
    details: dict[str, Any]
    hash: str


@dataclass(frozen=True)
class Chain:
    """What `verify` found: how many rows, the last one's hash, and the first broken row."""

    rows: int
    head: str
    broken_at: int | None = None


class Audit:
    """Writes and checks the audit. secret: the service's key."""

    def __init__(self, secret: str, clock: Callable[[], datetime] = utc_now) -> None:
        self._key = hashlib.sha256(b"audit " + secret.encode()).digest()
        self._clock = clock

    async def write(
        self,
        connection: AsyncConnection,
        actor: str,
        action: str,
        subject: str = "",
        **details: Any,
    ) -> None:
        """Add a row within the caller's transaction, which is the change it tells of.

        subject and details hold numbers, ids and states, never what a customer wrote.
        """
        query = sa.select(audit_head).where(audit_head.c.id == 1).with_for_update()
        head = (await connection.execute(query)).one()
        row: dict[str, Any] = {
            "position": head.position + 1,
            "at": self._clock(),
            "actor": actor[:64],
            "action": action,
            "subject": subject[:128],
            "details": details,
        }
        row["hash"] = self._hash(head.hash, row)
        await connection.execute(sa.insert(audit).values(**row))
        await connection.execute(
            sa.update(audit_head).values(position=row["position"], hash=row["hash"])
        )

    async def verify(self, database: Database) -> Chain:
        """Recompute the whole chain; also that nothing was cut off at its end."""
        position, before = 0, ""
        async with database.read() as connection:
            head = (await connection.execute(sa.select(audit_head))).first()
            while True:
                query = (
                    sa.select(audit)
                    .where(audit.c.position > position)
                    .order_by(audit.c.position)
                    .limit(BATCH)
                )
                rows = (await connection.execute(query)).all()
                for row in rows:
                    fits = row.position == position + 1
                    if not fits or self._hash(before, row._mapping) != row.hash:
                        return Chain(position, before, broken_at=position + 1)
                    position, before = row.position, row.hash
                if not rows:
                    break
        if head is None or (head.position, head.hash) != (position, before):
            return Chain(position, before, broken_at=position + 1)
        return Chain(position, before)

    async def latest(
        self,
        database: Database,
        *,
        before: int | None = None,
        actor: str = "",
        subject: str = "",
        also: Sequence[str] = (),
        action: str = "",
        day: date | None = None,
        limit: int = 100,
    ) -> list[Entry]:
        """Rows, the newest first; before: only those of a smaller position.

        also: further subjects beside this one. action: how it begins. day: in UTC.
        """
        query = sa.select(audit).order_by(audit.c.position.desc()).limit(limit)
        if before is not None:
            query = query.where(audit.c.position < before)
        if actor:
            query = query.where(audit.c.actor == actor)
        if subject:
            query = query.where(audit.c.subject.in_([subject, *also]))
        if action:
            query = query.where(audit.c.action.startswith(action, autoescape=True))
        if day:
            begins = datetime.combine(day, time(), timezone.utc)
            query = query.where(audit.c.at >= begins, audit.c.at < begins + timedelta(days=1))
        async with database.read() as connection:
            return [Entry(*row) for row in await connection.execute(query)]

    def _hash(self, before: str, row: Any) -> str:
        at = row["at"].astimezone(timezone.utc).isoformat()
        rest = [row[name] for name in ("actor", "action", "subject", "details")]
        said = [before, row["position"], at, *rest]
        text = json.dumps(said, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
        return hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()
