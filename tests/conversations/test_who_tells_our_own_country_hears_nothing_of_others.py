"""Who bought it where the recall holds hears nothing of other countries."""

from tests.conversations.conftest import LISTED, Talk

OTHERS = "sold in another country"


async def test_told_with_the_unit_and_all_else(talk: Talk) -> None:
    await talk.say(
        f"Hi, Jane Roe here. My Anker A1263, serial {LISTED}, bought in the US at Amazon. Email "
        "jane@example.com, 12 Elm Street, Denver, CO 80202, gift card please"
    )
    assert OTHERS not in talk.text and talk.verdicts == ["affected"]
    assert "order number" in await talk.say("yes")
    assert (await talk.claim()).details["name"] == "Jane Roe"


async def test_told_after_another_country_goes_on_with_the_claim(claiming: Talk) -> None:
    assert "continue my claim" in await claiming.say("Japan")
    told = await claiming.say("no, sorry, in the US")
    assert OTHERS not in told and "first and last name" in told
    assert (await claiming.claim()).details["country"] == "US"


async def test_who_is_elsewhere_hears_of_it(talk: Talk) -> None:
    assert OTHERS in await talk.say("I don't live in the US, I bought it in Japan")
