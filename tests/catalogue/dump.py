"""The 902 notices of the reference data, as records of the web service. They are not part of this
repository: where they are not found, the tests that want them are named as not run."""

from __future__ import annotations

import csv
import re
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import datetime, timezone
from typing import Any

from bot.recalls.catalogue import Catalogue
from bot.recalls.catalogue.catalogue import keep
from bot.recalls.feed.record import read_notice
from bot.settings import PROJECT
from bot.storage import Database
from bot.storage.tables import feed_state, notice_words, notices

FOLDER = PROJECT.parent / "shared" / "data" / "cpsc"
EXPORT = FOLDER / "cpsc_recalls_2023-12_to_2026-04.csv"
SAMPLES = FOLDER / "cpsc_api_sample_records.json"
NOT_THERE = "the reference data is not at ../shared/data/cpsc"


def dump_records() -> list[dict[str, Any]]:
    """The website's export in the shape of the web service; the export has no addresses."""
    with EXPORT.open(newline="", encoding="utf-8") as file:
        return [_record(i, row) for i, row in enumerate(csv.DictReader(file), 1)]


def _record(own_id: int, row: dict[str, str]) -> dict[str, Any]:
    day = datetime.strptime(row["Date"], "%B %d, %Y").date()
    slug = re.sub(r"\W+", "-", row["Recall Heading"]).strip("-")
    return {
        "RecallID": own_id,
        "RecallNumber": row["Recall Number"].replace("-", ""),
        "RecallDate": f"{day}T00:00:00",
        "LastPublishDate": f"{day}T00:00:00",
        "Title": row["Recall Heading"],
        "URL": f"https://www.cpsc.gov/Recalls/{day.year}/{slug}",
        "Description": row["Description"],
        "Products": [{"Name": row["Name of product"], "Model": ""}],
        "Hazards": [{"Name": row["Hazard Description"]}],
        "Retailers": [{"Name": row["Sold At"]}],
        "Importers": [{"Name": row["Importers"]}],
        "Manufacturers": [{"Name": row["Manufacturers"]}],
        "Distributors": [{"Name": row["Distributors"]}],
    }


@asynccontextmanager
async def kept(database: Database, records: Iterable[dict[str, Any]]) -> AsyncIterator[None]:
    """A whole list of the feed, of one day, while it is needed."""
    async with database.write() as connection:
        await keep(connection, [read_notice(record) for record in records])
        good = datetime(2026, 11, 20, tzinfo=timezone.utc)
        await connection.execute(feed_state.insert().values(id=1, good_at=good))
    yield
    async with database.write() as connection:
        for table in (notices, notice_words, feed_state):
            await connection.execute(table.delete())


async def filled(database: Database) -> Catalogue:
    """A catalogue that holds them."""
    async with database.write() as connection:
        await keep(connection, [read_notice(record) for record in dump_records()])
    return Catalogue(database)
