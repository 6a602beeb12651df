"""A claim for another country goes to a person."""

from tests.conversations.conftest import Talk
from tests.conversations.helpers import handovers_of


async def test_a_unit_bought_in_japan_gets_japans_own_notice(claiming: Talk) -> None:
    await claiming.say("I bought it in Japan")
    assert [x["url"] for m in claiming.answers for x in m.extras["links"]] == [
        "https://www.meti.go.jp/product_safety/recall/file/251021-1.html"
    ]
    assert (await claiming.claim()).state == "draft"
    assert "other_country" in await handovers_of(claiming)


async def test_where_the_customer_lives_now_is_not_where_it_was_bought(claiming: Talk) -> None:
    await claiming.say("I bought it in Canada but I live in Texas now")
    assert (await claiming.claim()).details.get("country") != "US"
    assert "other_country" in await handovers_of(claiming)


async def test_a_claim_for_another_country_goes_to_a_person(claiming: Talk) -> None:
    assert "can't file this claim" in await claiming.say("Canada")
    assert "unused" in claiming.text
    assert "other_country" in await handovers_of(claiming)
    assert "claim" in await claiming.say("what is the status of my claim?")
