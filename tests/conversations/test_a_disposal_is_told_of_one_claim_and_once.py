"""A disposal is told of one claim, and once, whatever happens in another window."""

import pytest_asyncio

from tests.conversations.conftest import ANSWERS, Talk
from tests.conversations.helpers import SECOND_LISTED, decide, opened_elsewhere


@pytest_asyncio.fixture
async def asked(read_back: Talk) -> Talk:
    """A customer who is asked for the day of the disposal."""
    await read_back.say("yes")
    await decide(read_back, "approved", "awaiting_disposal")
    assert "which day" in await read_back.say("I have disposed of it")
    return read_back


async def test_what_was_confirmed_in_another_window_is_not_asked_again(asked: Talk) -> None:
    other = await opened_elsewhere(asked)
    await other.say_all("I have disposed of it", "November 20", "Denver HHW site")
    answer = await asked.say("on November 21")
    assert "Nothing more is needed" in answer and "Where" not in answer
    details = (await asked.claim()).details
    assert (details["disposal_date"], details["disposal_place"]) == (
        "November 20", "Denver HHW site",
    )  # fmt: skip


async def test_a_claim_that_is_fulfilled_by_now_is_told_so(asked: Talk) -> None:
    await asked.claims.move((await asked.claim()).number, "disposal_confirmed", "customer", "x")
    await decide(asked, "fulfilled")
    assert "Nothing more is needed" in await asked.say("on November 21")
    assert (await asked.claim()).state == "fulfilled"


async def test_it_is_never_taken_for_another_claim(asked: Talk) -> None:
    first = (await asked.claim()).number
    await asked.say_all(
        "stop", f"is my A1263 recalled? serial {SECOND_LISTED}", "yes", *ANSWERS, "yes"
    )
    second = (await asked.claim()).number
    await asked.say("I have disposed of it")
    for state in ("approved", "awaiting_disposal"):
        await asked.claims.move(second, state, "firm", "decided")  # type: ignore[arg-type]
    await asked.claims.move(first, "withdrawn", "customer", "in another window")
    assert "withdrawn" in await asked.say("on November 21")
    assert (await asked.claims.get(second)).state == "awaiting_disposal"
    assert "disposal_date" not in (await asked.claims.get(second)).details
