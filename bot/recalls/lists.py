"""Serial lists in the database: loading a new version, looking serials up, rolling back.

    ListError   a list cannot be loaded or used; the message says why and what to do

A list is loaded in short transactions, so that customers' messages are stored meanwhile, and
becomes the active one in a single last one: readers see the old list or the new, never half.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable
from datetime import date, datetime, timedelta, timezone
from itertools import islice, takewhile
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.recalls.model import ListInfo
from bot.storage.database import Database, one_at_a_time
from bot.storage.tables import serial_lists, serials

__all__ = ["Changes", "ListError", "SerialLists"]

# Held for about a tenth of a second each; a customer's message waits no longer.
CHUNK = 50_000
# So many whole versions stay, to be gone back to, when another begins; so do the active one and
# the whole one that decided last.
KEPT = 5
# `serials` of a list that is still being loaded, or whose loading was cut off, or that goes.
LOADING = -1
# A loading older than this was cut off; its rows may go.
ABANDONED = timedelta(hours=6)
LONGEST_SERIAL = 64
# What is written together with a change of the lists, given the version it is about.
Also = Callable[[AsyncConnection, ListInfo], Awaitable[None]]


class ListError(Exception):
    """A list cannot be loaded or used; the message says why and what to do."""


def _now() -> datetime:
    return datetime.now(timezone.utc)


class Changes(NamedTuple):
    """How two versions of a list differ: serials only on the later, only on the earlier one."""

    added: int
    removed: int


class SerialLists:
    """All versions of all recalls' serial lists. Serials come in folded (`serials.fold`)."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = _now) -> None:
        self._database = database
        self._clock = clock

    async def active(self, recall: str) -> ListInfo | None:
        """The version that decides now, None where none is loaded."""
        async with self._database.read() as connection:
            row = (await connection.execute(_ACTIVE, {"of": recall})).first()
        return _info(row) if row else None

    async def all_active(self) -> dict[str, ListInfo]:
        """The version that decides now of each recall that has one, by the recall's number."""
        query = serial_lists.select().where(serial_lists.c.active.is_(sa.true()))
        async with self._database.read() as connection:
            rows = (await connection.execute(query)).all()
        return {row.recall: _info(row) for row in rows}

    async def versions(self, recall: str) -> tuple[ListInfo, ...]:
        """All wholly loaded versions, newest first."""
        query = (
            serial_lists.select()
            .where(serial_lists.c.recall == recall, serial_lists.c.serials != LOADING)
            .order_by(serial_lists.c.version.desc())
        )
        async with self._database.read() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(_info(row) for row in rows)

    async def to_compare_with(self, recall: str) -> tuple[ListInfo, ...]:
        """The versions of which a new one should not lack many: the one that decides, and the
        whole one that did last.

        They differ where a cut-off list decides: it says nothing of what a whole one holds.
        """
        last = (
            serial_lists.select()
            .where(
                serial_lists.c.recall == recall,
                serial_lists.c.serials != LOADING,
                serial_lists.c.complete.is_(sa.true()),
                serial_lists.c.demo.is_(sa.false()),
                serial_lists.c.decided_at.is_not(None),
            )
            .order_by(serial_lists.c.decided_at.desc(), serial_lists.c.version.desc())
            .limit(1)
        )
        async with self._database.read() as connection:
            active = (await connection.execute(_ACTIVE, {"of": recall})).first()
            whole = (await connection.execute(last)).first()
        rows = {row.id: row for row in (active, whole) if row is not None}
        return tuple(map(_info, rows.values()))

    async def find(self, list_id: int, keys: Iterable[str]) -> set[str]:
        """Those of the keys that are on the list with this id. One query for any number."""
        wanted = [key for key in set(keys) if 0 < len(key) <= LONGEST_SERIAL]
        if not wanted:
            return set()
        find = _FIND_SQLITE if self._database.sqlite else _FIND_POSTGRES
        rows = await self._database.fetch(find, list_id, self._packed(wanted))
        return {row[0] for row in rows}

    async def begins(self, list_id: int, text: str) -> bool:
        """Does a serial on the list with this id begin so, and go on?"""
        query = (
            sa.select(serials.c.serial)
            .where(serials.c.list == list_id, serials.c.serial > text)
            .order_by(serials.c.serial)
            .limit(1)
        )
        async with self._database.read() as connection:
            after: str | None = (await connection.execute(query)).scalar()
        return after is not None and after.startswith(text)

    async def sample(self, list_id: int, count: int) -> set[str]:
        """Up to `count` serials spread over the list; to see how long they are."""
        mine = serials.c.list == list_id
        ends = sa.select(sa.func.min(serials.c.serial), sa.func.max(serials.c.serial)).where(mine)
        async with self._database.read() as connection:
            first, last = (await connection.execute(ends)).one()
            if first is None:
                return set()
            found: set[str] = set()
            for key in _between(first, last, count):
                query = sa.select(sa.func.min(serials.c.serial)).where(
                    mine, serials.c.serial >= key
                )
                nearest: str | None = (await connection.execute(query)).scalar()
                found.update([nearest] if nearest else [])
        return found

    async def load(
        self,
        recall: str,
        name: str,
        list_date: date,
        serials_: Iterable[str],
        *,
        demo: bool = False,
        complete: bool | Callable[[], bool] = True,
        activate: bool = True,
        look: Callable[[ListInfo, Changes], None] | None = None,
        also: Also | None = None,
    ) -> ListInfo:
        """Load a new version and make it the active one; the oldest ones go, see `KEPT`.

        serials_: folded; doubles count once. name: where it comes from, for people. complete: does
        it hold every affected unit; a function is asked once all have come and `look` was told.
        activate: False only loads it, to be looked at; `activate` lets it decide later. look: told
        of each version `to_compare_with` and of what changes since that one. also: what is written
        in the transaction in which it is there as a whole, here and below.
        Raises ListError for an empty list, a serial too long, or a demo list that would replace
        a real one. Whatever goes wrong, the list that was active stays so.
        """
        if demo:
            async with self._database.read() as connection:
                await _refuse_demo_over_real(connection, recall)
        now = self._clock()
        list_id = await self._begin(recall, name, list_date, now, demo)
        try:
            rest, lengths = iter(serials_), set[int]()
            while chunk := sorted(set(islice(rest, CHUNK))):
                lengths.update(map(len, chunk))
                if not chunk[0] or max(lengths) > LONGEST_SERIAL:
                    raise ListError(f"{name}: a serial is empty or over {LONGEST_SERIAL} long.")
                async with self._database.write() as connection:
                    await connection.execute(
                        self._insert, {"list": list_id, "keys": self._packed(chunk)}
                    )
            count = await self._count(list_id)
            if not count:
                raise ListError(f"{name}: the list is empty; it would clear every unit.")
            if look is not None:
                for before in await self.to_compare_with(recall):
                    look(before, await self._changes(before, list_id, count))
            whole = complete() if callable(complete) else complete
            known = {
                "serials": count,
                "complete": whole,
                "lengths": " ".join(map(str, sorted(lengths))),
            }
            return await self._finish(recall, list_id, known, activate, also)
        except Exception:
            await self._forget([list_id])
            raise

    async def activate(
        self,
        recall: str,
        version: int,
        also: Also | None = None,
        *,
        instead_of: int | None = None,
    ) -> ListInfo:
        """Make an earlier (or later) version the active one.

        instead_of: the version that decided when this was chosen, 0 for none; None: whichever.
        Raises ListError for a wrong one, a demo list over a real one, and where another decides.
        """
        async with self._database.write() as connection:
            await _hold(connection, recall)
            current = (await connection.execute(_ACTIVE, {"of": recall})).first()
            now = current.version if current else 0
            if instead_of not in (None, now):
                raise ListError(
                    f"Version {now} of the list of recall {recall} has begun to decide meanwhile. "
                    "Nothing was changed: please compare again."
                )
            query = serial_lists.select().where(
                serial_lists.c.recall == recall,
                serial_lists.c.version == version,
                serial_lists.c.serials != LOADING,
            )
            # Locked: it may be about to go.
            row = (await connection.execute(query.with_for_update())).first()
            if row is None:
                raise ListError(f"Recall {recall} has no list version {version}.")
            if row.demo:
                await _refuse_demo_over_real(connection, recall)
            await _switch(connection, recall, row.id, self._clock())
            info = _info((await connection.execute(query)).one())
            if also is not None:
                await also(connection, info)
            return info

    async def compare(self, before: ListInfo, after: ListInfo) -> Changes:
        """What is on one version and not on the other."""
        return await self._changes(before, after.id, after.serials)

    async def _count(self, list_id: int) -> int:
        every = sa.select(sa.func.count()).where(serials.c.list == list_id)
        async with self._database.read() as connection:
            return int((await connection.execute(every)).scalar_one())

    async def _changes(self, before: ListInfo, after: int, total: int) -> Changes:
        other = serials.alias()
        known = sa.exists().where(
            sa.and_(other.c.list == before.id, other.c.serial == serials.c.serial)
        )
        new = sa.select(sa.func.count()).where(serials.c.list == after, ~known)
        async with self._database.read() as connection:
            added = int((await connection.execute(new)).scalar_one())
        return Changes(added, before.serials - (total - added))

    async def _begin(
        self, recall: str, name: str, list_date: date, now: datetime, demo: bool
    ) -> int:
        cut_off = sa.select(serial_lists.c.id).where(
            serial_lists.c.recall == recall,
            serial_lists.c.serials == LOADING,
            serial_lists.c.loaded_at < now - ABANDONED,
        )
        async with self._database.read() as connection:
            abandoned = list((await connection.execute(cut_off)).scalars())
        await self._forget(abandoned)
        await self._forget_old(recall)
        async with self._database.write() as connection:
            last = sa.select(sa.func.max(serial_lists.c.version)).where(
                serial_lists.c.recall == recall
            )
            version = ((await connection.execute(last)).scalar() or 0) + 1
            await connection.execute(
                serial_lists.insert().values(
                    recall=recall,
                    version=version,
                    name=name[:256],
                    list_date=list_date,
                    loaded_at=now,
                    serials=LOADING,
                    demo=demo,
                    complete=False,
                    active=False,
                )
            )
            mine = sa.select(serial_lists.c.id).where(
                serial_lists.c.recall == recall, serial_lists.c.version == version
            )
            return int((await connection.execute(mine)).scalar_one())

    async def _finish(
        self, recall: str, list_id: int, known: dict[str, Any], activate: bool, also: Also | None
    ) -> ListInfo:
        async with self._database.write() as connection:
            mine = serial_lists.c.id == list_id
            await _hold(connection, recall)
            await connection.execute(
                serial_lists.update().where(mine).values(**known, loaded_at=self._clock())
            )
            if activate:
                # A real one may have been loaded since this was begun.
                demo = await connection.execute(sa.select(serial_lists.c.demo).where(mine))
                if demo.scalar_one():
                    await _refuse_demo_over_real(connection, recall)
                await _switch(connection, recall, list_id, self._clock())
            info = _info((await connection.execute(serial_lists.select().where(mine))).one())
            if also is not None:
                await also(connection, info)
            return info

    async def _forget_old(self, recall: str) -> None:
        """All whole versions but the newest and those that another is to be compared with."""
        needed = {info.id for info in await self.to_compare_with(recall)}
        old = [info.id for info in (await self.versions(recall))[KEPT:] if info.id not in needed]
        for list_id in old:
            # From here on it is as one whose loading was cut off: nobody can make it the active
            # one any more, and what a crash leaves of it goes with those.
            mine = sa.and_(serial_lists.c.id == list_id, serial_lists.c.active.is_(sa.false()))
            async with self._database.write() as connection:
                goes: Any = await connection.execute(
                    serial_lists.update().where(mine).values(serials=LOADING)
                )
            if goes.rowcount:
                await self._forget([list_id])

    async def _forget(self, ids: list[int]) -> None:
        """Delete lists that nobody can look at; in short transactions too."""
        for list_id in ids:
            some = sa.select(serials.c.serial).where(serials.c.list == list_id).limit(CHUNK)
            these = serials.delete().where(serials.c.list == list_id, serials.c.serial.in_(some))
            more = True
            while more:
                async with self._database.write() as connection:
                    gone: Any = await connection.execute(these)
                    more = gone.rowcount >= CHUNK
            async with self._database.write() as connection:
                await connection.execute(serial_lists.delete().where(serial_lists.c.id == list_id))

    # One parameter holds all keys: no driver's limit on variables, and no statement of a
    # thousand question marks to compile.

    def _packed(self, keys: list[str]) -> Any:
        return json.dumps(keys) if self._database.sqlite else keys

    @property
    def _insert(self) -> Any:
        if self._database.sqlite:
            return _INSERT_SQLITE
        return _INSERT_POSTGRES


async def _hold(connection: AsyncConnection, recall: str) -> None:
    """Let nobody else decide which list of the recall is the active one."""
    await one_at_a_time(connection, f"list {recall}")


async def _refuse_demo_over_real(connection: AsyncConnection, recall: str) -> None:
    current = (await connection.execute(_ACTIVE, {"of": recall})).first()
    if current is not None and not current.demo:
        raise ListError(
            f"Recall {recall} has a real list (version {current.version}): "
            "a demo list may not replace it."
        )


def _with_array(text: str) -> Any:
    return sa.text(text).bindparams(sa.bindparam("keys", type_=ARRAY(sa.String(LONGEST_SERIAL))))


_FIND_SQLITE = (
    "SELECT serial FROM serials WHERE list = ? AND serial IN (SELECT value FROM json_each(?))"
)
_FIND_POSTGRES = (
    "SELECT serial FROM serials WHERE list = $1 AND serial = ANY(CAST($2 AS varchar[]))"
)
# Asked in every check: made once, as to make it takes longer than to run it.
_ACTIVE = serial_lists.select().where(
    serial_lists.c.recall == sa.bindparam("of"), serial_lists.c.active.is_(sa.true())
)
_INSERT_SQLITE = sa.text(
    "INSERT OR IGNORE INTO serials (list, serial) SELECT :list, value FROM json_each(:keys)"
)
_INSERT_POSTGRES = _with_array(
    "INSERT INTO serials (list, serial)"
    " SELECT CAST(:list AS integer), key FROM unnest(CAST(:keys AS varchar[])) AS key"
    " ON CONFLICT DO NOTHING"
)


def _between(first: str, last: str, count: int) -> list[str]:
    """`count` texts evenly spread between two, reading what differs as a number.

    Running numbers have a long beginning in common, which would hide that they differ at all.
    """
    width = 10
    same = first[: sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, last)))]
    low, high = (int(text[len(same) :][:width].ljust(width, "0"), 36) for text in (first, last))
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    keys = [first]
    for i in range(1, count):
        number, key = low + (high - low) * i // count, ""
        for _ in range(width):
            number, digit = divmod(number, 36)
            key = digits[digit] + key
        keys.append(same + key)
    return keys


async def _switch(connection: AsyncConnection, recall: str, list_id: int, now: datetime) -> None:
    # First off, then on: the index allows one active list of a recall at any moment.
    off = serial_lists.update().where(serial_lists.c.recall == recall).values(active=False)
    await connection.execute(off)
    on = serial_lists.update().where(serial_lists.c.id == list_id)
    await connection.execute(on.values(active=True, decided_at=now))


def _info(row: Any) -> ListInfo:
    return ListInfo(
        id=row.id,
        recall=row.recall,
        version=row.version,
        name=row.name,
        list_date=row.list_date,
        loaded_at=row.loaded_at,
        serials=row.serials,
        demo=row.demo,
        complete=row.complete,
        active=row.active,
        lengths=tuple(map(int, (row.lengths or "").split())),
    )
