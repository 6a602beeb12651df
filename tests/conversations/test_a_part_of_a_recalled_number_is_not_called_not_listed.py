"""A part of a recalled number is not called not listed, however often it is said."""

import pytest

from tests.conversations.conftest import Talk
from tests.conversations.helpers import handovers_of


@pytest.mark.parametrize(
    ("model", "serial"), [("MXB008", "2309880"), ("MXB008", "GK23098"), ("BI-B41", "G21")]
)
async def test_a_part_of_a_serial_goes_to_a_person(talk: Talk, model: str, serial: str) -> None:
    await talk.say_all(f"is my {model} recalled?", serial)
    assert talk.verdicts == [] and "look at the label once more" in talk.text
    await talk.say("yes")
    assert talk.verdicts == ["possibly_affected"]
    assert "does not look as these serial numbers usually do" in talk.text
    assert await handovers_of(talk) == ["check"]


async def test_a_part_that_is_completed_is_judged_as_the_whole(talk: Talk) -> None:
    await talk.say_all("is my MXB008 recalled?", "2309880")
    assert "7 characters. Usually there are 9 or 10." in talk.text
    await talk.say("GK2309880")
    assert talk.verdicts == ["affected"]


async def test_a_part_of_a_lot_goes_to_a_person(talk: Talk) -> None:
    await talk.say_all("SC607M", "522")
    assert talk.verdicts == [] and "look at it once more" in talk.text
    await talk.say("yes")
    assert talk.verdicts == ["possibly_affected"]
