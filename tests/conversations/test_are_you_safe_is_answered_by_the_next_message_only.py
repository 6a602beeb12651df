"""Are you safe is answered by the next message only."""

from tests.conversations.conftest import Talk
from tests.conversations.helpers import ALARM, handovers_of, incidents_of, urgent_handovers_of


async def test_a_no_gets_the_steps_again_and_a_person_at_once(talk: Talk) -> None:
    await talk.say("it is smoking!")
    await talk.press("No")
    assert ALARM in talk.answers[0].text
    assert await urgent_handovers_of(talk) == ["incident", "not_safe"]


async def test_a_yes_is_no_new_incident(talk: Talk) -> None:
    await talk.say_all("it is smoking!", "yes")
    assert "stay away" in talk.text
    assert ALARM not in talk.text
    assert len(await incidents_of(talk)) == 1


async def test_a_later_no_answers_something_else(talk: Talk) -> None:
    await talk.say_all("it is smoking!", "why was it recalled?", "no")
    assert ALARM not in talk.text
    assert await handovers_of(talk) == ["incident"]
