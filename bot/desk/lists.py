"""A serial list from a browser: taken in beside the event loop, looked at, and then let decide."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from aiohttp import BodyPartReader
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.recalls import ListInfo, Recall
from bot.recalls.import_file import SerialRows
from bot.recalls.lists import SerialLists
from bot.recalls.rejected_file import RejectedFile
from bot.storage import Database

__all__ = ["MOST_BYTES", "TooBig", "Upload", "load_beside", "received", "rejected_path"]

# A million serials of 16 characters are 17 MB.
MOST_BYTES = 256 * 2**20
CHUNK = 2**18


# Given the version that was loaded, and how many rows were rejected.
Loaded = Callable[[AsyncConnection, ListInfo, int], Awaitable[None]]


class TooBig(Exception):
    """The file has more than MOST_BYTES."""


@dataclass(frozen=True)
class Upload:
    """A file to load. dated: the firm's date. complete: does it hold every affected unit?"""

    path: Path
    name: str
    dated: date
    complete: bool


@contextlib.asynccontextmanager
async def received(part: BodyPartReader) -> AsyncIterator[Path]:
    """The part of a form as a file, gone afterwards. Raises TooBig."""
    with tempfile.NamedTemporaryFile(prefix="recall-list-") as file:
        size = 0
        while block := await part.read_chunk(CHUNK):
            size += len(block)
            if size > MOST_BYTES:
                raise TooBig()
            await asyncio.to_thread(file.write, part.decode(block))
        file.flush()
        yield Path(file.name)


async def load_beside(
    url: str, recall: Recall, upload: Upload, rejected: Path, also: Loaded
) -> tuple[ListInfo, int]:
    """Load it as a version that does not decide yet, and count the rejected rows.

    Reading a million rows would hold up the loop of the door, so a thread does it with a loop and
    connections of its own. also: what is written in the same transaction, in that thread. Raises
    ImportRefused, ListError; nothing is loaded then.
    """

    async def load() -> tuple[ListInfo, int]:
        database = Database(url)
        try:
            with upload.path.open("rb") as file, RejectedFile(rejected) as bad:
                rows = SerialRows(file, upload.name, recall.serial, rejected=bad.write)

                async def loaded(connection: AsyncConnection, info: ListInfo) -> None:
                    await also(connection, info, bad.count)

                info = await SerialLists(database).load(
                    recall.number, upload.name, upload.dated, rows,
                    complete=lambda: upload.complete and not rows.bad, activate=False, also=loaded,
                )  # fmt: skip
                return info, bad.count
        finally:
            await database.close()

    return await asyncio.to_thread(lambda: asyncio.run(load()))


def rejected_path(data_dir: Path, recall: Recall) -> Path:
    """Where the rejected rows of the last list are, as the command line writes them."""
    return data_dir / f"rejected-{recall.number}.csv"
