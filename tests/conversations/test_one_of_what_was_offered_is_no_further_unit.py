"""Who chooses among what was offered ("the second one") does not tell of a further unit."""

from __future__ import annotations

import pytest

from tests.conversations.conftest import ANSWERS, Talk

LATER = "tell me about the other unit"


@pytest.mark.parametrize(
    "words,remedy",
    [
        ("The second one", "gift_card"),
        ("another one please", "replacement"),
        ("send me another one", "replacement"),
    ],
)
async def test_a_remedy_is_chosen(claiming: Talk, words: str, remedy: str) -> None:
    await claiming.say_all(*ANSWERS[:3])
    assert "remedy" in claiming.text
    assert LATER not in await claiming.say(words)
    assert (await claiming.claim()).details.get("remedy") == remedy, claiming.text


async def test_an_email_told_with_have_and_too_is_no_further_unit(claiming: Talk) -> None:
    await claiming.say_all(*ANSWERS[:2])
    assert LATER not in await claiming.say("I have that too: jane@example.com")
    assert (await claiming.claim()).details["email"] == "jane@example.com"


@pytest.mark.parametrize("words", ["give me one more minute", "let me take another one"])
async def test_who_needs_more_time_is_not_told_of_other_units(claiming: Talk, words: str) -> None:
    await claiming.say_all(*ANSWERS[:2])
    assert LATER not in await claiming.say(words)


async def test_who_has_a_further_one_hears_when_it_is_looked_at(claiming: Talk) -> None:
    await claiming.say_all(*ANSWERS[:2])
    assert LATER in await claiming.say("I have another one too")


async def test_what_is_told_beside_a_further_unit_is_kept(claiming: Talk) -> None:
    await claiming.say_all(*ANSWERS[:2])
    told = await claiming.say("gift card, jane@example.com, and my husband has one too")
    assert LATER in told
    details = (await claiming.claim()).details
    assert (details["remedy"], details["email"]) == ("gift_card", "jane@example.com")


async def test_where_a_further_unit_was_bought_is_not_taken(claiming: Talk) -> None:
    assert LATER in await claiming.say("my husband bought another one in Japan")
    assert "country" in claiming.text
    assert "country" not in (await claiming.claim()).details


async def test_a_country_before_a_further_unit_is_taken(claiming: Talk) -> None:
    assert LATER in await claiming.say("United States. I bought another one in Japan.")
    assert (await claiming.claim()).details["country"] == "US"
