"""Old serial lists go when a new one begins; what may decide again stays."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa

from bot.recalls import lists as lists_module
from bot.recalls.lists import ABANDONED, KEPT, ListError, SerialLists
from bot.storage import Database
from bot.storage.tables import serials

DAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 23, 12, tzinfo=timezone.utc)
SERIALS = [f"AK{number:02}" for number in range(25)]


async def _held(database: Database) -> set[int]:
    async with database.read() as connection:
        return set((await connection.execute(sa.select(serials.c.list).distinct())).scalars())


async def test_the_newest_and_the_active_one_stay(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists_module, "CHUNK", 10)
    lists = SerialLists(database, lambda: NOW)
    other = await lists.load("2", "other", DAY, SERIALS)
    for _ in range(KEPT):
        await lists.load("1", "a", DAY, SERIALS)
    await lists.activate("1", 2)
    for _ in range(3):
        await lists.load("1", "b", DAY, SERIALS, activate=False)
    kept = await lists.versions("1")
    assert [(info.version, info.active) for info in kept] == [
        (8, False), (7, False), (6, False), (5, False), (4, False), (3, False), (2, True),
    ]  # fmt: skip
    assert await _held(database) == {other.id, *(info.id for info in kept)}
    await lists.load("1", "c", DAY, SERIALS)
    assert [info.version for info in await lists.versions("1")] == [9, 8, 7, 6, 5, 4, 2]


async def test_one_that_goes_cannot_decide_again_and_a_crash_leaves_it_to_the_next(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = NOW
    lists = SerialLists(database, lambda: now)
    first = await lists.load("1", "a", DAY, SERIALS)
    for _ in range(KEPT):
        await lists.load("1", "a", DAY, SERIALS)

    async def cut(*_: object) -> None:
        raise OSError("cut off")

    with monkeypatch.context() as changed:
        changed.setattr(lists, "_forget", cut)
        with pytest.raises(OSError, match="cut off"):
            await lists._forget_old("1")
    with pytest.raises(ListError):
        await lists.activate("1", first.version)
    assert first.id in await _held(database)
    now += ABANDONED + timedelta(minutes=1)
    await lists.load("1", "b", DAY, SERIALS)
    assert first.id not in await _held(database)
