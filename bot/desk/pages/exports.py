"""Claims as tables to take away; they hold personal data, so only leads get them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import sqlalchemy as sa
from aiohttp import web

from bot.claims.claim import Claim
from bot.claims.export import COLUMNS
from bot.claims.life import STATES
from bot.desk.app import DESK, person_of, render
from bot.desk.tables import FORMS, send_table
from bot.storage.tables import claims

__all__ = ["export", "page"]

BATCH = 500


async def page(request: web.Request) -> web.Response:
    """What can be taken away."""
    return render(request, "exports.html", states=STATES)


async def export(request: web.Request) -> web.StreamResponse:
    """All claims, or those in a state, as CSV, XLSX or JSON."""
    desk, form = request.app[DESK], request.match_info["form"]
    state = request.query.get("state", "")
    if form not in FORMS or state not in ("", *STATES):
        raise web.HTTPNotFound
    await desk.saw(person_of(request), "claims exported", form=form, state=state)

    async def batches() -> AsyncIterator[list[Claim]]:
        after = ""
        while True:
            query = sa.select(claims.c.number).where(claims.c.number > after)
            if state:
                query = query.where(claims.c.state == state)
            async with desk.database.read() as connection:
                rows = await connection.execute(query.order_by(claims.c.number).limit(BATCH))
                numbers = [str(row.number) for row in rows]
            if not numbers:
                return
            yield sorted(await desk.claims.these(numbers), key=lambda claim: claim.number)
            after = numbers[-1]

    return await send_table(request, form, "claims", COLUMNS, batches())
