"""A further unit in mid check is checked too."""

from tests.conversations.conftest import LISTED, Talk


async def test_a_further_unit_in_mid_check_is_checked_too(talk: Talk) -> None:
    await talk.say("A1263")
    assert "Model A1263" in await talk.say("I also have an A1366")
    await talk.say(LISTED)
    assert talk.verdicts == ["affected", "unknown_product"]
