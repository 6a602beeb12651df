"""The reviewed notices judge units as the notices say."""

from datetime import date
from pathlib import Path

import pytest

from bot.recalls import load_recalls
from bot.recalls.rules.rule import Reading, Unit
from bot.recalls.serials import confusable_keys
from bot.recalls.verdict import judge

RECALLS = load_recalls(Path(__file__).parents[2] / "data" / "recalls")
TODAY = date(2026, 11, 24)
YES, PERHAPS, AGAIN, NO = "affected", "possibly_affected", "check_again", "not_listed"


def verdict(number, model, serial=None, suffix="", compared=False, **facts):
    """The verdict on a unit whose numbers were confirmed."""
    told = {key.replace("__", ":"): value for key, value in facts.items()}
    unit = Unit(model, suffix, serial, facts=told)
    recall = RECALLS.get(number)
    assert recall in RECALLS.by_model(model, suffix), "this recall must name the model"
    return judge(recall, unit, Reading(), TODAY, confirmed=True, compared=compared)


CASES = [
        # every unit of the model
        ("25-227", {"model": "E33A"}, YES), ("25-072", {"model": "w-1056"}, YES),
        ("26-090", {"model": "PB0003"}, YES), ("24-146", {"model": "A17A1"}, YES),
        ("24-254", {"model": "RE1250-BLK-99LED"}, YES), ("24-254", {"model": "RE1122"}, YES),
        ("26-011", {"model": "2G505"}, YES), ("25-390", {"model": "IST-09991/W05"}, YES),
        ("25-390", {"model": "IST-09991"}, PERHAPS), ("24-287", {"model": "PPXCW06"}, YES),
        # the maker decides
        ("25-466", {"model": "A1257", "serial": "AKFF1Y0E12345678"}, PERHAPS),
        ("25-466", {"model": "A1689", "suffix": "011"}, PERHAPS),
        ("25-011", {"model": "A1642"}, YES), ("25-011", {"model": "A1647"}, PERHAPS),
        ("25-056", {"model": "A3102"}, PERHAPS), ("25-056", {"model": "A3302", "suffix": "011"},
                                                  PERHAPS),
        ("24-092", {"model": "R7586BPS", "serial": "X1"}, PERHAPS),
        ("25-244", {"model": "Heckler 9"}, PERHAPS),
        # lists in the notice
        ("25-304", {"model": "MXB008", "serial": "GK2309880"}, YES),
        ("25-304", {"model": "MXB008", "serial": "GK2311396"}, YES),
        ("25-304", {"model": "DBL6000P", "serial": "GK23081462"}, YES),
        ("25-304", {"model": "DBL6000M", "serial": "GK2311396", "compared": True}, NO),
        ("25-304", {"model": "MXB008", "serial": "GK9900000"}, NO),
        ("26-135", {"model": "BI-B41", "serial": "000I21"}, YES),
        ("26-135", {"model": "BI-B41", "serial": "000121"}, AGAIN),
        ("26-135", {"model": "BI-B41", "serial": "000G21A00017"}, PERHAPS),
        ("26-135", {"model": "BI-B41", "serial": "777X99"}, NO),
        # Its longer numbers may have any length.
        ("26-135", {"model": "BI-B41", "serial": "777X99A00017"}, NO),
        ("26-135", {"model": "BI-B41", "serial": "777X9"}, AGAIN),
        ("26-135", {"model": "BI-B41", "serial": "000G2"}, AGAIN),
        ("26-135", {"model": "BI-B41", "serial": "G21A00017"}, AGAIN),
        # prefixes of a fixed length
        ("25-061", {"model": "BPD005", "serial": "57V12345678901"}, YES),
        ("25-061", {"model": "BPD005", "serial": "57X12345678901"}, NO),
        ("25-061", {"model": "BPD005", "serial": "57V1234567890"}, PERHAPS),
        ("25-061", {"model": "BPD005", "serial": "57U12345678901"}, AGAIN),
        ("26-090", {"model": "MMA008", "serial": "57X12345678901"}, YES),
        ("26-090", {"model": "MMA008", "serial": "35S12345678901"}, NO),
        ("26-090", {"model": "BPB002", "serial": "35S12345678901"}, YES),
        ("26-090", {"model": "BPB002", "serial": "35512345678901"}, AGAIN),
        ("25-470", {"model": "Solo II", "serial": "M2401234"}, YES),
        ("25-470", {"model": "Solo II", "serial": "M1401234"}, NO),
        # the last character
        ("25-248", {"model": "BS-30KP365", "serial": "XY34567D"}, YES),
        ("25-248", {"model": "BS-30KP365", "serial": "XY345670"}, YES),
        ("25-248", {"model": "BS-30KP365", "serial": "XY345679"}, YES),
        ("25-248", {"model": "BS-30KP365", "serial": "XY34567A"}, NO),
        ("25-248", {"model": "BS-30KP365", "serial": "XY34567O"}, AGAIN),
        # a range and its ends
        ("24-160", {"model": "OX EV", "serial": "8029703"}, YES),
        ("24-160", {"model": "OX EV", "serial": "8031430"}, YES),
        ("24-160", {"model": "OX EV", "serial": "8029702"}, NO),
        ("24-160", {"model": "OX EV", "serial": "8031431"}, NO),
        # date codes
        ("24-271", {"model": "AO10FK-C", "date_code": "0121"}, YES),
        ("24-271", {"model": "AO10FK-C", "date_code": "5322"}, YES),
        ("24-271", {"model": "AO10FK-C", "date_code": "1723"}, YES),
        ("24-271", {"model": "AO10FK-C", "date_code": "4423"}, NO),
        ("24-271", {"model": "AO10FK-C", "date_code": "9923"}, PERHAPS),
        ("24-344", {"model": "E2037", "date_code": "2322"}, YES),
        ("24-344", {"model": "E2037", "date_code": "2316"}, NO),
        ("24-344", {"model": "E2038", "date_code": "2316"}, YES),
        ("24-344", {"model": "E2038", "date_code": "2322"}, NO),
        ("25-403", {"model": "F7 Pro", "date_code": "2024/04/21"}, YES),
        ("25-403", {"model": "F7 Pro", "date_code": "20240422"}, NO),
        ("25-403", {"model": "F7 Pro", "date_code": "2024/4/21"}, PERHAPS),
        # a date in the serial; what the notice leaves open is never cleared
        ("25-071", {"model": "BY8708-00", "serial": "911000777"}, YES),
        ("25-071", {"model": "BY8708-00", "serial": "124000777"}, YES),
        ("25-071", {"model": "BY8708", "serial": "024000777"}, PERHAPS),
        ("25-071", {"model": "BY8708-00", "serial": "239000777"}, NO),
        # lots, and none at all
        ("24-269", {"model": "SC607M", "lot": "35-22"}, YES),
        ("24-269", {"model": "SC607M", "lot": "40 23"}, YES),
        ("24-269", {"model": "SC607M", "lot": "49-99"}, NO),
        ("26-051", {"model": "Blinder 900", "lot": "11A23AA"}, YES),
        ("26-051", {"model": "Blinder 900", "lot": "0999CC"}, NO),
        ("25-190", {"model": "ZHX-PB21", "lot": "PO-PP001"}, YES),
        ("25-190", {"model": "ZHX-PB21", "lot": "PO-PP010"}, YES),
        ("25-190", {"model": "ZHX-PB21", "lot": "PO-PP01"}, YES),
        ("25-190", {"model": "ZHX-PB21", "lot": "pp5"}, YES),
        ("25-190", {"model": "ZHX-PB21", "lot": "PP14"}, NO),
        ("25-190", {"model": "ZHX-PB21", "lot": "PP 005"}, YES),
        ("25-190", {"model": "ZHX-PB21", "lot": "7"}, YES),
        ("25-190", {"model": "ZHX-PB21", "none__lot": True}, YES),
        ("25-190", {"model": "ZHX-PB21", "lot": "PO-PP014"}, NO),
        ("25-190", {"model": "ZHX-PB21"}, PERHAPS),
        # a group of the serial, the shop, the brand, the battery
        ("24-065", {"model": "Helix", "serial": "HX-20-09-ABC-19203-777"}, YES),
        ("24-065", {"model": "Helix", "serial": "HX-20-09-ABC-19204-777"}, NO),
        ("24-065", {"model": "Helix", "serial": "HX2009ABC19203777"}, PERHAPS),
        ("25-138", {"model": "SG-5S", "seller": "walmart.com"}, YES),
        ("25-138", {"model": "SG-5S", "seller": "Sam's Club"}, YES),
        ("25-138", {"model": "SG-5S", "seller": "Best Buy"}, PERHAPS),
        ("25-405", {"model": "A11F"}, YES), ("25-405", {"model": "R1"}, PERHAPS),
        ("25-405", {"model": "R1", "mark__brand": True}, YES),
        ("25-405", {"model": "R1", "mark__brand": False}, NO),
        ("25-391", {"model": "C26", "part__battery": "SKD015"}, YES),
        ("25-391", {"model": "Z1", "part__battery": "tt09f01"}, YES),
        ("25-391", {"model": "C26", "part__battery": "ABC123"}, NO),
]  # fmt: skip


@pytest.mark.parametrize("number,unit,expected", CASES)
def test_a_unit_is_judged_as_the_notice_says(number, unit, expected):
    found = verdict(number, **unit)
    assert found.verdict == expected, found


CODES = ("serial", "lot", "date_code")
TOLD = [
    (number, unit, name)
    for number, unit, expected in CASES
    for name in unit
    if expected in (YES, PERHAPS) and (name in CODES or name.startswith("part__"))
]


@pytest.mark.parametrize("number,unit,name", TOLD)
def test_what_one_mixed_up_character_hides_is_never_cleared_at_first(number, unit, name):
    before = verdict(number, **{**unit, "compared": True}).verdict
    others = confusable_keys(str(unit[name]).upper(), RECALLS.get(number).serial)
    for other in (key for key, places in others.items() if len(places) == 1):
        found = verdict(number, **{**unit, name: other})
        assert found.verdict != NO, (before, other)


@pytest.mark.parametrize(
    "number,unit",
    [
        ("25-391", {"model": "C26", "part__battery": "WT261"}),
        ("26-135", {"model": "BI-B41", "serial": "00G21"}),
        ("24-344", {"model": "E2037", "date_code": "3218"}),
        ("24-269", {"model": "SC607M", "lot": "32-52"}),
        ("24-269", {"model": "SC607M", "lot": "3252"}),
        ("26-051", {"model": "Blinder 900", "lot": "0214AA"}),
    ],
)
def test_a_slip_beside_what_is_listed_is_asked_about(number, unit):
    found = verdict(number, **unit)
    assert (found.verdict, found.rule) == (AGAIN, "near_edit")


def test_a_code_in_letters_of_another_script_is_the_same_code():
    latin = next(unit for number, unit, expected in CASES if (number, expected) == ("26-051", YES))
    cyrillic = latin["lot"].replace("A", "\N{CYRILLIC CAPITAL LETTER A}")
    assert cyrillic != latin["lot"]
    assert verdict("26-051", **{**latin, "lot": cyrillic}).verdict == YES


ASKED = [
    ("24-271", {"model": "AO10FK-A"}, ("date_code",)), ("24-269", {"model": "SC607M"}, ("lot",)),
    ("25-138", {"model": "SG-5S"}, ("seller",)), ("25-405", {"model": "A3"}, ("mark:brand",)),
    ("25-391", {"model": "S3"}, ("part:battery",)), ("25-304", {"model": "MXB008"}, ("serial",)),
    ("25-227", {"model": "E33A"}, ()), ("25-405", {"model": "A11F"}, ()),
    ("25-138", {"model": "SG-5S", "seller": "Walmart"}, ()),
]  # fmt: skip


@pytest.mark.parametrize("number,unit,ask", ASKED)
def test_what_decides_is_asked_and_nothing_else(number, unit, ask):
    assert verdict(number, **unit).ask == ask


@pytest.mark.parametrize("recall", RECALLS, ids=lambda recall: recall.number)
@pytest.mark.parametrize("country", ["US", "CA", "JP", "DE"])
def test_the_country_clears_no_unit_that_a_notice_names(recall, country):
    for product in recall.products:
        model = product.models[0].replace("*", "").replace("?", "0")
        found = judge(recall, Unit(model), Reading(), TODAY, confirmed=True, country=country)
        assert found.verdict in (YES, PERHAPS)


def test_models_in_two_recalls_are_in_both():
    numbers = {m: [r.number for r in RECALLS.by_model(m)] for m in ("A1647", "A1652", "2G520")}
    assert numbers == {
        "A1647": ["25-466", "25-011"], "A1652": ["25-466", "25-011"],
        "2G520": ["26-011", "25-437"],
    }  # fmt: skip


def test_an_expansion_says_that_earlier_answers_do_not_count():
    assert any("2025-10-09" in step.reason for step in verdict("26-011", "2G505").trace)
    assert any("2024-12-12" in step.reason for step in verdict("25-065", "PRPLXX00860").trace)


def test_a_model_is_shown_as_the_recall_writes_it():
    recall = RECALLS.get("24-271")
    assert recall.written("AO10FKA") == "AO10FK-A"
    assert recall.written("X1") == "X1"
