"""What is done with the rules' finding and the classifier's chances."""

import numpy as np
import pytest

from bot.nlu.danger import DangerClassifier, judge, read_lines
from bot.safety import Hazard
from bot.settings import PROJECT

NOW = Hazard("now", ("fire",))
PLAIN = Hazard("now", ("smoke",), plain=True)


def chances(**given: float) -> dict[str, float]:
    return {"now": 0.0, "past": 0.0, "asked": 0.0, "none": 0.0, **given}


@pytest.mark.parametrize(
    ("text", "told", "likely", "tense"),
    [
        # An alarm of the rules stands unless it is surely something else, and plain words always.
        ("burning", NOW, chances(none=0.65, now=0.35), "now"),
        ("burning", NOW, chances(none=0.67, now=0.33), None),
        ("burning", NOW, chances(none=0.88, now=0.12), None),
        ("burning", NOW, chances(none=0.6, asked=0.34, now=0.06), None),
        ("burning", NOW, chances(past=0.65, now=0.35), "now"),
        ("burning", NOW, chances(none=0.97, now=0.03), None),
        ("burning", NOW, chances(past=0.45, none=0.4, now=0.15), "now"),
        ("burning", NOW, chances(past=0.72, now=0.28), "now"),
        ("burning", NOW, chances(past=0.99, now=0.01), "past"),
        ("burning", NOW, chances(asked=0.97, now=0.03), "asked"),
        ("mine is smoking", PLAIN, chances(none=1.0), "now"),
        # Without a sign word only the classifier can raise it.
        ("the thing bit him", None, chances(now=0.7, none=0.3), "now"),
        ("the thing bit him", None, chances(now=0.3, none=0.7), None),
        ("the thing bit him", None, chances(past=0.95), "past"),
        # What the rules saw and explained away stays so, unless it is very likely after all.
        ("it is not hot", None, chances(now=0.6, none=0.4), None),
        ("it is not hot", None, chances(past=0.99), None),
        ("it is not hot", None, chances(now=0.66, none=0.34), "now"),
        ("not hot, glowing", None, chances(now=0.95), "now"),
        # What they took for past or asked is danger if it surely is.
        ("it burned", Hazard("past", ("fire",)), chances(now=0.8, past=0.2), "now"),
        ("it burned", Hazard("past", ("fire",)), chances(now=0.6, past=0.4), "now"),
        ("it burned", Hazard("past", ("fire",)), chances(now=0.57, past=0.43), "past"),
    ],
)
def test_rules_and_classifier_judge_together(text, told, likely, tense):
    found = judge(text, told, likely, hint=0.1)
    assert (found and found.tense) == tense


@pytest.mark.parametrize(
    ("told", "likely", "hint", "tense"),
    [
        # What the intents hold for something else raises no alarm by half a chance.
        (None, chances(now=0.65, none=0.35), 0.005, None),
        (None, chances(now=0.72, none=0.28), 0.0, "now"),
        (None, chances(now=0.55, none=0.45), 0.2, "now"),
        (None, chances(past=0.95), 0.005, None),
        # An alarm of the rules does not wait for a hint.
        (NOW, chances(none=0.65, now=0.35), 0.0, "now"),
        # Where the intents hold it for danger, too, it takes more to explain it away.
        (NOW, chances(none=0.85, now=0.15), 0.1, None),
        (NOW, chances(none=0.85, now=0.15), 0.3, "now"),
        (NOW, chances(none=0.95, now=0.05), 0.9, None),
    ],
)
def test_the_intents_help_to_judge(told, likely, hint, tense):
    found = judge("the thing bit him", told, likely, hint)
    assert (found and found.tense) == tense


def test_no_line_of_danger_stands_under_two_tenses():
    seen: dict[str, str] = {}
    for tense, lines in read_lines(PROJECT / "data" / "danger").items():
        for line in lines:
            assert seen.setdefault(line.casefold(), tense) == tense, line


def test_what_was_learned_is_kept(tmp_path):
    texts = ["it is smoking", "it smoked last year", "can it smoke", "thank you"] * 3
    tenses = ["now", "past", "asked", "none"] * 3
    vectors = np.tile(np.eye(4, dtype=np.float32), (3, 1))
    made = DangerClassifier()
    made.fit(texts, vectors, tenses)
    made.save(tmp_path / "danger.npz")
    kept = DangerClassifier.load(tmp_path / "danger.npz")
    for text, vector, tense in zip(texts, vectors, tenses):
        likely = kept.chances(text, vector)
        assert likely == made.chances(text, vector)
        assert max(likely, key=likely.get) == tense


def test_danger_in_one_sentence_counts_for_the_whole(monkeypatch):
    likely = {"whole": chances(none=0.8, now=0.2), "calm": chances(none=1.0), "it": chances(now=1)}
    made = DangerClassifier()
    monkeypatch.setattr(made, "chances", lambda text, vector: likely[text])
    alone = made.chances_of_all(("whole", None), [])
    assert alone == pytest.approx(likely["whole"])
    found = made.chances_of_all(("whole", None), [("calm", None), ("it", None)])
    assert found["now"] == pytest.approx(0.6)
    assert sum(found.values()) == pytest.approx(1.0)
