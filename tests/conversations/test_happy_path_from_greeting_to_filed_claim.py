"""A customer greets, checks a unit, and files a claim."""

from bot.claims.number import is_number
from tests.conversations.conftest import ANSWERS, LISTED, Talk


async def test_happy_path_from_greeting_to_filed_claim(talk: Talk) -> None:
    assert "computer program" in await talk.say("hello")
    assert "model number" in await talk.say("is my power bank recalled?")
    assert "serial number" in await talk.say("A1263")
    await talk.say(LISTED)
    assert talk.verdicts == ["affected"]
    assert "demo data" in talk.text
    await talk.press("Yes")
    assert "country" in talk.text
    assert "Jane Porter" in await talk.say_all(*ANSWERS)
    assert "filed" in await talk.say("yes")
    claim = await talk.claim()
    assert claim.state == "submitted"
    assert is_number(claim.number)
    assert claim.number in talk.text
    assert claim.details["email"] == "jane@example.com"
