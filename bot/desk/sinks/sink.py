"""What another desk has to be able to do."""

from __future__ import annotations

from typing import Any, Protocol

from bot.desk.sinks.matters import Source
from bot.storage import Also

__all__ = ["DeskSink", "SinkFailed"]


class SinkFailed(Exception):
    """It could not be delivered. The message names the trouble, without anything personal.

    again: may it work later?
    """

    def __init__(self, trouble: str, *, again: bool = True) -> None:
        super().__init__(trouble[:64])
        self.again = again


class DeskSink(Protocol):
    """Another desk, or people to be told.

    name: short, and the same for ever: deliveries are kept by it. source: what it is given.
    """

    name: str
    source: Source

    async def deliver(self, matter: Any) -> Also | None:
        """Hand it over; the same may come again after a crash. Raises SinkFailed.

        What is returned is written together with the mark that it was delivered.
        """

    async def follow(self) -> None:
        """Bring over what was said since, where the other desk wants it."""

    async def close(self) -> None:
        """Close what is open."""
