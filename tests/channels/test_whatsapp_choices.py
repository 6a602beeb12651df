"""Choices on WhatsApp: buttons and lists by Twilio's Content API, where it fails by numbers."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from bot.channels.adapter import Part
from bot.channels.buttons import Buttons
from bot.channels.contents import Contents
from bot.channels.hub import adapters_of
from bot.channels.twilio_content import form_of, in_blanks, name_of
from bot.conversations import Button, Reply
from tests.channels.conftest import Line, Open
from tests.channels.fakes import FakeWhatsApp
from tests.channels.test_sending import Rig, rig  # noqa: F401 - a fixture

NUMBERED = "Please answer with a number:\n"
FEW = ("Yes", "No, not mine")
MANY = ("A serial number", "A model number", "Both of them", "Neither of them")
TEN = [f"Number {n}" for n in range(10)]
LONG = ("Send the photos later", "Yes")
WHATSAPP = pytest.mark.parametrize("rig", ["whatsapp"], indirect=True)


def asks(titles: Sequence[str], text: str = "Is it yours?") -> Reply:
    return Reply(text, buttons=tuple(Button(title, f"/pick{i}") for i, title in enumerate(titles)))


@pytest_asyncio.fixture
async def line(open_line: Open) -> Any:
    opened: Line = await open_line("whatsapp")
    yield opened
    assert opened.fake.complaints == []


def fake_of(opened: Line | Rig) -> FakeWhatsApp:
    assert isinstance(opened.fake, FakeWhatsApp)
    return opened.fake


async def asked_of(line: Line, reply: Reply, answers: int = 1) -> Any:
    """The question as the customer sees it."""
    line.site.engine.answers["which?"] = (reply,)
    sent = await line.said(line.fake.text(line.fake.customer(1), "which?"), answers=answers)
    await line.quiet()
    return sent[-1]


def heard_last(line: Line) -> tuple[str, str | None]:
    heard = line.site.engine.heard[-1]
    return heard.text, heard.payload


@pytest.mark.parametrize("titles, kind", [
    (FEW, "quick-reply"), (("x" * 20,), "quick-reply"), (FEW[:1] + MANY[:2], "quick-reply"),
    (MANY, "list-picker"), (LONG, "list-picker"), (TEN, "list-picker"),
])  # fmt: skip
async def test_choices_are_buttons_or_a_list_and_one_that_is_pressed_is_chosen(
    line: Line, titles: Sequence[str], kind: str
) -> None:
    asked = await asked_of(line, asks(titles))
    assert asked.text == "Is it yours?"
    assert [title for title, _ in asked.buttons] == list(titles)
    (content,) = fake_of(line).contents.values()
    assert list(content["types"]) == [f"twilio/{kind}"]
    await line.said(line.fake.press(line.fake.customer(1), *asked.buttons[-1]))
    assert heard_last(line) == (titles[-1], f"/pick{len(titles) - 1}")


@pytest.mark.parametrize("titles", [["x" * 25], [*TEN, "One more"]])
async def test_choices_that_whatsapp_cannot_show_are_a_numbered_list(
    line: Line, titles: Sequence[str]
) -> None:
    asked = await asked_of(line, asks(titles))
    assert asked.buttons == () and f"{NUMBERED}1. {titles[0]}" in asked.text
    assert fake_of(line).contents == {}


@pytest.mark.parametrize("sentences, answers", [(2, 2), (120, 4)])
async def test_what_is_said_before_the_question_comes_before_it(
    line: Line, sentences: int, answers: int
) -> None:
    safety = "Stop using it.\n\n" + " ".join(f"This is sentence {n}." for n in range(sentences))
    asked = await asked_of(line, asks(FEW, f"{safety}\n\nShall I begin?"), answers)
    assert (asked.text, len(asked.buttons)) == ("Shall I begin?", 2)
    before = [sent.text for sent in line.fake.sent[:-1]]
    assert before[0].startswith("Stop using it.") and all(len(text) <= 1600 for text in before)
    assert "\n\n".join(before).split() == safety.split()


async def test_the_end_of_a_paragraph_too_long_for_buttons_carries_them(line: Line) -> None:
    text = " ".join(f"This is sentence number {n}." for n in range(45))
    asked = await asked_of(line, asks(FEW, text), answers=2)
    assert 1024 < len(text) < 1600 and asked.buttons
    assert " ".join(sent.text for sent in line.fake.sent) == text


async def test_the_lines_of_a_question_stay_lines(line: Line) -> None:
    asked = await asked_of(line, asks(FEW, "I read:\tA1263\n  Is it      right?"))
    assert asked.text == "I read: A1263\nIs it right?" and asked.buttons


@pytest.mark.parametrize("answer, chosen", [
    ("2", 1), ("two", 1), ("the second", 1), ("no, not mine", 1), ("1", 0),
])  # fmt: skip
async def test_a_choice_that_has_a_button_may_be_written(
    line: Line, answer: str, chosen: int
) -> None:
    await asked_of(line, asks(FEW))
    await line.said(line.fake.text(line.fake.customer(1), answer))
    assert heard_last(line) == (FEW[chosen], f"/pick{chosen}")


@pytest.mark.parametrize("titles", [FEW, MANY], ids=["button", "row of a list"])
async def test_a_button_of_an_earlier_question_is_that_questions_answer(
    line: Line, titles: Sequence[str]
) -> None:
    first = await asked_of(line, asks(titles))
    await asked_of(line, Reply("Really?", buttons=(Button("Sure", "/affirm"),)))
    await line.said(line.fake.press(line.fake.customer(1), *first.buttons[1]))
    assert heard_last(line) == (titles[1], "/pick1")


async def test_a_button_of_the_firms_template_is_what_it_says(line: Line) -> None:
    jane = line.fake.customer(1)
    await asked_of(line, asks(FEW))
    await line.said(line.fake.press(jane, "Yes", "their-own-payload"))
    assert heard_last(line) == (FEW[0], "/pick0")
    (sent,) = await line.said(line.fake.press(jane, "STOP", "their-own-payload"))
    assert sent.text.startswith("You will get no more messages")


REFUSALS: dict[str, tuple[int, Any]] = {
    "away": (503, {}), "not allowed": (403, {"code": 20403}), "wrong": (400, {"code": 92003}),
    "nonsense": (201, ["?"]),
}  # fmt: skip


@pytest.mark.parametrize("how", REFUSALS)
async def test_where_no_buttons_can_be_made_a_list_goes_out_and_a_number_chooses(
    line: Line, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    fake_of(line).no_contents = REFUSALS[how]
    with caplog.at_level(logging.WARNING, "bot.channels.whatsapp"):
        asked = await asked_of(line, asks(FEW, "Stop using it.\n\nIs it yours?"), answers=2)
    assert [sent.text for sent in line.fake.sent] == [
        "Stop using it.", f"Is it yours?\n\n{NUMBERED}1. Yes\n2. No, not mine",
    ]  # fmt: skip
    assert asked.buttons == ()
    (told,) = caplog.messages
    assert "numbered list" in told and "docs/channels/whatsapp.md" in told
    await line.said(line.fake.text(line.fake.customer(1), "2"))
    assert heard_last(line) == (FEW[1], "/pick1")
    # As soon as it can be made it is.
    fake_of(line).no_contents = None
    assert (await asked_of(line, asks(FEW))).buttons


async def test_no_question_waits_long_for_its_buttons(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.whatsapp.MAKING_SECONDS", 0.01)
    fake_of(line).hangs = released = asyncio.Event()
    try:
        asked = await asked_of(line, asks(FEW))
    finally:
        released.set()
    assert asked.text.endswith(f"{NUMBERED}1. Yes\n2. No, not mine")


@WHATSAPP
async def test_a_question_whose_buttons_twilio_refuses_comes_once_as_a_list(
    rig: Rig,  # noqa: F811
) -> None:
    conversation = await rig.hears()
    await rig.notice(conversation, asks(FEW))
    await rig.sender.settle()
    await rig.notice(conversation, asks(FEW))
    rig.fake.refuse = [(400, {"code": 21656, "status": 400}, {})]
    await rig.sender.settle()
    first, second = rig.fake.sent
    assert first.buttons and second.text == f"Is it yours?\n\n{NUMBERED}1. Yes\n2. No, not mine"
    assert await rig.handovers() == []


@WHATSAPP
async def test_a_form_is_made_once_and_holds_nothing_of_what_is_said(rig: Rig) -> None:  # noqa: F811
    conversation = await rig.hears()
    for titles in (("Use jane@example.com", "Keep it"), ("Yes", "No")):
        await rig.notice(conversation, asks(titles, f"Is it {titles[0]}?"))
        await rig.sender.settle()
        for adapter in rig.adapters.values():
            await adapter.close()
        # As after a restart.
        rig.adapters = adapters_of(rig.settings, Contents(rig.database))
        for adapter in rig.adapters.values():
            await adapter.open()
        rig.sender = rig.new_sender()
    assert [sent.buttons[0][0] for sent in rig.fake.sent] == ["Use jane@example.com", "Yes"]
    (content,) = fake_of(rig).contents.values()
    assert not [word for word in ("jane", "Keep", "Is it") if word in json.dumps(content)]


@WHATSAPP
async def test_a_form_that_somebody_deleted_at_twilio_is_made_anew(rig: Rig) -> None:  # noqa: F811
    conversation = await rig.hears()
    for _ in range(2):
        await rig.notice(conversation, asks(FEW))
        await rig.sender.settle()
        fake_of(rig).contents.clear()
    await rig.notice(conversation, asks(FEW))
    await rig.sender.settle()
    assert [len(sent.buttons) for sent in rig.fake.sent] == [2, 2, 2]
    assert len(fake_of(rig).contents) == 1


@WHATSAPP
@pytest.mark.parametrize("buttons", [True, False], ids=["buttons", "a numbered list"])
async def test_a_question_that_was_taken_without_an_answer_is_not_sent_again(
    rig: Rig,  # noqa: F811
    buttons: bool,
) -> None:
    conversation = await rig.hears()
    if not buttons:
        fake_of(rig).no_contents = (503, {})
    await rig.notice(conversation, asks(FEW, "I read it so:\nIs it yours?"))
    rig.fake.cut = ["after"]
    await rig.pass_time(timedelta(minutes=1), timedelta(seconds=5))
    assert [bool(sent.buttons) for sent in rig.fake.sent] == [buttons]
    assert await rig.arrived(conversation) == [None]


@WHATSAPP
async def test_a_question_that_twilio_does_not_show_may_come_twice_and_the_desk_shows_it(
    rig: Rig,  # noqa: F811
) -> None:
    fake_of(rig).hides = True
    conversation = await rig.hears()
    await rig.notice(conversation, asks(FEW))
    rig.fake.cut = ["after"]
    await rig.pass_time(timedelta(minutes=1), timedelta(seconds=5))
    assert len(rig.fake.sent) == 2
    assert await rig.arrived(conversation) == ["maybe_twice"]


def test_each_line_and_each_choice_has_a_blank_of_its_own() -> None:
    value = Buttons("k" * 32).value("c", 3, 0)
    part = Part("Is it\nyours?", (("Yes", value),))
    assert in_blanks(part) == {"1": "Is it", "2": "yours?", "3": "Yes", "4": value}
    (form,) = form_of(part)["types"].values()
    assert form == {
        "body": "{{1}}\n{{2}}",
        "actions": [{"type": "QUICK_REPLY", "title": "{{3}}", "id": "{{4}}"}],
    }
    assert name_of(part) == "recall_buttons_2_1"
