"""Notices are kept and found alike on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
import sqlalchemy as sa

from bot.recalls.catalogue import SEARCH_PAGE, Catalogue
from bot.recalls.catalogue.catalogue import Kept, keep
from bot.recalls.feed.record import read_notice
from bot.storage import Database
from bot.storage.tables import feed_state, feed_windows, notice_words
from tests.catalogue.dump import EXPORT, NOT_THERE, filled
from tests.catalogue.measure import measure
from tests.catalogue.records import record

NOTICES = [
    read_notice(record(1, "24101", "2024-02-01", "Glowfox Recalls Camping Lanterns Due to Burn "
                       "Hazard", "Glowfox Trail camping lanterns",
                       "The recall is about lanterns with model numbers GX-450 and GX-900.")),
    read_notice(record(2, "25102", "2025-03-01", "Murmelbau Marble Runs Recalled Due to Choking "
                       "Hazard", "Murmelbau wooden marble runs", "Sold in a yellow box.")),
    read_notice(record(3, "25103", "2025-04-01", "Heatwell Recalls Space Heaters Due to Fire "
                       "Hazard", "Heatwell Mini space heaters", "Heaters of 1500 watts.")),
    read_notice(record(4, "26104", "2026-04-01", "Nordcalm Recalls Space Heaters Due to Fire "
                       "Hazard", "Nordcalm Oak space heaters", "Sold at Heatwell outlets too.")),
]  # fmt: skip


async def stored(database: Database, notices: Any) -> Kept:
    async with database.write() as connection:
        return await keep(connection, notices)


async def numbers(database: Database, question: str) -> list[str]:
    return [n.number for n in (await Catalogue(database).find(question)).notices]


@pytest.mark.parametrize(
    "question, found",
    [
        ("is my Glowfox lantern recalled?", ["24-101"]),
        ("I have a GX450", ["24-101"]),
        ("gx-900?", ["24-101"]),
        ("a marblerun by murmelbau", ["25-102"]),
        ("murmelbua marble run", ["25-102"]),
        ("is the Heatwell heater recalled", ["25-103"]),
        ("a space heater", ["26-104", "25-103"]),
        ("my daughter wears a Murmelbau mask", []),
        ("is recall 25-103 about my lantern", ["25-103"]),
        ("recall 25103", ["25-103"]),
        ("recall 25-999", []),
        ("recall 25-999, the Glowfox lantern", ["24-101"]),
        ("is my Kettleby kettle recalled", []),
        ("", []),
        ("is it recalled???", []),
        ("' OR 1=1 -- \" * NEAR( : ^ & | ! <->", []),
        ("x" * 5000, []),
        ("🔥🔥🔥", []),
    ],
)
async def test_found_by_brand_product_and_model(
    database: Database, question: str, found: list[str]
) -> None:
    await stored(database, NOTICES)
    assert await numbers(database, question) == found


async def test_a_model_is_found_where_others_are_glued_to_it(database: Database) -> None:
    # A table that lost its columns, as in the authority's own export.
    table = "Model and serial: PWX008GK230, GK231PWX410GK232"
    glued = record(5, "25105", "2025-05-01", "Ampelo Recalls Batteries", "Ampelo packs", table)
    await stored(database, [*NOTICES, read_notice(glued)])
    assert await numbers(database, "my PWX008 charger") == ["25-105"]
    assert await numbers(database, "my PWX00 charger") == []


async def test_a_shared_brand_alone_is_near_and_no_match(database: Database) -> None:
    await stored(database, NOTICES)
    found = await Catalogue(database).find("is the glowfox rucksack recalled")
    assert found.notices == ()
    assert [n.number for n in found.near] == ["24-101"]


async def test_a_notice_kept_again_changes_nothing_and_an_edited_one_is_found_anew(
    database: Database,
) -> None:
    assert await stored(database, NOTICES) == Kept(4, 0)
    assert await stored(database, NOTICES) == Kept(0, 0)
    edited = replace(NOTICES[1], names="kugelbahn", more="")
    assert await stored(database, [edited]) == Kept(0, 1)
    assert await numbers(database, "kugelbahn") == ["25-102"]
    assert await numbers(database, "murmelbau marble run") == []
    async with database.read() as connection:
        query = sa.select(notice_words.c.notices).where(notice_words.c.word == "murmelbau")
        assert (await connection.execute(query)).scalar_one() == 0


async def test_an_empty_catalogue_has_no_date(database: Database) -> None:
    found = await Catalogue(database).find("is my glowfox lantern recalled")
    assert (found.notices, found.near, found.as_of) == ((), (), None)
    assert await Catalogue(database).size() == (0, None)


def test_the_link_is_the_notices_own_address_or_the_search_page() -> None:
    assert NOTICES[0].link.url == "https://www.cpsc.gov/Recalls/2024/notice-1"
    assert replace(NOTICES[0], url="").link.url == SEARCH_PAGE.url
    assert NOTICES[0].announced == date(2024, 2, 1)


@pytest.mark.skipif(not EXPORT.exists(), reason=NOT_THERE)
async def test_the_right_notice_is_first_and_none_is_invented(database: Database) -> None:
    """Nine of ten questions, 95 of 100 products without a notice; for part d nothing was mended."""
    catalogue = await filled(database)
    for half in "abcd":
        found = await measure(catalogue, half)
        assert found.first >= 0.9 * found.questions, found.wrong
        if half == "d":
            assert found.none >= 0.95 * found.strangers, found.wrong


@pytest.mark.parametrize("some_days", [False, True])
async def test_the_same_question_is_looked_for_once_until_the_list_is_read_anew(
    database: Database, monkeypatch: pytest.MonkeyPatch, some_days: bool
) -> None:
    await stored(database, NOTICES[:3])
    read_at = datetime(2026, 5, 1, 8, tzinfo=timezone.utc)
    async with database.write() as connection:
        await connection.execute(sa.delete(feed_state))
        await connection.execute(sa.delete(feed_windows))
        await connection.execute(sa.insert(feed_state).values(id=1, good_at=read_at))
    catalogue, searched = Catalogue(database), []
    search = catalogue._search

    async def counted(*arguments: Any) -> Any:
        searched.append(arguments)
        return await search(*arguments)

    monkeypatch.setattr(catalogue, "_search", counted)
    for _ in range(2):
        found = await catalogue.find("a space heater")
        assert [n.number for n in found.notices] == ["25-103"]
    assert len(searched) == 1
    await stored(database, NOTICES)
    async with database.write() as connection:
        later = read_at + timedelta(hours=1)
        if some_days:  # as `recalls sync --from` does
            window = {"by": "announced", "first": read_at.date(), "last": read_at.date()}
            await connection.execute(sa.insert(feed_windows).values(read_at=later, **window))
        else:
            await connection.execute(sa.update(feed_state).values(good_at=later))
    found = await catalogue.find("a space heater")
    assert [n.number for n in found.notices] == ["26-104", "25-103"]


async def test_a_number_is_looked_up_by_an_index(database: Database):
    if not database.sqlite:
        return  # its planner prefers to read small tables whole
    rows = await database.fetch(
        "EXPLAIN QUERY PLAN SELECT * FROM notices WHERE number = ?", "25-103"
    )
    plan = " ".join(str(row[-1]) for row in rows)
    assert "notices_by_number" in plan, plan
