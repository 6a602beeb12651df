"""Two units in one message are both judged."""

from tests.conversations.conftest import LISTED, Talk
from tests.conversations.helpers import UNLISTED


async def test_two_units_in_one_message_are_both_judged(talk: Talk) -> None:
    await talk.say(f"I have two: A1263 {LISTED} and A1263 {UNLISTED}")
    # What is certain is said at once: who leaves here must know it.
    assert talk.verdicts == ["affected"]
    assert "1 of 2" in talk.text and "Unplug it" in talk.text
    assert "7K3M" in talk.text
    await talk.press("Yes")
    assert talk.verdicts == ["not_listed"]
    assert "2 of 2" in talk.text and "start your claim" in talk.text


async def test_all_that_is_offered_after_two_verdicts_stands_on_the_last_message(talk: Talk):
    await talk.say(f"I have two: A1263 {LISTED} and A1263 {UNLISTED}")
    await talk.press("Yes")
    # Some channels show the buttons of the last message only.
    last = talk.answers[-1]
    assert "start your claim" in last.text
    assert [b["title"] for b in last.extras["buttons"]] == ["Yes", "No", "Tell me"]
    assert "I have noted it" in await talk.press("Tell me")
    assert "RC-" in await talk.say("yes")
