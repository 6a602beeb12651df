"""Where it was bought may be told, or passed over, in any words."""

import pytest

from tests.conversations.conftest import ANSWERS, Talk

STEVE = "Facebook Marketplace from a guy named Steve"


@pytest.mark.parametrize(
    "words,kept",
    [
        (STEVE, STEVE),
        ("no receipt, lost it", "-"),
    ],
)
async def test_it_is_taken_and_nothing_else_is_read_in_it(
    claiming: Talk, words: str, kept: str
) -> None:
    await claiming.say_all(*ANSWERS[:3], "gift card")
    assert "order number" in await claiming.say(words)
    assert "trash" not in claiming.text
    assert (await claiming.claim()).details["seller"] == kept


async def test_a_country_put_right_with_a_sorry_is_taken(claiming: Talk) -> None:
    assert "continue my claim" in await claiming.say("Canada")
    assert "name" in await claiming.say("no sorry USA")
