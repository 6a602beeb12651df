"""A model may be corrected while the serial is asked."""

from tests.conversations.conftest import Talk


async def test_a_model_may_be_corrected_while_the_serial_is_asked(talk: Talk) -> None:
    await talk.say("A1366")
    assert talk.verdicts == ["unknown_product"]
    await talk.say("A1263")
    assert "Model A1263" in talk.text
    await talk.say("sorry, the model is A1366")
    assert talk.verdicts == ["unknown_product"]
