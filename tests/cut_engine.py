"""An engine on which every turn is cut by crashes and run again, in a test's own process."""

from __future__ import annotations

import itertools
import sqlite3
import tempfile
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.conversations import Engine, Inbound, Turn
from bot.safety import Hazard
from bot.settings import Settings
from bot.storage import Database
from tests.engines import embedded_engine, without_numbers

if TYPE_CHECKING:
    from bot.engine.embedded import EmbeddedEngine


class CutEngine:
    """Runs each turn as crashes would: cut after its first commit, its second, and so on.

    What the turn says in the end must be what it says, on a copy of the database, when nothing
    cuts it: `differences` holds what was not.
    """

    def __init__(self, engine: EmbeddedEngine, database: Path, folder: Path) -> None:
        self._engine = engine
        self._database = database
        # One for all turns: what its connections have prepared needs no doing again.
        self._file = folder / "copy.db"
        self._copy = Database(f"sqlite+aiosqlite:///{self._file}")
        self.cuts = 0
        self.differences: list[tuple[list[str], list[str]]] = []

    @property
    def ready(self) -> bool:
        return self._engine.ready

    async def start(self) -> None:
        await self._engine.start()

    async def stop(self) -> None:
        await self._engine.stop()

    async def close(self) -> None:
        """Let go of the copy; before the engine, whose thread it is used on, has stopped."""
        await self._engine.on_thread(self._copy.close())

    async def hazard(self, text: str) -> Hazard | None:
        return await self._engine.hazard(text)

    async def turn(self, conversation: str, inbound: Inbound, state: dict[str, Any] | None) -> Turn:
        calm = await self._on_a_copy(conversation, inbound, state)
        turn = await self._with_cuts(conversation, inbound, state)
        if plain(turn) != plain(calm):
            self.differences.append((plain(turn), plain(calm)))
        return turn

    async def _on_a_copy(self, *message: Any) -> Turn:
        with (
            closing(sqlite3.connect(self._database)) as source,
            closing(sqlite3.connect(self._file)) as target,
        ):
            source.backup(target)
        copy = self._copy
        with _in_the_engine(read=lambda self, own: own(copy), write=lambda self, own: own(copy)):
            return await self._engine.turn(*message)

    async def _with_cuts(self, *message: Any) -> Turn:
        # Each count twice: a run that finds its first effect done is cut one commit later.
        for place in itertools.count(2):
            left = itertools.count(place // 2 - 1, -1)

            @asynccontextmanager
            async def write(self: Database, own: Any, left: Any = left) -> AsyncIterator[Any]:
                async with own(self) as connection:
                    yield connection
                if next(left) == 0:
                    raise Cut()

            with _in_the_engine(write=write):
                try:
                    return await self._engine.turn(*message)
                except Cut:
                    self.cuts += 1
        raise AssertionError


class Cut(BaseException):
    """Stands for a SIGKILL: what was committed stays, nothing more of the turn is done."""


def plain(turn: Turn) -> list[str]:
    """All that a turn says and offers, without the claim numbers."""
    return [without_numbers(repr(reply)) for reply in turn.replies]


@contextmanager
def _in_the_engine(**changes: Any) -> Iterator[None]:
    """Change the Database's methods for what runs in the engine's thread."""
    own = {name: getattr(Database, name) for name in changes}

    def changed(name: str) -> Any:
        def method(self: Database) -> Any:
            if threading.current_thread().name == "engine":
                return changes[name](self, own[name])
            return own[name](self)

        return method

    for name in changes:
        setattr(Database, name, changed(name))
    try:
        yield
    finally:
        for name in changes:
            setattr(Database, name, own[name])


@asynccontextmanager
async def cut_engine() -> AsyncIterator[Engine]:
    """Rasa in this process, each turn cut after each of its commits."""
    async with embedded_engine() as engine:
        with tempfile.TemporaryDirectory() as folder:
            database = Settings.from_env().data_dir / "recall.db"
            cut = CutEngine(engine, database, Path(folder))
            try:
                yield cut
            finally:
                await cut.close()
