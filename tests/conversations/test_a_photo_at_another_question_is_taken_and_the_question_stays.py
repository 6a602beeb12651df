"""A photo at another question is taken and the question stays."""

from tests.conversations.conftest import Talk
from tests.conversations.helpers import send_photo


async def test_a_photo_at_another_question_is_taken_and_the_question_stays(claiming: Talk) -> None:
    await claiming.say("United States")
    assert "added the photo" in await send_photo(claiming)
    assert "first and last name" in claiming.answers[-1].text
    assert len((await claiming.claim()).photos) == 1
