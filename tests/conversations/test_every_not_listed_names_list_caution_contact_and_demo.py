"""Every not listed names list caution contact and demo."""

import re

from tests.conversations.conftest import Talk
from tests.conversations.helpers import UNLISTED


async def test_every_not_listed_names_list_caution_contact_and_demo(talk: Talk) -> None:
    await talk.say_all(f"A1263 {UNLISTED}", "yes")
    assert talk.verdicts == ["not_listed"]
    for word in ("serial list version", "not a safety guarantee", "compare it", "stop using it",
                 "demo data", "800-988-7973"):  # fmt: skip
        assert word in talk.text
    assert re.search(r"of \d{4}-\d\d-\d\d", talk.text)
    assert talk.answers[0].extras["links"]
