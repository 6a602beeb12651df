"""The writers of one SQLite file go in one after the other, in their order."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from bot.storage import Database
from bot.storage.gate import Gate, gate_of


async def _in_line(gate: Gate, name: str, entered: list[str], *, first: bool = False) -> None:
    await gate.enter(60, first=first)
    entered.append(name)
    gate.leave()


async def _waiting(gate: Gate, names: str, entered: list[str]) -> list[asyncio.Task[None]]:
    """Writers in a line before a gate that is taken; a capital one goes first."""
    tasks = []
    for name in names:
        tasks.append(asyncio.create_task(_in_line(gate, name, entered, first=name.isupper())))
        await asyncio.sleep(0)
    return tasks


async def test_they_go_in_as_they_came_and_who_is_first_before_them() -> None:
    gate, entered = Gate(), []  # type: tuple[Gate, list[str]]
    await gate.enter(60)
    tasks = await _waiting(gate, "abCd", entered)
    assert entered == []
    gate.leave()
    await asyncio.gather(*tasks)
    assert entered == ["C", "a", "b", "d"]
    await gate.enter(0)  # nobody is inside


async def test_who_gives_up_holds_up_nobody() -> None:
    gate, entered = Gate(), []  # type: tuple[Gate, list[str]]
    await gate.enter(60)
    with pytest.raises(asyncio.TimeoutError):
        await gate.enter(0)
    a, b, c = await _waiting(gate, "abc", entered)
    a.cancel()
    await asyncio.sleep(0)
    gate.leave()
    b.cancel()  # in the moment in which it is let in
    await asyncio.gather(a, b, c, return_exceptions=True)
    assert entered == ["c"]
    await gate.enter(0)


async def test_another_thread_and_a_loop_that_has_ended_keep_their_places() -> None:
    gate = Gate()
    entered: list[str] = []
    await gate.enter(60)

    def waits_and_ends() -> None:
        loop = asyncio.new_event_loop()
        loop.run_until_complete(_waiting(gate, "a", entered))
        loop.run_until_complete(asyncio.sleep(0))
        for task in asyncio.all_tasks(loop):
            task._log_destroy_pending = False  # type: ignore[attr-defined]
        loop.close()

    def writes() -> None:
        asyncio.run(_in_line(gate, "b", entered))

    gone = threading.Thread(target=waits_and_ends)
    gone.start()
    gone.join()
    writer = threading.Thread(target=writes)
    writer.start()
    while len(gate._waiting) < 2:
        await asyncio.sleep(0)
    gate.leave()
    await asyncio.to_thread(writer.join)
    assert entered == ["b"]
    await gate.enter(0)


async def test_all_who_write_into_one_file_share_a_gate(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'x.db'}"
    first, second = Database(url, first=True), Database(url)
    assert gate_of(url) is gate_of(url) and gate_of(url + "y") is not gate_of(url)
    for database in (first, second, first):
        async with database.write() as connection:
            await connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS x (y)")
            assert gate_of(url)._taken
    assert not gate_of(url)._taken
    await first.close()
    await second.close()
