"""What the desk asks of a database, on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa

from bot.claims.claim import Claim, ClaimedUnit
from bot.claims.claims import Claims
from bot.claims.photos import Photos
from bot.claims.privacy import Privacy
from bot.claims.search import find_claims
from bot.conversations import Inbound, Keepers, Transcript
from bot.conversations.incidents import Incidents
from bot.conversations.transcript import utc_now
from bot.desk import work
from bot.desk.audit import Audit
from bot.desk.incidents import (
    correct_note,
    find_incident,
    load_incidents,
    mark,
    take_back,
    write_details,
)  # fmt: skip
from bot.desk.matching import look_around
from bot.desk.people import People, SignInRefused
from bot.desk.queue import Asked, load_queue
from bot.desk.sessions import Sessions
from bot.settings import Due
from bot.storage import Database
from bot.storage.desk_tables import audit, claim_words, desk_notes

SECRET = "only-for-tests-" + "x" * 32
PASSWORD = "correct horse battery"


async def filed(database: Database, name: str, serial: str) -> Claim:
    conversation = f"web-{serial}"
    transcript, claims = Transcript(database), Claims(database)
    await transcript.open(conversation, "web")
    await transcript.accept(conversation, Inbound("m1", "it smoked"))
    unit = ClaimedUnit("A1263", serial, "affected", {})
    claim = await claims.open_draft(conversation, "m1", "25-338", [unit])
    details = {"name": name, "email": "zoe@example.com", "address": "1 Elm St"}
    await claims.set_details(claim.number, details)
    return await claims.submit(claim.number, [])


async def test_claims_are_found_and_seen_together(database: Database, tmp_path) -> None:
    one = await filed(database, "Zoë Ångström", "AKFF0Y1EQQQQ1111")
    two = await filed(database, "Zoltan Angst", "AKFF0Y1EQQQQ2222")
    for typed, found in [
        ("zo", [one, two]), ("ångström z", [one]), ("Angst zoltan", [two]), ("ZOE", [one]),
        ("zoe@exa", [one, two]), (one.number, [one]), ("akff 0y1e qqqq 2222", [two]),
        ("elm", []), ("%", []),
    ]:  # fmt: skip
        assert set(await find_claims(database, typed)) == {c.number for c in found}, typed
    around = await look_around(database, [one, two])
    assert [(t.number, t.what) for t in around[one.number].twins] == [(two.number, "Same address")]
    await Incidents(database).record(
        one.conversation, "m1", tense="now", signs=("smoke",), told="it smoked"
    )
    keepers = Keepers(database)
    await keepers.take_over(two.conversation, "Ana")
    queue = await load_queue(database, Asked(), Due(), "Ana", utc_now())
    assert [(i.kind, i.holder) for i in queue.items] == [
        ("danger", None), ("waiting", "Ana"), ("claim", None), ("claim", None),
    ]  # fmt: skip
    (incident,) = await load_incidents(database, only_open=True)
    assert incident.claim and incident.claim.number == one.number
    async with database.write() as connection:
        for name in ("seen", "seen", "closed"):
            await mark(connection, incident, name, "Ana", "note", utc_now())
    found = await find_incident(database, one.conversation, "m1")
    assert found and set(found.marks) == {"seen", "closed"} and found.done_at
    async with database.write() as connection:
        await mark(connection, found, "reopened", "Ana", "a slip", utc_now())
        assert await correct_note(connection, found, "seen", "by Ben")
        assert await take_back(connection, found, "reopened")
        assert not await take_back(connection, found, "closed")
        await write_details(connection, found, {"hurt": " nobody ", "when": ""})
    found = await find_incident(database, one.conversation, "m1")
    assert found and [(m.mark, m.note) for m in found.marks.values()] == [("seen", "by Ben")]
    assert (found.done_at, found.details) == (None, {"hurt": "nobody"})
    assert await load_incidents(database, only_open=False, behind=found) == []
    # What was noted and what it is found by go with the customer's data.
    async with database.write() as connection:
        await work.add_note(connection, two.number, "Ana", "a note", utc_now())
    await Claims(database).move(two.number, "withdrawn", "customer", "x")
    privacy = Privacy(database, Photos(database, tmp_path))
    assert (await privacy.export(two.conversation))["notes"][0]["text"] == "a note"
    await privacy.erase(two.conversation)
    async with database.read() as connection:
        for table, column in ((claim_words, "claim"), (desk_notes, "about")):
            query = sa.select(table).where(table.c[column] == two.number)
            assert (await connection.execute(query)).all() == []


async def test_of_two_at_once_one_gets_the_claim(database: Database) -> None:
    claim = await filed(database, "Jane", "AKFF0Y1EQQQQ3333")

    async def take(name: str) -> str:
        async with database.write() as connection:
            await work.take_claim(connection, claim.number, name, utc_now())
        return name

    results = await asyncio.gather(*(take(n) for n in ("Ana", "Ben")), return_exceptions=True)
    assert sorted(isinstance(result, Exception) for result in results) == [False, True]
    refused = next(result for result in results if isinstance(result, Exception))
    assert isinstance(refused, work.HeldByAnother), "told, not thrown out by the database"


async def test_the_audit_is_in_order_when_many_write_at_once(database: Database) -> None:
    book = Audit(SECRET)

    async def write(n: int) -> None:
        async with database.write() as connection:
            await book.write(connection, "ana", "did", f"RC-{n}", n=n, text="ü")

    await asyncio.gather(*(write(n) for n in range(20)))
    chain = await book.verify(database)
    assert (chain.rows, chain.broken_at) == (20, None)
    for change in (sa.update(audit).values(actor="eve"), sa.delete(audit)):
        with pytest.raises(Exception, match="only added to"):
            await _do(database, change)
    assert (await book.verify(database)).rows == 20


async def test_people_sign_in(database: Database) -> None:
    people, sessions = People(database, Audit(SECRET), SECRET), Sessions(database)
    ana = await people.add("ana", "Ana", "lead", PASSWORD)
    assert await people.sign_in(" ANA ", PASSWORD, "", "address") == ana
    with pytest.raises(SignInRefused):
        await people.sign_in("ana", "something else", "", "address")
    async with database.write() as connection:
        token = await sessions.begin(connection, ana)
    assert await sessions.person(token) == ana
    await people.disable("ana")
    assert await sessions.person(token) is None


async def _do(database: Database, statement: object) -> None:
    async with database.write() as connection:
        await connection.execute(statement)
