"""A serial read on a photo in mid-claim is read back, where the claim's unit has none."""

import pytest
import pytest_asyncio

from tests.conversations.conftest import ANSWERS, LISTED, Talk
from tests.conversations.helpers import SECOND_LISTED, UNLISTED, handovers_of, send_photo

GROUPS = "AKFF 1Y0E 1234 5678"


@pytest_asyncio.fixture
async def unnamed(talk: Talk) -> Talk:
    """A customer who can't read the serial, at the photos of the claim."""
    await talk.say_all("is my A1263 recalled?", "I can't read it", "skip", "yes", *ANSWERS[:7])
    assert "Photo 1" in talk.answers[-1].text
    return talk


async def test_a_yes_puts_it_into_the_claim(unnamed: Talk) -> None:
    await send_photo(unnamed, "Model: A1263", f"SN: {LISTED}")
    assert GROUPS in unnamed.answers[-1].text
    assert "is in your claim" in await unnamed.press("Yes")
    [unit] = (await unnamed.claim()).units
    assert (unit.serial, unit.verdict) == (LISTED, "affected")
    assert "Photo" in unnamed.answers[-1].text


@pytest.mark.parametrize("no", ["no", "skip"])
async def test_a_no_leaves_it_and_is_not_asked_again(unnamed: Talk, no: str) -> None:
    await send_photo(unnamed, "Model: A1263", f"SN: {LISTED}")
    await unnamed.say(no)
    assert GROUPS not in unnamed.text
    assert [u.serial for u in (await unnamed.claim()).units] == [None]


async def test_an_unlisted_one_goes_to_a_person_and_clears_nothing(unnamed: Talk) -> None:
    await send_photo(unnamed, "Model: A1263", f"SN: {UNLISTED}")
    assert "a person compares it" in await unnamed.press("Yes")
    [unit] = (await unnamed.claim()).units
    assert (unit.serial, unit.verdict) == (None, "possibly_affected")
    assert "serial_unclear" in await handovers_of(unnamed)


async def test_one_that_is_typed_is_no_second_unit(unnamed: Talk) -> None:
    await unnamed.say(f"I found it: the serial number is {SECOND_LISTED}")
    assert [u.serial for u in (await unnamed.claim()).units] == [SECOND_LISTED]
