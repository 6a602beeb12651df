"""Stop at any field keeps the draft and says its number; the claim goes on from there.

One conversation that stops at every field: cheaper than ten, and each stop comes after others.
"""

from tests.conversations.conftest import ANSWERS, Talk
from tests.conversations.helpers import QUESTIONS


async def test_stop_at_any_field_keeps_the_draft_and_it_can_go_on(claiming: Talk) -> None:
    number = (await claiming.claim()).number
    for place, question in enumerate(QUESTIONS):
        before = await claiming.claim()
        assert number in await claiming.say(("stop", "cancel")[place % 2]), question
        claim = await claiming.claim()
        assert (claim.number, claim.state) == (number, "draft"), question
        assert claim.details == before.details, question
        await claiming.say("continue my claim")
        assert question in claiming.answers[-1].text
        await claiming.say(ANSWERS[place] if place < len(ANSWERS) else "yes")
    assert "filed" in claiming.text
    claim = await claiming.claim()
    assert (claim.number, claim.state) == (number, "submitted")
