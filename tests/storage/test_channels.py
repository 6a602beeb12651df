"""What channels keep, on both databases: each event once, a conversation each, one sender."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiosqlite
import pytest
import sqlalchemy as sa

from bot.channels.adapter import Event
from bot.channels.contents import Contents
from bot.channels.inbox import Customer, Inbox
from bot.channels.outgoing import Outgoing
from bot.claims.photos import Photos
from bot.claims.privacy import Privacy
from bot.conversations import Inbound, Reply, Transcript
from bot.conversations.transcript import utc_now
from bot.storage import Database
from bot.storage.tables import channel_customers, channel_events, metadata

SOMEBODY = Customer("sms", "+15550100001")


def _event(number: int, address: str = "+15550100001", sequence: int | None = None) -> Event:
    return Event(f"SM{number}", address, f"text {number}", sequence=sequence, locale="es-MX")


async def test_the_same_event_at_once_and_again_is_stored_once(database: Database) -> None:
    inbox = Inbox(database)
    batch = [_event(1), _event(2), _event(1)]
    found = await asyncio.gather(*(inbox.receive("sms", batch) for _ in range(4)))
    assert {customer for each in found for customer in each} == {SOMEBODY}
    assert await inbox.receive("sms", [_event(2)]) == []
    assert await _count(database, channel_events) == 2
    arrived = await inbox.next(SOMEBODY)
    assert arrived is not None
    conversation = await inbox.conversation(arrived)
    await inbox.hear(conversation, arrived)
    assert conversation == await inbox.conversation(arrived)
    assert conversation.startswith("sms-")
    assert await _count(database, channel_customers) == 1
    # The same address elsewhere is somebody else.
    (other,) = await inbox.receive("whatsapp", [_event(1)])
    assert sorted(await inbox.waiting(["sms", "whatsapp"])) == [SOMEBODY, other]
    arrived = await inbox.next(other)
    assert arrived is not None and await inbox.conversation(arrived) != conversation


async def test_on_sqlite_a_delivery_is_stored_in_one_step_of_the_connections_thread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two steps a turn may keep Python to itself, and all other writers wait, too."""
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}")
    try:
        async with database.write() as connection:
            await connection.run_sync(metadata.create_all)
        inbox, steps, execute = Inbox(database), 0, aiosqlite.Connection._execute

        async def counted(*arguments: Any) -> Any:
            nonlocal steps
            steps += 1
            return await execute(*arguments)

        monkeypatch.setattr(aiosqlite.Connection, "_execute", counted)
        assert await inbox.receive("sms", [_event(1), _event(2), _event(1)]) == [SOMEBODY]
        assert steps == 1
        assert await inbox.receive("sms", [_event(2)]) == []
        assert steps == 2
    finally:
        await database.close()


async def test_a_delivery_that_cannot_be_stored_is_not_acknowledged(database: Database) -> None:
    inbox = Inbox(database)
    broken = Event("k" * 300, "+15550100001", "x", sequence=2**70)
    with pytest.raises(Exception):  # noqa: B017 - each database has its own
        await inbox.receive("sms", [broken])
    assert await inbox.receive("sms", [_event(1)]) == [SOMEBODY]


async def test_a_delivery_of_any_size_is_stored(database: Database) -> None:
    inbox = Inbox(database)
    many = [_event(number, f"D{number % 7}") for number in range(5000)]
    assert len(await inbox.receive("messenger", [*many, *many[:9]])) == 7
    assert await _count(database, channel_events) == 5000
    assert await inbox.receive("messenger", many) == []


async def test_events_are_taken_in_order_and_one_put_off_lets_others_pass(
    database: Database,
) -> None:
    inbox = Inbox(database)
    for number, sequence in ((3, 30), (1, 10), (2, 20)):
        (customer,) = await inbox.receive("slack", [_event(number, "D1", sequence)])
    taken = []
    while arrived := await inbox.next(customer):
        conversation = await inbox.conversation(arrived)
        await inbox.hear(conversation, arrived)
        taken.append(arrived.event.text)
        if arrived.event.sequence == 10:
            await inbox.later(arrived, timedelta(hours=1))
            continue
        inbound = Inbound(arrived.event.key, arrived.event.text)
        accepted = await inbox.accept(conversation, inbound, arrived)
        assert accepted.new
    assert taken == ["text 1", "text 2", "text 3"]
    later = Inbox(database, lambda: utc_now() + timedelta(hours=2))
    arrived = await later.next(customer)
    assert arrived is not None and (arrived.event.text, arrived.tries) == ("text 1", 1)


async def test_a_message_is_heard_kept_and_taken_up_in_one_step(database: Database) -> None:
    inbox, commits = Inbox(database), []
    sa.event.listen(database.engine.sync_engine, "commit", commits.append)
    for number in (1, 2):
        (customer,) = await inbox.receive("sms", [_event(number)])
        arrived = await inbox.next(customer)
        assert arrived is not None
        conversation = await inbox.conversation(arrived)
        commits.clear()
        await inbox.accept(conversation, Inbound(f"SM{number}", "hello"), arrived)
        assert len(commits) == 1
        assert await inbox.next(customer) is None
        # Their own words are not sent to them: no sender has to look.
        assert await Outgoing(database).take(9, ["sms"]) == []
    assert len(await Transcript(database).since(conversation, 0)) == 2


async def test_two_senders_never_have_the_same_conversation(database: Database) -> None:
    inbox, transcript = Inbox(database), Transcript(database)
    for number in range(6):
        conversation = await _begun(inbox, _event(number, f"+1555010000{number}"))
        accepted = await transcript.accept(conversation, Inbound("m", "hello"))
        await transcript.save_turn(conversation, accepted.seq, [Reply("hi")], None)
    senders = [Outgoing(database) for _ in range(3)]
    taken = await asyncio.gather(*(sender.take(3, ["sms"]) for sender in senders))
    every = [due.conversation for each in taken for due in each]
    assert len(every) == len(set(every)) <= 6
    sender, (due, *_) = next((s, t) for s, t in zip(senders, taken) if t)
    assert not await next(s for s in senders if s is not sender).came_to(due, 2)
    assert await sender.came_to(due, 2, release=True)
    rest = [d.conversation for s in senders for d in await s.take(9, ["sms"])]
    assert due.conversation not in rest
    # Whose sender died is taken over once its lease is over.
    later = Outgoing(database, lambda: utc_now() + timedelta(minutes=10))
    assert len(await later.take(9, ["sms"])) == 5


async def test_a_customers_address_is_shown_and_deleted_with_the_rest(
    database: Database, tmp_path: Path
) -> None:
    inbox = Inbox(database)
    conversation = await _begun(inbox, _event(1))
    await inbox.accept(conversation, Inbound("SM1", "hello"))
    privacy = Privacy(database, Photos(database, tmp_path))
    (channel,) = (await privacy.export(conversation))["channel"]
    assert (channel["address"], channel["locale"]) == ("+15550100001", "es-MX")
    await privacy.erase(conversation)
    assert await _count(database, channel_customers) == 0
    assert await _count(database, channel_events) == 0
    assert await _begun(inbox, _event(2)) != conversation


async def test_old_keys_are_forgotten_and_what_waits_is_not(database: Database) -> None:
    inbox = Inbox(database)
    (customer,) = await inbox.receive("sms", [_event(1), _event(2)])
    arrived = await inbox.next(customer)
    assert arrived is not None
    await inbox.done(arrived)
    await inbox.purge()
    assert await _count(database, channel_events) == 2
    await Inbox(database, lambda: utc_now() + timedelta(days=31)).purge()
    assert await _count(database, channel_events) == 1


async def test_looking_for_work_reads_an_index_and_not_the_tables(database: Database) -> None:
    if not database.sqlite:
        return  # its planner prefers to read small tables whole
    told: list[str] = []

    def note(_c: object, _cursor: object, statement: str, values: object, *_: object) -> None:
        if statement.startswith("SELECT"):
            told.append(statement)

    sa.event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    await Outgoing(database).take(1, ["sms"])
    await Inbox(database).waiting(["sms"])
    await Inbox(database).next(SOMEBODY)
    sa.event.remove(database.engine.sync_engine, "before_cursor_execute", note)
    for statement in told:
        values = tuple(["x"] * statement.count("?"))
        rows = await database.fetch(f"EXPLAIN QUERY PLAN {statement}", *values)
        plan = " ".join(str(row[-1]) for row in rows)
        assert "USING" in plan and "SCAN channel_customers" not in plan, plan


async def _begun(inbox: Inbox, event: Event) -> str:
    """The conversation of who did this."""
    (customer,) = await inbox.receive("sms", [event])
    arrived = await inbox.next(customer)
    assert arrived is not None
    conversation = await inbox.conversation(arrived)
    await inbox.hear(conversation, arrived)
    return conversation


async def test_what_two_services_make_at_a_provider_at_once_is_kept_once(
    database: Database,
) -> None:
    one, other = Contents(database), Contents(database)
    assert [await each.find("list") for each in (one, other)] == [None, None]
    await asyncio.gather(one.keep("list", "HX1"), other.keep("list", "HX2"))
    # Each goes on with its own; who comes later takes the one that is kept.
    assert [await each.find("list") for each in (one, other)] == ["HX1", "HX2"]
    kept = await Contents(database).find("list")
    assert kept in ("HX1", "HX2")
    # What one finds gone at the provider the other may have made anew.
    await (one if kept == "HX2" else other).forget("list", "HX1" if kept == "HX2" else "HX2")
    assert await Contents(database).find("list") == kept
    await one.forget("list", kept)
    assert await one.find("list") is None


async def _count(database: Database, table: sa.Table) -> int:
    async with database.read() as connection:
        query = sa.select(sa.func.count()).select_from(table)
        return int((await connection.execute(query)).scalar_one())
