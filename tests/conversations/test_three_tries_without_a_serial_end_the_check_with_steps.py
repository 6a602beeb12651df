"""Three tries without a serial end the check with steps."""

from tests.conversations.conftest import Talk


async def test_three_tries_without_a_serial_end_the_check_with_steps(talk: Talk) -> None:
    await talk.say_all("A1263", "qwer", "asdf", "zxcv")
    assert talk.verdicts == ["possibly_affected"]
