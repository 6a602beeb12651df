"""An awaited disposal is confirmed with date and place."""

from tests.conversations.conftest import Talk
from tests.conversations.helpers import decide


async def test_an_awaited_disposal_is_confirmed_with_date_and_place(read_back: Talk) -> None:
    await read_back.say("yes")
    await decide(read_back, "approved", "awaiting_disposal")
    assert "which day" in await read_back.say("I have disposed of it")
    assert "which day" in await read_back.say("no")
    assert "Where" in await read_back.say("November 20")
    assert "confirmation" in await read_back.say("Denver hazardous waste site")
    claim = await read_back.claim()
    assert claim.state == "disposal_confirmed"
    assert claim.details["disposal_date"] == "November 20"
    assert claim.details["disposal_place"] == "Denver hazardous waste site"
    assert "Nothing more is needed" in await read_back.say("I have disposed of it")
