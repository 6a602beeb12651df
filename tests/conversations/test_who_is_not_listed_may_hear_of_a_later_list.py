"""The agreement is asked for after "not listed" and kept only when the button is pressed."""

import sqlalchemy as sa

from bot.storage.tables import rechecks
from tests.conversations.helpers import UNLISTED


async def kept(talk):
    query = sa.select(rechecks).where(rechecks.c.conversation == talk.id)
    async with talk.database.read() as connection:
        return [(row.model, row.serial) for row in await connection.execute(query)]


async def test_the_wish_is_kept(talk) -> None:
    await talk.say(f"A1263 {UNLISTED}")
    await talk.press("Yes")
    assert talk.verdicts == ["not_listed"]
    assert "when a later list has your number" in talk.text
    assert await kept(talk) == []
    assert "I have noted it" in await talk.press("Tell me")
    assert await kept(talk) == [("A1263", UNLISTED)]


async def test_typed_or_pressed_without_an_offer_it_keeps_nothing(talk) -> None:
    await talk.say("/agree_recheck")
    await talk.say("Tell me")
    assert await kept(talk) == []
