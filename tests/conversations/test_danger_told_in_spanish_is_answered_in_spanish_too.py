"""Danger told in Spanish is answered in Spanish too."""

import pytest

from bot.conversations import Inbound
from tests.conversations.conftest import Talk
from tests.conversations.helpers import ALARM, incidents_of


@pytest.mark.parametrize("words", ["hay humo saliendo de mi batería", "se está quemando", "fuego"])
async def test_danger_told_in_spanish_is_answered_in_spanish_too(talk: Talk, words: str) -> None:
    await talk.say(words)
    spanish, english = talk.answers[0].text, talk.answers[1].text
    assert "Llame al 911" in spanish
    assert (talk.answers[0].lang, talk.answers[1].lang) == ("es", "en")
    assert ALARM in english
    (incident,) = await incidents_of(talk)
    assert incident.tense == "now"


async def test_danger_told_on_a_spanish_phone_is_answered_in_both(talk: Talk) -> None:
    said = await talk._send(Inbound("m1", "it is on fire", None, {"locale": "es_MX"}))
    assert "Llame al 911" in said and ALARM in said


async def test_danger_told_in_english_is_answered_in_english_only(talk: Talk) -> None:
    await talk.say("my power bank is on fire")
    assert "Llame" not in "".join(message.text for message in talk.answers)
