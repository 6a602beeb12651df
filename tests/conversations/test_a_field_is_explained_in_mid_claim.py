"""A field is explained in mid-claim: what it is for, where to find it, whether it is needed."""

import pytest

from tests.conversations.conftest import ANSWERS, Talk
from tests.conversations.helpers import slot_of


@pytest.mark.parametrize(
    "before,question,told",
    [
        (1, "I don't understand", "filed under your name"),
        (2, "can you explain", "writes to this address"),
        (2, "what should I write here?", "writes to this address"),
        (2, "why do you need my email", "writes to this address"),
        (4, "why do you need my address?", "is sent by mail"),
        (5, "where do I find the order number?", "in your order history"),
        (6, "what is an order number?", "in your order history"),
        (8, "what do you mean?", "With your consent"),
        (9, "I don't understand", "Nothing is filed before you say yes"),
    ],
)
async def test_a_field_is_explained_and_asked_again(
    claiming: Talk, before: int, question: str, told: str
) -> None:
    asked = await claiming.say_all(*ANSWERS[:before])
    assert told in await claiming.say(question)
    assert claiming.answers[-1].text in asked
    assert not await slot_of(claiming, "claim_attempts")
