"""No at the read back asks again."""

import pytest

from tests.conversations.conftest import LISTED, Talk
from tests.conversations.helpers import UNLISTED


async def test_no_at_the_read_back_asks_again(talk: Talk) -> None:
    await talk.say(f"A1263 {UNLISTED}")
    assert "Now I need the serial number" in await talk.press("No")
    assert "7K3M" in await talk.say(UNLISTED)
    assert talk.verdicts == []


async def test_another_number_at_the_read_back_is_read_back_anew(talk: Talk) -> None:
    await talk.say(f"A1263 {UNLISTED}")
    await talk.say(f"no, it is {LISTED}")
    assert talk.verdicts == ["affected"]


@pytest.mark.parametrize(
    "denial", ["no, {} is wrong", "No it isn't {}", "I don't think it's {}", "yes wait"]
)
async def test_a_number_that_is_denied_is_not_confirmed_by_being_named(
    talk: Talk, denial: str
) -> None:
    await talk.say(f"A1263 {UNLISTED}")
    await talk.say(denial.format(UNLISTED))
    assert talk.verdicts == []
