"""What is hardly understood is kept to be labelled, an answer of a form never."""

from bot.conversations.unclear import Unclear
from tests.conversations.conftest import Talk


async def kept_of(talk: Talk) -> set[str]:
    return {message.text for message in await Unclear(talk.database).waiting()}


async def test_what_is_hardly_understood_is_kept_masked(talk: Talk) -> None:
    await talk.say("my flurb 212-555-0123 is vexing jane@example.com")
    assert "my flurb [number] is vexing [email]" in await kept_of(talk)


async def test_an_answer_of_a_form_is_not_kept(talk: Talk) -> None:
    await talk.say("A1263")
    await talk.say("asdf the qwer wug")
    assert "asdf the qwer wug" not in await kept_of(talk)
