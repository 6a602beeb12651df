"""A reviewed notice is judged, and the claim is the firm's."""

import pytest

from tests.conversations.conftest import LISTED, Talk


async def test_a_recalled_unit_of_another_firm_gets_the_steps_and_the_way_to_it(talk: Talk) -> None:
    await talk.say("is my Casely E33A recalled?")
    assert talk.verdicts == ["affected"]
    assert "Stop using it now" in talk.text
    assert "25-227" in talk.text and "getcasely.com" in talk.text
    assert "I can't take the claim here" in talk.text
    assert "Shall I start your claim" not in talk.text
    assert "start your claim" not in await talk.say("yes")


@pytest.mark.parametrize("wish", ["I want to file a claim", "what must the photo show?"])
async def test_no_claim_is_opened_for_it(talk: Talk, wish: str) -> None:
    await talk.say_all("Casely E33A", wish)
    assert "Casely takes the claims for recall 25-227" in talk.text
    assert await talk.claims.of_conversation(talk.id) == []


async def test_questions_are_answered_for_the_recall_that_is_spoken_of(talk: Talk) -> None:
    await talk.say("Casely E33A")
    assert "51 reports" in await talk.say("why was it recalled?")
    assert "card number" in await talk.say("what do you do with my data?")


async def test_a_model_in_two_recalls_is_told_both(talk: Talk) -> None:
    await talk.say("is the Anker A1647 recalled?")
    assert talk.verdicts == ["possibly_affected"]
    assert "recall 25-466" in talk.text and "recall 25-011" in talk.text
    assert "anker.com/rc2506" in talk.text


async def test_afterwards_a_unit_that_is_claimed_here_is_offered_its_claim(talk: Talk) -> None:
    await talk.say_all("Casely E33A", f"A1263 {LISTED}")
    assert talk.verdicts == ["affected"]
    assert "Shall I start your claim" in talk.text


@pytest.mark.parametrize(
    "wish",
    [
        f"my A1263 serial {LISTED}, I'm Jane Roe, jane@example.com, and I'd like the $30",
        f"I want to file a claim for A1263 {LISTED}",
    ],
)
async def test_a_unit_told_with_the_wish_to_claim_is_checked_all_the_same(
    talk: Talk, wish: str
) -> None:
    await talk.say_all("Casely E33A", wish)
    assert "Casely takes the claims" not in talk.text
    assert talk.verdicts == ["affected"] and "Shall I start your claim" in talk.text


async def test_a_slip_in_the_model_is_asked_about_once(talk: Talk) -> None:
    assert "Did you mean A1263?" in await talk.say("is my A1236 recalled?")
    await talk.say("A1236")
    assert talk.verdicts == ["unknown_product"]
    await talk.say("is my A1236 recalled?")
    assert "Model A1263" in await talk.say("A1263")


async def test_a_product_of_a_notice_named_in_words_is_found(talk: Talk) -> None:
    await talk.say("Is my Yoto Mini recalled?")
    assert talk.verdicts == ["affected"]
    assert "25-065" in talk.text and "24-190" in talk.text


async def test_a_unit_of_another_recall_does_not_join_a_claim(claiming: Talk) -> None:
    await claiming.say("I also have a BI-B41, serial 000G21")
    assert all(unit.model == "A1263" for unit in (await claiming.claim()).units)
