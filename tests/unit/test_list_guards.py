"""What speaks against letting a list decide."""

from datetime import date, datetime, timezone

import pytest

from bot.recalls.list_guards import shrinks
from bot.recalls.lists import Changes
from bot.recalls.model import ListInfo


@pytest.mark.parametrize(
    ("held", "removed", "demo", "refused"),
    [(100, 5, False, False), (100, 6, False, True), (1_158_000, 57_901, False, True),
     (1_200, 1_200, True, False), (19, 19, False, False), (20, 2, False, True)],
)  # fmt: skip
def test_more_than_a_twentieth_is_not_lost_unasked(held, removed, demo, refused):
    now = datetime(2026, 11, 20, tzinfo=timezone.utc)
    before = ListInfo(1, "1", 1, "a", date(2026, 11, 20), now, held, demo=demo)
    assert shrinks(before, Changes(50, removed)) is refused
