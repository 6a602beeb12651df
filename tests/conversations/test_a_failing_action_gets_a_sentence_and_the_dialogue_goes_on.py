"""A failing action gets a sentence and the dialogue goes on."""

from unittest.mock import AsyncMock

import pytest

from bot.claims.claims import Claims
from bot.recalls.lists import SerialLists
from tests.conversations.conftest import ANSWERS, Talk
from tests.conversations.helpers import ALARM, UNLISTED

# Only here do the actions run in this process, where a test can break them.
pytestmark = pytest.mark.parametrize("engine", ["embedded"], indirect=True)


async def test_a_failing_action_gets_a_sentence_and_the_dialogue_goes_on(
    claiming: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await claiming.say_all(*ANSWERS[:2])
    with monkeypatch.context() as broken:
        broken.setattr(Claims, "set_details", AsyncMock(side_effect=RuntimeError("Jane Porter")))
        assert "something went wrong" in await claiming.say("jane@example.com")
        await claiming.say("it is smoking!")
        assert ALARM in claiming.answers[0].text
    assert "remedy" in await claiming.say("jane@example.com")
    details = (await claiming.claim()).details
    assert (details["name"], details["email"]) == ("Jane Porter", "jane@example.com")


async def test_a_check_that_cannot_read_its_data_never_says_not_listed(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await talk.say(f"A1263 {UNLISTED}")
    with monkeypatch.context() as broken:
        broken.setattr(SerialLists, "find", AsyncMock(side_effect=OSError("disk")))
        assert "don't use or charge" in await talk.say("yes")
        assert talk.verdicts == []
    await talk.say("yes")
    assert talk.verdicts == ["not_listed"]
