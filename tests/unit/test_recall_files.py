"""Loading, checking and speaking the recall files."""

import re
import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from bench.lists import write_recall_files
from bot.recalls import RecallFileError, lint, load_recall, load_recalls
from bot.recalls.facts import joined, spoken_date
from bot.recalls.patterns import one_slip_apart
from bot.recalls.rules.rule import Reading, Unit
from bot.recalls.verdict import judge

FOLDER = Path(__file__).parents[2] / "data" / "recalls"
FILE = FOLDER / "25-338.yml"
TEXT = FILE.read_text("utf-8")


@pytest.fixture(scope="module")
def recall():
    return load_recall(FILE)


def line_of(text, words):
    return next(i for i, line in enumerate(text.splitlines(), 1) if words in line)


def test_shipped_files_have_no_mistakes():
    assert lint(FOLDER) == []


def test_official_facts(recall):
    identity = recall.identity
    assert (identity.number, identity.announced, identity.units) == (
        "25-338", date(2025, 6, 12), 1_158_000,
    )  # fmt: skip
    assert identity.made.from_ == date(2016, 1, 1) and identity.made.to == date(2019, 10, 30)
    assert recall.contact.phone == "800-988-7973"
    assert recall.safety.emergency_number == "911"
    assert recall.safety.report.phone == "800-638-2772"
    assert recall.identification.valid_days == 7
    assert recall.serial.certain == {"O": "0", "I": "1"}
    assert {"1L", "2Z", "5S", "8B"} <= set(recall.serial.ambiguous)


def test_claim_asks_in_this_order(recall):
    keys = [f.key for f in recall.claim.fields]
    assert keys == [
        "country", "name", "email", "remedy", "address", "seller", "order", "photos", "consent",
    ]  # fmt: skip
    assert [f.key for f in recall.claim.fields if f.optional] == ["seller", "order"]
    gift = recall.claim.fields_for(recall.remedies.get("gift_card"))
    assert "address" not in [f.key for f in gift]
    assert recall.claim.fields_for(recall.remedies.get("replacement")) == recall.claim.fields


def test_disposal_text_is_the_official_one(recall):
    text = recall.disposal.text
    assert text.startswith("Do not throw this recalled lithium-ion battery or device in the trash")
    assert "center may accept" in text
    assert text.endswith("contact your municipality for further guidance.")


def test_order_of_steps_keeps_the_proof(recall):
    steps = recall.disposal.steps
    # The steps are for a confirmed claim; whoever asks earlier is told `not_yet` before them.
    assert "claim is confirmed" in recall.disposal.not_yet
    assert steps[0].startswith("Call")


def test_every_group_has_sources(recall):
    assert set(recall.sources) == {
        "identity", "hazard", "incidents", "sold", "contact", "products", "serial",
        "identification", "remedies", "evidence", "disposal", "other_countries", "flying",
        "claim", "safety", "privacy",
    }  # fmt: skip
    again = {"hazard", "remedies"}
    for group, source in recall.sources.items():
        assert source.reviewed == date(2026, 11, 24 if group in again else 23)
        assert all(len(name) > 15 for name in source.source), source


def test_facts_are_texts_and_documented(recall):
    from bot.recalls.facts import facts

    spoken = recall.facts()
    assert all(isinstance(v, str) and v for v in spoken.values()), spoken
    documented = set(re.findall(r"[a-z_]+", facts.__doc__))
    assert set(spoken) <= documented
    assert spoken["product"] == "Anker PowerCore 10000"
    assert spoken["announced"] == "June 12, 2025"
    assert (spoken["sold_from"], spoken["sold_to"]) == ("June 2016", "December 2022")
    assert spoken["stop_use_steps"].startswith("1. ")


def test_facts_never_call_a_unit_safe(recall):
    text = " ".join(recall.facts().values()).lower()
    assert not re.search(r"safe to use|you can keep|continue using|it is safe(?! to do so)", text)


def test_links_are_the_allow_list(recall):
    urls = [link.url for link in recall.links]
    assert urls[0] == "https://www.anker.com/product-recalls"
    assert recall.identity.notice_url in urls
    assert "https://www.saferproducts.gov" in urls
    assert len(urls) == len(set(urls)) == 6


@pytest.mark.parametrize(
    "model,suffix,found",
    [
        ("A1263", "", True), ("a-1263", "", True), ("A1263", "N12", True), ("A1263N12", "", True),
        ("A1263016", "", True), ("Ａ１２６３", "", True), ("A126", "", False),
        ("A12631", "", False), ("A1268", "", False), ("", "", False), ("*", "", False),
    ],
)  # fmt: skip
def test_by_model(model, suffix, found):
    recalls = load_recalls(FOLDER)
    assert bool(recalls.by_model(model, suffix)) is found


@pytest.mark.parametrize(
    "model,like",
    [
        # characters mixed up
        ("AI263", ("A1263",)), ("A1Z63", ("A1263",)), ("IST-O9991", ("IST-09991",)),
        ("A010FK-A", ("AO10FK-A",)),
        # one slip: swapped, missing, one more, another
        ("A1236", ("A1263",)), ("A126", ("A1263",)), ("A12633", ("A1263",)),
        ("A1268", ("A1263",)), ("a-1267", ("A1257", "A1263")), ("W1065", ("W1056",)),
        ("PPCXW60", ("PPCXW06",)), ("A1687", ("A1647", "A1681", "A1689")),
        # two slips, too short, no digit, a model of ours
        ("A1366", ()), ("B9999", ()), ("E33", ()), ("S4", ()), ("HELIXX", ()), ("A1263", ()),
        ("A1647", ()), ("", ()), ("*", ()),
    ],
)  # fmt: skip
def test_models_like(model, like):
    assert load_recalls(FOLDER).models_like(model) == like


@given(
    st.text("A1B", min_size=3, max_size=6).map("1".__add__),
    st.text("A1B", min_size=3, max_size=6).map("1".__add__),
)
@settings(max_examples=2000, deadline=None)
def test_one_slip_is_a_distance_of_one(one, other):
    assert one_slip_apart(one, other) == (distance(one, other) == 1)


def distance(one, other):
    """Damerau and Levenshtein's, as the textbook has it."""
    cost = {(-1, -1): 0}
    for i in range(len(one)):
        cost[i, -1] = i + 1
    for j in range(len(other)):
        cost[-1, j] = j + 1
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            cost[i, j] = min(cost[i - 1, j] + 1, cost[i, j - 1] + 1, cost[i - 1, j - 1] + (a != b))
            if i and j and a == other[j - 1] and one[i - 1] == b:
                cost[i, j] = min(cost[i, j], cost[i - 2, j - 2] + 1)
    return cost[len(one) - 1, len(other) - 1]


def test_get_with_and_without_hyphen():
    recalls = load_recalls(FOLDER)
    assert recalls.get("25-338") is recalls.get("25338") is recalls.featured
    assert recalls.get("25-339") is None
    assert len(recalls) == len(list(recalls)) == len(list(FOLDER.glob("*.yml")))


def test_one_model_in_two_recalls(tmp_path):
    other = TEXT.replace('"25-338"', '"25-466"').replace(
        "2025-06-12\n  units", "2025-09-18\n  units"
    )
    (tmp_path / "a.yml").write_text(TEXT, "utf-8")
    (tmp_path / "b.yml").write_text(other.replace("featured: true", ""), "utf-8")
    recalls = load_recalls(tmp_path)
    assert [r.number for r in recalls.by_model("A1263")] == ["25-466", "25-338"]
    assert recalls.featured.number == "25-338"


MISTAKES = [
    # (what stands there, what is put in its place, words of the message)
    ("  number: \"25-338\"", "  number: 25338", "put it in quotes"),
    ("  phone: 800-988-7973", "  fone: 800-988-7973", "'fone' is not known"),
    ("  announced: 2025-06-12", "  announced: June 2025", "must be a day"),
    ("  valid_days: 7", "  valid_days: 70", "from 1 to 31"),
    ("  units: 1158000", "  units: about a million", "a whole number"),
    ("    - {key: name, title: Your first and last name}", "    - {key: name}",
     "'title' is missing"),
    ("    - {key: name, title: Your first and last name}", "    - {key: country, title: x}",
     "used twice"),
    ("  certain: {O: \"0\", I: \"1\"}", "  certain: {K: \"0\"}", "alphabet"),
    ("      - {kind: makers_tool, url: \"https://www.anker.com/product-recalls\", or_list: true}",
     "      - {kind: codes, values: [\"000I21\"]}", "not in serial.alphabet"),
    ("  ambiguous: [1L, 2Z, 5S, 8B, 6G, UV, 0DQ]", "  ambiguous: [IL]", "alphabet"),
    ("      - {kind: model, models: [\"A1263\", \"A1263???\"]}", "      - {kind: modell}",
     "kind is one of"),
    ("https://support.anker.com/s/contact-us", "http://support.anker.com/s/contact-us",
     "no plain https"),
    ("url: \"https://www.anker.com/product-recalls\", or_list",
     "url: \"https://evil.example\", or_list",
     "not among contact.pages"),
    ("    text: You can also report what happened to the CPSC.",
     "    text: It is safe.", "no text may say"),
    ("  email: support@anker.com", "  email: support", "e-mail"),
    ("  countries: [US]", "  countries: [usa]", "two capital letters"),
    ("  from: \"2016-06\"", "  from: \"summer\"", "a month"),
]  # fmt: skip


@pytest.mark.parametrize("right,wrong,words", MISTAKES, ids=[m[2] + m[1][:20] for m in MISTAKES])
def test_a_mistake_is_named_with_its_line(tmp_path, right, wrong, words):
    assert right in TEXT
    text = TEXT.replace(right, wrong)
    path = tmp_path / "x.yml"
    path.write_text(text, "utf-8")
    (problem, *_more) = lint(tmp_path)
    assert words in problem.message
    assert problem.file == str(path)
    if words not in ("no text may say", "not among contact.pages", "not in serial.alphabet"):
        assert abs(problem.line - line_of(text, wrong)) <= (1 if "certain" in right else 0)
    with pytest.raises(RecallFileError, match=re.escape(f"x.yml:{problem.line}:")):
        load_recall(path)


@pytest.mark.parametrize(
    "text,words",
    [
        ("", "must hold the groups"),
        ("- a\n- b\n", "must hold the groups"),
        ("a: [1\nb: 2\n", "no valid YAML"),
        ("a: 1\na: 2\n", "no valid YAML"),
        ("identity: text\n", "identity"),
        ("identity: {}\n", "'number' is missing"),
        ("a: &x [*x]\n", "write it out"),
        # Deep enough to take the parser down with the whole process.
        ("[" * 100_000, "nested deeper"),
        ("a: " + "x" * 1_000_000, "is over"),
    ],
)
def test_no_file_breaks_the_check(tmp_path, text, words):
    (tmp_path / "x.yml").write_text(text, "utf-8")
    assert any(words in problem.message for problem in lint(tmp_path)), lint(tmp_path)


def test_missing_group_and_source(tmp_path):
    start, end = TEXT.index("hazard:"), TEXT.index("incidents:")
    (tmp_path / "x.yml").write_text(TEXT[:start] + TEXT[end:], "utf-8")
    assert "'hazard' is missing" in lint(tmp_path)[0].message
    (tmp_path / "x.yml").write_text(TEXT.replace("reviewed: 2026-11-23", "", 1), "utf-8")
    assert "'reviewed' is missing" in lint(tmp_path)[0].message


NOTICES = [p for p in sorted(FOLDER.glob("*.yml")) if p != FILE]


@pytest.mark.parametrize("path", NOTICES, ids=lambda path: path.stem)
def test_a_notice_tells_the_way_to_the_firm(path):
    recall = load_recall(path)
    assert recall.number == path.stem
    assert not recall.claimable and not recall.featured
    spoken = recall.facts()
    for key in ("contact_text", "remedies_text", "hazard", "incidents", "label_where", "models",
                "stop_use_steps", "keep_steps", "disposal_steps", "identification_text",
                "unreadable_text", "label_tips", "other_countries_text", "caution"):  # fmt: skip
        assert spoken[key], key
    assert recall.contact.pages or recall.contact.email
    groups = {"identity", "hazard", "incidents", "sold", "contact", "products", "identification",
              "remedies", "safety", "disposal", "flying"}  # fmt: skip
    assert groups <= set(recall.sources)
    assert all(s.reviewed == date(2026, 11, 24) for s in recall.sources.values())
    # What is asked for a claim elsewhere is no claim of ours.
    assert recall.evidence.photos == () and recall.privacy.asked == ""


def test_every_model_of_a_notice_is_found_and_never_cleared_by_the_model_alone():
    recalls = load_recalls(FOLDER)
    for recall in recalls:
        for product in recall.products:
            for pattern in product.models:
                model = pattern.replace("?", "0").replace("*", "")
                assert recall in recalls.by_model(model)
                found = judge(recall, Unit(model), Reading(), date(2026, 11, 24), confirmed=True)
                assert found.verdict in ("affected", "possibly_affected"), (recall.number, model)


def test_a_common_file_is_checked_with_its_own_lines(tmp_path):
    (tmp_path / "common").mkdir()
    common = tmp_path / "common" / "battery.yml"
    start, end = TEXT.index("safety:"), TEXT.index("privacy:")
    text = TEXT[:start] + TEXT[end:] + "common: battery\n"
    (tmp_path / "x.yml").write_text(text, "utf-8")
    assert lint(tmp_path)[-1].message.startswith("common: common/battery.yml cannot")
    common.write_text(TEXT[start:end], "utf-8")
    assert lint(tmp_path) == []
    assert "safety" in load_recall(tmp_path / "x.yml").sources
    common.write_text(TEXT[start:end].replace("  caution:", "  cautious:"), "utf-8")
    messages = {(Path(p.file).name, p.message.split(";")[0]) for p in lint(tmp_path)}
    assert ("battery.yml", "safety.cautious: 'cautious' is not known here") in messages
    line = next(p.line for p in lint(tmp_path) if "cautious" in p.message)
    assert TEXT[start:end].splitlines()[line - 1].startswith("  caution:")


@pytest.mark.parametrize("name", ["../25-338", "a/b", "7", "true"])
def test_a_common_file_is_only_named(tmp_path, name):
    (tmp_path / "x.yml").write_text(TEXT + f"common: {name}\n", "utf-8")
    assert "cannot be used" in lint(tmp_path)[0].message


def test_own_groups_go_before_common_ones(tmp_path):
    (tmp_path / "common").mkdir()
    (tmp_path / "common" / "battery.yml").write_text(
        TEXT[TEXT.index("safety:") : TEXT.index("privacy:")].replace('"911"', '"112"'), "utf-8"
    )
    (tmp_path / "x.yml").write_text(TEXT + "common: battery\n", "utf-8")
    assert load_recall(tmp_path / "x.yml").safety.emergency_number == "911"


def test_claim_fields_need_what_a_claim_needs(tmp_path):
    start, end = TEXT.index("evidence:"), TEXT.index("disposal:")
    (tmp_path / "x.yml").write_text(TEXT[:start] + TEXT[end:], "utf-8")
    assert "evidence: is not complete" in lint(tmp_path)[0].message


def test_not_utf8_and_no_folder(tmp_path):
    (tmp_path / "x.yml").write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in lint(tmp_path)[0].message
    assert lint(tmp_path / "none") and lint(FOLDER.parent)


def test_same_number_and_two_featured(tmp_path):
    (tmp_path / "a.yml").write_text(TEXT, "utf-8")
    (tmp_path / "b.yml").write_text(TEXT, "utf-8")
    messages = [problem.message for problem in lint(tmp_path)]
    assert any("is also in a.yml" in m for m in messages)
    assert any("only one recall may be featured" in m for m in messages)


def test_a_hundred_files_are_read_once_each_by_the_fast_loader(tmp_path, monkeypatch):
    """How long that takes is measured by `python -m bench --only lists`."""
    shutil.copytree(FOLDER / "common", tmp_path / "common")
    write_recall_files(tmp_path, 100)
    made = Counter()

    class Counted(YAML):
        def __init__(self, *, typ):
            made[typ] += 1
            super().__init__(typ=typ)

    monkeypatch.setattr("bot.recalls.loading.YAML", Counted)
    assert lint(tmp_path) == []
    # Looked through for traps, then loaded; what many files share is read for all of them at once.
    assert made == {"safe": 2 * (100 + len(list((tmp_path / "common").glob("*.yml"))))}


def test_spoken():
    assert spoken_date("2016-06") == "June 2016"
    assert spoken_date(date(2025, 6, 12)) == "June 12, 2025"
    assert joined(["a", "b", "c"]) == "a, b or c"
    assert joined([]) == "" and joined(["a"]) == "a"
