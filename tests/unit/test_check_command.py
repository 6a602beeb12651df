"""`recall-assistant check`: what was read, what was tried, and why."""

import json

import pytest
from click.testing import CliRunner

from bot.cli import main


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("RECALL_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("RECALL_DATABASE_URL", raising=False)

    def call(*words):
        return CliRunner().invoke(main, ["check", *words])

    return call


def as_json(run, *words):
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def test_it_explains_each_rule_of_each_recall(run):
    found = as_json(run, "--model", "a-1647", "--country", "us")
    assert [r["number"] for r in found["recalls"]] == ["25-466", "25-011"]
    assert found["read"]["model"] == "A1647" and found["facts"] == {"country": "US"}
    later, earlier = found["recalls"]
    assert later["tool"] == "https://www.anker.com/rc2506" and later["list"] is None
    assert [(s["rule"], s["outcome"]) for s in earlier["trace"]] == [
        ("model", "does not match"), ("model", "matches"), ("makers_tool", "cannot tell"),
        ("all_of", "cannot tell"), ("any_of", "cannot tell"),
        ("makers_tool", "possibly_affected"),
    ]  # fmt: skip
    assert all(step["reason"] for r in found["recalls"] for step in r["trace"])


def test_other_facts_decide(run):
    assert as_json(run, "--model", "AO10FK-A")["ask"] == ["date_code"]
    found = as_json(run, "--model", "AO10FK-A", "--fact", "date_code=0923")
    assert (found["verdict"], found["facts"]) == ("affected", {"date_code": "0923"})
    none = as_json(run, "--model", "ZHX-PB21", "--fact", "none:lot=yes")
    assert none["verdict"] == "affected"


def test_a_serial_in_groups_keeps_them(run):
    serial = "HX1-20-0921-ABC-15914-00123"
    assert as_json(run, "--model", "Helix", "--serial", serial)["verdict"] == "affected"


def test_an_unknown_product_says_why_and_what_it_looks_like(run):
    found = as_json(run, "--model", "A126")
    assert (found["verdict"], found["did_you_mean"]) == ("unknown_product", ["A1263"])
    assert "names the model" in found["reason"]
    assert "looks like: A1263" in run("--model", "A126").output


@pytest.mark.parametrize(
    "told", ["date_code", "colour=red", "none:lot=perhaps", "bought=last summer", "=x"]
)
def test_a_wrong_fact_is_named(run, told):
    result = run("--model", "A1263", "--fact", told)
    assert result.exit_code != 0 and "Traceback" not in result.output
    assert "Invalid value" in result.output
