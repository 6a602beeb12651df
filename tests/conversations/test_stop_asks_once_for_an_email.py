"""Stop asks once for an e-mail, by which the draft is found again."""

import pytest

from tests.conversations.conftest import ANSWERS, Talk
from tests.conversations.helpers import another_device

EMAIL = ANSWERS[2]


async def test_a_stopped_claim_goes_on_on_another_device(claiming: Talk, recall: object) -> None:
    await claiming.say_all(*ANSWERS[:2])
    number = (await claiming.claim()).number
    assert number in await claiming.say("stop")
    assert "e-mail" in claiming.answers[-1].text
    assert "another device" in await claiming.say(EMAIL)
    other = await another_device(claiming)
    assert "Which e-mail" in await other.say(f"continue my claim {number}")
    assert "not filed yet" in await other.say(EMAIL)
    await other.press("Go on with it")
    assert number in other.text
    assert "remedy" in other.answers[-1].text
    await other.say_all(*ANSWERS[3:])
    assert "filed" in await other.say("yes")
    assert (await claiming.claim()).state == "submitted"
    assert (await claiming.claim()).details["name"] == ANSWERS[1]
    assert "waits to be looked at" in await claiming.say("what is the status of my claim?")


async def test_continue_my_claim_alone_asks_for_the_number(claiming: Talk) -> None:
    await claiming.say_all(*ANSWERS[:3], "stop")
    number = (await claiming.claim()).number
    other = await another_device(claiming)
    assert "claim number" in await other.say("continue my claim")
    await other.say_all(number, EMAIL)
    await other.press("Go on with it")
    assert "remedy" in other.answers[-1].text


@pytest.mark.parametrize("no", ["skip", "no thanks", "stop", "I'd rather not"])
async def test_who_gives_none_is_not_asked_again(claiming: Talk, no: str) -> None:
    await claiming.say_all("United States", "stop")
    assert "waits for you in this chat" in await claiming.say(no)
    await claiming.say("continue my claim")
    assert "name" in claiming.answers[-1].text
    assert "e-mail" not in await claiming.say("stop")


async def test_the_skip_button_ends_it(claiming: Talk) -> None:
    await claiming.say("stop")
    assert "waits for you in this chat" in await claiming.press("Skip")


async def test_who_has_given_one_is_not_asked(claiming: Talk) -> None:
    await claiming.say_all(*ANSWERS[:3])
    answer = await claiming.say("stop")
    assert "skip" not in answer
    assert f"continue my claim {(await claiming.claim()).number}" in answer


async def test_an_unreadable_one_is_asked_once_more_and_then_left(claiming: Talk) -> None:
    await claiming.say("stop")
    assert "could not read an e-mail" in await claiming.say("jane at home")
    assert "waits for you in this chat" in await claiming.say("jane at home")


async def test_the_claim_may_go_on_at_once_instead(claiming: Talk) -> None:
    await claiming.say("stop")
    assert "country" in await claiming.say("continue my claim")
