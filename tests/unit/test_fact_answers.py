"""Answers to questions about a date code, a lot, a part, a shop or a day."""

import pytest

from bot.recalls.fact_answers import (
    CANNOT_TELL,
    ELSEWHERE,
    NONE,
    read_code,
    read_day,
    read_shop,
    says_cannot_tell,
)
from bot.recalls.intake import AskedUnit, fold_in, from_slot, to_slot
from bot.recalls.reading import read_identifiers


@pytest.mark.parametrize(
    "text,code",
    [
        ("0923", "0923"), ("it says 0923", "0923"), ("the date code is 0923.", "0923"),
        ("35-22", "35-22"), ("lot 35-22", "35-22"), ("Lot number: 35-22", "35-22"),
        ("PO-PP005", "PO-PP005"), ("PO-PP 005", "PO-PP 005"), ("11A23AA", "11A23AA"),
        ("ZBL-36V8AH ZK", "ZBL-36V8AH ZK"), ("the battery says WT0261", "WT0261"),
        ("I think there is a 4522 on the prong", "4522"),
        ("2024/4/21", "2024/4/21"),
        # several numbers in a story: which one is it?
        ("I bought 2 of them and the prong has 4522 on it", None),
        ("there is none", NONE), ("no lot number", NONE), ("it has no PO", NONE),
        ("I can't read it", CANNOT_TELL), ("no idea", CANNOT_TELL), ("it is worn off", CANNOT_TELL),
        # A number is an answer also where there is doubt; it is read back.
        ("I'm not sure, maybe 0923", "0923"),
        ("hello", None), ("", None), ("yes", None), ("9" * 60, None),
    ],
)  # fmt: skip
def test_codes(text, code):
    assert read_code(text) == code


@pytest.mark.parametrize(
    "text,day",
    [
        ("2023-03-05", "2023-03-05"), ("March 5, 2023", "2023-03-05"), ("3/5/2023", "2023-03-05"),
        ("on March 5th, 2023", "2023-03-05"), ("5 Mar 2023", "2023-03-05"),
        # A month is no day: at the end of a window it would decide nothing.
        ("March 2023", None), ("last year", None), ("2023-13-05", None), ("", None),
    ],
)  # fmt: skip
def test_days(text, day):
    assert read_day(text) == day


SHOPS = ("Amazon", "Home Depot")


@pytest.mark.parametrize(
    "text,shop",
    [
        ("Amazon", "Amazon"), ("on amazon.com", "Amazon"), ("homedepot in Austin", "Home Depot"),
        ("Walmart", ELSEWHERE), ("at Best Buy in Denver", ELSEWHERE), ("Costco", ELSEWHERE),
        # These may have been sold there all the same.
        ("amazn", CANNOT_TELL), ("AMZN", CANNOT_TELL), ("at home depo", CANNOT_TELL),
        ("It was a gift", CANNOT_TELL), ("from my mom", CANNOT_TELL), ("a friend", CANNOT_TELL),
        ("second-hand", CANNOT_TELL), ("at a yard sale", CANNOT_TELL), ("online", CANNOT_TELL),
        ("in a store", CANNOT_TELL), ("at some electronics shop", CANNOT_TELL), ("", CANNOT_TELL),
    ],
)  # fmt: skip
def test_only_another_shop_is_elsewhere(text, shop):
    assert read_shop(text, SHOPS) == shop


@pytest.mark.parametrize(
    "text,cannot", [("don't know", True), ("I forgot", True), ("Costco", False)]
)
def test_cannot_tell(text, cannot):
    assert says_cannot_tell(text) is cannot


def test_a_fact_told_anew_takes_the_confirmation_away():
    unit = AskedUnit("AO10FKA", confirmed=True, compared=("25-338",)).with_fact("date_code", "0923")
    assert not unit.confirmed and not unit.compared
    confirmed = AskedUnit("AO10FKA", facts={"date_code": "0923"}, confirmed=True)
    assert confirmed.with_fact("date_code", "0923").confirmed
    assert not confirmed.with_fact("date_code", "0823").confirmed
    assert confirmed.without_codes() == AskedUnit("AO10FKA")


def test_facts_survive_the_slot_and_not_another_model():
    unit = AskedUnit("AO10FKA", facts={"date_code": "0923", "seller": None, "mark:x": True})
    assert from_slot(to_slot([unit])) == (unit,)
    assert unit.codes == (("date code", "0923"),)
    assert unit.known_facts == {"date_code": "0923", "mark:x": True}
    (other,) = fold_in([unit], read_identifiers("no, A1263"))
    assert other.facts == {}


def test_the_groups_of_a_serial_are_kept_as_written():
    (unit,) = fold_in((), read_identifiers("HX1-20-0921-ABC-15914-00123", asked="serial"))
    assert unit.raw == "HX1-20-0921-ABC-15914-00123"
    assert unit.serial == "HX1200921ABC1591400123"
