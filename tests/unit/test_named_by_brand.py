"""Recalls that a message names by the maker, and codes told beside a model."""

import pytest

from bot.recalls import load_recalls
from bot.recalls.brands import named_by_brand, names_product_of
from bot.recalls.codes_told import code_of_maker, code_told
from bot.recalls.rules.rule import Unit
from bot.settings import Settings

RECALLS = load_recalls(Settings.from_env().recalls_dir)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("is my INIU power bank recalled?", ["26-135"]),
        ("I have a casely power bank", ["25-227"]),
        ("my ESR powerbank", ["26-011", "25-437"]),
        ("my Hover-1 Helix hoverboard", ["24-065"]),
        ("is my Anker cooler recalled?", ["24-146", "25-466", "25-338", "25-056", "25-011"]),
        ("is my Baseus power bank recalled?", ["24-287", "25-248"]),
        ("is my Anker power bank recalled?", ["25-338"]),
        ("Velvet Caviar's power pack", ["25-190"]),
        ("the heater from Walmart", []),
        ("is my power bank recalled?", []),
        ("is my Zappo power bank recalled?", []),
        ("they descended", []),
    ],
)
def test_the_brand(text, numbers):
    assert [recall.number for recall in named_by_brand(text, RECALLS)] == numbers


def test_the_kind_of_product():
    esr = named_by_brand("my ESR powerbank", RECALLS)[0]
    assert names_product_of("my ESR powerbank", esr)
    assert not names_product_of("my ESR phone case", esr)


@pytest.mark.parametrize(
    ("number", "model", "text", "told"),
    [
        ("26-135", "BIB41", "is my INIU BI-B41 recalled? code 000G21", ("serial", "000G21")),
        ("26-051", "BLINDER900", "Knog Blinder 900 lot 0124AA", ("lot", "0124AA")),
        ("26-135", "BIB41", "is my INIU BI-B41 recalled? code 000G22", None),
        ("26-135", "BIB41", "INIU BI-B41, write to 000G21@example.com", None),
        ("25-338", "A1263", "A1263 bought 2021, zip 94105", None),
        ("26-051", "BLINDER900", "Blinder 900, batch number is 0999ZZ", ("lot", "0999ZZ")),
        ("26-051", "BLINDER900", "Blinder 900 0999ZZ", None),
        ("26-051", "BLINDER900", "Blinder 900, a lot of 12 of them", None),
        ("26-051", "BLINDER900", "Blinder 900 lot, mail 0999ZZ@example.com", None),
        ("25-338", "A1263", "A1263 lot 0999ZZ", None),
    ],
)
def test_a_code_beside_the_model(number, model, text, told):
    assert code_told(text, Unit(model), RECALLS.get(number)) == told


@pytest.mark.parametrize(
    ("number", "text", "told"),
    [
        ("26-051", "Knog light lot 0124AA", ("lot", "0124AA")),
        ("26-051", "Knog light, batch: 0999ZZ", ("lot", "0999ZZ")),
        ("26-051", "Knog light bought 2024", None),
        ("24-269", "StyleCraft clippers lot no. 35-22", ("lot", "35-22")),
        ("25-304", "iWALK power bank GK2309880", ("serial", "GK2309880")),
        ("25-304", "iWALK power bank lot 35-22", None),
    ],
)
def test_a_code_beside_the_maker(number, text, told):
    assert code_of_maker(text, RECALLS.get(number)) == told
