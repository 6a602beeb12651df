"""A mistyped country can be put right."""

from tests.conversations.conftest import Talk


async def test_a_mistyped_country_is_asked_for_once_more(claiming: Talk) -> None:
    await claiming.say_all("Canada", "continue my claim")
    assert "which country" in claiming.text
    assert "name" in await claiming.say("United States")
    assert (await claiming.claim()).state == "draft"
