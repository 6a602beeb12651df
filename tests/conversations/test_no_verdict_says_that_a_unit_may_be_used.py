"""No verdict says that a unit may be used."""

import pytest

from tests.conversations.conftest import LISTED, Talk
from tests.conversations.helpers import NEAR, UNLISTED, said_by_us


@pytest.mark.parametrize("texts", [
    [f"A1263 {LISTED}"], [f"A1263 {UNLISTED}", "yes"], ["A1263", "skip"],
    ["A1263", "can't read it", "it is worn off"],
    ["is model A1257 recalled?"], [f"A1263 {NEAR}"], ["can I keep using my power bank?"],
    ["can I take it on a plane?"], ["is it safe to charge it?"],
])  # fmt: skip
async def test_no_verdict_says_that_a_unit_may_be_used(talk: Talk, texts: list[str]) -> None:
    await talk.say_all(*texts)
    said = (await said_by_us(talk)).lower()
    for never in ("safe to use", "is safe", "not affected", "you can use", "you can keep using",
                  "safe to charge", "throw it"):  # fmt: skip
        assert never not in said.replace("if it is safe to touch", "")
