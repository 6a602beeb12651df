"""Incidents: the list, the marks, and that named people hear of each at once."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.conversations.incidents import Incidents
from bot.desk import Desk
from bot.desk.alarm import SIGNATURE, Alarm, signature
from bot.storage.outbox import Outbox
from tests.desk.helpers import Wish, filed, talk

TOLD = "it burned my desk, call Jane Porter"


async def told(desk: Desk) -> str:
    conversation = await talk(desk, TOLD)
    await filed(desk, Wish(conversation=conversation))
    await Incidents(desk.database).record(
        conversation, "m1", tense="past", signs=("burn", "smoke"), told=TOLD
    )
    return conversation


async def test_what_must_be_reported_is_there_and_marked_done(members: Any, desk: Desk) -> None:
    conversation = await told(desk)
    ana, lead = await members("Ana", "agent"), await members("Lea", "lead")
    page = (await ana.get("/desk/incidents")).raw.decode()
    assert "burn, smoke" in page and "J••• P•••" in page and "nothing yet" in page
    assert "Jane" not in page and "desk, call" not in page
    path = f"/desk/incidents/{conversation}/m1"
    page = (await ana.get(path)).raw.decode()
    for part in (TOLD, "Jane Porter", "jane@example.com", "A1263", "report by"):
        assert part in page
    assert (await ana.post(path + "/mark", mark="reported", note="No. 4711")).status == 303
    assert (await ana.post(path + "/mark", mark="nonsense")).status == 400
    assert b"No. 4711" in (await ana.get(path)).raw
    assert b"danger" in (await ana.get("/desk/queue?show=danger")).raw
    assert (await ana.post(path + "/mark", mark="closed")).status == 303
    assert b"conversations/" not in (await ana.get("/desk/queue?show=danger")).raw
    assert b"burn, smoke" not in (await ana.get("/desk/incidents")).raw
    assert b"burn, smoke" in (await ana.get("/desk/incidents?all")).raw
    table = (await lead.get("/desk/incidents.csv")).raw.decode()
    assert TOLD in table and "No. 4711" in table
    assert (await ana.get("/desk/incidents.csv")).status == 403
    actions = {e.action for e in await desk.audit.latest(desk.database, subject=conversation)}
    assert {"incident opened", "incident reported", "incident closed"} <= actions


async def test_named_people_are_told_once_and_without_personal_data(desk: Desk) -> None:
    conversation = await told(desk)
    heard: list[tuple[bytes, str]] = []
    answers = [500, 200]

    async def hear(request: web.Request) -> web.Response:
        heard.append((await request.read(), request.headers[SIGNATURE]))
        return web.Response(status=answers[min(len(heard), 2) - 1])

    app = web.Application()
    app.router.add_post("/hook", hear)
    server = TestServer(app)
    await server.start_server()
    alarm = Alarm(
        desk.database, ("a@example.com", "b@example.com"), str(server.make_url("/hook")), "secret"
    )
    results = await asyncio.gather(alarm.raise_all(), return_exceptions=True)
    assert isinstance(results[0], OSError)
    outbox = Outbox(desk.database)
    assert await outbox.take() is None or not heard  # nothing is written before it could be told
    assert (await alarm.raise_all(), await alarm.raise_all()) == (1, 0)
    await server.close()
    body, signed = heard[-1]
    assert signed == signature("secret", body) != signature("other", body)
    assert json.loads(body)["path"] == f"/desk/incidents/{conversation}/m1"
    mails = [mail for _ in range(2) if (mail := await outbox.take())]
    assert {m.recipient for m in mails} == {"a@example.com", "b@example.com"}
    for text in (body.decode(), *(m.text + m.subject for m in mails)):
        assert "burn" in text and "Jane" not in text and "my desk" not in text
