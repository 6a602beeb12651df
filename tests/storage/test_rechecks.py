"""Who was told "not listed" and agreed is told once when a later list holds the serial."""

from __future__ import annotations

import asyncio
from datetime import date

from bot.conversations import Transcript
from bot.conversations.rechecks import Rechecks, now_listed_notice
from bot.recalls import load_recalls
from bot.recalls.lists import SerialLists
from bot.settings import Settings
from bot.storage import Database

DAY = date(2026, 11, 20)
SERIAL, OTHER = "7K3M9P2R4T6W8X0Y", "8K3M9P2R4T6W8X0Y"


async def test_told_once_when_a_later_list_has_it(database: Database) -> None:
    transcript, lists, store = Transcript(database), SerialLists(database), Rechecks(database)
    recall = load_recalls(Settings.from_env().recalls_dir).get("25-338")
    assert recall is not None
    for name in ("c", "d"):
        await transcript.open(name, "test")
    await lists.load("25-338", "first", DAY, ["AKFF1Y0E12345678"])
    for _ in range(2):  # the same message run again
        await store.agree("c", "25-338", "A1263", SERIAL, 1)
    await store.agree("d", "25-338", "A1263", OTHER, 1)
    assert await store.now_listed("25-338") == []
    await lists.load("25-338", "grown", DAY, ["AKFF1Y0E12345678", SERIAL])
    [found] = await store.now_listed("25-338")
    assert (found.conversation, found.serial, found.version) == ("c", SERIAL, 1)
    assert await store.now_listed("25-339") == []
    notice = now_listed_notice(found, recall, demo=True)
    told = await asyncio.gather(*(store.tell(found, notice) for _ in range(3)))
    assert sum(told) == 1
    assert await store.now_listed("25-338") == []
    [message] = await transcript.since("c", 0)
    assert "7K3M 9P2R 4T6W 8X0Y, is now on the list of recall 25-338" in message.text
    assert "demo data" in message.text
    assert await transcript.since("d", 0) == []


async def test_a_rolled_back_list_tells_nobody(database: Database) -> None:
    lists, store = SerialLists(database), Rechecks(database)
    await Transcript(database).open("c", "test")
    await lists.load("25-338", "first", DAY, ["AKFF1Y0E12345678"])
    await store.agree("c", "25-338", "A1263", SERIAL, 1)
    await lists.load("25-338", "grown", DAY, [SERIAL])
    await lists.activate("25-338", 1)
    assert await store.now_listed("25-338") == []
