"""The public door on loopback, with a scripted engine behind it and a database of its own.

`site` is the door; `customer` somebody who has opened a conversation there.
"""

from __future__ import annotations

import asyncio
import itertools
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer

import bot.web.app
from bot.conversations import Inbound, Reply, Turn
from bot.settings import Limits, Settings
from bot.storage import Database, upgrade
from bot.web.app import DOOR, Door, make_app

SECRET = "a-secret-only-for-tests-" + "y" * 32
NO_LIMITS = Limits(0, 0, 0, 0, 0)
DECODE_SECONDS = 120.0


@dataclass
class ScriptedEngine:
    """Answers "You said: ..." unless told otherwise; remembers what it was given."""

    heard: list[Inbound] = field(default_factory=list)
    # What to answer to a text: replies, or an error to raise.
    answers: dict[str, tuple[Reply, ...] | Exception] = field(default_factory=dict)
    # A text that has a gate here is answered when the gate is open.
    gates: dict[str, asyncio.Event] = field(default_factory=dict)
    # Set when a text with a gate has arrived.
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    loaded: asyncio.Event = field(default_factory=asyncio.Event)
    ready: bool = False

    async def start(self) -> None:
        await self.loaded.wait()
        self.ready = True

    async def stop(self) -> None:
        self.ready = False

    async def turn(self, conversation: str, inbound: Inbound, state: dict[str, Any] | None) -> Turn:
        self.heard.append(inbound)
        if gate := self.gates.get(inbound.text):
            self.arrived.set()
            await gate.wait()
        count = (state or {}).get("turns", 0) + 1
        answer = self.answers.get(inbound.text, (Reply(f"You said: {inbound.text}"),))
        if isinstance(answer, Exception):
            raise answer
        return Turn(answer, {"turns": count})

    async def hazard(self, text: str) -> None:
        """Nothing but what the rules find."""

    def hold(self, text: str) -> asyncio.Event:
        """The turn of this text waits for the event."""
        self.arrived.clear()
        self.gates[text] = asyncio.Event()
        return self.gates[text]

    @property
    def texts(self) -> list[str]:
        """What it was asked to answer."""
        return [inbound.text for inbound in self.heard]


@dataclass
class Answer:
    """A response, read whole."""

    status: int
    headers: Any
    raw: bytes
    json: Any

    @property
    def texts(self) -> list[str]:
        """The texts of the messages in it."""
        return [m["text"] for m in self.json["messages"]]

    def assert_error(self, status: int, code: str) -> str:
        """It is the contract's error with this code; returns its sentence."""
        assert (self.status, self.json["error"]["code"]) == (status, code)
        assert set(self.json) == {"error"}
        assert set(self.json["error"]) == {"code", "message"}
        assert self.json["error"]["message"].endswith((".", "?"))
        return str(self.json["error"]["message"])


class Site:
    """The running application."""

    def __init__(self, server: TestServer, engine: ScriptedEngine, door: Door) -> None:
        self.server = server
        self.engine = engine
        self.door = door
        self.client = aiohttp.ClientSession(
            base_url=server.make_url("/"), auto_decompress=False, raise_for_status=False
        )

    async def ask(self, method: str, path: str, **options: Any) -> Answer:
        """One request; its answer read whole."""
        async with self.client.request(method, path, **options) as response:
            raw = await response.read()
            is_json = response.content_type == "application/json"
            body = await response.json() if is_json else None
            return Answer(response.status, response.headers, raw, body)

    async def customer(self) -> Customer:
        """Somebody who opens a conversation."""
        begun = await self.ask("POST", "/api/chat/conversations")
        assert begun.status == 201
        return Customer(self, begun.json["conversation"], begun.json["token"])


class Customer:
    """One conversation and its token."""

    def __init__(self, site: Site, conversation: str, token: str) -> None:
        self.site = site
        self.conversation = conversation
        self.token = token
        self._numbers = itertools.count(1)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    async def post(self, body: Any, headers: dict[str, str] | None = None) -> Answer:
        """Send any JSON as a message."""
        together = {**self.headers, **(headers or {})}
        return await self.site.ask("POST", "/api/chat/messages", json=body, headers=together)

    async def say(self, text: str, id: str | None = None) -> Answer:
        return await self.post({"id": id or f"m{next(self._numbers)}", "text": text})

    async def press(self, payload: str) -> Answer:
        return await self.post({"id": f"m{next(self._numbers)}", "payload": payload})

    async def history(self, after: int = 0) -> list[dict[str, Any]]:
        got = await self.site.ask("GET", f"/api/chat/messages?after={after}", headers=self.headers)
        assert got.status == 200
        messages: list[dict[str, Any]] = got.json["messages"]
        return messages

    async def upload(self, data: bytes, name: str = "label.jpg", id: str | None = None) -> Answer:
        """Send a file as a photo."""
        form = aiohttp.FormData()
        if id is not None:
            form.add_field("id", id)
        form.add_field("photo", data, filename=name, content_type="image/jpeg")
        return await self.site.ask("POST", "/api/chat/photos", data=form, headers=self.headers)

    def socket(self, **options: Any) -> Any:
        """An open WebSocket, as an async context manager."""
        return self.site.client.ws_connect(
            "/api/chat/socket", protocols=[f"recall.{self.token}"], **options
        )


Start = Callable[..., Awaitable[Site]]


@pytest_asyncio.fixture(scope="session")
async def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with all tables, to be copied: migrations take longer than most tests."""
    path = tmp_path_factory.mktemp("empty") / "recall.db"
    database = Database(f"sqlite+aiosqlite:///{path}")
    await upgrade(database)
    async with database.read() as connection:
        await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    await database.close()
    return path


@pytest_asyncio.fixture
async def start_site(
    tmp_path: Path, empty_database: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Start]:
    """Starts the door: `await start_site(engine, origins=...)`, any setting by name."""
    async with AsyncExitStack() as stack:

        async def start(
            engine: ScriptedEngine | None = None,
            *,
            loaded: bool = True,
            busy_seconds: float = 5.0,
            **options: Any,
        ) -> Site:
            database = partial(Database, busy_seconds=busy_seconds)
            # By the clock, and a process is started for it: the machine may be busy.
            monkeypatch.setattr("bot.claims.photos.DECODE_SECONDS", DECODE_SECONDS)
            monkeypatch.setattr(bot.web.app, "Database", database)
            path = tmp_path / "recall.db"
            if not path.exists():
                shutil.copy(empty_database, path)
            settings = replace(
                Settings(
                    secret_key=SECRET,
                    data_dir=tmp_path,
                    database_url=f"sqlite+aiosqlite:///{path}",
                    limits=NO_LIMITS,
                    photo_check=False,
                ),
                **options,
            )
            engine = engine or ScriptedEngine()
            if loaded:
                engine.loaded.set()
            app: web.Application = make_app(settings, engine)
            server = TestServer(app)
            await server.start_server(shutdown_timeout=5)
            stack.push_async_callback(server.close)
            if loaded:
                await app[DOOR].starting[0]
            site = Site(server, engine, app[DOOR])
            stack.push_async_callback(site.client.close)
            return site

        yield start


@pytest_asyncio.fixture
async def site(start_site: Start) -> Site:
    """The door with no limits."""
    return await start_site()


@pytest_asyncio.fixture
async def customer(site: Site) -> Customer:
    """Somebody who has opened a conversation."""
    return await site.customer()
