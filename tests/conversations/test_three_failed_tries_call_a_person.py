"""Three failed tries call a person."""

from tests.conversations.conftest import ANSWERS, Talk
from tests.conversations.helpers import handovers_of


async def test_three_failed_tries_call_a_person(claiming: Talk) -> None:
    await claiming.say_all(*ANSWERS[:2], "qwer", "asdf")
    assert "claim" not in await handovers_of(claiming)
    assert "asked a person" in await claiming.say("zxcv")
    assert await handovers_of(claiming) == ["claim"]
    assert "remedy" in await claiming.say("jane@example.com")
