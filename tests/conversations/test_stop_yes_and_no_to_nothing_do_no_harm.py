"""Stop yes and no to nothing do no harm."""

from tests.conversations.conftest import Talk


async def test_stop_yes_and_no_to_nothing_do_no_harm(talk: Talk) -> None:
    assert "Nothing is going on" in await talk.say("stop")
    for word in ("yes", "no", "ok", "skip"):
        await talk.say(word)
        assert "something went wrong" not in talk.text
    assert await talk.claims.of_conversation(talk.id) == []
