"""No to the offer leaves the claim for later."""

from tests.conversations.conftest import LISTED, Talk


async def test_no_to_the_offer_leaves_the_claim_for_later(talk: Talk) -> None:
    await talk.say(f"A1263 {LISTED}")
    assert "unused and uncharged" in await talk.press("No")
    await talk.say("start a claim")
    assert "country" in talk.answers[-1].text
