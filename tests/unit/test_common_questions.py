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
    "Stop using it and unplug it.",
    "Please stop using it now, and unplug it if it is plugged in.",
    "Do not use, charge or mail it.",
    "Stop using and charging it at once.",
    "Please don't charge it, not even once.",
    "You may not use it any more.",
    "Nobody should use it.",
    "Do not take it on a plane.",
    "Airlines do not allow a recalled battery on a plane.",
    "Do not bring it back to the store.",
    "Please do not hand it in at a shop.",
    "It does not matter in which store you bought it.",
    "A unit that was a gift counts like any other: send the photo of its label.",
    "The cable and the pouch are not part of the notice, only the {product_kind}.",
    "The recall was announced in June 2025.",
    "If it gets hot, swells, smells or smokes, stop using it and get away from it.",
    "If it smokes: get away and call 911.",
    "Do not touch or move it while it smokes; call 911.",
    "The notice says that the battery can overheat and cause a fire.",
    "You need no receipt for a claim.",
    "Keep it apart from things that burn, and do not use it.",
    "Put it where nobody uses it and write to {email}.",
    "We never ask for a password, a PIN or a card.",
    "You do not need a login for a claim.",
    "The model number stands on the back, in small print.",
    "Take a photo of the label in good light, from close up.",
    "The serial number has 16 characters and stands below the model number.",
    "You can change your address until the claim is decided: write the new one here.",
    "Your claim number is enough to see how it stands.",
    "What comes next stands in your claim: ask here for its status.",
    "A person looks at every claim before it is decided.",
    "We keep your photos only for the claim and delete them afterwards.",
    "Call {phone}, {hours}, or write to {email}.",
    "Anyone who owns one can start a claim, also when it was bought second-hand.",
    "Write the color of your {product_kind} on the form; it changes nothing for the claim.",
    "Keep the unit until the claim tells you how to go on, and do not charge it.",
    "The remedy depends on the recall: the claim shows which ones there are.",
    "One claim can hold several units; send a photo of each label.",
    "Never open the unit.",
    "Don’t use it, even for a short time.",
    "No, do not use it.",
    "We are sorry about the trouble. You can write here in English at any time.",
    "Use the claim number to open it again on another device.",
    "Turn it off and leave it off.",
    "Never put it in the trash, the recycling or a battery box.",
    "Do not charge it, even if it looks as new.",
    "Your claim will be looked at by a person.",
    "We look at every claim one after the other.",
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
    ("Go ahead and charge it overnight.", "may be used"),
    ("Just use it as before.", "may be used"),
    ("It works normally, so plug it in as usual.", "is safe"),
    ("There is no need to stop using it until your new one arrives.", "may be used"),
    ("The unit poses no hazard.", "is safe"),
    ("Take it with you on the plane, nobody checks.", "may be used"),
    ("Please hand it in at any electronics store.", "trash"),
    ("Put it in the blue container outside your house.", "trash"),
    ("Your gift card arrives by Friday.", "promise"),
    ("Tell us your login and PIN.", "password"),
    ("If there is smoke, wait until it stops and then pick it up.", "In danger"),
    ("Do not stop using it.", "may be used"),
    ("You never have to stop charging it.", "may be used"),
    ("Never stop using it.", "may be used"),
    ("Don't unplug it.", "may be used"),
    ("Please charge your power bank fully first.", "may be used"),
    ("Use your old power bank until the claim is decided.", "may be used"),
    ("Charge your phone with it.", "may be used"),
    ("Fly with the power bank in your bag.", "may be used"),
    ("Leave it plugged in.", "may be used"),
    ("There is hardly any danger.", "is safe"),
    ("It isn’t dangerous.", "is safe"),
    ("It will not catch fire.", "is safe"),
    ("You get a new one next week.", "promise"),
    ("The replacement ships tomorrow.", "promise"),
    ("Everybody gets a refund.", "promise"),
    ("Drop it at the supermarket.", "trash"),
    ("Return the unit to the seller.", "may be used"),
    ("Give us your user name.", "password"),
    ("Tell us the code on the back: your card details.", "password"),
    ("If it swells, put it in the freezer.", "In danger"),
    ("If it gets hot, let it rest for an hour.", "With a sign"),
    ("If it burns, pour water on it.", "In danger"),
    ("Do not worry and use it.", "is safe"),
    ("Do not forget to charge it.", "may be used"),
    ("Do not mail it and use it at home.", "may be used"),
    ("If it is not hot charge it.", "may be used"),
    ("It is not only fine to use it.", "may be used"),
    ("You may not only use it but charge it.", "may be used"),
    ("Do not throw it away, put it in the yellow bag.", "trash"),
    ("Do not use it, charge it.", "may be used"),
    ("Keep the power bank in your luggage.", "may be used"),
    ("Without stopping, plug it in.", "may be used"),
    ("When it hisses, hold it under the tap.", "In danger"),
    ("You cannot avoid charging it.", "may be used"),
    ("Do not use it until it has cooled down.", "may be used"),
    ("Never charge it unless you watch it.", "may be used"),
    ("Stop using and charge it.", "may be used"),
    ("It can be used.", "may be used"),
    ("If it is warm, use it less.", "may be used"),
    ("The store takes it: leave it at the shop.", "trash"),
    ("Charge your PowerCore overnight.", "may be used"),
    ("The unit is not a hazard.", "is safe"),
    ("Rest assured, these are good ones.", "is safe"),
    ("Charging it is still allowed.", "may be used"),
    ("It's all right to use it.", "is safe"),
    ("Put it with the household waste.", "trash"),
    ("Leave it at the collection site.", "trash"),
    ("Your claim will be approved.", "promise"),
    ("We always refund the price.", "promise"),
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
