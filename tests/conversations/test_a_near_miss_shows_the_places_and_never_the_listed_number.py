"""A near miss shows the places and never the listed number."""

import pytest

from tests.conversations.conftest import LISTED, Talk
from tests.conversations.helpers import NEAR


@pytest.mark.parametrize(
    "near", ["AKFFLY0E12345678", NEAR, "AKFF1Y0E1Z345678", "AKFF1Y0E1234S678", "AKFF1Y0E1234567"]
)
async def test_a_near_miss_shows_the_places_and_never_the_listed_number(
    talk: Talk, near: str
) -> None:
    await talk.say(f"A1263 {near}")
    assert talk.verdicts == []
    assert "look at the label once more" in talk.text
    assert "don't use or charge" in talk.text
    plain = talk.text.replace(" ", "")
    assert near in plain
    assert LISTED not in plain
