"""What a customer wants changed of what was given before."""

from bot.claims.corrections import (
    find_correction,
    find_corrections,
    find_remedy_wish,
    leaves_it,
    put_part,
)
from tests.core.table import rows

REMEDIES = {"replacement": "Free replacement power bank", "gift_card": "$30 Anker gift card"}


@rows(
    "text,expected",
    [
        ("change my email to a@example.com", ("email", "a@example.com")),
        ("Change my e-mail: a@example.com", ("email", "a@example.com")),
        ("please correct the name to Jane Porter.", ("name", "Jane Porter")),
        ("update my address to 1 Elm St, Denver 80202", ("address", "1 Elm St, Denver 80202")),
        ("I want to change my address", ("address", "")),
        ("can you change my zip code", ("address", "")),
        ("fix my last name", ("name", "")),
        ("switch the remedy to gift card", ("remedy", "gift card")),
        ("change the order number to 112-3456789", ("order", "112-3456789")),
        ("my email is wrong", ("email", "")),
        ("the name is not right", ("name", "")),
        ("my email should be a@example.com", ("email", "a@example.com")),
        ("wrong address", ("address", "")),
        ("the e-mail address is wrong, it's a@example.com", ("email", "a@example.com")),
        ("edit seller", ("seller", "")),
        ("change country to Canada", ("country", "Canada")),
        ("my email is jane@example.com", ("email", "jane@example.com")),
        ("change it", None),
        ("I changed my mind", None),
        ("my name isn't right", ("name", "")),
        ("the address is actually 1 Elm St, Denver 80202", ("address", "1 Elm St, Denver 80202")),
        ("the name is spelled Ann Leigh", ("name", "Ann Leigh")),
        ("my name is Ann Leigh. My order is late", ("name", "Ann Leigh")),
        ("my email is jane@example.com and my name is on it", ("email", "jane@example.com")),
        (
            "My address is 12 Elm Street, Denver, CO 80202. Gift card please",
            ("address", "12 Elm Street, Denver, CO 80202"),
        ),
        (
            "My address is 12 Elm Street, Denver, CO 80202. Apt 3",
            ("address", "12 Elm Street, Denver, CO 80202. Apt 3"),
        ),
        ("my name is not Jane", None),
        ("my order is late", None),
        ("hello", None),
    ],
)
def test_correction(text, expected):
    found = find_correction(text)
    assert (found and found[:2]) == expected


EMAIL, ZIP = ("email", "a@example.com", ""), ("address", "80203", "zip")


@rows(
    "text,expected",
    [
        ("change my email to a@example.com and my zip to 80203", [EMAIL, ZIP]),
        ("change my zip to 80203, city to Boston please", [ZIP, ("address", "Boston", "city")]),
        ("my email should be a@example.com, my zip is 80203", [EMAIL, ZIP]),
        (
            "change my email to a@example.com and change my name to Jane Roe",
            [EMAIL, ("name", "Jane Roe", "")],
        ),
        (
            "the zip is wrong, it's 80203, and the city should be Aurora",
            [ZIP, ("address", "Aurora", "city")],
        ),
        (
            "change my name to Jane. Also change the remedy to gift card",
            [("name", "Jane", ""), ("remedy", "gift card", "")],
        ),
        (
            "update the shop to Best Buy and order number to 112-99",
            [("seller", "Best Buy", ""), ("order", "112-99", "")],
        ),
        ("change my zip to 80203 and my email too", [ZIP, ("email", "", "")]),
        ("change my email and my zip to 80203", [("email", "", ""), ZIP]),
        ("change my email to a@example.com and my name is on it", [EMAIL]),
        ("change my email to a@example.com, my order is late", [EMAIL]),
        (
            "change my address to 12 State Street, Denver, CO 80203",
            [("address", "12 State Street, Denver, CO 80203", "")],
        ),
    ],
)
def test_several_are_corrected_in_one_breath(text, expected):
    assert find_corrections(text, "seller", REMEDIES) == expected


@rows(
    "text",
    [
        "My name is Jane Roe, my email is jane@example.com, I live at 12 Elm Street, Denver, CO "
        "80202, gift card please",
        "My email is jane@example.com and my name is Jane Roe",
        "My address is 12 Elm Street, Denver, CO 80202. Gift card please",
    ],
)
def test_who_gives_several_fields_at_once_changes_none(text):
    assert find_correction(text, "country", REMEDIES) is None


def test_one_field_is_changed_where_several_could_be_given():
    found = find_correction("my name is Jane Roe", "country", REMEDIES)
    assert found == ("name", "Jane Roe", "")


@rows("field", ["name", "email", "address"])
def test_my_name_is_answers_the_question_for_the_name_and_corrects_it_elsewhere(field):
    text = f"my {field} is Jane1@example.com"
    assert find_correction(text, field) is None
    assert find_correction(text, "seller") == (field, "Jane1@example.com", "")


@rows(
    "text,expected",
    [
        ("change my zip to 62705, please", ("address", "62705", "zip")),
        ("change my postal code to 62705", ("address", "62705", "zip")),
        ("change my city to Boston", ("address", "Boston", "city")),
        ("change state to NY", ("address", "NY", "state")),
        ("my street is 14 Main Street", ("address", "14 Main Street", "street")),
        ("update my street address to 1 Elm St", ("address", "1 Elm St", "")),
        ("change my last name to Smith", ("name", "Smith", "last")),
        ("add my zip 80202", ("address", "80202", "zip")),
        ("add the zip code: 80202", ("address", "80202", "zip")),
        ("zip is 80203 not 80202", ("address", "80203", "zip")),
        ("my city is Boston, not Austin", ("address", "Boston", "city")),
        ("my name is Ann Leigh and not Anne Lee", ("name", "Ann Leigh", "")),
        ("my first name is Janet", ("name", "Janet", "first")),
        ("change my full name to Jane Smith", ("name", "Jane Smith", "")),
    ],
)
def test_a_part_of_a_field_may_be_named(text, expected):
    assert find_correction(text) == expected


HOME = "12 Main Street, Springfield, IL 62704"


@rows(
    "stored,part,value,expected",
    [
        (HOME, "zip", "62705", "12 Main Street, Springfield, IL 62705"),
        (HOME, "city", "Boston", "12 Main Street, Boston, IL 62704"),
        (HOME, "state", "NY", "12 Main Street, Springfield, NY 62704"),
        (HOME, "state", "New York", "12 Main Street, Springfield, New York 62704"),
        (HOME, "street", "14 Main Street", "14 Main Street, Springfield, IL 62704"),
        ("12 Elm St\nSan Jose, California 95112", "city", "Fresno",
            "12 Elm St\nFresno, California 95112"),
        ("12 main st springfield il 62704", "zip", "62705-1234",
            "12 main st springfield il 62705-1234"),
        ("12 main st springfield il 62704", "state", "ny", "12 main st springfield ny 62704"),
        ("12 Elm Street, Denver, CO", "zip", "80202", "12 Elm Street, Denver, CO 80202"),
        # What can't be placed for certain is asked for again.
        ("12 main st springfield il 62704", "city", "Boston", None),
        ("12 Elm Street, Apt 3, Denver, CO 80202", "street", "14 Oak Street", None),
        ("12 Elm Street, Denver", "zip", "80202", None),
        ("12 Main St", "state", "NY", None),
        (HOME, "zip", "the other one", None),
        (HOME, "state", "Bavaria", None),
        ("Jane O'Neill-Smith", "last", "Smith", "Jane Smith"),
        ("Jane Smith", "first", "Janet", "Janet Smith"),
        ("Jane", "last", "Smith", "Jane Smith"),
        ("Jane", "first", "Janet", None),
        ("Mary van der Berg", "last", "Smith", None),
    ],
)  # fmt: skip
def test_a_part_is_put_in_its_place(stored, part, value, expected):
    assert put_part(stored, part, value) == expected


@rows(
    "text,remedy",
    [
        ("I want the gift card instead", "gift_card"),
        ("gift card instead please", "gift_card"),
        ("I'd rather have the replacement", "replacement"),
        ("I changed my mind, the gift card", "gift_card"),
        ("the replacement instead of the gift card", "replacement"),
        ("I don't want the gift card", None),
        ("do you want me to take the gift card?", None),
        ("I want to send it to my work", None),
        ("I'd like the $30", "gift_card"),
        ("I'd like the thirty dollars", "gift_card"),
        ("I changed my mind, the 30 dollars please", "gift_card"),
        ("I want to change what I paid, $30", None),
        ("gift card", None),
        ("Amazon gift card shop", None),
        ("1", None),
    ],
)
def test_a_wish_for_a_remedy_is_told_from_a_mere_word(text, remedy):
    assert find_remedy_wish(text, REMEDIES) == remedy


@rows(
    "text,leaves",
    [
        ("nope it's fine, keep it", True), ("never mind", True), ("leave it as it is", True),
        ("it was right", True), ("keep the old one", True), ("it's not right", False),
        ("don't keep it", False), ("is it right?", False), ("12 Elm Street", False),
        ("Jane Keep", False), ("jane@example.com", False),
    ],
)  # fmt: skip
def test_who_leaves_it_as_it_was(text, leaves):
    assert leaves_it(text) is leaves
