"""A person takes a conversation over, says something in it and gives it back, on both databases."""

from __future__ import annotations

import asyncio

import pytest

from bot.conversations import (
    Inbound,
    Keepers,
    KeptByAnother,
    Transcript,
    UnknownConversation,
)
from bot.storage import Database


@pytest.fixture
async def keepers(database: Database) -> Keepers:
    """The gate of a database with one conversation, "c"."""
    await Transcript(database).open("c", "web")
    return Keepers(database)


async def test_the_assistant_has_it_until_somebody_takes_it_over(keepers: Keepers) -> None:
    assert await keepers.keeper("c") is None
    taken = await keepers.take_over("c", "Ann")
    assert taken.agent == "Ann"
    assert await keepers.take_over("c", "Ann") == taken == await keepers.keeper("c")
    await keepers.give_back("c")
    await keepers.give_back("c")
    assert await keepers.keeper("c") is None


async def test_of_many_at_once_the_first_gets_it(keepers: Keepers) -> None:
    agents = ["Ann", "Bob", "Cem", "Dee"]
    took = await asyncio.gather(
        *(keepers.take_over("c", agent) for agent in agents), return_exceptions=True
    )
    keeper = await keepers.keeper("c")
    assert keeper is not None
    refused = [t.keeper for t in took if isinstance(t, KeptByAnother)]
    assert refused == [keeper.agent] * 3
    assert [t for t in took if not isinstance(t, KeptByAnother)] == [keeper]


async def test_only_who_has_it_speaks_and_the_same_id_speaks_once(
    keepers: Keepers, database: Database
) -> None:
    with pytest.raises(KeptByAnother):
        await keepers.say_as_agent("c", "Ann", "Hello", "1")
    await keepers.take_over("c", "Ann")
    with pytest.raises(KeptByAnother):
        await keepers.say_as_agent("c", "Bob", "Hello", "1")
    said = await asyncio.gather(
        *(keepers.say_as_agent("c", "Ann", "Hello, I am Ann.", "2") for _ in range(3))
    )
    assert said[0] == said[1] == said[2]
    (stored,) = await Transcript(database).since("c", 0)
    assert stored.as_json() == said[0].as_json()
    assert (stored.sender, stored.name, stored.text) == ("agent", "Ann", "Hello, I am Ann.")


async def test_another_may_not_give_it_back_in_her_name(keepers: Keepers) -> None:
    await keepers.take_over("c", "Ann")
    with pytest.raises(KeptByAnother):
        await keepers.give_back("c", "Bob")
    await keepers.give_back("c", "Ann")
    assert await keepers.keeper("c") is None


async def test_an_unknown_conversation_is_told(keepers: Keepers) -> None:
    for ask in (
        keepers.keeper("x"),
        keepers.take_over("x", "Ann"),
        keepers.give_back("x"),
        keepers.say_as_agent("x", "Ann", "Hello", "1"),
    ):
        with pytest.raises(UnknownConversation):
            await ask


async def test_what_waits_names_who_has_it(keepers: Keepers, database: Database) -> None:
    transcript = Transcript(database)
    await transcript.accept("c", Inbound("m1", "hello"))
    await keepers.take_over("c", "Ann")
    waiting = await transcript.next_waiting("c")
    assert waiting is not None and waiting.keeper == "Ann"
