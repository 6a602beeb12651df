"""What must hold on every channel: a message is answered, once, to who wrote it."""

from __future__ import annotations

import pytest

from bot.channels.adapter import Event, TryLater
from bot.conversations import Button, Link, Reply
from bot.conversations.sentences import INCIDENT_KEPT, TOO_FAST, TOO_LONG
from bot.settings import Limits
from bot.storage.tables import handovers, incidents
from tests.channels.conftest import Line, Open
from tests.channels.fakes import FAKES, FakeTelegram
from tests.web.pictures import picture

CHOICES = Reply("Is it yours?", buttons=(Button("Yes", "/affirm"), Button("No, not mine", "/deny")))


async def test_a_message_is_answered_where_it_came_from(line: Line) -> None:
    jane, joe = line.fake.customer(1), line.fake.customer(2)
    (sent,) = await line.said(line.fake.text(jane, "hello"))
    assert (sent.address, sent.text) == (jane, "You said: hello")
    (sent,) = await line.said(line.fake.text(joe, "hi"))
    assert (sent.address, sent.text) == (joe, "You said: hi")
    assert await line.conversation(jane) != await line.conversation(joe)
    assert (await line.conversation(jane) or "").startswith(f"{line.fake.name}-")


async def test_the_same_delivery_again_is_acknowledged_and_changes_nothing(line: Line) -> None:
    webhook = line.fake.text(line.fake.customer(1), "hello")
    await line.said(webhook)
    for _ in range(3):
        assert await line.deliver(webhook) == 200
    await line.quiet()
    assert [s.text for s in line.fake.sent] == ["You said: hello"]
    assert line.site.engine.texts == ["hello"]


async def test_a_choice_is_pressed_or_written_as_its_number(line: Line) -> None:
    jane = line.fake.customer(1)
    line.site.engine.answers["which?"] = (CHOICES,)
    (asked,) = await line.said(line.fake.text(jane, "which?"))
    await line.quiet()
    if asked.buttons:
        assert [title for title, _ in asked.buttons] == ["Yes", "No, not mine"]
        await line.said(line.fake.press(jane, *asked.buttons[1]))
    else:
        assert asked.text.endswith("Please answer with a number:\n1. Yes\n2. No, not mine")
        await line.said(line.fake.text(jane, "2"))
    heard = line.site.engine.heard[-1]
    assert (heard.text, heard.payload) == ("No, not mine", "/deny")
    # Where nothing is offered any more, a number is a number.
    await line.said(line.fake.text(jane, "2"))
    assert (line.site.engine.heard[-1].text, line.site.engine.heard[-1].payload) == ("2", None)


async def test_a_typed_payload_and_anothers_button_are_plain_text(line: Line) -> None:
    jane, joe = line.fake.customer(1), line.fake.customer(2)
    await line.said(line.fake.text(jane, "/affirm"))
    assert line.site.engine.heard[-1].payload is None
    line.site.engine.answers["which?"] = (CHOICES,)
    (asked,) = await line.said(line.fake.text(jane, "which?"))
    for title, value in [*asked.buttons[:1], *([("Yes", "/affirm")] if asked.buttons else [])]:
        await line.said(line.fake.press(joe, title, value))
        assert line.site.engine.heard[-1].payload is None


async def test_links_are_written_out_and_an_agent_is_named(line: Line) -> None:
    jane = line.fake.customer(1)
    link = Link("The recall", "https://example.com/recall")
    line.site.engine.answers["where?"] = (Reply("Here:", links=(link,)),)
    (sent,) = await line.said(line.fake.text(jane, "where?"))
    assert sent.text == "Here:\nThe recall: https://example.com/recall"
    keepers = await line.taken_over(jane)
    assert await line.deliver(line.fake.text(jane, "are you there?")) == 200
    await keepers.say_as_agent(await line.conversation(jane) or "", "Ann", "I am.", "1")
    await line.until(lambda: len(line.fake.sent) > 1)
    assert line.fake.sent[-1].text == "Ann: I am."
    assert line.site.engine.texts == ["where?"]


async def test_a_photo_and_what_is_written_under_it_both_reach_the_dialogue(line: Line) -> None:
    jane = line.fake.customer(1)
    await line.said(line.fake.photo(jane, picture(), "my A1263"), answers=2)
    photo, caption = line.site.engine.heard
    assert (photo.text, photo.payload) == ("Photo", "/send_photo")
    assert line.site.door.photos.path(photo.context["photo"]).read_bytes()[:2] == b"\xff\xd8"
    assert (caption.text, caption.payload) == ("my A1263", None)


async def test_a_file_that_is_no_photo_gets_a_sentence(line: Line) -> None:
    (sent,) = await line.said(line.fake.photo(line.fake.customer(1), b"%PDF-1.7 no photo"))
    assert sent.text == "I can't read that file. Please send a photo: JPEG, PNG, WebP or HEIC."
    assert line.site.engine.heard == []


async def test_a_photo_with_danger_under_it_is_answered_danger_first(line: Line) -> None:
    await line.said(line.fake.photo(line.fake.customer(1), picture(), "it is on fire!"), answers=2)
    assert line.site.engine.texts == ["it is on fire!", "Photo"]


async def test_the_danger_button_is_heard_in_a_flood(open_line: Open) -> None:
    for name in FAKES:
        line: Line = await open_line(name, limits=Limits(1, 0, 0, 0, 0))
        jane = line.fake.customer(1)
        danger = Button("Yes, now", "/emergency")
        line.site.engine.answers["x"] = (
            Reply("Is it hot?", buttons=(danger, Button("No", "/deny"))),
        )
        (asked,) = await line.said(line.fake.text(jane, "x"))
        await line.quiet()
        if asked.buttons:
            # What was written in between is over the limit.
            assert (await line.said(line.fake.text(jane, "hm")))[0].text == TOO_FAST
            pressed = line.fake.press(jane, *asked.buttons[0])
        else:
            pressed = line.fake.text(jane, "1")
        (sent,) = await line.said(pressed)
        assert sent.text == "You said: Yes, now", name
        assert [inbound.payload for inbound in line.site.engine.heard] == [None, "/emergency"]


async def test_the_alarm_is_said_in_the_providers_language_too(open_line: Open) -> None:
    """The fakes' customers have Spanish phones; SMS tells nothing of a language."""
    for name in ("telegram", "messenger", "slack", "sms"):
        spanish = name != "sms"
        line: Line = await open_line(name)
        facts = line.site.door.recalls.featured.facts()
        await line.deliver(line.fake.text(line.fake.customer(1), "it is on fire! " * 100))
        await line.quiet()
        told = " ".join(sent.text for sent in line.fake.sent).split()
        assert facts["emergency_steps"].split() == told[: len(facts["emergency_steps"].split())]
        assert (" ".join(facts["emergency_steps_es"].split()) in " ".join(told)) == spanish
        assert told[-5:] == TOO_LONG.split()[-5:]


LONG = {
    "now": "it is on fire! " * 100,
    "past": "Last week the power bank caught fire and burned my desk. " + "I am Jane. " * 110,
}


@pytest.mark.parametrize("tense", LONG)
async def test_danger_in_a_text_too_long_to_read_is_kept_for_a_person(
    line: Line, tense: str
) -> None:
    jane = line.fake.customer(1)
    await line.deliver(line.fake.text(jane, LONG[tense]))
    await line.quiet()
    answer = "\n".join(sent.text for sent in line.fake.sent)
    assert ("911" in answer) == (tense == "now")
    assert (INCIDENT_KEPT in answer) == (tense == "past")
    assert answer.endswith(TOO_LONG[-20:])
    told = await line.rows(incidents.c.tense, incidents.c.told)
    assert told == [(tense, LONG[tense])]
    assert await line.rows(handovers.c.reason, handovers.c.urgent) == [("incident", True)]
    assert (await line.transcript(jane))[0].text == LONG[tense]


async def test_a_person_who_has_the_conversation_sees_the_whole_of_a_long_text(line: Line) -> None:
    jane = line.fake.customer(1)
    await line.said(line.fake.text(jane, "hello"))
    await line.taken_over(jane)
    text = "x" * 1_500 + " this is the end"
    assert await line.deliver(line.fake.text(jane, text)) == 200
    await line.quiet()
    assert text in [said.text for said in await line.transcript(jane)]


async def test_while_a_person_has_the_conversation_the_channel_says_nothing_of_its_own(
    line: Line,
) -> None:
    jane = line.fake.customer(1)
    await line.said(line.fake.text(jane, "hello"))
    await line.taken_over(jane)
    await line.quiet()
    before = len(line.fake.sent)
    for webhook in (
        line.fake.text(jane, "x" * 1_500),
        line.fake.photo(jane, b"%PDF-1.7 no photo"),
        line.fake.text(jane, LONG["past"]),
    ):
        assert await line.deliver(webhook) == 200
    await line.quiet()
    assert len(line.fake.sent) == before
    assert await line.rows(incidents.c.tense) == [("past",)]
    await line.deliver(line.fake.text(jane, LONG["now"]))
    await line.quiet()
    alarm = " ".join(sent.text for sent in line.fake.sent[before:])
    assert "911" in alarm and "1,000 characters" not in alarm


async def test_while_a_person_has_the_conversation_a_flood_and_a_voice_get_no_sentence(
    open_line: Open,
) -> None:
    line: Line = await open_line("telegram", limits=Limits(1, 0, 0, 0, 0))
    fake = line.fake
    assert isinstance(fake, FakeTelegram)
    jane = fake.customer(1)
    await line.said(fake.text(jane, "hello"))
    await line.taken_over(jane)
    voice = fake.message(jane, voice={"file_id": "v", "duration": 2})
    for webhook in (fake.update(message=voice), fake.text(jane, "one"), fake.text(jane, "two")):
        assert await line.deliver(webhook) == 200
    (sent,) = await line.said(fake.text(jane, "/help"))
    assert "get away and call" in sent.text
    shown = [m.text for m in await line.transcript(jane) if m.sender == "customer"]
    assert sorted(shown) == sorted(["hello", "[voice]", "one", "two", "/help"])


async def test_past_danger_told_in_a_flood_is_kept_for_a_person(open_line: Open) -> None:
    line: Line = await open_line("telegram", limits=Limits(1, 0, 0, 0, 0))
    jane = line.fake.customer(1)
    await line.said(line.fake.text(jane, "hello"))
    (sent,) = await line.said(line.fake.text(jane, "it caught fire last week"))
    assert sent.text == f"{INCIDENT_KEPT}\n{TOO_FAST}"
    assert await line.rows(incidents.c.tense) == [("past",)]


@pytest.mark.parametrize("name", ["messenger", "slack"])
async def test_a_language_is_asked_for_once_and_told_to_each_turn(
    open_line: Open, name: str
) -> None:
    line: Line = await open_line(name)
    jane = line.fake.customer(1)
    for text in ("hello", "and again"):
        await line.said(line.fake.text(jane, text))
    assert line.fake.asked == [{"messenger": jane, "slack": "U1"}[name]]  # type: ignore[attr-defined]
    told = [inbound.context["locale"][:2] for inbound in line.site.engine.heard]
    assert told == ["es", "es"]


@pytest.mark.parametrize("name", ["messenger", "slack"])
async def test_who_has_no_language_told_is_answered_all_the_same(
    open_line: Open, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    line: Line = await open_line(name)

    async def away(event: Event) -> str | None:
        raise TryLater("away")

    monkeypatch.setattr(line.site.door.channels.adapters[name], "find_locale", away)  # type: ignore[union-attr]
    await line.said(line.fake.text(line.fake.customer(1), "hello"))
    (heard,) = line.site.engine.heard
    assert "locale" not in heard.context


async def test_a_flood_of_what_nobody_can_store_is_told_too(open_line: Open) -> None:
    line: Line = await open_line("telegram", limits=Limits(1, 0, 0, 0, 0))
    jane = line.fake.customer(1)
    await line.said(line.fake.text(jane, "x"))
    (sent,) = await line.said(line.fake.text(jane, "a\x00b\ud800"))
    assert sent.text == TOO_FAST
    assert [m.text for m in await line.transcript(jane) if m.sender == "customer"] == ["x", "ab"]


async def test_a_flood_is_told_once_and_danger_in_it_is_heard(open_line: Open) -> None:
    line: Line = await open_line("telegram", limits=Limits(2, 0, 0, 0, 0))
    jane = line.fake.customer(1)
    for number in range(6):
        assert await line.deliver(line.fake.text(jane, f"m{number}")) == 200
    await line.quiet()
    # The sentence about the flood does not wait for the turns before it.
    said = sorted(s.text for s in line.fake.sent)
    assert said == sorted(["You said: m0", "You said: m1", TOO_FAST])
    (sent,) = await line.said(line.fake.text(jane, "it is on fire right now!"))
    assert sent.text == "You said: it is on fire right now!"
    said = await line.transcript(jane)
    assert [m.text for m in said if m.sender == "customer"][:6] == [f"m{n}" for n in range(6)]
