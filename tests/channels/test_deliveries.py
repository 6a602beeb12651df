"""Deliveries as providers make them: again and again, late, out of order; and forged ones."""

from __future__ import annotations

import asyncio
import json
import os
import random
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlencode

import pytest
import sqlalchemy as sa

from bot.channels import inbox, words
from bot.channels.adapter import Incoming
from bot.channels.inbox import Customer
from bot.claims.photos import CleanPhoto, PhotoTooSlow
from bot.storage.tables import channel_events, handovers, incidents, messages
from tests.channels.conftest import Line, Open
from tests.channels.fakes import (
    FAKES,
    PUBLIC_URL,
    FakeMessenger,
    FakeSlack,
    FakeTelegram,
    FakeTwilio,
    Webhook,
)
from tests.web.pictures import picture

LONG = os.environ.get("RECALL_CHAOS") == "long"
MESSAGES = 10_000 if LONG else 150
AGAIN = 4
CUSTOMERS = 20 if LONG else 10
AT_ONCE = 16


async def test_each_message_counts_once_however_often_and_late_it_comes(open_line: Open) -> None:
    """First deliveries in a conversation come in order, later ones whenever they like."""
    dice = random.Random(7)
    lines: list[Line] = await open_line.all(FAKES)  # type: ignore[attr-defined]
    expected: dict[tuple[str, str], list[str]] = {}
    again: list[tuple[Line, Webhook]] = []
    each = MESSAGES // len(lines) // CUSTOMERS

    async def write(line: Line, number: int) -> None:
        address = line.fake.customer(number)
        for i in range(each):
            text = f"message {i} of {number} with 2 in it"
            webhook = line.fake.text(address, text)
            expected.setdefault((line.fake.name, address), []).append(text)
            assert await line.deliver(webhook) == 200
            again.extend((line, webhook) for _ in range(dice.randint(0, AGAIN)))
            for _ in range(dice.randint(0, 3)):
                # Some of those that came before come again in between.
                other, old = again[dice.randrange(len(again))] if again else (line, webhook)
                assert await other.deliver(other.fake.again(old)) == 200

    writing = [write(line, number) for line in lines for number in range(CUSTOMERS)]
    await asyncio.gather(*writing)
    dice.shuffle(again)
    limit = asyncio.Semaphore(AT_ONCE)

    async def repeat(line: Line, webhook: Webhook) -> None:
        async with limit:
            assert await line.deliver(line.fake.again(webhook)) == 200

    await asyncio.gather(*(repeat(*one) for one in again))
    await lines[0].quiet()
    for line in lines:
        for number in range(CUSTOMERS):
            address = line.fake.customer(number)
            texts = expected[line.fake.name, address]
            said = await line.transcript(address)
            assert [m.text for m in said if m.sender == "customer"] == texts
            answers = [f"You said: {text}" for text in texts]
            assert [m.text for m in said if m.sender == "assistant"] == answers
            assert [sent.text for sent in line.fake.to(address)] == answers
        assert line.fake.complaints == []
    assert len(lines[0].site.engine.heard) == each * CUSTOMERS * len(lines)


async def test_forged_and_replayed_deliveries_are_never_taken(line: Line) -> None:
    """200 on each of five channels; what is replayed in time is the provider's, and taken once."""
    real = line.fake.text(line.fake.customer(1), "hello")
    forged = [line.fake.forged(real, kind) for kind in ("bare", "wrong", "changed")]
    for number in range(200 - 50):
        webhook = forged[number % 3]
        assert await line.deliver(webhook) == 403
    assert await _count(line, channel_events) == 0
    await line.said(real)
    for _ in range(50):
        assert await line.deliver(real) == 200
    await line.quiet()
    assert await _count(line, channel_events) == 1
    assert await _count(line, messages) == 2
    assert line.site.engine.texts == ["hello"]


async def test_a_proof_in_other_letters_is_refused(line: Line) -> None:
    real = line.fake.text(line.fake.customer(1), "hello")
    proofs = [name for name in real.headers if name.startswith("X-")]
    assert proofs
    for name in proofs:
        for value in ("\u00ff", "v0=\u0663", "sha256=\u20ac", "\U0001f525"):
            headers = {**real.headers, name: value}
            assert await line.deliver(replace(real, headers=headers)) == 403
            # As a byte that is no letter comes out of a header.
            broken = {**real.headers, name: value + "\udcff"}
            incoming = Incoming(real.method, PUBLIC_URL + real.path, {}, broken, real.body)
            channels = line.site.door.channels
            assert channels is not None and await channels.take(line.fake.name, incoming) is None
    assert await _count(line, channel_events) == 0


async def test_what_waits_together_is_taken_in_the_providers_order(
    open_line: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("telegram", "messenger", "slack"):
        line: Line = await open_line(name)
        jane = line.fake.customer(1)
        channels = line.site.door.channels
        assert channels is not None
        with monkeypatch.context() as meanwhile:
            woken: set[Customer] = set()
            meanwhile.setattr(channels._intake, "wake", woken.add)
            for number in (13, 11, 12):
                assert await line.deliver(line.fake.text(jane, f"number {number}", number)) == 200
        for customer in woken:
            channels._intake.wake(customer)
        await line.until(lambda line=line: len(line.fake.sent) == 3)
        assert line.site.engine.texts == ["number 11", "number 12", "number 13"]


async def test_every_event_of_a_batch_is_taken_and_our_own_are_not(open_line: Open) -> None:
    line: Line = await open_line("messenger")
    fake = line.fake
    assert isinstance(fake, FakeMessenger)
    jane, joe = fake.customer(1), fake.customer(2)
    batch = fake.batch(
        fake.event(jane, message={"text": "one"}),
        fake.event(joe, message={"text": "two"}),
        fake.event(jane, message={"text": "ours", "is_echo": True, "app_id": 1}),
        fake.event(jane, delivery={"mids": ["m_1"], "watermark": 1}),
        fake.event(jane, read={"watermark": 1}),
        fake.event(jane, message={"text": "three"}),
    )
    await line.said(batch, answers=3)
    assert sorted(line.site.engine.texts) == ["one", "three", "two"]
    assert [s.text for s in fake.to(jane)] == ["You said: one", "You said: three"]


async def test_an_odd_event_does_not_take_its_neighbours_along(
    open_line: Open, caplog: pytest.LogCaptureFixture
) -> None:
    line: Line = await open_line("messenger")
    fake = line.fake
    assert isinstance(fake, FakeMessenger)
    jane = fake.customer(1)
    batch = fake.batch(
        {"sender": {}, "message": {"text": "a secret"}},
        fake.event(jane, message={"text": "one"}),
        "odd",  # type: ignore[arg-type]
        fake.event(jane, message={"text": "two"}),
    )
    await line.said(batch, answers=2)
    assert line.site.engine.texts == ["one", "two"]
    assert caplog.text.count("messenger sent what cannot be read") == 2
    assert "a secret" not in caplog.text


async def test_an_odd_press_does_not_take_its_neighbours_along(open_line: Open) -> None:
    line: Line = await open_line("slack")
    fake = line.fake
    assert isinstance(fake, FakeSlack)
    press = fake.press(fake.customer(1), "Yes", "yes")
    payload = json.loads(parse_qs(press.body.decode())["payload"][0])
    payload["actions"].insert(0, {"type": "button", "value": "no time"})
    body = urlencode({"payload": json.dumps(payload)}).encode()
    await line.said(fake.signed(body, kind="application/x-www-form-urlencoded"))
    assert line.site.engine.texts == ["yes"]


async def test_words_beside_a_file_without_an_address_are_heard(open_line: Open) -> None:
    line: Line = await open_line("sms")
    fake = line.fake
    assert isinstance(fake, FakeTwilio)
    await line.said(fake.text(fake.customer(1), "it is on fire!", NumMedia="1"))
    assert line.site.engine.texts == ["it is on fire!"]


async def test_what_cannot_be_read_is_acknowledged_and_logged(open_line: Open, caplog) -> None:  # type: ignore[no-untyped-def]
    line: Line = await open_line("slack")
    assert isinstance(line.fake, FakeSlack)
    for body in (b"", b"{}", b"[1]", b'{"type": "event_callback"}', b"null", b"nan"):
        assert await line.deliver(line.fake.signed(body)) == 200
    assert await _count(line, channel_events) == 0
    assert "slack sent what cannot be read" in caplog.text


async def test_providers_that_ask_who_we_are_are_answered(open_line: Open) -> None:
    line: Line = await open_line("messenger")
    query = f"hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token={'v' * 20}"
    answer = await line.site.ask("GET", f"/channels/messenger?{query}")
    assert (answer.status, answer.raw) == (200, b"1158201444")
    for wrong in ("", "&hub.verify_token=%C3%BF", "&hub.verify_token=%FF", "&hub.verify_token=v"):
        asked = await line.site.ask("GET", f"/channels/messenger?hub.challenge=1{wrong}")
        assert asked.status == 403
    assert (await line.site.ask("POST", "/channels/slack")).status == 404


async def test_slack_is_answered_its_challenge(open_line: Open) -> None:
    line: Line = await open_line("slack")
    assert isinstance(line.fake, FakeSlack)
    asked = line.fake.signed(
        b'{"type": "url_verification", "challenge": "3eZbrw1aB", "token": "x"}'
    )
    answer = await line.site.ask("POST", asked.path, data=asked.body, headers=asked.headers)
    assert (answer.status, answer.raw) == (200, b"3eZbrw1aB")


async def test_a_photo_that_cannot_be_fetched_lets_later_messages_pass(
    open_line: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AGAIN_FIRST", "AGAIN_LONGEST"):
        monkeypatch.setattr(f"bot.channels.intake.{name}", timedelta(hours=1))
    line: Line = await open_line("telegram")
    fake = line.fake
    assert isinstance(fake, FakeTelegram)
    jane = fake.customer(1)
    photo = fake.photo(jane, b"")
    fake.refuse = [(502, {}, {})]
    assert await line.deliver(photo) == 200
    await line.until(lambda: fake.calls == 1)
    (sent,) = await line.said(fake.text(jane, "smoke is coming out"))
    assert sent.text == "You said: smoke is coming out"
    async with line.site.door.database.read() as connection:
        waiting = sa.select(channel_events.c.tries).where(sa.text("NOT done"))
        assert [row.tries for row in await connection.execute(waiting)] == [1]


async def test_a_photo_is_tried_again_while_the_machine_is_busy(
    open_line: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.intake.AGAIN_FIRST", timedelta())
    line: Line = await open_line("telegram")
    worker, tries = line.site.door.photo_worker, iter((True, True, False))
    clean = worker.clean

    async def busily(data: bytes) -> CleanPhoto:
        if next(tries):
            raise PhotoTooSlow("busy")
        return await clean(data)

    monkeypatch.setattr(worker, "clean", busily)
    (sent,) = await line.said(line.fake.photo(line.fake.customer(1), picture()))
    assert sent.text == "You said: Photo"
    assert next(tries, None) is None


@pytest.mark.parametrize("name", ["sms", "whatsapp"])
async def test_a_message_that_was_taken_and_did_not_arrive_is_shown_to_a_person(
    open_line: Open, name: str
) -> None:
    line: Line = await open_line(name)
    fake = line.fake
    assert isinstance(fake, FakeTwilio)
    jane, nobody = fake.customer(1), fake.customer(2)
    await line.said(fake.text(jane, "hello"))
    await line.quiet()
    for webhook in (
        fake.report(jane, "sent"), fake.report(jane, "delivered"), fake.report(nobody, "failed"),
        fake.report(jane, "failed", ErrorCode="21610"),
    ):  # fmt: skip
        assert await line.deliver(webhook) == 200
    await line.quiet()
    assert await line.rows(handovers.c.reason) == []
    for status in ("undelivered", "failed"):
        assert await line.deliver(fake.report(jane, status, ErrorCode="30005")) == 200
        await line.quiet()
    assert await line.rows(handovers.c.reason) == [("unreachable",)]
    assert await line.conversation(nobody) is None
    assert line.site.engine.texts == ["hello"] and len(fake.sent) == 1


async def test_a_photo_that_does_not_come_is_spoken_of_once(
    open_line: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.intake.AGAIN_FIRST", timedelta())
    line: Line = await open_line("telegram")
    jane = line.fake.customer(1)
    await line.said(line.fake.text(jane, "hello"))
    line.fake.refuse = [(401, {"ok": False, "description": "Unauthorized"}, {})] * 5
    photo = line.fake.photo(jane, picture())
    before = len(line.fake.sent)
    assert await line.deliver(photo) == 200
    await line.until(lambda: len(line.site.engine.heard) == 2)
    await line.quiet()
    said = [sent.text for sent in line.fake.sent[before:]]
    assert said == [words.PHOTO_WAITS, "You said: Photo"]


async def test_a_photo_whose_address_has_run_out_is_asked_for_again(open_line: Open) -> None:
    line: Line = await open_line("messenger")
    photo = line.fake.photo(line.fake.customer(1), picture())
    line.fake.refuse = [(403, {}, {})]
    (sent,) = await line.said(photo)
    assert sent.text == words.PHOTO_GONE


async def test_a_file_the_provider_gives_no_path_of_is_gone(open_line: Open) -> None:
    line: Line = await open_line("telegram")
    line.fake.refuse = [(200, {"ok": True, "result": {"file_id": "f"}}, {})]
    (sent,) = await line.said(line.fake.photo(line.fake.customer(1), b""))
    assert sent.text == words.PHOTO_GONE


@pytest.mark.parametrize("text, tense, reason", [
    ("my A1263", None, "message_failed"), ("it is on fire!", "now", "message_failed"),
    ("it caught fire last week", "past", "incident"),
])  # fmt: skip
async def test_what_always_fails_is_told_to_the_customer_and_a_person(
    open_line: Open, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
    text: str, tense: str | None, reason: str,
) -> None:  # fmt: skip
    monkeypatch.setattr("bot.channels.intake.MOST_TRIES", 0)
    line: Line = await open_line("telegram")
    channels = line.site.door.channels
    assert channels is not None

    async def accept(*arguments: object) -> None:
        raise RuntimeError(text)

    monkeypatch.setattr(channels._inbox, "accept", accept)
    jane = line.fake.customer(1)
    (sent,) = await line.said(line.fake.text(jane, text))
    assert sent.text.endswith(words.FAILED) and ("911" in sent.text) == (tense == "now")
    customer, answer = await line.transcript(jane)
    assert (customer.text, answer.text) == (text, sent.text)
    danger = tense is not None
    assert await line.rows(handovers.c.reason, handovers.c.urgent) == [(reason, danger)]
    told = await line.rows(incidents.c.tense, incidents.c.told)
    assert told == ([(tense, text)] if danger else [])
    assert await line.rows(channel_events.c.done) == [(True,)]
    assert "telegram" in caplog.text and "RuntimeError" in caplog.text
    assert text not in caplog.text and jane not in caplog.text


async def _count(line: Line, table: sa.Table) -> int:
    async with line.site.door.database.read() as connection:
        query = sa.select(sa.func.count()).select_from(table)
        return int((await connection.execute(query)).scalar_one())


async def test_while_deliveries_are_slow_to_be_stored_only_danger_is_taken_up(
    open_line: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("SLOW_SECONDS", -1.0), ("GIVE_WAY_SECONDS", 3600.0),
                        ("GIVE_WAY_MOST", 3600.0)):  # fmt: skip
        monkeypatch.setattr(inbox, name, value)
    line: Line = await open_line("telegram")
    fake = line.fake
    assert await line.deliver(fake.text(fake.customer(1), "hello")) == 200
    await line.said(fake.text(fake.customer(2), "it is on fire!"))
    assert line.site.engine.texts == ["it is on fire!"]


async def test_nobody_waits_on_and_on_for_slow_deliveries(
    open_line: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("SLOW_SECONDS", -1.0), ("GIVE_WAY_SECONDS", 3600.0),
                        ("GIVE_WAY_MOST", 0.05)):  # fmt: skip
        monkeypatch.setattr(inbox, name, value)
    line: Line = await open_line("telegram")
    await line.said(line.fake.text(line.fake.customer(1), "hello"))
    assert line.site.engine.texts == ["hello"]
