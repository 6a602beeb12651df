"""Logistic regression on a message's words, the letters of its words, and its sentence vector.

Words know what a vector of a whole sentence has averaged away; the vector knows what words mean.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bot.nlu.arrays import read_arrays, write_arrays

__all__ = ["WordRegression", "vectorizers"]

# What stands between spaces is a word, an emoji too.
WORD = {"token_pattern": r"\S+"}
# More steps took longer and changed nothing.
MAX_ITER = 60
COMMON = {"min_df": 2, "sublinear_tf": True, "lowercase": False}


def vectorizers(longest: int) -> tuple[Any, Any]:
    """How letters and words become features: TfidfVectorizers of sklearn, still to be fitted.

    longest: words in a row that are one feature.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), **COMMON)
    return letters, TfidfVectorizer(ngram_range=(1, longest), **WORD, **COMMON)


class WordRegression:
    """`fit` or `load` first.

    C: inverse of the penalty. longest: see `vectorizers`. A class weighs as much as it has lines.
    """

    def __init__(self, C: float = 10.0, longest: int = 3) -> None:
        self._C = C
        self._longest = longest
        self._fitted: dict[str, np.ndarray] = {}
        self._scorers: list[_Scorer] = []

    @property
    def classes_(self) -> np.ndarray:
        """The names that `chances` stand for."""
        return self._fitted["classes"]

    def fit(self, words: Sequence[str], vectors: Sequence[Any], names: Sequence[str]) -> None:
        """Learn from messages, as words with spaces between, their vectors and their classes."""
        from scipy.sparse import csr_matrix, hstack
        from sklearn.linear_model import LogisticRegression

        parts = [vectorizer.fit(words) for vectorizer in vectorizers(self._longest)]
        features = [part.transform(words) for part in parts]
        features.append(csr_matrix(np.asarray(vectors, dtype=np.float32)))
        learned = LogisticRegression(C=self._C, max_iter=MAX_ITER, random_state=1)
        learned.fit(hstack(features).tocsr(), list(names))
        borders = np.cumsum([len(part.vocabulary_) for part in parts])
        *of_parts, of_vector = np.split(learned.coef_.T.astype(np.float32), borders)
        self._fitted = {
            "classes": np.array(learned.classes_, dtype=np.str_),
            "offsets": learned.intercept_,
            "vector": of_vector,
            "longest": np.array(self._longest),
        }
        for number, (part, weights) in enumerate(zip(parts, of_parts)):
            told = "\n".join(sorted(part.vocabulary_, key=part.vocabulary_.__getitem__))
            self._fitted |= {
                f"pieces{number}": np.frombuffer(told.encode(), np.uint8),
                f"rarity{number}": part.idf_,
                f"weights{number}": weights,
            }
        self._make_scorers()

    def chances(self, words: str, vector: Any) -> np.ndarray:
        """How likely each of `classes_` is for a message with this sentence vector."""
        scores = vector @ self._fitted["vector"] + self._fitted["offsets"]
        scores += sum(scorer.scores(words) for scorer in self._scorers)
        likely = np.exp(scores - scores.max())
        chances: np.ndarray = likely / likely.sum()
        return chances

    def save(self, file: Path) -> None:
        """Write what was learned."""
        write_arrays(file, self._fitted)

    @classmethod
    def load(cls, file: Path) -> WordRegression:
        """Read what was learned."""
        made = cls()
        made._fitted = read_arrays(file)
        made._make_scorers()
        return made

    def _make_scorers(self) -> None:
        found = self._fitted
        self._scorers = [
            _Scorer(
                vectorizer.build_analyzer(),
                found[f"pieces{number}"].tobytes().decode().split("\n"),
                found[f"rarity{number}"],
                found[f"weights{number}"],
            )
            for number, vectorizer in enumerate(vectorizers(int(found["longest"])))
        ]


class _Scorer:
    """What a vectorizer's features of one message add to each class's score.

    For one short message the sparse matrices of sklearn cost ten times what is reckoned with them.
    """

    def __init__(
        self,
        cut: Callable[[str], Sequence[str]],
        pieces: Sequence[str],
        rarity: np.ndarray,
        weights: np.ndarray,
    ) -> None:
        self._cut = cut
        self._columns = {piece: column for column, piece in enumerate(pieces)}
        self._rarity = rarity
        self._weights = weights

    def scores(self, words: str) -> np.ndarray:
        counts = Counter(self._columns[p] for p in self._cut(words) if p in self._columns)
        columns = np.fromiter(counts, np.intp, len(counts))
        told = 1.0 + np.log(np.fromiter(counts.values(), np.float64, len(counts)))
        told *= self._rarity[columns]
        length = np.linalg.norm(told)
        scores: np.ndarray = (told / length if length else told) @ self._weights[columns]
        return scores
