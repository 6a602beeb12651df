"""Words, letters and vectors in one regression, reckoned by hand for speed."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from bot.nlu.words import MAX_ITER, WordRegression, vectorizers

TEXTS = ["is it on the list", "what do i get", "where is the label", "is that list long"] * 3
NAMES = ["check", "remedy", "label", "check"] * 3


def test_the_chances_are_what_sklearns_own_classes_make_of_the_features(tmp_path):
    vectors = np.random.default_rng(1).random((len(TEXTS), 5), np.float32)
    made = WordRegression(longest=2)
    made.fit(TEXTS, vectors, NAMES)
    made.save(tmp_path / "words.npz")
    kept = WordRegression.load(tmp_path / "words.npz")
    parts = [part.fit(TEXTS) for part in vectorizers(2)]
    learned = LogisticRegression(C=10.0, max_iter=MAX_ITER, random_state=1)

    def features(texts, given):
        return hstack([*(part.transform(texts) for part in parts), csr_matrix(given)]).tocsr()

    learned.fit(features(TEXTS, vectors), NAMES)
    assert list(kept.classes_) == list(learned.classes_)
    for text, vector in [*zip(TEXTS, vectors), ("a word never seen \U0001f600", vectors[0])]:
        theirs = learned.predict_proba(features([text], [vector]))[0]
        assert kept.chances(text, vector) == pytest.approx(theirs, abs=1e-5)
