"""Once a customer has stopped or withdrawn, nothing more is asked of what happened before."""

import pytest

from tests.conversations.conftest import Talk
from tests.conversations.helpers import UNLISTED, incidents_of

FEW = "A few questions"


@pytest.mark.parametrize("leaving", [("stop", "no"), ("withdraw my claim", "yes")])
async def test_after_the_end_a_check_asks_nothing_of_it(
    claiming: Talk, leaving: tuple[str, str]
) -> None:
    await claiming.say("it was smoking last week")
    if leaving[0] != "stop":
        await claiming.say_all("stop", "no")
    await claiming.say_all(*leaving)
    assert FEW not in claiming.text
    await claiming.say(f"is my A1263 recalled? serial {UNLISTED}")
    assert claiming.verdicts and FEW not in claiming.text
    assert FEW not in await claiming.say("no")
    assert len(await incidents_of(claiming)) == 1


async def test_what_happens_after_it_is_asked_about(claiming: Talk) -> None:
    await claiming.say_all("it was smoking last week", "stop", "no")
    assert FEW in await claiming.say("yesterday it caught fire")
    assert len(await incidents_of(claiming)) == 2


async def test_a_check_that_is_stopped_ends_it_too(talk: Talk) -> None:
    await talk.say_all("is my A1263 recalled?", "it was smoking last week", "stop")
    await talk.say(f"is my A1263 recalled? serial {UNLISTED}")
    assert talk.verdicts and FEW not in talk.text
    assert FEW not in await talk.say("no")
