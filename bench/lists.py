"""Serial lists beside the bare drivers: `python -m bench --only lists`.

Import of a list as large as the recall, look-ups in lists of a million and of ten million, the
search for near misses, and the plans of the queries; on SQLite, and on PostgreSQL where found.
Beside it the check of a hundred recall files.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import aiosqlite
import asyncpg
import sqlalchemy as sa

from bench.processes import BenchError, say
from bench.table import align
from bot.recalls import Recall, lint, load_recalls
from bot.recalls.import_file import SerialRows
from bot.recalls.lists import SerialLists
from bot.recalls.serials import confusable_keys, edit_keys
from bot.settings import PROJECT
from bot.storage import Database, upgrade
from bot.storage.tables import serial_lists

__all__ = ["Place", "measure_lists", "places", "write_recall_files"]

RECALLED = 1_158_000
SIZES = (1_000_000, 10_000_000)
LOOKUPS = 1_000
NEAR_SEARCHES = 100
IMPORT_SECONDS = 900
FILES = 100


@dataclass(frozen=True)
class Place:
    """A database to measure on."""

    title: str
    url: str

    @property
    def address(self) -> str:
        """As the bare driver wants it."""
        return self.url.replace("+asyncpg", "").removeprefix("sqlite+aiosqlite:///")

    @property
    def sqlite(self) -> bool:
        return self.url.startswith("sqlite")


async def measure_lists(folder: Path, quick: bool) -> tuple[dict[str, Any], str]:
    """(the figures by database, the tables); quick: a tenth of every size."""
    part = 10 if quick else 1
    recall = _recall()
    file = folder / "serials.csv"
    _write_list(file, RECALLED // part, recall)
    results: dict[str, Any] = {}
    plans: list[str] = []
    async with places(folder) as found:
        for place in found:
            mine = results[place.title] = {}
            for bare in (False, True):
                say(f"{place.title}: import of {RECALLED // part:,} serials, bare: {bare}")
                mine["bare_import" if bare else "import"] = _import(place, file, bare)
            for size in SIZES:
                say(f"{place.title}: filling a list of {size // part:,}")
                mine[str(size)] = await _look_up(place, size // part, recall, plans)
    tables = _shown(results, part) + "\n\n" + "\n".join(plans)
    seconds = _check_files(folder / "recalls")
    results["files"] = {"check": seconds}
    return results, f"{tables}\n\ncheck of {FILES} recall files  {seconds:.2f} s of the processor"


def write_recall_files(folder: Path, count: int) -> None:
    """So many recall files like the shipped ones, each with a number of its own."""
    shipped = sorted((PROJECT / "data" / "recalls").glob("*.yml"))
    for number, path in enumerate(itertools.islice(itertools.cycle(shipped), count)):
        text = path.read_text("utf-8").replace("featured: true", "")
        own = text.replace(f'"{path.stem}"', f'"99-{number:03}"', 1)
        (folder / f"{number}.yml").write_text(own, "utf-8")


def _check_files(folder: Path) -> float:
    """Processor seconds of `recalls lint`."""
    shutil.copytree(PROJECT / "data" / "recalls" / "common", folder / "common")
    write_recall_files(folder, FILES)
    began = time.process_time()
    if problems := lint(folder):
        raise BenchError(f"The shipped recall files are wrong: {problems[0]}")
    return time.process_time() - began


def _recall() -> Recall:
    recall = load_recalls(PROJECT / "data" / "recalls").get("25-338")
    assert recall is not None
    return recall


@asynccontextmanager
async def places(folder: Path) -> AsyncIterator[list[Place]]:
    """SQLite in the folder, and a PostgreSQL database of its own where a server is found."""
    made = [Place("SQLite", f"sqlite+aiosqlite:///{folder / 'lists.db'}")]
    server = os.environ.get("RECALL_TEST_POSTGRES", "postgres@127.0.0.1:5432")
    name = f"recall_bench_{uuid.uuid4().hex[:8]}"
    try:
        admin = await asyncpg.connect(f"postgresql://{server}/postgres", timeout=5)
    except (OSError, asyncpg.PostgresError, TimeoutError):
        say(f"no PostgreSQL server at {server}; left out")
        yield made
        return
    try:
        await admin.execute(f"CREATE DATABASE {name}")
        made.append(Place("PostgreSQL", f"postgresql+asyncpg://{server}/{name}"))
        try:
            yield made
        finally:
            await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await admin.close()


# --- import ----------------------------------------------------------------------------------


def _write_list(file: Path, count: int, recall: Recall) -> None:
    """Made-up serials in no order, as a firm's export has them."""
    source = random.Random("bench")
    alphabet = recall.serial.alphabet
    with file.open("w") as out:
        out.write("model,serial\n")
        for _ in range(count):
            out.write("A1263," + "".join(source.choices(alphabet, k=16)) + "\n")


def _import(place: Place, file: Path, bare: bool) -> dict[str, float]:
    """Seconds, processor seconds and peak memory of an import in a process of its own."""
    arguments = [sys.executable, "-m", "bench.lists", place.url, str(file)]
    arguments += ["--bare"] if bare else []
    try:
        child = subprocess.run(
            arguments, cwd=PROJECT, capture_output=True, text=True, timeout=IMPORT_SECONDS,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise BenchError("The import took too long.") from None
    if child.returncode != 0:
        raise BenchError(f"bench.lists failed: {child.stderr[-800:]}")
    figures: dict[str, float] = json.loads(child.stdout.splitlines()[-1])
    return figures


async def _import_here(place: Place, file: Path, bare: bool) -> None:
    database = Database(place.url)
    try:
        await upgrade(database)
        if not bare:
            with file.open("rb") as opened:
                rows = SerialRows(opened, file.name, _recall().serial)
                await SerialLists(database).load("25-338", file.name, date.today(), rows)
    finally:
        await database.close()
    if bare:
        await (_bare_sqlite if place.sqlite else _bare_postgres)(place, file)


def _bare_rows(file: Path) -> Iterator[tuple[int, str]]:
    with file.open() as lines:
        next(lines)
        for line in lines:
            yield -1, line.rstrip("\n").partition(",")[2]


async def _bare_sqlite(place: Place, file: Path) -> None:
    async with aiosqlite.connect(place.address) as connection:
        await connection.execute("PRAGMA synchronous=FULL")
        insert = "INSERT OR IGNORE INTO serials (list, serial) VALUES (?, ?)"
        await connection.executemany(insert, _bare_rows(file))
        await connection.commit()


async def _bare_postgres(place: Place, file: Path) -> None:
    connection = await asyncpg.connect(place.address)
    try:
        insert = "INSERT INTO serials (list, serial) VALUES ($1, $2) ON CONFLICT DO NOTHING"
        await connection.executemany(insert, _bare_rows(file))
    finally:
        await connection.close()


# --- looking up ------------------------------------------------------------------------------


class _Spread:
    """Serials in rising order, spread over all that the alphabet allows, and never held at once."""

    def __init__(self, count: int, alphabet: str) -> None:
        self.count = count
        self._digits = sorted(alphabet)
        self._step = len(alphabet) ** 16 // (count + 1)

    def __iter__(self) -> Iterator[str]:
        return (self[i] for i in range(self.count))

    def __getitem__(self, i: int) -> str:
        jitter = random.Random(i).randrange(self._step // 2)
        number, text = (i + 1) * self._step + jitter, ""
        for _ in range(16):
            number, digit = divmod(number, len(self._digits))
            text = self._digits[digit] + text
        return text


async def _look_up(place: Place, size: int, recall: Recall, plans: list[str]) -> dict[str, float]:
    spread = _Spread(size, recall.serial.alphabet)
    source = random.Random(7)
    listed = [spread[source.randrange(size)] for _ in range(LOOKUPS // 2)]
    strange = ["".join(source.choices(recall.serial.alphabet, k=16)) for _ in range(LOOKUPS // 2)]
    database = Database(place.url)
    try:
        lists = SerialLists(database)
        await _fill(database, spread)
        async with database.read() as connection:
            query = sa.select(serial_lists.c.id).where(serial_lists.c.recall == f"bench {size}")
            list_id = int((await connection.execute(query)).scalar_one())

        async def ours(keys: list[str]) -> int:
            return len(await lists.find(list_id, keys))

        async with _bare(place, list_id, plans if size == max(SIZES) else []) as bare:
            result = {}
            mixed = [key for pair in zip(listed, strange) for key in pair]
            exact = [[key] for key in mixed]
            near = [
                [*{**edit_keys(key, recall.serial), **confusable_keys(key, recall.serial)}]
                for key in strange[:NEAR_SEARCHES]
            ]
            result["candidates"] = statistics.median(map(len, near))
            for name, keys in (("exact", exact), ("near", near)):
                result[name], result[f"bare_{name}"] = await _in_turns(keys, ours, bare)
        return result
    finally:
        await database.close()


async def _fill(database: Database, spread: _Spread) -> None:
    """Load without what an import does besides; rising order makes it quick."""
    lists = SerialLists(database)
    await lists.load(f"bench {spread.count}", "bench", date.today(), spread)
    if not database.sqlite:
        async with database.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.exec_driver_sql("VACUUM ANALYZE serials")


Lookup = Callable[[list[str]], Awaitable[int]]


async def _in_turns(keys: list[list[str]], ours: Lookup, bare: Lookup) -> tuple[float, float]:
    """Medians of both, asked in turns, so that a busy moment slows both; answers must agree."""
    times: dict[Lookup, list[float]] = {ours: [], bare: []}
    source = random.Random(3)
    for round_ in range(2):
        for one in keys:
            found = []
            # Who comes first finds the pages cold.
            for ask in source.sample((ours, bare), 2):
                began = time.perf_counter()
                found.append(await ask(one))
                if round_:
                    times[ask].append(time.perf_counter() - began)
            if found[0] != found[1]:
                raise BenchError("The two look-ups disagree.")
    return statistics.median(times[ours]), statistics.median(times[bare])


@asynccontextmanager
async def _bare(place: Place, list_id: int, plans: list[str]) -> AsyncIterator[Lookup]:
    """The bare driver on a held connection with a prepared statement."""
    one = "SELECT serial FROM serials WHERE list = {} AND serial = {}"
    if place.sqlite:
        in_keys = "serial IN (SELECT value FROM json_each(?))"
        many = f"SELECT serial FROM serials WHERE list = ? AND {in_keys}"
        async with aiosqlite.connect(place.address) as lite:
            plans += await _sqlite_plans(lite, one.format("?", "?"), many, list_id)

            async def ask_sqlite(keys: list[str]) -> int:
                if len(keys) == 1:
                    rows = await lite.execute_fetchall(one.format("?", "?"), (list_id, keys[0]))
                else:
                    rows = await lite.execute_fetchall(many, (list_id, json.dumps(keys)))
                return len(list(rows))

            yield ask_sqlite
        return
    many = "SELECT serial FROM serials WHERE list = $1 AND serial = ANY($2::varchar[])"
    connection = await asyncpg.connect(place.address)
    try:
        exact = await connection.prepare(one.format("$1", "$2"))
        several = await connection.prepare(many)
        for name, query in (("one", one.format(list_id, "'A'")), ("many", _filled(many, list_id))):
            rows = await connection.fetch(f"EXPLAIN {query}")
            plans += [f"PostgreSQL, {name}: {row[0].strip()[:100]}" for row in rows]

        async def ask_postgres(keys: list[str]) -> int:
            if len(keys) == 1:
                return len(await exact.fetch(list_id, keys[0]))
            return len(await several.fetch(list_id, keys))

        yield ask_postgres
    finally:
        await connection.close()


def _filled(query: str, list_id: int) -> str:
    keys = ", ".join(f"'A{i}'" for i in range(1000))
    return query.replace("$1", str(list_id)).replace("$2", f"ARRAY[{keys}]")


async def _sqlite_plans(
    connection: aiosqlite.Connection, one: str, many: str, list_id: int
) -> list[str]:
    plans = []
    for name, query, keys in (("one", one, "A"), ("many", many, '["A"]')):
        rows = await connection.execute_fetchall(f"EXPLAIN QUERY PLAN {query}", (list_id, keys))
        plans += [f"SQLite, {name}: {row[3]}" for row in rows]
    return plans


# --- the tables ------------------------------------------------------------------------------


def _shown(results: dict[str, Any], part: int) -> str:
    lines = [[f"import of {RECALLED // part:,} serials", "seconds", "processor", "peak memory"]]
    for title, mine in results.items():
        for name, key in ((title, "import"), (f"{title}, bare driver", "bare_import")):
            figures = mine[key]
            lines.append([
                name, f"{figures['seconds']:.1f} s", f"{figures['cpu']:.1f} s",
                f"{figures['memory'] / 2**20:.0f} MB",
            ])  # fmt: skip
    looked = [["look-up, median", "serials", "this", "bare driver", "ratio", "candidates"]]
    for title, mine in results.items():
        for size in SIZES:
            figures = mine[str(size)]
            for name, what in (("exact", "exact"), ("near", "near misses of a miss")):
                own, bare = figures[name], figures[f"bare_{name}"]
                looked.append([
                    f"{title}, {what}", f"{size // part:,}", f"{own * 1000:.2f} ms",
                    f"{bare * 1000:.2f} ms", f"{own / bare:.1f}",
                    "1" if name == "exact" else f"{figures['candidates']:.0f}",
                ])  # fmt: skip
    return align(lines) + "\n\n" + align(looked)


def main() -> None:
    """Import a file into a database and print seconds and memory; run by the benchmark."""
    parser = argparse.ArgumentParser(
        description="Imports a serial list and prints one line of JSON: seconds, cpu, memory.",
        epilog="example: python -m bench.lists sqlite+aiosqlite:////tmp/x.db serials.csv",
    )
    parser.add_argument("url")
    parser.add_argument("file", type=Path)
    parser.add_argument("--bare", action="store_true", help="by the driver alone")
    chosen = parser.parse_args()
    place = Place("", chosen.url)
    began = time.perf_counter()
    asyncio.run(_import_here(place, chosen.file, chosen.bare))
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({
        "seconds": time.perf_counter() - began, "cpu": used.ru_utime + used.ru_stime,
        "memory": used.ru_maxrss * 1024,
    }))  # fmt: skip


if __name__ == "__main__":
    main()
