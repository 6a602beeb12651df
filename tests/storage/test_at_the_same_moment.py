"""What two do at the same moment comes out as if one had been first."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.claims.claim import Claim, ClaimedUnit
from bot.claims.claims import Claims
from bot.claims.photos import CleanPhoto, Photos
from bot.claims.privacy import Privacy
from bot.conversations import Inbound, Keepers, Reply, Transcript
from bot.conversations.transcript import hold
from bot.desk.audit import Audit
from bot.desk.people import MOST_TRIES, People, Person, SignInRefused
from bot.desk.sessions import Sessions
from bot.recalls.lists import ListError, SerialLists
from bot.storage import Database, DatabaseBusy
from bot.storage.tables import conversations, serial_lists
from bot.storage.tables import photos as photo_rows

SECRET = "only-for-tests-" + "x" * 32
PASSWORD = "correct horse battery"
SERIAL, OTHER = "AKFF0Y1EQQQQ3333", "AKFF0Y1EQQQQ4444"
# Which of two is first is chance.
ROUNDS = 8


async def draft(database: Database, conversation: str) -> Claim:
    await Transcript(database).open(conversation, "web")
    unit = ClaimedUnit("A1263", SERIAL, "affected", {})
    return await Claims(database).open_draft(conversation, "m1", "25-338", [unit])


async def test_a_turn_under_way_writes_nothing_of_what_is_deleted(
    database: Database, tmp_path: Path
) -> None:
    transcript = Transcript(database)
    await transcript.open("c", "web")
    accepted = await transcript.accept("c", Inbound("m1", "I am Jane Porter"))
    await Privacy(database, Photos(database, tmp_path)).erase("c")
    replies, state = [Reply("Thank you, Jane Porter.")], {"name": "Jane Porter"}
    assert await transcript.save_turn("c", accepted.seq, replies, state) is None
    assert await transcript.since("c", 0) == []
    async with database.read() as connection:
        kept = (await connection.execute(sa.select(conversations.c.state))).scalar_one()
    assert kept is None


async def test_of_two_claims_of_one_unit_a_person_is_told(database: Database) -> None:
    claims = Claims(database)
    for number in range(ROUNDS):
        both = [await draft(database, f"{number}-{who}") for who in ("ann", "ben")]
        # Those before are done with: only these two can be twice.
        await asyncio.gather(*(claims.submit(claim.number, []) for claim in both))
        told = [await claims.claimed_elsewhere(claim.number) for claim in both]
        assert sorted(told) == [False, True]
        for claim in both:
            await claims.move(claim.number, "withdrawn", "customer", "changed my mind")


async def test_a_unit_told_while_its_claim_is_filed_is_in_it_or_not(database: Database) -> None:
    claims = Claims(database)
    for number in range(ROUNDS):
        claim = await draft(database, str(number))
        more = ClaimedUnit("A1263", OTHER, "affected", {})
        _, told = await asyncio.gather(
            claims.submit(claim.number, []),
            claims.open_draft(str(number), "m1", "25-338", [more]),
        )
        filed = await claims.get(claim.number)
        assert filed.state == "submitted"
        # As they were told, so it is filed.
        assert len(filed.units) == len(told.units) == (2 if told.state == "draft" else 1)


async def test_units_told_in_two_windows_are_both_in_the_claim(database: Database) -> None:
    claims = Claims(database)
    claim = await draft(database, "c")
    serials = [f"AKFF0Y1EQQQQ5{n:03}" for n in range(ROUNDS)]
    await asyncio.gather(
        *(
            claims.open_draft("c", f"m{serial}", "25-338", [
                ClaimedUnit("A1263", serial, "affected", {})
            ])
            for serial in serials
        )
    )  # fmt: skip
    units = (await claims.get(claim.number)).units
    assert sorted(unit.serial or "" for unit in units) == sorted([SERIAL, *serials])


async def test_the_same_upload_twice_is_one_photo(database: Database, tmp_path: Path) -> None:
    await Transcript(database).open("c", "web")
    photos = Photos(database, tmp_path)
    photo, told = CleanPhoto(b"jpeg", 1, 1, "a"), Inbound("p", "Photo", "/send_photo")
    kept = await asyncio.gather(*(photos.keep("c", "p", photo, told) for _ in range(3)))
    assert len({photo for photo, _ in kept}) == 1
    assert [file.stem for file in tmp_path.glob("*.jpg")] == [kept[0][0]]


async def test_of_one_photo_in_two_conversations_one_is_marked(
    database: Database, tmp_path: Path
) -> None:
    photos = Photos(database, tmp_path)
    for number in range(ROUNDS):
        names = [f"{number}-{who}" for who in ("ann", "ben")]
        for name in names:
            await Transcript(database).open(name, "web")
        photo = CleanPhoto(b"jpeg", 1, 1, str(number))
        kept = await asyncio.gather(
            *(photos.keep(name, "p", photo, Inbound("p", "Photo")) for name in names)
        )
        query = sa.select(photo_rows.c.same_as).where(
            photo_rows.c.id.in_([photo for photo, _ in kept])
        )
        async with database.read() as connection:
            marks = list((await connection.execute(query)).scalars())
        assert sorted(mark is None for mark in marks) == [False, True]


async def test_a_demo_list_takes_no_place_of_a_real_one_loaded_meanwhile(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists = SerialLists(database)
    begin = lists._begin

    async def begun(*told: Any) -> int:
        made = await begin(*told)
        monkeypatch.undo()
        await lists.load("1", "real", date(2026, 11, 20), [SERIAL])
        return made

    monkeypatch.setattr(lists, "_begin", begun)
    with pytest.raises(ListError, match="may not replace"):
        await lists.load("1", "demo", date(2026, 11, 20), [OTHER], demo=True)
    active = await lists.active("1")
    assert active is not None
    assert (active.name, active.demo) == ("real", False)
    async with database.read() as connection:
        count = sa.select(sa.func.count()).select_from(serial_lists)
        assert (await connection.execute(count)).scalar_one() == 1


async def test_an_old_password_opens_nothing_once_it_is_changed(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = People(database, Audit(SECRET), SECRET)
    await people.add("ana", "Ana", "lead", PASSWORD)
    verify = people._verify

    async def verified(*told: Any) -> bool:
        right = await verify(*told)
        await people.set_password("ana", "another horse battery", by="ana")
        return right

    monkeypatch.setattr(people, "_verify", verified)
    with pytest.raises(SignInRefused):
        await people.sign_in("ana", PASSWORD, "", "address")


async def test_a_session_begun_while_the_password_is_changed_ends_with_the_old_one(
    database: Database,
) -> None:
    people, sessions = People(database, Audit(SECRET), SECRET), Sessions(database)
    await people.add("ana", "Ana", "lead", PASSWORD)
    tokens, changing = [], []

    async def begin(connection: AsyncConnection, person: Person) -> None:
        change = people.set_password("ana", "another horse battery", by="ana")
        changing.append(asyncio.create_task(change))
        tokens.append(await sessions.begin(connection, person))

    await people.sign_in("ana", PASSWORD, "", "address", begin)
    await changing[0]
    assert await sessions.person(tokens[0]) is None


async def test_many_tries_at_once_are_no_more_than_one_after_the_other(database: Database) -> None:
    people = People(database, Audit(SECRET), SECRET)
    tries = 3 * MOST_TRIES
    results = await asyncio.gather(
        *(people._count_try("ana", f"address {n}") for n in range(tries)), return_exceptions=True
    )
    refused = [result for result in results if isinstance(result, SignInRefused)]
    assert len(refused) == tries - MOST_TRIES, results


async def test_of_two_that_wait_for_one_another_one_may_try_again(database: Database) -> None:
    names = ("ann", "ben")
    for name in names:
        await Transcript(database).open(name, "web")
    begun = {name: asyncio.Event() for name in names}

    async def both(first: str, second: str) -> None:
        async with database.write() as connection:
            await hold(connection, first)
            begun[first].set()
            if not database.sqlite:  # there the other waits to begin
                await begun[second].wait()
            await hold(connection, second)

    results = await asyncio.gather(both(*names), both(*names[::-1]), return_exceptions=True)
    refused = [result for result in results if result is not None]
    assert [type(each) for each in refused] == ([] if database.sqlite else [DatabaseBusy])


async def test_a_claim_is_decided_while_its_customer_is_answered(database: Database) -> None:
    claims, keepers, book = Claims(database), Keepers(database), Audit(SECRET)

    async def decided(connection: AsyncConnection, claim: Claim) -> None:
        await book.write(connection, "ana", "claim decided", claim.number)

    async def said(connection: AsyncConnection) -> None:
        await book.write(connection, "ben", "answered", "c")

    for number in range(ROUNDS):
        conversation = str(number)
        claim = await draft(database, conversation)
        await claims.submit(claim.number, [])
        await keepers.take_over(conversation, "Ben")
        # Neither waits for what the other holds.
        await asyncio.gather(
            claims.move(
                claim.number, "checking", "firm", "seen", notice=Reply("We look."), also=decided
            ),
            keepers.say_as_agent(conversation, "Ben", "Hello", "1", said),
        )
        told = [m.text for m in await Transcript(database).since(conversation, 0)]
        assert sorted(told) == ["Hello", "We look."]
