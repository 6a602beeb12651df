"""No at the read back asks again."""

from tests.conversations.conftest import LISTED, Talk
from tests.conversations.helpers import UNLISTED


async def test_no_at_the_read_back_asks_again(talk: Talk) -> None:
    await talk.say(f"A1263 {UNLISTED}")
    assert "Now I need the serial number" in await talk.press("No")
    assert "7K3M" in await talk.say(UNLISTED)
    assert talk.verdicts == []


async def test_another_number_at_the_read_back_is_read_back_anew(talk: Talk) -> None:
    await talk.say(f"A1263 {UNLISTED}")
    await talk.say(f"no, it is {LISTED}")
    assert talk.verdicts == ["affected"]
