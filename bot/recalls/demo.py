"""Made-up serials for the demo list. No real serial of the recall is public."""

from __future__ import annotations

import random

from bot.recalls.model import Recall
from bot.recalls.serials import fold

__all__ = ["DEMO_LISTED", "DEMO_LIST_NAME", "DEMO_NOTE", "demo_serials"]

DEMO_LIST_NAME = "Demo data, made up"
# Said with all that comes of such a list.
DEMO_NOTE = "This is demo data: a made-up list that only shows how the check works."
# Used in the documentation and in tests: on the demo list.
DEMO_LISTED = "AKFF1Y0E12345678"
COUNT = 1_200
LENGTH = 16


def demo_serials(recall: Recall) -> list[str]:
    """1,200 serials in the recall's format, the same each time; not consecutive.

    Random ones have no listed neighbour by chance, as a firm's running numbers would.
    """
    form = recall.serial
    length = form.lengths[0] if form.lengths else LENGTH
    listed = {fold(DEMO_LISTED, form)} if length == len(DEMO_LISTED) else set()
    # Seeded by the recall: two recalls' demo lists differ, one recall's never changes.
    source = random.Random(f"demo {recall.number}")  # noqa: S311 - no secret
    while len(listed) < COUNT:
        listed.add("".join(source.choices(form.alphabet, k=length)))
    return sorted(listed)
