"""The connections of one database: who waits holds none, and who gets none is told so."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.storage import Database, DatabaseBusy
from bot.storage.database import POOL_SIZE
from bot.storage.gate import gate_of


async def test_writers_in_line_leave_the_readers_their_connections(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", busy_seconds=60)

    async def write() -> None:
        async with database.write() as connection:
            await connection.exec_driver_sql("SELECT 1")

    async def all_in_line() -> None:
        while len(gate_of(database.url)._waiting) < 2 * POOL_SIZE:
            await asyncio.sleep(0)

    async with database.write():
        writers = [asyncio.create_task(write()) for _ in range(2 * POOL_SIZE)]
        await asyncio.wait_for(all_in_line(), 10)
        for _ in range(POOL_SIZE):
            async with database.read() as connection:
                await connection.exec_driver_sql("SELECT 1")
        assert not any(writer.done() for writer in writers)
    await asyncio.gather(*writers)
    await database.close()


async def test_without_a_free_connection_the_database_is_busy(database: Database) -> None:
    small = Database(database.url, busy_seconds=0.05)
    try:
        async with AsyncExitStack() as taken:
            for _ in range(POOL_SIZE):
                await taken.enter_async_context(small.read())
            with pytest.raises(DatabaseBusy):
                async with small.read():
                    pass
            with pytest.raises(DatabaseBusy):
                async with small.write():
                    pass
            with pytest.raises(DatabaseBusy):
                await small.fetch("SELECT 1")
        async with small.write() as connection:  # nobody was left at the gate
            await connection.exec_driver_sql("SELECT 1")
        assert len(await small.fetch("SELECT 1")) == 1
    finally:
        await small.close()
