"""Logistic regression on a message's words, the letters of its words, and its sentence vector.

Words know what a vector of a whole sentence has averaged away; the vector knows what words mean.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from typing_extensions import Self

from bot.nlu.arrays import read_arrays, write_arrays
from bot.nlu.softmax import fit_sigmoids, fit_softmax

__all__ = ["WordMarks", "WordRegression", "vectorizers"]

# Takes matrices of features; gives classes, weights and offsets.
_Fit = Callable[[Sequence[Any]], tuple[np.ndarray, np.ndarray, np.ndarray]]

# What stands between spaces is a word, an emoji too.
WORD = {"token_pattern": r"\S+"}
# More steps took longer and changed nothing.
STEPS = 60
COMMON = {"min_df": 2, "sublinear_tf": True, "lowercase": False}


def vectorizers(longest: int) -> tuple[Any, Any]:
    """How letters and words become features: TfidfVectorizers of sklearn, still to be fitted.

    longest: words in a row that are one feature.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), **COMMON)
    return letters, TfidfVectorizer(ngram_range=(1, longest), **WORD, **COMMON)


class _WordScores:
    """`fit` or `load` first.

    C: inverse of the penalty. longest: see `vectorizers`.
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

    def chances(self, words: str, vector: Any) -> np.ndarray:
        """How likely each of `classes_` is for a message with this sentence vector."""
        scores = vector @ self._fitted["vector"] + self._fitted["offsets"]
        scores += sum(scorer.scores(words) for scorer in self._scorers)
        return self._likely(scores)

    def save(self, file: Path) -> None:
        """Write what was learned."""
        write_arrays(file, self._fitted)

    @classmethod
    def load(cls, file: Path) -> Self:
        """Read what was learned."""
        made = cls()
        made._fitted = read_arrays(file)
        made._make_scorers()
        return made

    def _likely(self, scores: np.ndarray) -> np.ndarray:
        raise NotImplementedError

    def _learn(self, words: Sequence[str], vectors: Sequence[Any], fit: _Fit) -> None:
        parts = [vectorizer.fit(words) for vectorizer in vectorizers(self._longest)]
        features = [part.transform(words).astype(np.float32) for part in parts]
        features.append(np.asarray(vectors, dtype=np.float32))
        classes, weights, offsets = fit(features)
        borders = np.cumsum([len(part.vocabulary_) for part in parts])
        *of_parts, of_vector = np.split(weights, borders)
        self._fitted = {
            "classes": classes,
            "offsets": offsets,
            "vector": of_vector,
            "longest": np.array(self._longest),
        }
        for number, (part, own) in enumerate(zip(parts, of_parts)):
            told = "\n".join(sorted(part.vocabulary_, key=part.vocabulary_.__getitem__))
            self._fitted |= {
                f"pieces{number}": np.frombuffer(told.encode(), np.uint8),
                f"rarity{number}": part.idf_,
                f"weights{number}": own,
            }
        self._make_scorers()

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


class WordRegression(_WordScores):
    """Which one of several classes a message is of. A class weighs as much as it has lines."""

    def fit(self, words: Sequence[str], vectors: Sequence[Any], names: Sequence[str]) -> None:
        """Learn from messages, as words with spaces between, their vectors and their classes."""
        self._learn(words, vectors, lambda parts: fit_softmax(parts, names, self._C, STEPS))

    def _likely(self, scores: np.ndarray) -> np.ndarray:
        likely: np.ndarray = np.exp(scores - scores.max())
        return likely / likely.sum()


class WordMarks(_WordScores):
    """Which of several marks a message bears: none, one or more of them."""

    def fit(
        self, words: Sequence[str], vectors: Sequence[Any], marks: Sequence[Collection[str]]
    ) -> None:
        """Learn from messages, as words with spaces between, their vectors and their marks."""
        names = sorted({name for own in marks for name in own})
        place = {name: number for number, name in enumerate(names)}
        truths = np.zeros((len(marks), len(names)), np.float32)
        for line, own in enumerate(marks):
            truths[line, [place[name] for name in own]] = 1
        self._learn(
            words,
            vectors,
            lambda parts: (np.array(names), *fit_sigmoids(parts, truths, self._C, STEPS)),
        )

    def _likely(self, scores: np.ndarray) -> np.ndarray:
        return 1 / (1 + np.exp(-scores))


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
