"""From the first message to the filed claim, photos included, on each messaging channel."""

from __future__ import annotations

import itertools
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer

from bench.photo_drawing import Drawn, draw
from bot.channel_settings import ChannelSettings
from bot.claims.claims import Claims
from bot.claims.notices import notice
from bot.conversations import Engine, Inbound, Turn
from bot.recalls import Recall
from bot.settings import Limits, Settings
from bot.storage import Database
from bot.web.app import DOOR, make_app
from tests.channels.conftest import Line
from tests.channels.fakes import FAKES, PUBLIC_URL
from tests.conversations.conftest import ANSWERS, LISTED
from tests.conversations.helpers import ALARM
from tests.web.conftest import Site
from tests.web.pictures import picture

# Longer than any machine should need to read a photo.
PATIENT = 300.0


class _Lent:
    """An engine that is started and stopped by somebody else."""

    ready = True

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def start(self) -> None:
        return None

    async def stop(self) -> None:
        return None

    async def turn(self, conversation: str, inbound: Inbound, state: dict[str, Any] | None) -> Turn:
        return await self._engine.turn(conversation, inbound, state)


# One channel whose photos are read by the machine, too; the others leave them to a person.
READ = "telegram, photos read"


@pytest_asyncio.fixture(params=[*FAKES, READ])
async def line(
    request: pytest.FixtureRequest, engine: Engine, database: Database
) -> AsyncIterator[Line]:
    """The door with the real dialogue behind it and one channel on."""
    fake = FAKES[request.param.partition(",")[0]]()
    # The channels share a database, and a provider gives a number once.
    fake.numbers = itertools.count(1 if request.param in FAKES else 1_000)
    await fake.start()
    settings = replace(
        Settings.from_env(),
        limits=Limits(0, 0, 0, 0, 0),
        photo_check=request.param == READ,
        messaging=ChannelSettings(PUBLIC_URL, {fake.name: fake.keys()}),
    )
    app = make_app(settings, _Lent(engine))
    server = TestServer(app)
    await server.start_server(shutdown_timeout=5)
    site = Site(server, None, app[DOOR])  # type: ignore[arg-type]
    if reader := site.door.photo_reader:
        reader._seconds = PATIENT
    yield Line(fake, site)
    await site.client.close()
    await server.close()
    await fake.stop()
    assert fake.complaints == []


@pytest.mark.parametrize("engine", ["embedded"], indirect=True)
async def test_a_whole_claim_is_made_on_each_channel(
    line: Line, database: Database, recall: Recall
) -> None:
    jane = line.fake.customer(4712 if line.site.door.photo_reader else 4711)

    async def heard(webhook: Any) -> str:
        """Deliver; all that is answered, as the customer sees it."""
        before = len(line.fake.sent)
        await line.said(webhook)
        await line.quiet()
        return "\n".join(sent.text for sent in line.fake.sent[before:])

    async def say(text: str) -> str:
        return await heard(line.fake.text(jane, text))

    async def choose(title: str) -> str:
        last = line.fake.sent[-1]
        for button in last.buttons:
            if button[0] == title:
                return await heard(line.fake.press(jane, *button))
        assert line.fake.name == "sms", "no buttons"
        number = re.search(rf"^(\d)\. {title}$", last.text, re.MULTILINE)
        assert number, last.text
        return await say(number[1])

    told = await say(f"is my A1263 recalled? serial {LISTED}")
    assert "Stop using" in told or "stop using" in told
    await choose("Yes")
    for answer in ANSWERS[:-1]:
        told = await say(answer)
    assert "photo" in told.lower()
    # Danger comes first on every channel, and the claim goes on after it.
    assert ALARM in await say("wait, it is smoking right now!")
    if line.site.door.photo_reader:
        writing = ("recalled", "Jane Porter", date.today().strftime("%m/%d/%Y"))
        told = await heard(line.fake.photo(jane, draw(Drawn(writing, serial=LISTED))))
        assert "I can read" in told and "the model number and the serial number" in told
    else:
        for _ in range(2):
            await heard(line.fake.photo(jane, picture()))
    assert "Is everything right" in await say("yes")
    assert "Your claim is filed" in await choose("Yes")
    conversation = await line.conversation(jane)
    (claim,) = await Claims(database).of_conversation(conversation or "")
    assert claim.state == "submitted"
    assert claim.details["name"] == "Jane Porter"
    assert any(claim.number in sent.text for sent in line.fake.to(jane))
    # The firm's word reaches the customer where they write.
    told = notice(claim.number, "checking", "begun", recall)
    await Claims(database).move(claim.number, "checking", "firm", "begun", notice=told)
    await line.until(lambda: "now looking at your claim" in line.fake.sent[-1].text)
