"""The durable transcript: once, in order, together."""

import asyncio

import pytest

from bot.conversations.messages import Button, Inbound, Link, Reply
from bot.conversations.transcript import Transcript, UnknownConversation
from bot.storage.database import Database
from bot.storage.tables import metadata


@pytest.fixture
async def transcript(tmp_path):
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}")
    async with database.write() as connection:
        await connection.run_sync(metadata.create_all)
    transcript = Transcript(database)
    await transcript.open("c", "test")
    yield transcript
    await database.close()


async def test_the_same_id_is_stored_once(transcript):
    first = await transcript.accept("c", Inbound("m1", "hello"))
    again = await transcript.accept("c", Inbound("m1", "something else"))
    assert (first.new, again.new, again.seq) == (True, False, first.seq)
    assert [m.text for m in await transcript.since("c", 0)] == ["hello"]


async def test_the_same_id_at_once_is_stored_once(transcript):
    taken = await asyncio.gather(*(transcript.accept("c", Inbound("m1", "x")) for _ in range(5)))
    assert sorted(a.new for a in taken) == [False] * 4 + [True]
    assert {a.seq for a in taken} == {1}


async def test_the_same_id_in_another_conversation_is_another_message(transcript):
    await transcript.open("d", "test")
    await transcript.accept("c", Inbound("m1", "x"))
    assert (await transcript.accept("d", Inbound("m1", "x"))).new


async def test_numbers_have_no_gap_after_a_repeated_id(transcript):
    for message in ("m1", "m1", "m2", "m2", "m3"):
        await transcript.accept("c", Inbound(message, message))
    assert [m.seq for m in await transcript.since("c", 0)] == [1, 2, 3]


async def test_messages_wait_in_the_order_they_came(transcript):
    for i in range(3):
        await transcript.accept("c", Inbound(f"m{i}", str(i), "/affirm", {"photo": "p"}))
    for i in range(3):
        waiting = await transcript.next_waiting("c")
        assert waiting.inbound == Inbound(f"m{i}", str(i), "/affirm", {"photo": "p"})
        await transcript.save_turn("c", waiting.seq, [Reply("ok")], {"n": i})
    assert await transcript.next_waiting("c") is None


async def test_answer_and_state_are_saved_together_and_once(transcript):
    seq = (await transcript.accept("c", Inbound("m1", "x"))).seq
    assert await transcript.save_turn("c", seq, [Reply("first")], {"n": 1})
    assert not await transcript.save_turn("c", seq, [Reply("second")], {"n": 2})
    assert [m.text for m in await transcript.replies_to("c", seq)] == ["first"]
    await transcript.accept("c", Inbound("m2", "y"))
    assert (await transcript.next_waiting("c")).state == {"n": 1}


async def test_no_state_leaves_the_stored_one(transcript):
    for message, state in (("m1", {"n": 1}), ("m2", None), ("m3", {"n": 3})):
        seq = (await transcript.accept("c", Inbound(message, "x"))).seq
        await transcript.save_turn("c", seq, [Reply("ok")], state)
        if message == "m2":
            await transcript.accept("c", Inbound("m3", "x"))
            assert (await transcript.next_waiting("c")).state == {"n": 1}


async def test_an_answer_keeps_its_buttons_links_card_and_wish_for_a_photo(transcript):
    seq = (await transcript.accept("c", Inbound("m1", "x"))).seq
    reply = Reply("t", (Button("Yes", "/affirm"),), (Link("L", "https://x"),), "photo", {"k": 1})
    await transcript.save_turn("c", seq, [reply], None)
    shown = (await transcript.replies_to("c", seq))[0].as_json()
    assert shown["buttons"] == [{"title": "Yes", "payload": "/affirm"}]
    assert shown["links"] == [{"title": "L", "url": "https://x"}]
    assert (shown["ask"], shown["card"], shown["from"]) == ("photo", {"k": 1}, "assistant")


async def test_since_gives_what_came_later(transcript):
    for i in range(5):
        await transcript.accept("c", Inbound(f"m{i}", str(i)))
    assert [m.text for m in await transcript.since("c", 3)] == ["3", "4"]
    assert [m.text for m in await transcript.since("c", 0, limit=2)] == ["0", "1"]


async def test_a_button_is_known_only_if_we_offered_it(transcript):
    seq = (await transcript.accept("c", Inbound("m1", "x"))).seq
    await transcript.save_turn("c", seq, [Reply("t", (Button("Yes", "/affirm"),))], None)
    assert await transcript.offered_title("c", "/affirm") == "Yes"
    assert await transcript.offered_title("c", "/restart") is None


async def test_what_waits_is_found_after_a_restart(transcript):
    await transcript.open("d", "test")
    await transcript.accept("c", Inbound("m1", "x"))
    seq = (await transcript.accept("d", Inbound("m1", "x"))).seq
    await transcript.save_turn("d", seq, [Reply("ok")], None)
    assert await transcript.conversations_waiting() == ["c"]


async def test_opening_twice_keeps_what_there_is(transcript):
    await transcript.accept("c", Inbound("m1", "x"))
    await transcript.open("c", "test")
    assert len(await transcript.since("c", 0)) == 1


async def test_nobody_writes_into_a_conversation_that_is_not_there(transcript):
    with pytest.raises(UnknownConversation):
        await transcript.accept("nowhere", Inbound("m1", "x"))
    assert await transcript.since("nowhere", 0) == []


async def test_the_newest_texts_of_the_customer_oldest_first(transcript):
    for place in range(4):
        taken = await transcript.accept("c", Inbound(f"m{place}", f"text {place}"))
        await transcript.save_turn("c", taken.seq, (Reply("fine"),), None)
    assert await transcript.told("c", 2) == ["text 2", "text 3"]
    assert await transcript.told("d") == []
