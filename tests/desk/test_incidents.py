"""Incidents: the list, the marks, and that named people hear of each at once."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp import web
from aiohttp.test_utils import TestServer
from openpyxl import load_workbook
from yarl import URL

from bot.channels.email import Mailer
from bot.claims.claim import ClaimedUnit
from bot.claims.photos import CleanPhoto
from bot.conversations import Inbound
from bot.conversations.incidents import Incidents
from bot.conversations.transcript import utc_now
from bot.desk import Desk
from bot.desk.incidents import DETAILS, REPORT_IN, TO_ASK, Incident, load_incidents
from bot.desk.pages import incidents as pages
from bot.desk.sinks import Feed, make_sinks
from bot.desk.sinks.webhook import sign
from bot.other_desks import OtherDesks, Webhook
from bot.settings import MailServer
from bot.storage.outbox import Outbox
from bot.storage.tables import incidents
from tests.desk.helpers import Wish, filed, talk
from tests.mail_host import mail_host
from tests.web.conftest import Site
from tests.web.pictures import picture

TOLD = "it burned my desk, call Jane Porter"


async def sent(desk: Desk, conversation: str, n: int) -> str:
    """A photo that no claim has."""
    look = CleanPhoto(picture(), 640, 480, f"{n:064x}", "", None)
    kept, accepted = await desk.photos.keep(conversation, f"up{n}", look, Inbound(f"p{n}", "Photo"))
    await desk.transcript.save_turn(conversation, accepted.seq, [], None)
    return kept


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


async def test_what_the_dialogue_gathered_is_shown_and_exported(
    members: Any, desk: Desk, site: Site
) -> None:
    conversation = await talk(desk, TOLD)
    store = Incidents(desk.database)
    await store.record(conversation, "m1", tense="past", signs=("burn",), told=TOLD, model="A1263")
    photo, besides = [await sent(desk, conversation, n) for n in range(2)]
    await store.add_photo(conversation, "m1", photo)
    ana, lead = await members("Ana", "agent"), await members("Lea", "lead")
    path = f"/desk/incidents/{conversation}/m1"

    async def to_ask() -> list[str]:
        page = html.unescape((await ana.get(path)).raw.decode())
        return [key for key, text in TO_ASK.items() if text in page]

    assert await to_ask() == ["hurt", "place", "when", "damage", "serial", "name", "contact"]
    said = {"when": "=1+1 on Monday", "hurt": "my son burned a finger", "damage": "<b>the desk</b>"}
    await store.add(conversation, "m1", said)
    await store.name_unit(conversation, "A1263", None)  # known already: nothing changes
    assert await to_ask() == ["care", "place", "serial", "name", "contact"]
    page = (await ana.get(path)).raw
    for part in (b"my son burned a finger", b"=1+1 on Monday", b"&lt;b&gt;the desk", b"A1263"):
        assert part in page
    listed = (await ana.get("/desk/incidents")).raw
    assert b"A1263 no serial" in listed and b"care, place" in listed and b"finger" not in listed
    rows = list(csv.DictReader(io.StringIO((await lead.get("/desk/incidents.csv")).raw.decode())))
    (row,) = [row for row in rows if row["conversation"] == conversation]
    assert row["when it happened"] == "'=1+1 on Monday"
    assert (row["anyone hurt"], row["damage"]) == ("my son burned a finger", "<b>the desk</b>")
    assert (row["model"], row["serial"], row["photos"]) == ("A1263", "not known", photo)
    assert row["still to ask"] == "care, place, serial, name, contact"
    for name in ("product", "firm", "hazard", "recall"):
        assert row[name]
    as_json = json.loads((await lead.get("/desk/incidents.json")).raw)
    assert {**row, "when it happened": "=1+1 on Monday"} in as_json
    book = load_workbook(io.BytesIO((await lead.get("/desk/incidents.xlsx")).raw))
    heads, *cells = book.active.iter_rows(values_only=True)
    assert dict(zip(heads, (cell or "" for cell in cells[0]))) == row
    # Photos: the page names them, and shows one, with a row in the audit, when it is opened.
    for where in (path, f"/desk/conversations/{conversation}"):
        page = (await ana.get(where)).raw
        assert b"<img" not in page
        assert all(f'href="/desk/photos/{each}"'.encode() in page for each in (photo, besides))
        assert b"of an incident" in page and b"of no claim" in page
    assert (await ana.get(f"/desk/photos/{besides}")).raw[:2] == b"\xff\xd8"
    (seen,) = [e for e in await desk.audit.latest(desk.database) if e.action == "photo opened"]
    assert (seen.actor, seen.subject, seen.details) == ("ana", conversation, {"photo": besides})


@pytest.mark.parametrize(
    ("told", "asked"),
    [("no", False), ("nobody was", False), ("my wife", True), ("", False)],
)
def test_a_doctor_is_asked_about_where_somebody_was_hurt(told: str, asked: bool) -> None:
    details = {"hurt": told} if told else {}
    one = Incident("c", "m", "web", utc_now(), "past", (), "", None, details=details)
    assert ("care" in one.to_ask) is asked
    assert ("hurt" in one.to_ask) is not bool(told)


async def test_named_people_are_told_each_by_themselves_and_without_personal_data(
    desk: Desk,
) -> None:
    conversation = await told(desk)
    key, clock = "k" * 16, Clock()
    heard: list[dict[str, Any]] = []
    async with webhook_host(heard, key) as (url, answers), mail_host() as host:
        # The webhook refuses, and so does the mail server for one of the two.
        answers.append(500)
        host.answer_to["a@example.com"] = "550 no such person"
        to = ("a@example.com", "b@example.com")
        settings = OtherDesks(alert_to=to, alert_webhook=Webhook(url, key))
        sinks = make_sinks(settings, desk.database, clock)
        assert [sink.name for sink in sinks] == ["alarm-email", "alarm-webhook"]
        feed = Feed(desk.database, sinks, clock)
        server = MailServer("127.0.0.1", host.port, "if_offered", "recall@example.com")
        mailer = Mailer(Outbox(desk.database, clock), server)
        for sink in reversed(sinks):
            await feed.deliver_due(sink)
        await mailer.send_due()
        (mail,) = host.mails
        assert (len(heard), host.recipients) == (1, ["b@example.com"])
        # In time the webhook hears it, once, and nobody gets a second mail.
        for _ in range(3):
            clock.now += timedelta(minutes=2)
            for sink in sinks:
                await feed.deliver_due(sink)
            await mailer.send_due()
        for sink in sinks:
            await sink.close()
        assert (len(heard), len(host.mails)) == (2, 1)
    assert heard[0] == heard[1]
    assert (heard[1]["event"], heard[1]["id"]) == ("incident", f"{conversation}/m1")
    assert heard[1]["path"] == f"/desk/incidents/{conversation}/m1"
    for text in (json.dumps(heard), mail["subject"] + str(mail.get_content())):
        assert "burn" in text and "Jane" not in text and "my desk" not in text


async def test_an_incident_that_cannot_be_reported_in_time_any_more_is_not_told(desk: Desk) -> None:
    await told(desk)
    clock = Clock()
    clock.now += REPORT_IN
    (sink,) = make_sinks(OtherDesks(alert_to=("a@example.com",)), desk.database, clock)
    await Feed(desk.database, [sink], clock).deliver_due(sink)
    assert await Outbox(desk.database, clock).take() is None


class Clock:
    """Stands until it is moved."""

    def __init__(self) -> None:
        self.now = utc_now()

    def __call__(self) -> datetime:
        return self.now


@asynccontextmanager
async def webhook_host(
    heard: list[dict[str, Any]], key: str
) -> AsyncIterator[tuple[str, list[int]]]:
    """Its address, and what it answers first; then 204. It takes only what is rightly signed."""
    answers: list[int] = []

    async def hear(request: web.Request) -> web.Response:
        body, timestamp = await request.read(), request.headers["X-Recall-Timestamp"]
        assert request.headers["X-Recall-Signature"] == sign(key, timestamp, body)
        heard.append(json.loads(body))
        return web.Response(status=answers.pop(0) if answers else 204)

    app = web.Application()
    app.router.add_post("/hook", hear)
    async with TestServer(app) as server:
        yield str(server.make_url("/hook")), answers


async def test_the_claim_it_was_told_about_is_shown_not_only_the_newest(desk: Desk) -> None:
    conversation = await told(desk)
    (first,) = await load_incidents(desk.database, only_open=True)
    assert first.claim is not None
    number = first.claim.number
    unit = ClaimedUnit("A1263", "AKFF1Y0E99999999", "affected", {})
    newest = await desk.claims.open_draft(conversation, "m9", "25-338", [unit])
    store = Incidents(desk.database)
    async with desk.database.write() as connection:
        await connection.execute(sa.update(incidents).values(claim=number))
    await store.record(conversation, "m2", tense="past", signs=("smoke",), told="smoke")
    found = {i.message: i.claim for i in await load_incidents(desk.database, only_open=True)}
    assert [c and c.number for c in (found["m1"], found["m2"])] == [number, newest.number]
    assert found["m1"] and found["m1"].details["name"] == "Jane Porter"


async def test_an_incident_told_in_a_message_with_a_strange_id_opens_and_closes(
    members: Any, desk: Desk
) -> None:
    conversation, message = await talk(desk, TOLD), "a/b?c#d%2Fe"
    await Incidents(desk.database).record(
        conversation, message, tense="past", signs=("burn",), told=TOLD
    )
    ana = await members("Ana", "agent")
    for page in ("/desk/incidents", f"/desk/conversations/{conversation}"):
        raw = (await ana.get(page)).raw.decode()
        (path,) = set(re.findall(rf'href="(/desk/incidents/{conversation}/[^"]+)"', raw))
        opened = await ana.get(URL(path, encoded=True))
        assert opened.status == 200
    (mark,) = set(re.findall(r'action="([^"]+/mark)"', opened.raw.decode()))
    closed = await ana.post(URL(mark, encoded=True), mark="closed", unreported="on")
    assert (closed.status, closed.headers["Location"]) == (303, path)
    assert await load_incidents(desk.database, only_open=True) == []


async def test_open_incidents_come_in_pages_the_first_due_first(
    members: Any, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "ON_A_PAGE", 2)
    conversation = await talk(desk, TOLD)
    now = utc_now()
    for n in range(3):
        store = Incidents(desk.database)
        await store.record(conversation, f"m{n}", tense="past", signs=("burn",), told=TOLD)
        async with desk.database.write() as connection:
            await connection.execute(
                sa.update(incidents)
                .where(incidents.c.message == f"m{n}")
                .values(at=now - timedelta(hours=n))
            )
    ana = await members("Ana", "agent")

    async def listed(query: str) -> list[str]:
        raw = (await ana.get("/desk/incidents" + query)).raw.decode()
        return re.findall(rf"{conversation}/(m\d)", raw) + re.findall(r">(\w+) page</a>", raw)

    assert await listed("") == ["m2", "m1", "Next"]
    assert await listed("?page=2") == ["m0", "Earlier"]
    assert await listed("?all") == ["m0", "m1", "Next"]
    assert await listed("?page=x") == ["m2", "m1", "Next"]


async def exported(lead: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((await lead.get("/desk/incidents.csv")).raw.decode())))


@pytest.mark.parametrize(
    ("model", "claimed", "recall"),
    [
        ("E33A", False, "25-227"),  # another recall than the one the service speaks of
        ("A1263", False, "25-338"),
        ("SM-G991U", False, None),  # a recall of nobody we know
        (None, False, None),  # "my phone burned"
        (None, True, "25-338"),
        ("E33A", True, "25-227"),  # not what the conversation's claim is about
        ("SM-G991U", True, None),
    ],
)
async def test_an_incident_is_reported_as_of_the_recall_it_is_about_or_of_none(
    members: Any, desk: Desk, model: str | None, claimed: bool, recall: str | None
) -> None:
    conversation = await talk(desk, TOLD)
    if claimed:
        await filed(desk, Wish(conversation=conversation))
    await Incidents(desk.database).record(
        conversation, "m1", tense="past", signs=("burn",), told=TOLD, model=model
    )
    lead = await members("Lea", "lead")
    (row,) = await exported(lead)
    page = html.unescape((await lead.get(f"/desk/incidents/{conversation}/m1")).raw.decode())
    names = ("product", "firm", "recall", "hazard")
    if recall is None:
        assert {row[name] for name in names} == {"not known"}
        assert "no recall of ours" in page
        assert not [each for each in desk.recalls if each.facts()["firm_full"] in page]
    else:
        facts = desk.recalls.get(recall).facts()  # type: ignore[union-attr]
        assert [row[name] for name in names] == [
            facts[name] for name in ("product", "firm_full", "number", "hazard")
        ]
        assert f"{facts['product']} of {facts['firm_full']}, recall {recall}" in page


async def test_a_person_writes_down_what_they_found_out(members: Any, desk: Desk) -> None:
    conversation = await told(desk)
    store = Incidents(desk.database)
    await store.add(conversation, "m1", {"when": "Monday", "damage": "the desk\nand a chair"})
    ana, lead = await members("Ana", "agent"), await members("Lea", "lead")
    path = f"/desk/incidents/{conversation}/m1"
    page = (await ana.get(path)).raw.decode()
    (form,) = re.findall(rf'<form[^>]+action="{path}/details">(.*?)</form>', page, re.DOTALL)
    shown = {key: html.unescape(text) for key, text in
             re.findall(r'name="(was-\w+)" value="([^"]*)"', form)}  # fmt: skip
    fields = {key: shown[f"was-{key}"].replace("\n", "\r\n") for key in DETAILS}
    # Meanwhile the customer goes on.
    await store.add(conversation, "m1", {"more": "it was new"})
    found = {"hurt": " my son, a burned finger ", "when": "last Monday, about 9 pm"}
    answer = await ana.post(path + "/details", **{**fields, **shown, **found})
    assert (answer.status, answer.headers["Location"]) == (303, path)
    (row,) = await exported(lead)
    assert row["anyone hurt"] == "my son, a burned finger"
    assert row["when it happened"] == "last Monday, about 9 pm"
    assert (row["damage"], row["more that was told"]) == ("the desk\nand a chair", "it was new")
    assert "hurt" not in row["still to ask"] and "care" in row["still to ask"]
    (entry,) = [e for e in await desk.audit.latest(desk.database, subject=conversation)
                if e.action == "incident details written"]  # fmt: skip
    assert (entry.actor, entry.details) == ("ana", {"message": "m1", "changed": "when, hurt"})
    # Sent once more as it stands nothing is changed; emptied, it is taken out.
    again = {"hurt": found["hurt"], "was-hurt": found["hurt"]}
    for form, left in ((again, found["hurt"].strip()), ({"was-hurt": found["hurt"]}, None)):
        await ana.post(path + "/details", **form)
        kept = await store.latest(conversation, "m1")
        assert kept is not None and kept.details.get("hurt") == left
    entries = await desk.audit.latest(desk.database, subject=conversation)
    assert len([e for e in entries if e.action == "incident details written"]) == 2
    assert (await ana.post("/desk/incidents/nothing/m1/details", hurt="x")).status == 404


async def test_an_incident_closed_by_mistake_is_opened_again(members: Any, desk: Desk) -> None:
    conversation = await told(desk)
    ana = await members("Ana", "agent")
    path = f"/desk/incidents/{conversation}/m1"
    assert (await ana.post(path + "/mark", mark="reopened")).status == 409
    assert (await ana.post(path + "/mark", mark="closed", unreported="on")).status == 303
    assert (await ana.post(path + "/mark", mark="closed", do="back")).status == 409
    assert b"Open it again" in (await ana.get(path)).raw
    assert (await ana.post(path + "/mark", mark="reopened", note="a slip")).status == 303
    (one,) = await load_incidents(desk.database, only_open=True)
    assert set(one.marks) == {"reopened"} and one.marks["reopened"].note == "a slip"
    assert b"conversations/" in (await ana.get("/desk/queue?show=danger")).raw
    page = (await ana.get(path)).raw
    assert b"Open it again" not in page and b"a slip" in page and b">closed<" not in page
    assert (await ana.post(path + "/mark", mark="closed", unreported="on")).status == 303
    assert await load_incidents(desk.database, only_open=True) == []
    entries = await desk.audit.latest(desk.database, subject=conversation)
    assert [e.action for e in entries if e.action in ("incident closed", "incident reopened")] == [
        "incident closed", "incident reopened", "incident closed",
    ]  # fmt: skip


async def test_what_is_not_reported_is_closed_only_by_saying_so(members: Any, desk: Desk) -> None:
    conversation = await told(desk)
    ana = await members("Ana", "agent")
    path = f"/desk/incidents/{conversation}/m1"
    assert b"close it without a report" in (await ana.get(path)).raw
    answer = await ana.post(path + "/mark", mark="closed")
    assert answer.status == 409 and b"not marked as reported" in answer.raw
    assert len(await load_incidents(desk.database, only_open=True)) == 1
    await ana.post(path + "/mark", mark="reported", note="No. 4711")
    assert b"close it without a report" not in (await ana.get(path)).raw
    assert (await ana.post(path + "/mark", mark="closed")).status == 303


async def test_a_mark_is_corrected_or_taken_back(members: Any, desk: Desk) -> None:
    conversation = await told(desk)
    ana, ben = await members("Ana", "agent"), await members("Ben", "agent")
    path = f"/desk/incidents/{conversation}/m1"
    await ana.post(path + "/mark", mark="reported", note="No. 4171")
    await ana.post(path + "/mark", mark="contacted")
    (before,) = await load_incidents(desk.database, only_open=True)
    answer = await ben.post(path + "/mark", mark="reported", note="No. 4711", do="correct")
    assert answer.status == 303
    assert (await ben.post(path + "/mark", mark="contacted", do="back")).status == 303
    (after,) = await load_incidents(desk.database, only_open=True)
    # When it was reported, and by whom, is as it was.
    assert after.marks == {"reported": replace(before.marks["reported"], note="No. 4711")}
    for what in ("correct", "back"):
        answer = await ben.post(path + "/mark", mark="contacted", do=what)
        assert answer.status == 409 and b"not there any more" in answer.raw
    entries = await desk.audit.latest(desk.database, subject=conversation, actor="ben")
    assert [(e.action, e.details) for e in entries] == [
        ("incident mark taken back", {"message": "m1", "mark": "contacted"}),
        ("incident mark corrected", {"message": "m1", "mark": "reported"}),
    ]


async def test_an_incident_that_is_told_meanwhile_doubles_no_row_of_the_export(
    members: Any, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "BATCH", 2)
    conversation, store, at = await talk(desk, TOLD), Incidents(desk.database), utc_now()

    async def tell(message: str) -> None:
        await store.record(conversation, message, tense="past", signs=("burn",), told=message)

    for n in range(5):
        await tell(f"m{n}")
    # Some of the very same moment, too.
    async with desk.database.write() as connection:
        await connection.execute(sa.update(incidents).values(at=at - timedelta(hours=1)))
        await connection.execute(
            sa.update(incidents).where(incidents.c.message == "m4").values(at=at)
        )
    load, asked = pages.load_incidents, []

    async def loading(*given: Any, **named: Any) -> list[Incident]:
        found = await load(*given, **named)
        asked.append(len(found))
        await tell(f"later{len(asked)}")
        return found

    monkeypatch.setattr(pages, "load_incidents", loading)
    rows = await exported(await members("Lea", "lead"))
    assert [row["told"] for row in rows] == ["m4", "m0", "m1", "m2", "m3"]
    assert asked == [2, 2, 1, 0]
