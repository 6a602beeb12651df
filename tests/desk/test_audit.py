"""The audit: only added to, and a row that was changed, taken out or put in is found."""

from __future__ import annotations

import asyncio
import csv
import html
import io
import re
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from bot.claims.claim import ClaimedUnit
from bot.claims.claims import Claims
from bot.cli import main
from bot.conversations import Inbound, Transcript
from bot.conversations.incidents import Incidents
from bot.conversations.transcript import utc_now
from bot.conversations.unclear import Unclear
from bot.desk import Desk
from bot.desk.audit import COMMAND_LINE, Audit
from bot.desk.pages import questions
from bot.desk.trials import Trials
from bot.recalls.lists import SerialLists
from bot.storage import Database, upgrade
from bot.storage.desk_tables import audit, audit_head
from bot.storage.outbox import Mail, put
from bot.storage.tables import claim_access, outbox
from tests.desk.helpers import filed, talk
from tests.web.conftest import SECRET, Site


async def filled(desk: Desk, rows: int = 5) -> None:
    async with desk.database.write() as connection:
        for n in range(rows):
            await desk.audit.write(connection, "ana", "did", f"RC-{n}", n=n, text="ü=1")


async def without_triggers(desk: Desk, *statements: Any) -> None:
    """What somebody with the database's password could do."""
    async with desk.database.write() as connection:
        for name in ("audit_no_update", "audit_no_delete"):
            await connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        for statement in statements:
            await connection.execute(statement)


async def test_an_audit_as_it_was_written_is_in_order(desk: Desk) -> None:
    assert (await desk.audit.verify(desk.database)).broken_at is None
    await filled(desk)
    chain = await desk.audit.verify(desk.database)
    assert (chain.rows, chain.broken_at) == (5, None)
    assert len(chain.head) == 64
    # Only who has the service's key can write a chain that verifies.
    other = Audit("another-secret-" + "z" * 32)
    assert (await other.verify(desk.database)).broken_at == 1


third = audit.c.position == 3


@pytest.mark.parametrize(
    "tampering, found_at",
    [
        ([sa.update(audit).where(third).values(actor="eve")], 3),
        ([sa.update(audit).where(third).values(details={"n": 3})], 3),
        ([sa.update(audit).where(third).values(subject="RC-9")], 3),
        ([sa.update(audit).where(third).values(action="didn't")], 3),
        ([sa.update(audit).where(third).values(hash="0" * 64)], 3),
        ([sa.delete(audit).where(third)], 3),
        ([sa.delete(audit).where(audit.c.position == 1)], 1),
        ([sa.delete(audit).where(audit.c.position == 5)], 5),
        ([sa.delete(audit)], 1),
        ([sa.delete(audit_head)], 6),
    ],
)
async def test_a_changed_or_missing_row_is_found(
    desk: Desk, tampering: list[Any], found_at: int
) -> None:
    await filled(desk)
    await without_triggers(desk, *tampering)
    assert (await desk.audit.verify(desk.database)).broken_at == found_at


@pytest.mark.parametrize("change", [sa.update(audit).values(actor="eve"), sa.delete(audit)])
async def test_the_database_itself_refuses_to_change_a_row(desk: Desk, change: Any) -> None:
    await filled(desk)
    with pytest.raises(Exception, match="only added to"):
        async with desk.database.write() as connection:
            await connection.execute(change)
    assert (await desk.audit.verify(desk.database)).rows == 5


async def test_a_change_that_is_rolled_back_leaves_no_row(desk: Desk) -> None:
    async def cut_off() -> None:
        async with desk.database.write() as connection:
            await desk.audit.write(connection, "ana", "did")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await cut_off()
    assert (await desk.audit.verify(desk.database)).rows == 0


async def cut_off(*_: Any, **__: Any) -> None:
    raise ZeroDivisionError


@pytest.fixture
def actions(desk: Desk) -> Callable[..., Awaitable[list[str]]]:
    """What the audit holds of a subject, oldest first."""

    async def of(subject: str) -> list[str]:
        return [e.action for e in await desk.audit.latest(desk.database, subject=subject)][::-1]

    return of


async def test_a_page_that_looks_at_itself_anew_is_one_view(
    members: Any, desk: Desk, actions: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, ben = await members("Ana", "agent"), await members("Ben", "agent")
    passed = timedelta()
    monkeypatch.setattr(desk.views, "_clock", lambda: utc_now() + passed)
    claim = await filed(desk)
    for path, subject, action in (
        (f"/desk/claims/{claim.number}", claim.number, "claim opened"),
        (f"/desk/conversations/{claim.conversation}", claim.conversation, "conversation opened"),
    ):
        live = {"headers": {"X-Live": "1"}}

        async def rows(name: str = action, of: str = subject) -> int:
            return (await actions(of)).count(name)

        await ana.get(path)
        for _ in range(5):
            passed += timedelta(seconds=60)
            assert (await ana.get(path, **live)).status == 200
        assert await rows() == 1
        # Nobody reads unseen by calling it a look anew: another session, another time, a new view.
        await ben.get(path, **live)
        assert await rows() == 2
        passed += timedelta(minutes=5)
        await ana.get(path, **live)
        assert await rows() == 3
        await ana.get(path)
        assert await rows() == 4


async def test_taking_it_from_another_is_one_change_with_its_row(
    members: Any, desk: Desk, actions: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, lead = await members("Ana", "agent"), await members("Lea", "lead")
    conversation = await talk(desk, "hello")
    path = f"/desk/conversations/{conversation}/take-over"
    assert (await ana.post(path)).status == 303
    monkeypatch.setattr(desk.audit, "write", cut_off)
    assert (await lead.post(path, force="1")).status == 500
    monkeypatch.undo()
    keeper = await desk.keepers.keeper(conversation)
    assert keeper is not None and keeper.agent == "Ana"
    assert (await lead.post(path)).status == 409
    assert (await lead.post(path, force="1")).status == 303
    (entry, *_) = await desk.audit.latest(desk.database, subject=conversation)
    assert (entry.actor, entry.action, entry.details) == (
        "lea", "conversation taken over", {"from": "Ana"},
    )  # fmt: skip


async def test_what_cannot_be_written_into_the_audit_is_not_changed(
    members: Any, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = await members("Lea", "lead")
    lists = SerialLists(desk.database)
    for serial in ("AKFF1Y0E12345678", "AKFF1Y0E12345679"):
        await lists.load("25-338", "made", utc_now().date(), [serial])
    await Unclear(desk.database).keep("blorp the thing", "inform", 0.1)
    (message,) = await Unclear(desk.database).waiting()
    monkeypatch.setattr(desk.audit, "write", cut_off)
    form = {"text": message.text, "intent": "out_of_scope"}
    for path, fields in (
        ("recalls/25-338/list", {"version": "1", "instead_of": "2"}),
        ("unclear/label", form), ("unclear/dismiss", form), ("logout", {}),
    ):  # fmt: skip
        assert (await lead.post(f"/desk/{path}", **fields)).status == 500, path
    data = aiohttp.FormData()
    data.add_field("dated", "2026-11-01")
    data.add_field("file", b"AKFF1Y0E12345670\n", filename="new.csv")
    answer = await lead._ask(
        "POST", "/desk/recalls/25-338/load", data=data, headers={"X-CSRF": lead.csrf}
    )
    assert answer.status == 500
    monkeypatch.undo()
    assert [(info.version, info.active) for info in await lists.versions("25-338")] == [
        (2, True), (1, False),
    ]  # fmt: skip
    assert len(await Unclear(desk.database).waiting()) == 1
    assert not (desk.settings.data_dir / "labels.csv").exists()
    assert (await lead.get("/desk/queue")).status == 200


def test_the_command_line_is_in_the_audit(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'recall.db'}"
    secret = "only-for-this-test-" + "z" * 32

    async def in_database(work: Any) -> Any:
        database = Database(url)
        try:
            await upgrade(database)
            return await work(database)
        finally:
            await database.close()

    async def claimed(database: Database) -> str:
        transcript, claims = Transcript(database), Claims(database)
        await transcript.open("c", "web")
        await transcript.accept("c", Inbound("m1", "hello"))
        unit = ClaimedUnit("A1263", None, "affected", {})
        number = (await claims.open_draft("c", "m1", "25-338", [unit])).number
        await claims.submit(number, [])
        async with database.write() as connection:
            mail = Mail("submitted", "jane@example.com", "We have it", "what it says")
            await put(connection, number, mail, utc_now())
            await connection.execute(sa.update(outbox).values(state="failed"))
        return number

    number = asyncio.run(in_database(claimed))
    env = {"RECALL_DATA_DIR": str(tmp_path), "RECALL_SECRET_KEY": secret}
    serials = tmp_path / "serials.csv"
    serials.write_text("AKFF1Y0E12345678\n")
    for command in (
        ["claims", "show", number], ["claims", "export"], ["privacy", "export", number],
        ["claims", "decide", number, "checking", "--reason", "a look"],
        ["claims", "decide", number, "rejected", "--reason", "no photo"],
        ["claims", "notices", "--again", number],
        ["claims", "notices", "--leave", number],  # none is left: nothing was changed
        ["privacy", "erase", number],
        ["recalls", "import-serials", "25-338", str(serials)],
        ["recalls", "rollback", "25-338", "1"],
        ["desk", "add-user", "ana", "--name", "Ana", "--password", "correct horse battery"],
    ):  # fmt: skip
        done = CliRunner().invoke(main, command, env=env)
        assert done.exit_code == 0, (command, done.output)
    audit = Audit(secret)
    entries = asyncio.run(in_database(audit.latest))
    assert {entry.actor for entry in entries} == {COMMAND_LINE}
    decided = {"before": "submitted", "after": "checking"}
    told = [(e.action, e.subject, e.details) for e in reversed(entries)]
    assert told == [
        ("claim opened", number, {}), ("claims exported", "", {"form": "csv"}),
        ("data exported", number, {}), ("claim decided", number, decided),
        ("claim decided", number, {"before": "checking", "after": "rejected"}),
        ("notices sent again", number, {}), ("data erased", number, {}),
        ("list decides", "25-338", {"version": 1}), ("list decides", "25-338", {"version": 1}),
        ("person added", "ana", {"role": "agent"}),
    ]  # fmt: skip
    history = asyncio.run(in_database(lambda database: Claims(database).history(number)))
    assert history[-1].actor == "firm (command line)"


async def test_an_auditor_reads_checks_and_exports(members: Any, desk: Desk) -> None:
    await filled(desk, 130)
    one = await members("Auda", "auditor")
    page = (await one.get("/desk/audit")).raw.decode()
    assert "RC-129" in page and "RC-20<" not in page and "Older rows" in page
    assert "RC-7<" in (await one.get("/desk/audit?subject=RC-7")).raw.decode()
    answer = await one.post("/desk/audit/verify")
    assert b"rows are as they were written" in answer.raw
    table = list(csv.reader(io.StringIO((await one.get("/desk/audit.csv")).raw.decode())))
    assert table[0][:3] == ["position", "at", "who"]
    assert len(table) > 130
    assert {"signed in", "audit exported", "audit checked"} <= {row[3] for row in table}
    page = (await one.get("/desk/audit?actor=auda&action=Audit")).raw.decode()
    path = html.unescape(re.findall(r'href="(/desk/audit.csv[^"]*)"', page)[0])
    shown = list(csv.reader(io.StringIO((await one.get(path)).raw.decode())))[1:]
    assert {(row[2], row[3]) for row in shown} == {
        ("auda", "audit exported"), ("auda", "audit checked"),
    }  # fmt: skip
    assert "which" in shown[0][5] and "actor=auda" in shown[0][5]
    assert (await one.get("/desk/audit.csv?day=yesterday")).status == 400
    await without_triggers(desk, sa.update(audit).where(third).values(actor="eve"))
    answer = await one.post("/desk/audit/verify")
    assert b"Row 3 is not as it was written" in answer.raw


async def test_an_auditor_finds_what_was_seen_of_a_claim_by_its_number(
    members: Any, desk: Desk
) -> None:
    claim, other = await filed(desk), await filed(desk)
    elsewhere = await talk(desk, "it burned")
    async with desk.database.write() as connection:
        await connection.execute(
            sa.insert(claim_access).values(
                claim=claim.number, conversation=elsewhere, at=desk.clock()
            )
        )
    await Incidents(desk.database).record(
        elsewhere, "m1", tense="past", signs=("burn",), told="it burned", claim=claim.number
    )
    ana, one = await members("Ana", "agent"), await members("Auda", "auditor")
    for path in (f"claims/{claim.number}", f"conversations/{claim.conversation}",
                 f"incidents/{elsewhere}/m1", f"claims/{other.number}"):  # fmt: skip
        assert (await ana.get(f"/desk/{path}")).status == 200
    typed = claim.number.lower().replace("-", " ")
    page = (await one.get("/desk/audit", params={"subject": typed})).raw.decode()
    assert seen_in(page) == ["incident opened", "conversation opened", "claim opened"]
    assert other.number not in page
    for typed in (elsewhere, "RC-3333-3333-3333"):
        found = seen_in((await one.get("/desk/audit", params={"subject": typed})).raw.decode())
        assert found == (["incident opened"] if typed == elsewhere else [])


def seen_in(page: str) -> list[str]:
    """What was done, by the rows of the audit's page."""
    return re.findall(r"<td>[\w -]+</td><td>([^<]*)</td><td><code>", page)


async def test_the_audit_is_looked_through_by_day_and_by_what_was_done(
    members: Any, desk: Desk
) -> None:
    moment = datetime(2026, 3, 2, 0, 0, tzinfo=timezone.utc)
    for days, action in ((-1, "claim opened"), (0, "claim opened"), (1, "claim opened"),
                         (0.99, "photo opened"), (0.5, "claim taken")):  # fmt: skip
        book = Audit(SECRET, lambda days=days: moment + timedelta(days=days))
        async with desk.database.write() as connection:
            await book.write(connection, "ana", action, f"{days}")
    one = await members("Auda", "auditor")
    for query, subjects in (
        ("day=2026-03-02", ["0.5", "0.99", "0"]), ("action=Claim&day=2026-03-02", ["0.5", "0"]),
        ("action=claim+opened", ["1", "0", "-1"]), ("action=_laim", []), ("action=%25", []),
    ):  # fmt: skip
        page = (await one.get(f"/desk/audit?{query}")).raw.decode()
        assert re.findall(r"<code>([\d.-]+)</code>", page) == subjects, query
    assert (await one.get("/desk/audit?day=soon")).status == 400


async def test_older_rows_are_those_of_the_same_filter(members: Any, desk: Desk) -> None:
    await filled(desk, 130)
    await desk.saw(await desk.people.add("ben", "Ben", "agent", "correct horse"), "did not", "RC-x")
    one = await members("Auda", "auditor")
    page = (await one.get("/desk/audit?action=did&actor=ana")).raw.decode()
    (older,) = re.findall(r'href="(\?before=[^"]+)"', page)
    page = (await one.get("/desk/audit" + html.unescape(older))).raw.decode()
    assert set(seen_in(page)) == {"did"} and len(seen_in(page)) == 30


async def test_a_prepared_answer_is_named_and_what_was_not_there_is_not_said_to_be_deleted(
    members: Any, desk: Desk
) -> None:
    lead = await members("Lea", "lead")
    await lead.post("/desk/answers", title="Hello", text="Hello {name}")
    (id,) = re.findall(r'name="id" value="(\d+)"', (await lead.get("/desk/answers")).raw.decode())
    for _ in range(2):
        assert (await lead.post("/desk/answers/delete", id=id)).status == 303
    entries = await desk.audit.latest(desk.database, actor="lea")
    assert [(e.action, e.details) for e in entries if "answer" in e.action] == [
        ("prepared answer deleted", {"title": "Hello"}),
        ("prepared answer saved", {"title": "Hello"}),
    ]


async def test_a_claim_taken_from_somebody_names_whom(members: Any, desk: Desk) -> None:
    claim = await filed(desk)
    ana, lead = await members("Ana", "agent"), await members("Lea", "lead")
    path = f"/desk/claims/{claim.number}/take"
    for one in (ana, lead, lead):
        assert (await one.post(path, force="1")).status == 303
    entries = await desk.audit.latest(desk.database, subject=claim.number)
    assert [(e.actor, e.details) for e in entries if e.action == "claim taken"] == [
        ("lea", {}), ("lea", {"from": "Ana"}), ("ana", {}),
    ]  # fmt: skip


async def test_what_a_decision_shows_has_its_row_and_one_page_one_row(
    members: Any, desk: Desk, actions: Any
) -> None:
    claim = await filed(desk)
    path = f"/desk/claims/{claim.number}"
    asks = {"preview/rejected": {"reason": "because"}, "decide/rejected": {"reason": ""},
            "decide/approved": {"reason": "because", "seal": "no"}}  # fmt: skip
    for n, (where, form) in enumerate(asks.items()):
        # Each sent by itself, without the page before it.
        one = await members(f"Ana{n}", "agent")
        assert f"claim {claim.number}" in (await one.post(f"{path}/{where}", **form)).raw.decode()
        assert (await actions(claim.number)).count("decision opened") == n + 1
    await one.get(f"{path}/decide/rejected")
    for _ in range(3):
        for where in ("preview/rejected", "decide/rejected"):
            await one.post(f"{path}/{where}", **asks[where])
    assert (await actions(claim.number)).count("decision opened") == len(asks) + 1


async def test_a_photo_is_kept_by_no_browser(members: Any, desk: Desk) -> None:
    claim = await filed(desk)
    ana = await members("Ana", "agent")
    (photo, _) = claim.photos
    for _ in range(2):
        answer = await ana.get(f"/desk/photos/{photo}")
        assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")
    entries = await desk.audit.latest(desk.database, subject=claim.number)
    assert [e.action for e in entries].count("photo opened") == 2


async def test_a_question_is_not_measured_without_its_row(
    members: Any, desk: Desk, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = await members("Lea", "lead")
    begun: list[str] = []
    monkeypatch.setattr(Trials, "start", lambda self, name, log: begun.append(name) or True)
    monkeypatch.setattr(questions, "find_question", lambda folder, name: questions.EMPTY)
    assert (await lead.post("/desk/questions/any/try")).status == 303
    assert begun == [questions.EMPTY.name]
    begun.clear()
    monkeypatch.setattr(desk.audit, "write", cut_off)
    assert (await lead.post("/desk/questions/any/try")).status == 500
    assert begun == []
