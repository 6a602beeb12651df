"""The interface of what answers one message; `bot.engine` implements it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from bot.conversations.messages import Inbound, Reply
from bot.safety import Hazard

__all__ = ["Engine", "EngineDown", "Turn"]


class EngineDown(Exception):
    """The engine could not be reached or is not ready; the same turn may be tried again."""


@dataclass(frozen=True)
class Turn:
    """The answer to one message, and where the dialogue stands after it (JSON).

    understood: how the message was understood, {intent, confidence}, for a person to see.
    """

    replies: tuple[Reply, ...]
    state: dict[str, Any]
    understood: dict[str, Any] | None = None


class Engine(Protocol):
    """Runs one turn. It keeps nothing: the state goes in and comes out."""

    async def start(self) -> None:
        """Load what is needed; after it `ready` is true."""

    async def stop(self) -> None:
        """End cleanly; a running turn is cut."""

    @property
    def ready(self) -> bool:
        """Can it take a turn now?"""

    async def turn(self, conversation: str, inbound: Inbound, state: dict[str, Any] | None) -> Turn:
        """Answer `inbound`. Raises EngineDown, or any error of the dialogue's own code."""

    async def hazard(self, text: str) -> Hazard | None:
        """The danger that a typed message tells of, or asks about. Raises as `turn` does."""
