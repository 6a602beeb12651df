"""Help to find the label and the check goes on."""

import pytest

from tests.conversations.conftest import LISTED, Talk


@pytest.mark.parametrize("by", ["button", "words"])
async def test_help_to_find_the_label_and_the_check_goes_on(talk: Talk, by: str) -> None:
    await talk.say("A1263")
    if by == "button":
        await talk.press("Where do I find it?")
    else:
        await talk.say("where is the serial number printed?")
    assert "bottom of the power bank" in talk.text
    assert "Now I need the serial number" in talk.answers[-1].text
    await talk.say(LISTED)
    assert talk.verdicts == ["affected"]
