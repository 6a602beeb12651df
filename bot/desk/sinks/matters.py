"""What other desks and named people are told of: hand-overs and incidents."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Protocol
from urllib.parse import quote

import sqlalchemy as sa

from bot.conversations import Message, Transcript
from bot.conversations.as_text import as_text
from bot.desk.incidents import REPORT_IN
from bot.storage.tables import handovers, incidents

__all__ = ["HANDOVERS", "INCIDENTS", "Alert", "Case", "Letter", "Matter", "Source"]

LONGEST = 20_000
# A hand-over that is older when a desk is set up is not sent to it.
HANDOVER_SINCE = timedelta(days=2)


class Letter(NamedTuple):
    """A matter in words. kind: what it tells, as the outbox keeps it."""

    kind: str
    subject: str
    text: str


class Matter(Protocol):
    """One thing to be told. id: the same each time it is told."""

    @property
    def conversation(self) -> str:
        """The one it is about."""

    @property
    def id(self) -> str:
        """The conversation and the message it is about."""

    def as_json(self) -> dict[str, Any]:
        """For programs."""

    def as_letter(self, public_url: str = "") -> Letter:
        """For people. public_url: what stands before the desk's paths, where that is set."""


@dataclass(frozen=True)
class Case:
    """A hand-over: why a person is asked for, and what was said so far, of that the latest."""

    conversation: str
    channel: str
    message: str
    at: datetime
    reason: str
    urgent: bool
    said: Sequence[Message]

    @property
    def id(self) -> str:
        """See `Matter`."""
        return f"{self.conversation}/{self.message}"

    @property
    def path(self) -> str:
        """Where the built-in desk shows it."""
        return f"/desk/conversations/{self.conversation}"

    @property
    def left_out(self) -> int:
        """How many messages were said before these."""
        return self.said[0].seq - 1 if self.said else 0

    def as_json(self) -> dict[str, Any]:
        """All of it, with the transcript as the chat API gives it."""
        return {
            "id": self.id,
            "conversation": self.conversation,
            "channel": self.channel,
            "at": self.at.isoformat(),
            "reason": self.reason,
            "urgent": self.urgent,
            "path": self.path,
            "left_out": self.left_out,
            "messages": [message.as_json() for message in self.said],
        }

    def as_letter(self, public_url: str = "") -> Letter:
        """Why, and what was said."""
        why = self.reason.replace("_", " ")
        said = "\n".join(as_text(message) for message in self.said)
        if self.left_out or len(said) > LONGEST:
            said = "[what was said before is at the desk]\n" + said[-LONGEST:]
        return Letter(
            "handover",
            f"{'URGENT: ' if self.urgent else ''}A customer needs a person: {why}",
            f"Why: {why}\nChannel: {self.channel}\nAsked: {self.at:%Y-%m-%d %H:%M} UTC\n"
            f"At the desk: {public_url}{self.path}\n\nWhat was said:\n\n{said}",
        )


@dataclass(frozen=True)
class Alert:
    """An incident, as named people are told of it at once.

    It names no customer and holds none of their words; those are read at the desk.
    """

    conversation: str
    message: str
    at: datetime
    tense: str
    signs: tuple[str, ...]
    claim: str | None

    @property
    def id(self) -> str:
        """See `Matter`."""
        return f"{self.conversation}/{self.message}"

    @property
    def path(self) -> str:
        """Where the built-in desk shows it."""
        return f"/desk/incidents/{self.conversation}/{quote(self.message, safe='')}"

    def as_json(self) -> dict[str, Any]:
        """All of it."""
        return {
            "id": self.id,
            "at": self.at.isoformat(),
            "tense": self.tense,
            "signs": list(self.signs),
            "claim": self.claim,
            "path": self.path,
        }

    def as_letter(self, public_url: str = "") -> Letter:
        """What it is, and until when it may have to be reported."""
        signs = ", ".join(self.signs).replace("_", " ") or "not named"
        when = "Danger that is there now" if self.tense == "now" else "An incident"
        return Letter(
            "incident",
            f"{when}: {signs}"[:200],
            f"{when} was told of in a conversation at {self.at:%Y-%m-%d %H:%M} UTC.\n"
            f"Signs: {signs}\n"
            + (f"Claim: {self.claim}\n" if self.claim else "")
            + f"Open it at the desk: {public_url}{self.path}\n\n"
            "It may have to be reported to the authority within 24 hours of this.\n",
        )


class Source(NamedTuple):
    """Where matters come from: rows of a table with a conversation, a message and a time.

    event: what webhooks call it. since: what is older when it is first seen is not told.
    first: what comes before the rest. make: a row, with its conversation's channel, as a matter.
    """

    event: str
    table: sa.Table
    since: timedelta
    first: Any
    make: Callable[[Transcript, Any], Awaitable[Matter]]


async def _case(transcript: Transcript, row: Any) -> Case:
    said = await transcript.latest(row.conversation)
    return Case(row.conversation, row.channel, row.message, row.at, row.reason, row.urgent, said)


async def _alert(transcript: Transcript, row: Any) -> Alert:
    signs = tuple(str(sign) for sign in row.signs)
    return Alert(row.conversation, row.message, row.at, row.tense, signs, row.claim)


HANDOVERS = Source("handover", handovers, HANDOVER_SINCE, handovers.c.urgent.desc(), _case)
# What is older can no longer be reported in time: it is on the desk's list.
INCIDENTS = Source("incident", incidents, REPORT_IN, incidents.c.at, _alert)
