"""The audit: read, checked, taken away as a table."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

from aiohttp import web

from bot.desk.app import DESK, person_of, render
from bot.desk.audit import Chain, Entry
from bot.desk.tables import Column, send_csv

__all__ = ["export", "page", "verify"]

ON_A_PAGE = 100
COLUMNS: tuple[Column, ...] = (
    ("position", lambda e: str(e.position)),
    ("at", lambda e: e.at.isoformat()),
    ("who", lambda e: e.actor),
    ("what", lambda e: e.action),
    ("subject", lambda e: e.subject),
    ("details", lambda e: json.dumps(e.details, sort_keys=True) if e.details else ""),
    ("hash", lambda e: e.hash),
)


async def page(request: web.Request) -> web.Response:
    """The newest rows, or those of a person or of a subject."""
    return await _page(request)


async def verify(request: web.Request) -> web.Response:
    """The whole chain computed anew."""
    desk = request.app[DESK]
    chain = await desk.audit.verify(desk.database)
    await desk.saw(person_of(request), "audit checked", broken_at=chain.broken_at)
    return await _page(request, chain=chain)


async def _page(request: web.Request, chain: Chain | None = None) -> web.Response:
    desk = request.app[DESK]
    before = request.query.get("before", "")
    actor, subject = (request.query.get(n, "").strip()[:128] for n in ("actor", "subject"))
    entries = await desk.audit.latest(
        desk.database,
        before=int(before) if before.isdecimal() and len(before) < 10 else None,
        actor=actor,
        subject=subject,
        limit=ON_A_PAGE,
    )
    older = entries[-1].position if len(entries) == ON_A_PAGE else None
    return render(
        request, "audit.html",
        entries=entries, older=older, chain=chain, actor=actor, subject=subject,
    )  # fmt: skip


async def export(request: web.Request) -> web.StreamResponse:
    """All rows, oldest last, as CSV."""
    desk = request.app[DESK]
    await desk.saw(person_of(request), "audit exported")

    async def batches() -> AsyncIterator[list[Entry]]:
        before = None
        while entries := await desk.audit.latest(desk.database, before=before, limit=2000):
            yield entries
            before = entries[-1].position

    return await send_csv(request, "audit", COLUMNS, batches())
