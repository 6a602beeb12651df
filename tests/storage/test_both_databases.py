"""What is promised holds on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.claims.claims import ClaimedUnit, ClaimIncomplete, Claims
from bot.claims.incidents import Incidents
from bot.claims.life import TransitionRefused
from bot.claims.photos import CleanPhoto, Photos
from bot.conversations import Inbound, Reply, Transcript
from bot.conversations.transcript import utc_now
from bot.recalls import SerialLists, UnitChecks, demo_serials, load_recalls
from bot.settings import Settings
from bot.storage import Database, upgrade
from bot.storage.tables import metadata

UNIT = ClaimedUnit("A1263", "AKFF1Y0E12345678", "affected", {"rule": "serial_list"})
DETAILS = {"name": "Jane Porter", "email": "jane@example.com"}


async def test_commits_are_durable_and_all_tables_are_there(database: Database) -> None:
    await database.check_durability()
    await upgrade(database)  # a second time changes nothing
    async with database.read() as connection:
        names = await connection.run_sync(lambda c: set(sa.inspect(c).get_table_names()))
    assert set(metadata.tables) <= names


async def test_migrations_make_exactly_the_tables_of_the_code(database: Database) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    async with database.read() as connection:
        different = await connection.run_sync(
            lambda c: compare_metadata(MigrationContext.configure(c), metadata)
        )
    assert different == []


async def test_the_same_message_at_once_is_stored_once(database: Database) -> None:
    transcript = Transcript(database)
    await transcript.open("c", "test")
    accepted = await asyncio.gather(
        *(transcript.accept("c", Inbound("m1", "hello")) for _ in range(8))
    )
    assert sum(a.new for a in accepted) == 1
    assert {a.seq for a in accepted} == {1}
    assert len(await transcript.since("c", 0)) == 1


async def test_a_turn_is_saved_once_with_its_state(database: Database) -> None:
    transcript = Transcript(database)
    await transcript.open("c", "test")
    await transcript.accept("c", Inbound("m1", "hello"))
    saved = await asyncio.gather(
        *(transcript.save_turn("c", 1, [Reply("hi")], {"n": i}) for i in range(4))
    )
    assert sum(saved) == 1
    assert [m.text for m in await transcript.replies_to("c", 1)] == ["hi"]
    assert await transcript.next_waiting("c") is None
    assert await transcript.conversations_waiting() == []


async def test_a_claim_is_opened_and_filed_once(database: Database) -> None:
    transcript, claims = Transcript(database), Claims(database)
    await transcript.open("c", "test")
    opened = [await claims.open_draft("c", "m1", "25-338", [UNIT]) for _ in range(3)]
    number = opened[0].number
    assert {c.number for c in opened} == {number}
    with pytest.raises(ClaimIncomplete):
        await claims.submit(number, ["name"])
    await claims.set_details(number, DETAILS)
    filed = await asyncio.gather(*(claims.submit(number, ["name"]) for _ in range(5)))
    assert {c.state for c in filed} == {"submitted"}
    assert [h.to_state for h in await claims.history(number)] == ["draft", "submitted"]
    # The message that opened it, run again after the filing, finds it and opens nothing new.
    assert (await claims.open_draft("c", "m1", "25-338", [UNIT])).number == number


async def test_the_firm_moves_a_claim_and_the_customer_is_told_in_one_step(
    database: Database,
) -> None:
    transcript, claims = Transcript(database), Claims(database)
    await transcript.open("c", "test")
    claim = await claims.open_draft("c", "m1", "25-338", [UNIT])
    await claims.submit(claim.number, [])
    with pytest.raises(TransitionRefused):
        await claims.move(claim.number, "fulfilled", "firm", "no", notice=Reply("never said"))
    await claims.move(claim.number, "approved", "firm", "photos match", notice=Reply("approved"))
    assert [m.text for m in await transcript.since("c", 0)] == ["approved"]


async def test_old_drafts_are_emptied(database: Database) -> None:
    transcript, claims = Transcript(database), Claims(database)
    await transcript.open("c", "test")
    claim = await claims.open_draft("c", "m1", "25-338", [UNIT])
    await claims.set_details(claim.number, DETAILS)
    assert await claims.expire_drafts(utc_now() - timedelta(days=1)) == 0
    assert await claims.expire_drafts(utc_now() + timedelta(days=1)) == 1
    emptied = await claims.get(claim.number)
    assert emptied.state == "expired"
    assert emptied.details == {}


async def test_the_photos_of_an_expired_draft_are_deleted(
    database: Database, tmp_path: Path
) -> None:
    transcript, claims, photos = (
        Transcript(database),
        Claims(database),
        Photos(database, tmp_path / "photos"),
    )
    await transcript.open("c", "test")
    claim = await claims.open_draft("c", "m1", "25-338", [UNIT])
    for name in ("old", "free"):
        picture = CleanPhoto(b"jpeg", 1, 1, name)
        kept, _ = await photos.keep("c", name, picture, Inbound(name, "Photo", "/send_photo"))
        if name == "old":
            await claims.attach_photo(claim.number, kept)
            expired = kept
    assert await photos.delete_expired() == 0
    await claims.expire_drafts(utc_now() + timedelta(days=1))
    assert await photos.delete_expired() == 1
    assert not photos.path(expired).exists()
    assert len(list((tmp_path / "photos").iterdir())) == 1
    assert (await claims.get(claim.number)).photos == ()


async def test_an_incident_told_twice_is_kept_once(database: Database) -> None:
    await Transcript(database).open("c", "test")
    incidents = Incidents(database)
    for _ in range(2):
        await incidents.record("c", "m1", tense="past", signs=["fire"], told="it burned")
    assert await incidents.count() == 1


async def test_the_demo_list_decides_and_the_days_limit_never_says_not_listed(
    database: Database,
) -> None:
    recalls = load_recalls(Settings.from_env().recalls_dir)
    recall = recalls.get("25-338")
    assert recall is not None
    lists = SerialLists(database, utc_now)
    await lists.load("25-338", "demo", date.today(), demo_serials(recall), demo=True)
    checks = UnitChecks(recalls, database, utc_now, checks_day=2)
    found = await checks.check("A1263", "", "AKFF1Y0E12345678", address="somebody")
    assert found.overall == "affected"
    for serial in ("QWER7Y0E12345999", "ZXCV7Y0E12345999", "TYUP7Y0E12345999"):
        found = await checks.check("A1263", "", serial, confirmed=True, address="somebody")
    assert found.overall == "possibly_affected"
    assert found.main is not None
    assert found.main.rule == "limit"
