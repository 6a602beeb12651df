"""The recalls page: a list is looked at before it decides, and an earlier one decides again."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from bot.conversations import Transcript
from bot.conversations.rechecks import Rechecks
from bot.conversations.transcript import utc_now
from bot.desk import Desk
from bot.recalls.catalogue.catalogue import keep
from bot.recalls.feed.record import read_notice
from bot.recalls.lists import SerialLists
from bot.storage.tables import feed_state, serial_lists
from tests.catalogue.records import record
from tests.web.conftest import Answer

OLD, NEW = "AKFF1Y0E12345678", "AKFF1Y0E99999999"
PAGE = "/desk/recalls/25-338"


async def _load(member: Any, content: bytes, *, page: str = PAGE, **fields: str | None) -> Any:
    form = aiohttp.FormData()
    for name, value in {"dated": utc_now().date().isoformat(), **fields}.items():
        if value is not None:
            form.add_field(name, value)
    form.add_field("file", content, filename="list.csv")
    return await member._ask("POST", f"{page}/load", data=form, headers={"X-CSRF": member.csrf})


async def test_a_list_is_previewed_then_decides_then_is_rolled_back(
    members: Any, desk: Desk
) -> None:
    lists = SerialLists(desk.database)
    before = await lists.load("25-338", "first", utc_now().date() - timedelta(days=1), [OLD])
    lead = await members("Lea", "lead")
    await Transcript(desk.database).open("c", "test")
    await Rechecks(desk.database).agree("c", "25-338", "A1263", NEW, before.version)
    assert b"1 customers were told" not in (await lead.get(PAGE)).raw
    rows = "".join(f"AKFF1Y0E{n:08}\n" for n in range(200))
    answer = await _load(lead, f"serial\n{NEW}\n{rows}TOO-SHORT\n".encode())
    assert answer.status == 303, answer.raw
    version = before.version + 1
    assert answer.headers["Location"] == f"{PAGE}?preview={version}&rejected=1"
    preview = (await lead.get(answer.headers["Location"])).raw.decode()
    for words in ("<strong>201</strong> added", "<strong>1</strong> removed", "1 rows were reject"):
        assert words in preview
    assert (await lists.active("25-338")).version == before.version  # type: ignore[union-attr]
    assert b"TOO-SHORT" in (await lead.get(f"{PAGE}/rejected.csv")).raw
    for chosen, other, told in ((version, before.version, True), (before.version, version, False)):
        # Of the 201 but one goes with the roll-back.
        form = {"version": str(chosen), "instead_of": str(other), "shrinks": "" if told else "yes"}
        assert (await lead.post(f"{PAGE}/list", **form)).status == 303
        assert (await lists.active("25-338")).version == chosen  # type: ignore[union-attr]
        assert (b"1 customers were told" in (await lead.get(PAGE)).raw) is told
    entries = await desk.audit.latest(desk.database, subject="25-338")
    assert [e.action for e in entries] == ["list decides", "list decides", "list loaded"]


async def test_the_preview_names_demo_data_and_what_is_too_old(members: Any, desk: Desk) -> None:
    lists, today = SerialLists(desk.database), utc_now().date()
    await lists.load("25-338", "made up", today, [OLD], demo=True)
    await lists.load("25-338", "old", today - timedelta(days=60), [OLD], activate=False)
    await lists.load("25-338", "new", today, [OLD])
    lead = await members("Lea", "lead")
    marks = ("demo data", "nobody is told “not listed”")
    shown = {}
    for version in (1, 2):
        page = (await lead.get(f"{PAGE}?preview={version}")).raw.decode()
        preview = page.split('id="preview"')[1].split("</section>")[0]
        shown[version] = [mark in preview for mark in marks]
        assert 'name="instead_of" value="3"' in preview
    assert shown == {1: [True, False], 2: [False, True]}


async def test_a_list_that_another_came_before_is_compared_again(members: Any, desk: Desk) -> None:
    lists = SerialLists(desk.database)
    for name in ("first", "second", "third"):
        await lists.load("25-338", name, utc_now().date(), [OLD])
    lead = await members("Lea", "lead")
    for form, status in (({}, 400), ({"instead_of": "2"}, 409), ({"instead_of": "3"}, 303)):
        answer = await lead.post(f"{PAGE}/list", version="1", **form)
        assert answer.status == status
        assert (b"Version 3 of the list" in answer.raw) is (status == 409)


async def test_without_script_a_list_is_loaded_too(members: Any, desk: Desk) -> None:
    lead = await members("Lea", "lead")
    fields = re.findall(r'name="(csrf|dated|file)"', (await lead.get(PAGE)).raw.decode())
    assert fields[-3:] == ["csrf", "dated", "file"]
    for token, status in (("0" * 64, 403), (lead.csrf, 303)):
        form = aiohttp.FormData()
        form.add_field("csrf", token)
        form.add_field("dated", utc_now().date().isoformat())
        form.add_field("file", OLD.encode(), filename="list.csv")
        answer = await lead._ask("POST", f"{PAGE}/load", data=form)
        assert answer.status == status
    assert f"{PAGE}?preview=" in answer.headers["Location"]


@pytest.mark.parametrize(
    ("content", "fields", "sentence"),
    [
        (b"serial\n", {}, "holds no serial"),
        (b"serial\nx\ny\n", {}, "holds no serial"),
        (b"serial\n" + OLD.encode() + b"\nx\n", {}, "Nothing was loaded"),
        (OLD.encode(), {"dated": "soon"}, "2026-01-31"),
        (OLD.encode(), {"dated": None}, "give the list&#39;s day"),
    ],
)
async def test_what_is_no_list_is_refused_with_a_sentence(
    members: Any, desk: Desk, content: bytes, fields: dict[str, Any], sentence: str
) -> None:
    before = await SerialLists(desk.database).versions("25-338")
    answer = await _load(await members("Lea", "lead"), content, **fields)
    assert (answer.status, sentence in answer.raw.decode()) == (400, True)
    assert await SerialLists(desk.database).versions("25-338") == before


async def checked(member: Any, serial: str, model: str = "A1263") -> Answer:
    """The dry run of a unit with this serial."""
    return await member.post("/desk/recalls/check", model=model, country="US", serial=serial)


async def test_the_serial_of_a_dry_run_stands_in_no_address(members: Any) -> None:
    agent = await members("Ana", "agent")
    page = (await agent.get("/desk/recalls")).raw.decode()
    assert re.findall(r'method="(\w+)" action="/desk/recalls/check"', page) == ["post"]
    assert (await agent.get(f"/desk/recalls/check?model=A1263&serial={OLD}")).status == 404


async def test_a_list_that_lacks_many_serials_decides_only_where_that_is_ticked(
    members: Any, desk: Desk
) -> None:
    lists, today = SerialLists(desk.database), utc_now().date()
    rows = [f"AKFF1Y0E{n:08}" for n in range(100)]
    whole = await lists.load("25-338", "whole", today, rows)
    lead = await members("Lea", "lead")
    for kept, named in ((95, False), (94, True)):
        part = await lists.load("25-338", "part", today, rows[:kept], activate=False)
        page = (await lead.get(f"{PAGE}?preview={part.version}")).raw
        assert (b'name="shrinks"' in page) is named
    chosen = {"version": str(part.version), "instead_of": str(whole.version)}
    refused = await lead.post(f"{PAGE}/list", **chosen)
    assert (refused.status, b"6 of the 100 serials" in refused.raw) == (409, True)
    assert (await lists.active("25-338")) == whole
    assert (await lead.post(f"{PAGE}/list", **chosen, shrinks="yes")).status == 303
    assert (await lists.active("25-338")).version == part.version  # type: ignore[union-attr]


@pytest.mark.parametrize("other", [{"complete": False}, {"activate": False}])
async def test_a_list_is_compared_with_the_whole_one_beside_a_cut_off_one(
    members: Any, desk: Desk, other: dict[str, bool]
) -> None:
    lists, today = SerialLists(desk.database), utc_now().date()
    rows = [f"AKFF1Y0E{n:08}" for n in range(100)]
    await lists.load("25-338", "whole", today, rows)
    await lists.load("25-338", "cut off", today, rows[:50], **other)  # type: ignore[arg-type]
    part = await lists.load("25-338", "again", today, rows[:50], activate=False)
    lead = await members("Lea", "lead")
    page = (await lead.get(f"{PAGE}?preview={part.version}")).raw
    assert b'name="shrinks"' in page and b"The 50 units of version 1" in page
    active = await lists.active("25-338")
    assert active
    chosen = {"version": str(part.version), "instead_of": str(active.version)}
    refused = await lead.post(f"{PAGE}/list", **chosen)
    assert (refused.status, b"50 of the 100 serials of list 1" in refused.raw) == (409, True)


async def test_a_list_that_no_rule_asks_is_refused_and_no_form_asks_for_it(
    members: Any, desk: Desk
) -> None:
    lead = await members("Lea", "lead")
    page = "/desk/recalls/25-304"
    answer = await _load(lead, b"SN\nGK2555555\n", page=page)
    assert (answer.status, b"kind: serial_list" in answer.raw) == (409, True)
    assert await SerialLists(desk.database).versions("25-304") == ()
    assert b"data-upload" not in (await lead.get(page)).raw
    assert b"data-upload" in (await lead.get(PAGE)).raw


async def test_the_dry_run_says_what_a_customer_would_be_told(members: Any, desk: Desk) -> None:
    await SerialLists(desk.database).load("25-338", "first", utc_now().date(), [OLD])
    agent = await members("Ana", "agent")
    for serial, words in (
        (OLD, ("affected", "is part of the recall", "AKFF 1Y0E 1234 5678")),
        ("", ("possibly affected", "rule out")),
        ("<script>x</script>", ("&lt;script&gt;",)),
    ):
        page = (await checked(agent, serial)).raw.decode()
        assert [w for w in words if w not in page] == [], serial
        assert "<script>x" not in page


async def test_the_dry_run_shows_every_message_and_calls_no_unit_green(
    members: Any, desk: Desk
) -> None:
    await SerialLists(desk.database).load("25-338", "demo", utc_now().date(), [OLD], demo=True)
    agent = await members("Ana", "agent")
    pages = {}
    for serial in (OLD, "7K3M9P2R4T6W8X0Y", OLD[:-1] + "B"):
        answer = await checked(agent, serial)
        pages[serial] = answer.raw.decode().split("/desk/recalls/check")[1]
    listed, unlisted, near = pages.values()
    for words in ("demo data: a made-up list", "Shall I start your claim now", "offered: Yes"):
        assert words in listed
    for words in ("demo data: a made-up list", "Lists grow. If you like", "offered: Tell me"):
        assert words in unlisted
    assert "tag green" not in unlisted
    assert "asked first" in near and "asked first" not in unlisted
    assert OLD not in near.replace(" ", "")


async def test_how_long_an_older_lists_serials_are_is_read_for_the_first_dry_run_only(
    members: Any, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Its file does not say it, and the list was loaded before that was kept.
    await SerialLists(desk.database).load("25-466", "first", utc_now().date(), [OLD])
    async with desk.database.write() as connection:
        await connection.execute(serial_lists.update().values(lengths=None))
    agent = await members("Ana", "agent")
    sample, measured = SerialLists.sample, []

    async def measuring(lists: SerialLists, list_id: int, count: int) -> set[str]:
        measured.append(list_id)
        return await sample(lists, list_id, count)

    monkeypatch.setattr(SerialLists, "sample", measuring)
    for _ in range(3):
        assert (await checked(agent, NEW, model="A1257")).status == 200
    assert len(measured) == 1


@pytest.mark.parametrize(
    ("days_old", "demo", "fresh"), [(0, False, True), (30, False, False), (-30, False, False),
                                    (30, True, True)],
)  # fmt: skip
async def test_a_list_is_fresh_on_the_page_where_it_is_for_customers(
    members: Any, desk: Desk, days_old: int, demo: bool, fresh: bool
) -> None:
    dated = utc_now().date() - timedelta(days=days_old)
    await SerialLists(desk.database).load("25-338", "one", dated, [OLD], demo=demo)
    agent = await members("Ana", "agent")
    assert ("nobody is told" not in (await agent.get(PAGE)).raw.decode()) is fresh
    row = (await agent.get("/desk/recalls")).raw.decode().split("/desk/recalls/25-338")[1]
    assert ("cannot say" not in row.split("</tr>")[0]) is fresh
    page = (await checked(agent, "AKFF1Y0E00000007")).raw.decode()
    assert ("list_stale" in page) is not fresh


@pytest.mark.parametrize(("days", "late"), [(1, False), (3, True)])
async def test_notices_that_are_not_read_any_more_are_marked(
    members: Any, desk: Desk, days: int, late: bool
) -> None:
    now = utc_now()
    row = {"id": 1, "good_at": now - timedelta(days=days), "failed_at": now, "trouble": "No <b>."}
    async with desk.database.write() as connection:
        await keep(connection, [read_notice(record(1, "26001", "2026-01-02", "Lamps", "Lamp"))])
        await connection.execute(feed_state.insert().values(row))
    lead = await members("Lea", "lead")
    page = (await lead.get("/desk/recalls")).raw.decode()
    assert ("These are not the notices of these days" in page) is late
    assert f'<p class="{"alert" if late else "care"}">The last try failed, ' in page
    assert "No &lt;b&gt;." in page
