"""A field told where another one is asked for is kept, said, and not asked for again."""

import pytest

from tests.conversations.conftest import Talk

ADDRESS = "99 Beacon Street, Boston, MA 02108"


@pytest.mark.parametrize("text, field, value", [
    (ADDRESS, "address", ADDRESS), ("the replacement", "remedy", "replacement"),
])  # fmt: skip
async def test_where_the_email_is_asked_for(
    claiming: Talk, text: str, field: str, value: str
) -> None:
    await claiming.say_all("United States", "Jane Porter")
    told = await claiming.say(text)
    assert "Noted." in told and "What is your e-mail address?" in told
    assert "could not read" not in told
    assert (await claiming.claim()).details[field] == value


async def test_where_a_mistyped_address_is_asked_about(claiming: Talk) -> None:
    await claiming.say_all("United States", "Jane Porter", "jane@gmial.com")
    assert "Did you mean" in await claiming.say(ADDRESS)
    await claiming.say("yes")
    assert "Which remedy" in claiming.text
    assert "buy" in await claiming.say("replacement")
    details = (await claiming.claim()).details
    assert (details["email"], details["address"]) == ("jane@gmail.com", ADDRESS)


async def test_where_a_shop_is_asked_for_an_email_is_none(claiming: Talk) -> None:
    await claiming.say_all("US", "Jane Porter", "jane@example.com", "gift card")
    told = await claiming.say("jane.porter@example.com")
    assert "Noted. E-mail: jane.porter@example.com" in told and "buy" in told
    assert "seller" not in (await claiming.claim()).details
