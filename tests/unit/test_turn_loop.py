"""The turn loop with an engine of the test's own: whatever happens, there is an answer."""

import asyncio
from datetime import datetime, timedelta, timezone

import pytest
import sqlalchemy as sa

from bot.conversations import (
    EngineDown,
    Inbound,
    Keepers,
    Reply,
    StillWorking,
    Transcript,
    Turn,
    TurnLoop,
)
from bot.conversations.sentences import FAILED, INCIDENT_KEPT
from bot.office import OfficeHours
from bot.safety import Hazard
from bot.storage.database import Database, DatabaseBusy
from bot.storage.tables import handovers, incidents, metadata

ALARM = "Get away and call 911."
ALARM_ES = "Aléjese y llame al 911."
# Danger in words that no rule has.
UNUSUAL = "the battery just went whoosh and the curtain is gone"


class FakeEngine:
    """Echoes. `plan`: what happens first, an error to raise or a coroutine function to await."""

    def __init__(self, *plan):
        self.plan = list(plan)
        self.ready = True
        self.seen = []
        self.running = 0
        # What is understood of any message, or the error there is.
        self.danger = None

    async def hazard(self, text):
        if isinstance(self.danger, BaseException):
            raise self.danger
        return await self.danger() if callable(self.danger) else self.danger

    async def turn(self, conversation, inbound, state):
        self.seen.append((conversation, inbound.text, state))
        step = self.plan.pop(0) if self.plan else None
        if isinstance(step, BaseException):
            raise step
        if isinstance(step, Turn):
            return step
        self.running += 1
        assert self.running == 1, "one turn at a time"
        try:
            await (step() if step else asyncio.sleep(0))
        finally:
            self.running -= 1
        return Turn((Reply(f"you said {inbound.text}"),), {"n": (state or {}).get("n", 0) + 1})


@pytest.fixture
async def transcript(tmp_path):
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}")
    async with database.write() as connection:
        await connection.run_sync(metadata.create_all)
    transcript = Transcript(database)
    await transcript.open("c", "test")
    yield transcript
    await database.close()


@pytest.fixture
async def start(transcript):
    loops = []

    def make(engine, **limits):
        limits = {"retry_seconds": (0, 0), "wait_seconds": 5, **limits}
        loops.append(TurnLoop(transcript, engine, alarm=ALARM, alarm_es=ALARM_ES, **limits))
        return loops[-1]

    yield make
    for loop in loops:
        await loop.close()


async def _rows(transcript, *columns):
    async with transcript._database.read() as connection:
        return [tuple(row) for row in await connection.execute(sa.select(*columns))]


async def _say(loop, text="hello", id="m1"):
    return [m.text for m in await loop.take("c", Inbound(id, text))]


async def test_a_message_is_answered(start):
    assert await _say(start(FakeEngine())) == ["you said hello"]


async def test_who_writes_to_a_person_at_night_hears_once_when_somebody_is_there(start, transcript):
    hours = OfficeHours.parse("Mon-Fri 08:00-17:00 UTC")
    now = [datetime(2026, 11, 24, 16, 59, tzinfo=timezone.utc)]
    transcript._clock = clock = lambda: now[0]
    keepers = Keepers(transcript._database, clock)
    await keepers.take_over("c", "Ana")
    loop = start(FakeEngine(), hours=hours, clock=clock)
    assert await _say(loop, id="m1") == []
    told = []
    for n, hour in enumerate((18, 20, 24 + 7, 24 + 20, 24 + 21)):
        now[0] = datetime(2026, 11, 24, tzinfo=timezone.utc) + timedelta(hours=hour)
        if hour == 24 + 20:
            await keepers.say_as_agent("c", "Ana", "I am still here", "1")
        told.append(await _say(loop, id=f"n{n}"))
    assert told == [[hours.words(now[0] - timedelta(days=1))], [], [], [], []]
    now[0] += timedelta(days=1)
    assert await _say(loop, id="m2") == [hours.words(now[0])]
    # Danger has its own answer.
    assert await _say(loop, "it is on fire", "m3") == [ALARM]


async def test_who_has_just_come_at_night_is_not_said_to_be_away(start, transcript):
    now = [datetime(2026, 11, 24, 19, tzinfo=timezone.utc)]
    transcript._clock = clock = lambda: now[0]
    await Keepers(transcript._database, clock).take_over("c", "Ana")
    hours = OfficeHours.parse("Mon-Fri 08:00-17:00 UTC")
    loop = start(FakeEngine(), hours=hours, clock=clock)
    now[0] += timedelta(minutes=1)
    assert await _say(loop) == []


async def test_the_state_goes_from_turn_to_turn(start):
    engine = FakeEngine()
    loop = start(engine)
    await _say(loop, "a", "m1")
    await _say(loop, "b", "m2")
    assert engine.seen == [("c", "a", None), ("c", "b", {"n": 1})]


async def test_an_error_becomes_a_sentence_and_the_state_stays(start):
    engine = FakeEngine(None, RuntimeError("boom"))
    loop = start(engine)
    await _say(loop, "a", "m1")
    assert await _say(loop, "b", "m2") == [FAILED]
    assert await _say(loop, "c", "m3") == ["you said c"]
    assert engine.seen[-1] == ("c", "c", {"n": 1})


async def test_the_error_log_says_where_and_not_what(start, caplog):
    await _say(start(FakeEngine(ValueError("Jane Porter, jane@example.com"))), "I am Jane Porter")
    assert "ValueError" in caplog.text
    assert "Jane" not in caplog.text


async def test_danger_is_answered_even_by_a_broken_engine(start):
    answer = await _say(start(FakeEngine(RuntimeError())), "it is on fire!")
    assert answer == [ALARM, FAILED]


async def test_danger_told_to_a_broken_engine_is_recorded_for_a_person(start, transcript):
    await _say(start(FakeEngine(RuntimeError())), "it is on fire!")
    assert await _rows(transcript, incidents.c.tense, incidents.c.told) == [
        ("now", "it is on fire!")
    ]
    assert await _rows(transcript, handovers.c.reason, handovers.c.urgent) == [("incident", True)]


async def test_a_past_incident_told_to_a_broken_engine_is_recorded_too(start, transcript):
    answer = await _say(start(FakeEngine(RuntimeError())), "it burned my table last year")
    assert answer == [INCIDENT_KEPT, FAILED]
    assert await _rows(transcript, incidents.c.tense) == [("past",)]


async def test_the_danger_button_pressed_on_a_broken_engine_gives_the_alarm(start, transcript):
    loop = start(FakeEngine(RuntimeError()))
    answer = await loop.take("c", Inbound("m1", "It is dangerous right now", "/emergency"))
    assert [m.text for m in answer] == [ALARM, FAILED]
    assert await _rows(transcript, incidents.c.tense) == [("now",)]


async def test_danger_that_only_the_engine_understands_is_answered_by_the_alarm(start, transcript):
    engine = FakeEngine(RuntimeError())
    engine.danger = Hazard("now", ("fire",))
    loop = start(engine)
    assert await _say(loop, UNUSUAL, "m1") == [ALARM, FAILED]
    await Keepers(transcript._database).take_over("c", "Ann")
    assert await _say(loop, UNUSUAL, "m2") == [ALARM]
    assert await _rows(transcript, incidents.c.message, incidents.c.tense) == [
        ("m1", "now"), ("m2", "now"),
    ]  # fmt: skip


@pytest.mark.parametrize("danger", [EngineDown(), RuntimeError(), Hazard("asked", ()), None])
async def test_what_the_engine_does_not_understand_the_rules_still_find(start, danger):
    engine = FakeEngine(RuntimeError(), RuntimeError())
    engine.danger = danger
    loop = start(engine)
    assert await _say(loop, "it burned my table last year", "m1") == [INCIDENT_KEPT, FAILED]
    assert await _say(loop, "good morning", "m2") == [FAILED]


async def test_an_engine_that_hangs_holds_up_no_alarm(start, monkeypatch):
    monkeypatch.setattr("bot.conversations.loop.HAZARD_SECONDS", 0.01)
    engine = FakeEngine(RuntimeError())
    engine.danger = asyncio.Event().wait
    assert await _say(start(engine), "it burned my table last year") == [INCIDENT_KEPT, FAILED]


async def test_the_alarm_of_a_broken_engine_is_spanish_first_where_the_message_is(start):
    words = "¡la batería está en llamas, hay humo!"
    answer = await start(FakeEngine(RuntimeError())).take("c", Inbound("m1", words))
    told = [(message.text, message.lang) for message in answer]
    assert told == [(ALARM_ES, "es"), (ALARM, "en"), (FAILED, "en")]


async def test_no_other_button_and_no_question_is_an_incident(start, transcript):
    loop = start(FakeEngine(RuntimeError(), RuntimeError()))
    await loop.take("c", Inbound("m1", "It is on fire", "/affirm"))
    await loop.take("c", Inbound("m2", "what if it catches fire?"))
    assert await _rows(transcript, incidents.c.tense) == []


async def test_silence_of_the_engine_becomes_a_sentence(start):
    engine = FakeEngine(Turn((), {"n": 9}))
    loop = start(engine)
    assert await _say(loop) == [FAILED]
    await _say(loop, "b", "m2")
    assert engine.seen[-1][2] == {"n": 9}


async def test_a_turn_that_hangs_is_cut(start):
    hang = asyncio.Event()
    loop = start(FakeEngine(hang.wait), turn_seconds=0.01)
    assert await _say(loop) == [FAILED]
    assert await _say(loop, "b", "m2") == ["you said b"]


async def test_an_engine_that_is_down_is_tried_again(start):
    engine = FakeEngine(EngineDown(), EngineDown())
    assert await _say(start(engine)) == ["you said hello"]
    assert len(engine.seen) == 3


async def test_an_engine_that_stays_down_still_gives_an_answer(start):
    engine = FakeEngine(EngineDown(), EngineDown(), EngineDown())
    assert await _say(start(engine), "smoke is coming out") == [ALARM, FAILED]


async def test_the_same_id_again_gets_the_first_answer_without_a_turn(start):
    engine = FakeEngine()
    loop = start(engine)
    first = await loop.take("c", Inbound("m1", "a"))
    assert await loop.take("c", Inbound("m1", "b")) == first
    assert len(engine.seen) == 1


async def test_the_same_id_at_once_is_one_turn(start):
    engine = FakeEngine()
    loop = start(engine)
    answers = await asyncio.gather(*(_say(loop) for _ in range(4)))
    assert answers == [["you said hello"]] * 4
    assert len(engine.seen) == 1


async def test_messages_at_once_are_answered_one_by_one_in_order(start, transcript):
    engine = FakeEngine()
    loop = start(engine)
    texts = [f"t{i}" for i in range(6)]
    answers = await asyncio.gather(*(_say(loop, t, t) for t in texts))
    assert answers == [[f"you said {t}"] for t in texts]
    stored = [m.text for m in await transcript.since("c", 0) if m.sender == "customer"]
    assert [text for _, text, _ in engine.seen] == stored


async def test_a_message_that_comes_while_the_worker_ends_is_answered(start, transcript):
    loop = start(FakeEngine())
    save, late = transcript.save_turn, []

    async def save_then_accept(*arguments):
        said = await save(*arguments)
        if not late:
            # Stored after the worker's last look, before it has gone.
            late.append(asyncio.create_task(_say(loop, "late", "m2")))
            await asyncio.wait(late, timeout=0.05)
        return said

    transcript.save_turn = save_then_accept
    assert await _say(loop) == ["you said hello"]
    assert await late[0] == ["you said late"]


async def test_who_asks_again_when_the_answer_has_just_been_given_gets_it(start, transcript):
    loop = start(FakeEngine())
    accepted = await transcript.accept("c", Inbound("m", "hello"))
    assert await loop.recover() == 1
    while loop._workers:
        await asyncio.sleep(0)
    # `accepted` was read before the answer: nothing waits any more, and nobody will tell.
    assert [m.text for m in await loop.answer_to("c", accepted)] == ["you said hello"]


async def test_the_wait_ends_but_not_the_work(start, transcript):
    free = asyncio.Event()
    loop = start(FakeEngine(free.wait), wait_seconds=0.01)
    with pytest.raises(StillWorking):
        await _say(loop)
    free.set()
    loop._wait_seconds = 5
    assert await _say(loop) == ["you said hello"]


async def test_what_a_crash_left_is_answered_at_the_next_start(start, transcript):
    for i in range(2):
        await transcript.accept("c", Inbound(f"m{i}", str(i)))
    engine = FakeEngine()
    loop = start(engine)
    assert await loop.recover() == 1
    assert await _say(loop, "1", "m1") == ["you said 1"]
    assert [text for _, text, _ in engine.seen] == ["0", "1"]


async def test_messages_wait_for_an_engine_that_is_not_ready_yet(start, monkeypatch):
    monkeypatch.setattr("bot.conversations.loop.READY_POLL_SECONDS", 0)
    engine = FakeEngine()
    engine.ready = False
    asked = asyncio.create_task(_say(start(engine)))
    for _ in range(20):
        await asyncio.sleep(0)
    assert not engine.seen
    engine.ready = True
    assert await asked == ["you said hello"]


async def test_a_busy_database_is_tried_again(start, transcript):
    save, failures = transcript.save_turn, [DatabaseBusy(), DatabaseBusy()]

    async def save_turn(*arguments):
        if failures:
            raise failures.pop()
        return await save(*arguments)

    transcript.save_turn = save_turn
    engine = FakeEngine()
    assert await _say(start(engine)) == ["you said hello"]
    assert len(engine.seen) == 1


async def test_a_database_that_breaks_while_saving_gets_the_turn_run_again(start, transcript):
    save, failures = transcript.save_turn, [OSError("disk full")]

    async def save_turn(*arguments):
        if failures:
            raise failures.pop()
        return await save(*arguments)

    transcript.save_turn = save_turn
    assert await _say(start(FakeEngine())) == ["you said hello"]


async def test_who_watches_hears_of_each_saved_turn(start):
    loop, heard = start(FakeEngine()), []
    loop.on_saved = heard.append
    await _say(loop)
    await _say(loop, "b", "m2")
    assert heard == ["c", "c"]


async def test_conversations_do_not_wait_for_each_other(start, transcript):
    await transcript.open("d", "test")
    free = asyncio.Event()
    engine = FakeEngine(free.wait)
    loop = start(engine)
    slow = asyncio.create_task(_say(loop))
    while not engine.seen:
        await asyncio.sleep(0)
    engine.running = 0
    assert [m.text for m in await loop.take("d", Inbound("m1", "x"))] == ["you said x"]
    assert not slow.done()
    engine.running = 1
    free.set()
    assert await slow == ["you said hello"]


async def test_while_a_person_has_it_messages_are_kept_and_no_turn_runs(start, transcript):
    engine, keepers = FakeEngine(), Keepers(transcript._database)
    loop = start(engine)
    await _say(loop, "a", "m1")
    await keepers.take_over("c", "Ann")
    assert await _say(loop, "b", "m2") == []
    assert await _say(loop, "b", "m2") == []
    await keepers.say_as_agent("c", "Ann", "Hello", "1")
    await keepers.give_back("c")
    assert await _say(loop, "c", "m3") == ["you said c"]
    # The dialogue goes on from where it was.
    assert engine.seen == [("c", "a", None), ("c", "c", {"n": 1})]
    assert [(m.sender, m.text) for m in await transcript.since("c", 2)] == [
        ("customer", "b"), ("agent", "Hello"), ("customer", "c"), ("assistant", "you said c"),
    ]  # fmt: skip


async def test_a_message_whose_conversation_is_given_back_meanwhile_is_the_assistants(
    start, transcript
):
    engine, keepers = FakeEngine(), Keepers(transcript._database)
    await keepers.take_over("c", "Ann")

    async def given_back():
        await keepers.give_back("c")

    engine.danger = given_back  # it is looked for signs of danger while a person has it
    assert await _say(start(engine), "one more thing") == ["you said one more thing"]


async def test_danger_raises_the_alarm_also_while_a_person_has_it(start, transcript):
    await Keepers(transcript._database).take_over("c", "Ann")
    engine = FakeEngine()
    engine.ready = False  # a person's conversation does not wait for the model
    loop = start(engine)
    assert await _say(loop, "it is smoking right now!", "m1") == [ALARM]
    assert await _say(loop, "it burned my table last year", "m2") == []
    assert await _say(loop, "what if it catches fire?", "m3") == []
    assert engine.seen == []
    assert await _rows(transcript, incidents.c.message, incidents.c.tense) == [
        ("m1", "now"), ("m2", "past"),
    ]  # fmt: skip
    assert await _rows(transcript, handovers.c.message, handovers.c.urgent) == [
        ("m1", True), ("m2", True),
    ]  # fmt: skip


async def test_of_many_turns_only_some_are_under_way_together_and_danger_waits_for_none(
    start, transcript
):
    class SlowEngine(FakeEngine):
        def __init__(self):
            super().__init__()
            self.most = 0
            self.free = asyncio.Event()

        async def turn(self, conversation, inbound, state):
            self.seen.append(inbound.text)
            self.running += 1
            self.most = max(self.most, self.running)
            await self.free.wait()
            self.running -= 1
            return Turn((Reply("done"),), {})

    engine = SlowEngine()
    turns = start(engine, at_once=2)
    asked = []
    for number in range(5):
        await transcript.open(f"c{number}", "test")
        asked.append(asyncio.create_task(turns.take(f"c{number}", Inbound("m", "hello"))))
    while engine.running < 2:
        await asyncio.sleep(0)
    await transcript.open("danger", "test")
    asked.append(asyncio.create_task(turns.take("danger", Inbound("m", "it is on fire"))))
    while "it is on fire" not in engine.seen:
        await asyncio.sleep(0)
    assert engine.most == 3
    engine.free.set()
    assert [said[0].text for said in await asyncio.gather(*asked)] == ["done"] * 6
    assert engine.most == 3
