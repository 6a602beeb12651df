"""A number in an address is no unit."""

import pytest

from tests.conversations.conftest import ANSWERS, Talk
from tests.conversations.helpers import QUESTIONS


async def test_a_number_in_an_address_is_no_unit(claiming: Talk) -> None:
    await claiming.say_all(*ANSWERS[:4])
    address = "W156N8480 Pilgrim Road, Menomonee Falls, WI 53051"
    assert "buy" in await claiming.say(address)
    claim = await claiming.claim()
    assert claim.details["address"] == address
    assert len(claim.units) == 1


@pytest.mark.parametrize("place", [0, 1, 2])
async def test_nor_where_something_else_is_asked(claiming: Talk, place: int) -> None:
    await claiming.say_all(*ANSWERS[:place])
    answer = await claiming.say("W156N8480 Pilgrim Road")
    assert "other unit" not in answer and QUESTIONS[place] in claiming.answers[-1].text
    assert len((await claiming.claim()).units) == 1


async def test_an_address_told_with_the_name_is_kept(claiming: Talk) -> None:
    await claiming.say("United States")
    await claiming.say(
        "my name is Jane Porter and my address is W156N8480 Pilgrim Road, Menomonee Falls, WI 53051"
    )
    details = (await claiming.claim()).details
    assert details["name"] == "Jane Porter"
    assert details["address"] == "W156N8480 Pilgrim Road, Menomonee Falls, WI 53051"
    assert "e-mail" in claiming.answers[-1].text


async def test_a_remedy_told_where_the_name_is_asked_is_no_name(claiming: Talk) -> None:
    await claiming.say_all("United States", "replacement")
    details = (await claiming.claim()).details
    assert (details.get("name"), details.get("remedy")) == (None, "replacement")
