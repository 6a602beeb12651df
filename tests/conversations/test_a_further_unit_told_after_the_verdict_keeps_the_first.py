"""Who tells a further unit after the verdict of one claims both of them."""

import pytest

from tests.conversations.conftest import LISTED, Talk
from tests.conversations.helpers import SECOND_LISTED


@pytest.mark.parametrize(
    "words", [f"I also have another one, {SECOND_LISTED}", f"I also have A1263 {SECOND_LISTED}"]
)
async def test_a_further_unit_is_of_the_same_model_and_joins_the_first(
    talk: Talk, words: str
) -> None:
    await talk.say(f"A1263 {LISTED}")
    told = await talk.say(words)
    assert talk.verdicts == ["affected"] and "2 of 2: " in told
    await talk.press("Yes")
    assert [u.serial for u in (await talk.claim()).units] == [LISTED, SECOND_LISTED]


@pytest.mark.parametrize(
    "words", ["I have another one too", "my husband has one too", "I have two of them"]
)
async def test_one_that_is_only_spoken_of_is_asked_for_its_serial(talk: Talk, words: str) -> None:
    await talk.say(f"A1263 {LISTED}")
    assert "I need the serial number" in await talk.say(words)
    await talk.say(SECOND_LISTED)
    await talk.press("Yes")
    assert [u.serial for u in (await talk.claim()).units] == [LISTED, SECOND_LISTED]


async def test_the_first_is_claimed_where_the_second_is_another_firms(talk: Talk) -> None:
    await talk.say(f"A1263 {LISTED}")
    await talk.say("I also have a Casely E33A")
    await talk.say("start a claim")
    assert [u.serial for u in (await talk.claim()).units] == [LISTED]


@pytest.mark.parametrize("words", ["my husband has one too", "I have two of them"])
async def test_in_mid_claim_it_is_said_when_it_can_be_told(claiming: Talk, words: str) -> None:
    await claiming.say("United States")
    assert "about the other unit" in await claiming.say(words)
    assert "name" in claiming.answers[-1].text and "could not read" not in claiming.text
