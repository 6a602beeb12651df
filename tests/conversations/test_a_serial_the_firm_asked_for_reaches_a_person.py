"""A serial that the firm asked for reaches a person, and its unit is offered no second claim."""

import pytest

from tests.conversations.conftest import ANSWERS, LISTED, Talk
from tests.conversations.helpers import SECOND_LISTED, decide, handovers_of


async def filed_without_serial(talk: Talk) -> None:
    await talk.say("is my A1263 recalled?")
    await talk.say_all("I can't read the label", "I can't read the label", "yes", *ANSWERS, "yes")
    assert [u.serial for u in (await talk.claim()).units] == [None]


@pytest.mark.parametrize("answer", [LISTED, f"the serial number is {LISTED}"])
async def test_a_serial_is_the_answer_and_no_new_claim(talk: Talk, answer: str) -> None:
    await filed_without_serial(talk)
    await decide(talk, "needs_information")
    told = await talk.say(answer)
    assert "passed this on" in told and "A person is looking at your claim" in told
    assert talk.verdicts == ["affected"] and "Shall I start" not in told
    assert (await talk.claim()).state == "checking"
    assert "information_sent" in await handovers_of(talk)


async def test_after_its_read_back_it_is_still_of_that_claim(talk: Talk) -> None:
    await filed_without_serial(talk)
    await decide(talk, "needs_information")
    assert "passed this on" in await talk.say("7K3M9P2R4T6W8X0Y")
    assert "passed this on" not in await talk.say(f"no, it is {LISTED}")
    assert talk.verdicts == ["affected"] and "Shall I start" not in talk.text


async def test_a_further_unit_is_no_answer(read_back: Talk) -> None:
    await read_back.say("yes")
    await decide(read_back, "needs_information")
    told = await read_back.say(f"I also have an A1263 {SECOND_LISTED}")
    assert "passed this on" not in told and "Shall I start" in told
    assert (await read_back.claim()).state == "needs_information"
