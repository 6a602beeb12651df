"""The checks of a claim's photos in the database: made once, when the photo is in the claim."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.claims.claim import Claim, load_claim
from bot.claims.photo_check.elements import LookedFor, find_elements, serial_on, serials_seen
from bot.claims.photo_check.progress import Check, Seen, check_photo
from bot.claims.photo_check.reading import PhotoReading
from bot.conversations.handover import hand_over
from bot.conversations.transcript import utc_now
from bot.recalls import Recall
from bot.storage import Database
from bot.storage.tables import photos

__all__ = ["PhotoChecks"]


class PhotoChecks:
    """Checks photos against their claims. It advises: no claim's state ever depends on it."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._clock = clock

    async def check(self, number: str, recall: Recall, message: str) -> dict[str, Check]:
        """The checks of all photos of a claim by their ids; those that have none are made.

        message: the customer's, under which a person is asked to look. Run again it finds what
        it has done. Raises UnknownClaim.
        """
        query = sa.select(photos).where(photos.c.claim == number).order_by(photos.c.at, photos.c.id)
        async with self._database.read() as connection:
            claim = await load_claim(connection, number)
            rows = (await connection.execute(query)).all()
        new = [row for row in rows if row.checked is None]
        if not new:
            return {row.id: row.checked for row in rows}
        # A page full of text takes half a second: no turn and no transaction waits for that.
        seen = {row.id: await asyncio.to_thread(_look, row, claim, recall) for row in new}
        checks: dict[str, Check] = {}
        async with self._database.write() as connection:
            claim = await load_claim(connection, number, lock=True)
            for row in (await connection.execute(query)).all():
                if row.checked is not None:
                    checks[row.id] = row.checked
                elif row.id in seen:
                    before, photos_of = list(checks.values()), recall.evidence.photos
                    checks[row.id] = check_photo(seen[row.id], before, photos_of, claim.serials)
                    await self._keep(connection, claim, row, checks[row.id], message)
        return checks

    async def _keep(
        self, connection: AsyncConnection, claim: Claim, row: Any, check: Check, message: str
    ) -> None:
        await connection.execute(
            sa.update(photos).where(photos.c.id == row.id).values(checked=check)
        )
        reason = "photo_unclear" if check["person"] else None
        if row.same_as and await _of_another(connection, row.same_as, claim.conversation):
            reason = "photo_seen_before"
        if reason:
            await hand_over(
                connection, claim.conversation, message, reason, urgent=False, now=self._clock()
            )


def _look(row: Any, claim: Claim, recall: Recall) -> Seen:
    looked_for = LookedFor(
        word=recall.evidence.marker_word,
        models=tuple({unit.model for unit in claim.units}),
        serials=claim.serials,
        name=str(claim.details.get("name") or ""),
        since=recall.identity.announced,
        until=row.at.date(),
    )
    if row.reading is None:
        return Seen(None, looked_for.elements)
    reading = PhotoReading.from_json(row.reading)
    found = find_elements(reading, looked_for)
    serial = "" if "serial" in found else serial_on(reading, recall.serial)
    return Seen(found, looked_for.elements, serial, serials_seen(reading, looked_for.serials))


async def _of_another(connection: AsyncConnection, photo: str, conversation: str) -> bool:
    row = await connection.execute(sa.select(photos.c.conversation).where(photos.c.id == photo))
    return row.scalar() not in (None, conversation)
