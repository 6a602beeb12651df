"""Other facts are asked when they decide, and not otherwise."""

from tests.conversations.conftest import Talk
from tests.conversations.helpers import state_of


async def test_a_date_code_of_the_recall(talk: Talk) -> None:
    assert "date code" in await talk.say("is my myCharge AO10FK-A recalled?")
    await talk.say("it says 0923")
    assert talk.verdicts == ["affected"]
    assert "date code 0923" in talk.text


async def test_another_date_code_is_read_back_before_it_is_called_not_listed(talk: Talk) -> None:
    await talk.say_all("AO10FK-A", "4423")
    assert talk.verdicts == []
    assert "date code 4423" in talk.text
    await talk.say("yes")
    assert talk.verdicts == ["not_listed"]
    assert "not a safety guarantee" in talk.text
    assert "Checked against the notice of recall 24-271, as of 2026-11-24" in talk.text
    assert "AO10FK-A" in talk.text


async def test_a_model_said_twice_confirms_no_code_beside_it(talk: Talk) -> None:
    await talk.say_all("AO10FK-A", "where do I find it on the AO10FK-A?", "4423")
    assert talk.verdicts == []
    assert "date code 4423" in talk.text
    await talk.say("yes")
    assert talk.verdicts == ["not_listed"]


async def test_a_date_code_read_wrongly_is_typed_again(talk: Talk) -> None:
    await talk.say_all("AO10FK-A", "4423", "no")
    assert "date code" in talk.text
    await talk.say("4422")
    assert talk.verdicts == ["affected"]


async def test_a_lot_with_a_character_mixed_up_is_compared(talk: Talk) -> None:
    # A listed lot is 35-22: the 5 read as S.
    await talk.say_all("SC607M", "3S-22")
    assert talk.verdicts == [] and "look at it once more" in talk.text
    await talk.say("35-22")
    assert talk.verdicts == ["affected"]


async def test_a_lot_compared_and_confirmed_is_believed(talk: Talk) -> None:
    await talk.say_all("SC607M", "3S-22", "yes")
    assert talk.verdicts == []
    await talk.say("yes")
    assert talk.verdicts == ["not_listed"]
    assert "not a safety guarantee" in talk.text


async def test_a_date_code_that_cannot_be_read_is_possibly_affected(talk: Talk) -> None:
    await talk.say_all("AO10FK-A", "I can't read it")
    assert talk.verdicts == ["possibly_affected"]
    assert "Stop using it now" in talk.text


async def test_no_po_number_is_recalled_too(talk: Talk) -> None:
    assert "PO number" in await talk.say("Velvet Caviar ZHX-PB21")
    await talk.say("there is none")
    assert talk.verdicts == ["affected"]


async def test_the_shop_decides(talk: Talk) -> None:
    assert "Where was it bought?" in await talk.say("is the SG-5S recalled?")
    await talk.say("at Walmart")
    assert talk.verdicts == ["affected"]


async def test_a_scooter_from_elsewhere_is_never_cleared(talk: Talk) -> None:
    await talk.say_all("is the SG-5S recalled?", "my uncle Bob's shop")
    assert talk.verdicts == ["possibly_affected"]
    assert "treat one that was bought elsewhere as dangerous" in talk.text
    # What else is told there is not kept in the dialogue's state.
    assert "Bob" not in str(await state_of(talk))


async def test_the_battery_decides(talk: Talk) -> None:
    assert "printed on the battery" in await talk.say(
        "is my VIVI MT26G e-bike recalled? model MT26G"
    )
    await talk.say("WT0260")
    assert talk.verdicts == ["affected"]


async def test_a_question_in_between_is_answered_and_the_fact_asked_again(talk: Talk) -> None:
    await talk.say("AO10FK-A")
    await talk.say("where do I find it?")
    assert "wall prong" in talk.text
    await talk.say("0121")
    assert talk.verdicts == ["affected"]


async def test_answers_that_are_none_end_the_question(talk: Talk) -> None:
    await talk.say_all("AO10FK-A", "it is a blue one", "just blue", "blue")
    assert talk.verdicts == ["possibly_affected"]


async def test_nothing_else_is_asked_where_the_model_decides(talk: Talk) -> None:
    await talk.say("W1056")
    assert talk.verdicts == ["affected"]
