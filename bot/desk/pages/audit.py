"""The audit: read, checked, taken away as a table."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from bot.claims.claim import UnknownClaim
from bot.claims.number import find_number, is_number
from bot.desk.app import DESK, Desk, person_of, render
from bot.desk.audit import Chain, Entry
from bot.desk.guard import Refused
from bot.desk.tables import Column, send_csv

__all__ = ["export", "page", "verify"]

ON_A_PAGE = 100
ASKED = ("actor", "action", "subject", "day")
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
    """The newest rows, or those of a person, of a subject, of an action or of a day."""
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
    asked = _asked(request)
    which = await _which(desk, asked)
    entries = await desk.audit.latest(
        desk.database,
        before=int(before) if before.isdecimal() and len(before) < 10 else None,
        limit=ON_A_PAGE,
        **which,
    )
    older = ""
    if len(entries) == ON_A_PAGE:
        older = urlencode({"before": entries[-1].position, **asked})
    return render(
        request, "audit.html",
        entries=entries, older=older, chain=chain, asked=asked, also=which["also"],
        filter=_given(asked),
    )  # fmt: skip


def _asked(request: web.Request) -> dict[str, str]:
    return {name: request.query.get(name, "").strip()[:128] for name in ASKED}


def _given(asked: Mapping[str, str]) -> str:
    return urlencode({name: text for name, text in asked.items() if text})


async def _which(desk: Desk, asked: Mapping[str, str]) -> dict[str, Any]:
    """What was asked for, as the audit takes it."""
    subject, *also = await _subjects(desk, asked["subject"])
    return {
        "actor": asked["actor"], "subject": subject, "also": also,
        "action": asked["action"].lower(), "day": _day(asked["day"]),
    }  # fmt: skip


async def _subjects(desk: Desk, typed: str) -> list[str]:
    """What was typed; with a claim's number also its conversations: what was seen there is its."""
    number = find_number(typed) if is_number(typed) else None
    if number is None:
        return [typed]
    try:
        return [number, *await desk.claims.conversations(number)]
    except UnknownClaim:
        return [number]


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        raise Refused("Please give the day as 2026-01-31.", 400) from None


async def export(request: web.Request) -> web.StreamResponse:
    """All rows, or those that were asked for, oldest last, as CSV."""
    desk, asked = request.app[DESK], _asked(request)
    which = await _which(desk, asked)
    given = _given(asked)
    await desk.saw(person_of(request), "audit exported", **({"which": given} if given else {}))

    async def batches() -> AsyncIterator[list[Entry]]:
        before = None
        while entries := await desk.audit.latest(desk.database, before=before, limit=2000, **which):
            yield entries
            before = entries[-1].position

    return await send_csv(request, "audit", COLUMNS, batches())
