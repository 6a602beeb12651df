"""An answer may be corrected by name in mid claim."""

from tests.conversations.conftest import ANSWERS, Talk


async def test_an_answer_may_be_corrected_by_name_in_mid_claim(claiming: Talk) -> None:
    await claiming.say_all(*ANSWERS[:3])
    await claiming.say("change my email to janet@example.org")
    assert "remedy" in claiming.text
    assert "street" in await claiming.say("replacement")
    assert "name" in await claiming.say("I want to change my name")
    assert "street" in await claiming.say("Janet Porter")
    details = (await claiming.claim()).details
    assert (details["name"], details["email"]) == ("Janet Porter", "janet@example.org")


async def test_what_was_to_be_changed_may_be_left_as_it_was(claiming: Talk) -> None:
    await claiming.say_all(*ANSWERS[:3])
    assert "e-mail" in await claiming.say("the email is wrong")
    assert "Which remedy" in await claiming.say("nope it's fine, keep it")
    assert (await claiming.claim()).details["email"] == ANSWERS[2]
