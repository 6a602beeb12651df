"""A unit whose serial was not known, and then two serials in one message."""

import pytest
import pytest_asyncio

from tests.conversations.conftest import ANSWERS, LISTED, Talk
from tests.conversations.helpers import SECOND_LISTED, UNLISTED, handovers_of

GROUPS = "003V EU57 DKER W5JK"


@pytest_asyncio.fixture
async def unnamed(talk: Talk) -> Talk:
    """A customer who can't read the serial, asked for the country."""
    await talk.say_all("is my A1263 recalled?", "I can't read it", "skip", "yes")
    return talk


async def test_both_are_in_the_claim_and_said_so(unnamed: Talk) -> None:
    answer = await unnamed.say(f"I have two: {LISTED} and {SECOND_LISTED}")
    assert GROUPS in answer and "serial number is in your claim" in answer
    assert [u.serial for u in (await unnamed.claim()).units] == [LISTED, SECOND_LISTED]
    assert await handovers_of(unnamed) == []


async def test_what_is_not_in_the_claim_is_not_said_to_be(unnamed: Talk) -> None:
    answer = await unnamed.say(f"I have two: {LISTED} and {UNLISTED}")
    assert "serial number is in your claim" in answer and "check it" in answer
    assert [u.serial for u in (await unnamed.claim()).units] == [LISTED]


@pytest.mark.parametrize("again", [f"the serial is {LISTED}", LISTED])
async def test_the_same_one_again_is_no_second_unit(unnamed: Talk, again: str) -> None:
    await unnamed.say_all(f"the serial number is {LISTED}", *ANSWERS[:2])
    assert "is in your claim" in await unnamed.say(again)
    assert "e-mail" in unnamed.answers[-1].text
    assert [u.serial for u in (await unnamed.claim()).units] == [LISTED]
