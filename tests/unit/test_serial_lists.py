"""The serial lists in the database: loading, switching, looking up, rolling back."""

import asyncio
from datetime import date, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa

from bot.recalls import lists as lists_module
from bot.recalls.lists import ListError, SerialLists
from bot.storage.database import Database
from bot.storage.tables import metadata, serial_lists, serials

DAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 23, 12, tzinfo=timezone.utc)


@pytest.fixture
async def database(tmp_path):
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}")
    async with database.write() as connection:
        await connection.run_sync(metadata.create_all)
    yield database
    await database.close()


@pytest.fixture
def lists(database):
    return SerialLists(database, lambda: NOW)


def numbers(start, count):
    return (f"AK{i:014}" for i in range(start, start + count))


async def rows(database):
    async with database.read() as connection:
        count = sa.select(sa.func.count())
        return (
            (await connection.execute(count.select_from(serial_lists))).scalar_one(),
            (await connection.execute(count.select_from(serials))).scalar_one(),
        )


async def test_no_list(lists):
    assert await lists.active("1") is None
    assert await lists.versions("1") == ()
    assert await lists.find(1, ["A"]) == set()


async def test_load_find_and_versions(lists):
    first = await lists.load("1", "file.csv", DAY, [*numbers(0, 50), *numbers(0, 50)])
    assert (first.version, first.serials, first.active, first.demo, first.complete) == (
        1, 50, True, False, True,
    )  # fmt: skip
    assert (first.list_date, first.loaded_at) == (DAY, NOW)
    assert await lists.active("1") == first
    keys = list(numbers(40, 2_000))
    assert await lists.find(first.id, keys) == set(numbers(40, 10))
    assert await lists.find(first.id, ["", "x" * 5000, "ak00000000000000"]) == set()
    second = await lists.load("1", "next.csv", DAY, numbers(100, 5), complete=False)
    assert [v.version for v in await lists.versions("1")] == [2, 1]
    assert (await lists.active("1")).id == second.id and not second.complete
    # The old version's rows stay: who had just read its id still gets its answer.
    assert await lists.find(first.id, keys) == set(numbers(40, 10))


async def test_a_list_knows_how_long_its_serials_are(lists, monkeypatch):
    monkeypatch.setattr(lists_module, "CHUNK", 2)
    loaded = await lists.load("1", "a", DAY, ["A1", "A2", "A12345678901", "B1", "A123"])
    assert loaded.lengths == (2, 4, 12)
    assert (await lists.active("1")).lengths == (2, 4, 12)


async def test_lists_of_recalls_do_not_mix(lists):
    one = await lists.load("1", "a", DAY, ["A1"])
    two = await lists.load("2", "b", DAY, ["B1"])
    assert await lists.find(one.id, ["A1", "B1"]) == {"A1"}
    assert await lists.find(two.id, ["A1", "B1"]) == {"B1"}
    assert (await lists.active("1")).id == one.id


async def test_forty_thousand_keys_at_once(lists):
    info = await lists.load("1", "a", DAY, numbers(0, 30_000))
    assert len(await lists.find(info.id, numbers(10_000, 40_000))) == 20_000


async def test_roll_back(lists):
    first = await lists.load("1", "a", DAY, ["A1"])
    await lists.load("1", "b", DAY, ["B1"])
    back = await lists.activate("1", 1)
    assert back.id == first.id and back.active
    assert (await lists.active("1")).version == 1
    with pytest.raises(ListError, match="no list version 9"):
        await lists.activate("1", 9)
    assert (await lists.load("1", "c", DAY, ["C1"])).version == 3


async def test_a_demo_list_is_not_gone_back_to_over_a_real_one(lists):
    await lists.load("1", "made up", DAY, ["A1"], demo=True)
    await lists.load("1", "the firm's", DAY, ["B1"])
    with pytest.raises(ListError, match="a demo list may not replace it"):
        await lists.activate("1", 1)
    assert (await lists.active("1")).version == 2


async def test_a_list_takes_the_place_of_the_one_it_was_compared_with(lists):
    for name in ("a", "b"):
        await lists.load("1", name, DAY, ["A1"])
    for compared_with in (1, 0):
        with pytest.raises(ListError, match="Version 2 of the list"):
            await lists.activate("1", 1, instead_of=compared_with)
    assert (await lists.activate("1", 1, instead_of=2)).active
    await lists.load("2", "a", DAY, ["A1"], activate=False)
    assert (await lists.activate("2", 1, instead_of=0)).active


async def test_a_loading_cut_off_leaves_the_old_list(lists, database, monkeypatch):
    monkeypatch.setattr(lists_module, "CHUNK", 10)
    await lists.load("1", "a", DAY, ["A1"])

    def broken():
        yield from numbers(0, 25)
        raise RuntimeError("the file ended")

    with pytest.raises(RuntimeError):
        await lists.load("1", "b", DAY, broken())
    assert (await lists.active("1")).name == "a"
    assert await rows(database) == (1, 1)


async def test_readers_see_the_old_list_while_the_new_one_loads(lists, monkeypatch):
    monkeypatch.setattr(lists_module, "CHUNK", 10)
    old = await lists.load("1", "a", DAY, ["A1"])
    reached, go_on = asyncio.Event(), asyncio.Event()
    finish = lists._finish

    async def held(*args):
        reached.set()
        await go_on.wait()
        return await finish(*args)

    monkeypatch.setattr(lists, "_finish", held)
    loading = asyncio.create_task(lists.load("1", "b", DAY, numbers(0, 35)))
    await reached.wait()
    assert await lists.active("1") == old
    assert [v.version for v in await lists.versions("1")] == [1]
    with pytest.raises(ListError):
        await lists.activate("1", 2)
    go_on.set()
    new = await loading
    assert (await lists.active("1")).id == new.id and new.serials == 35


async def test_killed_half_way_the_rest_is_swept_later(database, monkeypatch):
    """A kill runs no clean-up: as BaseException, which `load` does not catch."""
    monkeypatch.setattr(lists_module, "CHUNK", 10)
    early = SerialLists(database, lambda: NOW - timedelta(days=1))
    await early.load("1", "a", DAY, ["A1"])

    class Killed(BaseException):
        pass

    def dying():
        yield from numbers(0, 25)
        raise Killed

    with pytest.raises(Killed):
        await early.load("1", "b", DAY, dying())
    assert (await early.active("1")).name == "a"
    assert await rows(database) == (2, 21)
    later = SerialLists(database, lambda: NOW)
    assert (await later.load("1", "c", DAY, ["C1"])).version in (2, 3)
    assert (await later.active("1")).name == "c"
    assert await rows(database) == (2, 2)


async def test_switching_is_one_transaction(lists, database, monkeypatch):
    await lists.load("1", "a", DAY, ["A1"])

    async def fails(*_args):
        raise RuntimeError("power cut")

    monkeypatch.setattr(lists_module, "_switch", fails)
    with pytest.raises(RuntimeError):
        await lists.load("1", "b", DAY, ["B1"])
    assert (await lists.active("1")).name == "a"
    assert await rows(database) == (1, 1)


@pytest.mark.parametrize("wrong", [[], [""], ["A" * 65]])
async def test_no_empty_list_no_odd_serial(lists, database, wrong):
    with pytest.raises(ListError):
        await lists.load("1", "a", DAY, wrong)
    assert await lists.active("1") is None
    assert await rows(database) == (0, 0)


async def test_a_demo_list_never_replaces_a_real_one(lists):
    await lists.load("1", "demo", DAY, ["A1"], demo=True)
    await lists.load("1", "real", DAY, ["B1"])
    with pytest.raises(ListError, match="demo list may not replace"):
        await lists.load("1", "demo", DAY, ["A1"], demo=True)
    assert (await lists.active("1")).name == "real"


async def test_sample(lists):
    info = await lists.load("1", "a", DAY, numbers(0, 300))
    found = await lists.sample(info.id, 20)
    assert 1 <= len(found) <= 20 and found <= set(numbers(0, 300))
    assert await lists.sample(99, 20) == set()
