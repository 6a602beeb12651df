"""A number in an address is no unit."""

from tests.conversations.conftest import ANSWERS, Talk


async def test_a_number_in_an_address_is_no_unit(claiming: Talk) -> None:
    await claiming.say_all(*ANSWERS[:4])
    address = "W156N8480 Pilgrim Road, Menomonee Falls, WI 53051"
    assert "buy" in await claiming.say(address)
    claim = await claiming.claim()
    assert claim.details["address"] == address
    assert len(claim.units) == 1
