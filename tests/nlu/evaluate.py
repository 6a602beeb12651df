"""How well messages are understood: `python -m tests.nlu.evaluate [--part a|b]`.

The sets in tests/nlu/blind were written by people who had not seen a training line. Part A may be
looked at to learn what is missing; part B is for measuring only.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.engine.embedded import EmbeddedEngine
from bot.nlu.report import report
from tests.engines import model

BLIND = Path(__file__).parent / "blind"
WORST = 15


async def evaluate(part: str) -> None:
    """Parse both sets of a part and print the tables."""
    engine = EmbeddedEngine(model())
    print("Loading the dialogue model...", file=sys.stderr, flush=True)
    await engine.start()
    try:
        await _intents(engine, _rows(f"part_{part}.yml"))
        await _danger(engine, _rows(f"danger_{part}.yml"))
    finally:
        await engine.stop()


async def _intents(engine: EmbeddedEngine, rows: list[dict[str, str]]) -> None:
    confused: Counter[tuple[str, str]] = Counter()
    times: list[float] = []
    right: Counter[bool] = Counter()
    total: Counter[bool] = Counter()
    lost = 0
    for row in rows:
        began = time.perf_counter()
        found = report(row["text"], await engine.parse(row["text"]))["intents"][0]
        times.append(time.perf_counter() - began)
        inside = row["intent"] != "out_of_scope"
        total[inside] += 1
        right[inside] += found == row["intent"]
        lost += inside and found == "out_of_scope"
        if found != row["intent"]:
            confused[row["intent"], found] += 1
    print(f"intents, {len(rows)} lines")
    print(f"  all right            {sum(right.values()) / len(rows):6.1%}")
    print(f"  in scope right       {right[True] / total[True]:6.1%}  of {total[True]}")
    print(f"  in scope given up    {lost / total[True]:6.1%}")
    print(f"  out of scope refused {right[False] / total[False]:6.1%}  of {total[False]}")
    print(f"  median parse         {statistics.median(times) * 1000:6.1f} ms")
    print("worst confusions (meant, understood)")
    for (meant, found), count in confused.most_common(WORST):
        print(f"  {count:3} {meant} -> {found}")


async def _danger(engine: EmbeddedEngine, rows: list[dict[str, str]]) -> None:
    alarms: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for row in rows:
        found = report(row["text"], await engine.parse(row["text"]))
        total[row["hazard"]] += 1
        alarms[row["hazard"]] += found["intents"][0] == "emergency"
    print(f"danger, {len(rows)} lines: share that raises the alarm")
    for kind in ("now", "past", "asked", "none"):
        print(f"  {kind:6} {alarms[kind] / total[kind]:6.1%}  of {total[kind]}")


def _rows(name: str) -> list[dict[str, str]]:
    rows: Any = YAML(typ="safe").load(BLIND / name)
    return list(rows)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, epilog="example: python -m tests.nlu.evaluate --part a"
    )
    parser.add_argument("--part", choices=("a", "b"), default="a")
    asyncio.run(evaluate(parser.parse_args().part))
