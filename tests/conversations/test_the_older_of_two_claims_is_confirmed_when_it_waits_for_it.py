"""The older of two claims is confirmed when it is the one that waits for it."""

from tests.conversations.conftest import ANSWERS, Talk
from tests.conversations.helpers import SECOND_LISTED


async def test_the_older_of_two_claims_is_confirmed(read_back: Talk) -> None:
    await read_back.say("yes")
    first = (await read_back.claim()).number
    await read_back.say_all(f"is my A1263 recalled? serial {SECOND_LISTED}", "yes", *ANSWERS, "yes")
    second = (await read_back.claim()).number
    assert second != first
    for state in ("approved", "awaiting_disposal"):
        await read_back.claims.move(first, state, "firm", "decided")  # type: ignore[arg-type]
    await read_back.say_all("I have disposed of it", "November 20", "Denver HHW site")
    assert first in read_back.text
    claim = await read_back.claims.get(first)
    assert claim.state == "disposal_confirmed"
    assert claim.details["disposal_place"] == "Denver HHW site"
    assert (await read_back.claims.get(second)).state == "submitted"
