"""A wrong number is answered like a wrong e-mail, and five of them lock."""

from bot.claims.number import new_number
from tests.conversations.conftest import ANSWERS, Talk
from tests.conversations.helpers import another_device

EMAIL = ANSWERS[2]


async def test_a_wrong_number_is_answered_like_a_wrong_email(read_back: Talk) -> None:
    await read_back.say("yes")
    number = (await read_back.claim()).number
    told = []
    for tried, email in ((number, "joan@example.com"), (new_number(), EMAIL)):
        other = await another_device(read_back)
        await other.say(f"where is my claim {tried}")
        told.append(await other.say(email))
        assert await other.claims.of_conversation(other.id) == []
        assert "claim number" in other.answers[-1].text
    assert told[0] == told[1]
    assert "can't open a claim with this number" in told[0]


async def test_after_five_wrong_tries_even_the_right_one_waits(read_back: Talk) -> None:
    await read_back.say("yes")
    number = (await read_back.claim()).number
    other = await another_device(read_back)
    await other.say("what is the status of my claim?")
    for _ in range(5):
        assert "can't open" in await other.say(f"{number} joan@example.com")
    assert "quarter of an hour" in await other.say(f"{number} {EMAIL}")
    assert "You can reach" in other.text
    assert await other.claims.of_conversation(other.id) == []
    # The claim itself goes on where it was begun.
    assert number in await read_back.say("what is the status of my claim?")
