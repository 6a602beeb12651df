"""News goes where a claim was filed, and by a button to another device on which it was opened."""

from bot.conversations import Inbound, Reply
from bot.conversations.news import MOVED
from tests.conversations.conftest import Talk
from tests.conversations.helpers import another_device, opened_elsewhere, state_of

HERE = "Send news here"


async def _told(talk: Talk) -> list[str]:
    said = await talk.transcript.since(talk.id, 0)
    return [m.text for m in said if m.text.startswith("News:")]


async def _move(talk: Talk, state: str) -> None:
    number = (await talk.claim()).number
    told = Reply(f"News: {state}")
    await talk.claims.move(number, state, "firm", "", notice=told)  # type: ignore[arg-type]


async def test_it_goes_where_the_claim_was_filed_in_the_words_of_the_consent(
    read_back: Talk,
) -> None:
    assert (await read_back.claim()).news_in is None
    await read_back.say("yes")
    claim = await read_back.claim()
    assert (claim.news_in, claim.news_words) == (read_back.id, claim.details["consent"]["text"])
    assert "news of it comes to me here and by e-mail" in (claim.news_words or "")
    assert claim.news_since is not None
    other = await opened_elsewhere(read_back)
    await _move(read_back, "checking")
    assert (await _told(read_back), await _told(other)) == (["News: checking"], [])
    # Here it comes already: nothing is asked.
    await read_back.say("where is my claim?")
    assert HERE not in [b["title"] for b in read_back.buttons]


async def test_a_button_brings_it_to_the_other_device(read_back: Talk) -> None:
    await read_back.say("yes")
    other = await opened_elsewhere(read_back)
    assert [b["title"] for b in other.answers[-1].extras["buttons"]] == [
        HERE, "Change my claim", "Withdraw my claim",
    ]  # fmt: skip
    before = await state_of(other)
    assert await other.press(HERE) == MOVED.text
    assert await state_of(other) == before
    claim = await read_back.claim()
    assert claim.news_in == other.id
    assert (claim.news_words or "").endswith(f"come here instead? {HERE}")
    await _move(read_back, "checking")
    assert (await _told(read_back), await _told(other)) == ([], ["News: checking"])
    await other.say("where is my claim?")
    assert HERE not in [b["title"] for b in other.buttons]


async def test_what_is_typed_or_pressed_without_the_claim_changes_nothing(read_back: Talk) -> None:
    await read_back.say("yes")
    number = (await read_back.claim()).number
    stranger = await another_device(read_back)
    await stranger._send(Inbound("pressed", HERE, f"/news_here {number}"))
    other = await opened_elsewhere(read_back)
    await other.say("/news_here")
    assert (await read_back.claim()).news_in == read_back.id
