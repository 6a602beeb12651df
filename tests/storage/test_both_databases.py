"""What is promised holds on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import os
import random
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.claims.claim import ClaimedUnit, ClaimIncomplete
from bot.claims.claims import Claims
from bot.claims.life import TransitionRefused
from bot.claims.photo_check.checks import PhotoChecks
from bot.claims.photo_check.reading import Line, PhotoReading
from bot.claims.photos import CleanPhoto, Photos
from bot.claims.privacy import ClaimInProgress, Privacy
from bot.conversations import Inbound, Reply, Transcript
from bot.conversations.handover import HandOvers
from bot.conversations.incidents import Incidents
from bot.conversations.rechecks import Rechecks
from bot.conversations.transcript import utc_now
from bot.conversations.unclear import Unclear
from bot.recalls import demo_serials, load_recalls
from bot.recalls.check import UnitChecks
from bot.recalls.lists import SerialLists
from bot.settings import Settings
from bot.storage import Database, upgrade
from bot.storage import database as database_module
from bot.storage.tables import handovers, metadata
from bot.storage.tables import photos as photo_rows

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

    def ours(_item: object, name: str | None, kind: str, *_rest: object) -> bool:
        # The full-text index is of each database's own kind and stands in the migration alone.
        column = kind == "column" and name == "search"
        return not (column or str(name).startswith(("notice_search", "notices_by_word")))

    async with database.read() as connection:
        different = await connection.run_sync(
            lambda c: compare_metadata(
                MigrationContext.configure(c, opts={"include_object": ours}), metadata
            )
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
    assert sum(said is not None for said in saved) == 1
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


async def test_what_was_not_understood_is_kept_once_and_masked(database: Database) -> None:
    store = Unclear(database)
    for words in ("Ask jo@example.com about it", "ask  JO@example.com about it"):
        await store.keep(words, "nlu_fallback", 0.2)
    kept = await store.waiting()
    assert [(m.text, m.understood) for m in kept] == [("Ask [email] about it", "nlu_fallback")]


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


async def test_a_photo_file_without_a_row_is_deleted_once_it_is_old(
    database: Database, tmp_path: Path
) -> None:
    photos = Photos(database, tmp_path / "photos")
    await Transcript(database).open("c", "test")
    kept, _ = await photos.keep("c", "p", CleanPhoto(b"jpeg", 1, 1, "p"), Inbound("p", "Photo"))
    fresh, old = photos.path("fresh"), photos.path("old")
    for file in (fresh, old):
        file.write_bytes(b"jpeg")
    for file in (old, photos.path(kept)):
        os.utime(file, (1, 1))
    await Privacy(database, photos).purge(utc_now() - timedelta(days=1))
    assert fresh.exists() and photos.path(kept).exists() and not old.exists()


async def test_what_led_to_no_claim_is_deleted_in_time_and_nothing_else(
    database: Database, tmp_path: Path
) -> None:
    transcript, claims = Transcript(database), Claims(database)
    photos = Photos(database, tmp_path / "photos")
    privacy = Privacy(database, photos)
    for name in ("talk", "filed", "incident", "waiting", "silent"):
        await transcript.open(name, "test")
        if name != "silent":
            await transcript.accept(name, Inbound("m1", f"I am {name}"))
    picture = CleanPhoto(b"jpeg", 1, 1, "p")
    kept, _ = await photos.keep("talk", "p", picture, Inbound("p", "Photo", "/send_photo"))
    await claims.submit((await claims.open_draft("filed", "m1", "25-338", [UNIT])).number, [])
    await Incidents(database).record("incident", "m1", tense="past", signs=[], told="it burned")
    await Rechecks(database).agree("waiting", "25-338", "A1263", "7K3M9P2R4T6W8X0Y", 1)
    assert (await privacy.purge(utc_now() - timedelta(days=1))).conversations == 0
    assert (await privacy.purge(utc_now() + timedelta(seconds=1))).conversations == 1
    assert await transcript.since("talk", 0) == []
    assert not photos.path(kept).exists()
    for name in ("filed", "incident", "waiting"):
        assert len(await transcript.since(name, 0)) == 1
    await privacy.erase("waiting")
    assert (await privacy.export("waiting"))["rechecks"] == []


async def test_a_customers_data_is_shown_and_deleted_but_not_in_mid_claim(
    database: Database, tmp_path: Path
) -> None:
    claims, privacy = Claims(database), Privacy(database, Photos(database, tmp_path / "photos"))
    await Transcript(database).open("c", "test")
    await Transcript(database).accept("c", Inbound("m1", "I am Jane Porter"))
    claim = await claims.open_draft("c", "m1", "25-338", [UNIT])
    await claims.set_details(claim.number, {"name": "Jane Porter"})
    await claims.submit(claim.number, ["name"])
    shown = await privacy.export("c")
    assert shown["messages"][0]["text"] == "I am Jane Porter"
    assert shown["claims"][0]["details"] == {"name": "Jane Porter"}
    with pytest.raises(ClaimInProgress, match=claim.number):
        await privacy.erase("c")
    await claims.move(claim.number, "rejected", "firm", "no photos")
    for _ in range(2):
        await privacy.erase("c")
    left = await claims.get(claim.number)
    assert (left.state, left.details, left.units) == ("rejected", {}, ())
    assert (await privacy.export("c"))["messages"] == []


async def test_an_incident_told_twice_is_kept_once(database: Database) -> None:
    await Transcript(database).open("c", "test")
    incidents = Incidents(database)
    for _ in range(2):
        await incidents.record("c", "m1", tense="past", signs=["fire"], told="it burned")
    assert await incidents.count() == 1


async def test_what_is_told_of_an_incident_is_kept_with_its_unit_photo_and_claim(
    database: Database, tmp_path: Path
) -> None:
    await Transcript(database).open("c", "test")
    incidents, photos = Incidents(database), Photos(database, tmp_path / "photos")
    await incidents.record("c", "m1", tense="past", signs=["fire"], told="it burned")
    shown, _ = await photos.keep("c", "p", CleanPhoto(b"jpeg", 1, 1, "p"), Inbound("p", "Photo"))
    for _ in range(2):
        await incidents.add("c", "m1", {"when": " in May "})
        await incidents.add("c", "m1", {"hurt": "no"})
        await incidents.add_photo("c", "m1", shown)
        await incidents.name_unit("c", "A1263", "AKFF1Y0E12345678")
    await incidents.name_unit("c", "A1257", None)
    claim = await Claims(database).open_draft("c", "m2", "25-338", [UNIT])
    told = await incidents.latest("c")
    assert told is not None
    assert told.details == {"when": "in May", "hurt": "no"}
    assert (told.model, told.serial) == ("A1263", "AKFF1Y0E12345678")
    assert (told.claim, told.photos, claim.photos) == (claim.number, (shown,), ())


async def test_an_incident_makes_a_hand_over_of_the_same_message_urgent(
    database: Database,
) -> None:
    await Transcript(database).open("c", "test")
    for _ in range(2):
        await HandOvers(database).ask_for_person("c", "m1", "check")
        await Incidents(database).record("c", "m1", tense="now", signs=["fire"], told="it burns")
    async with database.read() as connection:
        rows = (await connection.execute(sa.select(handovers.c.reason, handovers.c.urgent))).all()
    assert [tuple(row) for row in rows] == [("incident", True)]


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


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_a_connection_the_server_has_dropped_is_made_anew(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "PING_AFTER", 0.0)
    assert [row[0] for row in await database.fetch("SELECT $1::int", 1)] == [1]
    other = Database(database.url)
    drop = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    assert await other.fetch(drop)
    await other.close()
    assert [row[0] for row in await database.fetch("SELECT $1::int", 2)] == [2]
    async with database.read() as connection:
        assert (await connection.execute(sa.text("SELECT 3"))).scalar() == 3


async def test_a_broken_look_up_leaves_the_pool_whole(database: Database) -> None:
    for _ in range(database_module.POOL_SIZE + 1):
        with pytest.raises(Exception, match="no_such_table"):
            await database.fetch("SELECT * FROM no_such_table")
    assert len(await database.fetch("SELECT 1")) == 1


RECALL = load_recalls(Settings.from_env().recalls_dir).featured
LABEL = PhotoReading.of([Line("A1263", (0, 0, 1, 0.1)), Line(UNIT.serial or "", (0, 0.1, 1, 0.2))])


async def test_a_check_is_made_once_and_kept_with_its_photo(
    database: Database, tmp_path: Path
) -> None:
    claims, photos = Claims(database), Photos(database, tmp_path / "photos")
    await Transcript(database).open("c", "test")
    claim = await claims.open_draft("c", "m1", "25-338", [UNIT])
    for name, reading in (("read", LABEL), ("unread", None)):
        photo = CleanPhoto(b"jpeg", 1, 1, name, reading=reading)
        kept, _ = await photos.keep("c", name, photo, Inbound(name, "Photo", "/send_photo"))
        await claims.attach_photo(claim.number, kept)
    checks = PhotoChecks(database)
    made = await asyncio.gather(*(checks.check(claim.number, RECALL, "m2") for _ in range(3)))
    assert made[0] == made[1] == made[2]
    kept_checks = (await claims.get(claim.number)).photo_checks
    assert list(made[0].values()) == list(kept_checks)
    assert [c["read"] for c in kept_checks if c] == [True, False]
    assert [c["settles"] for c in kept_checks if c] == [["label"], ["marked"]]
    shown = await Privacy(database, photos).export("c")
    assert UNIT.serial in str(shown["photos_read"])


BITS = random.Random(1).getrandbits(512)
ROW = 16
FIRST = 512 - ROW  # of the first row's first place


def look(bits: int) -> str:
    return f"{bits:0128x}"


@pytest.mark.parametrize(
    "other, same",
    [
        (look(BITS), True),
        (look(BITS ^ 0xFFFF), True),  # one row differs
        (look(BITS ^ sum(1 << (FIRST - ROW * row) for row in (4, 6, 9))), True),
        (look(BITS ^ 0xFFFFFF), False),
        (look(BITS ^ (1 << 512) - 1), False),
        (look(random.Random(2).getrandbits(512)), False),
        (look(0), False),
        ("", False),
    ],
    ids=range(8),
)
async def test_a_photo_that_looks_the_same_is_noticed(
    database: Database, tmp_path: Path, other: str, same: bool
) -> None:
    photos = Photos(database, tmp_path / "photos")
    seen = []
    for name, own in (("one", look(BITS)), ("two", other)):
        await Transcript(database).open(name, "test")
        photo = CleanPhoto(b"jpeg", 1, 1, name, own)
        kept, _ = await photos.keep(name, name, photo, Inbound(name, "Photo", "/send_photo"))
        seen.append(kept)
    async with database.read() as connection:
        query = sa.select(photo_rows.c.same_as).where(photo_rows.c.id == seen[1])
        found = (await connection.execute(query)).scalar_one()
    assert found == (seen[0] if same else None)


async def test_the_same_file_is_noticed_however_little_it_shows(
    database: Database, tmp_path: Path
) -> None:
    photos = Photos(database, tmp_path / "photos")
    await Transcript(database).open("c", "test")
    for upload in ("one", "two"):
        photo = CleanPhoto(b"jpeg", 1, 1, "same")
        await photos.keep("c", upload, photo, Inbound(upload, "Photo", "/send_photo"))
    async with database.read() as connection:
        rows = (await connection.execute(sa.select(photo_rows).order_by(photo_rows.c.at))).all()
    assert [row.same_as for row in rows] == [None, rows[0].id]
