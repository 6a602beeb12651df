"""Answers about an incident that are told from danger that is there."""

import pytest

from bot.conversations.incidents import says_unhurt, tells_damage


@pytest.mark.parametrize(
    "text,signs,told",
    [
        ("the desk is burned", ("fire",), True),
        ("my carpet got scorched", ("damage",), True),
        ("yes, the table was melted", (), True),
        ("the desk is burning", ("fire",), False),
        ("the desk is burned and still smoking", ("fire", "smoke"), False),
        ("the desk is burned and it smokes", ("fire", "smoke"), False),
        ("I burned my hand", ("injury",), False),
        ("the desk is on fire", ("fire",), False),
    ],
)
def test_damage_that_is_done_is_an_answer(text, signs, told):
    assert tells_damage(text, signs) is told


@pytest.mark.parametrize(
    "text,told",
    [
        ("my powerbank smoked last month, no one hurt", True),
        ("it melted, nobody was hurt", True),
        ("no injuries, but it smoked", True),
        ("No, it smoked", False),
        ("it was fine before, then it smoked", False),
        ("someone got hurt", False),
    ],
)
def test_nobody_hurt_is_taken_from_the_first_message_only_in_plain_words(text, told):
    assert says_unhurt(text) is told
