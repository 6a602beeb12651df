"""A yes after the alarm accepts no claim."""

from tests.conversations.conftest import ANSWERS, LISTED, Talk


async def test_a_yes_after_the_alarm_accepts_no_claim(talk: Talk) -> None:
    await talk.say_all(f"A1263 {LISTED}", "it is smoking!")
    assert "Are you safe" in talk.text
    await talk.say("yes")
    assert await talk.claims.of_conversation(talk.id) == []


async def test_in_mid_claim_only_the_claims_own_question_is_asked(claiming: Talk) -> None:
    await claiming.say_all(*ANSWERS[:8])
    assert "Are you safe" not in await claiming.say("it is smoking!")
