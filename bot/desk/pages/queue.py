"""The queue, the search, and what has changed for all open pages."""

from __future__ import annotations

from aiohttp import web

from bot.claims.search import MOST_FOUND, find_claims
from bot.desk.app import COOKIE, DESK, person_of, render
from bot.desk.live import stream
from bot.desk.masks import masked_email, masked_name, masked_serial
from bot.desk.queue import SHOWS, WORK, Asked, count_danger, load_queue

__all__ = ["danger", "events", "page", "search"]

LONGEST_SEARCH = 200


async def page(request: web.Request) -> web.Response:
    """What waits for a person."""
    desk = request.app[DESK]
    asked = _asked(request)
    queue = await load_queue(
        desk.database, asked, desk.settings.due, person_of(request).name, desk.clock()
    )
    return render(
        request,
        "queue.html",
        queue=queue,
        asked=asked,
        shows=SHOWS,
        states=WORK,
        recalls=[recall.number for recall in desk.recalls],
    )


async def search(request: web.Request) -> web.Response:
    """Claims by number, name, e-mail or serial; masked until one is opened."""
    desk = request.app[DESK]
    # By POST: what is typed is personal data and belongs into no address and no log.
    typed = str((await request.post()).get("q", "")).strip()[:LONGEST_SEARCH]
    numbers = await find_claims(desk.database, typed) if typed else []
    found = await desk.claims.these(numbers[:100])
    await desk.saw(person_of(request), "searched", found=len(numbers))
    rows = [
        {
            "number": claim.number,
            "state": claim.state,
            "recall": claim.recall,
            "name": masked_name(claim.details.get("name")),
            "email": masked_email(claim.details.get("email")),
            "units": [f"{u.model} {masked_serial(u.serial)}" for u in claim.units],
            "at": claim.updated_at,
        }
        for claim in found
    ]
    return render(request, "search.html", typed=typed, rows=rows, all=len(numbers), most=MOST_FOUND)


async def events(request: web.Request) -> web.StreamResponse:
    """Tells an open page what to look at anew, as long as the session lasts."""
    desk, cookie = request.app[DESK], request[COOKIE]

    async def lasts() -> bool:
        return await desk.sessions.person(cookie, renew=False) is not None

    return await stream(request, desk.bell, lasts)


async def danger(request: web.Request) -> web.Response:
    """How much danger is open, for the header of every page: {now, open}."""
    found = await count_danger(request.app[DESK].database)
    return web.json_response({"now": found.now, "open": found.open})


def _asked(request: web.Request) -> Asked:
    query = request.query
    show = query.get("show", "all")
    page = query.get("page", "1")
    return Asked(
        show=show if show in SHOWS else "all",
        state=query.get("state", "") if query.get("state") in WORK else "",
        recall=query.get("recall", "")[:32],
        channel=query.get("channel", "")[:32],
        mine="mine" in query,
        overdue="overdue" in query,
        page=int(page) if page.isdecimal() and 0 < int(page[:6]) < 10_000 else 1,
    )
