"""Danger at any field of a claim comes first and the claim goes on."""

import pytest

from tests.conversations.conftest import ANSWERS, Talk
from tests.conversations.helpers import ALARM, QUESTIONS, incidents_of


@pytest.mark.parametrize("place", range(10))
async def test_danger_at_any_field_of_a_claim_comes_first_and_the_claim_goes_on(
    claiming: Talk, place: int
) -> None:
    await claiming.say_all(*ANSWERS[:place])
    before = (await claiming.claim()).details
    await claiming.say("it is getting hot and smells of burning")
    assert ALARM in claiming.answers[0].text
    assert QUESTIONS[place] in claiming.answers[-1].text
    claim = await claiming.claim()
    assert claim.details == before
    assert [i.claim for i in await incidents_of(claiming)] == [claim.number]
    await claiming.say_all(*ANSWERS[place:])
    assert "filed" in await claiming.say("yes")
