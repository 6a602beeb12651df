"""How a message tells of danger, learned from lines: now, past, asked or none.

It stands beside the rules of `bot.safety`: they know the signs, it knows what people talk of. The
features are the sentence vector and the message's words in the spelling of the rules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from ruamel.yaml import YAML
from scipy.sparse import csr_matrix, hstack

from bot.safety import Hazard, names_signs, plain_words

__all__ = ["DangerClassifier", "judge", "read_lines"]

# Set on lines of our own that neither the rules nor the classifier had seen, and on part A of the
# blind set. An alarm of the rules falls to the past only where that is sure and "now" as unlikely
# as DROP; to none, or to a question, where "now" is as unlikely as CALM. Without a sign one is
# raised from RAISE on where the intents hint at danger, by less where they do so clearly, and
# without any hint only where it is nearly certain; against what the rules read as past or asked,
# from RAISE_AGAINST on, or by less with a clear hint.
SURE = 0.8
DROP = 0.02
CALM = 0.1
RAISE = 0.5
RAISE_HINTED = 0.3
RAISE_ALONE = 0.97
RAISE_AGAINST = 0.5
RAISE_AGAINST_HINTED = 0.4
RAISE_EXPLAINED = 0.9
HINT = 0.02
CLEAR_HINT = 0.15


# What counts as a word: anything between spaces, an emoji too.
WORD = {"token_pattern": r"\S+"}


def judge(
    text: str, told: Hazard | None, chances: Mapping[str, float], hint: float
) -> Hazard | None:
    """The danger in a message, by what the rules found in it and how likely each tense is.

    hint: how likely the classifier of intents holds it to tell of danger, 0 to 1.
    """
    tense = max(chances, key=chances.__getitem__)
    now = chances["now"]
    clear = hint >= CLEAR_HINT
    if told is None:
        # What the rules saw and explained away is hardly danger; what they have no word for may be.
        if names_signs(text):
            return Hazard("now", ()) if now >= RAISE_EXPLAINED else None
        if now >= RAISE_ALONE or (now >= RAISE and hint >= HINT) or (now >= RAISE_HINTED and clear):
            return Hazard("now", ())
        sure = tense not in ("none", "now") and chances[tense] >= SURE and hint >= HINT
        return Hazard(tense, ()) if sure else None  # type: ignore[arg-type]
    if told.tense != "now":
        against = now >= RAISE_AGAINST or (now >= RAISE_AGAINST_HINTED and clear)
        return Hazard("now", told.signs) if against else told
    over = tense == "past"
    if told.plain or now >= (DROP if over else CALM) or (over and chances[tense] < SURE):
        return told
    return None if tense == "none" else Hazard(tense, told.signs)  # type: ignore[arg-type]


def read_lines(folder: Path) -> dict[str, list[str]]:
    """The lines of each tense, from `<tense>.yml` and `<tense>.<more>.yml` files of blocks."""
    told: dict[str, list[str]] = {}
    for file in sorted(folder.glob("*.yml")):
        tense = told.setdefault(file.name.partition(".")[0], [])
        for block in YAML(typ="safe").load(file).values():
            tense += [line.strip() for line in block.splitlines() if line.strip()]
    return told


class DangerClassifier:
    """Chances of now, past, asked and none; `fit` or `load` first."""

    def __init__(self) -> None:
        self._parts: dict[str, Any] = {}
        self._scorers: list[_Scorer] = []

    def fit(self, texts: Sequence[str], vectors: Sequence[Any], tenses: Sequence[str]) -> None:
        """Learn from labelled messages and their sentence vectors."""
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression

        common = {"min_df": 2, "sublinear_tf": True, "lowercase": False}
        words = [plain_words(text) for text in texts]
        self._parts = {
            "letters": TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), **common).fit(words),
            "words": TfidfVectorizer(ngram_range=(1, 3), **WORD, **common).fit(words),
        }
        classes = LogisticRegression(C=10.0, max_iter=400, class_weight="balanced", random_state=1)
        classes.fit(self._features(words, vectors), list(tenses))
        self._parts["classes"] = classes
        self._take_apart()

    def chances(self, text: str, vector: Any) -> dict[str, float]:
        """How likely each tense is for a message with this sentence vector."""
        classes, words = self._parts["classes"], plain_words(text)
        of_vector = classes.coef_[:, -len(vector) :]
        scores = of_vector @ vector + classes.intercept_
        scores += sum(scorer.scores(words) for scorer in self._scorers)
        likely = np.exp(scores - scores.max())
        return {str(n): float(p) for n, p in zip(classes.classes_, likely / likely.sum())}

    def save(self, file: Path) -> None:
        """Write what was learned."""
        import skops.io

        skops.io.dump(self._parts, file)

    @classmethod
    def load(cls, file: Path) -> DangerClassifier:
        """Read what was learned; types that are not the learner's own are refused."""
        import skops.io

        made = cls()
        made._parts = skops.io.load(file, trusted=["scipy.sparse._csr.csr_matrix"])
        made._take_apart()
        return made

    def _features(self, words: Sequence[str], vectors: Sequence[Any]) -> Any:
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
