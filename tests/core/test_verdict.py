"""The decision table of reliability.md 4.3, row by row, and what stands around it."""

from dataclasses import replace
from datetime import date, datetime, timezone
from pathlib import Path

from bot.recalls import Reading, Unit, judge, load_recall, overall
from bot.recalls.model import ListInfo
from bot.recalls.rules.codes import Characters, Codes, DateCode, Lot, Prefix, Range, Suffix
from bot.recalls.rules.facts import Mark, Model, SerialList
from bot.recalls.rules.rule import AllOf, AnyOf, Not
from tests.core.table import rows

RECALL = load_recall(Path(__file__).parents[2] / "data" / "recalls" / "25-338.yml")
TODAY = date(2026, 11, 23)
LOADED = datetime(2026, 11, 20, tzinfo=timezone.utc)
FRESH = ListInfo(1, "25-338", 4, "Anker", date(2026, 11, 16), LOADED, 1000)
STALE = replace(FRESH, list_date=date(2026, 11, 15))
PART = replace(FRESH, complete=False)
DEMO = replace(STALE, demo=True)
GOOD = "AKFF1Y0E12345678"
SHORT = GOOD[:-1]
ODD = GOOD[:-1] + "?"

CMP = ("compare",)
AFF, POSS, AGAIN, NOT = "affected", "possibly_affected", "check_again", "not_listed"

# serial, reading, confirmed, compared -> verdict, rule, ask, person
TABLE = [
    # exact: affected, whatever the list's age, the form and the confirmation
    (GOOD, Reading(FRESH, exact=True), False, False, AFF, "serial_list", (), False),
    (GOOD, Reading(STALE, exact=True), False, False, AFF, "serial_list", (), False),
    (GOOD, Reading(PART, exact=True), True, True, AFF, "serial_list", (), False),
    (SHORT, Reading(FRESH, exact=True), False, False, AFF, "serial_list", (), False),
    # skeleton equal: compare the positions, whatever the list's age
    (GOOD, Reading(FRESH, confusable=(5,)), False, False, AGAIN, "near_confusable", CMP, False),
    (GOOD, Reading(FRESH, confusable=(5,)), True, False, AGAIN, "near_confusable", CMP, False),
    (GOOD, Reading(STALE, confusable=(5,)), True, False, AGAIN, "near_confusable", CMP, False),
    (ODD, Reading(FRESH, confusable=(5,)), True, False, AGAIN, "near_confusable", CMP, False),
    (GOOD, Reading(FRESH, confusable=(5,), edits=(6,)), True, False, AGAIN, "near_confusable",
     CMP, False),
    # compared: the whole is read back after it, one yes is not for both
    (GOOD, Reading(FRESH, confusable=(5,)), False, True, POSS, "read_back", ("confirm",), False),
    (SHORT, Reading(FRESH, confusable=(5,)), False, True, POSS, "malformed", (), True),
    # distance 1
    (GOOD, Reading(FRESH, edits=(6,)), True, False, AGAIN, "near_edit", CMP, False),
    (SHORT, Reading(FRESH, edits=(6,)), True, False, AGAIN, "near_edit", CMP, False),
    (GOOD, Reading(STALE, edits=(6,)), False, False, AGAIN, "near_edit", CMP, False),
    # not well-formed
    (SHORT, Reading(FRESH), False, False, AGAIN, "malformed", CMP, False),
    (SHORT, Reading(FRESH), True, False, AGAIN, "malformed", CMP, False),
    (ODD, Reading(STALE), True, False, AGAIN, "malformed", CMP, False),
    (SHORT, Reading(FRESH), True, True, POSS, "malformed", (), True),
    # well-formed, the list not complete or not fresh
    (GOOD, Reading(STALE), True, False, POSS, "list_stale", (), True),
    (GOOD, Reading(STALE), False, False, POSS, "list_stale", (), True),
    (GOOD, Reading(PART), True, False, POSS, "list_incomplete", (), True),
    (GOOD, Reading(STALE, confusable=(5,)), True, True, POSS, "list_stale", (), True),
    # by chance: the read-back points at the characters; without having been it is as any other
    (GOOD, Reading(FRESH, mixed_by_chance=(5,)), False, False, POSS, "read_back_closely",
     ("confirm",), False),
    (GOOD, Reading(FRESH, mixed_by_chance=(5,)), True, False, AGAIN, "near_confusable", CMP, False),
    (GOOD, Reading(FRESH, mixed_by_chance=(5,)), True, True, NOT, "serial_list", (), False),
    (GOOD, Reading(STALE, mixed_by_chance=(5,)), False, False, POSS, "list_stale", (), True),
    # a part of a listed one, or longer than one
    (GOOD, Reading(FRESH, part=True), False, False, AGAIN, "malformed", CMP, False),
    (GOOD, Reading(FRESH, part=True), True, False, AGAIN, "malformed", CMP, False),
    (GOOD, Reading(FRESH, part=True), True, True, POSS, "malformed", (), True),
    # all well: read back first, then not listed
    (GOOD, Reading(FRESH), False, False, POSS, "read_back", ("confirm",), False),
    (GOOD, Reading(FRESH), True, False, NOT, "serial_list", (), False),
    (GOOD, Reading(FRESH, confusable=(5,)), True, True, NOT, "serial_list", (), False),
    (GOOD, Reading(FRESH, edits=(6,)), True, True, NOT, "serial_list", (), False),
    (GOOD, Reading(FRESH), False, True, POSS, "read_back", ("confirm",), False),
    # demo data is as fresh as its loading
    (GOOD, Reading(DEMO), True, False, NOT, "serial_list", (), False),
    # no list: only the maker's tool; no serial; no look-up
    (GOOD, Reading(None), True, True, POSS, "makers_tool", (), False),
    (None, Reading(FRESH), False, False, POSS, "serial_missing", ("serial",), False),
    (None, Reading(None), False, False, POSS, "makers_tool", (), False),
    (GOOD, Reading(FRESH, failed=True), True, True, POSS, "read_failed", (), True),
]  # fmt: skip


def decide(serial, reading, confirmed=True, compared=False, country="US", model="A1263", **more):
    unit = Unit(model, "", serial)
    return judge(RECALL, unit, reading, TODAY, confirmed, country, compared=compared, **more)


@rows("serial,reading,confirmed,compared,verdict,rule,ask,person", TABLE)
def test_decision_table(serial, reading, confirmed, compared, verdict, rule, ask, person):
    found = decide(serial, reading, confirmed, compared)
    assert (found.verdict, found.rule, found.ask, found.person) == (verdict, rule, ask, person)
    assert found.reason and found.trace[-1].rule == found.rule
    if reading.list:
        assert found.list["version"] == 4


@rows("serial,reading,confirmed,compared,verdict,rule,ask,person", TABLE)
def test_danger_never_leaves_a_not_listed(
    serial, reading, confirmed, compared, verdict, rule, ask, person
):
    found = decide(serial, reading, confirmed, compared, danger=True)
    assert found.verdict == (AFF if verdict == AFF else POSS)
    assert found.person


@rows("serial,reading,confirmed,compared,verdict,rule,ask,person", TABLE)
def test_a_missing_model_never_clears(
    serial, reading, confirmed, compared, verdict, rule, ask, person
):
    found = decide(serial, reading, confirmed, compared, model=None)
    assert (found.verdict, found.rule, found.ask) == (POSS, "model_missing", ("model",))


def test_positions_are_those_of_the_typed_serial_and_nothing_else():
    found = decide(GOOD, Reading(FRESH, confusable=(5, 7)), False)
    assert found.positions == (5, 7)
    assert found.read["groups"] == "AKFF 1Y0E 1234 5678"


def test_wrong_characters_are_pointed_at():
    assert decide(ODD, Reading(FRESH)).positions == (16,)


@rows("age,verdict", [(-2, POSS), (-1, NOT), (0, NOT), (7, NOT), (8, POSS)])
def test_freshness_bounds(age, verdict):
    dated = replace(FRESH, list_date=date.fromordinal(TODAY.toordinal() - age))
    assert decide(GOOD, Reading(dated)).verdict == verdict


@rows("age,verdict", [(0, NOT), (7, NOT), (8, POSS)])
def test_demo_freshness_counts_from_loading(age, verdict):
    day = date.fromordinal(TODAY.toordinal() - age)
    loaded = datetime(day.year, day.month, day.day, tzinfo=timezone.utc)
    info = replace(DEMO, list_date=date(2020, 1, 1), loaded_at=loaded)
    found = decide(GOOD, Reading(info))
    assert found.verdict == verdict
    assert found.list == {"version": 4, "date": day.isoformat(), "demo": True}


def test_bought_in_japan_is_another_recall():
    found = decide(GOOD, Reading(FRESH), country="jp")
    assert (found.verdict, found.rule, found.person) == (POSS, "other_country", True)
    assert found.other_country == "JP"
    # On the list is on the list, wherever it was bought.
    assert decide(GOOD, Reading(FRESH, exact=True), country="JP").verdict == AFF


def test_a_country_may_be_named():
    assert decide(GOOD, Reading(FRESH), country="Japan").rule == "other_country"


def test_the_country_is_asked_where_it_decides():
    assert decide(GOOD, Reading(FRESH), country=None).ask == ("country",)
    assert decide(GOOD, Reading(FRESH, exact=True), country=None).ask == ()
    assert decide(GOOD, Reading(FRESH), country="DE").ask == ()


def test_the_tool_is_named_until_a_list_is_loaded():
    found = decide(GOOD, Reading(None))
    assert found.tool == "https://www.anker.com/product-recalls" and found.list is None
    assert decide(GOOD, Reading(FRESH)).tool == ""


def test_a_serial_of_separators_is_none():
    assert decide("--  -", Reading(FRESH)).ask == ("serial",)


def test_overall_is_the_gravest():
    verdicts = [
        decide(GOOD, Reading(FRESH)),
        decide(GOOD, Reading(FRESH, edits=(1,))),
        decide(GOOD, Reading(STALE)),
        decide(GOOD, Reading(FRESH, exact=True)),
    ]
    expected = [NOT, AGAIN, POSS, AFF]
    for i, verdict in enumerate(expected, 1):
        assert overall(verdicts[:i]) == verdict
        assert overall(verdicts[:i][::-1]) == verdict
    assert overall([]) == "unknown_product"


def other_rule(rule, **serial_format):
    """The same recall with another rule, its serials of another form."""
    return replace(
        RECALL,
        identification=replace(RECALL.identification, rule=rule),
        serial=replace(RECALL.serial, lengths=(), **serial_format),
        other_countries=replace(RECALL.other_countries, items=()),
    )


def of_file(rule, serial=None, confirmed=True, compared=False, **facts):
    unit = Unit("A1263", "", serial, facts=facts)
    recall = other_rule(rule)
    return judge(recall, unit, Reading(), TODAY, confirmed, "US", compared=compared)


CODES = Codes(values=("GK2309880", "GK2309899"))


@rows(
    "rule,serial,verdict,positions",
    [
        (CODES, "GK2309880", AFF, ()),
        (CODES, "GKZ309880", AGAIN, (3,)),
        (CODES, "GK2309881", AGAIN, (9,)),
        (CODES, "GK2399999", NOT, ()),
        # Next to a prefix or a range only mixed-up characters count.
        (Prefix(values=("57X",)), "S7X12345", AGAIN, (1,)),
        (Prefix(values=("57X",)), "58X12345", NOT, ()),
        (Range(ranges=(("8029703", "8031430"),)), "803143L", POSS, ()),
        (Range(ranges=(("8029703", "8031430"),)), "8031431", NOT, ()),
        (DateCode(format="MMYY", to="1223", field="serial"), "1224", NOT, ()),
    ],
)
def test_rules_of_the_file_have_near_misses_too(rule, serial, verdict, positions):
    found = of_file(rule, serial)
    assert found.verdict == verdict
    assert set(positions) <= set(found.positions)
    if verdict == AGAIN:
        assert of_file(rule, serial, compared=True).verdict == NOT
    if verdict == NOT:
        assert of_file(rule, serial, confirmed=False).ask == ("confirm",)


@rows(
    "rule,serial",
    [
        *((CODES, part) for part in ("2309880", "9880", "80", "0", "GK23098", "GK230988", "GK")),
        *((CODES, longer) for longer in ("XGK2309880", "GK2309880A")),
        # The usual lengths are those of what is named.
        (CODES, "GK239999"),
        (CODES, "GK23999999"),
        (Codes(values=("000G21",)), "G21"),
        (Codes(values=("000G21",)), "21"),
        (Prefix(values=("57X",)), "7X"),
        # Nothing says how long these are.
        (Prefix(values=("M2",)), "0001234"),
        (Suffix(values=("0", "D")), "PX2A"),
        (Characters(at=2, values=("A",)), "0123"),
    ],
)
def test_a_part_of_a_number_clears_nothing(rule, serial):
    assert of_file(rule, serial).verdict == AGAIN
    found = of_file(rule, serial, compared=True)
    assert (found.verdict, found.rule, found.person) == (POSS, "malformed", True)


def test_where_a_part_ends_is_where_it_is_looked_at_again():
    assert of_file(CODES, "GK230988").positions == (8,)


@rows("lot", ["35", "22", "522", "35-22-1"])
def test_a_part_of_a_lot_clears_nothing(lot):
    rule = Lot(values=("35-22",))
    assert of_file(rule, lot=lot).verdict == AGAIN
    assert of_file(rule, lot=lot, compared=True).verdict == POSS


def test_a_lot_that_holds_a_short_one_by_chance_is_another():
    assert of_file(Lot(values=("10", "01")), lot="PO-PP011").verdict == NOT


def test_the_code_of_another_model_is_no_part_of_one():
    of_another = AllOf((Model(models=("A1",)), CODES))
    rule = AnyOf((of_another, AllOf((Model(models=("A1263",)), Codes(values=("GK2310154",))))))
    assert of_file(rule, "GK2309880").verdict == NOT


def test_the_reason_is_that_of_its_own_model():
    mine = AllOf((Model(models=("A1263",)), CODES))
    others = AllOf((Model(models=("A1",)), Codes(values=("GK2310154",))))
    assert "GK2555555 is not one of those" in of_file(AnyOf((mine, others)), "GK2555555").reason


def test_half_a_number_does_not_end_as_the_whole_one():
    rule = Suffix(values=("0", "D"))
    assert of_file(rule, "PX20").verdict == AGAIN
    assert of_file(rule, "PX20", compared=True).verdict == AFF
    assert of_file(rule, "PX2000000000").verdict == AFF


def test_a_short_serial_that_no_rule_looks_at_is_not_asked_about_again():
    assert of_file(Lot(values=("35-22",)), "1234", lot="40-99").verdict == NOT


@rows("rule", [CODES, Not(SerialList()), Mark(key="ink", question="Is there a mark")])
def test_a_listed_serial_is_cleared_by_no_rule(rule):
    unit = Unit("A1263", "", GOOD, facts={"mark:ink": False})
    reading = Reading(FRESH, exact=True)
    found = judge(other_rule(rule), unit, reading, TODAY, True, "US", compared=True)
    assert (found.verdict, found.rule, found.person) == (POSS, "listed", True)


@rows("serial,verdict", [("AKFF1Y0E", AGAIN), ("SN", AGAIN), ("1", AGAIN), (GOOD, NOT)])
def test_the_lists_lengths_are_the_usual_ones_where_the_file_has_none(serial, verdict):
    recall, unit = other_rule(SerialList()), Unit("A1263", "", serial)
    reading = Reading(FRESH, lengths=(16,))
    assert judge(recall, unit, reading, TODAY, True, "US").verdict == verdict


def test_a_lot_is_compared_as_well():
    lot = Lot(values=("35-22",))
    assert of_file(lot, lot="35-22").verdict == AFF
    assert of_file(lot, lot="3S-22").verdict == AGAIN
    assert of_file(lot, lot="40-99").verdict == NOT
    assert of_file(lot).ask == ("lot",)


def test_a_mark_decides_without_a_serial():
    mark = Not(Mark(key="ink", question="Is there a black mark"))
    assert of_file(mark).ask == ("mark:ink",)
    assert of_file(mark, **{"mark:ink": False}).verdict == AFF
    assert of_file(mark, **{"mark:ink": True}).verdict == NOT


def test_a_list_rule_without_a_list_needs_a_person():
    found = of_file(SerialList(), GOOD)
    assert (found.verdict, found.person) == (POSS, True)
