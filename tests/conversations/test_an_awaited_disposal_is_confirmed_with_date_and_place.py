"""An awaited disposal is confirmed with date and place."""

from datetime import date, timedelta

import pytest

from bot.conversations.transcript import utc_now
from tests.conversations.conftest import Talk
from tests.conversations.helpers import decide, handovers_of


async def test_an_awaited_disposal_is_confirmed_with_date_and_place(read_back: Talk) -> None:
    await read_back.say("yes")
    await decide(read_back, "approved", "awaiting_disposal")
    assert "which day" in await read_back.say("I have disposed of it")
    assert "which day" in await read_back.say("no")
    assert "Where" in await read_back.say("November 20")
    assert "confirmation" in await read_back.say("Denver hazardous waste site")
    claim = await read_back.claim()
    assert claim.state == "disposal_confirmed"
    assert claim.details["disposal_date"] == "November 20"
    assert claim.details["disposal_place"] == "Denver hazardous waste site"
    assert "Nothing more is needed" in await read_back.say("I have disposed of it")


async def test_day_and_place_may_be_told_at_once(read_back: Talk) -> None:
    await read_back.say("yes")
    await decide(read_back, "approved", "awaiting_disposal")
    told = "I dropped it off at the hazardous waste center in Springfield yesterday"
    assert "confirmation" in await read_back.say(told)
    assert "picture" in read_back.text and read_back.asks_photo
    claim = await read_back.claim()
    assert claim.state == "disposal_confirmed"
    assert claim.details["disposal_place"] == "hazardous waste center in Springfield"
    assert claim.details["disposal_date"] == "yesterday"
    yesterday = utc_now().date() - timedelta(days=1)
    assert abs(date.fromisoformat(claim.details["disposal_day"]) - yesterday).days <= 1


async def test_three_tries_get_an_example_a_way_on_and_a_person(read_back: Talk) -> None:
    await read_back.say("yes")
    await decide(read_back, "approved", "awaiting_disposal")
    await read_back.say("I have disposed of it")
    assert "for example: November 20" in await read_back.say("yes")
    assert "Just say skip" not in await read_back.say("no")
    assert "Just say skip" in await read_back.say("yes")
    assert "disposal" in await handovers_of(read_back)
    assert "Where did you take it" in await read_back.say("skip")
    await read_back.say("Denver")
    assert (await read_back.claim()).state == "disposal_confirmed"


async def test_who_begins_with_not_yet_is_not_asked_for_a_date(read_back: Talk) -> None:
    await read_back.say("yes")
    await decide(read_back, "approved", "awaiting_disposal")
    await read_back.say("I have not disposed of it yet")
    assert "On which day" not in read_back.text
    assert (await read_back.claim()).state == "awaiting_disposal"


@pytest.mark.parametrize("not_yet", ["not yet", "I haven't done it yet", "no I still have it"])
async def test_what_is_still_to_be_disposed_of_confirms_nothing(
    read_back: Talk, not_yet: str
) -> None:
    await read_back.say("yes")
    await decide(read_back, "approved", "awaiting_disposal")
    await read_back.say("I have disposed of it")
    assert "tell me here when it is done" in await read_back.say(not_yet)
    assert (await read_back.claim()).state == "awaiting_disposal"
    await read_back.say("I have disposed of it")
    await read_back.say_all("November 20", "Denver hazardous waste site")
    assert (await read_back.claim()).state == "disposal_confirmed"
