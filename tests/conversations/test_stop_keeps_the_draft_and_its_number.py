"""Stop keeps the draft and its number."""

from tests.conversations.conftest import ANSWERS, Talk


async def test_stop_keeps_the_draft_and_its_number(claiming: Talk) -> None:
    await claiming.say_all(*ANSWERS[:2])
    await claiming.say("stop")
    claim = await claiming.claim()
    assert claim.number in claiming.text
    assert claim.state == "draft"
    assert claim.details["name"] == "Jane Porter"
