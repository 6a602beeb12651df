"""A remedy that is told among the rest is taken where it is chosen, not where it is asked about."""

import pytest

from tests.conversations.conftest import LISTED, Talk

EVERYTHING = (
    f"Hi, my A1263 serial {LISTED} is recalled I think, I'm Jane Porter, jane@example.com, "
    "{}, 12 Elm Street, Denver, CO 80202, bought on Amazon in the US"
)


@pytest.mark.parametrize("wish", ["I'd like the $30", "the gift card please", "$30 card"])
async def test_a_remedy_chosen_in_one_breath_with_all_is_not_asked_for(
    talk: Talk, wish: str
) -> None:
    await talk.say(EVERYTHING.format(wish))
    assert "order number" in await talk.press("Yes")
    assert (await talk.claim()).details["remedy"] == "gift_card"


@pytest.mark.parametrize("word", ["can I get the gift card", "not the gift card"])
async def test_one_that_is_only_spoken_of_is_asked_for(talk: Talk, word: str) -> None:
    await talk.say(EVERYTHING.format(word))
    assert "Which remedy" in await talk.press("Yes")
