"""Among running numbers one question points at the characters, and its yes is for them too."""

from collections.abc import AsyncIterator
from datetime import date

import pytest

from bench.asked_twice import COUNTER
from bot.recalls.lists import SerialLists
from tests.conversations.conftest import Talk

# Unlisted, and listed with the characters 10 and 11 read as others.
HONEST = "AKFF1Y9A08B32K7X"


@pytest.fixture
async def running(talk: Talk) -> AsyncIterator[Talk]:
    lists = SerialLists(talk.database)
    before = await lists.active("25-338")
    assert before
    await lists.load("25-338", "running", date.today(), COUNTER.listed_serials(), demo=True)
    yield talk
    # Other tests share the database.
    await lists.activate("25-338", before.version)


@pytest.mark.parametrize("answer", ["yes", HONEST])
async def test_it_is_asked_about_once(running: Talk, answer: str) -> None:
    told = await running.say(f"A1263 {HONEST}")
    assert "AKFF 1Y9A 08B3 2K7X" in told and "say yes if it is exactly as I read it" in told
    assert "Character 10: I read 8, not B." in told and "Character 11: I read B, not 8." in told
    await running.say(answer)
    assert running.verdicts == ["not_listed"]


@pytest.mark.parametrize("answer", ["Yes, it's a B", "No, it's a B", "character 10 is a B"])
async def test_another_character_named_with_a_yes_is_put_there(running: Talk, answer: str) -> None:
    await running.say(f"A1263 {HONEST}")
    await running.say(answer)
    assert running.verdicts == [] and "AKFF 1Y9A 0BB3 2K7X" in running.text


@pytest.mark.parametrize("answer", ["y", "Yes."])
async def test_a_plain_yes_confirms(running: Talk, answer: str) -> None:
    await running.say(f"A1263 {HONEST}")
    await running.say(answer)
    assert running.verdicts == ["not_listed"]
