"""Every answer on a channel arrives once or the desk shows it, whenever the sender is killed.

Answers are written for customers on all channels while a real process sends them to the providers,
and is killed with SIGKILL again and again in the midst of its calls. The providers count.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
import sqlalchemy as sa

from bot.channels.adapter import Event
from bot.channels.inbox import Inbox
from bot.conversations import Inbound, Message, Reply, Transcript
from bot.settings import PROJECT
from bot.storage import Database, upgrade
from bot.storage.tables import conversations
from tests.channels.fakes import FAKES, Fake

# Of each channel, and how many answers each of them gets.
CUSTOMERS = 6
ANSWERS = 10
KILLS = 40
LONG = 5
# Every so many answers is one of several parts on SMS.
LONG_ANSWER = 4
# A provider takes up to so many seconds, twice.
PACE = 0.02
SEED = 25338
WAIT_SECONDS = 120


class SendingProcess:
    """Started and killed again and again."""

    def __init__(self, folder: Path, database_url: str, fakes: dict[str, Fake]) -> None:
        settings = json.dumps({name: fake.keys() for name, fake in fakes.items()})
        self._command = ("-m", "tests.chaos.channel_sender", database_url, settings)
        self._log = open(folder / "log", "wb")  # noqa: SIM115 - the processes write to it
        self._pid = 0

    async def open(self) -> None:
        self._parent = await asyncio.create_subprocess_exec(
            sys.executable, *self._command, cwd=PROJECT, stderr=self._log,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert await self._line() == "warm"
        await self.start()

    async def start(self) -> None:
        assert self._parent.stdin is not None
        self._parent.stdin.write(b"start\n")
        self._pid = int(await self._line())

    def kill(self) -> None:
        os.kill(self._pid, signal.SIGKILL)

    async def close(self) -> None:
        self.kill()
        self._parent.kill()
        assert self._parent.stdin is not None
        self._parent.stdin.close()
        await self._parent.wait()
        self._log.close()

    async def _line(self) -> str:
        assert self._parent.stdout is not None
        line = await asyncio.wait_for(self._parent.stdout.readline(), WAIT_SECONDS)
        return line.decode().strip()


class World:
    """The customers, their answers and the providers."""

    def __init__(self, database: Database, fakes: dict[str, Fake]) -> None:
        self._database = database
        self._inbox = Inbox(database)
        self.transcript = Transcript(database)
        self.fakes = fakes
        # Of each conversation its channel, and what was said in it: a mark for each sentence.
        self.channels: dict[str, str] = {}
        self.marks: dict[str, list[list[str]]] = {}

    async def hear_all(self) -> None:
        """Each customer has written once."""
        for name, fake in self.fakes.items():
            for number in range(CUSTOMERS):
                event = Event(f"{name}{number}", fake.customer(number), "hello")
                (customer,) = await self._inbox.receive(name, [event])
                arrived = await self._inbox.next(customer)
                assert arrived is not None
                await self._inbox.done(arrived)
                conversation = await self._inbox.conversation(arrived)
                await self._inbox.hear(conversation, arrived)
                self.channels[conversation], self.marks[conversation] = name, []

    async def answer(self, conversation: str, number: int) -> None:
        """One more answer; every now and then a long one."""
        count = 12 if number % LONG_ANSWER == 0 else 1
        customer = self._place(conversation)
        marks = [f"<{customer}-{number}-{place}>" for place in range(count)]
        text = " ".join(f"This is sentence {mark} of an answer to you." for mark in marks)
        accepted = await self.transcript.accept(conversation, Inbound(f"m{number}", "and?"))
        await self.transcript.save_turn(conversation, accepted.seq, [Reply(text)], None)
        self.marks[conversation].append(marks)

    @property
    def sent(self) -> int:
        return sum(len(fake.sent) for fake in self.fakes.values())

    def arrived(self, conversation: str) -> list[str]:
        """The marks that reached a customer, as they came."""
        prefix = f"<{self._place(conversation)}-"
        texts = [sent.text for sent in self.fakes[self.channels[conversation]].sent]
        return [mark for text in texts for mark in re.findall(r"<[^>]+>", text)
                if mark.startswith(prefix)]  # fmt: skip

    def _place(self, conversation: str) -> int:
        return list(self.channels).index(conversation)

    async def all_sent(self) -> bool:
        unsent = sa.select(sa.func.count()).select_from(conversations)
        unsent = unsent.where(sa.text("last_seq > sent_seq"))
        async with self._database.read() as connection:
            return not (await connection.execute(unsent)).scalar()

    async def answers(self, conversation: str) -> list[Message]:
        said = await self.transcript.since(conversation, 0, 1_000)
        return [message for message in said if message.sender != "customer"]


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'recall.db'}")
    await upgrade(database)
    dice = random.Random(SEED)
    fakes = {name: fake() for name, fake in FAKES.items()}
    for fake in fakes.values():
        fake.pace = lambda: dice.uniform(0, PACE)
        await fake.start()
    yield World(database, fakes)
    for fake in fakes.values():
        await fake.stop()
    await database.close()


@pytest_asyncio.fixture
async def sending(world: World, tmp_path: Path) -> AsyncIterator[SendingProcess]:
    process = SendingProcess(tmp_path, f"sqlite+aiosqlite:///{tmp_path / 'recall.db'}", world.fakes)
    await process.open()
    yield process
    await process.close()


async def test_every_answer_arrives_once_or_the_desk_shows_it(
    world: World, sending: SendingProcess, long_run: bool
) -> None:
    times = LONG if long_run else 1
    chance = random.Random(SEED)
    await world.hear_all()
    answering = asyncio.create_task(_answer_all(world, ANSWERS * times))
    total = len(world.channels) * ANSWERS * times
    for kill in range(KILLS * times):
        # The first kills while answers are still being written, the last in the midst of the rest.
        goal = total * (kill + 1) // (KILLS * times + 2)
        await _until(lambda goal=goal: world.sent >= goal)
        await asyncio.sleep(chance.uniform(0, 2 * PACE))  # anywhere in a call
        sending.kill()
        await sending.start()
    await answering
    end = asyncio.get_running_loop().time() + WAIT_SECONDS
    while not await world.all_sent():
        assert asyncio.get_running_loop().time() < end, "something was never sent"
        await asyncio.sleep(0.05)

    reported = twice = 0
    for conversation, channel in world.channels.items():
        arrived = world.arrived(conversation)
        counts = Counter(arrived)
        said = await world.answers(conversation)
        assert len(said) == len(world.marks[conversation]) == ANSWERS * times
        everything = []
        for message, marks in zip(said, world.marks[conversation]):
            shown = message.extras.get("arrived")
            assert shown in ((None, "maybe_twice", "unknown") if channel == "telegram" else (None,))
            # Where nobody knows if it arrived, that is shown: cut off again and again.
            everything += marks if shown != "unknown" else [m for m in marks if counts[m]]
            most = max(counts[mark] for mark in marks)
            assert most <= 1 or shown, f"twice in silence on {channel}"
            reported += shown is not None
            twice += most > 1
        assert list(dict.fromkeys(arrived)) == everything, "lost in silence, or out of order"
    # Else no call was ever cut and nothing was tried here.
    assert twice > 0
    # At most what was in flight at each kill.
    assert reported <= CUSTOMERS * KILLS * times
    assert all(fake.complaints == [] for fake in world.fakes.values())


async def _answer_all(world: World, count: int) -> None:
    for number in range(count):
        for conversation in world.channels:
            await world.answer(conversation, number)


async def _until(condition: object) -> None:
    end = asyncio.get_running_loop().time() + WAIT_SECONDS
    while not condition():  # type: ignore[operator]
        assert asyncio.get_running_loop().time() < end
        await asyncio.sleep(0.002)
