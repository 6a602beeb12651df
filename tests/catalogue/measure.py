"""`python -m tests.catalogue.measure [a|b]`: is the right notice first, is none invented?"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.recalls.catalogue import Catalogue
from bot.storage import Database, upgrade
from tests.catalogue.dump import filled


@dataclass
class Measured:
    """Counts of answers to questions that a notice is for, and to those none is for (strangers).

    first: the right notice came first. shown: the same, or it came first among those told as
    near. none: rightly no notice was found.
    """

    questions: int = 0
    first: int = 0
    shown: int = 0
    strangers: int = 0
    none: int = 0
    wrong: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


def questions(half: str) -> dict[str, Any]:
    """One half of the questions."""
    return dict(YAML(typ="safe").load(Path(__file__).with_name(f"questions_{half}.yml")))


async def measure(catalogue: Catalogue, half: str) -> Measured:
    """Ask every question of a half."""
    result, asked = Measured(), questions(half)
    for number, question in asked["found"].items():
        began = time.perf_counter()
        found = await catalogue.find(question)
        result.seconds.append(time.perf_counter() - began)
        numbers = [n.number for n in (*found.notices, *found.near)]
        shown = numbers[:1] and numbers[0] in number.split(", ")
        result.questions += 1
        result.shown += bool(shown)
        result.first += bool(shown and found.notices)
        if not shown:
            result.wrong.append(f"{number}: {question} -> {numbers}")
    for question in asked["none"]:
        numbers = [n.number for n in (await catalogue.find(question)).notices]
        result.strangers += 1
        result.none += not numbers
        if numbers:
            result.wrong.append(f"none: {question} -> {numbers}")
    return result


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite+aiosqlite:///{folder}/x.db")
        await upgrade(database)
        try:
            catalogue = await filled(database)
            for half in sys.argv[1:] or ["a", "b"]:
                found = await measure(catalogue, half)
                print(
                    f"half {half}: right notice first {found.first}/{found.questions} "
                    f"(with near ones {found.shown}), "
                    f"no notice invented {found.none}/{found.strangers}, "
                    f"median {statistics.median(found.seconds) * 1000:.1f} ms"
                )
                if half != "d":
                    print("\n".join(found.wrong))
        finally:
            await database.close()


if __name__ == "__main__":
    asyncio.run(main())
