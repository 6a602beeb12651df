"""Several answers are corrected in one sentence, and each of them is kept."""

import pytest

from tests.conversations.conftest import Talk
from tests.conversations.helpers import SECOND_LISTED


@pytest.mark.parametrize(
    "words,changed",
    [
        (
            "change my email to janet@example.org and my zip to 80203",
            {"email": "janet@example.org", "address": "12 Elm Street, Denver, CO 80203"},
        ),
        (
            "the name should be Janet Porter, and the store should be Best Buy",
            {"name": "Janet Porter", "seller": "Best Buy"},
        ),
        (
            "no, change the city to Aurora and the zip to 80010",
            {"address": "12 Elm Street, Aurora, CO 80010"},
        ),
    ],
)
async def test_at_the_read_back(read_back: Talk, words: str, changed: dict[str, str]) -> None:
    before = (await read_back.claim()).details
    assert "Is everything right" in await read_back.say(words)
    assert all(value in read_back.text for value in changed.values())
    after = (await read_back.claim()).details
    answers = ("country", "name", "email", "remedy", "address", "seller", "order")
    assert {key: after[key] for key in answers if after[key] != before[key]} == changed


async def test_what_is_only_named_is_asked_for(read_back: Talk) -> None:
    told = await read_back.say("change my name to Janet Porter and my email too")
    assert "e-mail address?" in told
    assert "Is everything right" in await read_back.say("janet@example.org")
    details = (await read_back.claim()).details
    assert (details["name"], details["email"]) == ("Janet Porter", "janet@example.org")


async def test_beside_the_serial(read_back: Talk) -> None:
    words = f"change the serial to {SECOND_LISTED} and my email to janet@example.org"
    assert "exactly what is printed" in await read_back.say(words)
    await read_back.say("yes")
    claim = await read_back.claim()
    assert claim.details["email"] == "janet@example.org"
    assert [u.serial for u in claim.units] == [SECOND_LISTED]
