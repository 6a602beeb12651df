"""The same photo in another claim is for a person."""

from tests.conversations.conftest import ANSWERS, Talk
from tests.conversations.helpers import handovers_of, send_photo


async def test_the_same_photo_in_another_claim_is_for_a_person(claiming: Talk) -> None:
    other = Talk(claiming.loop, claiming.transcript, claiming.database)
    await claiming.transcript.open(other.id, "test")
    await send_photo(other, copy_of=claiming.id)
    assert await handovers_of(other) == []
    await claiming.say_all(*ANSWERS[:7])
    assert "Photo 2 of 2" in await send_photo(claiming, copy_of=claiming.id)
    assert await handovers_of(claiming) == ["photo_seen_before"]
