"""A past incident is recorded for a person."""

from tests.conversations.conftest import Talk
from tests.conversations.helpers import ALARM, incidents_of, urgent_handovers_of


async def test_a_past_incident_is_recorded_for_a_person(talk: Talk) -> None:
    await talk.say("last month my power bank caught fire and burned my table")
    assert "sorry" in talk.text
    assert ALARM not in talk.text
    assert [i.tense for i in await incidents_of(talk)] == ["past"]
    assert await urgent_handovers_of(talk) == ["incident"]


async def test_a_past_incident_in_mid_claim_is_recorded_and_the_claim_goes_on(
    claiming: Talk,
) -> None:
    await claiming.say("it burned my hand last week")
    assert "country" in claiming.answers[-1].text
    assert len(await incidents_of(claiming)) == 1
