"""Two halves are joined, "8 not B" is applied; a correction that can't be placed is no yes."""

from tests.conversations.helpers import NEAR, UNLISTED


async def test_two_halves_are_joined(talk):
    await talk.say_all("A1263", "the first half is AKFF1Y0E")
    assert "AKFF 1Y0E" in talk.text and "only a part" not in talk.text
    await talk.say("the second half is 12345678")
    assert talk.verdicts == ["affected"]


async def test_the_first_half_may_come_with_the_model(talk):
    await talk.say("A1263, the first half of the serial is AKFF1Y0E")
    assert "AKFF 1Y0E" in talk.text and "after it" in talk.text
    await talk.say("the rest is 12345678")
    assert talk.verdicts == ["affected"]


async def test_a_character_is_put_right(talk):
    await talk.say_all("A1263", NEAR)
    await talk.say("sorry, 8 not B")
    assert talk.verdicts == ["affected"]


async def test_a_correction_without_a_place_is_no_yes(talk):
    await talk.say(f"A1263 serial {UNLISTED}")
    await talk.say("sorry, it's Z not Q")
    assert "serial number" in talk.text
    await talk.say("yes")
    assert not talk.verdicts
