"""Incidents: what the firm must report, what was done, and the table to take away."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import NamedTuple
from urllib.parse import quote

from aiohttp import web

from bot.desk.app import DESK, Desk, person_of, render, see_other
from bot.desk.guard import Refused
from bot.desk.incidents import (
    DETAILS,
    MARKS,
    TO_ASK,
    Incident,
    correct_note,
    find_incident,
    load_incidents,
    mark,
    recall_of,
    take_back,
    write_details,
)  # fmt: skip
from bot.desk.masks import masked_name, masked_serial
from bot.desk.pages.photos import pictures_of
from bot.desk.tables import FORMS, Column, send_table

__all__ = ["export", "mark_done", "one", "page", "write_down"]

BATCH = 500
ON_A_PAGE = 100
# What is done to a mark, as the audit says it.
CHANGED = {"correct": "corrected", "back": "taken back"}
# These marks say if it is open: not taken back, but followed by the other one.
STATES = ("closed", "reopened")


class _Told(NamedTuple):
    """A row of the table: the incident, and the facts of the recall it is about, where known."""

    incident: Incident
    facts: Mapping[str, str]

    def fact(self, name: str) -> str:
        return self.facts.get(name, "not known")


def _marked(incident: Incident, name: str) -> str:
    found = incident.marks.get(name)
    return f"{found.at.isoformat()} {found.author} {found.note}".strip() if found else ""


COLUMNS: tuple[Column, ...] = (
    ("told at", lambda t: t.incident.at.isoformat()),
    ("report by", lambda t: t.incident.report_by.isoformat()),
    ("tense", lambda t: t.incident.tense),
    ("signs", lambda t: ", ".join(t.incident.signs)),
    ("told", lambda t: t.incident.told),
    *((words.lower(), lambda t, key=key: t.incident.details.get(key, ""))
      for key, words in DETAILS.items()),
    ("model", lambda t: "; ".join(model for model, _ in t.incident.units)),
    ("serial", lambda t: "; ".join(serial or "not known" for _, serial in t.incident.units)),
    ("product", lambda t: t.fact("product")),
    ("firm", lambda t: t.fact("firm_full")),
    ("recall", lambda t: t.fact("number")),
    ("hazard", lambda t: t.fact("hazard")),
    ("claim", lambda t: t.incident.claim.number if t.incident.claim else ""),
    ("name", lambda t: t.incident.customers("name")),
    ("e-mail", lambda t: t.incident.customers("email")),
    ("address", lambda t: t.incident.customers("address")),
    ("bought from", lambda t: t.incident.customers("seller")),
    ("photos", lambda t: "; ".join(t.incident.photos)),
    ("still to ask", lambda t: ", ".join(t.incident.to_ask)),
    ("channel", lambda t: t.incident.channel),
    ("conversation", lambda t: t.incident.conversation),
    *((words, lambda t, name=name: _marked(t.incident, name)) for name, words in MARKS.items()),
)  # fmt: skip


async def page(request: web.Request) -> web.Response:
    """A page of the open ones, or of all; names are masked until one is opened."""
    desk = request.app[DESK]
    only_open = "all" not in request.query
    typed = request.query.get("page", "")
    number = max(1, int(typed)) if typed.isdecimal() and len(typed) < 6 else 1
    found = await load_incidents(
        desk.database, only_open=only_open, limit=ON_A_PAGE + 1, offset=(number - 1) * ON_A_PAGE
    )
    rows = [
        (i, masked_name(i.customers("name")), [f"{m} {masked_serial(s)}" for m, s in i.units])
        for i in found[:ON_A_PAGE]
    ]
    return render(
        request, "incidents.html", rows=rows, only_open=only_open, marks=MARKS, number=number,
        more=len(found) > ON_A_PAGE,
    )  # fmt: skip


async def one(request: web.Request) -> web.Response:
    """One incident with all that a report needs."""
    desk = request.app[DESK]
    incident = await _find(request)
    await desk.viewed(request, "incident opened", incident.conversation, message=incident.message)
    async with desk.database.read() as connection:
        pictures = await pictures_of(connection, incident.conversation)
    return render(
        request, "incident.html",
        incident=incident, claim=incident.claim, facts=_facts(desk, incident), marks=MARKS,
        details=DETAILS, to_ask=TO_ASK,
        # What shows it first; then what was sent besides.
        pictures=sorted(pictures, key=lambda p: p.incident != incident.message),
    )  # fmt: skip


def _facts(desk: Desk, incident: Incident) -> Mapping[str, str]:
    recall = recall_of(incident, desk.recalls)
    return recall.facts() if recall else {}


async def mark_done(request: web.Request) -> web.Response:
    """Mark that something was done about it, write a mark's note anew, or take a mark back."""
    desk, person = request.app[DESK], person_of(request)
    incident = await _find(request)
    form = await request.post()
    name, note, what = (str(form.get(each, "")) for each in ("mark", "note", "do"))
    if name not in MARKS:
        raise Refused("There is no such mark.", 400)
    action, more = f"incident {name}", {}
    if what in ("correct", "back"):
        action, more = f"incident mark {CHANGED[what]}", {"mark": name}
    async with desk.database.write() as connection:
        if what == "correct":
            done = await correct_note(connection, incident, name, note)
        elif what == "back":
            # Of these its state follows.
            done = name not in STATES and await take_back(connection, incident, name)
        else:
            _check_mark(incident, name, unreported="unreported" in form)
            await mark(connection, incident, name, person.name, note, desk.clock())
            done = True
        if not done:
            raise Refused("This mark is not there any more.")
        await desk.audit.write(
            connection, person.login, action, incident.conversation,
            message=incident.message, **more,
        )  # fmt: skip
    return _changed(desk, incident)


def _check_mark(incident: Incident, name: str, *, unreported: bool) -> None:
    if name == "reopened" and incident.done_at is None:
        raise Refused("It is open.")
    if name == "closed" and "reported" not in incident.marks and not unreported:
        raise Refused(
            "It is not marked as reported. Please say that it is to be closed without a report."
        )


async def write_down(request: web.Request) -> web.Response:
    """Keep what a person found out, by telephone say; only what they changed."""
    desk, person = request.app[DESK], person_of(request)
    incident = await _find(request)
    form = await request.post()
    # Told meanwhile by the customer, another one is not in what this page showed.
    fields = {key: (_line(form.get(key)), _line(form.get(f"was-{key}"))) for key in DETAILS}
    told = {key: now for key, (now, before) in fields.items() if now != before}
    if told:
        async with desk.database.write() as connection:
            await write_details(connection, incident, told)
            await desk.audit.write(
                connection, person.login, "incident details written", incident.conversation,
                message=incident.message, changed=", ".join(told),
            )  # fmt: skip
    return _changed(desk, incident)


def _line(typed: object) -> str:
    """What was typed, without what a browser makes of the ends of lines."""
    return str(typed or "").replace("\r\n", "\n").strip()


def _changed(desk: Desk, incident: Incident) -> web.Response:
    desk.bell.ring(incident.conversation)
    return see_other(f"/desk/incidents/{incident.conversation}/{quote(incident.message, safe='')}")


async def export(request: web.Request) -> web.StreamResponse:
    """All incidents with what must be reported, as CSV, XLSX or JSON."""
    desk, form = request.app[DESK], request.match_info["form"]
    if form not in FORMS:
        raise web.HTTPNotFound
    await desk.saw(person_of(request), "incidents exported", form=form)

    async def batches() -> AsyncIterator[list[_Told]]:
        last: Incident | None = None
        while found := await load_incidents(
            desk.database, only_open=False, limit=BATCH, behind=last
        ):
            yield [_Told(incident, _facts(desk, incident)) for incident in found]
            last = found[-1]

    return await send_table(request, form, "incidents", COLUMNS, batches())


async def _find(request: web.Request) -> Incident:
    found = await find_incident(
        request.app[DESK].database,
        request.match_info["conversation"],
        request.match_info["message"],
    )
    if found is None:
        raise web.HTTPNotFound
    return found
