"""`python -m bench`: this assistant beside Rasa's default configuration, in one run."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import signal
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Coroutine, Sequence
from contextlib import ExitStack
from datetime import datetime, timezone
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.asked_twice import measure_asked_twice
from bench.catalogue import measure_catalogue
from bench.desk import measure_desk
from bench.lists import measure_lists
from bench.photos import measure_photos
from bench.processes import BenchError, ended, environment, memory, say, start
from bench.scripts import scripts
from bench.services import DefaultRasa, RecallAssistant, Service, prepare
from bench.table import align, p95, shown
from bench.training import BASELINE, CACHE, LINES, OURS, SPARSE, Model, Side, cached, trained
from bench.turns import client, differing, listen, throughput, time_turns
from bench.webhooks import measure_webhooks
from bench.widget import measure_widget

INSIDE_SECONDS = 600
Results = dict[str, dict[str, Any]]
# Of this assistant alone, without the comparison's models: a folder, and whether to be quick; the
# figures by name, and a table of them.
Measure = Callable[[Path, bool], Coroutine[Any, Any, tuple[dict[str, dict[str, Any]], str]]]
MEASURES: dict[str, Measure] = {
    "lists": measure_lists,
    "asked-twice": measure_asked_twice,
    "catalogue": measure_catalogue,
    "photos": measure_photos,
    "widget": measure_widget,
    "webhooks": measure_webhooks,
    "desk": measure_desk,
}
PARTS = ("train", "start", "turns", "inside", *MEASURES)


def main() -> int:
    """Measure what was asked for; the table goes to stdout, progress to stderr."""
    chosen = _arguments()
    # So that the children are ended too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    only = set(chosen.only or PARTS)
    print(_machine(), flush=True)
    try:
        models = _models(chosen.quick) if only - MEASURES.keys() else {}
        results: Results = {
            side.title: {"training": model.seconds, "training_cpu": model.cpu, "model": model.size}
            for side, model in models.items()
        }
        notes: list[str] = []
        with tempfile.TemporaryDirectory(prefix="recall-bench-") as folder:
            if only & {"start", "turns"}:
                work = _services(models, Path(folder), only, chosen.quick, results, notes)
                asyncio.run(work)
            if "inside" in only:
                _inside(models, Path(folder), chosen.quick, results, notes)
            if models:
                print(f"\n{shown(results, BASELINE.title, [OURS.title, SPARSE.title])}\n")
                print(f"Every model is trained on the first {LINES} lines of each intent.")
            print("\n".join(notes), flush=True)
            missing = _alone(only, Path(folder), chosen.quick, results)
    except BenchError as error:
        say(str(error))
        return 1
    CACHE.mkdir(parents=True, exist_ok=True)
    latest = {"at": datetime.now(timezone.utc).isoformat(), "machine": _machine(), **results}
    (CACHE / "latest.json").write_text(json.dumps(latest, indent=2) + "\n")
    return 1 if missing else 0


def _alone(only: set[str], folder: Path, quick: bool, results: Results) -> bool:
    """Measure this assistant alone, and print each table; was any of them not to be had?"""
    missing = False
    for name, measure in MEASURES.items():
        if name not in only:
            continue
        try:
            figures, table = asyncio.run(measure(folder, quick))
        except BenchError as error:
            missing = True
            say(f"{name} was not measured: {error}")
            continue
        results |= {f"{name}, {what}": mine for what, mine in figures.items()}
        print(f"\n{table}", flush=True)
    return missing


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description="Plays the same conversations with Rasa's default configuration and with this "
        "assistant and prints how they compare. Both are trained on the same first lines of each "
        "intent; the default's model takes many minutes, once, and is kept in results/bench.",
        epilog="example: python -m bench --quick --only turns",
    )
    parser.add_argument(
        "--quick", action="store_true",
        help="fewer rounds, one start each, and the default only if it is trained already",
    )  # fmt: skip
    parser.add_argument(
        "--only", choices=PARTS, action="append",
        help="this part alone; may be given several times",
    )  # fmt: skip
    return parser.parse_args()


def _models(quick: bool) -> dict[Side, Model]:
    sides = [OURS, SPARSE, BASELINE]
    if quick and cached(BASELINE) is None:
        say("the default has no trained model for the present data; left out")
        sides.remove(BASELINE)
    return {side: trained(side) for side in sides}


async def _services(
    models: dict[Side, Model],
    folder: Path,
    only: set[str],
    quick: bool,
    results: Results,
    notes: list[str],
) -> None:
    kinds: dict[Side, Callable[[str, Path, Path], Service]]
    kinds = {BASELINE: DefaultRasa, OURS: RecallAssistant, SPARSE: RecallAssistant}
    with ExitStack() as stack:
        up: list[Service] = []
        for side, model in models.items():
            place = folder / side.key
            await prepare(place / "data")
            service = kinds[side](side.title, model.path, place)
            starts = 1 if quick or "start" not in only else 3
            seconds = [await _start_and_stop(service) for _ in range(starts - 1)]
            say(f"{side.title}: start {starts} of {starts}")
            stack.enter_context(service.running())
            seconds.append(await _first_answer(service))
            if "start" in only:
                results[side.title]["first_answer"] = statistics.median(seconds)
                results[side.title]["starts"] = seconds
            up.append(service)
        if "turns" in only:
            await _turns(up, 1 if quick else 3, results, notes)


async def _start_and_stop(service: Service) -> float:
    say(f"{service.title}: start")
    with service.running():
        return await _first_answer(service)


async def _first_answer(service: Service) -> float:
    async with client() as http:
        return await service.first_answer(http)


async def _turns(up: Sequence[Service], rounds: int, results: Results, notes: list[str]) -> None:
    async with client() as http:
        told = {}
        for service in up:
            say(f"{service.title}: playing each conversation once")
            told[service.title] = await listen(service, http)
        turns = sum(len(lines) for lines in scripts().values())
        for service in up[1:]:
            others = differing(told[OURS.title], told[service.title])
            results[service.title]["differing"] = others
            notes.append(
                f"{len(others)} of {turns} turns are answered differently by {service.title} "
                f"and by {OURS.title}."
            )
            for line in others:
                say(f"differs, {OURS.title} / {service.title}: {line}")
        timed = await time_turns(up, http, rounds)
        for service in up:
            mine, result = timed[service.title], results[service.title]
            result["turns"] = len(mine.seconds)
            result["turn_median"] = statistics.median(mine.seconds)
            result["turn_p95"] = p95(mine.seconds)
            result["turn_cpu"] = mine.cpu
            result["memory"] = memory(service.pids)
        for service in up:
            say(f"{service.title}: four customers at once, on one core")
            results[service.title]["throughput"] = await throughput(service, http, min(rounds, 2))


def _inside(
    models: dict[Side, Model], folder: Path, quick: bool, results: Results, notes: list[str]
) -> None:
    """The embedded turn without HTTP, and without encoder and database."""
    memory_disk = Path("/dev/shm")
    base = results.get(BASELINE.title, {}).get("turn_median")
    lines = [["inside the process, without HTTP", "median", "p95", "of the default's median"]]
    cases: list[tuple[str, Side, bool]] = [
        ("with database and encoder", OURS, False),
        ("with database, no encoder", SPARSE, False),
        ("engine alone, no encoder", SPARSE, True),
    ]
    for name, side, bare in cases:
        say(f"in one process: {name}")
        on_disk = not bare or not memory_disk.is_dir()
        with tempfile.TemporaryDirectory(dir=folder if on_disk else memory_disk) as data:
            asyncio.run(prepare(Path(data)))
            times = _run_inside(models[side], Path(data), folder, bare, 1 if quick else 3)
        median = statistics.median(times)
        results[name] = {"turn_median": median, "turn_p95": p95(times), "turns": len(times)}
        ratio = f"{median / base:.2f}" if base else "-"
        lines.append([name, f"{median * 1000:.1f} ms", f"{p95(times) * 1000:.1f} ms", ratio])
    notes += ["", align(lines), "(engine alone: no transcript, the actions' database in memory)"]


def _run_inside(model: Model, data: Path, folder: Path, bare: bool, rounds: int) -> list[float]:
    arguments = ["-m", "bench.inside", "--model", str(model.path), "--rounds", str(rounds)]
    arguments += ["--bare"] if bare else []
    log = folder / "inside.log"
    child = start(arguments, log, environment(RECALL_DATA_DIR=str(data)), pipes=True)
    with ended(child):
        try:
            out, _ = child.communicate(timeout=INSIDE_SECONDS)
        except subprocess.TimeoutExpired:
            raise BenchError("The turns inside one process took too long.") from None
        if child.returncode != 0:
            raise BenchError(f"bench.inside failed: {log.read_text()[-800:]}")
    times: list[float] = json.loads(out.splitlines()[-1])
    return times


def _machine() -> str:
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    parts = " ".join(f"{name} {version(name)}" for name in ("rasa", "rasa-sdk", "tensorflow"))
    return (
        f"{platform.machine()}, {os.cpu_count()} cores, load {load}; "
        f"Python {platform.python_version()}, {parts}"
    )


if __name__ == "__main__":
    sys.exit(main())
