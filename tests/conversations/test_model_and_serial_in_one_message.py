"""Model and serial in one message."""

from tests.conversations.conftest import LISTED, Talk
from tests.conversations.helpers import UNLISTED


async def test_a_listed_unit_is_affected_at_once(talk: Talk) -> None:
    await talk.say(f"is my A1263 with serial {LISTED} recalled?")
    assert talk.verdicts == ["affected"]
    assert "Stop using it now" in talk.text
    assert talk.answers[0].extras["card"]["steps"]


async def test_an_unlisted_one_is_read_back_first(talk: Talk) -> None:
    assert "7K3M 9P2R 4T6W 8X0Y" in await talk.say(f"A1263, sn {UNLISTED}")
    assert talk.verdicts == []
