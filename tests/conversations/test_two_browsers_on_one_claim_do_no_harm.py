"""Two browsers on one claim do no harm."""

from tests.conversations.conftest import ANSWERS, Talk
from tests.conversations.helpers import decide, handovers_of, opened_elsewhere, send_photo


async def test_what_is_told_in_both_is_in_one_claim(claiming: Talk) -> None:
    await claiming.say_all(*ANSWERS[:3])
    other = await opened_elsewhere(claiming)
    await other.press("Go on with it")
    # Both are asked the same, and both answer it; really at once: tests/storage.
    await claiming.say(ANSWERS[3])
    await other.say_all(ANSWERS[3], ANSWERS[4])
    await claiming.say(ANSWERS[4])
    assert "order number" in await other.say("Amazon")
    # Here the shop is still being asked for: a skip takes away nothing told there.
    await claiming.say_all("skip", *ANSWERS[6:])
    assert "filed" in await claiming.say("yes")
    # The other one is in mid-form; whatever is said there, the claim stands.
    assert "filed" in await other.say("12345-67")
    claim = await claiming.claim()
    assert (claim.state, claim.details["seller"]) == ("submitted", "Amazon")
    assert [c.to_state for c in await claiming.claims.history(claim.number)] == [
        "draft", "submitted",
    ]  # fmt: skip


async def test_what_is_withdrawn_in_one_is_not_filed_in_the_other(read_back: Talk) -> None:
    other = await opened_elsewhere(read_back)
    await other.say_all("withdraw my claim", "yes")
    assert "You have withdrawn" in await read_back.say("yes")
    assert (await read_back.claim()).state == "withdrawn"


async def test_a_photo_from_the_other_device_answers_the_firm(read_back: Talk) -> None:
    await read_back.say("yes")
    await decide(read_back, "needs_information")
    other = await opened_elsewhere(read_back)
    assert "added the photo" in await send_photo(other)
    claim = await read_back.claim()
    assert (len(claim.photos), claim.state) == (1, "checking")
    assert "information_sent" in await handovers_of(other)


async def test_disposal_is_confirmed_on_the_other_device(read_back: Talk) -> None:
    await read_back.say("yes")
    await decide(read_back, "approved", "awaiting_disposal")
    other = await opened_elsewhere(read_back)
    assert "which day" in await other.press("I have disposed of it")
    await other.say_all("yesterday", "Denver hazardous waste site")
    claim = await read_back.claim()
    assert claim.state == "disposal_confirmed"
    assert claim.details["disposal_place"] == "Denver hazardous waste site"


async def test_a_change_told_on_the_other_device_reaches_a_person(read_back: Talk) -> None:
    await read_back.say("yes")
    other = await opened_elsewhere(read_back)
    await other.press("Change my claim")
    assert "passed this on" in await other.say("my new address is 5 Oak Street, Boston")
    assert "change_claim" in await handovers_of(other)
