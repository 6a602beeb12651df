"""How well messages are understood: `python -m tests.nlu.evaluate [--part a|b] [--show]`.

The sets in tests/nlu/blind were written by people who had not seen a training line. Part A may be
looked at to learn what is missing; part B is for measuring only, and its floors make this fail.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.engine.embedded import EmbeddedEngine
from bot.engine.evaluation import DANGER, FALSE_ALARMS, judged_figures
from bot.nlu.report import report
from bot.settings import PROJECT
from tests.engines import model

BLIND = Path(__file__).parent / "blind"
SEVERAL = {"a": "several_a.yml", "b": "several_b.yml"}
OUT = "out_of_scope"
WORST = 15
BINS = 5

# What issue 4 asks for: the least share, or the greatest.
AT_LEAST = {
    "all right": 0.93,
    "out of scope refused": 0.90,
    DANGER: 0.995,
    "both of two questions found": 0.85,
}
AT_MOST = {
    "in scope given up": 0.03,
    FALSE_ALARMS: 0.03,
    "median parse, seconds": 0.020,
}


class Judged:
    """One line of a set, with what was understood of it."""

    def __init__(self, row: dict[str, Any], found: dict[str, Any], seconds: float) -> None:
        self.row = row
        self.text: str = row["text"]
        self.meant: str = row.get("intent", "")
        self.hazard: str = row.get("hazard", "")
        self.wanted: set[str] = set(row.get("intents", ()))
        self.intents: list[str] = found["intents"]
        self.confidence: float = found["confidence"]
        self.seconds = seconds

    @property
    def first(self) -> str:
        """The intent the assistant would act on first."""
        return self.intents[0]

    @property
    def right(self) -> bool:
        """Was the one intent that was meant understood?"""
        return self.first == self.meant


async def evaluate(part: str, show: bool) -> dict[str, float]:
    """Parse the three sets of a part, print the tables, return the figures that have a floor."""
    engine = EmbeddedEngine(model())
    print("Loading the dialogue model...", file=sys.stderr, flush=True)
    await engine.start()
    try:
        lines = await _judge(engine, f"part_{part}.yml")
        danger = await _judge(engine, f"danger_{part}.yml")
        several = await _judge(engine, SEVERAL[part])
    finally:
        await engine.stop()
    figures = judged_figures(*([(x.row, x.intents) for x in s] for s in (lines, danger, several)))
    figures["median parse, seconds"] = statistics.median(x.seconds for x in lines)
    _figures(figures, lines)
    _alarms(danger)
    _several(lines, several)
    _by_intent(lines)
    _confusions(lines)
    _calibration(lines)
    if show:
        _show(lines, several)
    return figures


async def _judge(engine: EmbeddedEngine, name: str) -> list[Judged]:
    rows: Any = YAML(typ="safe").load(BLIND / name)
    judged = []
    for row in rows:
        # Processor time: the same on a busy machine.
        began = time.process_time()
        found = report(row["text"], await engine.parse(row["text"]))
        judged.append(Judged(row, found, time.process_time() - began))
    return judged


def _figures(figures: dict[str, float], lines: Sequence[Judged]) -> None:
    outside = [x for x in lines if x.meant == OUT]
    print(f"intents: {len(lines) - len(outside)} lines in scope, {len(outside)} out of scope")
    for name, value in figures.items():
        shown = f"{value * 1000:6.1f} ms" if name.endswith("seconds") else f"{value:7.1%}"
        print(f"  {name.removesuffix(', seconds'):36} {shown}")
    taught = _training_lines()
    new = [x for x in lines if _plain(x.text) not in taught]
    print(f"  {'all right, if no training line says it':36} {_share(x.right for x in new):5.1%}")
    print(f"  {'false accepts':36} {sum(not x.right for x in outside):6}")
    given_up = sum(x.first == OUT for x in lines if x.meant != OUT)
    print(f"  {'false rejects':36} {given_up:6}")


def _alarms(lines: Sequence[Judged]) -> None:
    print(f"danger, {len(lines)} lines: share that raises the alarm")
    for kind in ("now", "past", "asked", "none"):
        told = [x for x in lines if x.hazard == kind]
        share = _share(x.first == "emergency" for x in told)
        print(f"  {kind:36} {share:7.1%}  of {len(told)}")


def _several(single: Sequence[Judged], lines: Sequence[Judged]) -> None:
    print(f"several questions, {len(lines)} lines")
    print(f"  {'one found':36} {_share(bool(x.wanted & set(x.intents)) for x in lines):7.1%}")
    print(
        f"  {'one question taken for several':36} {_share(len(x.intents) > 1 for x in single):7.1%}"
    )


def _by_intent(lines: Sequence[Judged]) -> None:
    print("intent                   lines  precision  recall")
    for name in sorted({x.meant for x in lines}):
        meant = [x for x in lines if x.meant == name]
        found = [x for x in lines if x.first == name]
        precision = _share(x.right for x in found)
        print(f"  {name:22} {len(meant):5} {precision:9.0%} {_share(x.right for x in meant):7.0%}")


def _confusions(lines: Sequence[Judged]) -> None:
    confused = Counter((x.meant, x.first) for x in lines if not x.right)
    print("worst confusions (meant, understood)")
    for (meant, found), count in confused.most_common(WORST):
        print(f"  {count:3} {meant} -> {found}")


def _calibration(lines: Sequence[Judged]) -> None:
    print("calibration: confidence told, share right")
    error = 0.0
    for place in range(BINS):
        low, high = place / BINS, (place + 1) / BINS
        some = [x for x in lines if low < x.confidence <= high or (not place and not x.confidence)]
        if some:
            told = statistics.mean(x.confidence for x in some)
            right = _share(x.right for x in some)
            error += abs(told - right) * len(some) / len(lines)
            print(f"  {low:.1f}-{high:.1f} {told:6.2f} {right:6.2f}  of {len(some)}")
    print(f"  expected error {error:.3f}")


def _show(lines: Sequence[Judged], several: Sequence[Judged]) -> None:
    for x in lines:
        if not x.right or len(x.intents) > 1:
            print(f"{x.meant} -> {' '.join(x.intents)} {x.confidence:.2f} | {x.text}")
    for x in several:
        if not x.wanted <= set(x.intents):
            print(f"{' + '.join(sorted(x.wanted))} -> {' '.join(x.intents)} | {x.text}")


def _training_lines() -> set[str]:
    """What the intents' lines say."""
    said: set[str] = set()
    for file in (PROJECT / "data" / "nlu").glob("*.yml"):
        for taught in YAML(typ="safe").load(file)["nlu"]:
            said |= {_plain(line) for line in (taught.get("examples") or "").splitlines()}
    return said


def _plain(text: str) -> str:
    """The words of a line, without the marks of what is taught."""
    return " ".join(re.findall(r"\w+", re.sub(r"\]\([^)]*\)|\]\{[^}]*\}", " ", text).lower()))


def _share(found: Any) -> float:
    values = [bool(x) for x in found]
    return sum(values) / len(values) if values else 0.0


def under_floors(figures: dict[str, float]) -> list[str]:
    """What falls short, one sentence each."""
    short = [
        f"{name}: {figures[name]:.3f}, at least {floor} is asked for"
        for name, floor in AT_LEAST.items()
        if figures[name] < floor
    ]
    return short + [
        f"{name}: {figures[name]:.3f}, at most {ceiling} is allowed"
        for name, ceiling in AT_MOST.items()
        if figures[name] > ceiling
    ]


def main() -> int:
    """Evaluate one part; 1 if a figure of part B falls short."""
    parser = argparse.ArgumentParser(
        description=__doc__, epilog="example: python -m tests.nlu.evaluate --part a --show"
    )
    parser.add_argument("--part", choices=("a", "b"), default="b")
    parser.add_argument("--show", action="store_true", help="the wrong lines too (part A only)")
    asked = parser.parse_args()
    if asked.show and asked.part == "b":
        parser.error("part B is never looked at")
    short = under_floors(asyncio.run(evaluate(asked.part, asked.show)))
    for sentence in short:
        print(f"FALLS SHORT  {sentence}")
    return 1 if short and asked.part == "b" else 0


if __name__ == "__main__":
    sys.exit(main())
