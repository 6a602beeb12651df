"""What is hardly understood is kept to be labelled, an answer of a form never."""

from bot.claims.claim import ClaimedUnit
from bot.conversations.unclear import unclear_of
from tests.conversations.conftest import Talk

# More than one, as a model that learned new lines may understand one of them after all.
HARDLY_UNDERSTOOD = {
    "qwzx vbnm 2125550123 the one under the bed": "qwzx vbnm [number] the one under the bed",
    "qwzx the 2125550123 one under the bed": "qwzx the [number] one under the bed",
    "is 2125550123 the zorp or hmm maybe": "is [number] the zorp or hmm maybe",
    "qwzx the bed, jane@example.com, would it": "qwzx the bed, [email] would it",
}


async def kept_of(talk: Talk) -> set[str]:
    async with talk.database.read() as connection:
        return {message.text for message in await unclear_of(connection, talk.id)}


async def test_what_is_hardly_understood_is_kept_masked(talk: Talk) -> None:
    for text in HARDLY_UNDERSTOOD:
        await talk.say(text)
    kept = await kept_of(talk)
    assert kept & set(HARDLY_UNDERSTOOD.values())
    assert not kept & set(HARDLY_UNDERSTOOD)


async def test_what_the_claim_says_of_the_customer_is_masked_wherever_it_stands(talk: Talk) -> None:
    await talk.say("hello")
    unit = ClaimedUnit("A1263", "AKFF1Y0E12345678", "affected", {})
    draft = await talk.claims.open_draft(talk.id, "m1", "25-338", [unit])
    await talk.claims.set_details(
        draft.number, {"name": "Jane Porter", "address": "Sunset Villa, Nome, AK"}
    )
    for text in ("qwzx porter the one under the bed", "is sunset villa the zorp or hmm maybe"):
        await talk.say(text)
    kept = await kept_of(talk)
    assert kept & {"qwzx [name] the one under the bed", "is [name] the zorp or hmm maybe"}
    assert not [text for text in kept if "porter" in text or "sunset" in text]


async def test_an_answer_of_a_form_is_not_kept(talk: Talk) -> None:
    await talk.say("A1263")
    await talk.say("asdf the qwer wug")
    assert "asdf the qwer wug" not in await kept_of(talk)
