"""A greeting in mid form is answered and the question stays."""

from tests.conversations.conftest import Talk


async def test_a_greeting_in_mid_form_is_answered_and_the_question_stays(talk: Talk) -> None:
    await talk.say("A1263")
    assert "let's go on" in await talk.say("hi there")
    assert "serial number" in talk.answers[-1].text
