"""A question at any field is answered and the claim goes on."""

import pytest

from tests.conversations.conftest import ANSWERS, Talk
from tests.conversations.helpers import QUESTIONS


@pytest.mark.parametrize("place", range(10))
async def test_a_question_at_any_field_is_answered_and_the_claim_goes_on(
    claiming: Talk, place: int
) -> None:
    await claiming.say_all(*ANSWERS[:place])
    before = (await claiming.claim()).details
    assert "19 reports" in await claiming.say("why was it recalled?")
    assert QUESTIONS[place] in claiming.answers[-1].text
    assert (await claiming.claim()).details == before
