"""A correction in mid-claim is said; an answer is not."""

import pytest

from tests.conversations.conftest import ANSWERS, Talk


@pytest.mark.parametrize(
    "words,said",
    [
        ("change my name to Janet O'Neill", "Noted. Name: Janet O'Neill"),
        ("my email should be janet@example.org", "Noted. E-mail: janet@example.org"),
        ("my last name is Smith", "Noted. Name: Jane Smith"),
    ],
)
async def test_a_correction_in_mid_claim_is_said(claiming: Talk, words: str, said: str) -> None:
    await claiming.say_all(*ANSWERS[:4])
    assert said in await claiming.say(words)
    assert "street" in claiming.text


async def test_an_answer_is_not(claiming: Talk) -> None:
    for answer in ANSWERS[:5]:
        assert "Noted" not in await claiming.say(answer)
