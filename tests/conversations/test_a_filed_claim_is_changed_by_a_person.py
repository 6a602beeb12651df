"""A filed claim is changed by a person."""

from tests.conversations.conftest import ANSWERS, Talk
from tests.conversations.helpers import decide, handovers_of


async def test_a_filed_claim_is_changed_by_a_person(read_back: Talk) -> None:
    await read_back.say("yes")
    assert "What should be different" in await read_back.say("change my address")
    assert "change_claim" not in await handovers_of(read_back)
    assert "passed this on" in await read_back.say("my new address is 5 Oak Street, Boston")
    assert "change_claim" in await handovers_of(read_back)
    assert (await read_back.claim()).details["address"] == ANSWERS[4]


async def test_a_change_told_at_once_is_passed_on_at_once(read_back: Talk) -> None:
    await read_back.say("yes")
    assert "passed this on" in await read_back.say("change my email to new@example.com")
    assert "change_claim" in await handovers_of(read_back)


async def test_a_question_in_between_is_answered_and_the_note_still_asked_for(
    read_back: Talk,
) -> None:
    await read_back.say("yes")
    await read_back.say_all("change my address", "why was it recalled?")
    assert "What should be different" in read_back.answers[-1].text


async def test_a_change_may_be_left_alone(read_back: Talk) -> None:
    await read_back.say("yes")
    await read_back.say_all("change my address", "stop")
    assert "change_claim" not in await handovers_of(read_back)


async def test_what_the_firm_asked_for_in_words_reaches_a_person(read_back: Talk) -> None:
    await read_back.say("yes")
    await decide(read_back, "needs_information")
    sent = await read_back.say("qwzx vbnm the one under the bed")
    assert "information_sent" in await handovers_of(read_back)
    assert (await read_back.claim()).state == "checking"
    # That was the answer; what is unclear after it is no further one.
    assert await read_back.say("qwzx vbnm xyzzy") != sent
    assert (await handovers_of(read_back)).count("information_sent") == 1
