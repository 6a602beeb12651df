"""Recall numbers in what customers write."""

from bot.recalls import load_recalls
from bot.recalls.numbers import named_by_number, told_number, without_number
from bot.settings import PROJECT
from tests.core.table import rows

RECALLS = load_recalls(PROJECT / "data" / "recalls")


@rows(
    "text,number",
    [
        ("is recall 25-304 about my device?", "25-304"),
        ("recall 25-304", "25-304"),
        ("25-304", "25-304"),
        (" #25-304. ", "25-304"),
        ("Recall number 25-304", "25-304"),
        ("recall no. 25-304?", "25-304"),
        ("recall #25304", "25-304"),
        ("recall 25 304", "25-304"),
        ("RECALL NUMBER IS: 25304", "25-304"),
        ("what is 25-304 recall about", "25-304"),
        ("the CPSC 25-304 notice", "25-304"),
        ("my charger (recall 25 \u2013 304)", "25-304"),
        ("\uff12\uff15\uff0d\uff13\uff10\uff14", "25-304"),
        ("is my iWALK in recalls 25-304 and 25-338", "25-304"),
        ("recall 99-003a", "99-003a"),
        ("recall 26-1234", None),
        ("recall 25-304-11", None),
        ("recall 253041", None),
        ("are 20-100 lb weights recalled", None),
        ("my recalled unit has lot 35-224", None),
        ("25304", None),
        ("call me at 555-0123 about the recall", None),
        ("recall of June 25", None),
        ("", None),
    ],
)
def test_told_number(text, number):
    assert told_number(text) == number
    left = without_number(text)
    assert told_number(left) in (None, "25-338")
    assert number is None or number.replace("-", "") not in left.replace("-", "")


@rows(
    "text,number",
    [
        ("recall 25304", "25-304"),
        ("does 25-304 cover the MXB008", "25-304"),
        ("is it 99-304 or 25-338", "25-338"),
        ("recall 99-304", None),
        ("is my power bank recalled", None),
    ],
)
def test_a_reviewed_recall_is_named_by_its_number(text, number):
    recall = named_by_number(text, RECALLS)
    assert (recall and recall.number) == number
