"""Rasa used as by `rasa shell`: no door has opened the conversation, buttons are typed unsigned.

Each action that keeps something must make the conversation's row itself, the tables too: the
database is empty at first.
"""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

from bot.conversations.transcript import utc_now
from bot.recalls import demo_serials, load_recalls
from bot.recalls.lists import SerialLists
from bot.settings import Settings
from bot.storage import Database, upgrade
from tests.conversations.conftest import LISTED, PATIENT
from tests.conversations.helpers import UNLISTED
from tests.engines import embedded_engine

if TYPE_CHECKING:
    from bot.engine.embedded import EmbeddedEngine


class Shell:
    """Rasa's own agent, asked as its shell asks it."""

    def __init__(self, engine: EmbeddedEngine, database: Path) -> None:
        self._engine = engine
        self._database = database

    async def say(self, sender: str, *texts: str) -> str:
        """Say one after the other in this sender's conversation; the last answer."""
        said = ""
        for text in texts:
            assert self._engine._agent is not None
            answer = self._engine._agent.handle_text(text, sender_id=sender)
            said = "\n".join(m.get("text") or "" for m in await self._engine.on_thread(answer))
            assert said, f"{text!r} was answered with silence"
        return said

    def rows(self, table: str, sender: str) -> list[Any]:
        """What the database holds of the conversation."""
        with closing(sqlite3.connect(self._database)) as connection:
            connection.row_factory = sqlite3.Row
            own = f"SELECT * FROM {table} WHERE conversation = ?"
            return connection.execute(own, (sender,)).fetchall()


@pytest_asyncio.fixture(scope="module")
async def shell(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Shell]:
    """On an empty data folder of its own."""
    folder = tmp_path_factory.mktemp("shell")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RECALL_DATA_DIR", str(folder))
        async with embedded_engine() as engine:
            for name, seconds in PATIENT.items():
                patch.setattr(name, seconds)
            yield Shell(engine, folder / "recall.db")


async def test_a_claim_and_an_incident_are_kept_from_an_empty_database(shell: Shell) -> None:
    assert not shell._database.exists()
    await shell.say("a", f"A1263 {LISTED}", "/affirm")
    (claim,) = shell.rows("claims", "a")
    assert claim["state"] == "draft"
    assert "911" in await shell.say("a", "it is smoking")
    (incident,) = shell.rows("incidents", "a")
    assert incident["claim"] == claim["number"]


@pytest.mark.parametrize(
    "texts,table",
    [
        (["it is smoking"], "incidents"),
        (["I want to talk to a person"], "handovers"),
        (["I already threw it in the trash"], "handovers"),
    ],
)
async def test_what_is_told_first_is_kept(shell: Shell, texts: list[str], table: str) -> None:
    sender = texts[0]
    await shell.say(sender, *texts)
    assert len(shell.rows(table, sender)) == 1


async def test_a_claim_of_another_conversation_is_opened(shell: Shell) -> None:
    await shell.say("begun", f"A1263 {LISTED}", "/affirm", "United States", "Jane Porter")
    await shell.say("begun", "jane@example.com")
    (claim,) = shell.rows("claims", "begun")
    await shell.say("other", f"where is my claim {claim['number']}, jane@example.com")
    assert [row["claim"] for row in shell.rows("claim_access", "other")] == [claim["number"]]


async def test_data_are_deleted_where_nothing_was_kept(shell: Shell) -> None:
    assert "deleted" in await shell.say("nobody", "delete my data", "/affirm")


@pytest_asyncio.fixture(scope="module")
async def listed(shell: Shell) -> Shell:
    """The same, with the demo list."""
    settings = Settings.from_env()
    database = Database(settings.database_url)
    await upgrade(database)
    recall = load_recalls(settings.recalls_dir).featured
    lists = SerialLists(database, utc_now)
    await lists.load(recall.number, "demo", date.today(), demo_serials(recall), demo=True)
    await database.close()
    return shell


async def test_the_wish_to_hear_of_a_later_list_is_kept(listed: Shell) -> None:
    await listed.say("wishes", f"A1263 {UNLISTED}", "/affirm", "/agree_recheck")
    assert [row["serial"] for row in listed.rows("rechecks", "wishes")] == [UNLISTED]


async def test_a_number_of_another_length_is_kept_for_a_person(listed: Shell) -> None:
    await listed.say("short", "A1263 serial number 7K3M9P2R4T6W", "/affirm")
    assert [row["reason"] for row in listed.rows("handovers", "short")] == ["check"]
