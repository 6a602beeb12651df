"""Of several claims the one that is named is meant; where it matters and none is, it is asked."""

import pytest_asyncio

from tests.conversations.conftest import ANSWERS, Talk
from tests.conversations.helpers import SECOND_LISTED, another_device, send_photo


@pytest_asyncio.fixture
async def both(read_back: Talk) -> tuple[str, str]:
    """The numbers of two claims that were filed in the conversation, the older one first."""
    await read_back.say("yes")
    first = (await read_back.claim()).number
    await read_back.say_all(f"is my A1263 recalled? serial {SECOND_LISTED}", "yes", *ANSWERS, "yes")
    return first, (await read_back.claim()).number


async def await_disposal(talk: Talk, *numbers: str) -> None:
    for number in numbers:
        for state in ("approved", "awaiting_disposal"):
            await talk.claims.move(number, state, "firm", "decided")  # type: ignore[arg-type]


async def test_two_that_await_disposal_are_asked_about(
    read_back: Talk, both: tuple[str, str]
) -> None:
    await await_disposal(read_back, *both)
    assert "Which one do you mean" in await read_back.say("I have disposed of it")
    assert "which day" in await read_back.press(f"Claim {both[0]}")
    assert both[0] in await read_back.say_all("November 20", "Denver HHW site")
    states = [(await read_back.claims.get(number)).state for number in both]
    assert states == ["disposal_confirmed", "awaiting_disposal"]
    # The picture that was asked for is of this disposal, and what comes later is not.
    assert both[0] in await send_photo(read_back)
    assert both[1] in await send_photo(read_back)


async def test_a_disposal_is_of_the_claim_that_is_named(
    read_back: Talk, both: tuple[str, str]
) -> None:
    await await_disposal(read_back, *both)
    await read_back.say(f"I have disposed of the power bank of {both[0]}")
    await read_back.say_all("November 20", "Denver HHW site")
    states = [(await read_back.claims.get(number)).state for number in both]
    assert states == ["disposal_confirmed", "awaiting_disposal"]


async def test_a_change_is_of_the_claim_that_is_named(
    read_back: Talk, both: tuple[str, str]
) -> None:
    told = await read_back.say(f"please change claim {both[0]}: I want the gift card instead")
    assert both[0] in told and both[1] not in told
    remedies = [(await read_back.claims.get(n)).details["remedy"] for n in both]
    assert remedies[0] != remedies[1]


async def test_the_draft_that_is_named_goes_on(claiming: Talk) -> None:
    await claiming.say_all(*ANSWERS[:3], "stop")
    here = (await claiming.claim()).number
    other = await another_device(claiming)
    await other.say_all(
        f"is my A1263 recalled? serial {SECOND_LISTED}", "yes", *ANSWERS[:3], "stop"
    )
    there = (await other.claim()).number
    await claiming.say(f"where is my claim {there}, {ANSWERS[2]}")
    assert here in await claiming.say(f"continue my claim {here}")
    await claiming.say("replacement")
    remedies = [(await claiming.claims.get(n)).details.get("remedy") for n in (here, there)]
    assert remedies[0] and not remedies[1]
