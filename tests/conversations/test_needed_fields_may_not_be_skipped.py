"""Needed fields may not be skipped."""

import pytest

from tests.conversations.conftest import ANSWERS, Talk
from tests.conversations.helpers import QUESTIONS


@pytest.mark.parametrize("place", [0, 1, 2, 3, 4, 8])
async def test_needed_fields_may_not_be_skipped(claiming: Talk, place: int) -> None:
    await claiming.say_all(*ANSWERS[:place])
    await claiming.say("skip")
    assert QUESTIONS[place] in claiming.answers[-1].text
    assert (await claiming.claim()).state == "draft"
