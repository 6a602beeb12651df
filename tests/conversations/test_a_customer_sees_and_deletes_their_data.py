"""A customer sees and deletes their data, once it is sure that it is they."""

import json

import pytest

from tests.conversations.conftest import ANSWERS, Talk
from tests.conversations.helpers import handovers_of, opened_elsewhere, send_photo, state_of

EMAIL = ANSWERS[2]


@pytest.fixture
async def told(claiming: Talk) -> Talk:
    """A customer with a draft that holds name and e-mail, and a photo."""
    await claiming.say_all(*ANSWERS[:4])
    await send_photo(claiming)
    return claiming


async def test_all_that_is_kept_is_shown_after_the_email(told: Talk) -> None:
    assert "e-mail address" in await told.say("show my data")
    shown = await told.say(EMAIL)
    for kept in ("Jane Porter", EMAIL, "AKFF 1Y0E 1234 5678", "1 photo", "deleted after 30 days"):
        assert kept in shown


async def test_without_a_claim_it_is_shown_at_once(talk: Talk) -> None:
    await talk.say("hello")
    assert "messages in this chat" in await talk.say("what do you know about me?")


async def test_it_is_deleted_after_the_email_and_a_yes(told: Talk) -> None:
    number = (await told.claim()).number
    await told.say("please delete all my data")
    assert "can't be undone" in await told.say(EMAIL)
    assert "It is deleted" in await told.press("Yes")
    claim = await told.claims.get(number)
    assert (claim.state, claim.details, claim.units, claim.photos) == ("withdrawn", {}, (), ())
    left = await told.transcript.since(told.id, 0)
    assert [m.sender for m in left] == ["customer", "assistant"]
    kept = json.dumps(await state_of(told))
    assert "AKFF" not in kept and number not in kept
    assert "recall assistant" in await told.say("hello")


async def test_a_wrong_email_three_times_calls_a_person_and_shows_nothing(told: Talk) -> None:
    await told.say("show my data")
    for _ in range(3):
        assert "Jane" not in await told.say("other@example.com")
    assert "passed your wish on" in told.text
    assert await handovers_of(told) == ["privacy"]


@pytest.mark.parametrize("no", ["no", "hm, I'm not sure", "stop"])
async def test_nothing_is_deleted_without_a_clear_yes(told: Talk, no: str) -> None:
    await told.say_all("delete my data", EMAIL, no)
    if "undone" in told.text:
        await told.say(no)
    assert "Nothing is deleted" in told.text
    assert "continue my claim" in told.text
    assert (await told.claim()).details["name"] == "Jane Porter"


async def test_a_claim_in_progress_is_explained(read_back: Talk) -> None:
    await read_back.say("yes")
    answer = await read_back.say("delete my data")
    assert "can't delete it now" in answer and "withdraw my claim" in answer
    assert "privacy" in await handovers_of(read_back)
    await read_back.say_all("withdraw my claim", "yes", "delete my data", EMAIL)
    assert "It is deleted" in await read_back.say("yes")
    assert (await read_back.claim()).details == {}


async def test_what_was_said_on_another_device_goes_too(told: Talk) -> None:
    other = await opened_elsewhere(told)
    await other.say_all("delete my data", EMAIL)
    assert "It is deleted" in await other.say("yes")
    assert await told.transcript.since(told.id, 0) == []


async def test_when_it_is_deleted_is_a_question(talk: Talk) -> None:
    assert "30 days" in await talk.say("how long do you keep my data?")
