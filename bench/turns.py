"""Plays the same conversations with each service and measures them."""

from __future__ import annotations

import asyncio
import os
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import aiohttp

from bench.processes import BenchError, cpu_seconds, pin, say
from bench.scripts import scripts
from bench.services import TURN_SECONDS, Service

__all__ = ["Timed", "Told", "client", "differing", "listen", "throughput", "time_turns"]

CUSTOMERS = 4
Told = dict[str, list[list[str]]]

# Every claim has a number of its own.
_CLAIM = re.compile(r"\bRC(-[A-Z0-9]{4}){3}\b")


def client() -> aiohttp.ClientSession:
    """What the customers share; connections stay open."""
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TURN_SECONDS))


async def listen(service: Service, http: aiohttp.ClientSession) -> Told:
    """Play each conversation once: the answers' texts, and the service is warm afterwards."""
    told: Told = {}
    for name, lines in scripts().items():
        customer = await service.customer(http)
        told[name] = []
        for line in lines:
            try:
                answers = await customer.say(line)
            except BenchError as error:
                raise BenchError(f"{service.title}, {name!r}, {line!r}: {error}") from None
            # Rasa's rest channel sends each paragraph as a message of its own.
            said = [part.strip() for text in answers for part in text.split("\n\n")]
            told[name].append([_CLAIM.sub("RC", part) for part in said if part])
    return told


def differing(one: Told, other: Told) -> list[str]:
    """The turns that were answered differently, each as one line."""
    found = []
    for name, lines in scripts().items():
        for line, ours, theirs in zip(lines, one[name], other[name], strict=True):
            if ours != theirs:
                found.append(f"{name}: {line!r}: {_start(ours)} / {_start(theirs)}")
    return found


def _start(texts: Sequence[str]) -> str:
    return " | ".join(text.strip().splitlines()[0][:60] for text in texts) or "nothing"


@dataclass
class Timed:
    """What the turns of one service took. cpu: seconds of the processor for each turn."""

    seconds: list[float] = field(default_factory=list)
    cpu: float = 0.0


async def time_turns(
    services: Sequence[Service], http: aiohttp.ClientSession, rounds: int
) -> dict[str, Timed]:
    """One customer at a time; the services take turns, so that a busy machine is so for all."""
    timed = {service.title: Timed() for service in services}
    for i in range(rounds):
        say(f"timing turns, round {i + 1} of {rounds}")
        for lines in scripts().values():
            for service in services:
                mine = timed[service.title]
                before = cpu_seconds(service.pids)
                customer = await service.customer(http)
                for line in lines:
                    began = time.perf_counter()
                    await customer.say(line)
                    mine.seconds.append(time.perf_counter() - began)
                mine.cpu += cpu_seconds(service.pids) - before
    for mine in timed.values():
        mine.cpu /= max(1, len(mine.seconds))
    return timed


async def throughput(service: Service, http: aiohttp.ClientSession, rounds: int) -> float:
    """Turns a second with four customers at once, all of the service's threads on one core."""
    own = os.sched_getaffinity(0)
    cores = sorted(own)
    pin(service.pids, {cores[-1]})
    if len(cores) > 1:
        os.sched_setaffinity(0, set(cores[:-1]))  # this thread alone: it writes and waits
    try:
        waiting = [lines for _ in range(rounds) for lines in scripts().values()]
        turns = sum(len(lines) for lines in waiting)

        async def keep_writing() -> None:
            while waiting:
                lines = waiting.pop()
                customer = await service.customer(http)
                for line in lines:
                    await customer.say(line)

        began = time.perf_counter()
        await asyncio.gather(*(keep_writing() for _ in range(CUSTOMERS)))
        return turns / (time.perf_counter() - began)
    finally:
        pin(service.pids, own)
        os.sched_setaffinity(0, own)
