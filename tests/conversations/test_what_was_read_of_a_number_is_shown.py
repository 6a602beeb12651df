"""What was read of a number that is cut short or of another length is shown."""

import pytest

from tests.conversations.conftest import Talk


async def test_what_was_read_of_a_masked_number(talk: Talk) -> None:
    await talk.say_all("A1263", "AKFF1Y0E1234****")
    assert "only a part of the number: AKFF 1Y0E 1234 ****" in talk.text
    assert talk.verdicts == []


async def test_a_masked_number_beside_its_model(talk: Talk) -> None:
    await talk.say("A1263 serial AKFF1Y0E1234****")
    assert "AKFF 1Y0E 1234 ****" in talk.text


@pytest.mark.parametrize(("serial", "length"), [("AKFF1Y0E1234567", 15), ("AKFF1Y0E123456789", 17)])
async def test_the_length_is_said_beside_the_places(talk: Talk, serial: str, length: int) -> None:
    await talk.say(f"A1263 {serial}")
    assert f"That is {length} characters. Usually there are 16." in talk.text
    assert f"Character {length}" in talk.text
