"""What tells of no unit opens no check: an address or e-mail is a change of the claim."""

import pytest

from tests.conversations.conftest import ANSWERS, Talk
from tests.conversations.helpers import handovers_of, slot_of

ADDRESS = "5 Oak Ave, Boise, ID 83703"


@pytest.mark.parametrize(
    "words", [ADDRESS, f"my address is {ADDRESS}", "my email is j@example.com"]
)
async def test_after_filing_a_person_makes_the_change(read_back: Talk, words: str) -> None:
    await read_back.say("yes")
    assert "passed this on" in await read_back.say(words)
    assert "change_claim" in await handovers_of(read_back)
    assert "model number" not in await read_back.say("what is the status of my claim?")
    assert await slot_of(read_back, "requested_slot") is None


async def test_a_stopped_draft_takes_it(claiming: Talk) -> None:
    await claiming.say_all(*ANSWERS[:4], "stop")
    assert "Noted. Address:" in await claiming.say(f"my address is {ADDRESS}")
    assert (await claiming.claim()).details["address"] == ADDRESS
    assert "Where did you buy it" in await claiming.say("yes")


async def test_without_a_claim_it_opens_no_check_either(talk: Talk) -> None:
    assert "model number" not in await talk.say(f"my address is {ADDRESS}")
    assert await slot_of(talk, "requested_slot") is None


async def test_the_wish_to_withdraw_leaves_the_check(read_back: Talk) -> None:
    await read_back.say("yes")
    assert "model number" in await read_back.say("is my power bank recalled?")
    assert "Shall I withdraw" in await read_back.say("I want to withdraw my claim")
    assert "is withdrawn" in await read_back.say("yes")
    assert "model number" not in read_back.text
    assert (await read_back.claim()).state == "withdrawn"
