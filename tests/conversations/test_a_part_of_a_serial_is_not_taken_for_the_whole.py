"""A part of a serial is not taken for the whole."""

import pytest

from tests.conversations.conftest import LISTED, Talk


@pytest.mark.parametrize("part", ["the last four are 5678", "it ends in 5678", "AKFF1Y"])
async def test_a_part_of_a_serial_is_not_taken_for_the_whole(talk: Talk, part: str) -> None:
    await talk.say_all("A1263", part)
    assert talk.verdicts == []
    assert "whole number" in talk.text
    await talk.say(LISTED)
    assert talk.verdicts == ["affected"]


@pytest.mark.parametrize("told", ["AKFF 1Y0E 1234 5678 9", "a k f f 1 y 0 e 1 2 3 4 5 6 7 8 9"])
async def test_a_character_too_many_is_not_left_out(talk: Talk, told: str) -> None:
    await talk.say_all("A1263", told)
    assert talk.verdicts == []
    await talk.say(LISTED)
    assert talk.verdicts == ["affected"]
