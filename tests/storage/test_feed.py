"""The recall feed against a web service on loopback that has every trap of the real one."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta, timezone
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
import sqlalchemy as sa
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.recalls.catalogue import Catalogue
from bot.recalls.feed import Feed, FeedClient, FeedError, FeedStatus, feed_status
from bot.recalls.feed import client as client_module
from bot.recalls.feed import sync as sync_module
from bot.serve import _examine_feed
from bot.storage import Database
from bot.storage.tables import feed_state, feed_windows, notices
from tests.catalogue.dump import NOT_THERE, SAMPLES
from tests.catalogue.records import record, record_of_2026

NOW = datetime(2026, 11, 23, 12, tzinfo=timezone.utc)
RECORDS = [
    record(10, "98001a", "1998-02-03", "Old Toy Recalled", "Old tin toys"),
    record(500, "25338", "2025-06-12", "Glowfox Recalls Lanterns Due to Burn Hazard", "Lanterns"),
    record(501, "25339", "2025-06-12", "Murmelbau Marble Runs Recalled", "Marble runs"),
    record_of_2026(900, "26777", "2026-11-12", "Lampy Recalls Lamps", "Lampy lamps"),
    record_of_2026(901, "26777", "2026-11-12", "Lampy Recalls Lamps (part two)", "Lampy lamps XL"),
]

# One of each year between, as recalls are announced in every year.
BETWEEN = [
    record(year, f"{year % 100:02}050", f"{year}-03-01", "Old Mug Recalled", "Old mugs")
    for year in range(1999, 2025)
]
STARTS = ("RecallDateStart", "LastPublishDateStart")


class Service:
    """The web service: looks at the parameters as the real one does; `trap` answers instead."""

    def __init__(self) -> None:
        self.records: list[dict[str, Any]] = [dict(item) for item in RECORDS]
        self.queries: list[dict[str, str]] = []
        self.headers: list[Any] = []
        self.trap: Callable[[web.Request], Awaitable[web.StreamResponse | None]] | None = None
        self.etags = False
        self.deaf = False

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.queries.append(dict(request.query))
        self.headers.append(request.headers)
        if self.trap and (instead := await self.trap(request)) is not None:
            return instead
        given = [r for r in self.records if self.deaf or self._wanted(r, request.query)]
        body = json.dumps(given)
        if not self.etags:
            return web.Response(text=body, content_type="application/json")
        tag = f'"{hash(body)}"'
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304)
        return web.Response(text=body, content_type="application/json", headers={"ETag": tag})

    def _wanted(self, item: dict[str, Any], query: Any) -> bool:
        for field in ("RecallDate", "LastPublishDate"):
            day = item.get(field, "2026-11-12")[:10]
            if not query.get(f"{field}Start", "") <= day <= query.get(f"{field}End", "9999"):
                return False
        return True


class World:
    """A service, a database, and a clock and waits that take no time."""

    def __init__(self, service: Service, url: str, session: Any, database: Database) -> None:
        self.service, self.database = service, database
        self.now = NOW
        self.waits: list[float] = []
        self.client = FeedClient(url, session, sleep=self._wait)
        self.feed = Feed(self.client, database, lambda: self.now)
        self.catalogue = Catalogue(database)

    async def _wait(self, seconds: float) -> None:
        self.waits.append(seconds)

    async def numbers(self) -> list[str]:
        async with self.database.read() as connection:
            query = sa.select(notices.c.number).order_by(notices.c.id)
            return list((await connection.execute(query)).scalars())

    async def as_of(self) -> date | None:
        return (await self.catalogue.size())[1]


@asynccontextmanager
async def served(service: Service) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_get("/RestWebServices/Recall", service.answer)
    server = TestServer(app)
    await server.start_server()
    try:
        yield str(server.make_url("/RestWebServices/Recall"))
    finally:
        await server.close()


@pytest_asyncio.fixture
async def world(database: Database) -> AsyncIterator[World]:
    service = Service()
    async with served(service) as url, aiohttp.ClientSession() as session:
        yield World(service, url, session, database)


def answering(*, status: int = 200, text: str = "", **headers: str) -> Any:
    async def trap(_: web.Request) -> web.Response:
        return web.Response(
            status=status, text=text, content_type="application/json",
            headers={name.replace("_", "-"): value for name, value in headers.items()},
        )  # fmt: skip

    return trap


def only_in(first: str, **answer: Any) -> Any:
    """A trap in the windows that begin on this day alone."""

    async def trap(request: web.Request) -> web.Response | None:
        inside = first in (request.query.get(name) for name in STARTS)
        return await answering(**answer)(request) if inside else None

    return trap


async def test_the_first_sync_reads_everything_by_windows_the_newest_first(world: World) -> None:
    report = await world.feed.sync()
    assert (report.full, report.new, report.changed, report.held) == (True, 5, 0, 5)
    assert await world.numbers() == ["98-001a", "25-338", "25-339", "26-777", "26-777"]
    assert await world.as_of() == NOW.date()
    first = world.service.queries[0]
    assert first == {
        "format": "json", "RecallDateStart": "2026-01-01", "RecallDateEnd": "2026-12-31",
    }  # fmt: skip
    assert len(world.service.queries) == 2026 - 1973 + 1
    assert len((await world.catalogue.find("lampy lamps")).notices) == 2


async def test_the_next_sync_reads_only_what_was_published_since(world: World) -> None:
    world.service.records += BETWEEN
    await world.feed.sync()
    world.service.queries.clear()
    world.now += timedelta(days=3)
    # The archive is published anew: announced long ago, published today.
    again = record(11, "99123", "1999-05-05", "Old Lamp Recalled", "Old lamps")
    again["LastPublishDate"] = "2026-11-25T00:00:00"
    world.service.records.append(again)
    report = await world.feed.sync()
    assert (report.full, report.new, report.held) == (False, 1, 6 + len(BETWEEN))
    assert [q["LastPublishDateStart"] for q in world.service.queries] == ["2026-11-01"]
    assert await world.as_of() == world.now.date()


async def test_a_year_answered_with_nothing_is_asked_for_again(world: World) -> None:
    world.service.trap = only_in("2025-01-01", text="[]")
    report = await world.feed.sync()
    assert 2025 in report.empty and report.held == 3
    world.service.trap = None
    report = await world.feed.sync()
    assert (report.full, report.new, report.held) == (False, 2, 5)
    assert 2025 not in report.empty
    # A year that is only a month old may have none yet, nor is one before the oldest missed.
    assert (max(report.empty), min(report.empty)) == (2024, 1999)


async def test_what_has_not_changed_is_not_sent_again(world: World) -> None:
    world.service.records += BETWEEN
    world.service.etags = True
    await world.feed.sync()
    await world.feed.sync()
    report = await world.feed.sync()
    assert (report.windows, report.unchanged, report.new) == (1, 1, 0)
    assert "If-None-Match" in world.service.headers[-1]
    world.service.records.append(record_of_2026(902, "26800", "2026-11-20", "New", "New lamps"))
    assert (await world.feed.sync()).new == 1


async def test_an_edit_that_keeps_its_dates_is_found_by_the_full_reading(world: World) -> None:
    world.service.etags = True
    await world.feed.sync()
    edited = {**RECORDS[1], "Hazards": [{"Name": "It can explode."}]}
    world.service.records[1] = edited
    assert (await world.feed.sync()).changed == 0
    world.now += timedelta(hours=1)
    report = await world.feed.sync(full=True)
    assert (report.full, report.changed) == (True, 1)
    found = (await world.catalogue.find("glowfox lantern")).notices[0]
    assert found.hazard == "It can explode."
    world.now += timedelta(days=31)
    assert (await world.feed.sync()).full


TRAPS = {
    "error body with status 200": answering(text='{"Message": "An error has occurred."}'),
    "page with status 200": answering(text="<html>Service unavailable</html>"),
    "list of something else": answering(text='["error"]'),
    "empty body": answering(),
    "null": answering(text="null"),
    "cut off": answering(text=json.dumps(RECORDS)[:-9]),
    "empty array": answering(text="[]"),
    "503": answering(status=503),
    "429": answering(status=429, Retry_After="7"),
    "403": answering(status=403),
    "404": answering(status=404, text="[]"),
    "not asked for unchanged": answering(status=304),
}


@pytest.mark.parametrize("trap", TRAPS.values(), ids=list(TRAPS))
@pytest.mark.parametrize("full", [False, True])
async def test_an_error_is_never_no_recall(
    world: World, trap: Any, full: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync_module, "FIRST_YEAR", 2025)
    await world.feed.sync()
    before = await world.numbers()
    world.now += timedelta(days=5)
    world.service.trap = trap
    with pytest.raises(FeedError):
        await world.feed.sync(full=full)
    assert await world.numbers() == before
    assert await world.as_of() == NOW.date()
    world.service.trap = None
    await world.feed.sync()
    assert await world.as_of() == world.now.date()


@pytest.mark.parametrize("trap", TRAPS.values(), ids=list(TRAPS))
async def test_a_first_sync_that_fails_leaves_a_catalogue_without_a_date(
    world: World, trap: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync_module, "FIRST_YEAR", 2025)
    world.service.trap = trap
    with pytest.raises(FeedError):
        await world.feed.sync()
    assert await world.catalogue.size() == (0, None)


async def test_that_it_cannot_be_read_is_kept_until_it_can(world: World) -> None:
    assert await feed_status(world.database) is None
    await world.feed.sync()
    world.now += timedelta(days=5)
    world.service.trap = answering(status=500)
    for _ in range(2):
        with pytest.raises(FeedError):
            await world.feed.sync()
    status = await feed_status(world.database)
    assert status is not None and (status.good_at, status.failed_at) == (NOW, world.now)
    assert "could not be read wholly" in status.trouble
    assert status.is_late(world.now) and not status.is_late(NOW + timedelta(days=2))
    world.service.trap = None
    await world.feed.sync()
    assert await feed_status(world.database) == FeedStatus(world.now, None, "")


async def test_doctor_says_that_the_feed_cannot_be_read(world: World) -> None:
    assert [line async for line in _examine_feed(world.database)] == []
    world.service.trap = answering(status=500)
    with pytest.raises(FeedError):
        await world.feed.sync()
    ((good, line),) = [line async for line in _examine_feed(world.database)]
    assert not good and "never; the last try failed: The recall feed could not be read" in line


async def test_a_part_of_what_is_known_is_no_answer(world: World) -> None:
    await world.feed.sync()
    world.service.records.append(record_of_2026(902, "26800", "2026-11-20", "New", "New lamps"))
    await world.feed.sync()
    world.service.records = world.service.records[:4]
    with pytest.raises(FeedError, match="where 1 or more are known"):
        await world.feed.sync()
    assert len(await world.numbers()) == 6


async def test_a_service_that_looks_at_no_window_is_refused(world: World) -> None:
    world.service.deaf = True
    with pytest.raises(FeedError, match="does not look at the window"):
        await world.feed.sync()
    assert await world.numbers() == []


async def test_waits_grow_and_the_service_may_ask_for_more(world: World) -> None:
    await world.feed.sync()
    answers = iter([answering(status=500), answering(status=429, Retry_After="30"),
                    answering(text="oops")])  # fmt: skip

    async def trap(request: web.Request) -> web.StreamResponse | None:
        answer = next(answers, None)
        return await answer(request) if answer else None

    world.service.trap = trap
    await world.feed.sync()
    assert 0.5 < world.waits[0] < 1.5
    assert world.waits[1] == 30
    assert 3 <= world.waits[2] <= 5


async def test_a_wide_window_that_fails_is_read_in_parts(world: World) -> None:
    async def trap(request: web.Request) -> web.StreamResponse | None:
        days = [date.fromisoformat(request.query[f"RecallDate{x}"]) for x in ("Start", "End")]
        too_wide = days[1] - days[0] > timedelta(days=200)
        return await answering(text='{"error": "timeout"}')(request) if too_wide else None

    world.service.trap = trap
    report = await world.feed.sync()
    assert report.new == 5
    assert await world.as_of() == NOW.date()


async def test_a_single_day_that_fails_is_told_and_the_rest_is_read(world: World) -> None:
    async def trap(request: web.Request) -> web.StreamResponse | None:
        bad = request.query["RecallDateStart"] <= "2025-03-03" <= request.query["RecallDateEnd"]
        return await answering(status=500)(request) if bad else None

    world.service.trap = trap
    with pytest.raises(FeedError, match="2025-03-03 to 2025-03-03"):
        await world.feed.sync()
    assert len(await world.numbers()) == 5
    assert await world.as_of() is None


async def test_a_reading_that_is_cut_off_goes_on_where_it_was(world: World) -> None:
    class Killed(BaseException):
        pass

    async def trap(request: web.Request) -> web.StreamResponse | None:
        if request.query["RecallDateStart"] == "2010-01-01":
            task.cancel()
            await asyncio.sleep(30)
        return None

    world.service.trap = trap
    task = asyncio.create_task(world.feed.sync())
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await world.as_of() is None
    assert len(await world.numbers()) == 4
    world.service.trap = None
    world.service.queries.clear()
    world.now += timedelta(hours=2)
    report = await world.feed.sync()
    assert report.full
    assert world.service.queries[0]["RecallDateStart"] == "2010-01-01"
    assert len(await world.numbers()) == 5
    # The list is as old as its oldest part.
    async with world.database.read() as connection:
        assert (await connection.execute(sa.select(feed_state.c.good_at))).scalar_one() == NOW


async def test_a_notice_that_is_not_given_any_more_stays(world: World) -> None:
    await world.feed.sync()
    del world.service.records[4]
    world.now += timedelta(hours=1)
    report = await world.feed.sync(full=True)
    assert (report.missing, report.held) == (1, 5)


async def test_an_unreadable_record_is_told_and_spoils_nothing(world: World) -> None:
    world.service.etags = True
    world.service.records += [
        {**RECORDS[3], "RecallID": "x"},
        {**RECORDS[3], "RecallID": 903, "RecallNumber": None},
        {"RecallID": 904, "RecallNumber": "26805", "RecallDate": "2026-11-12T00:00:00"},
    ]
    report = await world.feed.sync()
    assert len(report.unreadable) == 3
    assert report.held == 5
    async with world.database.read() as connection:
        marks = (await connection.execute(sa.select(feed_windows.c.etag))).scalars()
        assert [tag for tag in marks if tag is None] == [None]


async def test_records_in_a_new_form_are_an_error_and_not_no_recall(world: World) -> None:
    await world.feed.sync()
    world.now += timedelta(days=5)
    for item in world.service.records:
        item["Number"] = item.pop("RecallNumber")
    for full in (False, True):
        with pytest.raises(FeedError, match="of 2 records can't be understood"):
            await world.feed.sync(full=full)
    assert await world.as_of() == NOW.date()
    assert len(await world.numbers()) == 5


async def test_a_notice_dated_into_the_future_does_not_end_the_asking(world: World) -> None:
    world.service.records += BETWEEN
    await world.feed.sync()
    late = record_of_2026(902, "26801", "2026-11-20", "Glimmy Recalls Candles", "Glimmy candles")
    world.service.records.append(late | {"LastPublishDate": "2027-08-20T00:00:00"})
    await world.feed.read_days(date(2026, 11, 1), None)
    world.now += timedelta(days=5)
    world.service.queries.clear()
    await world.feed.sync()
    assert [q["LastPublishDateStart"] for q in world.service.queries] == ["2026-11-01"]


async def test_days_are_read_alone(world: World) -> None:
    report = await world.feed.read_days(date(2025, 6, 1), date(2026, 1, 5))
    assert (report.new, report.as_of) == (2, None)
    assert [q["RecallDateStart"] for q in world.service.queries] == ["2026-01-01", "2025-06-01"]
    assert world.service.queries[0]["RecallDateEnd"] == "2026-01-05"


async def test_an_answer_without_end_is_cut(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "MOST_BYTES", 100)
    with pytest.raises(FeedError, match="more than"):
        await world.feed.sync()


@pytest.mark.skipif(not SAMPLES.exists(), reason=NOT_THERE)
async def test_real_records_of_both_shapes(world: World) -> None:
    world.service.records = json.loads(SAMPLES.read_text())
    report = await world.feed.sync()
    assert (report.new, report.unreadable) == (5, [])
    find = world.catalogue.find
    anker = (await find("anker powercore 10000")).notices[0]
    assert (anker.number, anker.announced) == ("25-338", date(2025, 6, 12))
    assert anker.url.startswith("https://www.cpsc.gov/Recalls/2025/More-than-One-Million-Anker")
    glasses = (await find("INMO smart glasses")).notices[0]
    assert glasses.number == "26-797"
    assert glasses.url.startswith("https://www.cpsc.gov/Recalls/2026/INMO")
