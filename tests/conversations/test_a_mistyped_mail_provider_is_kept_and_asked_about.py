"""A mistyped mail provider is asked about: yes means the one that was meant."""

import pytest

from tests.conversations.conftest import ANSWERS, LISTED, Talk

WRITTEN, MEANT = "jane@gmial.com", "jane@gmail.com"


@pytest.mark.parametrize(
    "answer,kept", [("yes", MEANT), (MEANT, MEANT), ("no", WRITTEN), (WRITTEN, WRITTEN)]
)
async def test_a_mistyped_mail_provider_is_asked_about(
    claiming: Talk, answer: str, kept: str
) -> None:
    await claiming.say_all(*ANSWERS[:2])
    assert f"Did you mean {MEANT}?" in await claiming.say(WRITTEN)
    assert (await claiming.claim()).details["email"] == WRITTEN
    assert "remedy" in await claiming.say(answer)
    assert (await claiming.claim()).details["email"] == kept


async def test_it_has_a_button_for_each(claiming: Talk) -> None:
    await claiming.say_all(*ANSWERS[:2], WRITTEN)
    assert "remedy" in await claiming.press(f"Keep {WRITTEN}")
    await claiming.say("change my e-mail to jane@yaho.com")
    assert "remedy" in await claiming.press("Use jane@yahoo.com")
    assert (await claiming.claim()).details["email"] == "jane@yahoo.com"


async def test_what_came_in_one_breath_is_asked_about_too(talk: Talk) -> None:
    await talk.say(f"is my A1263 recalled? {LISTED}. My name is Jane Porter, my email is {WRITTEN}")
    await talk.press("Yes")
    assert f"Did you mean {MEANT}?" in await talk.say("United States")
    assert "remedy" in await talk.say("yes")
    assert (await talk.claim()).details["email"] == MEANT
