"""A gift card needs no address."""

from tests.conversations.conftest import ANSWERS, Talk


async def test_a_gift_card_needs_no_address(claiming: Talk) -> None:
    await claiming.say_all(*ANSWERS[:3])
    assert "street" not in await claiming.say("the gift card, please")
    assert "buy" in claiming.text
    await claiming.say_all(*ANSWERS[5:])
    assert "filed" in await claiming.say("yes")


async def test_an_address_it_has_not_can_be_put_right_in_no_silence(claiming: Talk) -> None:
    await claiming.say_all(*ANSWERS[:3], "the gift card, please", *ANSWERS[5:])
    told = await claiming.say("my state is wrong")
    assert "What should I change?" in told and "Is everything right?" in told


async def test_a_part_of_an_address_it_has_not_is_answered_where_another_field_is_asked(
    claiming: Talk,
) -> None:
    await claiming.say_all(*ANSWERS[:3], "the gift card, please")
    told = await claiming.say("change my zip to 80203")
    assert "nothing to change" in told and "buy" in told
    assert not (await claiming.claim()).details.get("address")
    await claiming.say_all(*ANSWERS[5:])
    assert "filed" in await claiming.say("yes")
