"""The turn without HTTP: the embedded engine in this process; `python -m bench.inside --help`.

Run by the benchmark as a process of its own; prints one line of JSON: the seconds of each turn.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import time
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from bench.scripts import scripts
from bot.conversations import Inbound, Transcript, TurnLoop
from bot.engine.embedded import EmbeddedEngine
from bot.recalls import load_recalls
from bot.settings import Settings
from bot.storage import Database

__all__: list[str] = []

Say = Callable[[str, str], Awaitable[Any]]


async def measure(model: Path, rounds: int, bare: bool) -> list[float]:
    """The turns' seconds, the first round left out. bare: no turn loop, no transcript."""
    settings = Settings.from_env()
    database = Database(settings.database_url)
    engine = EmbeddedEngine(model)
    await engine.start()
    featured = load_recalls(settings.recalls_dir).featured
    transcript = Transcript(database)
    loop = TurnLoop(transcript, engine, alarm=featured.facts()["emergency_steps"])
    states: dict[str, dict[str, Any]] = {}

    async def whole(conversation: str, line: str) -> None:
        await loop.take(conversation, _inbound(line))

    async def alone(conversation: str, line: str) -> None:
        turn = await engine.turn(conversation, _inbound(line), states.get(conversation))
        states[conversation] = turn.state

    times = []
    try:
        for i in range(rounds + 1):
            for lines in scripts().values():
                conversation = uuid.uuid4().hex
                if not bare:
                    await transcript.open(conversation, "bench")
                for line in lines:
                    began = time.perf_counter()
                    await (alone if bare else whole)(conversation, line)
                    if i:
                        times.append(time.perf_counter() - began)
    finally:
        await loop.close()
        await engine.stop()
        await database.close()
    return times


def _inbound(line: str) -> Inbound:
    return Inbound(uuid.uuid4().hex, line, line if line.startswith("/") else None)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description="Times turns of the embedded engine, without HTTP.",
        epilog="example: RECALL_DATA_DIR=/tmp/data python -m bench.inside --model models/x.tar.gz",
    )
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--bare", action="store_true", help="the engine alone: no turn loop")
    chosen = parser.parse_args()
    logging.basicConfig(level=logging.WARNING)
    print(json.dumps(asyncio.run(measure(chosen.model, chosen.rounds, chosen.bare))))


if __name__ == "__main__":
    main()
