"""Abuse and small talk never become an answer."""

import pytest

from tests.conversations.conftest import ANSWERS, Talk
from tests.conversations.helpers import QUESTIONS


@pytest.mark.parametrize("place", [1, 4, 5])
@pytest.mark.parametrize(
    "words", ["you are a stupid useless machine", "what's the weather in Paris today?"]
)
async def test_abuse_and_small_talk_never_become_an_answer(
    claiming: Talk, place: int, words: str
) -> None:
    await claiming.say_all(*ANSWERS[:place])
    before = (await claiming.claim()).details
    await claiming.say(words)
    assert QUESTIONS[place] in claiming.answers[-1].text
    assert (await claiming.claim()).details == before
