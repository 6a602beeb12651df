"""Units put together from what is told message by message."""

import pytest

from bot.recalls.intake import AskedUnit, add_further, distinct, fold_in, from_slot, to_slot
from bot.recalls.reading import Identifier, read_identifiers

X, Y, Z = "AKFF1Y0E12345678", "7K3M9P2R4T6W8X0Y", "C4D7E9F2H5J8K3M6"


def told(text, units=(), asked=0):
    """The units after a message; `units` are known before."""
    return fold_in(units, read_identifiers(text), asked)


def pairs(units):
    return [(u.model, u.serial) for u in units]


@pytest.mark.parametrize(
    "text,expected",
    [
        ("hello", []),
        ("it is an A1263", [("A1263", None)]),
        (f"sn {X}", [(None, X)]),
        (f"A1263 {X}", [("A1263", X)]),
        (f"{X}, model A1263", [("A1263", X)]),
        (f"A1263 {X} and {Y}", [("A1263", X), ("A1263", Y)]),
        (f"A1263 {X} and A1263 {Y}", [("A1263", X), ("A1263", Y)]),
        (f"A1263 {X} and A1257 {Y}", [("A1263", X), ("A1257", Y)]),
        (f"serial {X} model A1263 and serial {Y} model A1257", [("A1263", X), ("A1257", Y)]),
        (f"models A1263 and A1257, serials {X} and {Y}", [("A1263", X), ("A1257", Y)]),
        (f"A1263 {X} and {Y}, also A1257 {Z}", [("A1263", X), ("A1263", Y), ("A1257", Z)]),
        (f"A1263 and A1257, the second has {Y}", [("A1263", None), ("A1257", Y)]),
        ("A1263 and A1257", [("A1263", None), ("A1257", None)]),
        (f"my A1263, yes A1263: {X}", [("A1263", X)]),
        (f"A1263 {X}, I say again: A1263 {X}", [("A1263", X)]),
        (f"{X} {X}", [(None, X)]),
    ],
)
def test_a_first_message(text, expected):
    assert pairs(told(text)) == expected


@pytest.mark.parametrize(
    "messages,expected",
    [
        (["A1263", X], [("A1263", X)]),
        ([X, "A1263"], [("A1263", X)]),
        (["A1263", f"{X} and {Y}"], [("A1263", X), ("A1263", Y)]),
        (["A1263", f"sorry, A1257, sn {X}"], [("A1257", X)]),
        (["A1263", "sorry, it is A1257"], [("A1257", None)]),
        ([f"A1263 {X}", Y], [("A1263", Y)]),
        ([f"A1263 {X}", X], [("A1263", X)]),
        ([f"A1263 {X}", "A1263"], [("A1263", X)]),
    ],
)
def test_message_after_message(messages, expected):
    units = ()
    for text in messages:
        units = told(text, units)
    assert pairs(units) == expected


def test_the_answer_goes_to_the_unit_that_was_asked_about():
    units = told("A1263 and A1257")
    assert pairs(told(Y, units, asked=1)) == [("A1263", None), ("A1257", Y)]


def test_the_same_serial_again_confirms_it_once_it_was_read_back():
    known = told(f"A1263 {X}")
    (unit,) = fold_in(known, read_identifiers(X), read_back=True)
    assert unit.confirmed and not unit.compared
    assert told(X, known) == known


def test_another_serial_takes_the_confirmation_away():
    known = AskedUnit("A1263", "", X, confirmed=True, compared=("25-338",))
    (unit,) = told(Y, (known,))
    assert unit == AskedUnit("A1263", "", Y)


def test_another_model_takes_the_confirmation_away_and_keeps_the_serial():
    known = AskedUnit("A1263", "N12", X, confirmed=True, compared=("25-338",), sure_of_model=True)
    (unit,) = told("A1257", (known,))
    assert unit == AskedUnit("A1257", "", X)


def test_the_same_model_again_is_sure_and_may_bring_its_suffix():
    (unit,) = told("A1263N12", told("A1263"))
    assert unit == AskedUnit("A1263", "N12", sure_of_model=True)


def test_a_serial_that_is_read_after_all_is_no_longer_unreadable():
    (unit,) = told(X, (AskedUnit("A1263", unreadable=True),))
    assert not unit.unreadable


def test_a_part_of_a_serial_is_no_serial():
    part = Identifier("serial", "1234", "1234", 0, 4, "", True)
    known = (AskedUnit("A1263"),)
    assert fold_in(known, [part]) == known


def test_a_slot_holds_units_as_they_are():
    units = (AskedUnit("A1263", "N12", X, True, ("25-338",), False, True), AskedUnit())
    assert from_slot(to_slot(units)) == units
    assert from_slot(None) == from_slot([]) == ()
    # As conversations of before hold it.
    assert from_slot([{"model": "A1263", "compared": True}]) == (AskedUnit("A1263"),)


@pytest.mark.parametrize(
    "text,expected",
    [
        ("also an A1257", [("A1263", X), ("A1257", None)]),
        (f"also {Y}", [("A1263", X), ("A1263", Y)]),
        (f"also A1257 {Y}", [("A1263", X), ("A1257", Y)]),
        ("also an A1263", [("A1263", X)]),
        (f"also {X}", [("A1263", X)]),
        ("also nothing", [("A1263", X)]),
    ],
)
def test_a_further_unit_changes_none_that_is_known(text, expected):
    known = told(f"A1263 {X}")
    found = add_further(known, read_identifiers(text))
    assert pairs(found) == expected
    assert found[0] == known[0]


def test_one_more_of_a_known_model_is_a_unit_of_its_own():
    known = told(f"A1263 {X}")
    found = add_further(known, read_identifiers("another A1263"), another=True)
    assert pairs(found) == [("A1263", X), ("A1263", None)]
    assert pairs(add_further(known, read_identifiers(f"another A1263 {X}"), another=True)) == [
        ("A1263", X)
    ]


def test_a_serial_is_of_one_unit_and_without_one_there_may_be_several():
    one, none = AskedUnit("A1263", "", X), AskedUnit("A1263", unreadable=True)
    assert distinct((one, none, one, none)) == (one, none, none)
