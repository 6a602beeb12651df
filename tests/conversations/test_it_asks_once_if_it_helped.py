"""Who takes leave is asked once if this helped; a button answers, and the dialogue stays."""

import sqlalchemy as sa

from bot.conversations import Inbound
from bot.conversations.ratings import THANKS
from bot.storage.tables import ratings
from tests.conversations.conftest import Talk
from tests.conversations.helpers import state_of

QUESTION = "did this help you?"


async def _helped(talk: Talk) -> list[bool]:
    query = sa.select(ratings.c.helped).where(ratings.c.conversation == talk.id)
    async with talk.database.read() as connection:
        return list((await connection.execute(query)).scalars())


async def test_it_is_asked_once_and_answered_by_a_button(talk: Talk) -> None:
    await talk.say("hello")
    assert QUESTION in await talk.say("goodbye")
    before = await state_of(talk)
    assert await talk.press("Yes, it did") == THANKS[True].text
    assert await _helped(talk) == [True]
    # Pressed once more, the other one: what was said last counts.
    again = Inbound("again", "No", "/rate_not_helped")
    for _ in range(2):
        assert await talk._send(again) == THANKS[False].text
        assert await _helped(talk) == [False]
    assert await state_of(talk) == before
    assert QUESTION not in await talk.say("thanks, bye")
    # Typed by hand it is plain text.
    await talk.say("/rate_helped")
    assert await _helped(talk) == [False]


async def test_it_is_not_asked_in_mid_claim(talk: Talk) -> None:
    await talk.say("A1263")
    assert QUESTION not in await talk.say("thanks")
