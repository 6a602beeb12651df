"""Photos are asked for and counted."""

from datetime import date

from tests.conversations.conftest import ANSWERS, LISTED, Talk
from tests.conversations.helpers import SECOND_LISTED, send_photo


async def test_photos_are_asked_for_and_counted(claiming: Talk) -> None:
    await claiming.say_all(*ANSWERS[:7])
    assert "Photo 1 of 2" in claiming.text and claiming.asks_photo
    assert "Photo 2 of 2" in await send_photo(claiming)
    assert "Do you agree" in await send_photo(claiming)
    await claiming.say("yes")
    assert "2 of 2" in claiming.text
    assert "photos" not in (await claiming.say("yes")).split("What happens next")[0].lower()
    assert len((await claiming.claim()).photos) == 2


async def test_of_two_units_each_is_asked_for(talk: Talk) -> None:
    await talk.say(f"A1263 {LISTED} and A1263 {SECOND_LISTED}")
    await talk.press("Yes")
    assert "Photo 1 of 3" in await talk.say_all(*ANSWERS[:7])
    written = ("recalled", "Jane Porter", date.today().strftime("%m/%d/%Y"), "Model: A1263")
    await send_photo(talk, "Model: A1263", f"SN: {LISTED}")
    told = await send_photo(talk, *written, f"SN: {LISTED}")
    assert "Photo 3 of 3" in told and SECOND_LISTED[:4] in talk.answers[-1].text
    assert "Do you agree" in await send_photo(talk, *written, f"SN: {SECOND_LISTED}")
    assert "Photos: 3 of 3" in await talk.say("yes")
