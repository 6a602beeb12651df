"""What a customer tells of smoke, fire, burns or damage: kept at once, for a person to see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import sqlalchemy as sa

from bot.conversations.handover import hand_over
from bot.conversations.transcript import utc_now
from bot.storage import Database
from bot.storage.tables import incidents

__all__ = ["Incidents"]


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
    ) -> None:
        """Keep one incident and call a person, in one transaction.

        message: the id of the customer's message; the same message run again changes nothing.
        told: the customer's own words. A firm has 24 hours to report what it is told
        (CPSC, Section 15(b)), so the hand-over is marked urgent.
        """
        async with self._database.write() as connection:
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
                        at=self._clock(),
                        tense=tense,
                        signs=list(signs),
                        told=told,
                        claim=claim,
                    )
                )
            await hand_over(
                connection, conversation, message, "incident", urgent=True, now=self._clock()
            )

    async def count(self) -> int:
        """How many have been told."""
        async with self._database.read() as connection:
            found = await connection.execute(sa.select(sa.func.count()).select_from(incidents))
            return int(found.scalar_one())
