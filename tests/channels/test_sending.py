"""What goes out: nothing is lost while a provider is away, nothing is said twice, in order."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import sqlalchemy as sa

from bot.channel_settings import ChannelSettings
from bot.channels.adapter import Blocked, Event, Part, Unsure
from bot.channels.buttons import Buttons
from bot.channels.contents import Contents
from bot.channels.hub import adapters_of
from bot.channels.inbox import Inbox
from bot.channels.outgoing import Due, Outgoing
from bot.channels.sender import Sender
from bot.claims.photos import Photos
from bot.claims.privacy import Privacy
from bot.conversations import Button, Inbound, Keepers, Reply, Transcript
from bot.conversations.transcript import append
from bot.storage import Database, DatabaseBusy
from bot.storage.tables import channel_customers, handovers, metadata
from tests.channels.fakes import FAKES, PUBLIC_URL, Fake

START = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)


class Rig:
    """One customer on one channel, whose time is the test's."""

    def __init__(self, fake: Fake, database: Database) -> None:
        self.fake = fake
        self.database = database
        self.now = START
        self.settings = ChannelSettings(PUBLIC_URL, {fake.name: fake.keys()})
        self.adapters = adapters_of(self.settings, Contents(database))
        self.inbox = Inbox(database, self.clock)
        self.transcript = Transcript(database, self.clock)
        self.address = fake.customer(1)
        self.outcomes: list[str] = []
        self.sender = self.new_sender()

    def clock(self) -> datetime:
        return self.now

    def new_sender(self) -> Sender:
        """As after a restart."""
        self.outgoing = Outgoing(self.database, self.clock)
        return Sender(
            self.adapters, self.outgoing, Buttons("k" * 32),
            lambda conversation, seq: f"{PUBLIC_URL}/photo/{seq}", clock=self.clock,
            on_sent=lambda channel, outcome: self.outcomes.append(outcome),
            retry_seconds=(0.0, 0.0),
        )  # fmt: skip

    async def hears(self, number: int = 1, **more: Any) -> str:
        """The customer writes; the conversation."""
        event = Event(f"k{number}", self.address, "hello", **more)
        (customer,) = await self.inbox.receive(self.fake.name, [event])
        arrived = await self.inbox.next(customer)
        assert arrived is not None
        await self.inbox.done(arrived)
        conversation = await self.inbox.conversation(arrived)
        await self.inbox.hear(conversation, arrived)
        return conversation

    async def answers(self, conversation: str, *texts: str, id: str = "m1") -> None:
        """A message of the customer and its answers."""
        accepted = await self.transcript.accept(conversation, Inbound(id, "hello"))
        await self.transcript.save_turn(conversation, accepted.seq, [Reply(t) for t in texts], None)

    async def notice(self, conversation: str, reply: Reply) -> None:
        """Something nobody asked for just now."""
        async with self.database.write() as connection:
            await append(connection, conversation, "assistant", [reply], self.now)

    async def says_as_agent(self, conversation: str, id: str) -> None:
        """A person of the support team answers."""
        keepers = Keepers(self.database, self.clock)
        await keepers.take_over(conversation, "Ann")
        await keepers.say_as_agent(conversation, "Ann", "Hello, it is Ann.", id)

    async def seen_to(self) -> None:
        """A person has seen to all that was handed over."""
        async with self.database.write() as connection:
            await connection.execute(sa.update(handovers).values(done_at=self.now))

    async def pass_time(self, time: timedelta, step: timedelta) -> None:
        """Time passes; the sender looks at each step."""
        end = self.now + time
        while self.now < end:
            await self.sender.settle()
            self.now += step
        await self.sender.settle()

    @property
    def texts(self) -> list[str]:
        return [sent.text for sent in self.fake.sent]

    async def customer(self) -> Any:
        async with self.database.read() as connection:
            return (await connection.execute(sa.select(channel_customers))).one()

    async def arrived(self, conversation: str) -> list[str | None]:
        """What the desk shows of each of our messages: did it arrive?"""
        said = await self.transcript.since(conversation, 0)
        return [m.extras.get("arrived") for m in said if m.sender != "customer"]

    async def handovers(self) -> list[str]:
        async with self.database.read() as connection:
            return [r.reason for r in await connection.execute(sa.select(handovers))]


@pytest_asyncio.fixture
async def rig(request: pytest.FixtureRequest, tmp_path: Any) -> AsyncIterator[Rig]:
    """`name` of the channel by parametrization; "sms" else."""
    fake = FAKES[getattr(request, "param", "sms")]()
    await fake.start()
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}")
    async with database.write() as connection:
        await connection.run_sync(metadata.create_all)
    rig = Rig(fake, database)
    for adapter in rig.adapters.values():
        await adapter.open()
    yield rig
    for adapter in rig.adapters.values():
        await adapter.close()
    await database.close()
    await fake.stop()
    assert fake.complaints == []


EACH = pytest.mark.parametrize("rig", list(FAKES), indirect=True)


@EACH
async def test_a_provider_away_for_ten_minutes_loses_nothing(rig: Rig) -> None:
    random.seed(3)
    conversation = await rig.hears()
    rig.fake.down = True
    for number in range(10):
        await rig.answers(conversation, f"a{number}", f"b{number}", id=f"m{number}")
        await rig.pass_time(timedelta(minutes=1), timedelta(seconds=5))
    assert rig.texts == []
    # Longer and longer pauses, not a call at each look.
    assert 5 < rig.fake.calls < 40
    rig.sender = rig.new_sender()
    rig.fake.down = False
    await rig.pass_time(timedelta(minutes=2), timedelta(seconds=5))
    assert rig.texts == [f"{letter}{number}" for number in range(10) for letter in "ab"]


async def test_what_is_away_is_noted_although_the_database_was_busy(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = await rig.hears()
    await rig.answers(conversation, "one", "two")
    came_to, busy = rig.outgoing.came_to, 2

    async def busily(*arguments: Any, **named: Any) -> bool:
        nonlocal busy
        if busy and rig.texts:
            busy -= 1
            raise DatabaseBusy("held")
        return await came_to(*arguments, **named)

    monkeypatch.setattr(rig.outgoing, "came_to", busily)
    await rig.pass_time(timedelta(minutes=5), timedelta(seconds=5))
    assert busy == 0
    assert rig.texts == ["one", "two"]


async def test_what_is_away_is_noted_although_the_service_ends(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = await rig.hears()
    await rig.answers(conversation, "one")
    came_to, writing, go_on = rig.outgoing.came_to, asyncio.Event(), asyncio.Event()

    async def slowly(*arguments: Any, **named: Any) -> bool:
        if rig.texts:
            writing.set()
            await go_on.wait()
        return await came_to(*arguments, **named)

    monkeypatch.setattr(rig.outgoing, "came_to", slowly)
    await rig.sender.send_due()
    (sending,) = rig.sender._sending.values()
    await writing.wait()
    sending.cancel()
    await asyncio.sleep(0)
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await sending
    rig.sender = rig.new_sender()
    await rig.pass_time(timedelta(minutes=5), timedelta(minutes=1))
    assert rig.texts == ["one"]


# Those that let us write however long ago the customer did.
@pytest.mark.parametrize("rig", ["sms", "telegram", "slack"], indirect=True)
async def test_after_two_days_only_what_has_waited_so_long_is_given_up(rig: Rig) -> None:
    conversation = await rig.hears()
    await rig.answers(conversation, "one", "two", id="m1")
    rig.fake.down = True
    await rig.sender.settle()
    rig.now += timedelta(hours=47)
    await rig.answers(conversation, "three", "four", id="m2")
    await rig.sender.settle()
    rig.now += timedelta(hours=2)
    await rig.sender.settle()
    assert rig.outcomes.count("refused") == 2
    assert await rig.handovers() == ["unreachable"]
    rig.fake.down = False
    rig.now += timedelta(minutes=2)
    await rig.sender.settle()
    assert rig.texts == ["three", "four"]


# Telegram can't be asked what it has taken; the others are, unless they refuse to say.
ASKED = pytest.mark.parametrize("rig", [n for n in FAKES if n != "telegram"], indirect=True)
NOT_ASKED = pytest.mark.parametrize(
    "rig, mute", [(name, name != "telegram") for name in FAKES], indirect=["rig"]
)  # fmt: skip


@ASKED
async def test_what_was_taken_without_an_answer_is_not_sent_again(rig: Rig) -> None:
    conversation = await rig.hears()
    await rig.answers(conversation, "one", "two")
    rig.fake.cut = ["after"]
    await rig.pass_time(timedelta(minutes=1), timedelta(seconds=5))
    assert rig.texts == ["one", "two"]
    assert await rig.arrived(conversation) == [None, None]
    assert rig.outcomes == ["unsure", "found", "sent"]


@ASKED
async def test_what_was_not_taken_is_sent_again_once_the_provider_has_said_so(rig: Rig) -> None:
    conversation = await rig.hears()
    await rig.answers(conversation, "one", "two")
    rig.fake.cut = ["before"] * 6  # more often than would be tried where nobody can say
    await rig.pass_time(timedelta(minutes=5), timedelta(seconds=5))
    assert rig.texts == ["one", "two"]
    assert await rig.arrived(conversation) == [None, None]
    assert await rig.handovers() == []


@ASKED
async def test_a_provider_that_is_asked_in_vain_is_asked_again(rig: Rig) -> None:
    conversation = await rig.hears()
    await rig.answers(conversation, "one")
    rig.fake.cut = ["after"]
    await rig.sender.settle()
    rig.fake.down = True
    await rig.pass_time(timedelta(minutes=10), timedelta(seconds=5))
    rig.fake.down = False
    await rig.pass_time(timedelta(minutes=2), timedelta(seconds=5))
    assert rig.texts == ["one"]
    assert await rig.arrived(conversation) == [None]


@pytest.mark.parametrize("rig", ["slack"], indirect=True)
async def test_in_a_thread_of_slack_it_is_looked_for_there(rig: Rig) -> None:
    conversation = await rig.hears(thread="1700000000.000100")
    await rig.answers(conversation, "one")
    rig.fake.cut = ["after"]
    await rig.pass_time(timedelta(minutes=1), timedelta(seconds=5))
    assert rig.texts == ["one"]


@ASKED
async def test_the_same_words_of_an_earlier_day_are_another_part(rig: Rig) -> None:
    rig.now = datetime.now(timezone.utc)  # the provider's clock is the real one
    conversation = await rig.hears()
    await rig.answers(conversation, "What is the model?", id="m1")
    await rig.sender.settle()
    rig.fake.sent[0] = replace(rig.fake.sent[0], at=rig.fake.sent[0].at - 86_400)
    await rig.answers(conversation, "What is the model?", id="m2")
    rig.fake.cut = ["before"]
    await rig.pass_time(timedelta(minutes=1), timedelta(seconds=5))
    assert rig.texts == ["What is the model?"] * 2


@NOT_ASKED
async def test_where_nobody_can_say_it_is_sent_again_and_the_desk_shows_it(
    rig: Rig, mute: bool
) -> None:
    rig.fake.mute = mute
    conversation = await rig.hears()
    await rig.answers(conversation, "one", "two")
    rig.fake.cut = ["after"]
    await rig.pass_time(timedelta(minutes=1), timedelta(seconds=5))
    assert rig.texts == ["one", "one", "two"]
    assert await rig.arrived(conversation) == ["maybe_twice", None]
    assert rig.outcomes == ["unsure", "again", "sent", "sent"]
    assert await rig.handovers() == []


@EACH
async def test_choices_whose_call_had_no_answer_may_be_chosen_from(rig: Rig) -> None:
    conversation = await rig.hears()
    await rig.answers(conversation, "hello")
    await rig.notice(conversation, Reply("Is it yours?", buttons=(Button("Yes", "/affirm"),)))
    assert await rig.inbox.offered(conversation) is None
    rig.fake.refuse = [(503, {}, {})]
    await rig.sender.settle()
    assert await rig.inbox.offered(conversation) is None
    rig.now += timedelta(minutes=2)
    send = rig.adapters[rig.fake.name].send

    async def cut_the_second(address: str, part: Part) -> None:
        await send(address, part)
        if len(rig.texts) == 2:
            raise Unsure("no answer")

    rig.adapters[rig.fake.name].send = cut_the_second  # type: ignore[method-assign]
    await rig.sender.settle()
    offered = await rig.inbox.offered(conversation)
    assert offered is not None and offered.text == "Is it yours?"


@NOT_ASKED
async def test_it_is_not_sent_on_and_on_but_handed_to_a_person(rig: Rig, mute: bool) -> None:
    rig.fake.mute = mute
    conversation = await rig.hears()
    await rig.answers(conversation, "one", "two")
    rig.fake.cut = ["after"] * 4
    await rig.pass_time(timedelta(hours=1), timedelta(seconds=30))
    assert rig.texts == ["one"] * 4 + ["two"]
    assert await rig.arrived(conversation) == ["unknown", None]
    assert await rig.handovers() == ["unsure_whether_delivered"]
    assert rig.outcomes.count("unknown") == 1


@NOT_ASKED
async def test_a_provider_that_hangs_for_ten_minutes_loses_nothing(rig: Rig, mute: bool) -> None:
    rig.fake.mute = mute
    conversation = await rig.hears()
    for number in range(5):
        await rig.answers(conversation, f"a{number}", id=f"m{number}")
    rig.fake.cut = ["before"] * 100
    await rig.pass_time(timedelta(minutes=10), timedelta(seconds=5))
    rig.fake.cut = []
    await rig.pass_time(timedelta(minutes=20), timedelta(seconds=30))
    assert rig.texts == [f"a{number}" for number in range(5)]
    assert await rig.handovers() == []


@EACH
async def test_what_could_not_even_be_connected_is_not_in_doubt(rig: Rig) -> None:
    conversation = await rig.hears()
    await rig.answers(conversation, "one")
    await rig.fake.stop()
    await rig.pass_time(timedelta(minutes=1), timedelta(seconds=5))
    assert set(rig.outcomes) == {"later"}
    assert (await rig.customer()).unsure == 0


@EACH
async def test_what_was_cut_off_in_a_call_is_in_doubt_when_its_lease_is_over(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = await rig.hears()
    await rig.answers(conversation, "one", "two")
    (adapter,) = rig.adapters.values()
    send, handed = adapter.send, asyncio.Event()

    async def send_and_wait(address: str, part: Part) -> None:
        await send(address, part)
        handed.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(adapter, "send", send_and_wait)
    await rig.sender.send_due()
    (sending,) = rig.sender._sending.values()
    await handed.wait()
    sending.cancel()
    monkeypatch.setattr(adapter, "send", send)
    rig.sender = rig.new_sender()
    await rig.pass_time(timedelta(minutes=5), timedelta(seconds=30))
    if rig.fake.name == "telegram":
        assert rig.texts == ["one", "one", "two"]
        assert await rig.arrived(conversation) == ["maybe_twice", None]
    else:
        assert rig.texts == ["one", "two"]
        assert await rig.arrived(conversation) == [None, None]


async def test_what_can_never_be_noted_as_sent_is_asked_about(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = await rig.hears()
    await rig.answers(conversation, "one")
    came_to = rig.outgoing.came_to

    async def busy(*arguments: Any, **named: Any) -> bool:
        if rig.texts:
            raise DatabaseBusy("held")
        return await came_to(*arguments, **named)

    with monkeypatch.context() as patched:
        patched.setattr(rig.outgoing, "came_to", busy)
        await rig.sender.settle()
    await rig.pass_time(timedelta(minutes=5), timedelta(seconds=30))
    assert rig.texts == ["one"]


@pytest.mark.parametrize("rig", ["whatsapp"], indirect=True)
async def test_a_template_that_may_have_been_taken_is_not_sent_on_and_on(rig: Rig) -> None:
    conversation = await rig.hears()
    rig.now += timedelta(hours=24)
    await rig.notice(conversation, Reply("approved"))
    rig.fake.cut = ["after"] * 100
    await rig.pass_time(timedelta(minutes=10), timedelta(seconds=5))
    assert len(rig.texts) == 1


RATE_LIMITS = {
    "sms": (429, {"code": 20429}, {"Retry-After": "30"}),
    "whatsapp": (429, {"code": 63018}, {"Retry-After": "30"}),
    "telegram": (429, {"ok": False, "parameters": {"retry_after": 30}}, {}),
    "messenger": (429, {"error": {"code": 4}}, {"Retry-After": "30"}),
    "slack": (429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "30"}),
}


@EACH
async def test_a_rate_limit_is_waited_for(rig: Rig) -> None:
    conversation = await rig.hears()
    await rig.answers(conversation, "one", "two")
    rig.fake.refuse = [RATE_LIMITS[rig.fake.name]]
    await rig.pass_time(timedelta(seconds=24), timedelta(seconds=5))
    assert rig.fake.calls == 1
    await rig.pass_time(timedelta(seconds=10), timedelta(seconds=5))
    assert rig.texts == ["one", "two"]


@EACH
async def test_a_delivery_does_not_cut_short_what_the_provider_asked_to_wait(rig: Rig) -> None:
    conversation = await rig.hears()
    await rig.answers(conversation, "one")
    rig.fake.refuse = [RATE_LIMITS[rig.fake.name]]
    await rig.sender.settle()
    rig.now += timedelta(seconds=10)
    await rig.hears(2)
    await rig.sender.settle()
    assert rig.fake.calls == 1


@EACH
async def test_who_writes_after_a_failure_is_answered_at_once(rig: Rig) -> None:
    conversation = await rig.hears()
    await rig.answers(conversation, "one")
    rig.fake.down = True
    await rig.pass_time(timedelta(minutes=10), timedelta(seconds=5))
    rig.fake.down = False
    rig.now += timedelta(microseconds=1)
    await rig.hears(2)
    await rig.answers(conversation, "two", id="m2")
    await rig.sender.settle()
    assert rig.texts == ["one", "two"]


@NOT_ASKED
async def test_who_writes_after_calls_without_an_answer_is_answered_at_once(
    rig: Rig, mute: bool
) -> None:
    rig.fake.mute = mute
    conversation = await rig.hears()
    await rig.answers(conversation, "one")
    rig.fake.cut = ["before"] * 3
    await rig.pass_time(timedelta(minutes=2), timedelta(seconds=5))
    assert rig.texts == [] and rig.fake.cut == []
    await rig.hears(2)
    await rig.answers(conversation, "two", id="m2")
    await rig.sender.settle()
    assert rig.texts == ["one", "two"]


@pytest.mark.parametrize("rig", ["whatsapp"], indirect=True)
async def test_who_writes_after_a_template_in_doubt_is_answered_at_once(rig: Rig) -> None:
    conversation = await rig.hears()
    rig.now += timedelta(hours=24)
    await rig.notice(conversation, Reply("approved"))
    rig.fake.cut = ["after"]
    await rig.sender.settle()
    rig.now += timedelta(seconds=30)
    await rig.hears(2)
    await rig.sender.settle()
    assert rig.texts == ["template HX" + "a" * 32, "approved"]


BLOCKED = {
    "sms": (400, {"code": 21610, "status": 400}, {}),
    "whatsapp": (400, {"code": 21610, "status": 400}, {}),
    "telegram": (403, {"ok": False, "description": "Forbidden: bot was blocked by the user"}, {}),
    "messenger": (400, {"error": {"code": 551, "error_subcode": 1545041}}, {}),
    "slack": (200, {"ok": False, "error": "user_disabled"}, {}),
}


async def test_the_open_pages_hear_of_what_does_not_go_out(rig: Rig) -> None:
    shown: list[str] = []
    rig.sender.on_shown = shown.append
    conversation = await rig.hears()
    await rig.answers(conversation, "one")
    rig.fake.refuse = [BLOCKED[rig.fake.name]]
    await rig.sender.settle()
    assert shown == [conversation]


@EACH
async def test_who_blocks_us_gets_no_more_and_a_person_sees_it_once(rig: Rig) -> None:
    conversation = await rig.hears()
    await rig.answers(conversation, "one", "two")
    rig.fake.refuse = [BLOCKED[rig.fake.name]]
    await rig.sender.settle()
    await rig.notice(conversation, Reply("news"))
    await rig.sender.settle()
    assert rig.fake.calls == 1
    assert (await rig.customer()).standing == "blocked"
    assert await rig.handovers() == ["unreachable"]
    # Who writes again can be written to.
    await rig.hears(2)
    await rig.answers(conversation, "three", id="m2")
    await rig.sender.settle()
    assert rig.texts == ["three"]


async def test_a_message_that_is_refused_does_not_stop_the_next(rig: Rig) -> None:
    conversation = await rig.hears()
    await rig.answers(conversation, "one", "two")
    rig.fake.refuse = [(400, {"code": 21211}, {})]
    await rig.sender.settle()
    assert rig.texts == ["two"]
    assert await rig.handovers() == ["unreachable"]


async def test_who_says_stop_is_answered_but_gets_no_notices(rig: Rig) -> None:
    conversation = await rig.hears()
    await rig.answers(conversation, "good bye")
    await rig.inbox.stand(conversation, "stopped")
    await rig.notice(conversation, Reply("news"))
    await rig.sender.settle()
    await rig.answers(conversation, "an answer", id="m2")
    await rig.sender.settle()
    assert rig.texts == ["good bye", "an answer"]
    await rig.inbox.stand(conversation, None)
    await rig.notice(conversation, Reply("later news"))
    await rig.sender.settle()
    assert rig.texts[2:] == ["later news"]


@pytest.mark.parametrize("rig", ["whatsapp"], indirect=True)
async def test_after_24_hours_one_template_goes_and_the_rest_waits(rig: Rig) -> None:
    conversation = await rig.hears()
    rig.now += timedelta(hours=24)
    for text in ("approved", "dispose of it now"):
        await rig.notice(conversation, Reply(text))
        await rig.sender.settle()
    assert rig.texts == ["template HX" + "a" * 32]
    await rig.hears(2)
    await rig.sender.settle()
    assert rig.texts[1:] == ["approved", "dispose of it now"]


@pytest.mark.parametrize("rig", ["whatsapp"], indirect=True)
async def test_who_writes_while_the_template_goes_out_is_not_held(rig: Rig) -> None:
    conversation = await rig.hears()
    rig.now += timedelta(hours=24)
    await rig.notice(conversation, Reply("approved"))
    nudge = rig.adapters["whatsapp"].nudge

    async def nudge_and_hear(address: str) -> bool:
        nudged = await nudge(address)
        await rig.hears(2)
        return nudged

    rig.adapters["whatsapp"].nudge = nudge_and_hear  # type: ignore[method-assign]
    await rig.sender.settle()
    assert rig.texts == ["template HX" + "a" * 32, "approved"]
    # The next closed window is another one: they may be asked again.
    assert (await rig.customer()).nudged_at is None


async def test_who_writes_while_a_block_is_told_is_not_taken_for_blocked(rig: Rig) -> None:
    conversation = await rig.hears()
    await rig.answers(conversation, "one")
    send = rig.adapters["sms"].send

    async def blocked_and_back(address: str, part: Part) -> None:
        rig.adapters["sms"].send = send  # type: ignore[method-assign]
        rig.now += timedelta(seconds=1)
        await rig.hears(2)
        raise Blocked("refused with 21610")

    rig.adapters["sms"].send = blocked_and_back  # type: ignore[method-assign]
    await rig.sender.settle()
    assert rig.texts == ["one"]
    assert (await rig.customer()).standing is None and await rig.handovers() == []


async def test_who_comes_back_when_they_have_just_been_taken_for_blocked_is_answered(
    rig: Rig,
) -> None:
    conversation = await rig.hears()
    await rig.inbox.stand(conversation, "blocked")
    await rig.notice(conversation, Reply("news"))
    take = rig.outgoing.take

    async def take_and_hear(*arguments: Any) -> list[Due]:
        taken = await take(*arguments)
        rig.outgoing.take = take  # type: ignore[method-assign]
        await rig.hears(2)
        await rig.answers(conversation, "an answer", id="m2")
        return taken

    rig.outgoing.take = take_and_hear  # type: ignore[method-assign]
    await rig.sender.settle()
    assert "an answer" in rig.texts


@pytest.mark.parametrize("rig", ["whatsapp"], indirect=True)
async def test_an_agents_answer_that_must_wait_is_shown_to_a_person(rig: Rig) -> None:
    conversation = await rig.hears()
    rig.now += timedelta(hours=24)
    await rig.notice(conversation, Reply("news"))
    await rig.sender.settle()
    assert await rig.handovers() == []
    # Held before it was said, and later once more; one mark is enough.
    await rig.says_as_agent(conversation, "1")
    await rig.sender.settle()
    await rig.says_as_agent(conversation, "2")
    await rig.sender.settle()
    assert await rig.handovers() == ["answer_waits_until_they_write"]
    assert rig.texts == ["template HX" + "a" * 32]


@pytest.mark.parametrize("rig", ["whatsapp"], indirect=True)
async def test_an_agents_answer_may_be_the_first_that_must_wait(rig: Rig) -> None:
    conversation = await rig.hears()
    rig.now += timedelta(hours=24)
    await rig.notice(conversation, Reply("news"))
    await rig.says_as_agent(conversation, "1")
    await rig.sender.settle()
    assert await rig.handovers() == ["answer_waits_until_they_write"]


@pytest.mark.parametrize("standing, reason", [
    ("blocked", "unreachable"), ("stopped", "customer_wrote_stop"),
])  # fmt: skip
async def test_an_agents_answer_that_does_not_go_out_is_shown_to_a_person(
    rig: Rig, standing: str, reason: str
) -> None:
    conversation = await rig.hears()
    await rig.answers(conversation, "hello")
    await rig.sender.settle()
    await rig.inbox.stand(conversation, standing)
    await rig.says_as_agent(conversation, "1")
    await rig.sender.settle()
    await rig.says_as_agent(conversation, "2")
    await rig.sender.settle()
    assert await rig.handovers() == [reason]
    await rig.seen_to()
    await rig.says_as_agent(conversation, "3")
    await rig.sender.settle()
    assert await rig.handovers() == [reason, reason]


async def test_a_long_answer_goes_in_parts_and_on_from_where_it_was_cut(rig: Rig) -> None:
    conversation = await rig.hears()
    text = " ".join(f"This is sentence number {i} of a long answer." for i in range(30))
    buttons = (Button("Yes", "/affirm"), Button("No", "/deny"))
    await rig.notice(conversation, Reply(f"Stop using it now.\n\n{text}", buttons=buttons))
    rig.fake.refuse = [(503, {}, {})]
    await rig.sender.settle()
    rig.now += timedelta(minutes=1)
    send, count = rig.adapters["sms"].send, 0

    async def cut(*arguments: Any) -> None:
        nonlocal count
        count += 1
        if count == 3:
            raise RuntimeError("the service ends here")
        await send(*arguments)

    rig.adapters["sms"].send = cut  # type: ignore[method-assign]
    await rig.sender.settle()
    assert len(rig.texts) == 2
    rig.sender = rig.new_sender()
    rig.now += timedelta(minutes=5)
    await rig.sender.settle()
    assert all(len(part) <= 320 for part in rig.texts)
    assert rig.texts[0].startswith("Stop using it now.")
    assert rig.texts[-1].endswith("Please answer with a number:\n1. Yes\n2. No")
    assert " ".join(rig.texts).count("This is sentence number") == 30


@pytest.mark.parametrize("rig", ["slack"], indirect=True)
@pytest.mark.parametrize(
    "text", ["<&> " * 900, "&" * 2000, "x" * 2998 + "&<"], ids=["words", "signs", "at the end"]
)
async def test_what_slack_wants_escaped_stays_within_its_limit(rig: Rig, text: str) -> None:
    conversation = await rig.hears()
    await rig.notice(conversation, Reply(text, buttons=(Button("Yes", "/affirm"),)))
    await rig.sender.settle()
    assert len(rig.texts) > 1
    assert "".join("".join(rig.texts).split()) == "".join(text.split())


@pytest.mark.parametrize("rig", ["sms"], indirect=True)
@pytest.mark.parametrize(
    "address, words",
    [
        ("+447700900123", "open this page to send"), ("+18765550123", "open this page to send"),
        ("+18095550123", "open this page to send"), ("+14155550123", "If you can't send it here"),
        ("+14165550123", "If you can't send it here"),
    ],
)  # fmt: skip
async def test_by_sms_a_link_takes_the_photo_where_a_phone_may_not(
    rig: Rig, address: str, words: str
) -> None:
    rig.address = address
    conversation = await rig.hears()
    await rig.notice(conversation, Reply("Please send a photo.", ask="photo"))
    await rig.sender.settle()
    assert words in rig.texts[0] and f"{PUBLIC_URL}/photo/1" in rig.texts[0]


async def test_two_services_at_once_say_nothing_twice(rig: Rig) -> None:
    conversation = await rig.hears()
    other = rig.new_sender()
    for number in range(5):
        await rig.answers(conversation, f"a{number}", id=f"m{number}")
        await rig.sender.send_due()
        await other.send_due()
        await rig.sender.settle()
        await other.settle()
    assert rig.texts == [f"a{number}" for number in range(5)]


async def test_who_has_their_data_deleted_is_told_so_and_then_forgotten(
    rig: Rig, tmp_path: Path
) -> None:
    conversation = await rig.hears()
    await rig.answers(conversation, "Shall I delete it?", id="m0")
    await rig.sender.settle()
    accepted = await rig.transcript.accept(conversation, Inbound("m1", "yes"))
    privacy = Privacy(rig.database, Photos(rig.database, tmp_path), rig.clock)
    for _ in range(2):  # cut off before the answer, it is run again
        await privacy.erase(conversation, answering=True)
        await rig.sender.settle()
    await rig.transcript.save_turn(conversation, accepted.seq, [Reply("It is deleted.")], None)
    await rig.sender.settle()
    assert rig.texts == ["Shall I delete it?", "It is deleted."]
    async with rig.database.read() as connection:
        left = (await connection.execute(sa.select(channel_customers))).all()
    assert left == []
    assert await rig.hears(2) != conversation


async def test_who_writes_on_before_they_were_told_stays_in_the_conversation(
    rig: Rig, tmp_path: Path
) -> None:
    conversation = await rig.hears()
    accepted = await rig.transcript.accept(conversation, Inbound("m1", "yes"))
    await Privacy(rig.database, Photos(rig.database, tmp_path)).erase(conversation, answering=True)
    assert await rig.hears(2) == conversation
    await rig.transcript.save_turn(conversation, accepted.seq, [Reply("It is deleted.")], None)
    await rig.answers(conversation, "Hello again.", id="m2")
    await rig.sender.settle()
    assert rig.texts == ["It is deleted.", "Hello again."]
    assert (await rig.customer()).conversation == conversation
