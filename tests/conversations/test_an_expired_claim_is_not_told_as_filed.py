"""An expired claim is not told as filed."""

from datetime import timedelta

from bot.conversations.transcript import utc_now
from tests.conversations.conftest import Talk


async def test_an_expired_claim_is_not_told_as_filed(claiming: Talk) -> None:
    await claiming.say("United States")
    old = (await claiming.claim()).number
    await claiming.claims.expire_drafts(utc_now() + timedelta(days=1))
    assert "were deleted" in await claiming.say("Jane Porter")
    assert "filed" not in claiming.text
    await claiming.say("start a claim")
    assert (await claiming.claim()).number != old
