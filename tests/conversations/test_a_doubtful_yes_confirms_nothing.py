"""A doubtful yes confirms nothing."""

import pytest

from tests.conversations.conftest import ANSWERS, Talk
from tests.conversations.helpers import UNLISTED


@pytest.mark.parametrize("words", ["hmm", "maybe", "I think so", "yes?", "blib"])
async def test_a_doubtful_yes_confirms_nothing(talk: Talk, words: str) -> None:
    await talk.say(f"A1263 {UNLISTED}")
    await talk.say(words)
    assert talk.verdicts == []
    assert "7K3M 9P2R" in talk.answers[-1].text


@pytest.mark.parametrize("words", ["hmm", "maybe", "blib"])
async def test_it_is_no_consent_either(claiming: Talk, words: str) -> None:
    await claiming.say_all(*ANSWERS[:8], words)
    assert "Do you agree" in claiming.answers[-1].text
    assert not (await claiming.claim()).details.get("consent")
