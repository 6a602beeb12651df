"""Optional fields may be skipped."""

import pytest

from tests.conversations.conftest import ANSWERS, Talk


@pytest.mark.parametrize("skip", ["skip", ">Skip", "no", "I don't know", "I don't have it"])
async def test_optional_fields_may_be_skipped(claiming: Talk, skip: str) -> None:
    await claiming.say_all(*ANSWERS[:5])
    for _ in ("seller", "order"):
        await (claiming.press(skip[1:]) if skip.startswith(">") else claiming.say(skip))
    assert claiming.asks_photo
