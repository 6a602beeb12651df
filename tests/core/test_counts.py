"""How many units a customer says to have."""

from bot.claims.counts import around_more, is_one_more, read_count, told_count
from tests.core.table import rows


@rows(
    "text,count",
    [
        ("2", 2), ("two", 2), ("Just one", 1), ("I have 3 of them", 3), ("a couple", 2),
        ("both", 2), ("two, I think", 2), ("not one but two", 2), ("12", 12), ("99", 99),
        ("100", None), ("0", None), ("one or two", None), ("some", None), ("yes", None),
        ("GK2309880", None), ("12-34", None), ("1.5", None), ("", None),
        ("I have two", 2), ("two of them", 2), ("both of them", 2), ("one of them", 1),
        ("only one of them has it", 1), ("one of them got hot", None),
        ("I have another one", None), ("I have one more", None),
    ],
)  # fmt: skip
def test_the_answer_to_how_many_is_read_in_any_words_or_not_at_all(text, count):
    assert read_count(text) == count


@rows(
    "text,count",
    [
        ("I have two of them", 2), ("I've got 3 of these", 3), ("we have both of them", 2),
        ("I have two", 2), ("I only have one of them", 1), ("I have 2, both black", 2),
        ("I have 2 photos", None), ("do I need two of them?", None),
        ("is it recalled? I have two of them", 2), ("12 Elm Street", None),
        ("I don't have two of them", None), ("one of them is broken", None), ("Jane Porter", None),
        ("One of them got hot.", None), ("just one of these", 1),
        ("One of them got hot. I have two of them", 2),
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
        ("me too", False), ("Jane Porter", False), ("I've got one more", True),
        ("my wife bought another", True), ("there's a second one", True),
        ("The second one", False), ("another one please", False), ("the other one", False),
        ("send me another one", False), ("let me take another one", False),
        ("use the other one", False), ("give me one more minute", False), ("one more try", False),
        ("I have one more photo", False), ("I have to take another one", False),
        ("I'd like to have another one", False), ("I'll have the second one", False),
        ("I have that too: jane@example.com", False), ("One of them got hot.", False),
    ],
)  # fmt: skip
def test_one_more_unit_is_told(text, more):
    assert is_one_more(text) is more


@rows(
    "text,before,after",
    [
        ("gift card, jane@example.com, and my husband has one too",
         "gift card, jane@example.com, and", ""),
        ("I have two of them, gift card please", "", " gift card please"),
        ("United States. I bought another one in Japan. Thanks", "United States.", " Thanks"),
        ("jane@example.com", "", "jane@example.com"),
    ],
)  # fmt: skip
def test_what_is_told_beside_a_further_unit(text, before, after):
    assert around_more(text) == (before, after)
