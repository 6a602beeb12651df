"""The assistants as services: their processes, and a customer who writes to them over HTTP."""

from __future__ import annotations

import abc
import asyncio
import json
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import aiohttp

from bench.processes import ROOT, BenchError, ended, environment, free_port, start

__all__ = ["Customer", "DefaultRasa", "RecallAssistant", "Service", "prepare"]

START_SECONDS = 240.0
TURN_SECONDS = 60.0
POLL_SECONDS = 0.1
# The limits are for strangers; the benchmark is one address that never rests.
LIMITS = "conversation_minute=0,conversation_hour=0,address_minute=0,conversations_minute=0"


class Customer(abc.ABC):
    """One conversation."""

    @abc.abstractmethod
    async def say(self, line: str) -> list[str]:
        """Write a line ("/..." presses a button) and wait for the answers' texts."""


class Service(abc.ABC):
    """A running assistant. title: its column in the table."""

    def __init__(self, title: str, model: Path, folder: Path) -> None:
        self.title = title
        self.model = model
        self.folder = folder
        self.data = folder / "data"
        self.url = f"http://127.0.0.1:{free_port()}"
        self.children: list[subprocess.Popen[str]] = []
        self.began = 0.0

    @property
    def pids(self) -> list[int]:
        return [child.pid for child in self.children]

    @contextmanager
    def running(self) -> Iterator[None]:
        """Start the processes; they are ended when the block is left."""
        self.began = time.monotonic()
        self.launch()
        with ended(*self.children):
            yield

    @abc.abstractmethod
    def launch(self) -> None:
        """Fill `children`."""

    @abc.abstractmethod
    async def customer(self, http: aiohttp.ClientSession) -> Customer:
        """A new conversation. Raises aiohttp.ClientError while nothing answers."""

    async def first_answer(self, http: aiohttp.ClientSession) -> float:
        """Seconds from the start of the processes until a greeting is answered."""
        while time.monotonic() - self.began < START_SECONDS:
            if any(child.poll() is not None for child in self.children):
                raise BenchError(f"{self.title} ended while it started; see {self.folder}.")
            try:
                customer = await self.customer(http)
                if await customer.say("hello"):
                    return time.monotonic() - self.began
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(POLL_SECONDS)
        raise BenchError(f"{self.title} did not answer within {START_SECONDS:.0f} s.")


class RecallAssistant(Service):
    """`recall-assistant run`, with its database, as a customer's browser speaks to it."""

    def launch(self) -> None:
        """One process. The model lies where the service looks for the present one."""
        from bot.engine.train import fingerprint

        models = self.folder / "models"
        models.mkdir(exist_ok=True)
        link = models / f"recall-{fingerprint(ROOT)}.tar.gz"
        if not link.exists():
            link.symlink_to(self.model)
        env = environment(
            RECALL_PORT=self.url.rpartition(":")[2],
            RECALL_DATA_DIR=str(self.data),
            RECALL_MODELS_DIR=str(models),
            RECALL_SECRET_KEY=uuid.uuid4().hex,
            RECALL_LIMITS=LIMITS,
        )
        command = "from bot.cli import main; main(['run'])"
        self.children = [start(["-c", command], self.folder / "service.log", env)]

    async def customer(self, http: aiohttp.ClientSession) -> Customer:
        async with http.post(f"{self.url}/api/chat/conversations") as response:
            response.raise_for_status()
            begun = await response.json()
        return _Browser(http, f"{self.url}/api/chat/messages", begun["token"])


class _Browser(Customer):
    def __init__(self, http: aiohttp.ClientSession, url: str, token: str) -> None:
        self._http = http
        self._url = url
        self._headers = {"Authorization": f"Bearer {token}"}
        self._buttons: list[str] = []

    async def say(self, line: str) -> list[str]:
        body = {"id": uuid.uuid4().hex}
        if line.startswith("/"):
            body["payload"] = self._button(line)
        else:
            body["text"] = line
        while True:
            async with self._http.post(self._url, json=body, headers=self._headers) as response:
                # 503: the message is stored, its answer comes; the same id asks for it.
                if response.status != 503:
                    response.raise_for_status()
                    messages = (await response.json())["messages"]
                    break
            await asyncio.sleep(POLL_SECONDS)
        self._buttons += [b["payload"] for m in messages for b in m["buttons"]]
        return [m["text"] for m in messages]

    def _button(self, line: str) -> str:
        # "/affirm" is sent as the service signed it: "/affirm.<signature>".
        for payload in reversed(self._buttons):
            if payload.startswith(f"{line}."):
                return payload
        raise BenchError(f"No answer so far has offered the button {line}.")


class DefaultRasa(Service):
    """`rasa run` with its rest channel, and `rasa run actions` with our actions, over HTTP."""

    def launch(self) -> None:
        """Two processes; `rasa init`'s own settings but for loopback addresses."""
        actions = free_port()
        (self.folder / "credentials.yml").write_text("rest:\n")
        (self.folder / "endpoints.yml").write_text(
            f"action_endpoint:\n  url: http://127.0.0.1:{actions}/webhook\n"
        )
        env = environment(RECALL_DATA_DIR=str(self.data))
        port = self.url.rpartition(":")[2]
        server = ["run", "--model", str(self.model), "--interface", "127.0.0.1", "--port", port]
        server += ["--credentials", str(self.folder / "credentials.yml")]
        server += ["--endpoints", str(self.folder / "endpoints.yml")]
        acting = ["run", "actions", "--actions", "bot.actions", "--port", str(actions)]
        self.children = [
            start(["-m", "rasa", *server], self.folder / "rasa.log", env),
            start(["-m", "rasa", *acting], self.folder / "actions.log", env),
        ]

    async def customer(self, http: aiohttp.ClientSession) -> Customer:
        return _RestCustomer(http, f"{self.url}/webhooks/rest/webhook")


class _RestCustomer(Customer):
    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self._http = http
        self._url = url
        self._sender = uuid.uuid4().hex

    async def say(self, line: str) -> list[str]:
        body = {"sender": self._sender, "message": line}
        async with self._http.post(self._url, json=body) as response:
            response.raise_for_status()
            answer: list[dict[str, Any]] = json.loads(await response.text())
        return [m["text"] for m in answer if (m.get("text") or "").strip()]


async def prepare(data: Path) -> None:
    """A database with the demo list, as the first start of the service leaves it."""
    from bot.conversations.transcript import utc_now
    from bot.recalls import demo_serials, load_recalls
    from bot.recalls.demo import DEMO_LIST_NAME
    from bot.recalls.lists import SerialLists
    from bot.settings import Settings
    from bot.storage import Database, upgrade

    data.mkdir(parents=True, exist_ok=True)
    settings = Settings.from_env({"RECALL_DATA_DIR": str(data)})
    database = Database(settings.database_url)
    try:
        await upgrade(database)
        recall = load_recalls(settings.recalls_dir).featured
        await SerialLists(database, utc_now).load(
            recall.number, DEMO_LIST_NAME, date.today(), demo_serials(recall), demo=True
        )
    finally:
        await database.close()
