"""A claim is opened on another device by number and e-mail."""

import json

import pytest

from tests.conversations.conftest import ANSWERS, Talk
from tests.conversations.helpers import another_device, decide, opened_elsewhere, state_of

EMAIL = ANSWERS[2]


async def test_number_and_email_are_asked_for_one_after_the_other(read_back: Talk) -> None:
    await read_back.say("yes")
    number = (await read_back.claim()).number
    other = await another_device(read_back)
    assert "no claim in this conversation" in await other.say("what is the status of my claim?")
    assert "claim number" in other.answers[-1].text
    assert "e-mail" in await other.say(f"it is {number}")
    assert "waits to be looked at" in await other.say(EMAIL)
    assert number in other.text
    assert EMAIL not in json.dumps(await state_of(other))
    for talk in (read_back, other):
        assert number in await talk.say("what is the status of my claim?")


@pytest.mark.parametrize(
    "words", ["where is my claim {}", "{}", "my claim number is {}", "what about {}?"]
)
async def test_a_number_in_the_first_message_is_taken(read_back: Talk, words: str) -> None:
    await read_back.say("yes")
    number = (await read_back.claim()).number
    other = await another_device(read_back)
    assert "Which e-mail" in await other.say(words.format(number))
    assert "waits to be looked at" in await other.say(EMAIL.upper())


async def test_both_in_one_message_are_enough(read_back: Talk) -> None:
    await read_back.say("yes")
    assert "waits to be looked at" in (await opened_elsewhere(read_back)).text


@pytest.mark.parametrize("word", ["continue", "yes"])
async def test_a_draft_that_was_opened_goes_on_at_a_word(claiming: Talk, word: str) -> None:
    await claiming.say_all("United States", "Jane Porter", EMAIL, "stop")
    other = await opened_elsewhere(claiming)
    assert "not filed yet" in other.text
    assert "Which remedy" in await other.say(word)


async def test_what_the_firm_needs_is_told_on_the_other_device_too(read_back: Talk) -> None:
    await read_back.say("yes")
    await decide(read_back, "needs_information")
    assert "something more" in (await opened_elsewhere(read_back)).text
    assert "decided" in (await opened_elsewhere(read_back)).text


async def test_who_has_no_number_gets_the_contact(talk: Talk) -> None:
    await talk.say("what is the status of my claim?")
    assert "start a claim" in await talk.say("I don't have the number")
    assert "model number" in await talk.say("is my power bank recalled?")


async def test_a_mistyped_number_is_asked_again_and_is_no_try(read_back: Talk) -> None:
    await read_back.say("yes")
    number = (await read_back.claim()).number
    other = await another_device(read_back)
    await other.say("what is the status of my claim?")
    wrong = number[:-1] + ("A" if number[-1] != "A" else "C")
    assert "compare every character" in await other.say(wrong)
    await other.say(number)
    assert "waits to be looked at" in await other.say(EMAIL)


async def test_a_question_in_between_is_answered_and_the_number_still_asked_for(
    talk: Talk,
) -> None:
    await talk.say_all("what is the status of my claim?", "why was it recalled?")
    assert "overheat" in talk.text
    assert "claim number" in talk.answers[-1].text
    assert "Nothing is going on" in await talk.say("stop")


async def test_danger_comes_first_there_too(talk: Talk) -> None:
    await talk.say("what is the status of my claim?")
    assert "Call 911" in await talk.say("it is smoking right now")
    assert "claim number" in talk.answers[-1].text


async def test_a_number_in_mid_claim_waits(claiming: Talk) -> None:
    answer = await claiming.say("where is my claim RC-4NW9-3MFR-AWH4")
    assert "finish this first" in answer
    assert "country" in claiming.answers[-1].text


async def test_another_wish_in_between_is_followed_and_said_once(talk: Talk) -> None:
    await talk.say("continue my claim")
    answer = await talk.say("start a new claim")
    assert answer.count("First I need to check") == 1
    assert "model number" in talk.answers[-1].text


async def test_a_disposal_told_in_between_is_not_taken_for_its_date(read_back: Talk) -> None:
    await read_back.say("yes")
    await decide(read_back, "approved", "awaiting_disposal")
    await read_back.say("where is my claim RC-4NW9-3MFR-AWH4")
    assert "which day" in await read_back.say("I have disposed of it")
    assert "disposal_date" not in (await read_back.claim()).details
