"""A remedy is chosen anew at any time until the claim is fulfilled."""

import pytest

from tests.conversations.conftest import ANSWERS, Talk
from tests.conversations.helpers import decide

GIFT_CARD = ("United States", "Jane Porter", "jane@example.com", "gift card", "skip", "skip",
             "skip", "yes", "yes")  # fmt: skip


@pytest.mark.parametrize("before", [4, 5, 6, 7, 8])
@pytest.mark.parametrize(
    "words",
    ["I want the gift card instead", "gift card instead please", "I'd rather have the gift card"],
)
async def test_a_wish_in_mid_claim_is_taken_and_said(
    claiming: Talk, before: int, words: str
) -> None:
    await claiming.say_all(*ANSWERS[:before])
    assert "Noted. Remedy:" in await claiming.say(words)
    details = (await claiming.claim()).details
    assert details["remedy"] == "gift_card"
    assert words not in details.values()


async def test_a_question_about_a_remedy_chooses_none(claiming: Talk) -> None:
    await claiming.say_all(*ANSWERS[:5])
    await claiming.say("can I still get the gift card instead?")
    assert (await claiming.claim()).details["remedy"] == "replacement"


async def test_a_filed_claim_takes_it_too_and_its_history_says_so(read_back: Talk) -> None:
    await read_back.say("yes")
    await decide(read_back, "approved")
    assert "It is changed" in await read_back.say("I want the gift card instead")
    claim = await read_back.claim()
    assert (claim.state, claim.details["remedy"]) == ("approved", "gift_card")
    change = (await read_back.claims.history(claim.number))[-1]
    assert (change.actor, change.reason) == (
        "customer",
        "remedy changed by the customer: gift_card",
    )


async def test_one_that_is_sent_asks_where_to(claiming: Talk) -> None:
    await claiming.say_all(*GIFT_CARD)
    assert (await claiming.claim()).state == "submitted"
    assert "Where should it be sent" in await claiming.say("change my remedy to replacement")
    assert "Where should it be sent" in await claiming.say("what is the status of my claim?")
    assert "It is changed" in await claiming.say(ANSWERS[4])
    assert (await claiming.claim()).details["address"] == ANSWERS[4]


async def test_a_fulfilled_claim_stays_as_it_is(read_back: Talk) -> None:
    await read_back.say("yes")
    await decide(read_back, "approved", "awaiting_disposal")
    await read_back.claims.move(
        (await read_back.claim()).number, "disposal_confirmed", "customer", "done"
    )
    await decide(read_back, "fulfilled")
    await read_back.say("I want the gift card instead")
    assert (await read_back.claim()).details["remedy"] == "replacement"
