"""Another process holds the database while an action writes: a sentence, and the claim goes on."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from functools import partial
from typing import Any

import pytest
import pytest_asyncio

from bot.actions import services
from bot.claims.claims import Claims
from bot.conversations.incidents import Incidents
from bot.engine.embedded import EmbeddedEngine
from bot.settings import Settings
from bot.storage import Database
from tests.conversations.conftest import ANSWERS, Talk
from tests.conversations.helpers import ALARM, incidents_of

# Only here do the actions run in this process, where a test can stop them.
pytestmark = pytest.mark.parametrize("engine", ["embedded"], indirect=True)


@pytest_asyncio.fixture
async def impatient(engine: EmbeddedEngine) -> AsyncIterator[None]:
    """The actions wait for a held database only shortly."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(services, "Database", partial(Database, busy_seconds=0.2))
        await engine.on_thread(services.close_services())
        yield
    await engine.on_thread(services.close_services())


async def say_while_held(talk: Talk, text: str, use_case: type, method: str) -> str:
    """Say something; from the moment its action writes, the database is held.

    It is given free when the action has failed. The answer of the turn.
    """
    own: Callable[..., Any] = getattr(use_case, method)
    failed = threading.Event()
    # Taken in the engine's thread, given back in the test's.
    holder = sqlite3.connect(
        Settings.from_env().data_dir / "recall.db", isolation_level=None, check_same_thread=False
    )

    async def held(*arguments: Any, **named: Any) -> Any:
        holder.execute("BEGIN EXCLUSIVE")
        try:
            return await own(*arguments, **named)
        finally:
            failed.set()

    with closing(holder), pytest.MonkeyPatch.context() as patch:
        patch.setattr(use_case, method, held)
        saying = asyncio.create_task(talk.say(text))
        await asyncio.to_thread(failed.wait, 60)
        assert not saying.done()
        holder.execute("ROLLBACK")
        return await saying


@pytest.mark.usefixtures("impatient")
async def test_an_answer_is_asked_for_again_and_the_claim_goes_on(claiming: Talk) -> None:
    await claiming.say(ANSWERS[0])
    said = await say_while_held(claiming, ANSWERS[1], Claims, "set_details")
    assert "something went wrong" in said
    assert "name" not in (await claiming.claim()).details
    await claiming.say_all(*ANSWERS[1:])
    assert "filed" in await claiming.say("yes")
    assert (await claiming.claim()).details["name"] == ANSWERS[1]


@pytest.mark.usefixtures("impatient")
async def test_the_alarm_is_given_and_the_incident_kept_all_the_same(claiming: Talk) -> None:
    said = await say_while_held(claiming, "it is smoking!", Incidents, "record")
    assert ALARM in said
    assert [row.tense for row in await incidents_of(claiming)] == ["now"]
    assert "name" in await claiming.say(ANSWERS[0])
