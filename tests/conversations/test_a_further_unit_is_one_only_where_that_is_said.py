"""A further unit is one only where that is said: what denies a number that was read back corrects
it, and one more of the same model is asked for its own serial."""

import pytest

from tests.conversations.conftest import LISTED, Talk
from tests.conversations.helpers import UNLISTED, slot_of


@pytest.mark.parametrize(
    "correction", ["No, I typed too fast, it's {}", "no, I also misread it, it is {}"]
)
async def test_a_correction_of_what_was_read_back_is_no_further_unit(
    talk: Talk, correction: str
) -> None:
    assert "Is that exactly" in await talk.say(f"is my A1263 recalled? serial {UNLISTED}")
    await talk.say(correction.format(LISTED))
    assert talk.verdicts == ["affected"] and "1 of 2: " not in talk.text
    await talk.press("Yes")
    assert [u.serial for u in (await talk.claim()).units] == [LISTED]


async def test_one_serial_told_of_two_units_is_one_unit(talk: Talk) -> None:
    await talk.say(f"A1263 {UNLISTED} and A1263 7K3M9P2R4T6W8X0Z")
    await talk.say(f"no, it is {LISTED}")
    await talk.say(f"no, it is {LISTED}")
    assert "1 of 2: " not in talk.text
    assert [u["serial"] for u in await slot_of(talk, "checked_units")] == [LISTED]


async def test_another_of_the_same_model_is_asked_for_its_serial(talk: Talk) -> None:
    await talk.say("is my A1263 recalled?")
    assert "serial number" in await talk.say("I also have another A1263")
    assert "could not read" not in talk.text
    await talk.say(LISTED)
    assert talk.verdicts == ["affected"] and "1 of 2" in talk.text
    assert "serial number" in talk.answers[-1].text


async def test_two_whose_labels_cannot_be_read_are_two_units_of_a_claim(talk: Talk) -> None:
    await talk.say_all("is my A1263 recalled?", "I also have another A1263")
    for _ in range(4):
        await talk.say("I can't read the label")
    assert talk.verdicts == ["possibly_affected"] * 2
    await talk.press("Yes")
    assert [u.serial for u in (await talk.claim()).units] == [None, None]


async def test_another_one_told_in_mid_claim_waits(claiming: Talk) -> None:
    assert "finish this claim first" in await claiming.say("I also have another A1263")
    assert "country" in claiming.answers[-1].text
