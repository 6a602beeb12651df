"""A filed claim is changed by a person."""

from tests.conversations.conftest import ANSWERS, Talk
from tests.conversations.helpers import handovers_of


async def test_a_filed_claim_is_changed_by_a_person(read_back: Talk) -> None:
    await read_back.say("yes")
    assert "asked a person" in await read_back.say("change my address")
    assert "change_claim" in await handovers_of(read_back)
    assert (await read_back.claim()).details["address"] == ANSWERS[4]
