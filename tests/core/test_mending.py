"""Serials told in two halves, and corrections of one character."""

from bot.recalls.doubt import Doubt
from bot.recalls.mending import corrected, first_part, looked_at, with_second_part
from bot.recalls.reading import read_identifiers
from tests.core.table import rows

SERIAL = "AKFF1Y0E1234567B"


@rows(
    "text,want",
    [
        ("sorry, 8 not B", "AKFF1Y0E12345678"),
        ("it's an 8, not a B", "AKFF1Y0E12345678"),
        ("not B but 8", "AKFF1Y0E12345678"),
        ("8 instead of B", "AKFF1Y0E12345678"),
        ("It's not a B, it's an 8", "AKFF1Y0E12345678"),
        ("It\u2019s not a B, it\u2019s an 8", "AKFF1Y0E12345678"),
        ("it's not B but 8", "AKFF1Y0E12345678"),
        ("that's not a B, it's 8", "AKFF1Y0E12345678"),
        ("it isn't a B, it's an 8", "AKFF1Y0E12345678"),
        ("That isn\u2019t a B. It is an 8.", "AKFF1Y0E12345678"),
        ("8 not B, it's a bad label", "AKFF1Y0E12345678"),
        ("8, not B. I'm sure", "AKFF1Y0E12345678"),
        ("A not E", "AKFF1Y0A1234567B"),
        ("it's not a problem", None),
        ("it's not a B", None),  # but what?
        ("the last one is 8 not B", "AKFF1Y0E12345678"),
        ("the 5th is L not 1", "AKFFLY0E1234567B"),
        ("L not 1", ""),  # which of the two?
        ("the last one is 8 not 1", ""),
        ("Z not Q", ""),
        ("yes", None),
        ("I'm not sure", None),
        ("no, that is not right", None),
    ],
)
def test_a_correction(text, want):
    assert corrected(text, SERIAL) == want


LAST = Doubt(SERIAL, (16,), ("8",), True)
TWO = Doubt("AKFFLY0E1234567B", (5, 16), ("1", "8"), True)


@rows(
    "text,want",
    [
        *((text, "AKFF1Y0E12345678") for text in (
            "8", "an 8", "it's an 8", "It is 8", "it is an eight", "the last character is an 8",
            "yes it is 8", "no, it's an 8", "the 16th is 8", "8.", "character 16 is 8",
            "it's not a B", "not B", "It isn\u2019t a B.",
        )),
        *((text, SERIAL) for text in (
            "B", "b", "it's a B", "yes it is B", "B as in Bravo", "not 8", "it\u2019s not an 8",
        )),
        ("it is a one", "AKFF1Y0E12345671"),
        *((text, None) for text in (
            "yes", "no", "yes it could be", "it could be 8", "maybe 8", "is it 8?", "not 9",
            "B or 8", "not B or 8", "is it not B?", "not B, I think",
            "I don't know", "it smokes", "the last one", "a 9 volt battery", "",
        )),
    ],
)  # fmt: skip
def test_the_only_character_in_doubt(text, want):
    assert looked_at(text, LAST) == want


@rows(
    "text,want",
    [
        ("it's an 8", "AKFFLY0E12345678"),
        ("it's a 1", "AKFF1Y0E1234567B"),
        ("the last one is an 8", "AKFFLY0E12345678"),
        ("the 5th is a 1", "AKFF1Y0E1234567B"),
        ("it's a 9", None),
        ("it's a B", None),
    ],
)
def test_one_of_two_characters_in_doubt(text, want):
    assert looked_at(text, TWO) == want


@rows("text", ["I", "It is I", "it's an I"])
def test_a_letter_that_is_a_word_too_is_a_character(text):
    assert looked_at(text, Doubt("AB1D", (3,), ("IL",), True)) == "ABID"


def test_no_character_is_put_into_a_serial_of_another_length():
    assert looked_at("8", Doubt("AKFF1Y0E1234567", (15,), ("",), False)) is None


@rows(
    "first,second,want",
    [
        ("the first half is AKFF1Y0E", "the second half is 12345678", "AKFF1Y0E12345678"),
        ("it starts with AKFF1Y0E", "the other half is 12345678", "AKFF1Y0E12345678"),
        ("it ends in 12345678", "it ends in 12345678", ""),
        ("the first half is AKFF****", "the second half is 12345678", ""),
    ],
)
def test_two_halves(first, second, want):
    part = first_part(first, read_identifiers(first, asked="serial"))
    assert with_second_part(second, read_identifiers(second, asked="serial"), part) == want
