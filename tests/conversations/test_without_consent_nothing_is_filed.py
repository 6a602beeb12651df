"""Without consent nothing is filed."""

from tests.conversations.conftest import ANSWERS, Talk


async def test_without_consent_nothing_is_filed(claiming: Talk) -> None:
    await claiming.say_all(*ANSWERS[:8])
    assert "can't file" in await claiming.press("No")
    claim = await claiming.claim()
    assert claim.state == "draft"
    assert not claim.details.get("consent")
    await claiming.press("Yes")
    assert "Is everything right" in claiming.text
