"""Another process holds the database: the customer gets a sentence, and nothing is lost."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest_asyncio

from bot.conversations import sentences
from tests.web.conftest import Site, Start
from tests.web.pictures import picture


@pytest_asyncio.fixture
async def site(start_site: Start) -> Site:
    """A door that waits for a held database only shortly."""
    # Longer than its own first sweep may hold it on a busy machine.
    return await start_site(busy_seconds=3.0)


@asynccontextmanager
async def held(tmp_path: Path) -> AsyncIterator[None]:
    """A second connection holds the write lock.

    It is waited for in a thread: whoever holds the lock now may need this loop to give it back.
    """
    connection = sqlite3.connect(
        tmp_path / "recall.db", isolation_level=None, check_same_thread=False
    )
    await asyncio.to_thread(connection.execute, "BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


async def test_a_message_is_refused_with_a_sentence_and_taken_later(
    site: Site, tmp_path: Path
) -> None:
    customer = await site.customer()
    async with held(tmp_path):
        refused = await customer.say("hello", id="m")
        assert refused.assert_error(503, "busy") == sentences.BUSY
        assert refused.headers["Retry-After"] == "2"
        assert (await customer.say("hello", id="m")).status == 503
        assert await customer.history() == []
    assert site.engine.texts == []
    assert (await customer.say("hello", id="m")).texts == ["You said: hello"]
    assert site.engine.texts == ["hello"]


async def test_danger_is_answered_all_the_same(site: Site, tmp_path: Path) -> None:
    customer = await site.customer()
    async with held(tmp_path):
        told = (await customer.say("it is on fire right now")).assert_error(503, "busy")
    assert "911" in told
    assert sentences.BUSY in told


async def test_a_new_conversation_is_refused_and_begun_later(site: Site, tmp_path: Path) -> None:
    async with held(tmp_path):
        (await site.ask("POST", "/api/chat/conversations")).assert_error(503, "busy")
    assert (await site.ask("POST", "/api/chat/conversations")).status == 201


async def test_a_photo_is_refused_and_taken_later(site: Site, tmp_path: Path) -> None:
    customer = await site.customer()
    async with held(tmp_path):
        (await customer.upload(picture(), id="p")).assert_error(503, "busy")
    assert list((tmp_path / "photos").iterdir()) == []
    assert (await customer.upload(picture(), id="p")).status == 200
    assert len(list((tmp_path / "photos").iterdir())) == 1


async def test_a_socket_says_so_and_goes_on(site: Site, tmp_path: Path) -> None:
    customer = await site.customer()
    async with customer.socket() as ws:
        async with held(tmp_path):
            await ws.send_json({"id": "m", "text": "hello"})
            error = await ws.receive_json()
        assert error["error"] == {"code": "busy", "message": sentences.BUSY}
        assert error["id"] == "m"
        await ws.send_json({"id": "m", "text": "hello"})
        frames = [await ws.receive_json() for _ in range(3)]
        assert [f.get("text") for f in frames if "text" in f] == ["You said: hello"]


async def test_an_answer_is_saved_when_the_database_is_free_again(
    site: Site, tmp_path: Path
) -> None:
    customer = await site.customer()
    gate = site.engine.hold("hello")
    saying = asyncio.create_task(customer.say("hello"))
    await site.engine.arrived.wait()
    async with held(tmp_path):
        gate.set()
        # Reading goes on meanwhile.
        assert [m["text"] for m in await customer.history()] == ["hello"]
        assert (await site.ask("GET", "/readyz")).status == 200
    assert (await saying).texts == ["You said: hello"]
    assert site.engine.texts == ["hello"]
