"""Incidents: what the firm must report, what was done, and the table to take away."""

from __future__ import annotations

from collections.abc import AsyncIterator

from aiohttp import web

from bot.desk.app import DESK, person_of, render, see_other
from bot.desk.guard import Refused
from bot.desk.incidents import MARKS, Incident, find_incident, load_incidents, mark
from bot.desk.masks import masked_name
from bot.desk.tables import Column, send_csv, send_xlsx

__all__ = ["export", "mark_done", "one", "page"]

BATCH = 500


def _units(incident: Incident) -> str:
    units = incident.claim.units if incident.claim else ()
    return "; ".join(f"{u.model} {u.serial or ''}".strip() for u in units)


def _detail(incident: Incident, name: str) -> str:
    return str(incident.claim.details.get(name) or "") if incident.claim else ""


def _marked(incident: Incident, name: str) -> str:
    found = incident.marks.get(name)
    return f"{found.at.isoformat()} {found.author} {found.note}".strip() if found else ""


COLUMNS: tuple[Column, ...] = (
    ("told at", lambda i: i.at.isoformat()),
    ("report by", lambda i: i.report_by.isoformat()),
    ("tense", lambda i: i.tense),
    ("signs", lambda i: ", ".join(i.signs)),
    ("told", lambda i: i.told),
    ("units", _units),
    ("recall", lambda i: i.claim.recall if i.claim else ""),
    ("claim", lambda i: i.claim.number if i.claim else ""),
    ("name", lambda i: _detail(i, "name")),
    ("e-mail", lambda i: _detail(i, "email")),
    ("address", lambda i: _detail(i, "address")),
    ("bought from", lambda i: _detail(i, "seller")),
    ("channel", lambda i: i.channel),
    ("conversation", lambda i: i.conversation),
    *((words, lambda i, name=name: _marked(i, name)) for name, words in MARKS.items()),
)


async def page(request: web.Request) -> web.Response:
    """The open ones, or all; names are masked until one is opened."""
    desk = request.app[DESK]
    only_open = "all" not in request.query
    found = await load_incidents(desk.database, only_open=only_open)
    names = [masked_name(_detail(i, "name")) for i in found]
    return render(
        request, "incidents.html",
        rows=list(zip(found, names)), only_open=only_open, marks=MARKS,
    )  # fmt: skip


async def one(request: web.Request) -> web.Response:
    """One incident with all that a report needs."""
    desk = request.app[DESK]
    incident = await _find(request)
    await desk.saw(
        person_of(request), "incident opened", incident.conversation, message=incident.message
    )
    claim = incident.claim
    recall = (desk.recalls.get(claim.recall) if claim else None) or desk.recalls.featured
    return render(
        request, "incident.html",
        incident=incident, claim=claim, recall=recall, facts=recall.facts(), marks=MARKS,
    )  # fmt: skip


async def mark_done(request: web.Request) -> web.Response:
    """Mark that something was done about it."""
    desk, person = request.app[DESK], person_of(request)
    incident = await _find(request)
    form = await request.post()
    name = str(form.get("mark", ""))
    if name not in MARKS:
        raise Refused("There is no such mark.", 400)
    async with desk.database.write() as connection:
        note = str(form.get("note", ""))
        await mark(connection, incident, name, person.name, note, desk.clock())
        await desk.audit.write(
            connection, person.login, f"incident {name}", incident.conversation,
            message=incident.message,
        )  # fmt: skip
    desk.bell.ring(incident.conversation)
    return see_other(f"/desk/incidents/{incident.conversation}/{incident.message}")


async def export(request: web.Request) -> web.StreamResponse:
    """All incidents with what must be reported, as CSV or XLSX."""
    desk, form = request.app[DESK], request.match_info["form"]
    if form not in ("csv", "xlsx"):
        raise web.HTTPNotFound
    await desk.saw(person_of(request), "incidents exported", form=form)

    async def batches() -> AsyncIterator[list[Incident]]:
        offset = 0
        while found := await load_incidents(
            desk.database, only_open=False, limit=BATCH, offset=offset
        ):
            yield found
            offset += BATCH

    if form == "csv":
        return await send_csv(request, "incidents", COLUMNS, batches())
    return await send_xlsx("incidents", COLUMNS, batches())


async def _find(request: web.Request) -> Incident:
    found = await find_incident(
        request.app[DESK].database,
        request.match_info["conversation"],
        request.match_info["message"],
    )
    if found is None:
        raise web.HTTPNotFound
    return found
