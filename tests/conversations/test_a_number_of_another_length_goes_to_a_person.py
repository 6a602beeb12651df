"""A number of another length goes to a person."""

from tests.conversations.conftest import Talk
from tests.conversations.helpers import handovers_of


async def test_a_number_of_another_length_goes_to_a_person(talk: Talk) -> None:
    assert "12 characters" in await talk.say("A1263 serial number 7K3M9P2R4T6W")
    await talk.press("Yes")
    assert talk.verdicts == ["possibly_affected"]
    assert await handovers_of(talk) == ["check"]
