"""A question that names a unit is answered and the unit checked."""

from tests.conversations.conftest import LISTED, Talk


async def test_a_question_that_names_a_unit_is_answered_and_the_unit_checked(talk: Talk) -> None:
    await talk.say(f"what should I do to be safe? my A1263 has the serial {LISTED}")
    assert talk.verdicts == ["affected"]


async def test_a_question_about_another_model_is_a_check_of_it(talk: Talk) -> None:
    await talk.say("is the Anker A1366 recalled?")
    assert talk.verdicts == ["unknown_product"]
