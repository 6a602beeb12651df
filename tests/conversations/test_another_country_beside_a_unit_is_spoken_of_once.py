"""Who names another country beside a unit hears of that country's recall once, with the verdict."""

import pytest

from tests.conversations.conftest import LISTED, Talk
from tests.conversations.helpers import UNLISTED

OF_JAPAN = "Japan has its own recall"


@pytest.mark.parametrize(
    "text",
    [
        f"I bought my A1263 with serial {UNLISTED} in Japan",
        f"I bought an A1263 in Japan, is it recalled? serial {UNLISTED}",
        f"I bought my A1263 with serial {LISTED} in Japan",
        f"A1263 {LISTED}, Jane Porter, jane@example.com, bought in Japan",
    ],
)
async def test_it_is_said_once_after_the_verdict(talk: Talk, text: str) -> None:
    told = await talk.say(text)
    assert told.count(OF_JAPAN) == 1
    assert talk.verdicts and told.index("Stop using it now") < told.index(OF_JAPAN)


async def test_it_is_said_once_where_the_country_comes_with_the_serial(talk: Talk) -> None:
    await talk.say("is my A1263 recalled?")
    told = await talk.say(f"it's from Japan, the serial is {UNLISTED}")
    assert talk.verdicts == ["possibly_affected"] and told.count(OF_JAPAN) == 1


async def test_with_a_question_left_it_is_said_before_it(talk: Talk) -> None:
    told = await talk.say("I bought my A1263 in Japan")
    assert told.count(OF_JAPAN) == 1 and "serial number" in talk.answers[-1].text
