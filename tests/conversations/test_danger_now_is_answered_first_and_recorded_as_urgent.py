"""Danger now is answered first and recorded as urgent."""

import pytest

from tests.conversations.conftest import Talk
from tests.conversations.helpers import ALARM, incidents_of, urgent_handovers_of


@pytest.mark.parametrize(
    "words",
    [
        "smoke is coming out of my power bank!",
        "it is swollen and hot",
        "IT'S ON FIRE",
        "\U0001f525\U0001f525",
        "just a wee bit of smoke, my dear",
        "is it recalled? it is hissing",
        "my A1263 is smoking",
    ],
)
async def test_danger_now_is_answered_first_and_recorded_as_urgent(talk: Talk, words: str) -> None:
    await talk.say(words)
    assert ALARM in talk.answers[0].text
    (incident,) = await incidents_of(talk)
    assert (incident.tense, incident.told) == ("now", words)
    assert await urgent_handovers_of(talk) == ["incident"]
