"""What must hold for every serial: a listed one is never called not listed on a first reading."""

import asyncio
import os
import random
from datetime import datetime, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.asked_twice import COUNTER, RUNNING
from bot.recalls import Recalls, demo_serials, fold, load_recall
from bot.recalls.check import UnitChecks
from bot.storage.database import Database
from bot.storage.tables import metadata

RECALL = load_recall(Path(__file__).parents[2] / "data" / "recalls" / "25-338.yml")
FORM = RECALL.serial
NOW = datetime(2026, 11, 23, 12, tzinfo=timezone.utc)
DEMO = demo_serials(RECALL)
# Nearly all of them alone, as the demo's are; some beside each other, as running numbers are.
ALONE = [*DEMO, *(s[:-1] + ("3" if s[-1] != "3" else "7") for s in DEMO[:5])]
RUN = [*COUNTER.listed_serials(), *RUNNING[1].listed_serials()]
HELD = {"alone": frozenset(ALONE), "run": frozenset(RUN)}
# `make chaos` tries as many as the bar asks for.
MIXED_UP = 50_000 if os.environ.get("RECALL_CHAOS") == "long" else 2_000
OTHERS = {c: [d for g in FORM.ambiguous if c in g for d in g if d != c] for c in FORM.alphabet}


@pytest.fixture(scope="module")
def verdict(tmp_path_factory):
    """Checks a serial against one of the lists, in a database, and gives the recall's verdict."""
    loop = asyncio.new_event_loop()
    folder = tmp_path_factory.mktemp("lists")
    databases = {name: Database(f"sqlite+aiosqlite:///{folder / name}.db") for name in HELD}
    units = {
        name: UnitChecks(Recalls((RECALL,)), database, lambda: NOW, checks_day=0)
        for name, database in databases.items()
    }

    async def load():
        for name, database in databases.items():
            async with database.write() as connection:
                await connection.run_sync(metadata.create_all)
            await units[name].lists.load("25-338", name, NOW.date(), HELD[name])

    def judged(typed, name="alone", confirmed=True):
        check = units[name].check("A1263", "", typed, country="US", confirmed=confirmed)
        return loop.run_until_complete(check).main

    loop.run_until_complete(load())
    yield judged
    for database in databases.values():
        loop.run_until_complete(database.close())
    loop.close()


@settings(max_examples=MIXED_UP, deadline=None)
@given(
    st.one_of(
        *(st.tuples(st.just(n), st.sampled_from(s)) for n, s in (("alone", ALONE), ("run", RUN)))
    ),
    *[st.integers(0, 15)] * 2,
    *[st.integers(0, 1)] * 2,
)
def test_mixed_up_characters_never_clear_a_listed_unit(verdict, listed, one, two, how, too):
    name, serial = listed
    places = [i for i, c in enumerate(serial) if OTHERS[c]]
    # Twice the same place is one character mixed up.
    changes = {places[one % len(places)]: how, places[two % len(places)]: too}
    chosen = list(changes)
    typed = list(serial)
    for i, which in changes.items():
        typed[i] = OTHERS[serial[i]][which % len(OTHERS[serial[i]])]
    found = verdict("".join(typed), name)
    assert found.verdict in ("affected", "check_again")
    if found.verdict == "check_again":
        # Where it is asked about only once, it is pointed at all the same.
        asked = found if name == "alone" else verdict("".join(typed), name, confirmed=False)
        assert asked.verdict in ("check_again", "possibly_affected")
        assert asked.positions == found.positions
        assert {i + 1 for i in chosen} <= set(found.positions)
        assert serial not in repr(found)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(ALONE), st.integers(0, 15), st.sampled_from(FORM.alphabet), st.integers(0, 3)
)
def test_single_slips_never_clear_a_listed_unit(verdict, serial, i, character, kind):
    typed = (
        serial[:i] + serial[i + 1 :],
        serial[:i] + character + serial[i:],
        serial[:i] + character + serial[i + 1 :],
        serial[:i] + serial[i : i + 2][::-1] + serial[i + 2 :],
    )[kind]
    found = verdict(typed)
    assert found.verdict in ("affected", "check_again")
    assert serial in typed or serial not in repr(found)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(ALONE), st.data())
def test_affected_whatever_the_writing(verdict, serial, data):
    gap = st.sampled_from(["", " ", "-", "\u200b", "\u2011", "."])
    letters = [
        data.draw(st.sampled_from([c, c.lower(), chr(ord(c) + 0xFEE0)])) + data.draw(gap)
        for c in serial
    ]
    typed = "".join(letters)
    lossless = typed.replace("0", data.draw(st.sampled_from("0Oo")))
    assert (
        verdict(data.draw(st.sampled_from(["", "SN: ", "S/N ", "sn"])) + lossless).verdict
        == "affected"
    )


def test_other_units_give_no_false_alarm(verdict):
    source = random.Random(1)
    serials = {"".join(source.choices(FORM.alphabet, k=16)) for _ in range(1_000)} - HELD["alone"]
    assert {verdict(s).verdict for s in serials} == {"not_listed"}


@settings(max_examples=500, deadline=None)
@given(st.text(max_size=30), st.booleans())
def test_nothing_typed_breaks_the_verdict(verdict, text, confirmed):
    found = verdict(text, confirmed=confirmed)
    serial = fold(text, FORM)
    if found.verdict == "not_listed":
        assert confirmed and len(serial) == 16 and set(serial) <= set(FORM.alphabet)
