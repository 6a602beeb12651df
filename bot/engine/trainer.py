"""What the desk needs of the engine to try a common question; whoever wires them hands it in."""

from __future__ import annotations

from pathlib import Path

from bot.conversations.common_questions import CommonQuestion
from bot.engine.evaluation import DANGER, Comparison, compare, load_report
from bot.engine.train import QUESTIONS, fingerprint
from bot.nlu.labels import known_lines

__all__ = ["QuestionTrainer"]


class QuestionTrainer:
    """Models and reports of one project. root: the project. See `bot.desk.trials.Trainer`."""

    def __init__(self, root: Path, reports: Path, models: Path) -> None:
        self.root = root
        self.reports = reports
        self._models = models

    @property
    def folder(self) -> Path:
        """Where the common questions are."""
        return self.root / QUESTIONS

    def known_lines(self) -> dict[str, str]:
        """Every training line, with its intent."""
        return known_lines(self.root / "data/nlu")

    def model(self, question: CommonQuestion | None = None, without: str = "") -> str | None:
        """The model with this question, or without the one of that name; None: not trained."""
        name = fingerprint(self.root, question, without)
        return name if (self._models / f"recall-{name}.tar.gz").is_file() else None

    def compared(self, question: CommonQuestion) -> Comparison | None:
        """What the model with it, as it is now, does otherwise than the present one."""
        before = load_report(self.reports, fingerprint(self.root))
        after = load_report(self.reports, fingerprint(self.root, question))
        return compare(before, after) if before and after and not question.live else None

    def loses_alarms(self, compared: Comparison) -> bool:
        """Would danger raise the alarm less often?"""
        return any(
            name.startswith(DANGER) and before is not None and (after is None or after < before)
            for name, before, after in compared.figures
        )
