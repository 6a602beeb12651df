"""Matters by e-mail to the firm's own people, through the outbox."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.desk.sinks.matters import Matter, Source
from bot.storage import Also
from bot.storage.outbox import Mail, put

__all__ = ["EmailSink"]


class EmailSink:
    """Writes one mail to each address; the outbox then tries each by itself.

    public_url: the door's address, without a path, to be put before the desk's paths.
    """

    def __init__(
        self,
        name: str,
        source: Source,
        to: Sequence[str],
        clock: Callable[[], datetime],
        *,
        public_url: str = "",
    ) -> None:
        self.name = name
        self.source = source
        self._to = to
        self._clock = clock
        self._public_url = public_url

    async def deliver(self, matter: Matter) -> Also:
        """The mails are in the outbox exactly if the matter is marked as delivered."""
        kind, subject, text = matter.as_letter(self._public_url)
        about = matter.conversation

        async def also(connection: AsyncConnection) -> None:
            for address in self._to:
                mail = Mail(kind, address, subject, text)
                await put(connection, None, mail, self._clock(), conversation=about)

        return also

    async def follow(self) -> None:
        """A mail is not followed by others."""

    async def close(self) -> None:
        """Nothing is open."""
