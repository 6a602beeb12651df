"""A unit that a claim of the conversation was filed with is offered, and gets, no second one."""

from tests.conversations.conftest import LISTED, Talk
from tests.conversations.helpers import SECOND_LISTED, decide


async def test_its_check_tells_how_the_claim_stands(read_back: Talk) -> None:
    await read_back.say("yes")
    first = await read_back.claim()
    told = await read_back.say(f"is my A1263 recalled? {LISTED}")
    assert read_back.verdicts == ["affected"]
    assert f"{first.number} is filed already" in told and "will look at it" in told
    assert "Shall I start" not in told
    await read_back.say_all("yes", "start a claim")
    assert len(await read_back.claims.of_conversation(read_back.id)) == 1


async def test_only_the_other_unit_goes_into_the_second_claim(read_back: Talk) -> None:
    await read_back.say("yes")
    first = await read_back.claim()
    assert "Shall I start" in await read_back.say(f"A1263 {LISTED} and A1263 {SECOND_LISTED}")
    await read_back.press("Yes")
    second = await read_back.claim()
    assert second.number != first.number
    assert [u.serial for u in second.units] == [SECOND_LISTED]


async def test_after_a_rejection_it_may_be_claimed_again(read_back: Talk) -> None:
    await read_back.say("yes")
    first = await read_back.claim()
    await decide(read_back, "rejected")
    assert "Shall I start" in await read_back.say(f"is my A1263 recalled? {LISTED}")
    await read_back.press("Yes")
    assert (await read_back.claim()).number != first.number


async def test_told_in_a_later_claim_it_is_not_taken_into_that_one(read_back: Talk) -> None:
    await read_back.say("yes")
    first = await read_back.claim()
    await read_back.say_all(f"is my A1263 recalled? serial {SECOND_LISTED}", "yes", "United States")
    told = await read_back.say(f"I also have A1263 {LISTED}")
    assert f"in your claim {first.number} already" in told and "name" in told
    assert [u.serial for u in (await read_back.claim()).units] == [SECOND_LISTED]
