"""A claim opened from another conversation, on both databases."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import sqlalchemy as sa
from sqlalchemy import event

from bot.claims.access import LOCKED_FOR, MAX_FAILURES, Access
from bot.claims.claim import ClaimedUnit
from bot.claims.claims import Claims
from bot.claims.number import new_number
from bot.claims.photos import CleanPhoto, Photos
from bot.claims.privacy import ClaimInProgress, Privacy
from bot.conversations import Inbound, Reply, Transcript
from bot.conversations.news import take_news_here
from bot.conversations.transcript import utc_now
from bot.storage import Database
from bot.storage.tables import access_failures, claim_access
from bot.storage.tables import claims as claims_table

UNIT = ClaimedUnit("A1263", "AKFF1Y0E12345678", "affected", {"rule": "serial_list"})
OTHER = ClaimedUnit("A1263", "7K3M9P2R4T6W8X0Y", "affected", {"rule": "serial_list"})
EMAIL = "Jane.Porter@example.com"
WRONG = "joan@example.com"


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def access(database: Database, clock: Clock) -> Access:
    return Access(database, clock)


@pytest.fixture
def claims(database: Database) -> Claims:
    return Claims(database)


@pytest_asyncio.fixture
async def number(database: Database, claims: Claims) -> str:
    """The number of a draft with an e-mail, begun in conversation "phone"."""
    for conversation in ("phone", "laptop", "stranger"):
        await Transcript(database).open(conversation, "test")
    draft = await claims.open_draft("phone", "m1", "25-338", [UNIT])
    await claims.set_details(draft.number, {"name": "Jane Porter", "email": EMAIL})
    return draft.number


async def test_number_and_email_open_the_claim_and_both_conversations_have_it(
    access: Access, claims: Claims, number: str
) -> None:
    assert await claims.of_conversation("laptop") == []
    for email in (EMAIL, " jane.porter@EXAMPLE.com "):
        assert await access.open("laptop", "m1", number, email, None) == "opened"
    for conversation in ("phone", "laptop"):
        assert [c.number for c in await claims.of_conversation(conversation)] == [number]
    # The draft goes on here; a message "m1" of another conversation is not the one that began it.
    assert (await claims.open_draft("laptop", "m1", "25-338", [OTHER])).number == number
    assert (await claims.get(number)).units == (UNIT, OTHER)


@pytest.mark.parametrize("known, email", [(True, WRONG), (False, EMAIL), (True, "")])
async def test_neither_half_alone_opens_anything(
    access: Access, claims: Claims, number: str, known: bool, email: str
) -> None:
    tried = number if known else new_number()
    assert await access.open("stranger", "m1", tried, email, "a") == "wrong"
    assert await claims.of_conversation("stranger") == []


async def test_a_claim_without_an_email_is_opened_by_none(
    access: Access, claims: Claims, number: str
) -> None:
    await claims.set_details(number, {"email": ""})
    assert await access.open("stranger", "m1", number, "", None) == "wrong"


async def test_a_wrong_number_and_a_wrong_email_cost_the_same_work(
    access: Access, database: Database, number: str
) -> None:
    async def statements(message: str, tried: str, email: str) -> list[str]:
        seen: list[str] = []

        def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            seen.append(statement)

        engine = database.engine.sync_engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            assert await access.open("stranger", message, tried, email, "a") == "wrong"
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return seen

    wrong_email = await statements("m1", number, WRONG)
    assert wrong_email == await statements("m2", new_number(), WRONG)
    assert any("claims" in statement for statement in wrong_email)


@pytest.mark.parametrize("by", ["conversation", "number", "address"])
async def test_five_wrong_tries_lock_what_they_have_in_common(
    access: Access, database: Database, clock: Clock, number: str, by: str
) -> None:
    for place in range(MAX_FAILURES):
        conversation = "stranger" if by == "conversation" else f"c{place}"
        tried = number if by == "number" else new_number()
        address = "a" if by == "address" else f"a{place}"
        clock.now += timedelta(minutes=1)
        assert await access.open(conversation, f"m{place}", tried, WRONG, address) == "wrong"
    here = {
        "conversation": ("stranger", number, "b"),
        "number": ("laptop", number, "b"),
        "address": ("laptop", number, "a"),
    }[by]
    # A start of the service does not lift it, and the right answer does not help.
    restarted = Access(database, clock)
    clock.now += LOCKED_FOR - timedelta(seconds=1)
    assert await restarted.open(here[0], "m9", here[1], EMAIL, here[2]) == "locked"
    if by != "number":
        assert await restarted.open("laptop", "m9", number, EMAIL, "b") == "opened"
    clock.now += timedelta(seconds=2)
    assert await restarted.open(here[0], "m10", here[1], EMAIL, here[2]) == "opened"


async def test_tries_that_lie_far_apart_lock_nothing(
    access: Access, clock: Clock, number: str
) -> None:
    for place in range(2 * MAX_FAILURES):
        assert await access.open("stranger", f"m{place}", number, WRONG, "a") == "wrong"
        clock.now += LOCKED_FOR / (MAX_FAILURES - 1)
    assert await access.open("laptop", "m1", number, EMAIL, "a") == "opened"


async def test_many_tries_at_once_are_no_more_than_five(access: Access, number: str) -> None:
    tries = [access.open(f"c{i}", "m1", number, WRONG, f"a{i}") for i in range(12)]
    outcomes = await asyncio.gather(*tries)
    assert sorted(outcomes) == ["locked"] * 7 + ["wrong"] * MAX_FAILURES


async def test_the_same_message_run_again_counts_once(
    access: Access, database: Database, number: str
) -> None:
    for _ in range(3 * MAX_FAILURES):
        assert await access.open("stranger", "m1", number, WRONG, "a") == "wrong"
    async with database.read() as connection:
        rows = (await connection.execute(sa.select(access_failures))).all()
    assert sorted(row.key for row in rows) == [
        "address a", "conversation stranger", f"number {number}",
    ]  # fmt: skip


async def test_photos_go_to_a_claim_from_both_conversations_and_news_where_it_is_wanted(
    access: Access, claims: Claims, database: Database, number: str, tmp_path: Path
) -> None:
    await access.open("laptop", "m1", number, EMAIL, None)
    photos = Photos(database, tmp_path)
    for conversation in ("phone", "laptop", "stranger"):
        picture = CleanPhoto(b"jpeg", 1, 1, conversation)
        message = Inbound("p", "Photo", "/send_photo")
        photo, _ = await photos.keep(conversation, "p", picture, message)
        await claims.attach_photo(number, photo)
    assert len((await claims.get(number)).photos) == 2
    await claims.submit(number, ["email"])
    await claims.move(number, "checking", "firm", "", notice=Reply("looked at"))
    # "stranger" has not opened the claim: whatever it presses, nothing changes.
    for conversation in ("laptop", "stranger"):
        async with database.write() as connection:
            await take_news_here(
                connection, conversation=conversation, number=number, now=utc_now()
            )
    await claims.move(number, "approved", "firm", "fine", notice=Reply("approved"))
    told_in = (("phone", ["looked at"]), ("laptop", ["approved"]), ("stranger", []))
    for conversation, told in told_in:
        said = await Transcript(database).since(conversation, 0)
        assert [m.text for m in said if m.sender == "assistant"] == told


async def test_a_claim_nobody_was_asked_about_is_told_of_everywhere(
    access: Access, claims: Claims, database: Database, number: str
) -> None:
    """Filed before the question was there; or what was chosen has been deleted."""
    await access.open("laptop", "m1", number, EMAIL, None)
    await claims.submit(number, ["email"], "laptop")
    for state, chosen in (("checking", None), ("approved", "stranger")):
        async with database.write() as connection:
            await connection.execute(sa.update(claims_table).values(news_in=chosen))
        await claims.move(number, state, "firm", "", notice=Reply(state))
    for conversation in ("phone", "laptop"):
        said = await Transcript(database).since(conversation, 0)
        assert [m.text for m in said] == ["checking", "approved"]


async def test_two_at_once_on_one_draft_file_it_once(
    access: Access, claims: Claims, number: str
) -> None:
    await access.open("laptop", "m1", number, EMAIL, None)
    await asyncio.gather(
        *(claims.set_details(number, {f"field{i}": str(i)}) for i in range(6)),
        *(claims.submit(number, ["email"]) for _ in range(3)),
    )
    assert [c.to_state for c in await claims.history(number)] == ["draft", "submitted"]


async def test_what_is_kept_of_a_customer_is_shown_and_deleted_in_all_conversations(
    access: Access, claims: Claims, database: Database, number: str, tmp_path: Path
) -> None:
    privacy = Privacy(database, Photos(database, tmp_path))
    for conversation in ("phone", "laptop", "stranger"):
        await Transcript(database).accept(conversation, Inbound("m1", f"I am on {conversation}"))
    await access.open("laptop", "m2", number, EMAIL, None)
    exported = await privacy.export("phone")
    assert [other["conversation"] for other in exported["elsewhere"]] == ["laptop"]
    await claims.submit(number, ["email"])
    for conversation in ("phone", "laptop"):
        with pytest.raises(ClaimInProgress):
            await privacy.erase(conversation)
    await claims.move(number, "withdrawn", "customer", "changed my mind")
    await privacy.erase("phone")
    told = {c: len(await Transcript(database).since(c, 0)) for c in ("phone", "laptop", "stranger")}
    assert told == {"phone": 0, "laptop": 0, "stranger": 1}
    assert (await claims.get(number)).details == {}
    async with database.read() as connection:
        assert (await connection.execute(sa.select(claim_access))).all() == []


async def test_talk_is_kept_while_its_claim_goes_on_elsewhere(
    access: Access, claims: Claims, database: Database, number: str, tmp_path: Path
) -> None:
    privacy = Privacy(database, Photos(database, tmp_path))
    for conversation in ("phone", "laptop", "stranger"):
        await Transcript(database).accept(conversation, Inbound("m1", "hello"))
    await Access(database).open("laptop", "m2", number, EMAIL, None)
    before = utc_now() + timedelta(seconds=1)
    # Taken up on the laptop: the draft is young, the talk on the phone is old.
    later = Claims(database, lambda: before + timedelta(days=1))
    await later.set_details(number, {"seller": "Amazon"})
    assert (await privacy.purge(before)) == (0, 1)
    assert (await claims.get(number)).state == "draft"
    for conversation, left in (("phone", 1), ("laptop", 1), ("stranger", 0)):
        assert len(await Transcript(database).since(conversation, 0)) == left
