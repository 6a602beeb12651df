"""A denied country is not taken."""

from tests.conversations.conftest import Talk


async def test_a_denied_country_is_not_taken(claiming: Talk) -> None:
    await claiming.say("not in the US")
    claim = await claiming.claim()
    assert claim.details.get("country") is None
    assert claim.state in ("draft", "withdrawn")
