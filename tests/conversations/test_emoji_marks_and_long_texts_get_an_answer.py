"""Emoji marks and long texts get an answer."""

import pytest

from tests.conversations.conftest import LISTED, Talk


@pytest.mark.parametrize(
    "text",
    [
        "\U0001f600",
        "\U0001f44d\U0001f3fd",
        "\u202eA1263\u202c",
        "\u200f\u200fhello",
        "?",
        "...",
        "x" * 1000,
        "A1263 " * 160,
        "\u0645\u0631\u062d\u0628\u0627",
        "\u4f60\u597d",
        "%s {models} {0} $x",
        "<script>alert(1)</script>",
        "'; DROP TABLE claims; --",
        "{{7*7}}",
        "a\nb\nc",
    ],
)
async def test_emoji_marks_and_long_texts_get_an_answer(talk: Talk, text: str) -> None:
    await talk.say(text)
    assert "something went wrong" not in talk.text
    await talk.say(f"A1263 {LISTED}")
    assert talk.verdicts == ["affected"]
