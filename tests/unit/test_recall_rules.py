"""Each kind of rule with the real notice it comes from (recall_facts.md 3.1)."""

from datetime import date

import pytest
from ruamel.yaml import YAML

from bot.recalls.model import ListInfo, SerialFormat
from bot.recalls.rules.kinds import KINDS
from bot.recalls.rules.rule import Reading, Rule, Unit
from bot.recalls.typed import Builder

YES, NO, OPEN = True, False, None


def make(text):
    builder = Builder()
    rule = builder.build(Rule, YAML(typ="safe").load(text), ())
    assert not builder.problems, builder.problems
    return rule


def unit(model="M1", serial=None, suffix="", **facts):
    return Unit(model, suffix, serial, facts={k.replace("__", ":"): v for k, v in facts.items()})


def check(rule, given):
    return make(rule).check(given.folded(SerialFormat()), Reading())


# (name, rule, what is known of the unit, outcome, asked)
CASES = [
    # 1 model only
    ("1 Charmast 25-072", "{kind: model, models: [W1056]}", unit("w-1056"), YES, ()),
    ("1 another model", "{kind: model, models: [W1056]}", unit("W1057"), NO, ()),
    ("1 VRURC, model unknown", "{kind: model, models: [OD-B7]}", unit(None), OPEN, ("model",)),
    ("1 VRURC B is not 8", "{kind: model, models: [OD-B7]}", unit("OD-87"), NO, ()),
    # 2 model and exact list
    ("2 iWALK 25-304", "{kind: all_of, rules: [{kind: model, models: [MXB008]}, "
     "{kind: codes, values: [GK2309880, GK2309899]}]}", unit("MXB008", "gk 2309880"), YES, ()),
    ("2 iWALK, code of the other model", "{kind: all_of, rules: [{kind: model, models: [MXB008]}, "
     "{kind: codes, values: [GK2309880]}]}", unit("DBL6000M", "GK2309880"), NO, ()),
    ("2 INIU keeps its I and zeros", "{kind: codes, values: [000G21, 000H21, 000I21, 000L21]}",
     unit("BI-B41", "000I21"), YES, ()),
    ("2 INIU, 1 is not I", "{kind: codes, values: [000G21, 000I21]}",
     unit("BI-B41", "000121"), NO, ()),
    ("2 no serial yet", "{kind: codes, values: [000G21]}", unit("BI-B41"), OPEN, ("serial",)),
    # 3 prefix with a fixed length
    ("3 Belkin 26-090", "{kind: prefix, values: [57X], length: 14}",
     unit("MMA008", "57X12345678901"), YES, ()),
    ("3 other prefix", "{kind: prefix, values: [57X], length: 14}",
     unit("MMA008", "57Y12345678901"), NO, ()),
    ("3 right prefix, a character short", "{kind: prefix, values: [57X], length: 14}",
     unit("MMA008", "57X1234567890"), OPEN, ("serial",)),
    ("3 Arizer 25-470", "{kind: prefix, values: [M2]}", unit("Solo II", "M2-0001"), YES, ()),
    # 4 suffix
    ("4 Baseus 25-248 ends in D", '{kind: suffix, values: ["0", "1", "9", D]}',
     unit("BS-30KP365", "XY12D"), YES, ()),
    ("4 Baseus replacement ends in A", '{kind: suffix, values: ["0", "1", "9", D]}',
     unit("BS-30KP365", "XY12A"), NO, ()),
    ("4 SIG 25-087 M", "{kind: suffix, values: [K, M]}", unit("ROMEO5", "53H123M"), YES, ()),
    # 5 characters at a place
    ("5 Bambu 24-264 sixth is A", "{kind: characters, at: 6, values: [A]}",
     unit("A1", "01234A789"), YES, ()),
    ("5 Bambu fifth is A", "{kind: characters, at: 6, values: [A]}",
     unit("A1", "0123A5789"), NO, ()),
    ("5 Hover-1 24-321 WY at 7 and 8", "{kind: characters, at: 7, values: [WY]}",
     unit("Dynamo", "123456WY99"), YES, ()),
    ("5 too short", "{kind: characters, at: 7, values: [WY]}",
     unit("Dynamo", "123456W"), OPEN, ("serial",)),
    # 6 group of a serial of several
    ("6 Helix 24-065", '{kind: group, number: 5, groups: 6, values: ["15914", "19203"]}',
     unit("Helix", "HY-AB-12-34-15914-0001"), YES, ()),
    ("6 right code in another group", '{kind: group, number: 5, groups: 6, values: ["15914"]}',
     unit("Helix", "HY-AB-12-15914-34-0001"), NO, ()),
    ("6 read without separators", '{kind: group, number: 5, groups: 6, values: ["15914"]}',
     unit("Helix", "HYAB1234159140001"), OPEN, ("serial",)),
    ("6 cut by known lengths",
     '{kind: group, number: 5, groups: 6, values: ["15914"], lengths: [2, 2, 2, 2, 5, 4]}',
     unit("Helix", "HYAB1234159140001"), YES, ()),
    # 7 ranges
    ("7 Ryobi 25-334 low end", "{kind: range, ranges: [[LT21091D180001, LT22365D060025]]}",
     unit("RY40620VNM", "LT21091D180001"), YES, ()),
    ("7 Ryobi high end", "{kind: range, ranges: [[LT21091D180001, LT22365D060025]]}",
     unit("RY40620VNM", "LT22365D060025"), YES, ()),
    ("7 Ryobi above", "{kind: range, ranges: [[LT21091D180001, LT22365D060025]]}",
     unit("RY40620VNM", "LT22365D060026"), NO, ()),
    ("7 Ryobi second range", "{kind: range, ranges: [[LT21091D180001, LT22365D060025], "
     "[RG23125N250001, RG24252D101110]]}", unit("RY40620VNM", "RG23300N000001"), YES, ()),
    ("7 Ryobi, a digit missing", "{kind: range, ranges: [[LT21091D180001, LT22365D060025]]}",
     unit("RY40620VNM", "LT21091D18001"), OPEN, ("serial",)),
    ("7 Tracker 24-160", '{kind: range, ranges: [["8029703", "8031430"]]}',
     unit("OX EV", "8030000"), YES, ()),
    ("7 numbers, not text: 9 is below 10", '{kind: range, ranges: [["10", "20"]]}',
     unit("X", "9"), NO, ()),
    ("7 hoist 24-354, ranges of other lengths",
     '{kind: range, ranges: [["65629", "66828"], ["1650319", "1651326"]]}',
     unit("RS2300", "1650319"), YES, ()),
    ("7 YOYO 25-044 below the limit",
     '{kind: range, prefix: 142AA, ranges: [["*", "0062238"]]}',
     unit("YOYO3", "142AA0062238"), YES, ()),
    ("7 YOYO at the limit", '{kind: range, prefix: 142AA, ranges: [["*", "0062238"]]}',
     unit("YOYO3", "142AA0062239"), NO, ()),
    ("7 Petzl 26-347, spaced", "{kind: range, ranges: [[17L 0000000 000, 20F 9999999 999]]}",
     unit("U021AA00", "19C 1234567 001"), YES, ()),
    ("7 Petzl above", "{kind: range, ranges: [[17L 0000000 000, 20F 9999999 999]]}",
     unit("U021AA00", "20G 0000000 000"), NO, ()),
    ("7 letters where numbers belong", '{kind: range, ranges: [["8029703", "8031430"]]}',
     unit("OX EV", "80A0000"), OPEN, ("serial",)),
    # 8 date code of its own
    ("8 myCharge 24-271, week 9 of 23",
     '{kind: date_code, format: WWYY, values: ["0123", "0923"]}',
     unit("AO10FK-A", date_code="0923"), YES, ()),
    ("8 myCharge by year", '{kind: suffix, field: date_code, values: ["21", "22"]}',
     unit("AO10FK-A", date_code="4522"), YES, ()),
    ("8 IKEA 24-344", '{kind: date_code, format: YYWW, values: ["2318", "2319", "2322"]}',
     unit("E2037", date_code="2319"), YES, ()),
    ("8 IKEA, week between", '{kind: date_code, format: YYWW, values: ["2318", "2322"]}',
     unit("E2037", date_code="2320"), NO, ()),
    ("8 Bio Ionic 26-046: 0123 is inside 0722-1223",
     '{kind: date_code, format: MMYY, from: "0722", to: "1223"}',
     unit("LXT", date_code="0123"), YES, ()),
    ("8 Bio Ionic low end", '{kind: date_code, format: MMYY, from: "0722", to: "1223"}',
     unit("LXT", date_code="0722"), YES, ()),
    ("8 Bio Ionic: 0822 as a number is inside, 0124 is after",
     '{kind: date_code, format: MMYY, from: "0722", to: "1223"}',
     unit("LXT", date_code="0124"), NO, ()),
    ("8 Bio Ionic, month 13", '{kind: date_code, format: MMYY, from: "0722", to: "1223"}',
     unit("LXT", date_code="1323"), OPEN, ("date_code",)),
    ("8 Huffy 25-235", '{kind: date_code, format: DDDYY, from: "15623", to: "18724"}',
     unit("17362", date_code="36523"), YES, ()),
    ("8 Huffy a day late", '{kind: date_code, format: DDDYY, from: "15623", to: "18724"}',
     unit("17362", date_code="18824"), NO, ()),
    ("8 Vornado 25-093", "{kind: date_code, format: MONYY, values: [JUL24, AUG24]}",
     unit("VH2", date_code="Jul 24"), YES, ()),
    ("8 Vornado September", "{kind: date_code, format: MONYY, values: [JUL24, AUG24]}",
     unit("VH2", date_code="SEP24"), NO, ()),
    ("8 not known", "{kind: date_code, format: MONYY, values: [JUL24]}", unit("VH2"),
     OPEN, ("date_code",)),
    # 9 date hidden in the serial
    ("9 SKIL 25-071 by its table",
     '{kind: serial_date, at: 1, length: 3, format: table, table: {"911": 2019-11, '
     '"124": 2021-04}}',
     unit("BY8708-00", "911000123"), YES, ()),
    ("9 SKIL, code not in the table",
     '{kind: serial_date, at: 1, length: 3, format: table, table: {"911": 2019-11}}',
     unit("BY8708-00", "125000123"), NO, ()),
    ("9 table with a last month",
     '{kind: serial_date, at: 1, length: 3, format: table, to: "2020-12", '
     'table: {"911": 2019-11, "124": 2021-04}}', unit("BY8708-00", "124000123"), NO, ()),
    ("9 Segway 25-052 from 2308", '{kind: serial_date, at: 6, format: YYWW, from: "2308"}',
     unit("P100S", "ABCDE2310FGHIJ"), YES, ()),
    ("9 Segway 2307", '{kind: serial_date, at: 6, format: YYWW, from: "2308"}',
     unit("P100S", "ABCDE2307FGHIJ"), NO, ()),
    ("9 Segway, no date there", '{kind: serial_date, at: 6, format: YYWW, from: "2308"}',
     unit("P100S", "ABCDEX307FGHIJ"), OPEN, ("serial",)),
    ("9 Toshiba 24-122, week 53", '{kind: serial_date, at: 4, format: YYWW, from: "0815", '
     'to: "1253"}',
     unit("G71C0009S110", "T121253ABCDEFGHIJ"), YES, ()),
    ("9 Yamaha 25-254, April 2012",
     '{kind: serial_date, at: 5, length: 2, format: table, from: 2010-07, to: 2012-05, '
     'table: {"07": 2010-07, "24": 2012-04, "26": 2012-06}}',
     unit("PA-300C", "XXXX24XXXXX"), YES, ()),
    ("9 Lenovo 18094: type and date",
     "{kind: all_of, rules: [{kind: prefix, values: [20HQ, 20HR]}, "
     '{kind: date_code, format: YYMM, from: "1612", to: "1710"}]}',
     unit("X1 Carbon", "20HQ0001", date_code="17/03"), YES, ()),
    # 10 lots
    ("10 StyleCraft 24-269", "{kind: lot, values: [35-22, 40-22]}", unit("SC607M", lot="35 22"),
     YES, ()),
    ("10 another lot", "{kind: lot, values: [35-22, 40-22]}", unit("SC607M", lot="36-22"), NO, ()),
    ("10 Tala 25-038", "{kind: lot, values: [01/21, 01/22]}", unit("Muse", lot="01/21"), YES, ()),
    ("10 Knog 26-051", "{kind: lot, values: [0124AA, 11A23AA]}", unit("B900", lot="11a23aa"),
     YES, ()),
    # 11 missing identifier
    ("11 Velvet Caviar 25-190, no PO", "{kind: any_of, rules: [{kind: lot, values: [PO-PP001]}, "
     "{kind: missing, field: lot}]}", unit("ZHX-PB21", none__lot=True), YES, ()),
    ("11 Velvet Caviar, PO of the list", "{kind: any_of, rules: [{kind: lot, values: [PO-PP001]}, "
     "{kind: missing, field: lot}]}", unit("ZHX-PB21", lot="PO-PP001"), YES, ()),
    ("11 Velvet Caviar, later PO", "{kind: any_of, rules: [{kind: lot, values: [PO-PP001]}, "
     "{kind: missing, field: lot}]}", unit("ZHX-PB21", lot="PO-PP011"), NO, ()),
    ("11 not looked at yet", "{kind: any_of, rules: [{kind: lot, values: [PO-PP001]}, "
     "{kind: missing, field: lot}]}", unit("ZHX-PB21"), OPEN, ("lot",)),
    # 12 exclusions and marks
    ("12 RIDGID 25-416 without a mark", "{kind: not, rule: {kind: mark, key: ink, "
     "question: Is there a black ink mark}}", unit("R09894", mark__ink=False), YES, ()),
    ("12 RIDGID with a mark", "{kind: not, rule: {kind: mark, key: ink, "
     "question: Is there a black ink mark}}", unit("R09894", mark__ink=True), NO, ()),
    ("12 RIDGID not asked yet", "{kind: not, rule: {kind: mark, key: ink, "
     "question: Is there a black ink mark}}", unit("R09894"), OPEN, ("mark:ink",)),
    ("12 mark not asked where the serial decides", "{kind: all_of, rules: ["
     "{kind: range, ranges: [[CS21146D220001, CS24165N220001]]}, {kind: not, rule: "
     "{kind: mark, key: ink, question: Is there a mark}}]}",
     unit("R09894", "CS25000D000001"), NO, ()),
    ("12 Frigidaire 25-395 -B is excluded", "{kind: all_of, rules: [{kind: model, models: "
     "[EFMIS129]}, {kind: not, rule: {kind: model, models: [EFMIS129], suffixes: [B, C]}}]}",
     unit("EFMIS129", suffix="-B"), NO, ()),
    ("12 Frigidaire plain", "{kind: all_of, rules: [{kind: model, models: [EFMIS129]}, "
     "{kind: not, rule: {kind: model, models: [EFMIS129], suffixes: [B, C]}}]}",
     unit("EFMIS129"), YES, ()),
    # 13 two codes
    ("13 NorthStar 26-224 both", "{kind: all_of, rules: [{kind: serial_date, at: 1, format: MMYY, "
     'from: "0125", to: "0825"}, {kind: date_code, format: WWYY, from: "0125", to: "2625"}]}',
     unit("157310", "0325001", date_code="1025"), YES, ()),
    ("13 NorthStar one of two", "{kind: all_of, rules: [{kind: serial_date, at: 1, format: MMYY, "
     'from: "0125", to: "0825"}, {kind: date_code, format: WWYY, from: "0125", to: "2625"}]}',
     unit("157310", "0325001", date_code="2725"), NO, ()),
    ("13 NorthStar second not known", "{kind: all_of, rules: [{kind: serial_date, at: 1, "
     'format: MMYY, from: "0125", to: "0825"}, {kind: date_code, format: WWYY, from: "0125", '
     'to: "2625"}]}', unit("157310", "0325001"), OPEN, ("date_code",)),
    ("13 second not asked where the first decides", "{kind: all_of, rules: [{kind: serial_date, "
     'at: 1, format: MMYY, from: "0125", to: "0825"}, {kind: date_code, format: WWYY, '
     'from: "0125", to: "2625"}]}', unit("157310", "0925001"), NO, ()),
    # 14 purchase facts
    ("14 Swagtron 25-138", "{kind: sold, sellers: [Walmart, Sam's Club]}",
     unit("SG-5S", seller="at walmart.com"), YES, ()),
    ("14 Swagtron elsewhere", "{kind: sold, sellers: [Walmart, Sam's Club]}",
     unit("SG-5S", seller="Best Buy"), NO, ()),
    ("14 seller not known", "{kind: sold, sellers: [Walmart]}", unit("SG-5S"), OPEN, ("seller",)),
    ("14 A1263 in Japan", "{kind: sold, countries: [JP], from: 2022-12-25, to: 2025-10-21}",
     unit("A1263", country="jp", bought=date(2022, 12, 25)), YES, ()),
    ("14 a day early", "{kind: sold, countries: [JP], from: 2022-12-25, to: 2025-10-21}",
     unit("A1263", country="JP", bought=date(2022, 12, 24)), NO, ()),
    ("14 another country, day not asked", "{kind: sold, countries: [JP], from: 2022-12-25}",
     unit("A1263", country="US"), NO, ()),
    ("14 both unknown", "{kind: sold, countries: [JP], from: 2022-12-25}",
     unit("A1263"), OPEN, ("country", "bought")),
    # 15 component
    ("15 Dell: last five of the group", "{kind: component, key: battery, question: Which number, "
     "group: 2, group_end: 5, rule: {kind: codes, values: [7Y356]}}",
     unit("D600", part__battery="JP-07Y356-1234-567-0639"), YES, ()),
    ("15 Dell, another number", "{kind: component, key: battery, question: Which number, "
     "group: 2, group_end: 5, rule: {kind: codes, values: [7Y356]}}",
     unit("D600", part__battery="JP-07Y357-1234-567-0639"), NO, ()),
    ("15 VIVI 25-391 battery model", "{kind: component, key: battery, question: Which model, "
     "rule: {kind: model, models: [SKD015, ZBL-36V8AH ZK]}}",
     unit("C26", part__battery="ZBL-36V8AH ZK"), YES, ()),
    ("15 not known", "{kind: component, key: battery, question: Which model, "
     "rule: {kind: model, models: [SKD015]}}", unit("C26"), OPEN, ("part:battery",)),
    # 16 wildcard models
    ("16 Frigidaire 24-235", '{kind: model, models: ["FEFBZ90GC*"]}', unit("FEFBZ90GCA"), YES, ()),
    ("16 nothing for the star", '{kind: model, models: ["FEFBZ90GC*"]}', unit("FEFBZ90GC"), YES,
     ()),
    ("16 one letter off", '{kind: model, models: ["FEFBZ90GC*"]}', unit("FEFBZ90GDA"), NO, ()),
    # 17 and 18 maker's tool
    ("17 only the tool", '{kind: makers_tool, url: "https://a.example"}', unit("A1", "X1"), OPEN,
     ()),
    ("18 HP prefix, then the tool", "{kind: all_of, rules: [{kind: prefix, values: [6BZLU]}, "
     '{kind: makers_tool, url: "https://a.example"}]}', unit("HP", "6BZLU001"), OPEN, ()),
    ("18 HP other prefix", "{kind: all_of, rules: [{kind: prefix, values: [6BZLU]}, "
     '{kind: makers_tool, url: "https://a.example"}]}', unit("HP", "6ZZZZ001"), NO, ()),
    ("18 BlendJet 24-069", '{kind: all_of, rules: [{kind: range, at: 1, length: 4, '
     'ranges: [["5201", '
     '"5542"]]}, {kind: makers_tool, url: "https://a.example"}]}', unit("B2", "554200001"), OPEN,
      ()),
    ("18 BlendJet above", '{kind: all_of, rules: [{kind: range, at: 1, length: 4, '
     'ranges: [["5201", '
     '"5542"]]}, {kind: makers_tool, url: "https://a.example"}]}', unit("B2", "554300001"), NO, ()),
    # 19 expansion
    ("19 ESR 26-011 adds 2G505", "{kind: recheck, since: 2025-10-09, rule: {kind: codes, "
     "values: [2G502, 2G505]}}", unit("ESR", "2G505"), YES, ()),
    ("19 still not in it", "{kind: recheck, since: 2025-10-09, rule: {kind: codes, "
     "values: [2G502, 2G505]}}", unit("ESR", "2G506"), NO, ()),
    # combining
    ("any_of knows enough", "{kind: any_of, rules: [{kind: codes, values: [A1]}, {kind: mark, "
     "key: x, question: Seen}]}", unit("M", "A1"), YES, ()),
    ("any_of asks what is left", "{kind: any_of, rules: [{kind: codes, values: [A1]}, {kind: mark, "
     "key: x, question: Seen}]}", unit("M", "B1"), OPEN, ("mark:x",)),
]  # fmt: skip


@pytest.mark.parametrize("name,rule,given,match,ask", CASES, ids=[c[0] for c in CASES])
def test_rule(name, rule, given, match, ask):
    outcome = check(rule, given)
    assert (outcome.match, outcome.ask) == (match, ask), outcome
    assert outcome.reason and outcome.trace
    assert all(step.rule and step.outcome and step.reason for step in outcome.trace)


def test_every_kind_has_both_answers_above():
    seen = {kind: set() for kind in KINDS}
    for _name, text, _unit, match, _ask in CASES:
        for kind in KINDS:
            if f"kind: {kind}," in text or f"kind: {kind}}}" in text:
                seen[kind].add(match)
    # The list in the database needs a reading: below.
    del seen["serial_list"]
    assert {k for k, v in seen.items() if not v} == set()
    assert {k for k, v in seen.items() if len(v) < 2} <= {"makers_tool"}


LIST = ListInfo(1, "1", 3, "n", date(2026, 1, 1), None, 5)


@pytest.mark.parametrize(
    "reading,serial,match,ask,person",
    [
        (Reading(LIST, exact=True), "AB1", True, (), False),
        (Reading(LIST), "AB1", False, (), False),
        (Reading(LIST), None, None, ("serial",), False),
        (Reading(None), "AB1", None, (), True),
    ],
)
def test_serial_list(reading, serial, match, ask, person):
    outcome = make("{kind: serial_list}").check(unit("M", serial), reading)
    assert (outcome.match, outcome.ask, outcome.person) == (match, ask, person)
    assert outcome.uses_list


def test_makers_tool_gives_way_to_a_loaded_list():
    rule = make('{kind: makers_tool, url: "https://a.example", or_list: true}')
    assert rule.check(unit("M", "AB1"), Reading()).tool == "https://a.example"
    assert rule.check(unit("M", "AB1"), Reading(LIST)).match is False
    assert rule.check(unit("M", "AB1"), Reading(LIST, exact=True)).match is True


def test_recheck_says_that_earlier_answers_do_not_count():
    rule = "{kind: recheck, since: 2025-10-09, rule: {kind: codes, values: [2G505]}}"
    assert "2025-10-09" in check(rule, unit("M", "2G999")).trace[-1].reason


@pytest.mark.parametrize(
    "text,words",
    [
        ("{kind: nothing}", "kind is one of"),
        ("{models: [A]}", "kind is one of"),
        ("{kind: model}", "'models' is missing"),
        ("{kind: model, models: [A], colour: red}", "'colour' is not known"),
        ("{kind: model, models: [12]}", "put it in quotes"),
        ("{kind: model, models: []}", "at least one"),
        ("{kind: date_code, format: XXYY, values: ['0123']}", "format must be"),
        ("{kind: date_code, format: MMYY, values: ['1323']}", "is no MMYY date code"),
        ("{kind: date_code, format: MMYY}", "needs from"),
        ("{kind: sold}", "needs countries"),
        ("{kind: range, ranges: [['1']]}", "two ends"),
        ("{kind: all_of, rules: [{kind: model}]}", "'models' is missing"),
    ],
)
def test_a_wrong_rule_is_named(text, words):
    builder = Builder()
    builder.build(Rule, YAML(typ="safe").load(text), ())
    assert any(words in message for _path, message in builder.problems), builder.problems


@pytest.mark.parametrize("text", ["", "?", "é", "9" * 200, "\u0660\u0661\u0662\u0663", "²²²²", "-"])
def test_no_rule_breaks_on_what_people_type(text):
    for _name, rule, _unit, _match, _ask in CASES:
        given = unit("M", text, date_code=text, lot=text, part__battery=text, seller=text)
        check(rule, given)
