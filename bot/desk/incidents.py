"""Incidents: what the firm must report, what was done about each, and who is told at once.

A firm has 24 hours to report what reasonably tells it of a substantial hazard (CPSC, Section
15(b)); an incident told in a chat is such information.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.claims.claim import Claim
from bot.claims.claims import Claims
from bot.conversations.incidents import MAX_TEXT, nobody_hurt
from bot.conversations.transcript import hold
from bot.recalls import Recall, Recalls
from bot.storage import Database
from bot.storage.desk_tables import incident_marks
from bot.storage.tables import claims, conversations, handovers, incidents, photos

__all__ = [
    "DETAILS", "MARKS", "REPORT_IN", "TO_ASK", "Incident", "Mark", "correct_note", "find_incident",
    "load_incidents", "mark", "recall_of", "take_back", "write_details",
]  # fmt: skip

REPORT_IN = timedelta(hours=24)
MARKS = {
    "seen": "Seen by a person",
    "contacted": "Customer contacted",
    "secured": "Unit is in a safe place",
    "reported": "Reported to the authority",
    "closed": "Closed",
    "reopened": "Opened again",
}
# What the dialogue asks about, as a report names it.
DETAILS = {
    "what": "What happened",
    "when": "When it happened",
    "hurt": "Anyone hurt",
    "care": "Care by a doctor",
    "damage": "Damage",
    "more": "More that was told",
}
# What a report needs and a person may have to ask, in the order to ask it.
TO_ASK = {
    "hurt": "Was anyone hurt, and how?",
    "care": "Did they see a doctor, or need first aid?",
    "place": "Where is the unit now, and is it outside and away from what burns?",
    "what": "What happened?",
    "when": "When did it happen?",
    "damage": "What was damaged?",
    "model": "Which model is it?",
    "serial": "What is its serial number?",
    "name": "What is the customer's name?",
    "contact": "Where can the customer be reached?",
    "photos": "Is there a photo of the unit or of the damage? Nobody is to go near it for one.",
}


@dataclass(frozen=True)
class Mark:
    """That something was done, by whom, with a note (a report's number, say)."""

    mark: str
    at: datetime
    author: str
    note: str


@dataclass(frozen=True)
class Incident:
    """What was told, where, and what was done about it.

    details: what was told when asked, by the keys of DETAILS. photos: the ids of those that show
    it. claim: the one it was told about, else the newest one of its conversation.
    """

    conversation: str
    message: str
    channel: str
    at: datetime
    tense: str
    signs: tuple[str, ...]
    told: str
    done_at: datetime | None
    model: str | None = None
    serial: str | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    photos: tuple[str, ...] = ()
    claim: Claim | None = None
    marks: dict[str, Mark] = field(default_factory=dict)

    @property
    def report_by(self) -> datetime:
        """Until when the firm has to report it."""
        return self.at + REPORT_IN

    @property
    def units(self) -> list[tuple[str, str | None]]:
        """Model and serial of what it happened with, as far as known; else of what is claimed."""
        claimed = [(unit.model, unit.serial) for unit in self.claim.units] if self.claim else []
        if self.model is None:
            return claimed
        if self.serial is None:
            fitting = [unit for unit in claimed if unit[0] == self.model]
            return fitting or [(self.model, None)]
        return [(self.model, self.serial)]

    def customers(self, name: str) -> str:
        """What the customer gave of this in their claim, "" where there is none."""
        return str(self.claim.details.get(name) or "") if self.claim else ""

    @property
    def to_ask(self) -> list[str]:
        """What is still missing for a report: keys of TO_ASK."""
        hurt = self.details.get("hurt", "")
        # The message that told of danger says what happened, unless it named no sign at all.
        known = {
            **self.details,
            "what": self.details.get("what") or self.signs,
            "when": self.details.get("when") or self.tense == "now",
            "care": self.details.get("care") or not hurt or nobody_hurt(hurt),
            "place": "secured" in self.marks,
            "model": self.units,
            "serial": self.units and all(serial for _, serial in self.units),
            "name": self.customers("name"),
            "contact": self.customers("email") or self.customers("address"),
            "photos": self.photos,
        }
        return [name for name in TO_ASK if not known.get(name)]


def recall_of(incident: Incident, recalls: Recalls) -> Recall | None:
    """The recall that it is about; None where that is not known: a guess must not be reported."""
    claimed = recalls.get(incident.claim.recall) if incident.claim else None
    if incident.model is None:
        return claimed
    naming = recalls.by_model(incident.model)
    if claimed in naming:
        return claimed
    return naming[0] if len(naming) == 1 else None


async def load_incidents(
    database: Database,
    *,
    only_open: bool,
    limit: int = 200,
    offset: int = 0,
    behind: Incident | None = None,
) -> list[Incident]:
    """All incidents, the newest first; or the open ones, what must be reported soonest first.

    behind: of all, only those that come after this one; what is told meanwhile moves none of them.
    """
    order = incidents.c.at.asc() if only_open else incidents.c.at.desc()
    last = (incidents.c.conversation, incidents.c.message)
    query = _query().order_by(order, *last).limit(limit).offset(offset)
    if only_open:
        query = query.where(incidents.c.done_at.is_(None))
    elif behind is not None:
        conversation, message = last
        query = query.where(
            sa.or_(
                incidents.c.at < behind.at,
                sa.and_(
                    incidents.c.at == behind.at,
                    sa.or_(
                        conversation > behind.conversation,
                        sa.and_(conversation == behind.conversation, message > behind.message),
                    ),
                ),
            )
        )
    return await _load(database, query)


async def find_incident(database: Database, conversation: str, message: str) -> Incident | None:
    """The one told in this message."""
    query = _query().where(incidents.c.conversation == conversation, incidents.c.message == message)
    return next(iter(await _load(database, query)), None)


async def mark(
    connection: AsyncConnection,
    incident: Incident,
    name: str,
    author: str,
    note: str,
    now: datetime,
) -> None:
    """Mark that something was done, within the caller's transaction; the same again renews it.

    What is marked reopened is not closed any more.
    """
    this = {"conversation": incident.conversation, "message": incident.message}
    # Pressed twice, the second waits for the first.
    await hold(connection, incident.conversation)
    gone = (name, "closed") if name == "reopened" else (name,)
    await connection.execute(sa.delete(incident_marks).where(*_marks_of(incident, *gone)))
    await connection.execute(
        sa.insert(incident_marks).values(
            **this, mark=name, at=now, author=author, note=note.strip()[:500]
        )
    )
    if name in ("closed", "reopened"):
        done = (now, author) if name == "closed" else (None, None)
        for table in (incidents, handovers):
            here = [table.c[key] == value for key, value in this.items()]
            await connection.execute(
                sa.update(table).where(*here).values(done_at=done[0], done_by=done[1])
            )


async def correct_note(
    connection: AsyncConnection, incident: Incident, name: str, note: str
) -> bool:
    """Write a mark's note anew, within the caller's transaction; False where there is no such mark.

    When it was done, and by whom, stays.
    """
    these = _marks_of(incident, name)
    changed: Any = await connection.execute(
        sa.update(incident_marks).where(*these).values(note=note.strip()[:500])
    )
    return bool(changed.rowcount)


async def take_back(connection: AsyncConnection, incident: Incident, name: str) -> bool:
    """It was not done, within the caller's transaction; False where there is no such mark."""
    these = _marks_of(incident, name)
    gone: Any = await connection.execute(sa.delete(incident_marks).where(*these))
    return bool(gone.rowcount)


async def write_details(
    connection: AsyncConnection, incident: Incident, told: Mapping[str, str]
) -> None:
    """Keep what a person found out, by keys of DETAILS, within the caller's transaction.

    "" takes out what stands there; what is not among them stays as it is.
    """
    this = (incidents.c.conversation == incident.conversation,
            incidents.c.message == incident.message)  # fmt: skip
    row = await connection.execute(sa.select(incidents.c.details).where(*this).with_for_update())
    tidy = {key: unicodedata.normalize("NFC", text).strip() for key, text in told.items()}
    both = {**(row.scalar() or {}), **tidy}
    kept = {key: text[:MAX_TEXT] for key, text in both.items() if text}
    await connection.execute(sa.update(incidents).where(*this).values(details=kept))


def _marks_of(incident: Incident, *names: str) -> tuple[Any, ...]:
    return (
        incident_marks.c.conversation == incident.conversation,
        incident_marks.c.message == incident.message,
        incident_marks.c.mark.in_(names),
    )


def _query() -> Any:
    return sa.select(incidents, conversations.c.channel).join(
        conversations, conversations.c.id == incidents.c.conversation
    )


async def _load(database: Database, query: Any) -> list[Incident]:
    async with database.read() as connection:
        rows = (await connection.execute(query)).all()
        marks = await _marks(connection, rows)
        numbers = await _numbers(connection, rows)
        pictures = await _pictures(connection, rows)
    # The one it was told about, which need not be its conversation's newest or begun there.
    wanted = {row.claim or numbers.get(row.conversation, "") for row in rows}
    found = await Claims(database).these(sorted(wanted))
    by_number = {claim.number: claim for claim in found}
    return [
        Incident(
            conversation=row.conversation,
            message=row.message,
            channel=row.channel,
            at=row.at,
            tense=row.tense,
            signs=tuple(str(sign) for sign in row.signs),
            told=row.told,
            done_at=row.done_at,
            model=row.model,
            serial=row.serial,
            details=row.details or {},
            photos=tuple(pictures.get((row.conversation, row.message), ())),
            claim=by_number.get(row.claim or numbers.get(row.conversation, "")),
            marks=marks.get((row.conversation, row.message), {}),
        )
        for row in rows
    ]


async def _marks(
    connection: AsyncConnection, rows: Sequence[Any]
) -> dict[tuple[str, str], dict[str, Mark]]:
    here = incident_marks.c.conversation.in_({row.conversation for row in rows})
    found: dict[tuple[str, str], dict[str, Mark]] = {}
    for r in await connection.execute(sa.select(incident_marks).where(here)):
        marks = found.setdefault((r.conversation, r.message), {})
        marks[r.mark] = Mark(r.mark, r.at, r.author, r.note)
    return found


async def _pictures(
    connection: AsyncConnection, rows: Sequence[Any]
) -> dict[tuple[str, str], list[str]]:
    query = sa.select(photos.c.id, photos.c.conversation, photos.c.incident).where(
        photos.c.conversation.in_({row.conversation for row in rows}),
        photos.c.incident.is_not(None),
    )
    found: dict[tuple[str, str], list[str]] = {}
    for r in await connection.execute(query.order_by(photos.c.at, photos.c.id)):
        found.setdefault((r.conversation, r.incident), []).append(r.id)
    return found


async def _numbers(connection: AsyncConnection, rows: Sequence[Any]) -> dict[str, str]:
    here = claims.c.conversation.in_({row.conversation for row in rows})
    query = sa.select(claims.c.conversation, claims.c.number).where(here)
    found = await connection.execute(query.order_by(claims.c.created_at))
    return {row.conversation: row.number for row in found}
