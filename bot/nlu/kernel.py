"""Logistic regression on how near a sentence is to some thousand lines of the training data.

A linear border asks one direction for each intent; people say the same thing in many. The kernel is
approximated by Nystroem's method (Williams and Seeger, "Using the Nyström method to speed up kernel
machines", 2001): docs/understanding.md has what it gains.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.nlu.arrays import read_arrays, write_arrays
from bot.nlu.softmax import fit_softmax

__all__ = ["KernelRegression"]


class KernelRegression:
    """`fit` or `load` first.

    points: lines of the training data that a sentence is compared with.
    gamma: of the kernel exp(-gamma * squared distance). C: inverse of the penalty.
    """

    def __init__(
        self, points: int = 3000, gamma: float = 0.7, C: float = 100.0, steps: int = 200
    ) -> None:
        self._points = points
        self._gamma = gamma
        self._C = C
        self._steps = steps
        self._fitted: dict[str, np.ndarray] = {}
        # Of each point, the square of its length: as much work as all the rest of a prediction.
        self._lengths = np.zeros(0, np.float32)

    @property
    def classes_(self) -> np.ndarray:
        """The names that the columns of `predict_proba` stand for."""
        return self._fitted["classes"]

    @property
    def n_features_in_(self) -> int:
        return int(self._fitted["points"].shape[1]) if self._fitted else 0

    def fit(self, vectors: np.ndarray, names: Sequence[str]) -> KernelRegression:
        """Learn from vectors (lines, features) and the names of their classes."""
        from sklearn.kernel_approximation import Nystroem

        near = Nystroem(
            gamma=self._gamma, n_components=min(self._points, len(vectors)), random_state=1
        )
        mapped = near.fit_transform(vectors).astype(np.float32)
        classes, weights, offsets = fit_softmax([mapped], names, self._C, self._steps)
        self._fitted = {
            "classes": classes,
            "points": np.asarray(near.components_, dtype=np.float32),
            # The map to the kernel's space and the borders in it are one matrix.
            "weights": (near.normalization_.T @ weights).astype(np.float32),
            "offsets": offsets.astype(np.float32),
            "gamma": np.array(self._gamma, dtype=np.float32),
        }
        self._measure()
        return self

    def predict_proba(self, vectors: np.ndarray) -> np.ndarray:
        """The chances of each class, a row for each vector."""
        fitted = self._fitted
        products = vectors @ fitted["points"].T
        apart = (vectors**2).sum(axis=1)[:, np.newaxis] + self._lengths - 2 * products
        scores = np.exp(-fitted["gamma"] * apart) @ fitted["weights"] + fitted["offsets"]
        # float64 is a float of Python's, which the dialogue's state can be written with.
        chances = np.exp(scores - scores.max(axis=1, keepdims=True)).astype(np.float64)
        return np.asarray(chances / chances.sum(axis=1, keepdims=True))

    def save(self, file: Path) -> None:
        """Write what was learned."""
        write_arrays(file, self._fitted)

    @classmethod
    def load(cls, file: Path) -> KernelRegression:
        """Read what was learned."""
        made = cls()
        made._fitted = read_arrays(file)
        made._measure()
        return made

    def _measure(self) -> None:
        self._lengths = (self._fitted["points"] ** 2).sum(axis=1)
