"""A denied remedy is not taken."""

from __future__ import annotations

import pytest

from tests.conversations.conftest import ANSWERS, Talk


@pytest.mark.parametrize("words,remedy", [
    ("not the gift card, the replacement", "replacement"),
    ("I don't want a replacement, I want the gift card", "gift_card"),
    ("I don't want the gift card", None),
])  # fmt: skip
async def test_a_denied_remedy_is_not_taken(claiming: Talk, words: str, remedy: str | None) -> None:
    await claiming.say_all(*ANSWERS[:3])
    await claiming.say(words)
    assert (await claiming.claim()).details.get("remedy") == remedy
