"""Finding one of 10,000 notices by words: `python -m bench --only catalogue`."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.lists import places
from bench.processes import say
from bench.table import align, p95
from bot.recalls.catalogue import Catalogue
from bot.recalls.catalogue.catalogue import keep
from bot.recalls.feed.record import read_notice
from bot.storage import Database, upgrade

__all__ = ["measure_catalogue"]

NOTICES = 10_000
QUESTIONS = 300
KINDS = (
    "power bank", "space heater", "dresser", "baby gate", "bike helmet", "air fryer", "e-bike",
    "snowmobile", "crib mattress", "magnet toy set", "pajama set", "pressure cooker", "ladder",
)  # fmt: skip
SELLERS = ("Amazon", "Walmart", "Target", "Costco", "the Home Depot", "Shein", "its own stores")


async def measure_catalogue(folder: Path, quick: bool) -> tuple[dict[str, Any], str]:
    """(the figures by database, the table); quick: a tenth of the notices."""
    count = NOTICES // (10 if quick else 1)
    source = random.Random("catalogue")
    records = list(_records(source, count))
    asked = _questions(source, records)
    results: dict[str, Any] = {}
    lines = [[f"{count:,} notices", "question, median", "95th percentile", "longest"]]
    async with places(folder) as found:
        for place in found:
            say(f"{place.title}: {count:,} notices")
            database = Database(place.url)
            try:
                await upgrade(database)
                async with database.write() as connection:
                    await keep(connection, [read_notice(record) for record in records])
                times = await _times(Catalogue(database), asked)
            finally:
                await database.close()
            results[place.title] = {"median": statistics.median(times), "p95": p95(times)}
            shown = (statistics.median(times), p95(times), max(times))
            lines.append([place.title, *(f"{value * 1000:.1f} ms" for value in shown)])
    return results, align(lines)


async def _times(catalogue: Catalogue, asked: list[str]) -> list[float]:
    times = []
    for question in asked:
        began = time.perf_counter()
        await catalogue.find(question)
        times.append(time.perf_counter() - began)
    return times


def _word(source: random.Random) -> str:
    parts = source.choices(("ka", "lo", "mi", "ter", "ven", "zu", "bri", "no", "shel", "dor"), k=3)
    return "".join(parts)


def _records(source: random.Random, count: int) -> Iterator[dict[str, Any]]:
    """Made-up notices whose words are as unevenly spread as those of real ones."""
    common = [_word(source) for _ in range(3_000)]
    weights = [1 / rank for rank in range(1, len(common) + 1)]
    brands = [_word(source) + _word(source) for _ in range(count // 3)]
    for i in range(count):
        brand, kind = source.choice(brands).title(), source.choice(KINDS)
        model = f"{source.choice('ABCDEFGH')}{source.choice('KLMN')}-{source.randrange(1000, 9999)}"
        text = " ".join(source.choices(common, weights, k=80))
        yield {
            "RecallID": i + 1,
            "RecallNumber": f"{20 + i // 1000}{i % 1000:03}",
            "RecallDate": f"20{20 + i // 1500}-0{1 + i % 9}-1{i % 10}",
            "Title": f"{brand} Recalls {kind.title()}s Due to Fire Hazard",
            "Products": [{"Name": f"{brand} {kind}s"}],
            "Description": f"This recall is about {kind}s with model number {model}. {text}",
            "Retailers": [{"Name": f"Sold at {source.choice(SELLERS)} for about $30."}],
        }


def _questions(source: random.Random, records: list[dict[str, Any]]) -> list[str]:
    """By brand, by model, by kind and seller alone, misspelt, and of products not there."""
    asked = []
    for record in source.sample(records, QUESTIONS // 5):
        name = record["Products"][0]["Name"].lower()
        model = record["Description"].split("number ")[1].split(".")[0]
        asked += [
            f"is my {name[:-1]} recalled?",
            f"I have a {model}, is it recalled",
            f"the {source.choice(KINDS)} from {source.choice(SELLERS)}",
            f"is the {name[:4]}{name[5:-1]} part of a recall",
            f"is my {_word(source)}{_word(source)}x {source.choice(KINDS)} recalled",
        ]
    return asked
