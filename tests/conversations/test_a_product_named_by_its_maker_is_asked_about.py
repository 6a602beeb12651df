"""A product named by its maker is asked about by the recall of that maker."""

import pytest

from tests.conversations.conftest import Talk


@pytest.mark.parametrize(
    ("words", "number", "model"),
    [
        ("is my INIU power bank recalled?", "26-135", "BI-B41"),
        ("is my Casely power bank recalled?", "25-227", "E33A"),
        ("is my Baseus power bank recalled?", "25-248", "BS-30KP365"),
        ("is my IKEA power bank recalled?", "24-344", "E2037"),
        ("I have a casely power bank", "25-227", "E33A"),
        ("my ESR powerbank", "26-011", "2G505"),
    ],
)
async def test_by_its_own_recall(talk: Talk, words: str, number: str, model: str) -> None:
    await talk.say(words)
    assert f"Recall {number}" in talk.text and model in talk.text
    assert "Which model number is on yours?" in talk.text
    assert "A1263" not in talk.text and not talk.verdicts


async def test_the_code_told_then_decides(talk: Talk) -> None:
    await talk.say_all("is my INIU power bank recalled?", "BI-B41", "000G21")
    assert talk.verdicts == ["affected"]


async def test_a_listed_code_beside_its_model_is_taken(talk: Talk) -> None:
    await talk.say("is my INIU BI-B41 recalled? code 000G21")
    assert talk.verdicts == ["affected"]


async def test_our_own_maker_is_asked_as_ever(talk: Talk) -> None:
    await talk.say_all("is my INIU power bank recalled?", "stop")
    await talk.say("is my Anker power bank recalled?")
    assert "A1263" in talk.text


async def test_a_serial_after_the_verdict_is_of_the_unit_that_was_judged(talk: Talk) -> None:
    await talk.say("is my A1647 recalled?")
    assert talk.verdicts == ["possibly_affected"]
    await talk.say("AKFH2T4C83051976")
    assert talk.verdicts == ["possibly_affected"]
    assert "model number" not in talk.text.lower()


async def test_no_refusal_stands_beside_a_verdict_and_the_colour_decides(talk: Talk) -> None:
    await talk.say("soundcore A3102")
    assert "I only help with the recall" not in talk.text
    assert "Is the speaker black?" in talk.text
    await talk.say("black")
    assert talk.verdicts == ["possibly_affected"]


async def test_the_black_one_is_known_by_its_suffix(talk: Talk) -> None:
    await talk.say("is my A3102016 recalled?")
    assert talk.verdicts == ["possibly_affected"]


async def test_another_colour_is_not_named_by_the_notice(talk: Talk) -> None:
    await talk.say_all("is my A3102 recalled?", "no, it is white")
    assert talk.verdicts == []
    await talk.say("yes")
    assert talk.verdicts == ["not_listed"]
    assert "not a safety guarantee" in talk.text


@pytest.mark.parametrize(
    "words",
    ["Knog light lot 0124AA", "is my Knog bike light recalled? batch code 0124AA", "Knog, 0124AA"],
)
async def test_a_lot_told_with_the_maker_decides_once_the_model_is_known(
    talk: Talk, words: str
) -> None:
    await talk.say(words)
    assert "Recall 26-051" in talk.text and "Which model number is on yours?" in talk.text
    await talk.say("Blinder 900")
    assert talk.verdicts == ["affected"]


async def test_a_lot_that_is_not_listed_is_read_back_and_not_asked_again(talk: Talk) -> None:
    await talk.say_all("Knog light lot 0999ZZ", "Blinder 1300")
    assert "0999ZZ" in talk.text and talk.verdicts == []
    await talk.say("yes")
    assert talk.verdicts == ["not_listed"]


async def test_the_maker_told_for_the_model_is_asked_about(talk: Talk) -> None:
    await talk.say_all("is my power bank recalled?", "it is an iWALK")
    assert "Recall 25-304" in talk.text and "Which model number is on yours?" in talk.text
    await talk.say("no idea, hmm")
    assert "MXB008" in talk.text
