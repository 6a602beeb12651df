"""A near miss compared and typed again is not listed with full caution."""

import pytest

from tests.conversations.conftest import LISTED, Talk
from tests.conversations.helpers import NEAR


@pytest.mark.parametrize("again", [NEAR, f"it really is {NEAR}"])
async def test_a_near_miss_compared_and_typed_again_is_not_listed(talk: Talk, again: str) -> None:
    assert "Character 16" in await talk.say(f"A1263 {NEAR}")
    await talk.say(again)
    assert talk.verdicts == ["not_listed"]
    assert "not a safety guarantee" in talk.text
    assert "demo data" in talk.text


async def test_the_character_in_doubt_is_no_yes_to_the_whole(talk: Talk) -> None:
    await talk.say_all(f"A1263 {NEAR}", "it is B")
    assert talk.verdicts == []
    assert "exactly what is printed" in talk.text
    await talk.say("yes")
    assert talk.verdicts == ["not_listed"]


async def test_a_near_miss_corrected_is_affected(talk: Talk) -> None:
    await talk.say_all(f"A1263 {NEAR}", LISTED)
    assert talk.verdicts == ["affected"]


async def test_another_near_miss_is_compared_anew(talk: Talk) -> None:
    await talk.say_all(f"A1263 {NEAR}", "AKFFLY0E12345678")
    assert talk.verdicts == []
    assert "Character 5" in talk.text
