"""Customers who were told that their serial is not listed and want to hear if that changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.conversations.messages import Reply
from bot.conversations.reach import announce
from bot.conversations.transcript import utc_now
from bot.recalls import DEMO_NOTE, Recall, groups_of_four
from bot.storage import Also, Database
from bot.storage.tables import rechecks, serial_lists, serials

__all__ = ["Recheck", "Rechecks", "now_listed_notice"]


@dataclass(frozen=True)
class Recheck:
    """One agreement. serial: folded. version: of the list that did not hold it at that time."""

    conversation: str
    recall: str
    model: str
    serial: str
    version: int
    agreed_at: datetime
    told_at: datetime | None = None


class Rechecks:
    """The agreements of one database."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._clock = clock

    async def agree(
        self, conversation: str, recall: str, model: str, serial: str, version: int
    ) -> None:
        """Keep an agreement; the same again, also after it was told, renews it."""
        key = {"conversation": conversation, "recall": recall, "serial": serial}
        values = {
            "model": model, "version": version, "agreed_at": self._clock(), "told_at": None,
        }  # fmt: skip
        mine = sa.and_(*(rechecks.c[name] == value for name, value in key.items()))
        async with self._database.write() as connection:
            known = (await connection.execute(sa.select(rechecks.c.serial).where(mine))).first()
            change = rechecks.update().where(mine) if known else rechecks.insert()
            await connection.execute(change.values(values if known else {**key, **values}))

    async def now_listed(self, recall: str) -> list[Recheck]:
        """Those whose serial is on the recall's active list, and who have not been told yet."""
        query = (
            sa.select(rechecks)
            .join(
                serial_lists,
                sa.and_(
                    serial_lists.c.recall == rechecks.c.recall,
                    serial_lists.c.active.is_(sa.true()),
                ),
            )
            .join(
                serials,
                sa.and_(serials.c.list == serial_lists.c.id, serials.c.serial == rechecks.c.serial),
            )
            .where(rechecks.c.recall == recall, rechecks.c.told_at.is_(None))
            .order_by(rechecks.c.agreed_at, rechecks.c.serial)
        )
        async with self._database.read() as connection:
            return [_recheck(row) for row in await connection.execute(query)]

    async def tell(
        self,
        recheck: Recheck,
        notice: Reply,
        also: Also | None = None,
    ) -> bool:
        """Put the notice into the conversation and mark it told, in one step; False if it was.

        also: what is written in the same transaction.
        """
        now = self._clock()
        mine = sa.and_(
            rechecks.c.conversation == recheck.conversation,
            rechecks.c.recall == recheck.recall,
            rechecks.c.serial == recheck.serial,
            rechecks.c.told_at.is_(None),
        )
        async with self._database.write() as connection:
            waiting = sa.select(rechecks.c.serial).where(mine).with_for_update()
            if (await connection.execute(waiting)).first() is None:
                return False
            await connection.execute(rechecks.update().where(mine).values(told_at=now))
            await announce(connection, [recheck.conversation], notice, now)
            if also is not None:
                await also(connection)
        return True


def now_listed_notice(recheck: Recheck, recall: Recall, demo: bool) -> Reply:
    """What the customer is told; the verdict itself is left to a new check."""
    facts = recall.facts()
    kind = facts["product_kind"]
    parts = [
        f"You wanted to hear if this changes: your {kind}, model {recheck.model}, serial number "
        f"{groups_of_four(recheck.serial)}, is now on the list of recall {recall.number}.",
        facts["stop_use_steps"],
        "Please write its model and serial number here: I'll check it again, and we can start your "
        "claim.",
    ]
    if demo:
        parts.append(DEMO_NOTE)
    return Reply("\n\n".join(parts))


def _recheck(row: Any) -> Recheck:
    return Recheck(
        row.conversation, row.recall, row.model, row.serial, row.version, row.agreed_at,
        row.told_at,
    )  # fmt: skip
