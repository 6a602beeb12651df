"""Starts the engines that conversation tests run on."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp

from bot.conversations import Engine
from bot.engine.train import ModelMissing, current_model
from bot.settings import PROJECT, Settings

if TYPE_CHECKING:
    from bot.engine.embedded import EmbeddedEngine

START_SECONDS = 180


def free_port() -> int:
    """A TCP port of loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def without_numbers(text: str) -> str:
    """The text without what is random in it: the claim numbers."""
    return re.sub(r"RC-\w{4}-\w{4}-\w{4}", "RC", text)


def model() -> Path:
    """The model of the present data, trained first where `make test` has not."""
    models = Settings.from_env().models_dir
    try:
        return current_model(PROJECT, models)
    except ModelMissing:
        subprocess.run([sys.executable, "-m", "bot.cli", "train"], cwd=PROJECT, check=True)
        return current_model(PROJECT, models)


@asynccontextmanager
async def embedded_engine() -> AsyncIterator[EmbeddedEngine]:
    """Rasa in this process."""
    from bot.engine.embedded import EmbeddedEngine

    engine = EmbeddedEngine(model())
    await engine.start()
    try:
        yield engine
    finally:
        await engine.stop()


@asynccontextmanager
async def server_engine() -> AsyncIterator[Engine]:
    """A Rasa server and an action server, each a process of its own."""
    from bot.engine.server import ServerEngine

    rasa_port, action_port = free_port(), free_port()
    folder = Path(tempfile.mkdtemp(prefix="recall-rasa-"))
    endpoints = (PROJECT / "endpoints.yml").read_text().replace("5055", str(action_port))
    (folder / "endpoints.yml").write_text(endpoints)
    rasa = [sys.executable, "-m", "rasa"]
    commands = [
        [*rasa, "run", "actions", "--actions", "bot.actions", "--port", str(action_port)],
        [
            *rasa, "run", "--model", str(model()), "--port", str(rasa_port),
            "--interface", "127.0.0.1", "--endpoints", str(folder / "endpoints.yml"),
            "--credentials", "credentials.yml",
        ],
    ]  # fmt: skip
    environment = {**os.environ, "SANIC_HOST": "127.0.0.1", "PYTHONWARNINGS": "ignore"}
    log = open(folder / "rasa.log", "wb")  # noqa: SIM115 - the processes write to it
    processes = [
        subprocess.Popen(
            command, cwd=PROJECT, env=environment, stdout=log, stderr=log, start_new_session=True
        )
        for command in commands
    ]
    engine = ServerEngine(f"http://127.0.0.1:{rasa_port}", Settings.from_env().secret_key)
    try:
        await _until_up(f"http://127.0.0.1:{action_port}/health", processes, folder)
        await _until_up(f"http://127.0.0.1:{rasa_port}/webhooks/recall/ready", processes, folder)
        await engine.start()
        yield engine
    finally:
        await engine.stop()
        for process in processes:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        log.close()


async def _until_up(url: str, processes: list[subprocess.Popen[bytes]], folder: Path) -> None:
    end = time.monotonic() + START_SECONDS
    async with aiohttp.ClientSession() as session:
        while time.monotonic() < end:
            if any(process.poll() is not None for process in processes):
                break
            try:
                async with session.get(url) as response:
                    if response.status == 200:
                        return
            except aiohttp.ClientConnectionError:
                pass
            await asyncio.sleep(0.3)
    raise RuntimeError(f"{url} did not come up:\n" + (folder / "rasa.log").read_text()[-3000:])
