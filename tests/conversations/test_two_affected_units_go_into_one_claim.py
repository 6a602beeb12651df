"""Two affected units go into one claim."""

from tests.conversations.conftest import ANSWERS, LISTED, Talk
from tests.conversations.helpers import SECOND_LISTED


async def test_two_affected_units_go_into_one_claim(talk: Talk) -> None:
    await talk.say(f"A1263 {LISTED} and A1263 {SECOND_LISTED}")
    assert talk.verdicts == ["affected", "affected"]
    await talk.press("Yes")
    await talk.say_all(*ANSWERS)
    assert "filed" in await talk.say("yes")
    assert {u.serial for u in (await talk.claim()).units} == {LISTED, SECOND_LISTED}
