"""A service on loopback that is killed and started again."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from bot.conversations.transcript import utc_now
from bot.recalls import demo_serials, load_recalls
from bot.recalls.lists import SerialLists
from bot.settings import PROJECT, Settings
from bot.storage import Database, upgrade
from tests.engines import free_port, model

START_SECONDS = 180


class Service:
    """Starts and kills the service on one database; every start is on the same port."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.database_url = f"sqlite+aiosqlite:///{folder / 'recall.db'}"
        self.folder = folder
        self.log = open(folder / "service.log", "ab")  # noqa: SIM115 - the processes write to it
        self.environment = {
            **os.environ,
            "RECALL_DATA_DIR": str(folder),
            "RECALL_DATABASE_URL": self.database_url,
            "RECALL_PORT": str(self.port),
            # Its loading would be most of what is killed; it has tests of its own.
            "RECALL_PHOTO_CHECK": "off",
            # The customers here resend as fast as they can.
            "RECALL_LIMITS": "conversation_minute=0,conversation_hour=0,address_minute=0,"
            "conversations_minute=0,checks_day=0,checks_conversation=0",
            "PYTHONWARNINGS": "ignore",
        }
        self.pid = 0

    async def prepare(self) -> None:
        """The database with the demo list, as `make run` leaves it."""
        model()
        database = Database(self.database_url)
        await upgrade(database)
        recall = load_recalls(Settings.from_env().recalls_dir).featured
        lists = SerialLists(database, utc_now)
        await lists.load(recall.number, "demo", date.today(), demo_serials(recall), demo=True)
        await database.close()

    async def until_ready(self) -> None:
        """Wait until it can answer."""
        async with aiohttp.ClientSession() as session:
            for _ in range(START_SECONDS * 10):
                try:
                    async with session.get(self.url + "/readyz") as response:
                        if response.status == 200:
                            return
                except aiohttp.ClientError:
                    pass
                await asyncio.sleep(0.1)
        raise RuntimeError("did not come up:\n" + (self.folder / "service.log").read_text()[-2000:])

    def kill(self) -> None:
        """SIGKILL: no clean-up of any kind. Killing what is dead already does nothing."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)


class ColdService(Service):
    """Every start is a new process that imports everything."""

    _process: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot.cli", "run"],
            cwd=PROJECT, env=self.environment, stdout=self.log, stderr=self.log,
        )  # fmt: skip
        self.pid = self._process.pid

    def kill(self) -> None:
        super().kill()
        assert self._process is not None
        self._process.wait()

    def close(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self.kill()
        self.log.close()


class WarmService(Service):
    """Every start is a fork of a process that has imported everything."""

    _parent: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        if self._parent is None:
            self._parent = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.chaos.warm",
                cwd=PROJECT, env=self.environment, stderr=self.log,
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            )  # fmt: skip
            assert await self._line() == "warm"
        assert self._parent.stdin is not None
        self._parent.stdin.write(f"start {self.port}\n".encode())
        self.pid = int(await self._line())

    def close(self) -> None:
        if self._parent is not None and self._parent.returncode is None:
            if self.pid:
                self.kill()
            self._parent.kill()
        self.log.close()

    async def _line(self) -> str:
        assert self._parent is not None
        assert self._parent.stdout is not None
        line = await asyncio.wait_for(self._parent.stdout.readline(), START_SECONDS)
        return line.decode().strip()


@pytest_asyncio.fixture
async def warm_service(tmp_path: Path) -> AsyncIterator[WarmService]:
    """A service that starts again in about a second."""
    service = WarmService(tmp_path)
    await service.prepare()
    yield service
    service.close()


@pytest_asyncio.fixture
async def cold_service(tmp_path: Path) -> AsyncIterator[ColdService]:
    """A service that starts as `recall-assistant run` does."""
    service = ColdService(tmp_path)
    await service.prepare()
    yield service
    service.close()


@pytest.fixture
def long_run() -> bool:
    """`make chaos` asks for the long counts."""
    return os.environ.get("RECALL_CHAOS") == "long"
