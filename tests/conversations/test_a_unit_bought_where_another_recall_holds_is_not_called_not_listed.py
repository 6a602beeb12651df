"""A unit bought where another recall holds is not called not listed."""

import pytest

from tests.conversations.conftest import Talk
from tests.conversations.helpers import UNLISTED, handovers_of


@pytest.mark.parametrize(
    "words",
    [
        (f"I bought an A1263 in Japan, is it recalled? serial {UNLISTED}",),
        ("I bought it in Japan. Does the recall apply?", f"A1263 {UNLISTED}"),
        ("is my A1263 recalled?", "it's from Japan", UNLISTED),
    ],
)
async def test_a_unit_bought_in_japan_goes_to_a_person(talk: Talk, words: tuple[str, ...]) -> None:
    await talk.say_all(*words)
    assert talk.verdicts == ["possibly_affected"]
    assert "Japan has its own recall" in talk.text
    assert "start your claim" not in talk.text
    assert await handovers_of(talk) == ["check"]


async def test_it_is_offered_before_the_verdict_where_it_is_not_known(talk: Talk) -> None:
    await talk.say(f"A1263 {UNLISTED}")
    assert [button["title"] for button in talk.buttons] == [
        "Yes",
        "No",
        "Wait, I bought it in Japan",
    ]
    told = await talk.press("Wait, I bought it in Japan")
    assert "Japan has its own recall" in told and "Stop using it" in told
    await talk.say("yes")
    assert talk.verdicts == ["possibly_affected"]


async def test_it_is_not_offered_where_it_is_known(talk: Talk) -> None:
    await talk.say(f"I bought my A1263 in Texas, serial {UNLISTED}, is it recalled?")
    assert [button["title"] for button in talk.buttons] == ["Yes", "No"]


async def test_who_is_not_listed_is_offered_to_say_that_it_comes_from_there(talk: Talk) -> None:
    await talk.say_all(f"A1263 {UNLISTED}", "yes")
    assert talk.verdicts == ["not_listed"]
    assert "may be part of another recall" in talk.text
    told = await talk.press("I bought it in Japan")
    assert "Japan has its own recall" in told and "Stop using it" in told


async def test_bought_in_the_united_states_changes_nothing(talk: Talk) -> None:
    await talk.say_all(f"I bought my A1263 in Texas, serial {UNLISTED}, is it recalled?", "yes")
    assert talk.verdicts == ["not_listed"]
    assert not any("Japan" in button["title"] for button in talk.buttons)
