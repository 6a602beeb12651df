"""The same tests on SQLite and, where a server is found, on PostgreSQL."""

from __future__ import annotations

import asyncio
import os
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio

from bot.storage import Database, upgrade

SERVER = os.environ.get("RECALL_TEST_POSTGRES", "postgres@127.0.0.1:5432")


@pytest_asyncio.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """An empty database with all tables; it is gone after the test."""
    if request.param == "sqlite":
        made = Database(f"sqlite+aiosqlite:///{tmp_path / 'test.db'}")
        await upgrade(made)
        yield made
        await made.close()
        return
    name = f"recall_test_{uuid.uuid4().hex[:12]}"
    try:
        server = await asyncpg.connect(f"postgresql://{SERVER}/postgres", timeout=60)
    except (OSError, asyncpg.PostgresError, asyncio.TimeoutError):
        if os.environ.get("RECALL_TEST_ALL"):
            raise
        pytest.skip(f"no PostgreSQL server at {SERVER}")
    try:
        await server.execute(f"CREATE DATABASE {name}")
        made = Database(f"postgresql+asyncpg://{SERVER}/{name}")
        try:
            await upgrade(made)
            yield made
        finally:
            await made.close()
            await server.execute(f"DROP DATABASE {name}")
    finally:
        await server.close()
