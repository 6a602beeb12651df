"""Words, letters and vectors in one regression, reckoned by hand for speed."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from bot.nlu.arrays import read_arrays
from bot.nlu.words import STEPS, WordMarks, WordRegression, vectorizers


def weights_of(file):
    """What was learned as sklearn holds it: what is compared is how it is reckoned with."""
    found = read_arrays(file)
    weights = np.vstack([found["weights0"], found["weights1"], found["vector"]])
    return weights.T.astype(np.float64), found["offsets"]


TEXTS = ["is it on the list", "what do i get", "where is the label", "is that list long"] * 3
NAMES = ["check", "remedy", "label", "check"] * 3


def test_the_chances_are_what_sklearns_own_classes_make_of_the_features(tmp_path):
    vectors = np.random.default_rng(1).random((len(TEXTS), 5), np.float32)
    made = WordRegression(longest=2)
    made.fit(TEXTS, vectors, NAMES)
    made.save(tmp_path / "words.npz")
    kept = WordRegression.load(tmp_path / "words.npz")
    parts = [part.fit(TEXTS) for part in vectorizers(2)]
    learned = LogisticRegression(C=10.0, max_iter=STEPS)

    def features(texts, given):
        return hstack([*(part.transform(texts) for part in parts), csr_matrix(given)]).tocsr()

    learned.fit(features(TEXTS, vectors), NAMES)
    assert list(kept.classes_) == list(learned.classes_)
    learned.coef_, learned.intercept_ = weights_of(tmp_path / "words.npz")
    for text, vector in [*zip(TEXTS, vectors), ("a word never seen \U0001f600", vectors[0])]:
        theirs = learned.predict_proba(features([text], [vector]))[0]
        assert kept.chances(text, vector) == pytest.approx(theirs, abs=1e-5)


def test_marks_are_learned_each_by_itself_and_kept(tmp_path):
    texts = ["where is the label", "what do i get", "where is the label and what do i get"] * 4
    marks = [{"label"}, {"remedy"}, {"label", "remedy", "several"}] * 4
    vectors = np.zeros((len(texts), 2), np.float32)
    made = WordMarks(longest=2)
    made.fit(texts, vectors, marks)
    made.save(tmp_path / "marks.npz")
    kept = WordMarks.load(tmp_path / "marks.npz")
    assert list(kept.classes_) == ["label", "remedy", "several"]
    for text, vector, own in zip(texts, vectors, marks):
        likely = kept.chances(text, vector)
        assert set(kept.classes_[likely > 0.5]) == own
        assert list(likely) == list(made.chances(text, vector))
