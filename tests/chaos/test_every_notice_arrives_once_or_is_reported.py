"""Every notice arrives exactly once or is reported, whatever is killed in between.

A thousand claims are filed; each writes its notice in the same transaction. Meanwhile the mail
server and the sender are killed with SIGKILL again and again. The receiver counts.
"""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.claims.claims import Claims
from bot.claims.notices import mail_words
from bot.claims.number import new_number
from bot.conversations.transcript import utc_now
from bot.recalls import load_recalls
from bot.settings import PROJECT, Settings
from bot.storage import Database, upgrade
from bot.storage.tables import claim_units, claims, conversations, outbox
from tests.engines import free_port

NOTICES = 1_000
KILLS = 10
# Filed while the others are being sent.
LATE = 100
SEED = 25338
WAIT_SECONDS = 120


class Processes:
    """The mail server and the sender, each killed and started again."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.received = folder / "received"
        port = str(free_port())
        self._commands = {
            "server": ["tests.chaos.mail_server", port, str(self.received)],
            "sender": ["tests.chaos.mail_sender", database_url, port],
        }
        self._log = open(folder / "log", "wb")  # noqa: SIM115 - the processes write to it
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str) -> None:
        out = subprocess.PIPE if name == "server" else self._log
        self._running[name] = process = subprocess.Popen(
            [sys.executable, "-m", *self._commands[name]],
            cwd=PROJECT, stdout=out, stderr=self._log,
        )  # fmt: skip
        if process.stdout is not None:
            assert process.stdout.readline() == b"listening\n"

    def kill(self, name: str) -> None:
        process = self._running.pop(name)
        assert process.poll() is None, f"the {name} ended by itself"
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()

    def close(self) -> None:
        for name in list(self._running):
            self.kill(name)
        self._log.close()

    def arrived(self) -> Counter[str]:
        """How often each Message-ID arrived; its part before the @."""
        lines = self.received.read_text().splitlines() if self.received.exists() else []
        return Counter(line.partition("@")[0].lstrip("<") for line in lines)


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[Processes]:
    running = Processes(tmp_path, f"sqlite+aiosqlite:///{tmp_path / 'recall.db'}")
    yield running
    running.close()


async def _drafts(database: Database) -> list[str]:
    """A thousand filled drafts, each of its own customer."""
    now = utc_now()
    numbers = [new_number() for _ in range(NOTICES)]
    shared = {"recall": "25-338", "state": "draft", "opened_by": "m1", "created_at": now,
              "updated_at": now}  # fmt: skip
    async with database.write() as connection:
        await connection.execute(sa.insert(conversations), [
            {"id": f"c{place}", "channel": "test", "created_at": now} for place in range(NOTICES)
        ])  # fmt: skip
        await connection.execute(sa.insert(claims), [
            {"number": number, "conversation": f"c{place}", **shared,
             "details": {"name": "Jane Porter", "email": f"jane{place}@example.com"}}
            for place, number in enumerate(numbers)
        ])  # fmt: skip
        await connection.execute(sa.insert(claim_units), [
            {"claim": number, "position": 1, "model": "A1263", "serial": None,
             "verdict": "affected", "grounds": {}}
            for number in numbers
        ])  # fmt: skip
    return numbers


async def test_every_notice_arrives_once_or_is_reported(
    processes: Processes, tmp_path: Path
) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'recall.db'}")
    try:
        await upgrade(database)
        numbers = await _drafts(database)
        recalls = load_recalls(Settings.from_env().recalls_dir)
        store = Claims(database, mail=mail_words(recalls))
        await _file(store, numbers[LATE:])
        for name in ("server", "sender"):
            processes.start(name)
        filing = asyncio.create_task(_file(store, numbers[:LATE]))
        chance = random.Random(SEED)
        # Killed each time a random number of further mails has arrived: in the midst of sending.
        at = sorted(chance.sample(range(10, NOTICES - 50), KILLS))
        for place, count in enumerate(at):
            await _until(lambda count=count: processes.arrived().total() >= count)
            name = ("server", "sender")[place % 2]
            processes.kill(name)
            processes.start(name)
        await filing
        rows = await _settled(database)

        arrived = processes.arrived()
        by_state = Counter(row.state for row in rows)
        assert len(rows) == NOTICES
        assert {row.id for row in rows} >= set(arrived)
        assert set(arrived.values()) == {1}, "a notice arrived twice"
        for row in rows:
            assert row.state in ("sent", "uncertain")
            assert arrived[row.id] == 1 or row.state == "uncertain", "a notice was lost in silence"
            assert (row.text == "") == (row.state == "sent")
        # At most the one mail in flight at each kill.
        assert by_state["uncertain"] <= KILLS
    finally:
        await database.close()


async def _file(store: Claims, numbers: list[str]) -> None:
    for number in numbers:
        await store.submit(number, ["email"])


async def _settled(database: Database) -> list[sa.engine.Row]:
    rows: list[sa.engine.Row] = []

    async def read() -> bool:
        async with database.read() as connection:
            rows[:] = (await connection.execute(sa.select(outbox))).all()
        return all(row.state not in ("waiting", "sending") for row in rows)

    end = asyncio.get_running_loop().time() + WAIT_SECONDS
    while not await read():
        assert asyncio.get_running_loop().time() < end, Counter(row.state for row in rows)
        await asyncio.sleep(0.05)
    return rows


async def _until(condition: object) -> None:
    end = asyncio.get_running_loop().time() + WAIT_SECONDS
    while not condition():  # type: ignore[operator]
        assert asyncio.get_running_loop().time() < end
        await asyncio.sleep(0.002)
