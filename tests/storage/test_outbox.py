"""Notices by e-mail, from the change they tell of to a real mail server on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import pytest_asyncio

from bot.channels.email import Mailer
from bot.claims.claim import ClaimedUnit
from bot.claims.claims import Claims
from bot.claims.life import TransitionRefused
from bot.claims.notices import mail_words
from bot.claims.photos import Photos
from bot.claims.privacy import Privacy
from bot.conversations import Transcript
from bot.recalls import load_recalls
from bot.settings import MailServer, Settings
from bot.storage import Database, DatabaseBusy, upgrade
from bot.storage.outbox import GIVE_UP, LEASE, Mail, Outbox, OutboxRow, put
from tests.mail_host import MailHost, mail_host
from tests.storage.test_told_elsewhere import go_back

UNIT = ClaimedUnit("A1263", "AKFF1Y0E12345678", "affected", {"rule": "serial_list"})
DETAILS = {
    "name": "Jane Porter", "email": "jane@example.com", "address": "12 Elm Street, Denver",
}  # fmt: skip


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)

    def __call__(self) -> datetime:
        return self.now


@pytest_asyncio.fixture
async def host() -> AsyncIterator[MailHost]:
    """A mail server that takes everything."""
    async with mail_host() as made:
        yield made


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def outbox(database: Database, clock: Clock) -> Outbox:
    return Outbox(database, clock)


@pytest_asyncio.fixture
async def claims(database: Database, clock: Clock) -> Claims:
    """Claims whose changes are written into the outbox."""
    await Transcript(database).open("c", "test")
    return Claims(database, clock, mail=mail_words(load_recalls(Settings.from_env().recalls_dir)))


async def filed(claims: Claims, message: str = "m1", **details: str) -> str:
    """The number of a filed claim."""
    claim = await claims.open_draft("c", message, "25-338", [UNIT])
    await claims.set_details(claim.number, {**DETAILS, **details})
    return (await claims.submit(claim.number, ["name"])).number


def mailer(outbox: Outbox, host: MailHost, tls: str = "if_offered") -> Mailer:
    sender = "Recall team <recall@shop.example.com>"
    server = MailServer("127.0.0.1", host.port, tls, sender)
    return Mailer(outbox, server, busy_seconds=(0.0, 0.0))


async def only(outbox: Outbox, number: str) -> OutboxRow:
    (row,) = await outbox.of_claim(number)
    return row


async def test_each_change_that_is_told_writes_one_notice_and_a_refused_one_none(
    claims: Claims, outbox: Outbox
) -> None:
    number = await filed(claims)
    await claims.submit(number, ["name"])
    for state in ("checking", "needs_information", "approved", "approved", "awaiting_disposal"):
        await claims.move(number, state, "firm", "photo 2 is blurred")  # type: ignore[arg-type]
    with pytest.raises(TransitionRefused):
        await claims.move(number, "fulfilled", "firm", "too early")
    await claims.move(number, "disposal_confirmed", "customer", "done")
    await claims.move(number, "fulfilled", "firm", "it is on its way")
    kinds = [row.kind for row in await outbox.of_claim(number)]
    assert sorted(kinds) == sorted(
        ["submitted", "needs_information", "approved", "awaiting_disposal", "fulfilled"]
    )


async def test_what_is_rolled_back_leaves_no_notice(
    claims: Claims, outbox: Outbox, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = await filed(claims)

    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError("cut")

    monkeypatch.setattr("bot.conversations.reach.append", broken)
    from bot.conversations.messages import Reply

    with pytest.raises(RuntimeError):
        await claims.move(number, "approved", "firm", "fine", notice=Reply("approved"))
    assert (await claims.get(number)).state == "submitted"
    assert [row.kind for row in await outbox.of_claim(number)] == ["submitted"]


async def test_without_an_address_or_mail_server_nothing_is_written(
    claims: Claims, outbox: Outbox, database: Database
) -> None:
    number = await filed(claims, email="")
    silent = Claims(database)
    other = await filed(silent, "m2")
    assert await outbox.of_claim(number) == await outbox.of_claim(other) == []


async def test_a_notice_is_sent_once_and_its_text_forgotten(
    claims: Claims, outbox: Outbox, host: MailHost
) -> None:
    number = await filed(claims)
    waiting = await only(outbox, number)
    for _ in range(2):
        await mailer(outbox, host).send_due()
    (mail,) = host.mails
    assert host.recipients == ["jane@example.com"]
    assert mail["Subject"] == f"We have your claim ({number})"
    assert mail["Message-ID"] == f"<{waiting.id}@shop.example.com>"
    assert mail["From"] == "Recall team <recall@shop.example.com>"
    assert mail["Auto-Submitted"] == "auto-generated"
    text = mail.get_content()  # type: ignore[attr-defined]
    assert text.replace("\r\n", "\n") == waiting.text
    row = await only(outbox, number)
    assert (row.state, row.recipient, row.text) == ("sent", "", "")


async def test_a_notice_holds_number_model_and_next_step_and_no_more_of_the_customer(
    claims: Claims, outbox: Outbox
) -> None:
    number = await filed(claims)
    await claims.move(number, "approved", "firm", "photos match")
    await claims.move(number, "awaiting_disposal", "firm", "confirmed")
    by_kind = {row.kind: row for row in await outbox.of_claim(number)}
    submitted, disposal = by_kind["submitted"], by_kind["awaiting_disposal"]
    assert "please send your photos in the chat" in submitted.text
    assert "hazardous waste" in disposal.text
    for row in (submitted, disposal):
        assert number in row.subject and number in row.text
        assert "A1263" in row.text
        for private in (UNIT.serial, "Jane", "Porter", "Elm", "jane@"):
            assert private is not None and private not in row.text + row.subject


async def test_a_notice_says_where_the_chat_is(database: Database, outbox: Outbox) -> None:
    await Transcript(database).open("c", "test")
    recalls = load_recalls(Settings.from_env().recalls_dir)
    for message, url, where in (
        ("m1", "", "open the chat and write"),
        ("m2", "https://recall.example.com", "the chat at https://recall.example.com/chat and"),
    ):
        claims = Claims(database, mail=mail_words(recalls, url))
        assert where in (await only(outbox, await filed(claims, message))).text


async def test_two_senders_at_once_send_each_notice_once(
    claims: Claims, database: Database, clock: Clock, host: MailHost
) -> None:
    numbers = [await filed(claims, f"m{place}") for place in range(12)]
    senders = [mailer(Outbox(database, clock), host) for _ in range(3)]
    await asyncio.gather(*(sender.send_due() for sender in senders))
    told = sorted(mail["Subject"] for mail in host.mails)
    assert told == sorted(f"We have your claim ({number})" for number in numbers)


async def test_a_mail_without_an_answer_at_its_end_is_reported_and_not_sent_again(
    claims: Claims, outbox: Outbox, host: MailHost, caplog: pytest.LogCaptureFixture
) -> None:
    number = await filed(claims)
    host.answer_to["DATA"] = None
    with pytest.raises(OSError):
        await mailer(outbox, host).send_due()
    host.answer_to.clear()
    await mailer(outbox, host).send_due()
    assert len(host.mails) == 1
    assert [row.state for row in await outbox.reported()] == ["uncertain"]
    assert number in caplog.text and "jane" not in caplog.text
    # A person decides: once more, or not.
    assert await outbox.answer(number, again=True) == 1
    await mailer(outbox, host).send_due()
    assert len(host.mails) == 2
    assert await outbox.reported() == []


async def test_what_the_server_took_is_noted_although_the_database_was_busy(
    claims: Claims, outbox: Outbox, host: MailHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = await filed(claims)
    sent, busy = outbox.sent, 2

    async def busily(mail: str) -> None:
        nonlocal busy
        if busy:
            busy -= 1
            raise DatabaseBusy("held")
        await sent(mail)

    monkeypatch.setattr(outbox, "sent", busily)
    await mailer(outbox, host).send_due()
    assert (await only(outbox, number)).state == "sent"
    assert len(host.mails) == 1


async def test_what_the_server_took_is_noted_although_the_service_ends(
    claims: Claims, outbox: Outbox, host: MailHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = await filed(claims)
    sent, writing, go_on = outbox.sent, asyncio.Event(), asyncio.Event()

    async def slowly(mail: str) -> None:
        writing.set()
        await go_on.wait()
        await sent(mail)

    monkeypatch.setattr(outbox, "sent", slowly)
    sending = asyncio.create_task(mailer(outbox, host).send_due())
    await writing.wait()
    sending.cancel()
    await asyncio.sleep(0)
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await sending
    assert (await only(outbox, number)).state == "sent"


async def test_a_later_notice_of_a_claim_never_overtakes_an_earlier_one(
    claims: Claims, outbox: Outbox, clock: Clock
) -> None:
    number, other = await filed(claims, "m1"), await filed(claims, "m2")
    put_off = await outbox.take()
    assert put_off is not None and put_off.kind == "submitted"
    first = put_off.claim
    await outbox.later(put_off, "refused with 451")
    clock.now += timedelta(seconds=1)
    await claims.move(first, "approved", "firm", "photos match")
    # Of the other claim, which waits for nothing, the mail goes out.
    going = await outbox.take()
    assert going is not None and {first, going.claim} == {number, other}
    assert await outbox.take() is None
    assert (await outbox.counts())["waiting"] == 3
    clock.now += timedelta(minutes=4)
    again = await outbox.take()
    assert again is not None and again.id == put_off.id
    assert await outbox.take() is None
    assert await outbox.begin(again.id)
    assert await outbox.take() is None
    await outbox.sent(again.id)
    last = await outbox.take()
    assert last is not None and (last.claim, last.kind) == (first, "approved")


async def test_notices_sent_once_more_keep_their_order(
    claims: Claims, outbox: Outbox, clock: Clock
) -> None:
    number = await filed(claims)
    changes = ("approved", "awaiting_disposal")
    for state in changes:
        clock.now += timedelta(seconds=1)
        await claims.move(number, state, "firm", "fine")  # type: ignore[arg-type]
    clock.now += GIVE_UP + timedelta(minutes=1)
    assert len(await outbox.settle()) == 3
    assert await outbox.answer(number, again=True) == 3
    assert await outbox.settle() == [], "they are not given up at once"
    told = []
    while row := await outbox.take():
        assert await outbox.begin(row.id)
        await outbox.sent(row.id)
        told.append(row.kind)
    assert told == ["submitted", *changes]


async def test_a_mail_to_the_team_is_sent_once_more_or_left(
    database: Database, outbox: Outbox
) -> None:
    await Transcript(database).open("c", "web")
    mail = Mail("handover", "team@example.com", "A customer needs a person", "what was said")
    for again in (True, False):
        async with database.write() as connection:
            await put(connection, None, mail, outbox._clock(), conversation="c")
        row = await outbox.take()
        assert row is not None
        await outbox.failed(row.id, "refused with 550")
        assert await outbox.answer_mail(row.id, again=again) == 1
        (now,) = [m for m in await outbox.to_the_team("c") if m.id == row.id]
        assert (now.state, now.text) == (("waiting", mail.text) if again else ("left", ""))
        assert await outbox.answer_mail(row.id, again=again) == 0
        if again:
            assert await outbox.take() == now
            await outbox.sent(row.id)


async def test_the_mails_to_the_team_written_before_belong_to_their_conversation(
    database: Database, outbox: Outbox
) -> None:
    await Transcript(database).open("c-1", "web")
    places = ("conversations/c-1\n\nWhat", "incidents/c-1/m\n", "conversations/gone")
    for place in places:
        async with database.write() as connection:
            mail = Mail("handover", "team@example.com", "", f"At the desk: /desk/{place}")
            await put(connection, None, mail, outbox._clock())
    await go_back(database, "0017")
    await upgrade(database)
    assert len(await outbox.to_the_team("c-1")) == 2


async def test_what_a_dead_sender_was_sending_is_reported_once_its_lease_is_over(
    claims: Claims, outbox: Outbox, database: Database, clock: Clock, host: MailHost
) -> None:
    taken, sending = await filed(claims, "m1"), await filed(claims, "m2")
    dead = Outbox(database, clock)
    first, second = await dead.take(), await dead.take()
    assert first is not None and second is not None and await dead.take() is None
    assert await dead.begin(second.id)
    await mailer(outbox, host).send_due()
    assert host.mails == []
    clock.now += LEASE * 1.5
    # What was only taken is sent; what was being handed over may have arrived.
    assert not await dead.begin(first.id)
    await mailer(outbox, host).send_due()
    assert {first.claim, second.claim} == {taken, sending}
    assert [mail["Subject"] for mail in host.mails] == [first.subject]
    assert [row.claim for row in await outbox.reported()] == [second.claim]
    assert await outbox.answer(second.claim, again=False) == 1
    assert (await only(outbox, second.claim)).text == ""


@pytest.mark.parametrize("command", ["RCPT", "DATA"])
async def test_a_no_for_now_is_tried_later_and_a_no_for_good_is_reported(
    claims: Claims, outbox: Outbox, host: MailHost, clock: Clock, command: str
) -> None:
    number = await filed(claims)
    host.answer_to[command] = "451 try later"
    sender = mailer(outbox, host)
    await sender.send_due()
    assert (await only(outbox, number)).trouble == "refused with 451"
    tried = len(host.mails)
    await sender.send_due()
    assert len(host.mails) == tried, "it is not due yet"
    clock.now += timedelta(minutes=2)
    host.answer_to[command] = "550 no such customer"
    await sender.send_due()
    row = await only(outbox, number)
    assert (row.state, row.trouble, row.tries) == ("failed", "refused with 550", 1)


async def test_one_refused_notice_does_not_hold_up_the_next(
    claims: Claims, outbox: Outbox, host: MailHost
) -> None:
    bad, good = await filed(claims, "m1", email="no address"), await filed(claims, "m2")
    await mailer(outbox, host).send_due()
    assert (await only(outbox, bad)).state == "failed"
    assert (await only(outbox, good)).state == "sent"


async def test_what_cannot_be_sent_for_too_long_is_reported(
    claims: Claims, outbox: Outbox, host: MailHost, clock: Clock
) -> None:
    number = await filed(claims)
    clock.now += GIVE_UP + timedelta(seconds=1)
    await mailer(outbox, host).send_due()
    assert host.mails == []
    assert (await only(outbox, number)).state == "failed"


async def test_without_the_encryption_that_is_needed_nothing_is_sent(
    claims: Claims, outbox: Outbox, host: MailHost
) -> None:
    from aiosmtplib import SMTPException

    number = await filed(claims)
    with pytest.raises(SMTPException):
        await mailer(outbox, host, tls="needed").send_due()
    assert host.mails == []
    assert (await only(outbox, number)).state == "waiting"


@pytest.mark.parametrize(
    "address",
    [
        "jane@example.com\r\nBcc: all@example.com",
        "jane@example.com>\r\nRCPT TO:<all@example.com",
        "jane@example.com, all@example.com",
        "Jane <jane@example.com>",
    ],
)
async def test_an_address_that_is_more_than_an_address_gets_nothing(
    claims: Claims, outbox: Outbox, host: MailHost, address: str
) -> None:
    number = await filed(claims, email=address)
    await mailer(outbox, host).send_due()
    assert host.mails == host.recipients == []
    assert (await only(outbox, number)).state == "failed"


async def test_an_address_in_another_script_is_sent_to(
    claims: Claims, outbox: Outbox, host: MailHost
) -> None:
    await filed(claims, email="\u7528\u6237@b\u00fccher.example.com")
    await mailer(outbox, host).send_due()
    assert len(host.mails) == 1
    assert host.recipients == ["\u7528\u6237@b\u00fccher.example.com"]


async def test_the_service_ends_while_the_server_cannot_be_reached(
    claims: Claims, outbox: Outbox, host: MailHost
) -> None:
    number = await filed(claims)
    host.answer_to["RCPT"] = "421 closing"
    sender = mailer(outbox, host)
    running = asyncio.create_task(sender.run())
    while (await only(outbox, number)).tries == 0:
        await asyncio.sleep(0.01)
    await sender.stop(running)
    assert running.done()
    assert (await only(outbox, number)).trouble == "the server was closing"


async def test_a_withdrawn_claim_is_told_and_a_withdrawn_draft_is_not(
    claims: Claims, outbox: Outbox
) -> None:
    draft = await claims.open_draft("c", "m0", "25-338", [UNIT])
    await claims.set_details(draft.number, DETAILS)
    await claims.move(draft.number, "withdrawn", "customer", "withdrawn by the customer")
    assert await outbox.of_claim(draft.number) == []
    number = await filed(claims)
    await claims.move(number, "withdrawn", "customer", "withdrawn by the customer")
    assert {row.kind for row in await outbox.of_claim(number)} == {"submitted", "withdrawn"}


async def test_what_is_erased_is_not_sent(
    claims: Claims, outbox: Outbox, database: Database, host: MailHost, tmp_path: Path
) -> None:
    number = await filed(claims)
    await claims.move(number, "withdrawn", "customer", "withdrawn by the customer")
    await Privacy(database, Photos(database, tmp_path)).erase("c")
    await mailer(outbox, host).send_due()
    assert host.mails == [] and await outbox.of_claim(number) == []
