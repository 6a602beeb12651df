"""Connections and transactions on SQLite or PostgreSQL, always durable at commit.

StorageError
 +-- DatabaseBusy     others held the database, or all connections to it, for too long; try again
 +-- UnsafeDatabase   the server may lose a commit; the service must not start on it
"""

from __future__ import annotations

import asyncio
import functools
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool
from sqlalchemy.util import greenlet_spawn

from bot.storage.gate import gate_of
from bot.storage.sqlite_driver import driver, in_one_step

__all__ = ["Also", "Database", "DatabaseBusy", "StorageError", "UnsafeDatabase", "one_at_a_time"]

# What a caller writes in the same transaction.
Also = Callable[[AsyncConnection], Awaitable[None]]

# A turn may take 12 s; a writer that waits longer than this must give the customer a sentence.
BUSY_SECONDS = 5.0
POOL_SIZE = 5
# Of one statement: it may have so many parameters.
MOST_ROWS = 500
# SQLAlchemy's own ping before each use is three round trips; a connection that was used a moment
# ago need not be asked.
PING_AFTER = 5.0
# PostgreSQL's words for two transactions that cannot both go on: the one refused may try again
# (manual, appendix on error codes: serialization_failure, deadlock_detected).
TRY_AGAIN = ("40001", "40P01")
_LOCK = sa.text("SELECT pg_advisory_xact_lock(hashtext(:name))")


class StorageError(Exception):
    """Something is wrong with the database."""


class DatabaseBusy(StorageError):
    """Others held the database, or all connections to it, for too long."""


class UnsafeDatabase(StorageError):
    """The database may forget what it has committed."""


class Database:
    """One database as seen from one event loop.

    Connections belong to the loop that opened them, so every loop makes its own Database and
    closes it: aiosqlite otherwise keeps the process from ending. first: on SQLite its writers go
    before those of others that wait.
    """

    def __init__(
        self, url: str, *, busy_seconds: float = BUSY_SECONDS, first: bool = False
    ) -> None:
        self.url = url
        self._busy_seconds = busy_seconds
        self._first = first
        self.sqlite = url.startswith("sqlite")
        # hide_parameters: an error of the driver must not carry what a customer wrote to the log.
        options: dict[str, Any] = {
            "pool_size": POOL_SIZE, "max_overflow": 0, "pool_timeout": busy_seconds,
            "future": True, "hide_parameters": True,
        }  # fmt: skip
        self._gate = gate_of(url) if self.sqlite else None
        if self.sqlite:
            options["poolclass"] = AsyncAdaptedQueuePool
            options["connect_args"] = {"timeout": busy_seconds}
            options["module"] = driver()
        self.engine: AsyncEngine = create_async_engine(url, **options)
        if self.sqlite:
            event.listen(self.engine.sync_engine, "connect", _prepare_sqlite)
            event.listen(self.engine.sync_engine, "begin", _begin_sqlite)
        else:
            event.listen(self.engine.sync_engine, "checkout", _ping_if_idle)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection to read from; a consistent view, nothing is committed."""
        with _plain_errors():
            async with self.engine.connect() as connection:
                yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """One transaction: committed at the end of the block, rolled back by any exception."""
        with _plain_errors():
            # The gate first: whoever waits there must not hold a connection that others could use.
            async with self._alone(), self.engine.connect() as connection:
                connection = await connection.execution_options(recall_write=True)
                async with connection.begin():
                    yield connection

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        """No other writer of this process; SQLite takes one at a time, but in no order."""
        if self._gate is None:
            yield
            return
        try:
            await self._gate.enter(self._busy_seconds, first=self._first)
        except asyncio.TimeoutError:
            raise DatabaseBusy("The database is held by this process.") from None
        try:
            yield
        finally:
            self._gate.leave()

    async def fetch(self, query: str, *values: Any) -> list[Any]:
        """The rows of one query, straight from the driver: no transaction, the fewest steps.

        For look-ups that every check makes; parameters are written as the driver wants them.
        """
        with _plain_errors():
            connection = await self.engine.raw_connection()
            try:
                driver = connection.driver_connection
                if self.sqlite:
                    return list(await driver.execute_fetchall(query, values))
                return list(await driver.fetch(query, *values))
            except BaseException:
                # Cut off or broken: nobody shall be given it again.
                await greenlet_spawn(connection.invalidate)
                raise
            finally:
                await greenlet_spawn(connection.close)

    async def add_new(self, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> int:
        """Insert the rows that are not there yet, all with the same columns; how many that were.

        In a transaction of its own, committed. On SQLite it is one step to the connection's thread:
        others are kept waiting no longer than the disk needs.
        """
        if not self.sqlite:
            insert = postgresql.insert(table).on_conflict_do_nothing()
            count = 0
            async with self.write() as connection:
                for start in range(0, len(rows), MOST_ROWS):
                    some = insert.values(rows[start : start + MOST_ROWS])
                    stored: Any = await connection.execute(some)
                    count += stored.rowcount
            return count
        dialect = self.engine.dialect
        columns = [column for column in table.columns if column.name in rows[0]]
        types = [column.type.dialect_impl(dialect) for column in columns]
        stored_as = [each.bind_processor(dialect) or (lambda value: value) for each in types]
        values = [
            [store(row[column.name]) for column, store in zip(columns, stored_as)] for row in rows
        ]
        text = _insert_new(table, tuple(column.name for column in columns))
        with _plain_errors():
            raw = await self.engine.raw_connection()
            try:
                async with self._alone():
                    return await in_one_step(raw.driver_connection, text, values)
            except BaseException:
                # Cut off or broken: nobody shall be given it again.
                await greenlet_spawn(raw.invalidate)
                raise
            finally:
                await greenlet_spawn(raw.close)

    async def check_durability(self) -> None:
        """Raise UnsafeDatabase unless a commit survives a power cut.

        Source: sqlite.org/pragma.html (WAL with synchronous=FULL syncs at each commit);
        PostgreSQL manual, section on asynchronous commit.
        """
        async with self.read() as connection:
            if self.sqlite:
                mode = (await connection.exec_driver_sql("PRAGMA journal_mode")).scalar()
                level = (await connection.exec_driver_sql("PRAGMA synchronous")).scalar()
                if mode != "wal" or level != 2:
                    raise UnsafeDatabase(
                        f"SQLite runs with journal_mode={mode}, synchronous={level}; "
                        "it must be wal and 2. Put RECALL_DATA_DIR on a local disk."
                    )
                return
            for name in ("fsync", "full_page_writes", "synchronous_commit"):
                value = (await connection.exec_driver_sql(f"SHOW {name}")).scalar()
                if value in ("off", "local"):
                    raise UnsafeDatabase(f"PostgreSQL runs with {name}={value}; set it to on.")

    async def close(self) -> None:
        """Close every connection; needed before the loop ends."""
        await self.engine.dispose()


async def one_at_a_time(connection: AsyncConnection, name: str) -> None:
    """Wait for others that hold this name, and hold it until the caller's transaction ends.

    For what is looked for first and written then, where no row stands yet that could be locked.
    On SQLite writers come one after the other anyway.
    """
    if connection.dialect.name == "postgresql":
        await connection.execute(_LOCK, {"name": name})


@functools.lru_cache(maxsize=16)
def _insert_new(table: sa.Table, names: tuple[str, ...]) -> str:
    insert = sqlite.insert(table).values(dict.fromkeys(names)).on_conflict_do_nothing()
    return str(insert.compile(dialect=sqlite.dialect(paramstyle="qmark")))


class _plain_errors:
    """Turns the drivers' ways of saying 'locked', and the pool's 'all taken', into DatabaseBusy."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if isinstance(error, PoolTimeout):
            raise DatabaseBusy("All connections to the database are in use.") from error
        told = error.orig if isinstance(error, DBAPIError) else error
        busy = isinstance(error, (DBAPIError, sqlite3.OperationalError))
        if busy and "locked" in str(told).lower():
            raise DatabaseBusy("The database is held by another process.") from error
        if isinstance(error, DBAPIError) and getattr(told, "sqlstate", None) in TRY_AGAIN:
            raise DatabaseBusy("Two transactions have waited for one another.") from error


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own transaction handling begins too late; ours is in _begin_sqlite.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _ping_if_idle(connection: Any, record: Any, _proxy: Any) -> None:
    now = time.monotonic()
    if now - record.info.setdefault("used", now) > PING_AFTER:
        try:
            connection.ping()
        except Exception as error:
            raise DisconnectionError from error  # the pool makes a new one
    record.info["used"] = now


def _begin_sqlite(connection: Any) -> None:
    # IMMEDIATE takes the write lock at once: a transaction that reads first and writes later
    # would otherwise fail, without waiting, when another has written in between.
    write = connection.get_execution_options().get("recall_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
