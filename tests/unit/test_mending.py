"""Serials told in two halves, and corrections of one character."""

import pytest

from bot.recalls.mending import corrected, first_part, with_second_part
from bot.recalls.reading import read_identifiers

SERIAL = "AKFF1Y0E1234567B"


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("sorry, 8 not B", "AKFF1Y0E12345678"),
        ("it's an 8, not a B", "AKFF1Y0E12345678"),
        ("not B but 8", "AKFF1Y0E12345678"),
        ("8 instead of B", "AKFF1Y0E12345678"),
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


@pytest.mark.parametrize(
    ("first", "second", "want"),
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
