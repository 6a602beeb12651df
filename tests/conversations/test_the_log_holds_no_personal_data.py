"""The log holds no personal data."""

import pytest

from tests.conversations.conftest import ANSWERS, LISTED, Talk


async def test_the_log_holds_no_personal_data(
    claiming: Talk, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level("DEBUG", logger="bot")
    await claiming.say_all(*ANSWERS, "it is smoking!", "change my name to Janet Porter", "yes")
    assert (await claiming.claim()).state == "submitted"
    out, err = capfd.readouterr()
    for secret in ("Jane", "Porter", "jane@", "Elm Street", LISTED):
        assert secret not in caplog.text + out + err
