"""After danger no list clears a unit."""

import pytest

from tests.conversations.conftest import Talk
from tests.conversations.helpers import UNLISTED, said_by_us


@pytest.mark.parametrize(
    "words", ["it is very hot and swollen", "my power bank caught fire last week"]
)
async def test_after_danger_no_list_clears_a_unit(talk: Talk, words: str) -> None:
    await talk.say_all(words, f"A1263 {UNLISTED}", "yes")
    await talk.say_all("no", f"please check A1263 {UNLISTED} again", "yes")
    assert "not in the list" not in await said_by_us(talk)


async def test_danger_between_read_back_and_yes_counts_too(talk: Talk) -> None:
    await talk.say_all(f"A1263 {UNLISTED}", "it is smoking!")
    await talk.say("yes")
    assert talk.verdicts == ["possibly_affected"]
