"""The borders that are learned are those that sklearn's LogisticRegression learns."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from bot.nlu.softmax import fit_sigmoids, fit_softmax


@pytest.mark.parametrize("C", [0.1, 10.0])
def test_classes_and_chances_are_those_of_sklearn(C):
    chance = np.random.default_rng(1)
    dense = chance.normal(size=(300, 8)).astype(np.float32)
    sparse = csr_matrix((chance.random((300, 20)) < 0.1).astype(np.float32))
    drawn = dense[:, 0] + sparse.toarray()[:, 0] + chance.normal(size=300)
    names = np.array(["b", "c", "a"])[np.digitize(drawn, [-0.5, 0.5])]
    classes, weights, offsets = fit_softmax([sparse, dense], names, C, 500)

    learned = LogisticRegression(C=C, max_iter=500, tol=1e-6)
    features = hstack([sparse, csr_matrix(dense)]).tocsr()
    learned.fit(features, names)
    scores = features @ weights + offsets
    likely = np.exp(scores - scores.max(axis=1, keepdims=True))
    assert list(classes) == list(learned.classes_) == ["a", "b", "c"]
    theirs = learned.predict_proba(features)
    assert likely / likely.sum(axis=1, keepdims=True) == pytest.approx(theirs, abs=1e-3)


def test_no_more_steps_are_made_than_are_allowed():
    dense = np.eye(3, dtype=np.float32)
    _, one, _ = fit_softmax([dense], ["a", "b", "c"], 1e6, 1)
    _, many, _ = fit_softmax([dense], ["a", "b", "c"], 1e6, 100)
    assert np.abs(one).max() < np.abs(many).max()


def test_what_may_be_true_together_is_learned_as_by_sklearn_one_by_one():
    chance = np.random.default_rng(2)
    dense = chance.normal(size=(300, 8)).astype(np.float32)
    sparse = csr_matrix((chance.random((300, 20)) < 0.1).astype(np.float32))
    drawn = dense[:, :3] + sparse.toarray()[:, :3] + chance.normal(size=(300, 3))
    truths = (drawn > 0.4).astype(np.float32)
    weights, offsets = fit_sigmoids([sparse, dense], truths, 2.0, 500)

    features = hstack([sparse, csr_matrix(dense)]).tocsr()
    likely = 1 / (1 + np.exp(-(features @ weights + offsets)))
    for number in range(3):
        learned = LogisticRegression(C=2.0, max_iter=500, tol=1e-6).fit(features, truths[:, number])
        theirs = learned.predict_proba(features)[:, 1]
        assert likely[:, number] == pytest.approx(theirs, abs=1e-3)
