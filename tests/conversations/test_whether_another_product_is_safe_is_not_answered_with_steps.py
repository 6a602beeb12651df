"""Of a product no recall file is about nobody says that it is safe, nor that it is recalled."""

import pytest

from tests.conversations.conftest import LISTED, Talk

HONEST, STEPS = "I can't tell you that it is safe", "Stop using it now"


@pytest.mark.parametrize(
    "question",
    ["is my Samsung 990 recalled?", "do you know the model XZ9988?", "is my A9999 recalled?"],
)
async def test_it_is_said_honestly_with_the_signs_of_danger(talk: Talk, question: str) -> None:
    await talk.say(question)
    answer = await talk.say("so is it safe then?")
    assert HONEST in answer and "smokes" in answer
    assert STEPS not in answer


async def test_a_unit_of_ours_gets_the_steps_again(talk: Talk) -> None:
    await talk.say_all("is my A9999 recalled?", f"is my A1263 recalled? serial {LISTED}")
    answer = await talk.say("so is it safe then?")
    assert STEPS in answer and HONEST not in answer


async def test_without_any_product_the_steps_are_told(talk: Talk) -> None:
    assert STEPS in await talk.say("what do I do to be safe?")
