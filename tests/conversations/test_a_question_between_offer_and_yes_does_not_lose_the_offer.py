"""A question between offer and yes does not lose the offer."""

from tests.conversations.conftest import LISTED, Talk


async def test_a_question_between_offer_and_yes_does_not_lose_the_offer(talk: Talk) -> None:
    await talk.say_all(f"A1263 {LISTED}", "do I need a receipt?")
    assert "start your claim" in talk.answers[-1].text
    await talk.say("yes")
    assert "country" in talk.text
