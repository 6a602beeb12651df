"""Every field of a claim is asked and kept."""

from tests.conversations.conftest import ANSWERS, Talk
from tests.conversations.helpers import QUESTIONS


async def test_every_field_of_a_claim_is_asked_and_kept(claiming: Talk) -> None:
    for question, answer in zip(QUESTIONS, ANSWERS):
        assert question in claiming.answers[-1].text
        await claiming.say(answer)
    assert QUESTIONS[-1] in claiming.text
    details = (await claiming.claim()).details
    assert details["country"] == "US"
    assert details["name"] == "Jane Porter"
    assert details["email"] == "jane@example.com"
    assert details["remedy"] == "replacement"
    assert details["address"] == "12 Elm Street, Denver, CO 80202"
    assert details["seller"] == "Amazon"
    assert "handle this recall claim" in details["consent"]["text"]
