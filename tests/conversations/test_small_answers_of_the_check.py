"""A model meant, a ZIP code, the recall's own country: small answers are taken as they are."""

from tests.conversations.conftest import LISTED, Talk

BOUGHT = f"A1263 {LISTED}, bought in the United States on Amazon. My name is Jane O'Neill, my "
BOUGHT += "email is jane@example.org. I'd like the gift card please"


async def test_a_yes_is_the_model_that_was_meant(talk: Talk) -> None:
    await talk.say_all("check my power bank", "model number 1263")
    assert "Did you mean A1263?" in talk.text
    await talk.say("yes")
    assert "Now I need the serial number" in talk.text
    await talk.say(LISTED)
    assert talk.verdicts == ["affected"]


async def test_the_button_names_the_model_that_was_meant(talk: Talk) -> None:
    await talk.say_all("check my power bank", "model number 1263")
    await talk.press("It is A1263")
    assert "Now I need the serial number" in talk.text


async def test_a_zip_code_is_no_serial(talk: Talk) -> None:
    await talk.say_all("A1263", "94105")
    assert "could not read a number" in talk.text
    assert "9410" not in talk.text


async def test_the_recalls_own_country_is_no_other_one(talk: Talk) -> None:
    await talk.say(BOUGHT)
    assert talk.verdicts == ["affected"]
    assert "Japan" not in talk.text and "another country" not in talk.text


async def test_a_third_country_hears_nothing_of_japan(talk: Talk) -> None:
    await talk.say("I bought mine in Canada, does the recall hold?")
    assert "Japan" not in talk.text
