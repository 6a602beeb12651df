"""aiosqlite as SQLAlchemy uses it, with one step to the connection's thread for each statement.

SQLAlchemy's own adapter takes three or four (open a cursor, execute, fetch, close), and one more to
roll back what has been committed. A turn makes some thirty statements; each step costs two changes
of threads.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

import aiosqlite
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
)

__all__ = ["driver", "in_one_step"]

Done = tuple[Any, list[Any], Any, int]  # description, rows, lastrowid, rowcount


def driver() -> Any:
    """The module to hand to `create_async_engine`."""
    return _Driver(aiosqlite, sqlite3)


async def in_one_step(connection: Any, statement: str, rows: Sequence[Sequence[Any]]) -> int:
    """Execute a statement for each of the rows and commit; how many rows that changed."""
    done: int = await connection._execute(_commit_all, connection._conn, statement, rows)
    return done


class _Driver(AsyncAdapt_aiosqlite_dbapi):
    def connect(self, *args: Any, **options: Any) -> Any:
        return _Connection(self, super().connect(*args, **options)._connection)


class _Connection(AsyncAdapt_aiosqlite_connection):
    __slots__ = ()

    def cursor(self, server_side: bool = False) -> Any:
        return super().cursor(server_side=True) if server_side else _Cursor(self)

    def rollback(self) -> None:
        # The pool rolls back whatever comes home; mostly that was done.
        if self._connection.in_transaction:
            super().rollback()


class _Cursor(AsyncAdapt_aiosqlite_cursor):
    __slots__ = ()

    def execute(self, operation: str, parameters: Any = None) -> None:
        self._run(_execute, operation, parameters or ())

    def executemany(self, operation: str, parameters: Any) -> None:
        self._run(_execute_many, operation, parameters)

    def _run(self, work: Any, operation: str, parameters: Any) -> None:
        connection = self._connection
        try:
            # Private, but the one way to have more than one call made by the thread at once.
            done = self.await_(connection._execute(work, connection._conn, operation, parameters))
        except Exception as error:
            self._adapt_connection._handle_exception(error)
            raise
        self.description, self._rows, self.lastrowid, self.rowcount = done  # type: ignore[misc]


def _execute(connection: sqlite3.Connection, operation: str, parameters: Any) -> Done:
    cursor = connection.execute(operation, parameters)
    try:
        if cursor.description:
            return cursor.description, cursor.fetchall(), -1, -1
        return None, [], cursor.lastrowid, cursor.rowcount
    finally:
        cursor.close()


def _execute_many(connection: sqlite3.Connection, operation: str, parameters: Any) -> Done:
    cursor = connection.executemany(operation, parameters)
    try:
        return None, [], cursor.lastrowid, cursor.rowcount
    finally:
        cursor.close()


def _commit_all(connection: sqlite3.Connection, statement: str, rows: Any) -> int:
    connection.execute("BEGIN IMMEDIATE")
    try:
        changed = connection.executemany(statement, rows).rowcount
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return changed
