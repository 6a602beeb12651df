"""What is kept of a customer: all of it is shown, all of it is deleted, and nothing in between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

import bot.storage.desk_tables  # noqa: F401 - the desk's tables
from bot.claims.access import Access
from bot.claims.claim import ClaimedUnit
from bot.claims.claims import Claims
from bot.claims.personal import NOT_PERSONAL, PERSONAL
from bot.claims.photos import CleanPhoto, Photos
from bot.claims.privacy import ClaimInProgress, Privacy
from bot.conversations import Inbound, Reply, Transcript
from bot.conversations.handover import HandOvers
from bot.conversations.incidents import Incidents
from bot.conversations.rechecks import Rechecks
from bot.conversations.transcript import utc_now
from bot.conversations.unclear import Unclear
from bot.storage import Database
from bot.storage.desk_tables import claim_words, desk_notes, incident_marks
from bot.storage.tables import (
    access_failures,
    channel_customers,
    channel_events,
    chatwoot_links,
    checks,
    desk_deliveries,
    handovers,
    metadata,
    outbox,
    ratings,
    rechecks,
)

SERIAL, OTHER = "AKFF1Y0E12345678", "7K3M9P2R4T6W8X0Y"
UNIT = ClaimedUnit("A1263", SERIAL, "affected", {"rule": "serial_list"})
DETAILS = {
    "name": "Jane Porter", "email": "jane@example.com", "order": "112-7654321",
    "address": "12 Elm Street, Denver, CO 80202",
}  # fmt: skip
PHONE = "+14155550123"
TOLD = f"My A1263 {SERIAL} burned on November 20, 2026. Jane Porter, {PHONE}, jane@example.com"


def test_every_table_is_known_to_hold_personal_data_or_not() -> None:
    personal = {held.table.name for held in PERSONAL}
    assert personal | set(NOT_PERSONAL) == set(metadata.tables)
    assert not personal & set(NOT_PERSONAL)
    for held in PERSONAL:
        assert held.why or (held.erased == "deleted" and held.shown), held.table.name


async def _customer(database: Database, folder: Path) -> str:
    """A customer of whom something stands in each table; the number of their draft."""
    transcript, store, now = Transcript(database), Claims(database), utc_now()
    await transcript.open("c", "sms")
    accepted = await transcript.accept("c", Inbound("m1", TOLD))
    await transcript.save_turn("c", accepted.seq, [Reply("hi")], {"events": []})
    draft = await store.open_draft("c", "m1", "25-338", [UNIT])
    await store.set_details(draft.number, DETAILS)
    await Photos(database, folder).keep(
        "c", "p", CleanPhoto(b"jpeg", 1, 1, "p"), Inbound("p", "Photo", "/send_photo")
    )
    await Incidents(database).record(
        "c", "m1", tense="past", signs=["fire"], told=TOLD, model="A1263", serial=SERIAL
    )
    await Incidents(database).add("c", "m1", {"hurt": "Jane Porter burned a finger"})
    await HandOvers(database).ask_for_person("c", "m2", "asked")
    await Rechecks(database).agree("c", "25-338", "A1263", OTHER, 1)
    await Unclear(database).keep(TOLD, "nlu_fallback", 0.1, conversation="c", message="m1")
    await Access(database).open("c", "m3", "RC-0000-0000-0000", "jane@example.com", None)
    await transcript.open("laptop", "web")
    assert await Access(database).open("laptop", "m1", draft.number, DETAILS["email"], None)
    about = {"conversation": "c", "message": "m1", "at": now}
    customer = {"channel": "sms", "address": PHONE}
    event = {"key": "k", "at": now, "due_at": now, "sequence": 0, "done": True}
    rows: tuple[tuple[sa.Table, dict[str, Any]], ...] = (
        (desk_notes, {"about": "c", "at": now, "author": "ana", "text": "Jane called"}),
        (incident_marks, {**about, "mark": "seen", "author": "ana", "note": ""}),
        (ratings, {"conversation": "c", "at": now, "helped": True}),
        (channel_customers, {"conversation": "c", **customer, "heard_at": now, "due_at": now}),
        (channel_events, {**customer, **event}),
        (chatwoot_links, {"conversation": "c", "remote": 1, "mirrored": 1, "open": True}),
        (desk_deliveries, {"sink": "email", "conversation": "c", "message": "m2", "state": "done",
                           "first_at": now, "due_at": now, "tries": 1}),
        (outbox, {"id": "x", "claim": draft.number, "kind": "submitted", "recipient": "",
                  "subject": "", "text": "Jane", "state": "sent", "created_at": now,
                  "changed_at": now, "due_at": now}),
        (outbox, {"id": "y", "conversation": "c", "kind": "handover", "recipient": "team",
                  "subject": "", "text": TOLD, "state": "failed", "created_at": now,
                  "changed_at": now, "due_at": now}),
        (outbox, {"id": "z", "conversation": "c", "kind": "incident", "recipient": "team",
                  "subject": "", "text": "fire", "state": "waiting", "created_at": now,
                  "changed_at": now, "due_at": now}),
    )  # fmt: skip
    async with database.write() as connection:
        for table, values in rows:
            await connection.execute(sa.insert(table).values(**values))
    return draft.number


async def test_all_that_is_kept_is_shown_and_deleted(database: Database, tmp_path: Path) -> None:
    number = await _customer(database, tmp_path)
    privacy = Privacy(database, Photos(database, tmp_path))
    shown = await privacy.export("c")
    for held in PERSONAL:
        assert not held.shown or shown[held.shown], held.table.name
    for told in (TOLD, SERIAL, OTHER, PHONE, "Jane called", "burned a finger", "112-7654321"):
        assert told in str(shown)
    assert [mail["kind"] for mail in shown["mails"]] == ["submitted", "handover", "incident"]
    assert "ana" not in str(shown["notes"]) and list(tmp_path.glob("*.jpg"))
    for _ in range(2):
        await privacy.erase("c")
    assert not list(tmp_path.glob("*.jpg"))
    left = await _dump(database)
    for held in PERSONAL:
        stays = held.erased != "deleted" or held.table in (handovers, outbox)
        assert bool(left[held.table.name]) == stays, held.table.name
    everything = str(left)
    for gone in ("Jane", "jane@", SERIAL, OTHER, "5550123", "112-7654321", "Elm Street"):
        assert gone not in everything, gone
    # What has to be reported stays, and so does the call for a person to do it.
    (incident,) = left["incidents"]
    assert incident["told"].startswith("My A1263 [removed] burned on November 20, 2026.")
    assert incident["details"] == {"hurt": "[removed] burned a finger"}
    assert [row["reason"] for row in left["handovers"]] == ["incident"]
    assert [row["id"] for row in left["outbox"]] == ["z"]
    assert (await Claims(database).get(number)).state == "withdrawn"


async def test_what_the_team_wrote_of_a_customer_stays_without_their_names(
    database: Database, tmp_path: Path
) -> None:
    number = await _customer(database, tmp_path)
    store, now = Claims(database), utc_now()
    typed = "Ms Porter, 12 elm street, called from 415 555 0123: the case is molten."
    row = {"conversation": "c", "message": "m1", "at": now, "author": "ana", "note": typed}
    async with database.write() as connection:
        await connection.execute(sa.insert(incident_marks).values(mark="reported", **row))
    await store.submit(number, ["email"])
    await store.move(number, "rejected", "firm", f"jane@example.com sent a toy. {typed}", by="ana")
    before = await store.history(number)
    await Privacy(database, Photos(database, tmp_path)).erase("c")
    left = "Ms [removed], [removed], called from [removed]: the case is molten."
    marks = {row["mark"]: row["note"] for row in (await _dump(database))["incident_marks"]}
    assert marks == {"seen": "", "reported": left}
    after = await store.history(number)
    assert [c.reason for c in after][-1] == f"[removed] sent a toy. {left}"
    # Nothing else of the history is touched.
    assert after[:-1] == before[:-1]
    assert replace(after[-1], reason="") == replace(before[-1], reason="")


async def _dump(database: Database) -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables with personal data."""
    async with database.read() as connection:
        return {
            held.table.name: [
                dict(row._mapping) for row in await connection.execute(sa.select(held.table))
            ]
            for held in PERSONAL
        }


class Filing(Database):
    """Before the transaction with this number something else comes in between."""

    between: Any = None
    place = 0

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Any]:
        await self._come_between()
        async with super().read() as connection:
            yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Any]:
        await self._come_between()
        async with super().write() as connection:
            yield connection

    async def _come_between(self) -> None:
        self.place -= 1
        if self.place == 0:
            await self.between()


@pytest.mark.parametrize("place", [1, 2, 3, 4, 5, 6])
async def test_a_claim_filed_while_its_data_is_being_deleted_is_whole_or_was_never_filed(
    database: Database, tmp_path: Path, place: int
) -> None:
    number = await _customer(database, tmp_path)
    racing = Filing(database.url)
    racing.between, racing.place = lambda: Claims(database).submit(number, ["email"]), place
    try:
        await Privacy(racing, Photos(racing, tmp_path)).erase("c")
        erased = True
    except ClaimInProgress:
        erased = False
    finally:
        await racing.close()
    claim = await Claims(database).get(number)
    steps = [change.to_state for change in await Claims(database).history(number)]
    files = list(tmp_path.glob("*.jpg"))
    if erased:
        assert (steps, claim.details, files) == (["draft", "withdrawn"], {}, [])
    else:
        assert (steps, claim.details, len(files)) == (["draft", "submitted"], DETAILS, 1)
        assert len(await Transcript(database).since("c", 0)) > 0


async def test_filing_and_deleting_at_once_end_in_one_of_both(
    database: Database, tmp_path: Path
) -> None:
    number = await _customer(database, tmp_path)
    privacy = Privacy(database, Photos(database, tmp_path))
    results = await asyncio.gather(
        privacy.erase("c"), Claims(database).submit(number, ["email"]), return_exceptions=True
    )
    steps = [change.to_state for change in await Claims(database).history(number)]
    assert steps in (["draft", "withdrawn"], ["draft", "submitted"]), results
    assert isinstance(results[0], ClaimInProgress) == (steps[-1] == "submitted")


async def test_a_photo_file_goes_only_once_its_row_is_gone(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _customer(database, tmp_path)
    async with database.read() as connection:
        rows = (await connection.execute(sa.select(claim_words))).all()

    async def fail(*_: Any) -> None:
        raise OSError("cut off")

    monkeypatch.setattr("bot.claims.privacy.forget_unclear", fail)
    with pytest.raises(OSError, match="cut off"):
        await Privacy(database, Photos(database, tmp_path)).erase("c")
    assert list(tmp_path.glob("*.jpg"))
    left = await _dump(database)
    assert len(left["claim_words"]) == len(rows) and left["photos"] and left["messages"]


async def test_what_limits_are_counted_by_is_purged_once_it_is_of_no_use(
    database: Database, tmp_path: Path
) -> None:
    now = datetime(2026, 11, 28, 12, tzinfo=timezone.utc)
    for minutes in (5, 31):
        access = Access(database, lambda minutes=minutes: now - timedelta(minutes=minutes))
        await access.open("c", f"m{minutes}", "RC-0000-0000-0000", "jane@example.com", None)
    async with database.write() as connection:
        for days in (0, 1):
            day = now.date() - timedelta(days=days)
            await connection.execute(sa.insert(checks).values(day=day, address="a", unit="u"))
    await Privacy(database, Photos(database, tmp_path), lambda: now).purge(now)
    async with database.read() as connection:
        tries = await connection.execute(sa.select(access_failures.c.message).distinct())
        assert tries.scalars().all() == ["m5"]
        assert (await connection.execute(sa.select(checks.c.day))).scalars().all() == [now.date()]


async def test_a_finished_claim_is_deleted_once_its_time_is_over(
    database: Database, tmp_path: Path
) -> None:
    number = await _customer(database, tmp_path)
    store, privacy = Claims(database), Privacy(database, Photos(database, tmp_path))
    async with database.write() as connection:
        await connection.execute(sa.delete(rechecks))
    later = utc_now() + timedelta(days=1)
    await store.submit(number, ["email"])
    assert await privacy.purge(later, later) == (0, 0)
    await store.move(number, "rejected", "firm", "no photos")
    assert await privacy.purge(later) == (0, 0)
    assert await privacy.purge(later, utc_now() - timedelta(days=1)) == (0, 0)
    assert (await store.get(number)).details == DETAILS
    assert await privacy.purge(later, later) == (0, 1)
    assert (await store.get(number)).details == {}
    # What was told of danger stays, and nothing is deleted again and again.
    assert len((await _dump(database))["incidents"]) == 1
    assert await privacy.purge(later, later) == (0, 0)


async def test_who_comes_back_while_old_talk_is_deleted_stays(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once the list is read one customer writes, and another files a claim."""
    talks = Transcript(database)
    store, privacy = Claims(database), Privacy(database, Photos(database, tmp_path))
    names = ("back", "filed", "old")
    for name in names:
        await talks.open(name, "web")
        accepted = await talks.accept(name, Inbound("m1", "hello"))
        await talks.save_turn(name, accepted.seq, [Reply("Hello")], None)
    later = utc_now() + timedelta(hours=1)
    begun: list[int] = []
    read = database.read

    @asynccontextmanager
    async def then_somebody_writes() -> AsyncIterator[Any]:
        async with read() as connection:
            yield connection
        if begun or not watching:
            return
        begun.append(1)
        back = Transcript(database, lambda: later + timedelta(hours=1))
        await back.accept("back", Inbound("m2", "I am back"))
        number = (await store.open_draft("filed", "m1", "25-338", [UNIT])).number
        await store.submit(number, [])

    watching: list[int] = []
    erase_old = privacy._erase_old

    async def watched(*which: Any) -> int:
        watching.append(1)
        return await erase_old(*which)

    monkeypatch.setattr(privacy, "_erase_old", watched)
    monkeypatch.setattr(database, "read", then_somebody_writes)
    assert (await privacy.purge(later)).conversations == 1
    left = {row["conversation"] for row in (await _dump(database))["messages"]}
    assert left == {"back", "filed"}
