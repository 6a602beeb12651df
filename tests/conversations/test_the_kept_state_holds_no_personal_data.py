"""The kept state holds no personal data."""

import json

from tests.conversations.conftest import ANSWERS, Talk
from tests.conversations.helpers import state_of


async def test_the_kept_state_holds_no_personal_data(claiming: Talk) -> None:
    for answer in (*ANSWERS, "change my name to Janet Porter", "yes"):
        await claiming.say(answer)
        kept = json.dumps(await state_of(claiming))
        for secret in ("Jane", "Porter", "example.com", "Elm", "Denver"):
            assert secret not in kept
    assert (await claiming.claim()).state == "submitted"
