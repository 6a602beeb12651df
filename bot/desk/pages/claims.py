"""One claim: all that is known, what speaks for and against it, and who works on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.claims.claim import Claim
from bot.claims.filling import INNER
from bot.claims.life import STATES, is_possible
from bot.claims.photo_check.progress import all_wanted
from bot.claims.photo_check.reading import Box, PhotoReading
from bot.claims.photo_check.words import has_code
from bot.conversations.reach import silences
from bot.desk import work
from bot.desk.app import DESK, Desk, person_of, render, see_other
from bot.desk.guard import Refused
from bot.desk.matching import doubts, look_around
from bot.recalls import Recall, groups_of_four
from bot.storage.outbox import Outbox
from bot.storage.tables import conversations as conversation_table
from bot.storage.tables import photos

__all__ = ["KEYS", "VERBS", "note", "page", "release", "take"]

# The key that opens each decision.
KEYS = {
    "checking": "c",
    "needs_information": "i",
    "approved": "a",
    "awaiting_disposal": "d",
    "fulfilled": "f",
    "rejected": "r",
}
VERBS = {
    "checking": "Look at it",
    "needs_information": "Ask for more",
    "approved": "Approve",
    "awaiting_disposal": "Ask to dispose of it",
    "fulfilled": "Fulfil",
    "rejected": "Reject",
}
LABELS = {
    "country": "Bought in", "name": "Name", "email": "E-mail", "remedy": "Remedy",
    "address": "Address", "seller": "Bought from", "order": "Order number",
    "disposal_date": "Disposed of on", "disposal_day": "Day of disposal",
    "disposal_place": "Disposed of at", "consent": "Consent",
}  # fmt: skip


async def page(request: web.Request) -> web.Response:
    """The claim with its personal data; that it was opened is written into the audit."""
    desk, person = request.app[DESK], person_of(request)
    claim = await desk.claims.get(request.match_info["number"])
    await desk.viewed(request, "claim opened", claim.number)
    recall = desk.recalls.get(claim.recall)
    conversations = await desk.claims.conversations(claim.number)
    wanting_news = (await desk.claims.wanting_news([claim]))[claim.number]
    around = (await look_around(desk.database, [claim], desk.recalls))[claim.number]
    async with desk.database.read() as connection:
        held = await work.holder(connection, claim.number)
        pictures = await _photos(connection, claim, recall)
        channel = await _news_channel(connection, claim)
        silent = await silences(connection, wanting_news)
    return render(
        request,
        "claim.html",
        claim=claim,
        recall=recall,
        details=_details(claim),
        units=[_unit(unit) for unit in claim.units],
        doubts=doubts(claim, recall, around),
        twins=around.twins,
        pictures=pictures,
        history=await desk.claims.history(claim.number),
        mails=await Outbox(desk.database).of_claim(claim.number),
        notes=await work.notes(desk.database, claim.number, *conversations),
        conversations=conversations,
        news_channel=channel,
        silent=[silent[each] for each in wanting_news if each in silent],
        hears_elsewhere=len(silent) < len(wanting_news),
        mailed=desk.claims.mails(claim),
        held=held,
        mine=held is not None and held[0] == person.name,
        moves=possible(claim),
        decided=request.query.get("done") == claim.state,
        keys=KEYS,
        verbs=VERBS,
    )


def possible(claim: Claim) -> list[str]:
    """The states the firm may move it to now."""
    return [state for state in STATES if is_possible(claim.state, state, "firm")]


async def _news_channel(connection: AsyncConnection, claim: Claim) -> str:
    """The channel that the customer chose for news of it; "" where none was chosen."""
    query = sa.select(conversation_table.c.channel)
    query = query.where(conversation_table.c.id == claim.news_in)
    return str((await connection.execute(query)).scalar() or "")


def _details(claim: Claim) -> list[tuple[str, str]]:
    known = [(LABELS[k], claim.details[k]) for k in LABELS if claim.details.get(k)]
    rest = {k: v for k, v in claim.details.items() if k not in INNER and k not in LABELS and v}
    more = [(k.replace("_", " "), v) for k, v in rest.items()]
    return [(label, _shown(value)) for label, value in known + more]


def _shown(value: Any) -> str:
    """A detail in words: of a consent, which is kept with its text, the day it was given."""
    if isinstance(value, Mapping):
        return str(value.get("at", ""))[:10]
    return "yes" if value is True else str(value)


def _unit(unit: Any) -> dict[str, Any]:
    grounds: Mapping[str, Any] = unit.grounds or {}
    return {
        "model": unit.model,
        "serial": groups_of_four(unit.serial) if unit.serial else "",
        "verdict": unit.verdict,
        "rule": grounds.get("rule") or "",
        "reason": grounds.get("reason") or "",
        "list": grounds.get("list") or {},
        "suffix": grounds.get("suffix") or "",
    }


async def _photos(
    connection: AsyncConnection, claim: Claim, recall: Recall | None
) -> list[dict[str, Any]]:
    """Each photo with what the machine read on it and where; what it looked for is named."""
    wanted = all_wanted(recall.evidence.photos, claim.serials) if recall else ()
    titles = {p.key: p.title for p in wanted}
    query = sa.select(photos).where(photos.c.claim == claim.number)
    rows = (await connection.execute(query.order_by(photos.c.at, photos.c.id))).all()
    return [
        {
            "id": row.id,
            "width": row.width,
            "height": row.height,
            "at": row.at,
            "same": row.same_as is not None,
            "title": titles.get((row.checked or {}).get("wanted") or "", "Photo"),
            "check": row.checked,
            "lines": _lines(row),
        }
        for row in rows
    ]


def _lines(row: Any) -> list[dict[str, Any]]:
    if not row.reading:
        return []
    holding: dict[int, str] = {}
    for element, numbers in ((row.checked or {}).get("found") or {}).items():
        for number in numbers:
            holding[number] = element
    lines = PhotoReading.from_json(row.reading).lines
    other = (row.checked or {}).get("serial") or ""
    return [
        {
            "text": line.text,
            "found": holding.get(n, ""),
            # Whatever else the line holds.
            "other": bool(other) and has_code(line.text, other, 0),
            **_frame(line.box, row.width, row.height),
        }
        for n, line in enumerate(lines)
    ]


def _frame(box: Box, width: int, height: int) -> dict[str, float]:
    """A line's place in pixels, with a little room around its letters."""
    left, top, right, bottom = box[0] * width, box[1] * height, box[2] * width, box[3] * height
    room = 0.3 * max(0.0, bottom - top)
    x, y = max(0.0, left - room), max(0.0, top - room)
    w, h = min(width, right + room) - x, min(height, bottom + room) - y
    shown = {"x": x, "y": y, "w": max(0.0, w), "h": max(0.0, h)}
    return {name: round(value, 1) for name, value in shown.items()}


async def take(request: web.Request) -> web.Response:
    """Work on it. A lead may take it from somebody else."""
    desk, person = request.app[DESK], person_of(request)
    number = (await desk.claims.get(request.match_info["number"])).number
    force = person.role in ("lead", "admin") and "force" in await request.post()
    try:
        async with desk.database.write() as connection:
            now = desk.clock()
            before = await work.take_claim(connection, number, person.name, now, force=force)
            taken = {"from": before} if before else {}
            await desk.audit.write(connection, person.login, "claim taken", number, **taken)
    except work.HeldByAnother as error:
        raise Refused(f"{error} is working on this claim.") from None
    return _changed(desk, number)


async def release(request: web.Request) -> web.Response:
    """Let others have it."""
    desk, person = request.app[DESK], person_of(request)
    number = (await desk.claims.get(request.match_info["number"])).number
    async with desk.database.write() as connection:
        await work.release_claim(connection, number, person.name)
        await desk.audit.write(connection, person.login, "claim released", number)
    return _changed(desk, number)


async def note(request: web.Request) -> web.Response:
    """Write something for the others of the team."""
    desk, person = request.app[DESK], person_of(request)
    number = (await desk.claims.get(request.match_info["number"])).number
    text = str((await request.post()).get("text", "")).strip()
    if text:
        async with desk.database.write() as connection:
            await work.add_note(connection, number, person.name, text, desk.clock())
            await desk.audit.write(connection, person.login, "note written", number)
    return _changed(desk, number)


def _changed(desk: Desk, number: str) -> web.Response:
    desk.bell.ring(number)
    return see_other(f"/desk/claims/{number}")
