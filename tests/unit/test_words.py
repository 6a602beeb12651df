"""Words, letters and vectors in one regression, reckoned by hand for speed."""

from __future__ import annotations

import numpy as np
import pytest

from bot.nlu.words import WordRegression

TEXTS = ["is it on the list", "what do i get", "where is the label", "is that list long"] * 3
NAMES = ["check", "remedy", "label", "check"] * 3


def test_the_chances_are_what_sklearns_own_classes_make_of_the_features(tmp_path):
    vectors = np.random.default_rng(1).random((len(TEXTS), 5), np.float32)
    made = WordRegression()
    made.fit(TEXTS, vectors, NAMES)
    made.save(tmp_path / "words.skops")
    kept = WordRegression.load(tmp_path / "words.skops")
    for text, vector in [*zip(TEXTS, vectors), ("a word never seen \U0001f600", vectors[0])]:
        theirs = kept._parts["classes"].predict_proba(kept._features([text], [vector]))[0]
        assert kept.chances(text, vector) == pytest.approx(theirs)
