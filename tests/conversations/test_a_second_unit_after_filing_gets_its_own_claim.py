"""A second unit after filing gets its own claim."""

from tests.conversations.conftest import Talk
from tests.conversations.helpers import SECOND_LISTED


async def test_a_second_unit_after_filing_gets_its_own_claim(read_back: Talk) -> None:
    await read_back.say("yes")
    first = await read_back.claim()
    assert "filed already" in await read_back.say("start a claim")
    await read_back.say_all(f"A1263 {SECOND_LISTED}", "yes")
    assert "country" in read_back.text
    assert (await read_back.claim()).number != first.number
