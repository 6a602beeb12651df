"""Tells named people of each incident at once: by e-mail through the outbox, or a signed webhook.

What is sent names no customer and holds none of their words; those are read at the desk.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

import aiohttp
import sqlalchemy as sa

from bot.conversations.transcript import utc_now
from bot.desk.incidents import REPORT_IN
from bot.errors import describe
from bot.storage import Database
from bot.storage.outbox import Mail, put
from bot.storage.tables import incidents

__all__ = ["Alarm", "signature"]

logger = logging.getLogger(__name__)

LOOK_SECONDS = 2.0
LONGEST_PAUSE = 60.0
WEBHOOK_SECONDS = 10.0
SIGNATURE = "X-Recall-Signature"


def signature(secret: str, body: bytes) -> str:
    """What a webhook's receiver computes of the body with the service's secret: HMAC-SHA256."""
    key = hashlib.sha256(b"webhook " + secret.encode()).digest()
    return "sha256=" + hmac.new(key, body, hashlib.sha256).hexdigest()


class Alarm:
    """Raises the alarm for incidents that it was not raised for.

    to: e-mail addresses. webhook: where to post, "" for nowhere.
    """

    def __init__(
        self,
        database: Database,
        to: tuple[str, ...],
        webhook: str,
        secret: str,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._database = database
        self._to = to
        self._webhook = webhook
        self._secret = secret
        self._clock = clock

    async def run(self) -> None:
        """Look for new incidents until cancelled; a failure is logged and tried again."""
        pause = LOOK_SECONDS
        while True:
            try:
                await self.raise_all()
                pause = LOOK_SECONDS
            except Exception as error:
                logger.error("nobody could be told of an incident: %s", describe(error))
                pause = min(pause * 2, LONGEST_PAUSE)
            await asyncio.sleep(pause)

    async def raise_all(self) -> int:
        """Tell of new incidents nobody was told of; how many. Raises what the webhook raises."""
        # What is older can no longer be reported in time: it is on the desk's list.
        since = self._clock() - REPORT_IN
        query = sa.select(incidents).where(
            incidents.c.alerted_at.is_(None), incidents.c.at >= since
        )
        async with self._database.read() as connection:
            rows = (await connection.execute(query.order_by(incidents.c.at).limit(100))).all()
        for row in rows:
            # First the webhook: it may come twice after a crash, but never not at all.
            if self._webhook:
                await self._post(row)
            await self._write(row)
        return len(rows)

    async def _write(self, row: Any) -> None:
        now = self._clock()
        this = sa.and_(
            incidents.c.conversation == row.conversation, incidents.c.message == row.message
        )
        async with self._database.write() as connection:
            done: Any = await connection.execute(
                sa.update(incidents)
                .where(this, incidents.c.alerted_at.is_(None))
                .values(alerted_at=now)
            )
            if done.rowcount:
                for address in self._to:
                    await put(connection, None, _mail(row, address), now)

    async def _post(self, row: Any) -> None:
        body = json.dumps({"kind": "incident", **_facts(row)}).encode()
        headers = {
            "Content-Type": "application/json",
            SIGNATURE: signature(self._secret, body),
        }
        timeout = aiohttp.ClientTimeout(total=WEBHOOK_SECONDS)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.post(
                self._webhook, data=body, headers=headers, allow_redirects=False
            ) as answer,
        ):
            if answer.status >= 300:
                raise OSError(f"the webhook answered {answer.status}")


def _facts(row: Any) -> dict[str, Any]:
    return {
        "incident": f"{row.conversation}/{row.message}",
        "at": row.at.isoformat(),
        "tense": row.tense,
        "signs": list(row.signs),
        "claim": row.claim,
        "path": f"/desk/incidents/{row.conversation}/{row.message}",
    }


def _mail(row: Any, address: str) -> Mail:
    facts = _facts(row)
    signs = ", ".join(facts["signs"]).replace("_", " ") or "not named"
    when = "Danger that is there now" if row.tense == "now" else "An incident"
    text = (
        f"{when} was told of in a conversation at {row.at:%Y-%m-%d %H:%M} UTC.\n"
        f"Signs: {signs}\n"
        + (f"Claim: {row.claim}\n" if row.claim else "")
        + f"Open it at the desk: {facts['path']}\n\n"
        "It may have to be reported to the authority within 24 hours of this.\n"
    )
    return Mail("incident", address, f"{when}: {signs}"[:200], text)
