"""A question that a lead adds: kept as a file, checked against the safety rules, trained with."""

from __future__ import annotations

import functools
from dataclasses import replace
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot.conversations.common_questions import (
    CommonQuestion,
    QuestionRefused,
    find_question,
    load_questions,
    remove_question,
    save_question,
)
from bot.conversations.question_checks import check_answer, check_question
from bot.engine.evaluation import Report, compare
from bot.engine.question_data import write_training_data
from bot.engine.train import fingerprint, live_questions
from bot.nlu.report import report
from bot.recalls import Recalls, load_recalls
from bot.settings import PROJECT, Settings

QUESTION = CommonQuestion(
    "cable_too",
    "other_recall",
    ("is the cable recalled", "what about the usb cable", "cable too?", "and my cord", "the wire"),
    ("does it count for the cord as well", "the charging wire too"),
    "The notice names the {product_kind} only. Stop using it and write to {email}.",
    by="lea",
)


@functools.cache
def _recalls() -> Recalls:
    return load_recalls(Settings.from_env({}).recalls_dir)


GOOD = (
    "Never put it in the trash.",
    "Do not use it.",
    "Do not mail it.",
    "You can't dispose of it yet.",
    "Call {phone}, {hours}, or write to support@anker.com.",
    "Call 800-988-7973. See https://www.anker.com/product-recalls.",
    "We never ask for your card number.",
    "The notice names the power bank only, not its cable.",
)
BAD = (
    ("It is safe to use.", "safe"),
    ("Do not worry, it's harmless.", "safe"),
    ("Yours is not affected.", "safe"),
    ("There is no risk with newer ones.", "safe"),
    ("You may charge it overnight.", "may be used"),
    ("If it is not hot you can keep using it.", "may be used"),
    ("Mail it back to us.", "may be used"),
    ("You can fly with it.", "may be used"),
    ("Put it in the recycling.", "trash"),
    ("Don't forget to put it in the trash.", "trash"),
    ("If it is not damaged put it in a battery box.", "trash"),
    ("Dispose of it now.", "dispose"),
    ("You will get a new one.", "promise"),
    ("It takes 5 to 10 days.", "promise"),
    ("You are not only eligible, it is $30.", "promise"),
    ("Please send your credit card number.", "password"),
    ("Don't hesitate to give your PIN code.", "password"),
    ("Your power bank is part of the recall.", "verdict"),
    ("See https://anker.example.org/x.", "no link"),
    ("See www.anker.com.evil.example.com", "no link"),
    ("Write to help@example.com.", "no address"),
    ("Call 1-900-555-0100.", "no number"),
    ("Ask {nobody}.", "braces"),
    ("Ask {phone.__class__}.", "braces"),
    ("", "characters"),
    ("x" * 601, "characters"),
)


@pytest.mark.parametrize("answer", GOOD)
def test_an_answer_that_breaks_no_rule_is_taken(answer: str) -> None:
    assert check_answer(answer, _recalls()) == []


@pytest.mark.parametrize(("answer", "why"), BAD)
def test_an_answer_that_breaks_a_rule_is_refused(answer: str, why: str) -> None:
    assert why in " ".join(check_answer(answer, _recalls()))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"phrasings": QUESTION.phrasings[:4]}, "at least 5 phrasings"),
        ({"phrasings": ("same",) * 5}, "at least 5 phrasings"),
        ({"tests": ("and my cord", "x y")}, "not be among"),
        ({"tests": ("it is on fire right now", "x y")}, "danger"),
        ({"tests": ("[cable](model)", "x y")}, "cannot be a line"),
        ({"tests": ("/affirm", "x y")}, "cannot be a line"),
        ({"tests": ("line\nbreak", "x y")}, "cannot be a line"),
        ({"tests": ("Known  LINE", "x y")}, "known already, as stop"),
        ({"tests": ("taken", "x y")}, "another common question"),
    ],
)
def test_lines_that_cannot_be_learned_are_refused(change: dict[str, object], why: str) -> None:
    known = {"known line": "stop"}
    assert check_question(QUESTION, _recalls(), known, ["taken"]) == []
    changed = replace(QUESTION, **change)
    assert why in " ".join(check_question(changed, _recalls(), known, ["taken"]))


def test_a_question_is_kept_as_it_was_and_removed(tmp_path: Path) -> None:
    save_question(tmp_path, QUESTION)
    assert find_question(tmp_path, "cable_too") == QUESTION
    assert load_questions(tmp_path) == [QUESTION]
    for name in ("../cable_too", "cable_too.yml", "", "Cable"):
        assert find_question(tmp_path, name) is None
        with pytest.raises(QuestionRefused):
            save_question(tmp_path, replace(QUESTION, name=name))
    with pytest.raises(QuestionRefused):
        save_question(tmp_path, replace(QUESTION, nearest="emergency"))
    remove_question(tmp_path, "cable_too")
    assert load_questions(tmp_path / "nowhere") == load_questions(tmp_path) == []


def test_a_draft_changes_no_model_and_a_trial_is_the_model_it_becomes(tmp_path: Path) -> None:
    without = fingerprint(tmp_path)
    folder = tmp_path / "data/questions"
    save_question(folder, QUESTION)
    assert fingerprint(tmp_path) == without
    trial = fingerprint(tmp_path, QUESTION)
    assert trial != without
    save_question(folder, replace(QUESTION, live=True))
    assert fingerprint(tmp_path) == trial
    assert [q.name for q in live_questions(tmp_path)] == ["cable_too"]


def test_it_becomes_an_intent_with_a_rule_and_an_answer(tmp_path: Path) -> None:
    from rasa.shared.core.domain import Domain
    from rasa.shared.nlu.training_data.loading import load_data

    domain, (nlu, rules) = write_training_data(tmp_path, PROJECT / "domain.yml", [QUESTION])
    loaded = Domain.load(str(domain))
    assert "other_recall__cable_too" in loaded.intents
    (said,) = loaded.responses["utter_question_other_recall__cable_too"]
    assert said["text"] == QUESTION.answer
    lines = load_data(str(nlu)).intent_examples
    assert [m.get("text") for m in lines] == list(QUESTION.phrasings)
    steps = YAML(typ="safe").load(rules)["rules"][0]["steps"]
    assert steps == [{"intent": QUESTION.intent}, {"action": "action_answer_question"}]


def test_parse_names_the_nearest_of_the_fixed_intents() -> None:
    parsed = {"intents": [QUESTION.intent, "privacy"], "intent": {"confidence": 0.9}}
    assert report("x", parsed)["intents"] == ["other_recall", "privacy"]


def test_a_comparison_shows_what_changed_the_worse_first() -> None:
    before = Report(
        "a", "", {"all right": 0.9}, {"x": ("p", "q"), "y": ("p", "p"), "z": ("p", "p")}
    )
    after = Report(
        "b", "", {"all right": 0.8, "new": 1.0}, {"x": ("p", "p"), "y": ("p", "q"), "z": ("p", "p")}
    )
    changes = compare(before, after)
    assert changes.figures == [("all right", 0.9, 0.8), ("new", None, 1.0)]
    assert [(c.text, c.worse, c.better) for c in changes.lines] == [
        ("y", True, False),
        ("x", False, True),
    ]
