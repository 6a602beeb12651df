"""The pure pieces: choices, splitting, buttons, settings; and where files may be fetched from."""

from __future__ import annotations

import pytest

from bot.channel_settings import CHANNELS, ChannelSettings, Problem
from bot.channels.adapter import Capabilities, Event, Media
from bot.channels.buttons import Buttons, chosen
from bot.channels.hub import adapters_of
from bot.channels.media import MediaRefused, download
from bot.channels.render import render, split
from bot.conversations import Message
from bot.conversations.transcript import utc_now
from bot.settings import Settings, SettingsError
from tests.channels.fakes import FAKES, PUBLIC_URL

TITLES = ["Replacement", "Gift card", "No"]


@pytest.mark.parametrize("text, index", [
    ("2", 1), (" 2. ", 1), ("(2)", 1), ("#2", 1), ("two", 1), ("Two!", 1), ("the second", 1),
    ("The second one, please", 1), ("second option", 1), ("number two", 1), ("option 2", 1),
    ("No. 2", 1), ("2nd", 1), ("2\ufe0f\u20e3", 1), ("\u2461", 1), ("\uff12", 1),
    ("I'd like the first", 0), ("I take 3", 2), ("gift card", 1), ("GIFT CARD.", 1), ("no", 2),
    ("4", None), ("0", None), ("22", None), ("I have 2 of them", None), ("2 Elm Street", None),
    ("a gift", None), ("no, none of these", None), ("", None), ("A1263", None), ("twofold", None),
])  # fmt: skip
def test_an_answer_chooses_by_number_or_title_and_a_sentence_does_not(
    text: str, index: int | None
) -> None:
    assert chosen(text, TITLES, numbered=True) == index


def test_without_a_numbered_list_a_number_chooses_nothing() -> None:
    assert chosen("2", TITLES, numbered=False) is None
    assert chosen("no", TITLES, numbered=False) == 2


@pytest.mark.parametrize("text", [
    "One sentence. " * 60, "word " * 300, "x" * 1000, "Para one.\n\n" + "Para two. " * 70,
    "a\n" * 400, "é" * 700,
])  # fmt: skip
def test_nothing_is_lost_where_a_text_is_cut(text: str) -> None:
    parts = split(text, 320)
    assert all(0 < len(part) <= 320 for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_text_is_cut_between_sentences_and_choices_stay_together() -> None:
    choices = "Please answer with a number:\n1. Yes\n2. No"
    parts = split("Get away now. Call 911. " * 20 + "\n\n" + choices, 320, keep=choices)
    assert all(part.endswith((".", "No")) for part in parts)
    assert parts[-1].endswith(choices)


def _message(**extras: object) -> Message:
    return Message("1", 3, utc_now(), "assistant", None, "It\u2019s \u201chot\u201d \u2026", extras)


def test_letters_that_double_the_price_of_an_sms_become_plain_ones() -> None:
    (part,) = render(_message(), Capabilities(text=320, gsm=True), lambda seq, index: "")
    assert part.text == 'It\'s "hot" ...'


def test_too_many_or_too_long_choices_are_numbered() -> None:
    few = Capabilities(text=640, buttons=2, title=20)
    for titles in (["a", "b", "c"], ["a title longer than twenty characters"]):
        buttons = [{"title": title, "payload": "/x"} for title in titles]
        (part,) = render(_message(buttons=buttons), few, lambda seq, index: "v")
        assert part.buttons == () and f"1. {titles[0]}" in part.text
    (part,) = render(
        _message(buttons=[{"title": "a", "payload": "/x"}]), few, lambda s, i: f"{s}.{i}"
    )
    assert part.buttons == (("a", "3.0"),)


def test_a_button_is_good_in_its_own_conversation_only_and_short() -> None:
    buttons = Buttons("k" * 32)
    value = buttons.value("c", 123456, 24)
    assert len(value) <= 64 and value.isascii()
    assert buttons.place("c", value) == (123456, 24)
    others = (value[:-1] + "-", value + "=", "", ".", "..", "1.0", "é.1.x", "/affirm", value[1:])
    assert [buttons.place("c", other) for other in others] == [None] * len(others)
    assert buttons.place("d", value) is None
    assert Buttons("l" * 32).place("c", value) is None


def test_an_event_comes_out_of_the_database_as_it_went_in() -> None:
    event = Event("k", "a", "text", media=(Media("ref", "image/jpeg"),), sequence=7, other="voice")
    assert Event.from_json(event.as_json()) == event


@pytest.mark.parametrize("url", [
    "https://files.slack.com.evil.example/x", "http://files.slack.com/x", "https://127.0.0.1/x",
    "https://files.slack.com:8443/x", "https://user@files.slack.com/x", "https://localhost/x",
    "file:///etc/passwd", "https://169.254.169.254/latest", "//files.slack.com/x", "",
    "https://[files.slack.com/x", "https://files.slack.com:port/x", "https://\u2100.slack.com/x",
])  # fmt: skip
async def test_files_are_fetched_from_the_providers_hosts_only(url: str) -> None:
    with pytest.raises(MediaRefused):
        await download(url, hosts=["files.slack.com"], own="https://slack.com/api", headers={})


async def test_a_host_of_the_provider_at_a_private_address_is_not_asked() -> None:
    with pytest.raises(OSError):
        await download("https://localhost/x", hosts=["localhost"], own="https://a.b", headers={})


def _environment(name: str) -> dict[str, str]:
    keys = FAKES[name].secrets
    return {"RECALL_PUBLIC_URL": PUBLIC_URL, **{f"RECALL_{k}": v for k, v in keys.items()}}


@pytest.mark.parametrize("name", list(FAKES))
def test_each_channel_is_switched_on_by_its_settings_and_misses_none(name: str) -> None:
    environment = _environment(name)
    messaging = Settings.from_env(environment).messaging
    assert list(messaging.channels) == [name]
    assert list(adapters_of(messaging)) == [name]
    for secret in FAKES[name].secrets.values():
        assert secret not in repr(Settings.from_env(environment))
        assert secret not in repr(adapters_of(messaging))
    for missing in environment:
        if missing == "RECALL_WHATSAPP_TEMPLATE":
            continue
        left = {k: v for k, v in environment.items() if k != missing}
        with pytest.raises(SettingsError, match=missing):
            Settings.from_env(left)
    for wrong in environment:
        with pytest.raises(SettingsError, match=wrong):
            Settings.from_env({**environment, wrong: "wrong value!"})


def test_without_settings_no_channel_is_on() -> None:
    assert dict(Settings.from_env({}).messaging.channels) == {}
    assert [channel.name for channel in CHANNELS] == list(FAKES)
    with pytest.raises(Problem, match="RECALL_PUBLIC_URL"):
        ChannelSettings.read(lambda name: "http://recall.example.com" if "URL" in name else "")
