"""What a U.S. address lacks, and an answer put in its place."""

from bot.claims.addresses import find_doubt, is_street, put_missing, same_address
from tests.core.table import rows


@rows(
    "address,missing",
    [
        ("12 Elm Street", "city state zip"),
        ("12 Broadway", "city state zip"),
        ("12 Elm Street, Apt 4", "city state zip"),
        ("12 Elm Street NW #4B", "city state zip"),
        ("12 Elm Street, Denver", "state zip"),
        ("12 elm street denver", "state zip"),
        ("45 Virginia Avenue, Norfolk", "state zip"),
        ("12345 Main Street, Denver", "state zip"),
        ("12 Elm Street, Denver, CO", "zip"),
        ("PO Box 12345, Denver CO", "zip"),
        ("General Delivery, Nome, AK", "zip"),
        ("12 Elm Street, Denver, Colorado, USA", "zip"),
        ("12 Elm Street, Boston, MA 2108", "zip"),
        ("100 Avenue of the Americas, New York", "zip"),
        ("12 Elm Street, Denver 80202", "state"),
        ("12 NE Elm Street, Portland 97201", "state"),
        ("12 Elm Street, CO 80202", "city"),
        ("12 Elm Street, 80202", "city state"),
        ("Denver, CO 80202", "street"),
    ],
)
def test_what_is_missing_of_an_address_is_named(address, missing):
    doubt = find_doubt(address)
    assert doubt is not None and doubt.missing == tuple(missing.split())


@rows(
    "address",
    [
        "12 Elm Street, Denver, CO 80202",
        "12 Elm Street, Denver, CO 80202-1234, USA",
        "12 main st springfield il 62704",
        "12 Elm St\nSan Jose, California 95112",
        "W156N8480 Pilgrim Road, Menomonee Falls, WI 53051",
        "1600 Pennsylvania Ave NW, Washington, D.C. 20500",
        "P.O. Box 12, Austin TX 78701",
        "General Delivery, Nome, AK 99762",
        "Elm Cottage, Smalltown, VT 05001",
        "12 Broadway, New York 10004",
        "Denver, CO, 12 Elm Street 80202",
        "Urb Las Gladiolas, 150 Calle A, San Juan PR 00926",
        "PSC 3 Box 4567, APO AE 09001",
        "12 Elm St, Pago Pago, AS 96799",
        "12 Jamaica Avenue, Queens, NY 11435",
        # Other countries have other forms.
        "123 Main St, Toronto, ON M5V 2T6",
        "10 Downing Street, London SW1A 2AA",
        "Hauptstr. 5, 10115 Berlin, Germany",
        "Hauptstr. 5, 10115 Berlin",
    ],
)
def test_nothing_is_asked_of_an_address_that_may_be_whole(address):
    assert find_doubt(address) is None


@rows(
    "address,place,state",
    [
        ("12 Elm Street, Denver, CA 80202", "Colorado", "CA"),
        ("12 Elm Street, Denver, California 80202", "Colorado", "California"),
        ("5 Oak Ave, Boise, ID 00901", "Puerto Rico", "ID"),
    ],
)
def test_a_postal_code_of_another_state_is_noticed(address, place, state):
    assert find_doubt(address) == ((), place, state)


def test_a_postal_code_says_which_state_is_missing():
    doubt = find_doubt("12 Elm Street, Denver 80202")
    assert doubt is not None and doubt.place == "Colorado"


@rows(
    "address,answer,whole",
    [
        ("12 Elm Street", "Denver, CO 80202", "12 Elm Street, Denver, CO 80202"),
        ("12 Elm Street", "Denver", "12 Elm Street, Denver"),
        ("12 Elm Street", "St. Louis, Missouri", "12 Elm Street, St. Louis, Missouri"),
        ("12 Elm Street", "80202", "12 Elm Street, 80202"),
        ("12 Elm Street, Denver", "it's Denver, CO 80202", "12 Elm Street, Denver, CO 80202"),
        ("12 Elm Street, Denver", "CO 80202", "12 Elm Street, Denver, CO 80202"),
        ("12 Elm Street, Denver", "Aurora, CO 80014", "12 Elm Street, Denver, Aurora, CO 80014"),
        ("12 Elm Street, Washington", "D.C. 20500", "12 Elm Street, Washington, D.C. 20500"),
        ("12 Elm Street, Tulsa", "OK", "12 Elm Street, Tulsa, OK"),
        ("12 Elm Street, Denver 80202", "co", "12 Elm Street, Denver, co 80202"),
        ("12 Elm Street, Denver, CO", "the zip is 80202", "12 Elm Street, Denver, CO 80202"),
        ("12 Elm Street, Denver, CO, USA", "80202", "12 Elm Street, Denver, CO 80202, USA"),
        ("12 Elm Street, Boston, MA 2108", "02108", "12 Elm Street, Boston, MA 02108"),
        ("12 Elm Street, CO 80202", "Denver", "12 Elm Street, Denver, CO 80202"),
        ("Denver, CO 80202", "12 Elm Street", "12 Elm Street, Denver, CO 80202"),
        ("12 Elm Street, Denver, CA 80202", "CO", "12 Elm Street, Denver, CO 80202"),
        ("12 Elm Street, Denver, CA 80202", "94111", "12 Elm Street, Denver, CA 94111"),
        ("12 Elm Street", "14 Oak Road, Denver, CO 80202", "14 Oak Road, Denver, CO 80202"),
        # Words around it are left out.
        (
            "12 Elm Street, Denver, NY 80202",
            "No, it is Colorado",
            "12 Elm Street, Denver, Colorado 80202",
        ),
        ("12 Elm Street, Denver, NY 80202", "no it's CO", "12 Elm Street, Denver, CO 80202"),
        ("12 Elm Street, Denver, NY 80202", "not NY, CO", "12 Elm Street, Denver, CO 80202"),
        (
            "12 Elm Street, Denver, NY 80202",
            "Colorado not New York",
            "12 Elm Street, Denver, Colorado 80202",
        ),
        (
            "12 Elm Street, Denver",
            "in Colorado, zip 80202",
            "12 Elm Street, Denver, Colorado 80202",
        ),
        ("12 Elm Street, Denver", "CO 80202, thank you", "12 Elm Street, Denver, CO 80202"),
        ("12 Elm Street", "The Dalles, OR", "12 Elm Street, The Dalles, OR"),
        ("12 Elm Street", "Good Hope, GA", "12 Elm Street, Good Hope, GA"),
        ("12 Elm Street, Denver, CO", "80202 thanks", "12 Elm Street, Denver, CO 80202"),
        ("12 Elm Street, Denver, CO", "it is 80202 thanks", "12 Elm Street, Denver, CO 80202"),
        ("12 Elm Street, Denver, CO", "80202 I think", "12 Elm Street, Denver, CO 80202"),
        # Another country's code or name settles it.
        ("12 King Street, Toronto, ON", "M5V 2T6", "12 King Street, Toronto, ON, M5V 2T6"),
        ("Hauptstr. 5, Berlin", "Germany", "Hauptstr. 5, Berlin, Germany"),
        ("Hauptstr. 5, Berlin", "it's in Germany", "Hauptstr. 5, Berlin, Germany"),
        ("Hauptstr. 5, Berlin", "10115, Germany", "Hauptstr. 5, Berlin, 10115, Germany"),
        ("12 Elm Street", "Panama City, FL", "12 Elm Street, Panama City, FL"),
        # These tell nothing of it.
        ("12 Elm Street", "stop", None),
        ("12 Elm Street", "talk to a person", None),
        ("12 Elm Street", "wait a moment", None),
        ("12 Elm Street", "wrong", None),
        ("12 Elm Street, Denver, CO", "I don't have one", None),
        ("12 Elm Street, Denver, CO", "ok", None),
        ("12 Elm Street, Denver, CO", "OK", None),
        ("12 Elm Street, Denver, CA 80202", "OK", None),
        ("12 Elm Street, Tulsa", "ok", None),
        ("12 Elm Street, CO 80202", "that's the address", None),
        ("12 Elm Street, CO 80202", "it is right", None),
        ("12 Elm Street, Denver, CO", "14 Oak Road", None),
        ("12 Elm Street, Denver, CO 80202", "80203", None),
    ],
)
def test_an_answer_is_put_in_its_place(address, answer, whole):
    assert put_missing(address, answer) == whole


def test_words_that_are_no_answer_are_no_town():
    assert put_missing("12 Elm Street", "Denver", may_be_town=False) is None
    assert put_missing("12 Elm Street", "Denver, CO", may_be_town=False) is not None


def test_the_state_of_an_address_that_is_written_as_abroad_is_not_guessed():
    doubt = find_doubt("Rue de Rivoli 5, Paris 75001")
    assert doubt is not None and not doubt.place


@rows(
    "text,street",
    [
        ("14 Oak Road", True), ("14 Broadway", True), ("PO Box 12", True),
        ("12345 Main Street", True), ("80202 thanks", False), ("it is 80202", False),
        ("Denver", False), ("M5V 2T6", False),
    ],
)  # fmt: skip
def test_another_street_is_told(text, street):
    assert is_street(text) is street


def test_an_address_said_again_is_the_same():
    assert same_address("12 Elm Street, Denver", "12 elm street  denver.")
    assert not same_address("12 Elm Street, Denver", "14 Elm Street, Denver")
