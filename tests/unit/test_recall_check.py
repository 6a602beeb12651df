"""The use case: a unit against all recalls, with the database behind it."""

import asyncio
import json
import random
import threading
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import aiosqlite
import pytest
import sqlalchemy as sa

from bench.asked_twice import COUNTER, RUNNING
from bot.recalls import Recalls, demo_serials, load_recall
from bot.recalls.check import CheckFailed, UnitChecks
from bot.storage.database import Database
from bot.storage.tables import checks as checks_table
from bot.storage.tables import metadata

FIRST = load_recall(Path(__file__).parents[2] / "data" / "recalls" / "25-338.yml")
SECOND = replace(FIRST, identity=replace(FIRST.identity, number="25-466"), featured=False)
UNMEASURED = load_recall(Path(__file__).parents[2] / "data" / "recalls" / "25-466.yml")
LISTED = "AKFF1Y0E12345678"
OTHER = "ZZZZ9999XXXX7777"
NOW = datetime(2026, 11, 23, 12, tzinfo=timezone.utc)


class Clock:
    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
async def database(tmp_path):
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}")
    async with database.write() as connection:
        await connection.run_sync(metadata.create_all)
    yield database
    await database.close()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def units(database, clock, monkeypatch):
    # The machine may be busy with other tests.
    monkeypatch.setattr("bot.recalls.check.CHECK_SECONDS", 60.0)
    return UnitChecks(Recalls((FIRST,)), database, clock, checks_day=3)


@pytest.fixture
async def demo(units):
    return await units.lists.load("25-338", "demo", NOW.date(), demo_serials(FIRST), demo=True)


async def test_listed_is_affected_at_once(units, demo):
    check = await units.check("a1263", "n12", "sn: akff-iyoe-1234-5678")
    assert check.overall == "affected" and check.ask == ()
    assert check.read == {
        "model": "A1263", "suffix": "N12", "serial": LISTED, "groups": "AKFF 1Y0E 1234 5678",
    }  # fmt: skip
    assert check.main.list == {"version": 1, "date": "2026-11-23", "demo": True}


async def test_not_listed_only_once_confirmed(units, demo):
    first = await units.check("A1263", "", OTHER, country="US")
    assert (first.overall, first.ask) == ("possibly_affected", ("confirm",))
    assert (
        await units.check("A1263", "", OTHER, country="US", confirmed=True)
    ).overall == "not_listed"
    told = await units.check("A1263", "", OTHER, country="US", confirmed=True, danger=True)
    assert told.overall == "possibly_affected" and told.person


@pytest.mark.parametrize("typed,places", [
    ("AKFFLY0E12345678", (5,)), ("AKFFLYQE12345678", (5, 7)), ("AKFF1Y0E1234S678", (13,)),
    ("AKFF1Y0E1234567", (15,)), ("AKFF1Y0E12345687", (15, 16)), ("AKFF1Y0E12345679", (16,)),
])  # fmt: skip
async def test_near_misses_are_compared(units, demo, typed, places):
    check = await units.check("A1263", "", typed, confirmed=True, country="US")
    assert (check.overall, check.ask) == ("check_again", ("compare",))
    assert set(places) & set(check.main.positions)
    assert LISTED not in json.dumps(check.as_json())
    again = await units.check("A1263", "", typed, confirmed=True, compared=True, country="US")
    assert again.overall == ("not_listed" if len(typed) == 16 else "possibly_affected")


async def test_each_recall_asks_about_its_own_characters(database, clock):
    units = UnitChecks(Recalls((FIRST, SECOND)), database, clock)
    for recall, serials in ((FIRST, [LISTED]), (SECOND, ["AKFFLY0E1234567B"])):
        await units.lists.load(recall.number, "demo", NOW.date(), serials, demo=True)
    typed = ("A1263", "", "AKFF1Y0E1234567B")
    first = await units.check(*typed, confirmed=True)
    assert (first.in_doubt.recall, first.in_doubt.positions) == ("25-338", (16,))
    assert first.compared_with_it == ("25-338",)
    second = await units.check(*typed, confirmed=True, compared=first.compared_with_it)
    assert (second.overall, second.in_doubt.positions) == ("check_again", (5,))
    compared = (*first.compared_with_it, *second.compared_with_it)
    last = await units.check(*typed, confirmed=True, compared=compared, country="US")
    assert (last.overall, last.in_doubt, last.compared_with_it) == ("not_listed", None, ())


async def test_the_same_characters_are_asked_about_once(database, clock):
    units = UnitChecks(Recalls((FIRST, SECOND)), database, clock)
    for recall in (FIRST, SECOND):
        await units.lists.load(recall.number, "demo", NOW.date(), [LISTED], demo=True)
    check = await units.check("A1263", "", "AKFF1Y0E1234567B")
    assert check.compared_with_it == ("25-338", "25-466")


async def test_without_a_list_only_the_maker_decides(units):
    check = await units.check("A1263", "", LISTED, confirmed=True)
    assert (check.overall, check.main.rule) == ("possibly_affected", "makers_tool")
    assert check.main.tool == "https://www.anker.com/product-recalls"


async def test_an_old_list_clears_nobody(units, database, clock):
    await units.lists.load("25-338", "a", date(2026, 11, 10), [LISTED])
    assert (await units.check("A1263", "", OTHER, confirmed=True)).overall == "possibly_affected"
    assert (await units.check("A1263", "", LISTED)).overall == "affected"


async def test_demo_list_grows_old_too(units, demo, clock):
    clock.now = NOW + timedelta(days=8)
    check = await units.check("A1263", "", OTHER, confirmed=True)
    assert (check.main.rule, check.person) == ("list_stale", True)


async def test_unknown_product_and_models_that_look_alike(units, demo):
    assert (await units.check("B9999", "", OTHER)).overall == "unknown_product"
    check = await units.check("AI263", "", OTHER)
    assert (check.overall, check.ask, check.did_you_mean) == (
        "possibly_affected", ("model",), ("A1263",),
    )  # fmt: skip
    assert (await units.check("AI263", "", OTHER, confirmed=True)).overall == "unknown_product"


@pytest.mark.parametrize("model", [None, "", "B9999"])
async def test_a_listed_serial_speaks_without_its_model(units, demo, model):
    check = await units.check(model, "", LISTED)
    assert (check.overall, check.ask) == ("possibly_affected", ("model",))
    assert check.main.recall == "25-338"


async def test_nothing_known(units, demo):
    check = await units.check(None)
    assert (check.overall, check.ask, check.verdicts) == ("possibly_affected", ("model",), ())


async def test_serial_missing(units, demo):
    assert (await units.check("A1263")).ask == ("serial",)


async def test_all_recalls_of_a_model_are_judged(database, clock):
    units = UnitChecks(Recalls((SECOND, FIRST)), database, clock)
    await units.lists.load("25-338", "a", NOW.date(), [LISTED])
    await units.lists.load("25-466", "b", NOW.date(), [OTHER])
    check = await units.check("A1263", "", LISTED, confirmed=True, country="US")
    assert [(v.recall, v.verdict) for v in check.verdicts] == [
        ("25-338", "affected"), ("25-466", "not_listed"),
    ]  # fmt: skip
    assert check.overall == "affected" and check.main.recall == "25-338"


async def test_a_doubt_in_one_recall_is_asked_about_whatever_another_says(database, clock):
    units = UnitChecks(Recalls((SECOND, FIRST)), database, clock)
    listed = "AKFF8Y0E12345678"
    await units.lists.load("25-466", "b", NOW.date(), [listed])
    check = await units.check("A1263", "", listed.replace("8Y", "BY"), confirmed=True)
    assert check.main.recall == "25-338" and check.overall == "possibly_affected"
    assert check.in_doubt.recall == "25-466" and check.in_doubt.positions == (5,)


async def test_running_numbers_do_not_stop_every_healthy_unit(units):
    listed = [f"AKFF1Y0E{i:08}" for i in range(11_111_000, 11_112_000)]
    await units.lists.load("25-338", "a", NOW.date(), listed)
    check = await units.check("A1263", "", "AKFF1Y0E11119995", confirmed=True, country="US")
    assert check.overall == "not_listed"
    # What people mix up is still asked about; a swap that gives a listed one is pointed at.
    assert (
        await units.check("A1263", "", "AKFFLY0E11111333", confirmed=True)
    ).overall == "check_again"
    check = await units.check("A1263", "", "AKFF1Y0E11115120", country="US")
    assert (check.ask, check.main.positions) == (("confirm",), (13, 14))


async def test_two_listed_serials_beside_each_other_are_no_running_numbers(units):
    # So few that one pair is a large share of them.
    listed = demo_serials(FIRST)[:40]
    beside = listed[0][:-1] + ("3" if listed[0][-1] != "3" else "7")
    await units.lists.load("25-338", "a", NOW.date(), [*listed, beside])
    for serial in (*listed[1:10], beside):
        typed = serial[:10] + ("4" if serial[10] != "4" else "7") + serial[11:]
        check = await units.check("A1263", "", typed, confirmed=True, country="US")
        assert (check.overall, check.ask) == ("check_again", ("compare",))


async def test_among_running_numbers_the_read_back_points_at_what_may_be_mixed_up(units):
    await units.lists.load("25-338", "a", NOW.date(), COUNTER.listed_serials())
    asked = ("A1263", "", "AKFF1Y9A08B32K7X")
    check = await units.check(*asked, country="US")
    assert (check.ask, check.main.rule) == (("confirm",), "read_back_closely")
    assert (check.main.positions, check.pointed_at) == ((10, 11), ("25-338",))
    # Without it having pointed there, they are asked about.
    check = await units.check(*asked, country="US", confirmed=True)
    assert (check.overall, check.pointed_at) == ("check_again", ())
    check = await units.check(*asked, country="US", confirmed=True, compared=("25-338",))
    assert check.overall == "not_listed"


@pytest.mark.parametrize(("listed", "serials"), [
    (["AKFF1Y0E12345678"], ["AKFF1Y0E", "SN", "1", "12345678", "AKFF1Y0E123456789"]),
    # Of two lengths, one could be the other with a part left out.
    (["GK2309880", "GK2309881", "AB230988012", "ZK2311396XY"],
     ["AB2309880", "XGK2309880Y", "2309880", "ZK2311396"]),
])  # fmt: skip
async def test_a_part_of_a_listed_serial_clears_nothing(database, clock, listed, serials):
    # Its file does not say how long its serials are.
    units = UnitChecks(Recalls((UNMEASURED,)), database, clock)
    await units.lists.load("25-466", "a", NOW.date(), listed)
    for serial in serials:
        check = await units.check("A1257", "", serial, confirmed=True)
        assert check.overall == "check_again"
        check = await units.check("A1257", "", serial, confirmed=True, compared=True)
        assert (check.overall, check.main.rule) == ("possibly_affected", "malformed")
    other = "Q" * len(listed[0])
    assert (await units.check("A1257", "", other, confirmed=True)).overall == "not_listed"


async def test_every_length_on_a_list_is_a_usual_one_however_few_have_it(database, clock):
    units = UnitChecks(Recalls((UNMEASURED,)), database, clock)
    # Those of one length all begin alike, so that they stand together.
    running, chance = [f"AB01{n:04}" for n in range(300)], random.Random(1)
    others = ["".join(chance.choices(UNMEASURED.serial.alphabet, k=12)) for _ in range(900)]
    await units.lists.load("25-466", "a", NOW.date(), [*running, *others])
    honest = await units.check("A1257", "", "QZ731948", confirmed=True)
    assert honest.overall == "not_listed"


@pytest.mark.parametrize("shape", (*RUNNING, COUNTER), ids=lambda shape: shape.name)
async def test_few_honest_units_beside_running_numbers_are_asked_twice(units, shape):
    await units.lists.load("25-338", "a", NOW.date(), shape.listed_serials())
    honest = shape.honest_serials(73)
    found = [await units.check("A1263", "", serial, country="US") for serial in honest]
    twice = sum(check.overall == "check_again" for check in found) / len(honest)
    assert twice < 0.05
    assert {check.overall for check in found} <= {"check_again", "possibly_affected"}


async def test_the_limit_gives_an_answer_and_a_person(units, demo, clock):
    for serial in (OTHER, "ZZZZ9999XXXX7778", "ZZZZ9999XXXX7779"):
        check = await units.check("A1263", "", serial, address="x", confirmed=True, country="US")
        assert check.overall == "not_listed"
    check = await units.check("A1263", "", LISTED, address="x")
    assert (check.overall, check.main.rule, check.person) == ("possibly_affected", "limit", True)
    assert check.main.list is None
    # The same unit again, another address, no serial, the next day: not counted.
    assert (
        await units.check("A1263", "", OTHER, address="x", confirmed=True)
    ).overall == "not_listed"
    assert (await units.check("A1263", "", LISTED, address="y")).overall == "affected"
    assert (await units.check("A1263", address="x")).main.rule != "limit"
    clock.now = NOW + timedelta(days=1)
    assert (await units.check("A1263", "", LISTED, address="x")).overall == "affected"


async def test_a_conversation_has_a_limit_of_its_own(database, clock, demo):
    checks = UnitChecks(Recalls((FIRST,)), database, clock, checks_conversation=2)
    for serial in ("7K3M9P2R4T6W8X0Y", "7K3M9P2R4T6W8X0Z", "7K3M9P2R4T6W8X0Y"):
        check = await checks.check("A1263", "", serial, conversation="c", address="x")
        assert check.main.rule != "limit"
    check = await checks.check("A1263", "", LISTED, conversation="c", address="x")
    assert (check.overall, check.main.rule, check.person) == ("possibly_affected", "limit", True)
    for other in ("d", None):
        check = await checks.check("A1263", "", LISTED, conversation=other, address="x")
        assert check.overall == "affected"


async def test_the_limit_holds_for_unknown_models_too(units, demo):
    for i in range(3):
        await units.check("B1", "", f"ZZZZ9999XXXX777{i}", address="x")
    check = await units.check(None, "", LISTED, address="x")
    assert check.main.rule == "limit"


async def test_counted_serials_are_not_kept_readable(units, demo, database):
    await units.check("A1263", "", OTHER, address="x")
    async with database.read() as connection:
        row = (await connection.execute(sa.select(checks_table))).one()
    assert OTHER not in row.unit and len(row.unit) == 64


async def test_a_failed_read_is_an_error(units, demo, database):
    async with database.write() as connection:
        await connection.exec_driver_sql("DROP TABLE serials")
    with pytest.raises(CheckFailed):
        await units.check("A1263", "", OTHER, confirmed=True, compared=True)


async def test_a_serial_that_was_counted_waits_for_no_writer(units, demo, monkeypatch):
    await units.check("A1263", "", OTHER, address="a")

    def refused():
        raise AssertionError

    monkeypatch.setattr(units._database, "write", refused)
    assert (await units.check("A1263", "", OTHER, address="a")).overall == "possibly_affected"


async def test_no_database_is_an_error(clock, tmp_path):
    others = set(threading.enumerate())
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'none' / 'x.db'}")
    units = UnitChecks(Recalls((FIRST,)), database, clock)
    with pytest.raises(CheckFailed):
        await units.check("A1263", "", OTHER)
    await database.close()
    # The driver's thread still has to say goodbye to this loop.
    for thread in set(threading.enumerate()) - others:
        if isinstance(thread, aiosqlite.Connection):
            await asyncio.to_thread(thread.join)


async def test_a_hanging_read_is_an_error(units, demo, monkeypatch):
    from bot.recalls import check as module

    async def hang(*_args):
        await asyncio.sleep(60)

    monkeypatch.setattr(module, "CHECK_SECONDS", 0.05)
    monkeypatch.setattr(units.lists, "find", hang)
    with pytest.raises(CheckFailed):
        await units.check("A1263", "", OTHER)


async def test_json_of_the_contract(units, demo):
    answer = json.loads(json.dumps((await units.check("A1263", "", LISTED)).as_json()))
    assert {"verdict", "recalls", "read", "ask"} <= answer.keys()
    (recall,) = answer["recalls"]
    assert {"number", "verdict", "rule", "reason", "list", "trace"} <= recall.keys()
    assert recall["list"] == {"version": 1, "date": "2026-11-23", "demo": True}
    assert (answer["verdict"], recall["number"]) == ("affected", "25-338")
