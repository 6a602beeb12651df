"""Logistic regression on a message's words, the letters of its words, and its sentence vector.

Words know what a vector of a whole sentence has averaged away; the vector knows what words mean.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

__all__ = ["WordRegression"]

# What counts as a word: anything between spaces, an emoji too.
WORD = {"token_pattern": r"\S+"}
# More took longer and changed nothing.
MAX_ITER = 60
COMMON = {"min_df": 2, "sublinear_tf": True, "lowercase": False}


class WordRegression:
    """`fit` or `load` first.

    C: inverse of the penalty. longest: words in a row that are looked at together. A class weighs
    as much as it has lines.
    """

    def __init__(self, C: float = 10.0, longest: int = 3) -> None:
        self._C = C
        self._longest = longest
        self._parts: dict[str, Any] = {}
        self._scorers: list[_Scorer] = []

    @property
    def classes_(self) -> Any:
        """The names that `chances` stand for."""
        return self._parts["classes"].classes_

    def fit(self, words: Sequence[str], vectors: Sequence[Any], names: Sequence[str]) -> None:
        """Learn from messages, as words with spaces between, their vectors and their classes."""
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression

        letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), **COMMON)
        phrases = TfidfVectorizer(ngram_range=(1, self._longest), **WORD, **COMMON)
        self._parts = {"letters": letters.fit(words), "words": phrases.fit(words)}
        classes = LogisticRegression(C=self._C, max_iter=MAX_ITER, random_state=1)
        self._parts["classes"] = classes.fit(self._features(words, vectors), list(names))
        self._take_apart()

    def chances(self, words: str, vector: Any) -> np.ndarray:
        """How likely each of `classes_` is for a message with this sentence vector."""
        regression = self._parts["classes"]
        scores = regression.coef_[:, -len(vector) :] @ vector + regression.intercept_
        scores += sum(scorer.scores(words) for scorer in self._scorers)
        likely = np.exp(scores - scores.max())
        chances: np.ndarray = likely / likely.sum()
        return chances

    def save(self, file: Path) -> None:
        """Write what was learned."""
        import skops.io

        skops.io.dump(self._parts, file)

    @classmethod
    def load(cls, file: Path) -> WordRegression:
        """Read what was learned; types that are not the learner's own are refused."""
        import skops.io

        made = cls()
        made._parts = skops.io.load(file, trusted=["scipy.sparse._csr.csr_matrix"])
        made._take_apart()
        return made

    def _features(self, words: Sequence[str], vectors: Sequence[Any]) -> Any:
        from scipy.sparse import csr_matrix, hstack

        parts = [self._parts["letters"].transform(words), self._parts["words"].transform(words)]
        return hstack([*parts, csr_matrix(np.asarray(vectors, dtype=np.float32))]).tocsr()

    def _take_apart(self) -> None:
        weights = self._parts["classes"].coef_.T
        letters, words = self._parts["letters"], self._parts["words"]
        border = len(letters.vocabulary_)
        self._scorers = [
            _Scorer(letters, weights[:border]),
            _Scorer(words, weights[border : border + len(words.vocabulary_)]),
        ]


class _Scorer:
    """What a vectorizer's features of one message add to each class's score.

    For one short message the sparse matrices of sklearn cost ten times what is reckoned with them.
    """

    def __init__(self, vectorizer: Any, weights: np.ndarray) -> None:
        self._pieces = vectorizer.build_analyzer()
        self._columns: dict[str, int] = vectorizer.vocabulary_
        self._idf = vectorizer.idf_
        self._weights = np.ascontiguousarray(weights)

    def scores(self, words: str) -> np.ndarray:
        counts = Counter(self._columns[p] for p in self._pieces(words) if p in self._columns)
        columns = np.fromiter(counts, np.intp, len(counts))
        told = 1.0 + np.log(np.fromiter(counts.values(), np.float64, len(counts)))
        told *= self._idf[columns]
        length = np.linalg.norm(told)
        scores: np.ndarray = (told / length if length else told) @ self._weights[columns]
        return scores
