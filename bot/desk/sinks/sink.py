"""What another desk has to be able to do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversations import Message

__all__ = ["Also", "Case", "DeskSink", "SinkFailed"]

# What is written in the transaction that marks a hand-over as delivered.
Also = Callable[[AsyncConnection], Awaitable[None]]


class SinkFailed(Exception):
    """It could not be delivered. The message names the trouble, without anything personal.

    again: may it work later?
    """

    def __init__(self, trouble: str, *, again: bool = True) -> None:
        super().__init__(trouble)
        self.again = again


@dataclass(frozen=True)
class Case:
    """A hand-over: why a person is asked for, and what was said so far."""

    conversation: str
    channel: str
    message: str
    at: datetime
    reason: str
    urgent: bool
    said: Sequence[Message]

    @property
    def path(self) -> str:
        """Where the built-in desk shows it."""
        return f"/desk/conversations/{self.conversation}"

    def as_json(self) -> dict[str, Any]:
        """All of it, with the transcript as the chat API gives it."""
        return {
            "id": f"{self.conversation}/{self.message}",
            "conversation": self.conversation,
            "channel": self.channel,
            "at": self.at.isoformat(),
            "reason": self.reason,
            "urgent": self.urgent,
            "path": self.path,
            "messages": [message.as_json() for message in self.said],
        }


class DeskSink(Protocol):
    """Another desk. name: short, and the same for ever: deliveries are kept by it."""

    name: str

    async def deliver(self, case: Case) -> Also | None:
        """Hand it over; the same may come again after a crash. Raises SinkFailed.

        What is returned is written together with the mark that it was delivered.
        """

    async def follow(self) -> None:
        """Bring over what was said since, where the other desk wants it. Raises SinkFailed."""

    async def close(self) -> None:
        """Close what is open."""
