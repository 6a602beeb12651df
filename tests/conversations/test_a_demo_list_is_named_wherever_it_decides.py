"""A demo list is named wherever it decides."""

import pytest

from tests.conversations.conftest import LISTED, Talk
from tests.conversations.helpers import UNLISTED


@pytest.mark.parametrize("texts", [[f"A1263 {LISTED}"], [f"A1263 {UNLISTED}", "yes"]])
async def test_a_demo_list_is_named_wherever_it_decides(talk: Talk, texts: list[str]) -> None:
    await talk.say_all(*texts)
    assert talk.verdicts
    assert "demo data" in talk.text
