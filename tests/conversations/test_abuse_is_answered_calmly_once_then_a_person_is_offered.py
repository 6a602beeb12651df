"""Abuse is answered calmly once, then a person is offered; it is nobody's name."""

import pytest

from tests.conversations.conftest import ANSWERS, LISTED, Talk
from tests.conversations.helpers import ALARM, QUESTIONS, handovers_of

CALM, PERSON = "you are upset", 'write "person"'


async def test_abuse_is_answered_calmly_once_then_a_person_is_offered(talk: Talk) -> None:
    assert CALM in await talk.say("fuck you")
    answer = await talk.say("you are a stupid useless machine")
    assert PERSON in answer and CALM not in answer
    assert PERSON in await talk.say("asshole")
    assert await handovers_of(talk) == []


@pytest.mark.parametrize("place", [0, 1, 4, 5, 8])
async def test_in_mid_claim_it_is_no_answer_and_the_question_stays(
    claiming: Talk, place: int
) -> None:
    await claiming.say_all(*ANSWERS[:place])
    before = (await claiming.claim()).details
    assert CALM in await claiming.say("fuck you")
    assert PERSON in await claiming.say("stupid bot")
    assert QUESTIONS[place] in claiming.answers[-1].text
    assert (await claiming.claim()).details == before


async def test_danger_and_wishes_are_heard_through_it(talk: Talk) -> None:
    assert ALARM in await talk.say("your fucking power bank is on fire")
    assert "asked a person" in await talk.say("you are useless, get me a real person")


async def test_where_a_unit_ended_up_is_no_abuse(claiming: Talk) -> None:
    for words in ("it is trash now", "It was an A1263, I threw it in the trash yesterday"):
        assert CALM not in await claiming.say(words)
        assert QUESTIONS[0] in claiming.answers[-1].text


async def test_a_unit_named_in_it_is_checked(talk: Talk) -> None:
    await talk.say("check my power bank")
    await talk.say(f"this is stupid. A1263 {LISTED}")
    assert talk.verdicts == ["affected"]
