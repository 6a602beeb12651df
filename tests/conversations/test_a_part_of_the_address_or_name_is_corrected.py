"""A part of the address or the name is corrected, and the rest of it stays."""

import pytest

from tests.conversations.conftest import ANSWERS, Talk


@pytest.mark.parametrize(
    "words,field,value",
    [
        ("change my zip to 80203, please", "address", "12 Elm Street, Denver, CO 80203"),
        ("change my city to Boulder", "address", "12 Elm Street, Boulder, CO 80202"),
        ("change my last name to Smith", "name", "Jane Smith"),
    ],
)
async def test_a_part_is_put_in_its_place(
    read_back: Talk, words: str, field: str, value: str
) -> None:
    assert value in await read_back.say(words)
    assert "Is everything right" in read_back.text
    assert (await read_back.claim()).details[field] == value


async def test_a_state_is_put_in_its_place_and_asked_about_where_it_does_not_fit(
    read_back: Talk,
) -> None:
    told = await read_back.say("change state to NY")
    assert told.count("12 Elm Street, Denver, NY 80202") == 1 and "belongs to Colorado" in told
    assert "Is everything right" in await read_back.say("yes")
    assert (await read_back.claim()).details["address"] == "12 Elm Street, Denver, NY 80202"


async def test_what_was_given_stays_until_the_new_comes(read_back: Talk) -> None:
    assert "street" in await read_back.say("change my zip code")
    assert (await read_back.claim()).details["address"] == ANSWERS[4]
    assert "80203" in await read_back.say("my zip is 80203")
    assert "street" in await read_back.say("change my address")
    assert "Is everything right" in await read_back.say("skip")
    assert (await read_back.claim()).details["address"] == "12 Elm Street, Denver, CO 80203"
    assert "street" in await read_back.say("change my address")
    assert "Is everything right" in await read_back.say("9 Oak Road, Austin, TX 78701")
    details = (await read_back.claim()).details
    assert details["address"] == "9 Oak Road, Austin, TX 78701"
    await read_back.say("yes")
    assert (await read_back.claim()).state == "submitted"
