"""Child processes that always end: each leads a group of its own, and that group is ended."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import aiohttp
import psutil

__all__ = [
    "ROOT",
    "BenchError",
    "cpu_seconds",
    "ended",
    "environment",
    "free_port",
    "memory",
    "pin",
    "say",
    "start",
    "until_ready",
]

ROOT = Path(__file__).absolute().parents[1]
ENDING_SECONDS = 8.0
READY_SECONDS = 240.0


class BenchError(Exception):
    """The benchmark cannot go on; the message says why."""


def say(line: str) -> None:
    """A line of progress, on stderr: the table alone goes to stdout."""
    print(f"bench: {line}", file=sys.stderr, flush=True)


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(**more: str) -> dict[str, str]:
    """The children's environment: ours without RECALL_*, no telemetry, and `more`."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("RECALL_")}
    return {
        **kept,
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "2",
        "PYTHONUNBUFFERED": "1",
        "SANIC_HOST": "127.0.0.1",
        **more,
    }


def start(
    arguments: Sequence[str],
    log: Path,
    env: Mapping[str, str],
    *,
    pipes: bool = False,
) -> subprocess.Popen[str]:
    """`python arguments...` in the project's folder; what it says goes to `log`."""
    with log.open("a") as sink:
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=dict(env),
            stdin=subprocess.PIPE if pipes else subprocess.DEVNULL,
            stdout=subprocess.PIPE if pipes else sink,
            stderr=sink,
            text=True,
            start_new_session=True,
        )


@contextmanager
def ended(*children: subprocess.Popen[str]) -> Iterator[None]:
    """End the children, and what they have started, when the block is left."""
    try:
        yield
    finally:
        for kind in (signal.SIGTERM, signal.SIGKILL):
            for child in children:
                _signal(child, kind)
            until = time.monotonic() + ENDING_SECONDS
            for child in children:
                with suppress(subprocess.TimeoutExpired):
                    child.wait(max(0.1, until - time.monotonic()))
        for child in children:
            for pipe in (child.stdin, child.stdout):
                if pipe:
                    pipe.close()


def _signal(child: subprocess.Popen[str], kind: signal.Signals) -> None:
    # Its own session made its process id the id of its group.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, kind)


def memory(pids: Sequence[int]) -> int:
    """Resident bytes of the processes and their children; shared pages counted once (PSS)."""
    return sum(p.memory_full_info().pss for p in _family(pids))


def cpu_seconds(pids: Sequence[int]) -> float:
    """What the processes and their children have used of the processor so far."""
    times = [p.cpu_times() for p in _family(pids)]
    return float(sum(t.user + t.system for t in times))


def pin(pids: Sequence[int], cores: set[int]) -> None:
    """Let every thread of the processes run on these cores only."""
    for process in _family(pids):
        for thread in process.threads():
            with suppress(ProcessLookupError):  # it may have ended in between
                os.sched_setaffinity(thread.id, cores)


def _family(pids: Sequence[int]) -> list[psutil.Process]:
    found = [psutil.Process(pid) for pid in pids]
    return found + [child for p in list(found) for child in p.children(recursive=True)]


async def until_ready(door: str, log: Path) -> None:
    """Wait until a service can take a message. Raises BenchError with the end of its log."""
    end = time.monotonic() + READY_SECONDS
    async with aiohttp.ClientSession() as http:
        while time.monotonic() < end:
            try:
                async with http.get(f"{door}/readyz") as response:
                    if response.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.5)
    raise BenchError(f"the service did not start: {log.read_text()[-800:]}")
