"""Who tells of themselves instead of saying yes to the claim is offered it once more."""

import pytest

from tests.conversations.conftest import LISTED, Talk


@pytest.mark.parametrize("words", ["USA", "Jane Porter, jane@example.com", "O'Brien"])
async def test_the_offer_is_made_once_more(talk: Talk, words: str) -> None:
    await talk.say(f"A1263 {LISTED}")
    assert "Shall I start your claim" in await talk.say(words)
    assert "model number" not in talk.text and "not sure what you mean" not in talk.text
    await talk.press("Yes")
    assert "In which country" in talk.text
    if "@" in words:
        assert (await talk.claim()).details.get("email") == "jane@example.com"
