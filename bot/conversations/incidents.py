"""What a customer tells of smoke, fire, burns or damage: kept at once, for a person to see."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversations.handover import hand_over
from bot.conversations.transcript import utc_now
from bot.storage import Database
from bot.storage.tables import incidents, photos

__all__ = ["Incident", "Incidents", "nobody_hurt", "record_incident", "says_unhurt", "tells_damage"]

MAX_TEXT = 1000
_NOBODY = re.compile(
    r"^\W*(?:no|nope|none|nah)\b|\b(?:nobody|no\s?one|none\s+of\s+us|not\s+hurt|unhurt|"
    r"(?:am|is|are|was|were|everyone|everybody|all|we're|i'm)\s+(?:\w+\s+)?(?:fine|ok(?:ay)?|unharmed))\b",
    re.IGNORECASE,
)

# In a first message only the plain words: "it was fine before" says nothing of people.
_SAID_UNHURT = re.compile(
    r"\b(?:nobody|no\s?one|none\s+of\s+us)\s+(?:\w+\s+){0,2}(?:hurt|injured|harmed|burned|burnt)\b|"
    r"\bno\s+injur(?:y|ies)\b",
    re.IGNORECASE,
)
_DAMAGED = re.compile(
    r"\b(?:burned|burnt|scorched|melted|charred|singed|ruined|destroyed|damaged|blackened)\b",
    re.IGNORECASE,
)
_NOW = re.compile(r"\b(?:still|now|again|\w{2,}ing)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Incident:
    """One incident. message: the id of the customer's message that told of it.

    details: what was told when asked (what, when, hurt, care, damage, more). photos: their ids.
    """

    message: str
    tense: str
    signs: tuple[str, ...]
    told: str
    claim: str | None
    model: str | None
    serial: str | None
    details: Mapping[str, str]
    photos: tuple[str, ...]


# Asked in most turns: made once, as to make it takes longer than to run it.
_ANY = sa.select(incidents.c.message).where(incidents.c.conversation == sa.bindparam("of")).limit(1)


class Incidents:
    """The incidents of one database."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._clock = clock

    async def record(
        self,
        conversation: str,
        message: str,
        *,
        tense: str,
        signs: Sequence[str],
        told: str,
        claim: str | None = None,
        model: str | None = None,
        serial: str | None = None,
    ) -> None:
        """Keep one incident and call a person, see `record_incident`."""
        async with self._database.write() as connection:
            await record_incident(
                connection, conversation, message,
                tense=tense, signs=signs, told=told, claim=claim, model=model, serial=serial,
                now=self._clock(),
            )  # fmt: skip

    async def latest(self, conversation: str, message: str | None = None) -> Incident | None:
        """The incident that was told of last, or the one of this message."""
        query = sa.select(incidents).where(incidents.c.conversation == conversation)
        if message is not None:
            query = query.where(incidents.c.message == message)
        async with self._database.read() as connection:
            row = (await connection.execute(query.order_by(incidents.c.at.desc()).limit(1))).first()
            if row is None:
                return None
            shown = sa.select(photos.c.id).where(
                photos.c.conversation == conversation, photos.c.incident == row.message
            )
            pictures = tuple(str(p.id) for p in await connection.execute(shown))
        told = (row.message, row.tense, tuple(row.signs), row.told)
        unit = (row.model, row.serial)
        return Incident(*told, row.claim, *unit, row.details or {}, pictures)

    async def add(self, conversation: str, message: str, details: Mapping[str, str]) -> None:
        """Keep what more is told of an incident; the words as given, trimmed and in NFC."""
        this = _this(conversation, message)
        query = sa.select(incidents.c.details).where(this).with_for_update()
        told = {key: _tidy(value) for key, value in details.items()}
        async with self._database.write() as connection:
            if (row := (await connection.execute(query)).first()) is not None:
                merged = {**(row.details or {}), **told}
                await connection.execute(sa.update(incidents).where(this).values(details=merged))

    async def add_photo(self, conversation: str, message: str, photo: str) -> None:
        """Put a photo of the conversation to an incident; it is then no evidence of a claim."""
        this = sa.and_(photos.c.conversation == conversation, photos.c.id == photo)
        async with self._database.write() as connection:
            await connection.execute(
                sa.update(photos).where(this, photos.c.claim.is_(None)).values(incident=message)
            )

    async def name_unit(self, conversation: str, model: str, serial: str | None) -> None:
        """The unit told later is the one an incident without a unit happened with."""
        unnamed = sa.and_(incidents.c.conversation == conversation, incidents.c.model.is_(None))
        async with self._database.write() as connection:
            await connection.execute(
                sa.update(incidents).where(unnamed).values(model=model, serial=serial)
            )

    async def told(self, conversation: str) -> bool:
        """Was any danger, now or past, told in this conversation?"""
        async with self._database.read() as connection:
            return (await connection.execute(_ANY, {"of": conversation})).first() is not None

    async def count(self) -> int:
        """How many have been told."""
        async with self._database.read() as connection:
            found = await connection.execute(sa.select(sa.func.count()).select_from(incidents))
            return int(found.scalar_one())


async def record_incident(
    connection: AsyncConnection,
    conversation: str,
    message: str,
    *,
    tense: str,
    signs: Sequence[str],
    told: str,
    now: datetime,
    claim: str | None = None,
    model: str | None = None,
    serial: str | None = None,
) -> None:
    """Keep one incident and call a person, within the caller's transaction.

    message: the id of the customer's message; the same message run again changes nothing.
    told: the customer's own words. A firm has 24 hours to report what it is told
    (CPSC, Section 15(b)), so the hand-over is marked urgent.
    """
    known = await connection.execute(
        sa.select(incidents.c.message).where(
            incidents.c.conversation == conversation, incidents.c.message == message
        )
    )
    if known.first() is None:
        await connection.execute(
            sa.insert(incidents).values(
                conversation=conversation,
                message=message,
                at=now,
                tense=tense,
                signs=list(signs),
                told=told,
                claim=claim,
                model=model,
                serial=serial,
            )
        )
    await hand_over(connection, conversation, message, "incident", urgent=True, now=now)


def says_unhurt(text: str) -> bool:
    """Does the first word of an incident say that nobody was hurt?"""
    return bool(_SAID_UNHURT.search(text))


def tells_damage(text: str, signs: Sequence[str]) -> bool:
    """Is it what was damaged, and done with ("the desk is burned")? signs: those found in it."""
    done = _DAMAGED.search(text) and not _NOW.search(text)
    return bool(done) and {"fire", "damage"}.issuperset(signs)


def nobody_hurt(told: str) -> bool:
    """Does this answer to "was anyone hurt" say that nobody was?"""
    return _NOBODY.search(told) is not None


def _this(conversation: str, message: str) -> Any:
    return sa.and_(incidents.c.conversation == conversation, incidents.c.message == message)


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()[:MAX_TEXT]
