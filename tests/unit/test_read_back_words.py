"""What a customer is asked to compare: all that a yes settles."""

from pathlib import Path

from bot.conversations.read_back_words import read_back
from bot.recalls import Reading, Unit, judge, load_recall
from bot.recalls.check import Check
from bot.recalls.intake import AskedUnit
from tests.core.test_verdict import FRESH, TODAY

RECALLS = Path(__file__).parents[2] / "data" / "recalls"
RECALL = load_recall(RECALLS / "25-338.yml")
# Its file does not say how long its serials are.
UNMEASURED = load_recall(RECALLS / "25-466.yml")


class Heard:
    def say(self, response, *, recall=None, buttons=(), **values):
        self.response, self.values = response, values


def asked(serial, recall=RECALL, model="A1263", **reading):
    unit = AskedUnit(model, serial=serial)
    found = judge(recall, Unit(model, "", serial), Reading(FRESH, **reading), TODAY)
    heard = Heard()
    read_back(heard, unit, Check((found,), found.verdict, found.ask), recall)
    return heard


def test_an_unusual_length_is_named_where_only_the_list_shows_the_usual_ones():
    heard = asked("AB010007", UNMEASURED, "A1257", lengths=(10, 12))
    assert heard.response == "utter_check_compare_length"
    assert (heard.values["length"], heard.values["serial_length"]) == ("8", "10 or 12")


def test_every_place_in_doubt_is_named():
    heard = asked("1258V6D2Z5S8B0AA", confusable=(1, 2, 3, 7, 9, 14))
    assert heard.values["places"].splitlines() == [
        "Character 1: I read 1, not L.",
        "Character 2: I read 2, not Z.",
        "Character 3: I read 5, not S.",
        "Characters 7, 9 and 14: I read D, Z, 0.",
    ]


def test_four_places_are_a_line_each():
    heard = asked("1258V6D2Z5S8B0AA", confusable=(1, 2, 3, 7))
    assert heard.values["places"].splitlines()[-1] == "Character 7: I read D, not 0 or Q."


def test_what_may_be_mixed_up_by_chance_is_pointed_at_in_the_read_back():
    heard = asked("1258V6D2Z5S8B0AA", mixed_by_chance=(13,))
    assert heard.response == "utter_check_compare"
    assert heard.values["places"] == "Character 13: I read B, not 8."


def test_swapped_by_chance_are_pointed_at_in_the_read_back():
    heard = asked("1258V6D2Z5S8B0AA", by_chance=(13, 14))
    assert (heard.response, heard.values["places"]) == (
        "utter_check_read_back_closely",
        "13 and 14",
    )
