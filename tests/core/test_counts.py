"""How many units a customer says to have."""

from bot.claims.counts import is_one_more, read_count, told_count
from tests.core.table import rows


@rows(
    "text,count",
    [
        ("2", 2), ("two", 2), ("Just one", 1), ("I have 3 of them", 3), ("a couple", 2),
        ("both", 2), ("two, I think", 2), ("not one but two", 2), ("12", 12), ("99", 99),
        ("100", None), ("0", None), ("one or two", None), ("some", None), ("yes", None),
        ("GK2309880", None), ("12-34", None), ("1.5", None), ("", None),
    ],
)  # fmt: skip
def test_the_answer_to_how_many(text, count):
    assert read_count(text) == count


@rows(
    "text,count",
    [
        ("I have two of them", 2), ("I've got 3 of these", 3), ("we have both of them", 2),
        ("I have two", 2), ("I only have one of them", 1), ("I have 2, both black", 2),
        ("I have 2 photos", None), ("do I need two of them?", None),
        ("is it recalled? I have two of them", 2), ("12 Elm Street", None),
        ("I don't have two of them", None), ("one of them is broken", 1), ("Jane Porter", None),
    ],
)  # fmt: skip
def test_how_many_are_told_unasked(text, count):
    assert told_count(text) == count


@rows(
    "text,more",
    [
        ("I have another one too", True), ("my husband has one too", True),
        ("I have two of them", True), ("there is one more", True), ("I also have one", True),
        ("I have a second one", True), ("I have another question", False),
        ("one more thing", False), ("is there another one?", False), ("I have one", False),
        ("I only have one of them", False), ("I don't have another one", False),
        ("me too", False), ("Jane Porter", False),
    ],
)  # fmt: skip
def test_one_more_unit_is_told(text, more):
    assert is_one_more(text) is more
