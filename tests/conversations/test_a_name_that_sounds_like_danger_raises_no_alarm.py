"""A name or an address that sounds like danger raises no alarm, in a claim least of all."""

import pytest

from tests.conversations.conftest import Talk
from tests.conversations.helpers import incidents_of


@pytest.mark.parametrize("name", ["Ashley Burns", "ashley burns", "Blaze Walker"])
async def test_a_name_that_sounds_like_danger_is_taken_as_the_name(
    claiming: Talk, name: str
) -> None:
    await claiming.say("the United States")
    await claiming.say(name)
    assert (await claiming.claim()).details["name"] == name
    assert await incidents_of(claiming) == []


async def test_a_street_that_sounds_like_danger_raises_no_alarm(talk: Talk) -> None:
    await talk.say("12 Smoke Rise Drive")
    assert await incidents_of(talk) == []
