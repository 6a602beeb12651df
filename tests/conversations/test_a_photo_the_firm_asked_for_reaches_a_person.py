"""A photo the firm asked for reaches a person."""

from tests.conversations.conftest import Talk
from tests.conversations.helpers import decide, handovers_of, send_photo


async def test_a_photo_the_firm_asked_for_reaches_a_person(read_back: Talk) -> None:
    await read_back.say("yes")
    await decide(read_back, "needs_information")
    assert "added the photo" in await send_photo(read_back)
    assert (await read_back.claim()).state == "checking"
    assert "information_sent" in await handovers_of(read_back)
