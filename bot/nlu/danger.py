"""How a message tells of danger, learned from lines: now, past, asked or none.

It stands beside the rules of `bot.safety`: they know the signs, it knows what people talk of. The
features are the sentence vector and the message's words in the spelling of the rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.nlu.words import WordRegression
from bot.safety import Hazard, names_signs, plain_words

__all__ = ["DangerClassifier", "judge", "read_lines"]

# Set on part A of the blind set. An alarm of the rules falls to the past only where that is
# likelier than not and "now" less likely than DROP; to none, or to a question, where "now" is less
# likely than CALM, or than CALM_HINTED where the intents hold it for danger from STRONG_HINT on.
# Without a sign one is raised from RAISE on where the intents hint at danger, and
# without any hint from RAISE_ALONE on; against what the rules read as past or asked, from
# RAISE_AGAINST on.
SURE = 0.5
DROP = 0.25
CALM = 0.35
CALM_HINTED = 0.1
RAISE = 0.5
RAISE_ALONE = 0.7
RAISE_AGAINST = 0.6
RAISE_EXPLAINED = 0.65
HINT = 0.01
STRONG_HINT = 0.3


def judge(
    text: str, told: Hazard | None, chances: Mapping[str, float], hint: float
) -> Hazard | None:
    """The danger in a message, by what the rules found in it and how likely each tense is.

    hint: how likely the classifier of intents holds it to tell of danger, 0 to 1.
    """
    tense = max(chances, key=chances.__getitem__)
    now = chances["now"]
    if told is None:
        # What the rules saw and explained away is hardly danger; what they have no word for may be.
        if names_signs(text):
            return Hazard("now", ()) if now >= RAISE_EXPLAINED else None
        if now >= RAISE_ALONE or (now >= RAISE and hint >= HINT):
            return Hazard("now", ())
        sure = tense not in ("none", "now") and chances[tense] >= SURE and hint >= HINT
        return Hazard(tense, ()) if sure else None  # type: ignore[arg-type]
    if told.tense != "now":
        return Hazard("now", told.signs) if now >= RAISE_AGAINST else told
    over = tense == "past"
    calm = CALM_HINTED if hint >= STRONG_HINT else CALM
    if told.plain or now >= (DROP if over else calm) or (over and chances[tense] < SURE):
        return told
    return None if tense == "none" else Hazard(tense, told.signs)  # type: ignore[arg-type]


def read_lines(folder: Path) -> dict[str, list[str]]:
    """The lines of each tense, from `<tense>.yml` and `<tense>.<more>.yml` files of blocks.

    A line that several blocks of a tense tell counts once.
    """
    told: dict[str, dict[str, None]] = {}
    for file in sorted(folder.glob("*.yml")):
        tense = told.setdefault(file.name.partition(".")[0], {})
        for block in YAML(typ="safe").load(file).values():
            tense |= dict.fromkeys(line.strip() for line in block.splitlines() if line.strip())
    return {tense: list(lines) for tense, lines in told.items()}


class DangerClassifier:
    """Chances of now, past, asked and none; `fit` or `load` first."""

    def __init__(self) -> None:
        self._words = WordRegression(C=30.0)

    def fit(self, texts: Sequence[str], vectors: Sequence[Any], tenses: Sequence[str]) -> None:
        """Learn from labelled messages and their sentence vectors."""
        self._words.fit([plain_words(text) for text in texts], vectors, tenses)

    def chances(self, text: str, vector: Any) -> dict[str, float]:
        """How likely each tense is for a message with this sentence vector."""
        chances = self._words.chances(plain_words(text), vector)
        return {str(n): float(p) for n, p in zip(self._words.classes_, chances)}

    def chances_of_all(
        self, whole: tuple[str, Any], pieces: Iterable[tuple[str, Any]]
    ) -> dict[str, float]:
        """How likely each tense is for a message of several sentences, texts with their vectors.

        Danger told in one sentence of many is hardly seen in the whole: "now" is half as likely as
        the whole holds it, and half as its most alarming piece does.
        """
        chances = self.chances(*whole)
        now = chances["now"]
        most = max([now, *(self.chances(*piece)["now"] for piece in pieces)])
        left = (1.0 - (now + most) / 2) / max(1.0 - now, 1e-9)
        return {tense: p * left for tense, p in chances.items()} | {"now": (now + most) / 2}

    def save(self, file: Path) -> None:
        """Write what was learned."""
        self._words.save(file)

    @classmethod
    def load(cls, file: Path) -> DangerClassifier:
        """Read what was learned."""
        made = cls()
        made._words = WordRegression.load(file)
        return made
