"""A claim as it stands, and how it is read.

ClaimError
 +-- UnknownClaim        no claim has this number
 +-- ClaimIncomplete     something a claim must have is missing; it stays a draft
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.claims.life import State
from bot.storage.tables import claim_units, claims, photos

__all__ = [
    "Change", "Claim", "ClaimError", "ClaimIncomplete", "ClaimedUnit", "ClaimsQuery",
    "UnknownClaim", "load_claim", "load_claims",
]  # fmt: skip


class ClaimError(Exception):
    """Something is wrong with a claim."""


class UnknownClaim(ClaimError):
    """No claim has this number."""


class ClaimIncomplete(ClaimError):
    """Something a claim must have is missing."""


@dataclass(frozen=True)
class ClaimedUnit:
    """A unit in a claim, with the verdict that let it in and what that verdict rests on."""

    model: str
    serial: str | None
    verdict: str
    grounds: dict[str, Any]


@dataclass(frozen=True)
class Claim:
    """One claim as it stands. `details` maps a field's name to what the customer gave.

    conversation: the one it was begun in; others may have opened it (`bot.claims.access`).
    opened_by: the id of the customer's message that opened it. photo_checks: for each of the
    photos what was found on it (`photo_check.progress`), None where none was looked for yet.
    news_in: the conversation that its customer chose for news (`bot.conversations.news`), with
    when and in which words; None where they were never asked.
    """

    number: str
    conversation: str
    opened_by: str
    recall: str
    state: State
    details: dict[str, Any]
    units: tuple[ClaimedUnit, ...]
    photos: tuple[str, ...]
    created_at: datetime
    updated_at: datetime
    photo_checks: tuple[Mapping[str, Any] | None, ...] = ()
    news_in: str | None = None
    news_since: datetime | None = None
    news_words: str | None = None

    @property
    def serials(self) -> tuple[str, ...]:
        """Those of its units that are known, each once."""
        return tuple(dict.fromkeys(unit.serial for unit in self.units if unit.serial))


@dataclass(frozen=True)
class Change:
    """One line of a claim's history."""

    at: datetime
    actor: str
    from_state: State | None
    to_state: State
    reason: str


class ClaimsQuery:
    """Which claims, in which order, as three statements that read them with units and photos.

    which, order: a condition on the table of claims, and what they are sorted by. A query with
    parameters is made once and used again: to make one takes longer than to run it.
    """

    def __init__(
        self, which: Any, order: Any, limit: int | None = None, *, lock: bool = False
    ) -> None:
        chosen = sa.select(claims).where(which).order_by(order).limit(limit)
        numbers = chosen.with_only_columns(claims.c.number)
        self.claims = chosen.with_for_update() if lock else chosen
        self.units = (
            sa.select(claim_units)
            .where(claim_units.c.claim.in_(numbers))
            .order_by(claim_units.c.position)
        )
        self.photos = (
            sa.select(photos.c.id, photos.c.claim, photos.c.checked)
            .where(photos.c.claim.in_(numbers))
            .order_by(photos.c.at, photos.c.id)
        )


_THIS = (claims.c.number == sa.bindparam("this"), claims.c.number)
_ONE, _ONE_LOCKED = ClaimsQuery(*_THIS), ClaimsQuery(*_THIS, lock=True)


async def load_claim(connection: AsyncConnection, number: str, *, lock: bool = False) -> Claim:
    """The claim within the caller's transaction, held until its end if wanted.

    Raises UnknownClaim.
    """
    found = await load_claims(connection, _ONE_LOCKED if lock else _ONE, this=number)
    if not found:
        raise UnknownClaim(number)
    return found[0]


async def load_claims(
    connection: AsyncConnection, query: ClaimsQuery, **values: Any
) -> list[Claim]:
    """Claims with their units and photos, however many there are. values: of the parameters."""
    rows = (await connection.execute(query.claims, values)).all()
    if not rows:
        return []
    units: dict[str, list[ClaimedUnit]] = defaultdict(list)
    for u in await connection.execute(query.units, values):
        units[u.claim].append(ClaimedUnit(u.model, u.serial, u.verdict, u.grounds))
    pictures: dict[str, list[Any]] = defaultdict(list)
    for p in await connection.execute(query.photos, values):
        pictures[p.claim].append(p)
    return [_claim(row, units[row.number], pictures[row.number]) for row in rows]


def _claim(row: Any, units: list[ClaimedUnit], pictures: list[Any]) -> Claim:
    return Claim(
        number=row.number,
        conversation=row.conversation,
        opened_by=row.opened_by,
        recall=row.recall,
        state=row.state,
        details=dict(row.details),
        units=tuple(units),
        photos=tuple(p.id for p in pictures),
        created_at=row.created_at,
        updated_at=row.updated_at,
        photo_checks=tuple(p.checked for p in pictures),
        news_in=row.news_in,
        news_since=row.news_since,
        news_words=row.news_words,
    )
