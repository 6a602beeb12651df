"""After three tries there is an example, then skip or a person: for each field."""

import pytest

from tests.conversations.conftest import ANSWERS, Talk
from tests.conversations.helpers import QUESTIONS, handovers_of

# How many answers were given, what is no answer to the next field, what the example says, and
# whether the field can be skipped.
FIELDS = [
    ("country", 0, "qwer", "United States", False),
    ("name", 1, "12345", "Jane Porter", False),
    ("email", 2, "jane at home", "jane@example.com", False),
    ("remedy", 3, "qwer", "by its number: 1", False),
    ("address", 4, "???", "12 Elm Street", False),
    ("seller", 5, "???", "Amazon", True),
    ("order", 6, "hm", "112-3456789", True),
    ("photos", 7, "hm", "photo button", True),
    ("consent", 8, "hm", "yes or no", False),
    ("confirmed", 9, "hm", "change my e-mail", False),
]


@pytest.mark.parametrize("field,place,words,example,skipped", FIELDS, ids=[f[0] for f in FIELDS])
async def test_after_three_tries_there_is_an_example_and_a_way_on(
    claiming: Talk, field: str, place: int, words: str, example: str, skipped: bool
) -> None:
    await claiming.say_all(*ANSWERS[:place], words, words)
    assert await handovers_of(claiming) == []
    answer = await claiming.say(words)
    assert example in answer
    assert "asked a person" in answer
    assert ("say skip" in answer) == skipped
    assert await handovers_of(claiming) == ["claim"]
    assert QUESTIONS[place] in claiming.answers[-1].text
    if skipped:
        await claiming.say("skip")
        assert QUESTIONS[place + 1] in claiming.answers[-1].text
