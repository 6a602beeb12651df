"""Claims in the database. Each verb is one transaction, and safe to run again.

ClaimError
 +-- UnknownClaim        no claim has this number
 +-- ClaimIncomplete     something a claim must have is missing; it stays a draft
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.claims.life import LIVE, Actor, State, check_transition
from bot.claims.number import new_number
from bot.conversations.messages import Reply
from bot.conversations.transcript import append, utc_now
from bot.storage import Database
from bot.storage.tables import claim_history, claim_units, claims, photos

__all__ = [
    "Change",
    "Claim",
    "ClaimError",
    "ClaimIncomplete",
    "ClaimedUnit",
    "Claims",
    "UnknownClaim",
]

# A person may go on correcting a draft for ever; the texts themselves stay small.
MAX_TEXT = 500


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

    opened_by: the id of the customer's message that opened it.
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


@dataclass(frozen=True)
class Change:
    """One line of a claim's history."""

    at: datetime
    actor: str
    from_state: State | None
    to_state: State
    reason: str


class Claims:
    """The claims of one database."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime] = utc_now,
        number: Callable[[], str] = new_number,
    ) -> None:
        self._database = database
        self._clock = clock
        self._number = number

    async def open_draft(
        self, conversation: str, opened_by: str, recall: str, units: Sequence[ClaimedUnit]
    ) -> Claim:
        """The conversation's draft; made, with its number, where there is none.

        opened_by: the id of the customer's message. The same message run again finds the claim
        it opened, also when that has been submitted meanwhile.
        """
        async with self._database.write() as connection:
            number = await self._find_draft(connection, conversation, opened_by)
            if number is None:
                number = self._number()
                now = self._clock()
                await connection.execute(
                    sa.insert(claims).values(
                        number=number,
                        conversation=conversation,
                        recall=recall,
                        state="draft",
                        details={},
                        opened_by=opened_by,
                        created_at=now,
                        updated_at=now,
                    )
                )
                await self._log(connection, number, None, "draft", "customer", "claim begun")
                await connection.execute(
                    sa.update(photos)
                    .where(photos.c.conversation == conversation, photos.c.claim.is_(None))
                    .values(claim=number)
                )
            claim = await _load(connection, number)
            if claim.state == "draft" and units:
                await _add_units(connection, claim, units)
                claim = await _load(connection, number)
            return claim

    async def get(self, number: str) -> Claim:
        """The claim with this number. Raises UnknownClaim."""
        async with self._database.read() as connection:
            return await _load(connection, number)

    async def of_conversation(self, conversation: str) -> list[Claim]:
        """All claims of a conversation, the newest first."""
        return await self._load_all(claims.c.conversation == conversation, claims.c.created_at)

    async def listed(self, state: State | None = None, limit: int = 1000) -> list[Claim]:
        """Claims by last change, the newest first."""
        which = sa.true() if state is None else claims.c.state == state
        return await self._load_all(which, claims.c.updated_at, limit)

    async def history(self, number: str) -> list[Change]:
        """How the claim came to its state, oldest first."""
        query = (
            sa.select(claim_history)
            .where(claim_history.c.claim == number)
            .order_by(claim_history.c.position)
        )
        async with self._database.read() as connection:
            rows = (await connection.execute(query)).all()
        return [Change(r.at, r.actor, r.from_state, r.to_state, r.reason) for r in rows]

    async def set_details(self, number: str, details: Mapping[str, Any]) -> Claim:
        """Keep what the customer gave, as given, trimmed and in Unicode's NFC."""
        async with self._database.write() as connection:
            claim = await _load(connection, number, lock=True)
            if claim.state != "draft":
                return claim
            merged = {**claim.details, **{k: _tidy(v) for k, v in details.items()}}
            await connection.execute(
                sa.update(claims)
                .where(claims.c.number == number)
                .values(details=merged, updated_at=self._clock())
            )
            return await _load(connection, number)

    async def attach_photo(self, number: str, photo: str) -> Claim:
        """Put a stored photo of the same conversation into the claim."""
        async with self._database.write() as connection:
            claim = await _load(connection, number, lock=True)
            await connection.execute(
                sa.update(photos)
                .where(photos.c.id == photo, photos.c.conversation == claim.conversation)
                .values(claim=number)
            )
            return await _load(connection, number)

    async def submit(self, number: str, required: Iterable[str]) -> Claim:
        """File the draft. A claim that is filed already is returned as it is.

        required: the details it must hold. Raises ClaimIncomplete, and nothing changes.
        """
        async with self._database.write() as connection:
            claim = await _load(connection, number, lock=True)
            if claim.state != "draft":
                return claim
            missing = [name for name in required if not claim.details.get(name)]
            if missing or not claim.units:
                raise ClaimIncomplete(", ".join(missing) or "units")
            reason = "filed by the customer"
            if await _claimed_elsewhere(connection, claim):
                reason += "; the same serial is in another claim: a person must look"
            await self._change(connection, claim, "submitted", "customer", reason)
            return await _load(connection, number)

    async def move(
        self,
        number: str,
        state: State,
        actor: Actor,
        reason: str,
        *,
        notice: Reply | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> Claim:
        """Change the state, write the history, and put the notice into the conversation.

        Nothing happens where the claim is in `state` already. Raises TransitionRefused.
        """
        async with self._database.write() as connection:
            claim = await _load(connection, number, lock=True)
            if claim.state == state:
                return claim
            check_transition(claim.state, state, actor)
            if details:
                merged = {**claim.details, **{k: _tidy(v) for k, v in details.items()}}
                await connection.execute(
                    sa.update(claims).where(claims.c.number == number).values(details=merged)
                )
            await self._change(connection, claim, state, actor, reason)
            if notice is not None:
                now = self._clock()
                await append(connection, claim.conversation, "assistant", notice, now)
            return await _load(connection, number)

    async def expire_drafts(self, before: datetime) -> int:
        """Empty the drafts nobody has touched since `before`; returns how many."""
        query = sa.select(claims.c.number).where(
            claims.c.state == "draft", claims.c.updated_at < before
        )
        async with self._database.read() as connection:
            old = [row.number for row in await connection.execute(query)]
        for number in old:
            async with self._database.write() as connection:
                claim = await _load(connection, number, lock=True)
                if claim.state != "draft" or claim.updated_at >= before:
                    continue
                await connection.execute(
                    sa.update(claims).where(claims.c.number == number).values(details={})
                )
                await self._change(connection, claim, "expired", "system", "not filed in time")
        return len(old)

    async def _change(
        self, connection: AsyncConnection, claim: Claim, state: State, actor: str, reason: str
    ) -> None:
        await connection.execute(
            sa.update(claims)
            .where(claims.c.number == claim.number)
            .values(state=state, updated_at=self._clock())
        )
        await self._log(connection, claim.number, claim.state, state, actor, reason)

    async def _log(
        self,
        connection: AsyncConnection,
        number: str,
        before: State | None,
        after: State,
        actor: str,
        reason: str,
    ) -> None:
        count = await connection.execute(
            sa.select(sa.func.count())
            .select_from(claim_history)
            .where(claim_history.c.claim == number)
        )
        await connection.execute(
            sa.insert(claim_history).values(
                claim=number,
                position=int(count.scalar_one()) + 1,
                at=self._clock(),
                actor=actor,
                from_state=before,
                to_state=after,
                reason=reason,
            )
        )

    async def _find_draft(
        self, connection: AsyncConnection, conversation: str, opened_by: str
    ) -> str | None:
        found = await connection.execute(
            sa.select(claims.c.number)
            .where(
                claims.c.conversation == conversation,
                sa.or_(claims.c.opened_by == opened_by, claims.c.state == "draft"),
            )
            .order_by((claims.c.opened_by == opened_by).desc())
        )
        row = found.first()
        return None if row is None else str(row.number)

    async def _load_all(self, which: Any, newest_by: Any, limit: int | None = None) -> list[Claim]:
        """Claims with their units and photos, in three queries however many there are."""
        chosen = sa.select(claims).where(which).order_by(newest_by.desc()).limit(limit)
        numbers = chosen.with_only_columns(claims.c.number)
        async with self._database.read() as connection:
            rows = (await connection.execute(chosen)).all()
            if not rows:
                return []
            units, pictures = await _load_parts(connection, numbers)
        return [_claim(row, units[row.number], pictures[row.number]) for row in rows]


async def _load(connection: AsyncConnection, number: str, *, lock: bool = False) -> Claim:
    query = sa.select(claims).where(claims.c.number == number)
    row = (await connection.execute(query.with_for_update() if lock else query)).first()
    if row is None:
        raise UnknownClaim(number)
    units, pictures = await _load_parts(connection, [number])
    return _claim(row, units[number], pictures[number])


async def _load_parts(
    connection: AsyncConnection, numbers: Any
) -> tuple[dict[str, list[ClaimedUnit]], dict[str, list[str]]]:
    """Units and photos by claim number. numbers: a list of them, or a query."""
    units: dict[str, list[ClaimedUnit]] = defaultdict(list)
    query = sa.select(claim_units).where(claim_units.c.claim.in_(numbers))
    for u in await connection.execute(query.order_by(claim_units.c.position)):
        units[u.claim].append(ClaimedUnit(u.model, u.serial, u.verdict, u.grounds))
    pictures: dict[str, list[str]] = defaultdict(list)
    query = sa.select(photos.c.id, photos.c.claim).where(photos.c.claim.in_(numbers))
    for p in await connection.execute(query.order_by(photos.c.at)):
        pictures[p.claim].append(p.id)
    return units, pictures


def _claim(row: Any, units: list[ClaimedUnit], pictures: list[str]) -> Claim:
    return Claim(
        number=row.number,
        conversation=row.conversation,
        opened_by=row.opened_by,
        recall=row.recall,
        state=row.state,
        details=dict(row.details),
        units=tuple(units),
        photos=tuple(pictures),
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


async def _add_units(
    connection: AsyncConnection, claim: Claim, units: Sequence[ClaimedUnit]
) -> None:
    known = {(u.model, u.serial) for u in claim.units}
    position = len(claim.units)
    for unit in units:
        if (unit.model, unit.serial) in known:
            continue
        position += 1
        await connection.execute(
            sa.insert(claim_units).values(
                claim=claim.number,
                position=position,
                model=unit.model,
                serial=unit.serial,
                verdict=unit.verdict,
                grounds=unit.grounds,
            )
        )


async def _claimed_elsewhere(connection: AsyncConnection, claim: Claim) -> bool:
    own = [u.serial for u in claim.units if u.serial]
    if not own:
        return False
    found = await connection.execute(
        sa.select(claim_units.c.claim)
        .join(claims, claims.c.number == claim_units.c.claim)
        .where(
            claim_units.c.serial.in_(own),
            claim_units.c.claim != claim.number,
            claims.c.recall == claim.recall,
            claims.c.state.in_(LIVE | {"fulfilled"}),
        )
        .limit(1)
    )
    return found.first() is not None


def _tidy(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return unicodedata.normalize("NFC", value).strip()[:MAX_TEXT]
