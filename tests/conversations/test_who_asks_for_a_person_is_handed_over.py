"""Who asks for a person is handed over."""

from tests.conversations.conftest import LISTED, Talk
from tests.conversations.helpers import handovers_of


async def test_who_asks_for_a_person_is_handed_over(talk: Talk) -> None:
    assert "800-988-7973" in await talk.say("I want to talk to a real person")
    assert await handovers_of(talk) == ["asked_for"]
    await talk.say(f"A1263 {LISTED}")
    assert talk.verdicts == ["affected"]
