"""Not listed only after the number was read back and confirmed."""

from tests.conversations.conftest import Talk
from tests.conversations.helpers import UNLISTED


async def test_not_listed_only_after_the_number_was_read_back_and_confirmed(talk: Talk) -> None:
    await talk.say(f"A1263 {UNLISTED}")
    assert talk.verdicts == []
    await talk.press("Yes")
    assert talk.verdicts == ["not_listed"]


async def test_the_same_number_typed_once_more_confirms_it_too(talk: Talk) -> None:
    await talk.say_all(f"A1263 {UNLISTED}", UNLISTED)
    assert talk.verdicts == ["not_listed"]


async def test_a_number_told_twice_is_still_read_back(talk: Talk) -> None:
    await talk.say(UNLISTED)
    assert "groups of four" in await talk.say(f"A1263, SN {UNLISTED}")
    assert talk.verdicts == []
    await talk.say("yes")
    assert talk.verdicts == ["not_listed"]
