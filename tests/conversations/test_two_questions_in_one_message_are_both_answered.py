"""Two questions in one message are both answered, the most important first."""

from tests.conversations.conftest import ANSWERS, LISTED, Talk
from tests.conversations.helpers import ALARM, handovers_of, incidents_of

FACT = "19 reports"
RECEIPT = "receipt"


async def test_two_questions_are_both_answered(talk: Talk) -> None:
    said = await talk.say("Why was it recalled? And what do I get for it?")
    assert FACT in said
    assert "replacement" in said


async def test_a_question_beside_a_check_is_answered_before_the_check_asks(talk: Talk) -> None:
    said = await talk.say("Is my power bank recalled? And do I need the receipt?")
    assert RECEIPT in said
    assert "model number" in talk.answers[-1].text


async def test_the_verdict_comes_before_the_other_answer(talk: Talk) -> None:
    said = await talk.say(f"Is A1263 {LISTED} recalled? And how many fires were there?")
    assert talk.verdicts == ["affected"]
    assert 0 < said.index("part of the recall") < said.index(FACT)
    assert "start your claim" in talk.answers[-1].text


async def test_a_question_beside_a_serial_in_mid_check_is_answered(talk: Talk) -> None:
    await talk.say("is my A1263 recalled?")
    said = await talk.say(f"The serial is {LISTED}. How many fires were there?")
    assert talk.verdicts == ["affected"]
    assert FACT in said


async def test_two_questions_in_mid_claim_are_answered_and_the_claim_goes_on(
    claiming: Talk,
) -> None:
    await claiming.say_all(*ANSWERS[:2])
    said = await claiming.say("Why was it recalled? And who sees my data?")
    assert FACT in said
    assert "delete" in said
    assert "e-mail" in claiming.answers[-1].text


async def test_danger_now_is_all_that_is_spoken_of(talk: Talk) -> None:
    said = await talk.say("It is smoking right now! And how much is the gift card?")
    assert said.index(ALARM) < 200
    assert "gift card" not in said


async def test_what_happened_is_recorded_and_the_question_answered(talk: Talk) -> None:
    said = await talk.say("Mine burned a hole in my desk last year. Do I need a receipt to claim?")
    assert [row.tense for row in await incidents_of(talk)] == ["past"]
    assert RECEIPT in said


async def test_a_person_is_asked_for_and_the_question_answered(talk: Talk) -> None:
    said = await talk.say("I want to talk to a person. Why was it recalled?")
    assert await handovers_of(talk) == ["asked_for"]
    assert FACT in said


async def test_what_one_answer_says_already_is_not_said_again(talk: Talk) -> None:
    said = await talk.say("I bought it second-hand at a flea market. Do I need a receipt?")
    assert said.count("You can claim without one") == 1
    said = await talk.say("I threw it in the trash last year. There is no serial, it is gone")
    assert "asked a person" in said
    assert "light" not in said
