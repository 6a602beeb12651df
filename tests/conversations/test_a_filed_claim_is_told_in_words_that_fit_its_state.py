"""A filed claim is told in words that fit its state."""

import pytest

from tests.conversations.conftest import LISTED, Talk
from tests.conversations.helpers import decide


@pytest.mark.parametrize("states,word", [
    ([], "waits to be looked at"), (["checking"], "person is looking"),
    (["needs_information"], "something more"), (["approved"], "until I tell you here"),
    (["approved", "awaiting_disposal"], "can be disposed of"), (["rejected"], "not accepted"),
])  # fmt: skip
async def test_a_filed_claim_is_told_in_words_that_fit_its_state(
    read_back: Talk, states: list[str], word: str
) -> None:
    await read_back.say("yes")
    await decide(read_back, *states)
    assert word in await read_back.say("what is the status of my claim?")
    assert (await read_back.claim()).number in read_back.text


async def test_a_draft_and_no_claim_at_all_are_told_too(talk: Talk) -> None:
    assert "no claim in this conversation" in await talk.say("what is the status of my claim?")
    await talk.say(f"A1263 {LISTED}")
    await talk.press("Yes")
    await talk.say("stop")
    assert "not filed yet" in await talk.say("what is the status of my claim?")
