"""Logistic regression over features that lie in several matrices side by side.

What is minimized is what sklearn's LogisticRegression minimizes, by the same method (L-BFGS). That
one wants a single matrix and reckons in double precision: with sentence vectors beside the counts
of words it took several times as long for the same borders.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

__all__ = ["fit_sigmoids", "fit_softmax"]


def fit_softmax(
    parts: Sequence[Any], names: Sequence[str], C: float, steps: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Learn borders between classes: their names (K), weights (features, K) and offsets (K).

    parts: matrices (lines, features), dense or sparse, float32. C: inverse of the penalty on the
    weights. steps: at most so many.
    """
    classes, meant = np.unique(np.asarray(names, dtype=np.str_), return_inverse=True)
    lines = np.arange(len(meant))

    def missed(scores: np.ndarray) -> tuple[float, np.ndarray]:
        scores -= scores.max(axis=1, keepdims=True)
        chances = np.exp(scores)
        total = chances.sum(axis=1, keepdims=True)
        lost = np.log(total[:, 0]) - scores[lines, meant]
        chances /= total
        chances[lines, meant] -= 1
        return float(lost.sum(dtype=np.float64)), chances

    return classes, *_fit(parts, len(classes), missed, C, steps)


def fit_sigmoids(
    parts: Sequence[Any], truths: np.ndarray, C: float, steps: int
) -> tuple[np.ndarray, np.ndarray]:
    """Learn a border for each of K things that may be true together: weights and offsets.

    truths: (lines, K), 1 where a thing is true, else 0. The rest as for `fit_softmax`.
    """

    def missed(scores: np.ndarray) -> tuple[float, np.ndarray]:
        lost = np.logaddexp(0, scores) - truths * scores
        return float(lost.sum(dtype=np.float64)), 1 / (1 + np.exp(-scores)) - truths

    return _fit(parts, truths.shape[1], missed, C, steps)


def _fit(
    parts: Sequence[Any],
    count: int,
    missed: Callable[[np.ndarray], tuple[float, np.ndarray]],
    C: float,
    steps: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Minimize the penalty and what scores (lines, count) miss, which is told with its slope."""
    from scipy.optimize import minimize

    borders = np.cumsum([part.shape[1] for part in parts])

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        *weights, offsets = np.split(flat.astype(np.float32).reshape(-1, count), borders)
        lost, steep = missed(sum(part @ w for part, w in zip(parts, weights)) + offsets)
        slopes = [part.T @ steep + w / C for part, w in zip(parts, weights)]
        slopes.append(steep.sum(axis=0, keepdims=True))
        penalty = sum(float(np.vdot(w, w)) for w in weights) / (2 * C)
        return lost + penalty, np.concatenate(slopes).astype(np.float64).ravel()

    start = np.zeros((borders[-1] + 1) * count)
    found = minimize(loss, start, method="L-BFGS-B", jac=True, options={"maxiter": steps})
    learned = found.x.reshape(-1, count)
    return learned[:-1].astype(np.float32), learned[-1]
