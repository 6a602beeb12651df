"""Hand-overs by e-mail to the support team, through the outbox."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversations.as_text import as_text
from bot.desk.sinks.sink import Also, Case
from bot.storage.outbox import Mail, put

__all__ = ["EmailSink"]

LONGEST = 20_000


class EmailSink:
    """Writes one mail to each address."""

    name = "email"

    def __init__(self, to: Sequence[str], clock: Callable[[], datetime]) -> None:
        self._to = to
        self._clock = clock

    async def deliver(self, case: Case) -> Also:
        """The mails are in the outbox exactly if the hand-over is marked as delivered."""
        subject = f"{'URGENT: ' if case.urgent else ''}A customer needs a person: {_why(case)}"
        text = _text(case)

        async def also(connection: AsyncConnection) -> None:
            for address in self._to:
                mail = Mail("handover", address, subject, text)
                await put(connection, None, mail, self._clock())

        return also

    async def follow(self) -> None:
        """A mail is not followed by others."""

    async def close(self) -> None:
        """Nothing is open."""


def _why(case: Case) -> str:
    return case.reason.replace("_", " ")


def _text(case: Case) -> str:
    said = "\n".join(as_text(message) for message in case.said)
    if len(said) > LONGEST:
        said = "[what was said before is at the desk]\n" + said[-LONGEST:]
    return (
        f"Why: {_why(case)}\nChannel: {case.channel}\nAsked: {case.at:%Y-%m-%d %H:%M} UTC\n"
        f"At the desk: {case.path}\n\nWhat was said:\n\n{said}"
    )
