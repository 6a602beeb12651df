"""The desk's figures: a made-up day with known numbers, and what closing it keeps."""

from __future__ import annotations

import asyncio
import functools
from collections import Counter
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
import sqlalchemy as sa

from bench.desk import fill_month
from bot.claims.claim import ClaimedUnit
from bot.claims.claims import Claims
from bot.conversations import Inbound, Reply, Transcript
from bot.conversations.handover import UNREACHABLE, HandOvers, show_unsent
from bot.conversations.keeper import Keepers
from bot.conversations.unclear import Unclear
from bot.desk.figures import DEFINITIONS, Figures, days
from bot.desk.figures.counting import Counted
from bot.recalls import Recalls, load_recalls
from bot.settings import Settings
from bot.storage import Database
from bot.storage.tables import messages

DAY = date(2026, 11, 10)
NOON = datetime(2026, 11, 10, 12, tzinfo=timezone.utc)
UNIT = ClaimedUnit("A1263", "AKFF1Y0E12345678", "affected", {})
CARD = {"kind": "verdict", "verdict": "affected", "steps": []}


@functools.cache
def _recalls() -> Recalls:
    return load_recalls(Settings.from_env({}).recalls_dir)


class _Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def after(self, **passed: float) -> None:
        self.now += timedelta(**passed)


async def _asks(transcript: Transcript, clock: _Clock, name: str, channel: str) -> None:
    """One message, answered with a verdict after three seconds."""
    await transcript.open(name, channel)
    accepted = await transcript.accept(name, Inbound("m1", "Is it recalled?"))
    clock.after(seconds=3)
    await transcript.save_turn(name, accepted.seq, [Reply("Yes.", card=CARD)], None)


async def _a_day(database: Database, clock: _Clock) -> None:
    transcript = Transcript(database, clock)
    keepers, claims = Keepers(database, clock), Claims(database, clock)
    for name, channel in (("alone", "web"), ("person", "web"), ("late", "sms")):
        await _asks(transcript, clock, name, channel)
    for name in ("person", "late"):
        for _ in range(2):  # the same message run again
            await HandOvers(database, clock).ask_for_person(name, "m1", "asked")
    for _ in range(2):
        await Unclear(database, clock).keep(
            "jo@example.com", "nlu_fallback", 0.1, conversation="late", message="m1"
        )
    async with database.write() as connection:
        # What of ours was not delivered is no hand-over: the conversation stays contained.
        await show_unsent(connection, "alone", "a1", UNREACHABLE, clock())
    clock.after(minutes=10)
    await keepers.take_over("person", "Kim")
    await keepers.say_as_agent("person", "Kim", "Hello", "1")
    filed = await claims.open_draft("alone", "m1", "25-338", [UNIT])
    left = await claims.open_draft("person", "m1", "25-338", [UNIT])
    await claims.set_details(left.number, {"country": "US"})
    clock.after(minutes=5)
    await claims.submit(filed.number, [])
    # The next day: a person answers too late, the other claim is filed too late.
    clock.now = NOON + timedelta(days=1, hours=1)
    await keepers.take_over("late", "Kim")
    await keepers.say_as_agent("late", "Kim", "Hello", "1")


WANTED = {
    ("web", "conversations", ""): 2,
    ("web", "contained", ""): 1,
    ("web", "messages", ""): 2,
    ("web", "verdicts", "affected"): 2,
    ("web", "first_answer", "5"): 2,
    ("web", "handovers", "asked"): 1,
    ("web", "undelivered", "unreachable"): 1,
    ("web", "person_answer", "900"): 1,
    ("web", "claims_started", ""): 2,
    ("web", "claims_filed", ""): 1,
    ("web", "claims_left", "name"): 1,
    ("sms", "conversations", ""): 1,
    ("sms", "messages", ""): 1,
    ("sms", "verdicts", "affected"): 1,
    ("sms", "first_answer", "5"): 1,
    ("sms", "handovers", "asked"): 1,
    ("sms", "person_answer", "later"): 1,
    ("sms", "not_understood", ""): 1,
}


async def test_each_figure_of_a_day_is_what_its_definition_says(database: Database) -> None:
    clock = _Clock()
    await _a_day(database, clock)
    figures = Figures(database, _recalls(), clock)
    (open_day,) = await figures.of_days(DAY, DAY)
    assert {tuple(key): n for key, n in open_day.counts.items()} == WANTED
    assert not open_day.closed
    assert {key.figure for key in open_day.counts} <= set(DEFINITIONS)


async def test_who_never_got_an_answer_counts_in_the_time_to_it(database: Database) -> None:
    clock = _Clock()
    transcript = Transcript(database, clock)
    await _asks(transcript, clock, "answered", "web")
    await transcript.open("silence", "web")
    await transcript.accept("silence", Inbound("m1", "Hello?"))
    (day,) = await Figures(database, _recalls(), clock).of_days(DAY, DAY)
    told = {key.part: n for key, n in day.counts.items() if key.figure == "first_answer"}
    assert told == {"5": 1, "later": 1}


async def test_a_closed_day_outlives_what_it_was_counted_from(database: Database) -> None:
    clock = _Clock()
    await _a_day(database, clock)
    figures = Figures(database, _recalls(), clock)
    assert await figures.close_days() == 0  # 24 hours are not over for all of the day
    clock.now = datetime(2026, 11, 12, 0, 0, 1, tzinfo=timezone.utc)
    assert [await figures.close_days() for _ in range(2)] == [1, 0]
    async with database.write() as connection:
        await connection.execute(sa.delete(messages))
    days = await figures.of_days(DAY, date(2026, 11, 30))
    assert {tuple(key): n for key, n in days[0].counts.items()} == WANTED
    assert [d.closed for d in days] == [True, False, False]  # none of the days to come
    assert days[2].counts == Counter()


async def test_days_are_counted_ahead_so_that_nobody_waits(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[date] = []

    async def count(connection: Any, day: date, recalls: Any) -> Counter[Counted]:
        counted.append(day)
        await asyncio.sleep(0)
        return Counter()

    monkeypatch.setattr(days, "count_day", count)
    clock = _Clock()
    clock.now = NOON
    figures = Figures(database, _recalls(), clock)
    three = [DAY - timedelta(days=n) for n in range(3)]
    # Several that look while it is being counted wait for it and count nothing twice.
    await asyncio.gather(figures.count_ahead(), *(figures.of_days(DAY, DAY) for _ in range(3)))
    assert sorted(counted) == sorted(three)
    counted.clear()
    clock.now += timedelta(minutes=5)
    await figures.count_ahead()
    counted.clear()
    clock.now += timedelta(seconds=20)
    assert len(await figures.of_days(three[-1], DAY)) == 3
    assert counted == []
    # Only the days that nobody has counted are counted for who asks.
    await figures.of_days(DAY - timedelta(days=4), DAY)
    assert sorted(counted) == [DAY - timedelta(days=4), DAY - timedelta(days=3)]


async def test_closed_and_counted_now_are_the_same(database: Database) -> None:
    await fill_month(database, 300, last=DAY)
    clock = _Clock()
    clock.now = NOON + timedelta(days=1)
    figures = Figures(database, _recalls(), clock)
    first = DAY - timedelta(days=29)
    before = await figures.of_days(first, DAY)
    assert await figures.close_days() == 29
    after = await figures.of_days(first, DAY)
    assert [d.counts for d in after] == [d.counts for d in before]
    total = sum(n for d in after for key, n in d.counts.items() if key.figure == "conversations")
    assert 300 <= total <= 330  # one that goes on over midnight counts on both days
