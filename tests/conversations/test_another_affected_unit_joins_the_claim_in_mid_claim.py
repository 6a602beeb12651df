"""Another affected unit joins the claim in mid claim."""

from tests.conversations.conftest import LISTED, Talk
from tests.conversations.helpers import SECOND_LISTED, UNLISTED


async def test_another_affected_unit_joins_the_claim_in_mid_claim(claiming: Talk) -> None:
    await claiming.say("United States")
    assert "is in your claim" in await claiming.say(f"I also have A1263 {SECOND_LISTED}")
    assert "name" in claiming.answers[-1].text
    assert [u.serial for u in (await claiming.claim()).units] == [LISTED, SECOND_LISTED]


async def test_one_that_is_not_settled_waits_for_its_own_check(claiming: Talk) -> None:
    assert "don't use or charge" in await claiming.say(f"and what about A1263 {UNLISTED}?")
    assert "country" in claiming.answers[-1].text
    assert len((await claiming.claim()).units) == 1
