"""A claim is withdrawn after one question."""

import pytest

from tests.conversations.conftest import Talk
from tests.conversations.helpers import decide, opened_elsewhere


@pytest.mark.parametrize("words", ["withdraw my claim", "please cancel my claim", "withdraw it"])
async def test_a_claim_is_withdrawn_after_one_question(read_back: Talk, words: str) -> None:
    await read_back.say("yes")
    number = (await read_back.claim()).number
    assert f"withdraw your claim {number}?" in await read_back.say(words)
    assert (await read_back.claim()).state == "submitted"
    assert "don't use or charge" in await read_back.press("Yes")
    assert (await read_back.claim()).state == "withdrawn"
    last = (await read_back.claims.history(number))[-1]
    assert (last.actor, last.to_state) == ("customer", "withdrawn")
    assert "You have withdrawn" in await read_back.say("what is the status of my claim?")


@pytest.mark.parametrize("answer", ["no", "hmm maybe", "why was it recalled?"])
async def test_anything_but_a_clear_yes_withdraws_nothing(read_back: Talk, answer: str) -> None:
    await read_back.say_all("yes", "withdraw my claim", answer)
    await read_back.say("yes")
    assert (await read_back.claim()).state == "submitted"


async def test_a_draft_can_be_withdrawn_once_it_is_stopped(claiming: Talk) -> None:
    assert "say stop" in await claiming.say("I want to withdraw my claim")
    await claiming.say_all("stop", "skip", "withdraw my claim", "yes")
    assert (await claiming.claim()).state == "withdrawn"
    assert "First I need to check" in await claiming.say("start a claim") or claiming.text


async def test_what_is_being_paid_out_cannot_be_withdrawn(read_back: Talk) -> None:
    await read_back.say("yes")
    await decide(read_back, "approved", "awaiting_disposal")
    number = (await read_back.claim()).number
    await read_back.claims.move(number, "disposal_confirmed", "customer", "done")
    assert "can't be withdrawn" in await read_back.say("withdraw my claim")
    assert (await read_back.claim()).state == "disposal_confirmed"


async def test_a_decision_in_between_is_not_overruled(read_back: Talk) -> None:
    await read_back.say_all("yes", "withdraw my claim")
    await decide(read_back, "rejected")
    assert "can't be withdrawn" in await read_back.say("yes")
    assert (await read_back.claim()).state == "rejected"


async def test_it_is_withdrawn_on_another_device_too(read_back: Talk) -> None:
    await read_back.say("yes")
    other = await opened_elsewhere(read_back)
    await other.press("Withdraw my claim")
    await other.press("Yes")
    assert (await read_back.claim()).state == "withdrawn"
    assert "You have withdrawn" in await read_back.say("what is the status of my claim?")
