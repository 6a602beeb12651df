"""All messaging channels of one service: what comes in is taken up, what is said goes out.

A channel is the module `bot.channels.<name>` with its adapter as `ADAPTER`, and one line in
`bot.channel_settings`.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
from collections.abc import Callable, Mapping

from bot.channel_settings import ChannelSettings
from bot.channels.adapter import NONSENSE, Adapter, Incoming, Read
from bot.channels.contents import Contents
from bot.channels.inbox import Inbox
from bot.channels.intake import Intake
from bot.channels.sender import Sender
from bot.errors import describe

__all__ = ["Channels", "adapters_of"]

logger = logging.getLogger(__name__)

# How often it is looked for photos to be tried again.
POLL_SECONDS = 2.0


def adapters_of(settings: ChannelSettings, contents: Contents | None = None) -> dict[str, Adapter]:
    """An adapter for each channel that the settings switch on; see `Adapter` for contents."""
    return {
        name: importlib.import_module(f"bot.channels.{name}").ADAPTER(
            keys, settings.public_url, contents
        )
        for name, keys in settings.channels.items()
    }


class Channels:
    """on_event: told the channel and what became of each webhook or event ("new", "again",
    "refused", "unreadable").
    """

    def __init__(
        self,
        adapters: Mapping[str, Adapter],
        inbox: Inbox,
        intake: Intake,
        sender: Sender,
        on_event: Callable[[str, str], None] = lambda channel, outcome: None,
    ) -> None:
        self.adapters = adapters
        self._inbox = inbox
        self._intake = intake
        self._sender = sender
        self._on_event = on_event
        self.on_news(self.wake)
        self._tasks: list[asyncio.Task[None]] = []

    def on_news(self, tell: Callable[[str], None]) -> None:
        """Call this with a conversation in which something is new, said or not delivered.

        It has to wake us, too: what is said is to be sent.
        """
        self._intake.on_saved = self._sender.on_shown = tell

    async def start(self) -> None:
        """Begin to take up and to send; also what was left by a crash."""
        for adapter in self.adapters.values():
            await adapter.open()
        self._tasks = [
            asyncio.create_task(self._sender.run()), asyncio.create_task(self._look())
        ]  # fmt: skip

    async def stop(self) -> None:
        """End; what is under way is finished, what waits is found at the next start."""
        if self._tasks:
            sending, looking = self._tasks
            looking.cancel()
            await asyncio.gather(looking, return_exceptions=True)
            await self._intake.close()
            await self._sender.stop(sending)
        for adapter in self.adapters.values():
            await adapter.close()
        await self._inbox.close()

    async def take(self, channel: str, request: Incoming) -> Read | None:
        """Check and store a webhook; what the provider is answered. None: not the provider's."""
        adapter = self.adapters[channel]
        if not adapter.verify(request):
            self._on_event(channel, "refused")
            return None
        try:
            read = adapter.read(request)
        except NONSENSE as error:
            read = Read(unreadable=[error])
        for odd in read.unreadable:
            # Told again it would be the same: acknowledged, and an operator may look into it.
            self._on_event(channel, "unreadable")
            logger.error("%s sent what cannot be read: %s", channel, describe(odd))
        if read.events:
            new = await self._inbox.receive(channel, read.events)
            self._on_event(channel, "new" if new else "again")
            for customer in new:
                self._intake.wake(customer)
        return read

    def wake(self, conversation: str) -> None:
        """This conversation's transcript has grown."""
        self._sender.wake()

    async def _look(self) -> None:
        while True:
            try:
                await self._intake.wake_waiting()
            except Exception as error:
                logger.error("what waits cannot be read: %s", describe(error))
            await asyncio.sleep(POLL_SECONDS)
