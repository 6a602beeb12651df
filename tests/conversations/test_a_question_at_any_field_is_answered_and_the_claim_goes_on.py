"""A question at any field is answered and the claim goes on."""

import pytest

from tests.conversations.conftest import ANSWERS, Talk
from tests.conversations.helpers import QUESTIONS

# What is asked, and what only its own answer says.
FACTS = (
    ("why was it recalled?", "can overheat"),
    ("how many units are recalled?", "1,158,000"),
    ("when were they sold?", "June 2016 to December 2022"),
    ("when was the recall announced?", "June 12, 2025"),
    ("how many fires were there?", "19 reports"),
    ("where was it sold?", "Newegg"),
    ("what do I get for it?", "free replacement"),
    ("what must the photos show?", "permanent marker"),
    ("how do I dispose of it?", "hazardous waste"),
)
# With ten places and nine questions each question comes to two or more places, and each place
# gets two of them.
HERE = 2


@pytest.mark.parametrize("place", range(10))
async def test_a_question_at_any_field_is_answered_and_the_claim_goes_on(
    claiming: Talk, place: int
) -> None:
    await claiming.say_all(*ANSWERS[:place])
    before = (await claiming.claim()).details
    for number in range(HERE * place, HERE * place + HERE):
        question, fact = FACTS[number % len(FACTS)]
        assert fact in await claiming.say(question), question
        assert QUESTIONS[place] in claiming.answers[-1].text, question
        assert (await claiming.claim()).details == before, question
