"""How often the owner of an honest, unlisted unit is asked about its serial a second time.

Firms number their units one after the other, so that an unlisted serial often stands one character
from a listed one. Each shape of list is checked as a customer's first reading would be.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.processes import say
from bench.table import align
from bot.conversations.transcript import utc_now
from bot.recalls import Recalls, load_recalls
from bot.recalls.check import UnitChecks
from bot.settings import Settings
from bot.storage import Database, upgrade

__all__ = ["COUNTER", "NUMBERS", "RUNNING", "Shape", "measure_asked_twice"]

# As in the public description of the first recall's serials: neither I nor O.
ALPHABET = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
NUMBERS = 20_000
HONEST, FEW = 2_000, 200


@dataclass(frozen=True)
class Shape:
    """A list of serials. serial: of a unit's number. listed: is the unit of this number on it?"""

    name: str
    serial: Callable[[int], str]
    listed: Callable[[int], bool]

    def listed_serials(self) -> list[str]:
        """Those on the list, of the units numbered below NUMBERS."""
        return [self.serial(n) for n in range(NUMBERS) if self.listed(n)]

    def honest_serials(self, most: int) -> list[str]:
        """At most so many of those that are not on it, spread over all numbers."""
        unlisted = [n for n in range(NUMBERS) if not self.listed(n)]
        return [self.serial(n) for n in unlisted[:: max(1, len(unlisted) // most)][:most]]


def _in_letters(number: int) -> str:
    digits = ""
    for _ in range(4):
        number, place = divmod(number, len(ALPHABET))
        digits = ALPHABET[place] + digits
    return digits


RUNNING = (
    Shape("one run, the next is not listed", "AKFF1Y0E1{:07}".format, lambda n: n < 10_000),
    Shape("every other thousand", "AKFF1Y0E1{:07}".format, lambda n: n // 1_000 % 2 == 0),
    Shape("days of 200, a third of them", "AKFF1Y9A0{:05}KX".format, lambda n: n // 200 % 3 == 0),
    Shape("one in ten anywhere", "AKFF1Y0E1{:07}".format, lambda n: n * 7_919 % 10_007 % 10 == 0),
)
COUNTER = Shape(
    "a counter of digits and letters",
    lambda n: f"AKFF1Y9A{_in_letters(n)}2K7X",
    lambda n: n // 1_000 % 2 == 0,
)


async def measure_asked_twice(folder: Path, quick: bool) -> tuple[dict[str, dict[str, Any]], str]:
    """The share of each shape by its name, and a table of them."""
    recall = load_recalls(Settings.from_env().recalls_dir).featured
    figures: dict[str, dict[str, Any]] = {}
    lines = [["honest units that are not listed", "asked twice", "read back with places", "units"]]
    for shape in (*RUNNING, COUNTER):
        say(f"asked twice: {shape.name}")
        database = Database(f"sqlite+aiosqlite:///{folder / shape.name.replace(' ', '-')}.db")
        try:
            await upgrade(database)
            units = UnitChecks(Recalls((recall,)), database, utc_now, checks_day=0)
            number = recall.number
            await units.lists.load(number, "bench", utc_now().date(), shape.listed_serials())
            model = recall.products[0].models[0]
            found = [
                await units.check(model, "", serial, country="US")
                for serial in shape.honest_serials(FEW if quick else HONEST)
            ]
        finally:
            await database.close()
        twice = sum(check.overall == "check_again" for check in found) / len(found)
        places = sum(bool(check.main and check.main.positions) for check in found) / len(found)
        figures[shape.name] = {"asked_twice": twice, "with_places": places, "units": len(found)}
        lines.append([shape.name, f"{twice:.2%}", f"{places:.2%}", f"{len(found):,}"])
    return figures, align(lines)
