"""Two units in one message are both judged."""

from tests.conversations.conftest import LISTED, Talk
from tests.conversations.helpers import UNLISTED


async def test_two_units_in_one_message_are_both_judged(talk: Talk) -> None:
    await talk.say(f"I have two: A1263 {LISTED} and A1263 {UNLISTED}")
    assert "7K3M" in talk.text
    await talk.press("Yes")
    assert talk.verdicts == ["affected", "not_listed"]
    assert "1 of 2" in talk.text and "2 of 2" in talk.text
