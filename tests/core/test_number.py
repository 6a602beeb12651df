"""Claim numbers: every single wrong character and every swap is found."""

import itertools

from bot.claims.number import ALPHABET, find_number, is_number, new_number, resembles_number
from tests.core.table import rows

NUMBERS = [new_number() for _ in range(3)]
PLACES = [i for i, c in enumerate("RC-0000-0000-0000") if c == "0"]


@rows("number", NUMBERS)
def test_any_one_wrong_character_is_found(number):
    for place, wrong in itertools.product(PLACES, ALPHABET):
        changed = number[:place] + wrong + number[place + 1 :]
        assert is_number(changed) == (changed == number)


@rows("number", NUMBERS)
def test_any_two_swapped_characters_are_found(number):
    for a, b in itertools.combinations(PLACES, 2):
        letters = list(number)
        letters[a], letters[b] = letters[b], letters[a]
        swapped = "".join(letters)
        assert is_number(swapped) == (swapped == number)


def test_no_character_looks_like_another():
    for pair in ("1I", "1L", "0O", "2Z", "5S", "8B", "6G", "UV", "0D", "0Q"):
        assert len(set(pair) & set(ALPHABET)) < 2
    assert len(ALPHABET) == 19, "the proof needs a prime"


def test_numbers_are_long_grouped_and_random():
    many = {new_number() for _ in range(500)}
    assert len(many) == 500
    for number in many:
        prefix, *groups = number.split("-")
        assert prefix == "RC" and [len(g) for g in groups] == [4, 4, 4]


@rows(
    "spelling",
    [
        "{n}",
        "{low}",
        "my claim is {n}.",
        "{spaced}",
        "{bare}",
        "claim:{bare}, please",
        "{dashes}",
        "({n})",
    ],
)
def test_a_number_is_found_however_it_is_typed(spelling):
    number = NUMBERS[0]
    text = spelling.format(
        n=number,
        low=number.lower(),
        spaced=number.replace("-", " "),
        bare=number.removeprefix("RC-").replace("-", ""),
        dashes=number.replace("-", "\u2013"),
    )
    assert find_number(text) == number


@rows(
    "text",
    [
        "",
        "no number",
        "RC-",
        "AKFF1Y0E12345678",
        "X" + "3" * 12,
        "3" * 13,
        "\x00",
        "RC-3333-3334-3333",
    ],
)
def test_nothing_else_is_a_number(text):
    assert find_number(text) is None
    assert not is_number(text)


def test_the_second_of_two_numbers_is_taken_where_the_first_is_wrong():
    number = NUMBERS[0]
    wrong = number[:-1] + next(c for c in ALPHABET if c != number[-1])
    assert find_number(f"{wrong} or {number}") == number


def test_a_mistyped_number_resembles_one_and_other_words_do_not():
    number = new_number()
    assert resembles_number(number[:-1] + "3")
    assert resembles_number(number[:-1])
    assert resembles_number(number.lower().replace("-", " "))
    for text in ("", "RC", "rc car", number[3:], f"is it {number}?", "112-1234567-1234567"):
        assert not resembles_number(text)
