"""Loading, checking and speaking the recall files."""

import re
import time
from datetime import date
from pathlib import Path

import pytest

from bot.recalls import RecallFileError, lint, load_recall, load_recalls
from bot.recalls.facts import joined, spoken_date

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


@pytest.mark.parametrize("model,like", [("AI263", True), ("A1Z63", True), ("A1268", False)])
def test_models_like(model, like):
    assert load_recalls(FOLDER).models_like(model) == (("A1263",) if like else ())


def test_get_with_and_without_hyphen():
    recalls = load_recalls(FOLDER)
    assert recalls.get("25-338") is recalls.get("25338") is recalls.featured
    assert recalls.get("25-339") is None
    assert len(recalls) == len(list(recalls)) == 1


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
    if words not in ("no text may say", "not among contact.pages"):
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
        ("a: &x [*x]\n", "known"),
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


def test_a_hundred_files_within_two_seconds(tmp_path):
    plain = TEXT.replace("featured: true", "")
    for i in range(100):
        (tmp_path / f"{i}.yml").write_text(plain.replace('"25-338"', f'"99-{i:03}"'), "utf-8")
    start = time.perf_counter()
    assert len(load_recalls(tmp_path)) == 100
    # 0.5 s where it was measured; the bound leaves room for a busy machine.
    assert time.perf_counter() - start < 2


def test_spoken():
    assert spoken_date("2016-06") == "June 2016"
    assert spoken_date(date(2025, 6, 12)) == "June 12, 2025"
    assert joined(["a", "b", "c"]) == "a, b or c"
    assert joined([]) == "" and joined(["a"]) == "a"
