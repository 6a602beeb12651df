"""How soon a webhook of a messaging channel is acknowledged, while the service answers others.

The whole service with the trained model of the project; a Telegram bot's webhooks come at a steady
rate, whether the earlier ones have been acknowledged or not, each from another customer.
"""

from __future__ import annotations

import asyncio
import statistics
import time
import uuid
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from bench.processes import BenchError, ended, environment, free_port, say, start, until_ready
from bench.services import LIMITS
from bench.table import align
from bot.settings import Settings

__all__ = ["measure_webhooks"]

RATE = 50
ANSWER_SECONDS = 300.0
TOKEN, SECRET = "123456:" + "A" * 35, "s" * 32
LINES = ("hello", "is my A1263 recalled?", "where is the serial number?", "thanks", "who are you?")


async def measure_webhooks(folder: Path, quick: bool) -> tuple[dict[str, dict[str, Any]], str]:
    """The figures by name, and a table of them. Raises BenchError."""
    answered: set[int] = set()
    provider, url = await _provider(answered)
    door = f"http://127.0.0.1:{free_port()}"
    env = environment(
        RECALL_PORT=door.rpartition(":")[2],
        RECALL_DATA_DIR=str(folder / "webhooks"),
        RECALL_MODELS_DIR=str(Settings.from_env().models_dir),
        RECALL_SECRET_KEY=uuid.uuid4().hex,
        RECALL_LIMITS=LIMITS,
        RECALL_PHOTO_CHECK="off",
        RECALL_PUBLIC_URL="https://recall.example.com",
        RECALL_TELEGRAM_TOKEN=TOKEN,
        RECALL_TELEGRAM_SECRET=SECRET,
        RECALL_TELEGRAM_API=url,
    )
    log = folder / "webhooks.log"
    child = start(["-c", "from bot.cli import main; main(['run'])"], log, env)
    with ended(child):
        try:
            await until_ready(door, log)
            count = RATE * (10 if quick else 30)
            say(f"{count} webhooks, {RATE} a second")
            seconds = await _deliver(door, count)
            since = time.monotonic()
            while len(answered) < count:
                if time.monotonic() - since > ANSWER_SECONDS:
                    raise BenchError(f"only {len(answered)} of {count} customers were answered")
                await asyncio.sleep(0.2)
            late = time.monotonic() - since
        finally:
            await provider.cleanup()
    figures = {
        "median": statistics.median(seconds),
        "p99": statistics.quantiles(seconds, n=100)[-1],
        "most": max(seconds),
        "all_answered_after": late,
    }
    lines = [
        [f"{count} webhooks, {RATE} a second", "median", "p99", "longest"],
        ["acknowledged after", *(f"{figures[k] * 1000:.1f} ms" for k in ("median", "p99", "most"))],
    ]
    note = f"all answered {late:.1f} s after the last one came"
    return {"acknowledged": figures}, f"{align(lines)}\n({note})"


async def _provider(answered: set[int]) -> tuple[web.AppRunner, str]:
    """A bot interface that takes everything."""

    async def method(request: web.Request) -> web.Response:
        body = await request.json()
        answered.add(int(body.get("chat_id", 0)))
        return web.json_response({"ok": True, "result": {"message_id": 1}})

    app = web.Application()
    app.router.add_post("/{bot}/{method}", method)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    return runner, f"http://127.0.0.1:{port}"


async def _deliver(door: str, count: int) -> list[float]:
    """Deliver at the rate; how long each took to be acknowledged."""
    connector = aiohttp.TCPConnector(limit=40)  # as many as Telegram opens
    async with aiohttp.ClientSession(connector=connector) as http:

        async def one(number: int) -> float:
            person = {"id": number + 1, "is_bot": False, "first_name": "Jane"}
            message = {
                "message_id": 1, "date": 1, "text": LINES[number % len(LINES)], "from": person,
                "chat": {"id": number + 1, "type": "private"},
            }  # fmt: skip
            began = time.monotonic()
            async with http.post(
                f"{door}/channels/telegram",
                json={"update_id": number, "message": message},
                headers={"X-Telegram-Bot-Api-Secret-Token": SECRET},
            ) as response:
                if response.status != 200:
                    raise BenchError(f"a webhook was answered {response.status}")
            return time.monotonic() - began

        tasks = []
        begin = time.monotonic()
        for number in range(count):
            await asyncio.sleep(max(0.0, begin + number / RATE - time.monotonic()))
            tasks.append(asyncio.create_task(one(number)))
        return list(await asyncio.gather(*tasks))
