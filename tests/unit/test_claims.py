"""Claims in the database: each verb once, however often it is run."""

import asyncio
from datetime import datetime, timedelta, timezone

import pytest
import sqlalchemy as sa

from bot.claims.claim import ClaimedUnit, ClaimIncomplete, UnknownClaim
from bot.claims.claims import Claims
from bot.claims.life import TransitionRefused
from bot.conversations.messages import Reply
from bot.conversations.transcript import Transcript
from bot.storage.database import Database
from bot.storage.tables import handovers, metadata, photos

NOW = datetime(2026, 11, 23, 12, tzinfo=timezone.utc)
UNIT = ClaimedUnit("A1263", "AKFF1Y0E12345678", "affected", {"rule": "serial_list"})
OTHER = ClaimedUnit("A1263", "7K3M9P2R4T6W8X0Y", "affected", {"rule": "serial_list"})
NEEDED = ("country", "name")
GIVEN = {"country": "US", "name": "Jane Porter"}


class Clock:
    def __init__(self):
        self.now = NOW

    def __call__(self):
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
async def database(tmp_path):
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}")
    async with database.write() as connection:
        await connection.run_sync(metadata.create_all)
    for conversation in ("c", "d"):
        await Transcript(database).open(conversation, "test")
    yield database
    await database.close()


@pytest.fixture
def claims(database):
    return Claims(database, Clock())


@pytest.fixture
async def draft(claims):
    return await claims.open_draft("c", "m1", "25-338", [UNIT])


@pytest.fixture
async def filed(claims, draft):
    await claims.set_details(draft.number, GIVEN)
    return await claims.submit(draft.number, NEEDED)


async def _photo(database, conversation, photo):
    async with database.write() as connection:
        await connection.execute(
            sa.insert(photos).values(
                id=photo, conversation=conversation, upload=photo, sha256="0", width=1, height=1,
                size=1, at=NOW,
            )
        )  # fmt: skip


async def test_a_draft_has_its_number_at_once(draft):
    assert draft.number.startswith("RC-")
    assert (draft.state, draft.units, draft.details) == ("draft", (UNIT,), {})


async def test_the_same_message_opens_one_draft(claims, draft):
    again = await claims.open_draft("c", "m1", "25-338", [UNIT])
    assert again == draft
    assert len(await claims.of_conversation("c")) == 1


async def test_many_at_once_open_one_draft(claims):
    opened = await asyncio.gather(
        *(claims.open_draft("c", f"m{i}", "25-338", [UNIT]) for i in range(5))
    )
    assert len({claim.number for claim in opened}) == 1
    assert len(opened[-1].units) == 1


async def test_a_message_run_again_after_filing_finds_the_filed_claim(claims, filed):
    again = await claims.open_draft("c", "m1", "25-338", [OTHER])
    assert (again.number, again.state, again.units) == (filed.number, "submitted", (UNIT,))


async def test_a_later_message_opens_a_second_claim_once_the_first_is_filed(claims, filed):
    second = await claims.open_draft("c", "m9", "25-338", [OTHER])
    assert second.number != filed.number
    assert [c.number for c in await claims.of_conversation("c")] == [second.number, filed.number]


async def test_units_are_added_to_a_draft_once_each(claims, draft):
    for _ in range(2):
        claim = await claims.open_draft("c", "m2", "25-338", [OTHER, UNIT])
    assert claim.units == (UNIT, OTHER)


async def test_a_serial_is_in_a_claim_once_and_units_without_one_as_often_as_there_are(claims):
    unread = ClaimedUnit("A1263", None, "possibly_affected", {})
    for _ in range(2):
        claim = await claims.open_draft("c", "m1", "25-338", [UNIT, unread, UNIT, unread])
    assert claim.units == (UNIT, unread, unread)


async def test_details_are_tidied_and_merged(claims, draft):
    await claims.set_details(draft.number, {"name": "  Jose\u0301  ", "country": "US"})
    claim = await claims.set_details(draft.number, {"country": None, "address": "x" * 900})
    assert claim.details == {"name": "Jos\u00e9", "country": None, "address": "x" * 500}


async def test_a_filed_claim_keeps_its_details(claims, filed):
    claim = await claims.set_details(filed.number, {"name": "Mallory"})
    assert claim.details == GIVEN


async def test_filing_twice_is_filing_once(claims, filed):
    again = await claims.submit(filed.number, NEEDED)
    assert again == filed
    assert [c.to_state for c in await claims.history(filed.number)] == ["draft", "submitted"]


@pytest.mark.parametrize("details", [{}, {"name": "Jane"}, {"name": "Jane", "country": ""}])
async def test_an_incomplete_claim_stays_a_draft(claims, draft, details):
    await claims.set_details(draft.number, details)
    with pytest.raises(ClaimIncomplete, match="country"):
        await claims.submit(draft.number, NEEDED)
    assert (await claims.get(draft.number)).state == "draft"


async def test_a_claim_without_a_unit_cannot_be_filed(claims):
    empty = await claims.open_draft("c", "m1", "25-338", [])
    with pytest.raises(ClaimIncomplete, match="units"):
        await claims.submit(empty.number, ())


async def test_a_serial_claimed_elsewhere_is_filed_and_calls_a_person(claims, filed, database):
    second = await claims.open_draft("d", "m1", "25-338", [UNIT])
    await claims.set_details(second.number, GIVEN)
    second = await claims.submit(second.number, NEEDED)
    assert second.state == "submitted"
    reasons = [c.reason for c in await claims.history(second.number)]
    assert "same serial is in another claim" in reasons[-1]
    assert "same serial" not in (await claims.history(filed.number))[-1].reason
    assert await claims.claimed_elsewhere(second.number)
    assert not await claims.claimed_elsewhere(filed.number)
    # It was so when it was filed, whatever becomes of the other one.
    await claims.move(filed.number, "rejected", "firm", "no photos")
    assert await claims.claimed_elsewhere(second.number)
    async with database.read() as connection:
        rows = (await connection.execute(sa.select(handovers))).all()
    # Nobody knows which of them is right: a person looks at both.
    assert sorted((r.conversation, r.reason) for r in rows) == [
        ("c", "claimed_twice"), ("d", "claimed_twice"),
    ]  # fmt: skip
    # Nothing of the one stands in what its customer is told of the other.
    assert not await Transcript(database).since("c", 0)


async def test_a_fulfilled_claim_is_marked_no_more_when_its_serial_comes_again(
    claims, filed, database
):
    for state, actor in (
        ("approved", "firm"), ("awaiting_disposal", "firm"), ("disposal_confirmed", "customer"),
        ("fulfilled", "firm"),
    ):  # fmt: skip
        await claims.move(filed.number, state, actor, "-")
    second = await claims.open_draft("d", "m1", "25-338", [UNIT])
    await claims.set_details(second.number, GIVEN)
    await claims.submit(second.number, NEEDED)
    assert await claims.claimed_elsewhere(second.number)
    async with database.read() as connection:
        rows = (await connection.execute(sa.select(handovers))).all()
    assert [(r.conversation, r.reason) for r in rows] == [("d", "claimed_twice")]


async def test_a_number_that_stands_on_many_units_calls_nobody(claims, filed, database):
    second = await claims.open_draft("d", "m1", "25-338", [UNIT])
    await claims.set_details(second.number, GIVEN)
    await claims.submit(second.number, NEEDED, unique=False)
    assert not await claims.claimed_elsewhere(second.number)
    async with database.read() as connection:
        assert not (await connection.execute(sa.select(handovers))).all()


async def test_units_of_one_number_are_as_many_as_is_said(claims, draft):
    number, serial = draft.number, UNIT.serial
    assert (await claims.set_count(number, serial, 3)).units == (UNIT,) * 3
    await claims.open_draft("c", "m2", "25-338", [OTHER])
    assert (await claims.set_count(number, serial, 3)).units == (*(UNIT,) * 3, OTHER)
    assert (await claims.set_count(number, serial, 1)).units == (UNIT, OTHER)
    assert (await claims.set_count(number, serial, 2)).units == (UNIT, OTHER, UNIT)
    assert (await claims.set_count(number, "unknown", 2)).units == (UNIT, OTHER, UNIT)


async def test_a_filed_claim_keeps_its_units(claims, filed):
    assert (await claims.set_count(filed.number, UNIT.serial, 2)).units == (UNIT,)


async def test_a_serial_of_a_rejected_claim_is_free_again(claims, filed):
    await claims.move(filed.number, "rejected", "firm", "no photos")
    second = await claims.open_draft("d", "m1", "25-338", [UNIT])
    await claims.set_details(second.number, GIVEN)
    await claims.submit(second.number, NEEDED)
    assert "same serial" not in (await claims.history(second.number))[-1].reason


async def test_history_tells_who_when_and_why_in_order(claims, filed):
    await claims.move(filed.number, "checking", "firm", "first look")
    lines = await claims.history(filed.number)
    assert [(c.actor, c.from_state, c.to_state) for c in lines] == [
        ("customer", None, "draft"),
        ("customer", "draft", "submitted"),
        ("firm", "submitted", "checking"),
    ]
    assert [c.at for c in lines] == sorted(c.at for c in lines)
    assert lines[-1].reason == "first look"


async def test_a_refused_move_changes_nothing(claims, filed):
    with pytest.raises(TransitionRefused):
        await claims.move(filed.number, "fulfilled", "firm", "")
    assert await claims.get(filed.number) == filed
    assert len(await claims.history(filed.number)) == 2


async def test_a_move_writes_state_history_and_notice_at_once(claims, filed, database):
    for _ in range(2):
        claim = await claims.move(
            filed.number,
            "approved",
            "firm",
            "fine",
            notice=Reply("Approved."),
        )
    assert claim.state == "approved"
    told = [m.text for m in await Transcript(database).since("c", 0)]
    assert told == ["Approved."]


async def test_a_photo_sent_before_the_claim_is_part_of_it(claims, database):
    await _photo(database, "c", "p1")
    await _photo(database, "d", "foreign")
    assert (await claims.open_draft("c", "m1", "25-338", [UNIT])).photos == ("p1",)


async def test_only_a_photo_of_the_same_conversation_can_be_attached(claims, draft, database):
    await _photo(database, "d", "foreign")
    await _photo(database, "c", "mine")
    await claims.attach_photo(draft.number, "foreign")
    assert (await claims.attach_photo(draft.number, "mine")).photos == ("mine",)


async def test_an_old_draft_is_emptied_and_nothing_else(claims, draft):
    await claims.set_details(draft.number, GIVEN)
    young = await claims.open_draft("d", "m1", "25-338", [OTHER])
    assert await claims.expire_drafts(young.created_at) == 1
    old = await claims.get(draft.number)
    assert (old.state, old.details, old.units) == ("expired", {}, ())
    assert (await claims.history(draft.number))[-1].actor == "system"
    assert (await claims.get(young.number)).state == "draft"
    assert await claims.expire_drafts(young.created_at) == 0


async def test_a_filed_claim_never_expires(claims, filed):
    assert await claims.expire_drafts(NOW + timedelta(days=999)) == 0
    assert (await claims.get(filed.number)).details == GIVEN


async def test_an_unknown_number_is_said_to_be_unknown(claims):
    for call in (claims.get("RC-X"), claims.set_details("RC-X", {}), claims.submit("RC-X", ())):
        with pytest.raises(UnknownClaim):
            await call


async def test_listed_by_state_the_last_changed_first(claims, filed):
    draft = await claims.open_draft("d", "m1", "25-338", [OTHER])
    assert [c.number for c in await claims.listed()] == [draft.number, filed.number]
    assert [c.number for c in await claims.listed("submitted")] == [filed.number]
    assert len(await claims.listed(limit=1)) == 1


async def test_only_what_changes_is_written(claims, draft, database):
    await claims.set_details(draft.number, GIVEN)
    written = []

    def note(_c, _cursor, statement, *_):
        if not statement.startswith(("SELECT", "BEGIN", "PRAGMA")):
            written.append(" ".join(statement.split()[:3]))

    sa.event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    await claims.set_details(draft.number, {"name": " Jane Porter "})
    assert written == []
    await claims.set_details(draft.number, {"seller": "Amazon"})
    assert written == ["UPDATE claims SET"]
    await claims.set_details(draft.number, {"name": "Jane Doe"})
    assert any("claim_words" in statement for statement in written)
