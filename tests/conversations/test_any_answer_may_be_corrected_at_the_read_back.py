"""Any answer may be corrected at the read back."""

import pytest

from tests.conversations.conftest import Talk


@pytest.mark.parametrize(
    "words,field,value",
    [
        ("change my name to Janet Porter", "name", "Janet Porter"),
        ("my email should be janet@example.org", "email", "janet@example.org"),
        ("no, the name is Janet Porter", "name", "Janet Porter"),
        ("janet@example.org", "email", "janet@example.org"),
        (
            "change the address to 9 Oak Road, Austin, TX 78701",
            "address",
            "9 Oak Road, Austin, TX 78701",
        ),
        ("update the order number to 112-3456789", "order", "112-3456789"),
        ("I'd rather have the gift card", "remedy", "gift_card"),
    ],
)
async def test_any_answer_may_be_corrected_at_the_read_back(
    read_back: Talk, words: str, field: str, value: str
) -> None:
    assert "Is everything right" in await read_back.say(words)
    claim = await read_back.claim()
    assert claim.details[field] == value
    assert claim.state == "draft"
