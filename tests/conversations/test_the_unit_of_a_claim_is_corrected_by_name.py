"""The unit of a claim is corrected by name, in mid-claim and at the read-back."""

from tests.conversations.conftest import ANSWERS, LISTED, Talk
from tests.conversations.helpers import SECOND_LISTED, UNLISTED, handovers_of

GROUPS = f"{SECOND_LISTED[:4]} {SECOND_LISTED[4:8]}"


async def test_a_serial_put_right_is_read_back_checked_and_takes_the_old_ones_place(
    read_back: Talk,
) -> None:
    assert GROUPS in await read_back.say(f"change the serial to {SECOND_LISTED}")
    assert "exactly what is printed" in read_back.text
    assert [u.serial for u in (await read_back.claim()).units] == [LISTED]
    assert "I have changed it" in await read_back.say("yes")
    assert "Is everything right" in read_back.text
    claim = await read_back.claim()
    assert [(u.model, u.serial) for u in claim.units] == [("A1263", SECOND_LISTED)]
    assert claim.units[0].verdict == "affected"
    await read_back.say("yes")
    assert (await read_back.claim()).state == "submitted"


async def test_a_no_to_the_read_back_asks_for_it_again_and_skip_leaves_it(claiming: Talk) -> None:
    await claiming.say_all(*ANSWERS[:2])
    await claiming.say(f"the serial number is wrong, it is {SECOND_LISTED}")
    assert "Now I need the serial number" in await claiming.say("no")
    assert "e-mail" in await claiming.press("Skip")
    assert "Now I need the serial number" in await claiming.say("change the serial number")
    assert GROUPS in await claiming.say(SECOND_LISTED)
    assert "e-mail" in await claiming.say("yes")
    assert [u.serial for u in (await claiming.claim()).units] == [SECOND_LISTED]


async def test_a_serial_that_lets_no_unit_in_goes_to_a_person(read_back: Talk) -> None:
    await read_back.say(f"change the serial to {UNLISTED}")
    assert "a person compares it" in await read_back.say("yes")
    assert [u.serial for u in (await read_back.claim()).units] == [LISTED]
    assert "serial_unclear" in await handovers_of(read_back)


async def test_where_it_was_bought_is_the_seller(read_back: Talk) -> None:
    await read_back.say("change where I bought it to eBay")
    assert (await read_back.claim()).details["seller"] == "eBay"
