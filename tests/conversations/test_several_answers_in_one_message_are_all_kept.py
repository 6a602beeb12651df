"""Several answers in one message are all kept."""

from tests.conversations.conftest import LISTED, Talk

EVERYTHING = "Jane Porter, jane@example.com, 12 Elm Street, Denver, CO 80202, gift card please"


async def test_what_is_told_at_one_question_is_not_asked_again(claiming: Talk) -> None:
    await claiming.say("United States")
    assert "buy" in await claiming.say(EVERYTHING)
    details = (await claiming.claim()).details
    assert details["name"] == "Jane Porter"
    assert details["email"] == "jane@example.com"
    assert details["remedy"] == "gift_card"
    assert details["address"] == "12 Elm Street, Denver, CO 80202"


async def test_what_was_told_before_the_claim_is_not_asked_again(talk: Talk) -> None:
    await talk.say(f"my A1263 {LISTED} is recalled. {EVERYTHING}")
    assert talk.verdicts == ["affected"]
    assert "country" in await talk.say("yes")
    assert "buy" in await talk.say("United States")


async def test_a_name_said_in_a_sentence_does_not_drop_what_follows(claiming: Talk) -> None:
    told = (
        "My name is Jane Roe, my email is jane@example.com, I live at 12 Elm Street, Denver, CO "
        "80202, gift card please"
    )
    assert "country" in await claiming.say(told)
    details = (await claiming.claim()).details
    assert (details["name"], details["email"]) == ("Jane Roe", "jane@example.com")
    assert (details["remedy"], details["address"]) == (
        "gift_card",
        "12 Elm Street, Denver, CO 80202",
    )
