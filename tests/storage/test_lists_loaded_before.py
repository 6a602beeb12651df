"""A whole list that decided before migration 0025 is still compared with, and back."""

from __future__ import annotations

from datetime import date

from bot.recalls.lists import SerialLists
from bot.storage import Database, upgrade
from tests.storage.test_told_elsewhere import go_back


async def test_a_cut_off_list_loaded_before_hides_no_whole_one(database: Database) -> None:
    lists, today = SerialLists(database), date(2026, 11, 20)
    await lists.load("1", "whole", today, [f"AK{n:014}" for n in range(100)])
    await lists.load("1", "cut off", today, [f"AK{n:014}" for n in range(50)], complete=False)
    await go_back(database, "0024")
    await upgrade(database)
    assert [info.version for info in await lists.to_compare_with("1")] == [2, 1]
    assert [info.lengths for info in await lists.versions("1")] == [(), ()]
