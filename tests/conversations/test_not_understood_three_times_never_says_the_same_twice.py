"""Not understood three times never says the same twice."""

from tests.conversations.conftest import Talk
from tests.conversations.helpers import handovers_of


async def test_not_understood_three_times_never_says_the_same_twice(talk: Talk) -> None:
    said = [await talk.say(text) for text in ("asdf qwer", "asdf zxcv", "qwrt plmk")]
    assert len(set(said)) == 3
    assert "person" in said[-1]
    await talk.press("Ask for a person")
    assert await handovers_of(talk) == ["asked_for"]


async def test_a_message_that_is_understood_begins_the_count_anew(talk: Talk) -> None:
    first = (await talk.say("asdf qwer")).splitlines()[0]
    await talk.say("why was it recalled?")
    assert (await talk.say("asdf qwer")).splitlines()[0] == first
