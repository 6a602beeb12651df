"""The door with one messaging channel on, a fake provider beside it, and its customers.

`line` is parametrised by channel: what holds for one must hold for all five.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

import pytest
import pytest_asyncio
import sqlalchemy as sa

from bot.channel_settings import ChannelSettings
from bot.conversations import Keepers, Message
from bot.storage.tables import channel_customers, conversations
from tests.channels.fakes import FAKES, PUBLIC_URL, Fake, Sent, Webhook
from tests.web.conftest import (  # noqa: F401 - fixtures
    ScriptedEngine,
    Site,
    Start,
    empty_database,
    start_site,
)

# Far more than anything takes, also where other tests run beside.
SECONDS = 60.0


class Line:
    """A channel between the door and its provider."""

    def __init__(self, fake: Fake, site: Site) -> None:
        self.fake = fake
        self.site = site

    async def deliver(self, webhook: Webhook) -> int:
        """The provider delivers; the status it is answered."""
        async with self.site.client.request(
            webhook.method, webhook.path, data=webhook.body, headers=webhook.headers
        ) as response:
            return response.status

    async def said(self, webhook: Webhook, *, answers: int = 1) -> list[Sent]:
        """Deliver, and wait for what is sent for it."""
        before = len(self.fake.sent)
        assert await self.deliver(webhook) == 200
        await self.until(lambda: len(self.fake.sent) >= before + answers)
        return self.fake.sent[before:]

    async def until(self, holds: Callable[[], Any]) -> None:
        """Wait for something that is soon to be so."""
        end = asyncio.get_running_loop().time() + SECONDS
        while not holds():
            assert asyncio.get_running_loop().time() < end, "waited in vain"
            await asyncio.sleep(0.01)

    async def quiet(self) -> None:
        """Until nothing is being worked on any more; as long as it gets on."""
        channels = self.site.door.channels
        assert channels is not None
        unsent = sa.select(sa.func.count()).select_from(conversations)
        unsent = unsent.where(sa.text("last_seq > sent_seq"))
        end, done = asyncio.get_running_loop().time() + SECONDS, -1
        while asyncio.get_running_loop().time() < end:
            # A real engine keeps no account of what it has heard.
            heard = self.site.engine.heard if self.site.engine else ()
            if done != (done := len(heard) + len(self.fake.sent)):
                end = asyncio.get_running_loop().time() + SECONDS
            busy = channels._intake._workers or self.site.door.turns._workers
            if not busy and not channels._sender._sending:
                async with self.site.door.database.read() as connection:
                    if not (await connection.execute(unsent)).scalar():
                        return
            await asyncio.sleep(0.01)
        raise AssertionError("waited in vain")

    async def conversation(self, address: str) -> str | None:
        """The conversation of a customer."""
        query = sa.select(channel_customers.c.conversation).where(
            channel_customers.c.channel == self.fake.name, channel_customers.c.address == address
        )
        async with self.site.door.database.read() as connection:
            return (await connection.execute(query)).scalar()

    async def rows(self, *columns: Any) -> list[tuple[Any, ...]]:
        """What stands in these columns of a table."""
        async with self.site.door.database.read() as connection:
            return [tuple(row) for row in await connection.execute(sa.select(*columns))]

    async def taken_over(self, address: str) -> Keepers:
        """A customer's conversation, which a person takes over."""
        keepers = Keepers(self.site.door.database, on_saved=self.site.door.wake)
        await keepers.take_over(await self.conversation(address) or "", "Ann")
        return keepers

    async def transcript(self, address: str) -> list[Message]:
        """What was said with a customer."""
        conversation = await self.conversation(address)
        return await self.site.door.transcript.since(conversation or "", 0)


Open = Callable[..., Any]


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time enough for a provider to tell its customer's language, and to make its choices."""
    monkeypatch.setattr("bot.channels.intake.LOCALE_SECONDS", SECONDS)
    monkeypatch.setattr("bot.channels.whatsapp.MAKING_SECONDS", SECONDS)


@pytest_asyncio.fixture
async def open_line(start_site: Start) -> AsyncIterator[Open]:  # noqa: F811
    """`await open_line("sms", engine)`: the door with that channel on; `.all(names)` several."""
    fakes: list[Fake] = []

    async def open_all(
        names: Sequence[str], engine: ScriptedEngine | None = None, **options: Any
    ) -> list[Line]:
        opened = [FAKES[name]() for name in names]
        for fake in opened:
            await fake.start()
            fakes.append(fake)
        messaging = ChannelSettings(PUBLIC_URL, {fake.name: fake.keys() for fake in opened})
        site = await start_site(engine, messaging=messaging, **options)
        return [Line(fake, site) for fake in opened]

    async def open_it(name: str, engine: ScriptedEngine | None = None, **options: Any) -> Line:
        return (await open_all((name,), engine, **options))[0]

    open_it.all = open_all  # type: ignore[attr-defined]
    yield open_it
    for fake in fakes:
        await fake.stop()


@pytest_asyncio.fixture(params=list(FAKES))
async def line(request: pytest.FixtureRequest, open_line: Open) -> AsyncIterator[Line]:
    """Each channel in its turn; its provider must have had nothing to complain of."""
    opened = await open_line(request.param)
    yield opened
    assert opened.fake.complaints == []
