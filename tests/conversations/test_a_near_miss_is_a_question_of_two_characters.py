"""A near miss asks which of two characters it is; a yes to that is no answer."""

import pytest

from tests.conversations.conftest import Talk
from tests.conversations.helpers import NEAR


@pytest.mark.parametrize("words", ["yes", "yes it could be", "Yes!", "ok", "it could be 8"])
async def test_a_yes_keeps_no_character(talk: Talk, words: str) -> None:
    assert "Character 16: is it B or 8?" in await talk.say(f"A1263 {NEAR}")
    await talk.say_all(words, words)
    assert talk.verdicts == []
    assert "is it B or 8?" in talk.text


@pytest.mark.parametrize(
    "words",
    [
        "8",
        "it's an 8",
        "it is an eight",
        "the last character is an 8",
        "yes it is 8",
        "It\u2019s not a B, it\u2019s an 8",
        "it's not a B",
    ],
)
async def test_the_character_that_is_named_is_put_there(talk: Talk, words: str) -> None:
    await talk.say_all(f"A1263 {NEAR}", words)
    assert talk.verdicts == ["affected"]


async def test_the_buttons_name_the_characters(talk: Talk) -> None:
    await talk.say(f"A1263 {NEAR}")
    assert [b["title"] for b in talk.buttons] == ["It is B", "It is 8", "I can't tell"]
    await talk.press("It is 8")
    assert talk.verdicts == ["affected"]


async def test_who_stays_with_what_was_read_has_the_whole_read_back(talk: Talk) -> None:
    await talk.say(f"A1263 {NEAR}")
    await talk.press("It is B")
    assert talk.verdicts == []
    assert "exactly what is printed" in talk.text
    await talk.press("Yes")
    assert talk.verdicts == ["not_listed"]


async def test_who_cannot_tell_may_have_a_recalled_one(talk: Talk) -> None:
    await talk.say(f"A1263 {NEAR}")
    await talk.press("I can't tell")
    assert talk.verdicts == ["possibly_affected"]


async def test_a_place_that_is_in_doubt_takes_any_character(talk: Talk) -> None:
    assert "Character 16: I read 9." in await talk.say("A1263 AKFF1Y0E12345679")
    await talk.say("it's 8")
    assert talk.verdicts == ["affected"]
