"""A claim begun without a check is checked first."""

from tests.conversations.conftest import LISTED, Talk


async def test_a_claim_begun_without_a_check_is_checked_first(talk: Talk) -> None:
    assert "First I need to check" in await talk.say("I want to file a claim")
    assert "model number" in talk.answers[-1].text
    await talk.say_all("A1263", LISTED, "yes")
    assert "country" in talk.text
