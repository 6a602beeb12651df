"""What is no country does not end the claim."""

import pytest

from tests.conversations.conftest import Talk


@pytest.mark.parametrize(
    "words", ["I don't know", "Amazon", "Chicago", "online", "on the internet"]
)
async def test_what_is_no_country_does_not_end_the_claim(claiming: Talk, words: str) -> None:
    await claiming.say(words)
    assert "country" in claiming.answers[-1].text
    assert (await claiming.claim()).state == "draft"
    assert "name" in await claiming.press("United States")
