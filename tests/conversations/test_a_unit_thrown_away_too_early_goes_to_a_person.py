"""A unit thrown away too early goes to a person."""

import pytest

from tests.conversations.conftest import Talk
from tests.conversations.helpers import handovers_of


@pytest.mark.parametrize("filed", [True, False])
async def test_a_unit_thrown_away_too_early_goes_to_a_person(read_back: Talk, filed: bool) -> None:
    await read_back.say("yes" if filed else "stop")
    assert "asked a person" in await read_back.say("I already threw it in the trash")
    assert "already_disposed" in await handovers_of(read_back)
    assert (await read_back.claim()).state == ("submitted" if filed else "draft")


async def test_who_has_no_claim_yet_may_start_one_all_the_same(talk: Talk) -> None:
    told = await talk.say("I already threw it in the trash")
    assert "asked a person" in told and "You can still start a claim here." in told
    assert "model number" in await talk.press("Start a claim")
