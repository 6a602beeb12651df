"""Hand-overs to other desks: by mail, by webhook, and both ways with Chatwoot."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import sqlalchemy as sa
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.claims.photos import CleanPhoto, Photos
from bot.conversations import Button, Inbound, Keepers, Link, Message, Reply, Transcript
from bot.conversations.handover import HandOvers
from bot.conversations.incidents import Incidents
from bot.conversations.transcript import utc_now
from bot.desk.audit import Audit
from bot.desk.sinks import Feed, make_sinks
from bot.desk.sinks.chatwoot import ChatwootSink
from bot.desk.sinks.chatwoot_hook import BadHook, ChatwootHook
from bot.desk.sinks.email import EmailSink
from bot.desk.sinks.feed import given_up
from bot.desk.sinks.matters import HANDOVERS
from bot.desk.sinks.webhook import sign
from bot.other_desks import ChatwootAccount, OtherDesks, Webhook
from bot.settings import Settings, SettingsError
from bot.storage import Database, upgrade
from bot.storage.outbox import Outbox
from bot.storage.tables import conversations, desk_deliveries, handovers, messages
from tests.desk.fake_chatwoot import ACCOUNT, INBOX, KEY, TOKEN, FakeChatwoot, signed
from tests.desk.helpers import until


@pytest_asyncio.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    made = Database(f"sqlite+aiosqlite:///{tmp_path / 't.db'}")
    await upgrade(made)
    transcript = Transcript(made)
    await transcript.open("c", "web")
    taken = await transcript.accept("c", Inbound("m1", "I want a person"))
    await transcript.save_turn("c", taken.seq, [Reply("I call somebody.")], None)
    await HandOvers(made).ask_for_person("c", "m1", "asked")
    yield made
    await made.close()


class _Clock:
    def __init__(self) -> None:
        self.now = datetime.now(timezone.utc)

    def __call__(self) -> datetime:
        return self.now


async def test_a_mail_is_in_the_outbox_once(database: Database) -> None:
    (sink,) = make_sinks(OtherDesks(mail_to=("team@example.com",)), database)
    feed = Feed(database, [sink])
    for _ in range(3):
        await feed.deliver_due(sink)
    row = await Outbox(database).take()
    assert row is not None
    assert (row.claim, row.recipient) == (None, "team@example.com")
    assert await Outbox(database).to_the_team("c") == [row]
    assert row.subject == "A customer needs a person: asked"
    assert "I want a person" in row.text
    assert await Outbox(database).take() is None


@pytest.mark.parametrize("public_url", ["", "https://recall.example.com"])
async def test_a_mail_leads_to_the_desk(database: Database, public_url: str) -> None:
    await Incidents(database).record("c", "m1", tense="now", signs=["smoke"], told="smoke")
    settings = OtherDesks(mail_to=("team@example.com",), alert_to=("ann@example.com",))
    texts = []
    for sink in make_sinks(settings, database, public_url=public_url):
        await Feed(database, [sink]).deliver_due(sink)
        while row := await Outbox(database).take():
            texts.append(row.text)
    assert f"Open it at the desk: {public_url}/desk/incidents/c/m1\n" in texts[0]
    assert f"At the desk: {public_url}/desk/conversations/c\n" in texts[1]


async def test_a_webhook_is_signed_and_tried_again_until_it_is_taken(database: Database) -> None:
    key, answers, got = "k" * 16, [500, 302, 200], []

    async def hook(request: web.Request) -> web.Response:
        body = await request.read()
        timestamp = request.headers["X-Recall-Timestamp"]
        assert request.headers["X-Recall-Signature"] == sign(key, timestamp, body)
        got.append(json.loads(body))
        return web.Response(status=answers[len(got) - 1])

    app = web.Application()
    app.router.add_post("/hook", hook)
    async with TestServer(app) as server:
        clock = _Clock()
        settings = OtherDesks(webhook=Webhook(str(server.make_url("/hook")), key))
        (sink,) = make_sinks(settings, database, clock)
        feed = Feed(database, [sink], clock)
        for _ in range(6):
            await feed.deliver_due(sink)
            await feed.deliver_due(sink)  # not due yet, or done
            clock.now += timedelta(minutes=5)
        await sink.close()
    assert [g["id"] for g in got] == ["c/m1"] * 3
    assert [m["text"] for m in got[0]["messages"]] == ["I want a person", "I call somebody."]


@pytest.mark.parametrize("length", [3, 501])
async def test_of_a_long_conversation_the_latest_is_told(database: Database, length: int) -> None:
    rows = [
        {"conversation": "c", "id": f"x{n}", "seq": n, "at": utc_now(), "sender": "assistant",
         "text": f"line {n}"}
        for n in range(3, length + 1)
    ]  # fmt: skip
    async with database.write() as connection:
        await connection.execute(sa.insert(messages), rows)
        await connection.execute(sa.update(conversations).values(last_seq=length))
    (sink,) = make_sinks(OtherDesks(mail_to=("team@example.com",)), database)
    await Feed(database, [sink]).deliver_due(sink)
    row = await Outbox(database).take()
    assert row is not None and row.text.strip().endswith(f"line {length}")
    assert ("[what was said before is at the desk]" in row.text) is (length > 500)
    case = await HANDOVERS.make(Transcript(database), await _handover(database))
    told = case.as_json()
    assert (told["left_out"], len(told["messages"])) == (
        length - min(length, 500),
        min(length, 500),
    )


async def _handover(database: Database) -> Any:
    query = sa.select(handovers, conversations.c.channel).join(conversations)
    async with database.read() as connection:
        return (await connection.execute(query)).one()


async def test_what_is_never_taken_is_given_up_and_stays_visible(database: Database) -> None:
    clock = _Clock()
    settings = OtherDesks(webhook=Webhook("http://127.0.0.1:9/hook", "k" * 16))
    (sink,) = make_sinks(settings, database, clock)
    feed = Feed(database, [sink], clock)
    for _ in range(4):
        await feed.deliver_due(sink)
        clock.now += timedelta(days=1)
    await sink.close()
    async with database.read() as connection:
        row = (await connection.execute(sa.select(desk_deliveries))).one()
    assert (row.state, row.tries) == ("failed", 4)
    assert row.trouble
    assert await given_up(database) == {"webhook": 1}


async def test_one_hand_over_that_breaks_the_desk_holds_up_no_other(database: Database) -> None:
    clock, taken = _Clock(), []

    class Broken(EmailSink):
        async def deliver(self, matter: Any) -> Any:
            if matter.conversation == "c":
                raise KeyError("no SinkFailed")
            taken.append(matter.conversation)
            return await super().deliver(matter)

    await Transcript(database).open("d", "web")
    await HandOvers(database, lambda: clock.now + timedelta(seconds=1)).ask_for_person(
        "d", "m1", "asked"
    )
    sink = Broken("email", HANDOVERS, ("team@example.com",), clock)
    await Feed(database, [sink], clock).deliver_due(sink)
    assert taken == ["d"]
    async with database.read() as connection:
        rows = (await connection.execute(sa.select(desk_deliveries))).all()
    tried = {row.conversation: (row.state, row.tries, row.due_at > clock.now) for row in rows}
    assert tried == {"c": ("waiting", 1, True), "d": ("done", 0, False)}


class _Chatwoot:
    def __init__(self, database: Database, fake: FakeChatwoot, url: str, folder: Path) -> None:
        account = ChatwootAccount(url, ACCOUNT, INBOX, TOKEN, KEY)
        self.fake = fake
        self.clock = _Clock()
        self.photos = Photos(database, folder)
        self.sink = ChatwootSink(account, database, self.clock, self.photos.path)
        self.feed = Feed(database, [self.sink], self.clock)
        self.keepers = Keepers(database)
        self.audit = Audit("s" * 32)
        self.woken: list[str] = []
        self.hook = ChatwootHook(
            database, self.sink, self.keepers, KEY, self.audit, utc_now, self.woken.append
        )
        self.transcript = Transcript(database)

    async def deliver(self) -> None:
        await self.feed.deliver_due(self.sink)
        self.clock.now += timedelta(hours=1, minutes=31)  # longer than the longest pause

    async def hears(self, event: dict[str, Any], **how: Any) -> None:
        headers, body = signed(event, **how)
        await self.hook.take(headers["X-Chatwoot-Timestamp"], headers["X-Chatwoot-Signature"], body)

    async def resolve(self) -> None:
        remote = self.fake.conversations[0]["id"]
        await self.hears(
            {"event": "conversation_status_changed", "id": remote, "status": "resolved"}
        )

    async def said(self) -> list[tuple[str, str | None, str]]:
        return [(m.sender, m.name, m.text) for m in await self.transcript.since("c", 0)]


@pytest_asyncio.fixture
async def chatwoot(database: Database, tmp_path: Path) -> AsyncIterator[_Chatwoot]:
    fake = FakeChatwoot()
    async with TestServer(fake.app) as server:
        one = _Chatwoot(database, fake, str(server.make_url("")).rstrip("/"), tmp_path / "photos")
        yield one
        await one.sink.close()


MIRRORED = [
    ("incoming", False, "I want a person"),
    ("outgoing", True, "Assistant: I call somebody."),
    ("outgoing", True, "Why a person: asked"),
]


async def test_a_conversation_is_mirrored_opened_answered_and_given_back(
    chatwoot: _Chatwoot, database: Database
) -> None:
    fake = chatwoot.fake
    for _ in range(2):
        await chatwoot.deliver()
    assert fake.shown() == MIRRORED
    assert [c["status"] for c in fake.conversations] == ["open"]
    for _ in range(2):  # the same request again
        await chatwoot.hears(fake.answer("I look into it.", id=5))
    await chatwoot.hears(fake.answer("Me too.", id=6, name="Lou"))  # a colleague there
    # What customers must not see: a note, a customer's own message, a robot's.
    await chatwoot.hears(fake.answer("secret", id=7, private=True))
    await chatwoot.hears(fake.answer("mine", id=8, message_type="incoming"))
    await chatwoot.hears(fake.answer("beep", id=9, sender={"type": "agent_bot", "name": "B"}))
    assert (await chatwoot.said())[2:] == [
        ("agent", "Kim", "I look into it."),
        ("agent", "Lou", "Me too."),
    ]
    # The customer goes on; an answer that came from there is not sent back.
    await chatwoot.transcript.accept("c", Inbound("m2", "Thank you"))
    await chatwoot.deliver()
    assert fake.shown() == [*MIRRORED, ("incoming", False, "Thank you")]
    keeper = await chatwoot.keepers.keeper("c")
    assert keeper is not None
    await chatwoot.resolve()
    assert await chatwoot.keepers.keeper("c") is None
    await chatwoot.transcript.accept("c", Inbound("m3", "One more thing"))
    await chatwoot.deliver()
    assert ("incoming", False, "One more thing") not in fake.shown()
    entries = await chatwoot.audit.latest(database, subject="c")
    assert [(entry.actor, entry.action) for entry in entries][::-1] == [
        ("chatwoot: Kim", "conversation taken over"), ("chatwoot: Kim", "answered"),
        ("chatwoot: Lou", "conversation taken over"), ("chatwoot: Lou", "answered"),
        ("chatwoot", "conversation given back"),
    ]  # fmt: skip


@pytest.mark.parametrize("deleted", [False, True])
async def test_a_photo_is_mirrored_unless_it_was_deleted(
    chatwoot: _Chatwoot, deleted: bool
) -> None:
    photo = CleanPhoto(b"\xff\xd8 a photo", 640, 480, "a" * 64)
    kept, _ = await chatwoot.photos.keep("c", "up1", photo, Inbound("m2", "Photo"))
    if deleted:
        chatwoot.photos.path(kept).unlink()
    await chatwoot.deliver()
    (said,) = [m for m in chatwoot.fake.messages if m["content"] == "Photo"]
    assert (said["message_type"], said["private"]) == ("incoming", False)
    sent = [("photo.jpg", "image/jpeg", photo.jpeg)]
    assert said.get("attachments[]") == (None if deleted else sent)


async def test_links_and_choices_are_in_the_note(chatwoot: _Chatwoot) -> None:
    taken = await chatwoot.transcript.accept("c", Inbound("m2", "How?"))
    links, choices = (Link("Form", "https://example.com/form"),), (Button("Yes", "/affirm"),)
    reply = Reply("So:", links=links, buttons=choices)
    await chatwoot.transcript.save_turn("c", taken.seq, [reply], None)
    await chatwoot.deliver()
    note = "Assistant: So:\nForm: https://example.com/form\nOffered: Yes"
    assert ("outgoing", True, note) in chatwoot.fake.shown()


@pytest.mark.parametrize("answered", [True, False])
async def test_resolved_at_chatwoot_nobody_waits_any_more(
    chatwoot: _Chatwoot, database: Database, answered: bool
) -> None:
    await chatwoot.deliver()
    if answered:
        await chatwoot.hears(chatwoot.fake.answer("Done.", id=5))
    assert chatwoot.woken == (["c"] if answered else [])  # taken over, told to the open pages
    await chatwoot.resolve()
    assert chatwoot.woken.count("c") == 1 + answered
    row = await _handover(database)
    assert (row.done_at is not None, row.done_by) == (True, "Kim" if answered else "Chatwoot")


async def test_resolved_at_chatwoot_somebody_elses_conversation_still_waits(
    chatwoot: _Chatwoot, database: Database
) -> None:
    await chatwoot.deliver()
    await chatwoot.keepers.take_over("c", "Ana")
    await chatwoot.resolve()
    assert (await _handover(database)).done_at is None
    keeper = await chatwoot.keepers.keeper("c")
    assert keeper is not None and keeper.agent == "Ana"


async def test_an_agent_at_chatwoot_is_told_what_does_not_reach_the_customer(
    chatwoot: _Chatwoot,
) -> None:
    await chatwoot.deliver()
    fake, attached = chatwoot.fake, {"attachments": [{"id": 1, "file_type": "image"}]}
    await chatwoot.hears(fake.answer("", id=5, **attached))
    await chatwoot.hears(fake.answer("x" * 4001, id=6))
    assert len(await chatwoot.said()) == 2
    assert await chatwoot.keepers.keeper("c") is None
    await chatwoot.hears(fake.answer("y" * 4000, id=7, **attached))
    assert [(sender, len(text)) for sender, _, text in (await chatwoot.said())[2:]] == [
        ("agent", 4000)
    ]
    not_sent = "Not sent: only text, up to 4,000 characters, reaches the customer."
    assert [text for _, private, text in fake.shown()[3:] if private] == [
        not_sent, not_sent,
        "The text was sent, the attachment not: "
        "only text, up to 4,000 characters, reaches the customer.",
    ]  # fmt: skip


@pytest.mark.parametrize("cut_at", ["conversation taken over", "answered"])
async def test_what_comes_from_chatwoot_is_in_the_audit_or_is_not_done(
    chatwoot: _Chatwoot, cut_at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await chatwoot.deliver()
    write = chatwoot.audit.write

    async def cut(connection: Any, actor: str, action: str, *rest: Any) -> None:
        if action == cut_at:
            raise ZeroDivisionError
        await write(connection, actor, action, *rest)

    monkeypatch.setattr(chatwoot.audit, "write", cut)
    with pytest.raises(ZeroDivisionError):
        await chatwoot.hears(chatwoot.fake.answer("I look into it.", id=5))
    assert len(await chatwoot.said()) == 2
    assert (await chatwoot.keepers.keeper("c") is None) is (cut_at != "answered")


async def test_calls_that_fail_are_made_again_and_nothing_is_made_twice(
    chatwoot: _Chatwoot,
) -> None:
    # Each time one call more gets through before the server is gone.
    for broken_after in range(9):
        calls = 0
        original = chatwoot.sink._call

        async def cut(*given: Any, _after: int = broken_after, _call: Any = original) -> Any:
            nonlocal calls
            calls += 1
            if calls > _after:
                chatwoot.fake.down = 1
            return await _call(*given)

        chatwoot.sink._call = cut  # type: ignore[method-assign]
        await chatwoot.deliver()
        chatwoot.sink._call = original  # type: ignore[method-assign]
    await chatwoot.deliver()
    fake = chatwoot.fake
    assert (len(fake.contacts), len(fake.conversations)) == (1, 1)
    assert fake.conversations[0]["status"] == "open"
    assert list(dict.fromkeys(fake.shown())) == MIRRORED
    assert fake.shown().count(MIRRORED[0]) == 1


async def test_a_conversation_that_cannot_be_mirrored_holds_up_no_other(
    chatwoot: _Chatwoot, database: Database
) -> None:
    fake, transcript = chatwoot.fake, chatwoot.transcript
    await transcript.open("d", "web")
    await HandOvers(database).ask_for_person("d", "m1", "asked")
    await chatwoot.deliver()
    assert len(fake.conversations) == 2
    for one in "cd":
        await transcript.accept(one, Inbound("m9", f"more of {one}"))
    bring = chatwoot.sink._bring

    async def broken(remote: int, message: Message) -> None:
        if message.text == "more of c":
            raise KeyError("no SinkFailed")
        await bring(remote, message)

    chatwoot.sink._bring = broken  # type: ignore[method-assign]
    await chatwoot.feed.deliver_due(chatwoot.sink)
    assert ("incoming", False, "more of d") in fake.shown()
    chatwoot.sink._bring = bring  # type: ignore[method-assign]
    await chatwoot.feed.deliver_due(chatwoot.sink)  # not due yet
    assert ("incoming", False, "more of c") not in fake.shown()
    chatwoot.clock.now += timedelta(minutes=1)
    await chatwoot.feed.deliver_due(chatwoot.sink)
    assert fake.shown().count(("incoming", False, "more of c")) == 1


async def test_who_has_it_at_the_built_in_desk_is_not_talked_over(chatwoot: _Chatwoot) -> None:
    await chatwoot.deliver()
    await chatwoot.keepers.take_over("c", "Ana")
    await chatwoot.hears(chatwoot.fake.answer("Hello", id=5))
    assert [s for s, _, _ in await chatwoot.said()] == ["customer", "assistant"]
    assert chatwoot.fake.shown()[-1] == (
        "outgoing", True, "Not sent: Ana has this conversation elsewhere.",
    )  # fmt: skip


async def test_a_request_that_is_not_chatwoots_does_nothing(chatwoot: _Chatwoot) -> None:
    await chatwoot.deliver()
    before, event = await chatwoot.said(), chatwoot.fake.answer("Hello", id=5)
    for how in ({"age": 400}, {"age": -400}, {"key": "another-key-of-16"}):
        with pytest.raises(BadHook) as refused:
            await chatwoot.hears(event, **how)
        assert refused.value.status == 401
    headers, body = signed(event)
    given = (headers["X-Chatwoot-Timestamp"], headers["X-Chatwoot-Signature"])
    for timestamp, signature, sent in (
        (given[0], given[1], body + b" "), ("", given[1], body), ("١٢", given[1], body),
        (given[0], "", body), (given[0], "sha256=é", body),
    ):  # fmt: skip
        with pytest.raises(BadHook):
            await chatwoot.hook.take(timestamp, signature, sent)
    for broken in ({}, [], {"event": "message_created"}, {**event, "conversation": None}):
        with pytest.raises(BadHook) as refused:
            await chatwoot.hears(broken)  # type: ignore[arg-type]
        assert refused.value.status == 400
    elsewhere = {**event, "conversation": {"id": 999}}
    await chatwoot.hears(elsewhere)  # another channel's conversation of that account
    assert await chatwoot.said() == before


@pytest.mark.parametrize(
    ("name", "env"),
    [
        ("RECALL_DESK_MAIL", {"DESK_MAIL": "team@example.com"}),
        ("RECALL_DESK_WEBHOOK", {"DESK_WEBHOOK": "http://example.com/x"}),
        ("RECALL_DESK_WEBHOOK_KEY", {"DESK_WEBHOOK": "https://example.com/x"}),
        ("RECALL_CHATWOOT_INBOX", {"CHATWOOT_URL": "https://chat.example.com"}),
        (
            "RECALL_CHATWOOT_TOKEN",
            {"CHATWOOT_URL": "https://chat.example.com", "CHATWOOT_INBOX": "1/2"},
        ),
    ],
)
def test_a_wrong_setting_is_named(name: str, env: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.from_env({f"RECALL_{key}": value for key, value in env.items()})


async def test_through_the_door_an_agent_at_chatwoot_and_a_customer_talk(start_site: Any) -> None:
    fake = FakeChatwoot()
    async with TestServer(fake.app) as server:
        account = ChatwootAccount(str(server.make_url("")).rstrip("/"), ACCOUNT, INBOX, TOKEN, KEY)
        site = await start_site(other_desks=OtherDesks(chatwoot=account))
        customer = await site.customer()
        await customer.say("I want a person")
        await HandOvers(site.door.database).ask_for_person(customer.conversation, "m1", "asked")
        await until(lambda: fake.conversations and fake.conversations[0]["status"] == "open")
        event = fake.answer("I am Kim, how can I help?", id=5)
        for expected, how in ((401, {"age": 900}), (204, {})):
            headers, body = signed(event, **how)
            answer = await site.ask("POST", "/api/desk/chatwoot", data=body, headers=headers)
            assert answer.status == expected
        last = (await customer.history())[-1]
        assert (last["from"], last["name"], last["text"]) == ("agent", "Kim", event["content"])
