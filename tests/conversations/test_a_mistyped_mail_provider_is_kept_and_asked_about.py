"""A mistyped mail provider is kept and asked about."""

from tests.conversations.conftest import ANSWERS, Talk


async def test_a_mistyped_mail_provider_is_kept_and_asked_about(claiming: Talk) -> None:
    await claiming.say_all(*ANSWERS[:2])
    assert "jane@gmail.com" in await claiming.say("jane@gmial.com")
    assert (await claiming.claim()).details["email"] == "jane@gmial.com"
    await claiming.say("change my e-mail to jane@gmail.com")
    assert (await claiming.claim()).details["email"] == "jane@gmail.com"
