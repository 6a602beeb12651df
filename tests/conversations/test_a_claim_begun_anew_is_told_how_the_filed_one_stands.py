"""Who starts a claim anew hears how the filed one stands, and the way for a further unit."""

import pytest

from tests.conversations.conftest import Talk
from tests.conversations.helpers import SECOND_LISTED, decide


@pytest.mark.parametrize("states,word", [
    ([], "will look at it"), (["checking"], "person is looking"),
    (["needs_information"], "something more"), (["approved"], "until I tell you here"),
    (["approved", "awaiting_disposal"], "can be disposed of"), (["rejected"], "not accepted"),
])  # fmt: skip
async def test_it_is_told_that_it_is_filed_and_how_it_stands(
    read_back: Talk, states: list[str], word: str
) -> None:
    await read_back.say("yes")
    first = await read_back.claim()
    await decide(read_back, *states)
    told = await read_back.say("start a claim")
    assert word in told and f"{first.number} is filed already" in told
    assert "another unit" in told and "model and serial number" in told
    assert told.count("filed") == 1, "not twice"
    await read_back.say_all(f"A1263 {SECOND_LISTED}", "yes")
    assert (await read_back.claim()).number != first.number
