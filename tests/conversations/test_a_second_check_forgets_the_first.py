"""A second check forgets the first."""

from tests.conversations.conftest import LISTED, Talk
from tests.conversations.helpers import UNLISTED


async def test_a_second_check_forgets_the_first(talk: Talk) -> None:
    await talk.say(f"A1263 {LISTED}")
    await talk.say(f"and A1263 with {UNLISTED}?")
    assert talk.verdicts == []
    await talk.press("Yes")
    assert talk.verdicts == ["not_listed"]
