"""An address is asked about once where something in it is missing or wrong, and never refused."""

import pytest
import pytest_asyncio

from tests.conversations.conftest import ANSWERS, Talk

WHOLE = "12 Elm Street, Denver, CO 80202"


@pytest_asyncio.fixture
async def at_address(claiming: Talk) -> Talk:
    """A customer who is asked where the replacement should be sent."""
    await claiming.say_all(*ANSWERS[:4])
    assert "sent" in claiming.text
    return claiming


async def address_of(talk: Talk) -> str:
    return str((await talk.claim()).details["address"])


@pytest.mark.parametrize(
    "given,asked,answer",
    [
        ("12 Elm Street", "the city, the state and the ZIP code", "Denver, CO 80202"),
        ("12 Elm Street, Denver", "the state and the ZIP code", "CO 80202"),
        ("12 Elm Street, Denver, CO", "the ZIP code", "80202"),
        ("12 Elm Street, Denver, CO", "the ZIP code", "my zip is 80202"),
        ("12 Elm Street, CO 80202", "the city", "Denver"),
        ("Denver, CO 80202", "the street", "12 Elm Street"),
    ],
)
async def test_what_is_missing_is_asked_for_and_put_in_its_place(
    at_address: Talk, given: str, asked: str, answer: str
) -> None:
    told = await at_address.say(given)
    assert given in told and f"tell me {asked}?" in told
    assert "buy" in await at_address.say(answer)
    assert await address_of(at_address) == WHOLE


async def test_a_part_may_be_told_by_name(at_address: Talk) -> None:
    await at_address.say("12 Elm Street, Denver")
    assert "tell me the state?" in await at_address.say("my zip is 80202")
    assert "buy" in await at_address.say("my state is CO")
    assert await address_of(at_address) == WHOLE


async def test_told_bit_by_bit_it_is_asked_for_bit_by_bit(at_address: Talk) -> None:
    await at_address.say_all("12 Elm Street", "Denver")
    assert "tell me the state and the ZIP code?" in at_address.text
    assert "tell me the ZIP code?" in await at_address.say("Colorado")
    assert "buy" in await at_address.say("80202")
    assert await address_of(at_address) == "12 Elm Street, Denver, Colorado 80202"


@pytest.mark.parametrize(
    "answer",
    ["12 Elm Street, Denver", "12 elm street denver", "skip", "it's right", "yes", "no",
     "I don't know", "that's all there is", "it is complete"],
)  # fmt: skip
async def test_said_again_or_passed_over_it_is_taken_as_given(
    at_address: Talk, answer: str
) -> None:
    await at_address.say("12 Elm Street, Denver")
    assert "buy" in await at_address.say(answer)
    assert (await address_of(at_address)).lower().replace(",", "") == "12 elm street denver"


async def test_it_can_be_left_so_by_a_button(at_address: Talk) -> None:
    await at_address.say("12 Elm Street, Denver")
    assert "buy" in await at_address.press("It is complete")
    assert await address_of(at_address) == "12 Elm Street, Denver"


async def test_the_state_of_its_zip_code_can_be_pressed(at_address: Talk) -> None:
    await at_address.say("12 Elm Street, Denver 80202")
    assert "buy" in await at_address.press("Colorado")
    assert await address_of(at_address) == "12 Elm Street, Denver, Colorado 80202"


async def test_a_state_that_does_not_fit_the_zip_code_is_asked_about(at_address: Talk) -> None:
    told = await at_address.say("12 Elm Street, Denver, CA 80202")
    assert "belongs to Colorado" in told and "state in it is CA" in told
    assert "buy" in await at_address.say("CO")
    assert await address_of(at_address) == WHOLE


@pytest.mark.parametrize("answer", ["yes", "it's right", "12 Elm Street, Denver, CA 80202", "skip"])
async def test_one_that_does_not_fit_is_taken_all_the_same(at_address: Talk, answer: str) -> None:
    await at_address.say("12 Elm Street, Denver, CA 80202")
    assert "buy" in await at_address.say(answer)
    assert await address_of(at_address) == "12 Elm Street, Denver, CA 80202"


async def test_who_says_that_it_is_wrong_gives_it_anew(at_address: Talk) -> None:
    await at_address.say("12 Elm Street, Denver, CA 80202")
    assert "Where should it be sent?" in await at_address.press("No")
    assert "buy" in await at_address.say(WHOLE)
    assert await address_of(at_address) == WHOLE


async def test_a_question_in_between_is_answered_and_it_is_asked_again(at_address: Talk) -> None:
    await at_address.say("12 Elm Street, Denver, CO")
    told = await at_address.say("why do you need that?")
    assert "sent by mail" in told and "tell me the ZIP code?" in told
    assert "buy" in await at_address.say("80202")


async def test_another_country_has_other_forms(at_address: Talk) -> None:
    assert "buy" in await at_address.say("123 Main St, Toronto, ON M5V 2T6, Canada")


async def test_an_address_told_early_is_asked_about_in_its_turn(claiming: Talk) -> None:
    await claiming.say("my address is 12 Elm Street, Denver, CO")
    assert "tell me the ZIP code?" not in claiming.text
    assert "tell me the ZIP code?" in await claiming.say_all(*ANSWERS[:4])


async def test_a_part_changed_later_is_asked_about_where_it_does_not_fit(read_back: Talk) -> None:
    assert "belongs to California" in await read_back.say("change my zip to 94111")
    assert "Is everything right" in await read_back.say("yes")
    assert await address_of(read_back) == "12 Elm Street, Denver, CO 94111"


async def test_with_a_gift_card_it_is_not_asked_about(claiming: Talk) -> None:
    await claiming.say("my address is 12 Elm Street, Denver")
    await claiming.say_all("United States", "Jane Porter", "jane@example.com")
    assert "buy" in await claiming.say("gift card")


@pytest.mark.parametrize(
    "words", ["stop", "cancel", "agent", "talk to a person", "help", "hello", "thanks", "later",
              "wait a moment"],
)  # fmt: skip
async def test_a_wish_is_no_town(at_address: Talk, words: str) -> None:
    await at_address.say_all("12 Elm Street", words)
    assert await address_of(at_address) == "12 Elm Street"


@pytest.mark.parametrize("answer", ["80202 thanks", "it is 80202 thanks"])
async def test_a_zip_code_among_other_words_is_taken(at_address: Talk, answer: str) -> None:
    await at_address.say("12 Elm Street, Denver, CO")
    assert "buy" in await at_address.say(answer)
    assert await address_of(at_address) == WHOLE


async def test_the_state_is_put_right_by_no(at_address: Talk) -> None:
    await at_address.say("12 Elm Street, Denver, NY 80202")
    assert "buy" in await at_address.say("No, it is Colorado")
    assert await address_of(at_address) == "12 Elm Street, Denver, Colorado 80202"


async def test_another_countrys_name_settles_it(at_address: Talk) -> None:
    await at_address.say("Hauptstr. 5, Berlin")
    assert "buy" in await at_address.say("Germany")
    assert await address_of(at_address) == "Hauptstr. 5, Berlin, Germany"


async def test_another_street_is_asked_for_anew_and_the_first_may_be_kept(at_address: Talk) -> None:
    await at_address.say_all("12 Elm Street, Denver", "14 Oak Road")
    assert "Where should it be sent?" in at_address.text
    assert "buy" in await at_address.press("Keep the one I gave")
    assert await address_of(at_address) == "12 Elm Street, Denver"
