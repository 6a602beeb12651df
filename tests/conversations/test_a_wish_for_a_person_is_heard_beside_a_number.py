"""A wish for a person is heard beside a number."""

from tests.conversations.conftest import Talk
from tests.conversations.helpers import SECOND_LISTED, UNLISTED, handovers_of


async def test_a_wish_for_a_person_is_heard_beside_a_number_in_the_check(talk: Talk) -> None:
    await talk.say("is my A1263 recalled?")
    await talk.say(f"I want to talk to a person about serial {UNLISTED}")
    assert await handovers_of(talk) == ["asked_for"]


async def test_a_wish_for_a_person_is_heard_beside_a_number_in_the_claim(claiming: Talk) -> None:
    await claiming.say(f"I want to talk to a person about A1263 {SECOND_LISTED}")
    assert await handovers_of(claiming) == ["asked_for"]
    assert "country" in claiming.answers[-1].text
