"""A list that is replaced is the old one or the new one, also where the import is killed."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import date, datetime, timedelta, timezone

import sqlalchemy as sa

from bot.recalls.lists import Changes, SerialLists
from bot.settings import PROJECT
from bot.storage import Database
from bot.storage.tables import serial_lists, serials

DAY = date(2026, 11, 20)
OLD = [f"AK{i:014}" for i in range(100)]
# Kills itself after some of its rows are committed, or when all are and only the switch is left.
IMPORT = """
import asyncio, os, signal, sys
from datetime import date
from bot.recalls import lists
from bot.recalls.lists import SerialLists
from bot.storage import Database

url, moment = sys.argv[1:]
lists.CHUNK = 1000

def serials():
    for i in range(5000):
        if moment == "half-way" and i == 3500:
            os.kill(os.getpid(), signal.SIGKILL)
        yield f"BK{i:014}"

async def dies(*_):
    os.kill(os.getpid(), signal.SIGKILL)

async def main():
    if moment == "before the switch":
        lists._switch = dies
    await SerialLists(Database(url)).load("1", "new", date(2026, 11, 21), serials())

asyncio.run(main())
"""


async def test_killed_the_old_list_still_decides(database: Database) -> None:
    lists = SerialLists(database)
    old = await lists.load("1", "old", DAY, OLD)
    for moment in ("half-way", "before the switch"):
        child = subprocess.run(
            [sys.executable, "-c", IMPORT, database.url, moment], cwd=PROJECT, timeout=180,
            check=False,
        )  # fmt: skip
        assert child.returncode == -signal.SIGKILL
        assert await lists.active("1") == old
        assert await lists.find(old.id, [OLD[3], "BK00000000000003"]) == {OLD[3]}
        assert [v.version for v in await lists.versions("1")] == [1]
    async with database.read() as connection:
        count = sa.select(sa.func.count())
        assert (await connection.execute(count.select_from(serials))).scalar_one() > 100
    later = SerialLists(database, lambda: datetime.now(timezone.utc) + timedelta(days=1))
    new = await later.load("1", "new", DAY, OLD[:10])
    async with database.read() as connection:
        assert (await connection.execute(count.select_from(serials))).scalar_one() == 110
        assert (await connection.execute(count.select_from(serial_lists))).scalar_one() == 2
    assert (await later.active("1")) == new


async def test_what_a_new_version_adds_and_removes(database: Database) -> None:
    lists = SerialLists(database)
    before = await lists.load("1", "old", DAY, OLD)
    after = await lists.load("1", "new", DAY, [*OLD[:70], *(f"N{i}" for i in range(5))])
    assert await lists.compare(before, after) == Changes(5, 30)
    assert await lists.compare(after, before) == Changes(30, 5)
