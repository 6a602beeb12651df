"""Common questions that a lead adds: phrasings and an answer, in files, without touching code.

A question is one YAML file in `data/questions`. It understands nothing before it is live and the
model was trained with it. Its intent is named after the nearest of the fixed ones: `parse` and
everything that counts intents knows by the name where it belongs.

QuestionRefused   the question may not be kept; the message says why
"""

from __future__ import annotations

import io
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

__all__ = [
    "NEAREST", "SEPARATOR", "CommonQuestion", "QuestionRefused", "find_question",
    "load_questions", "nearest_intent", "remove_question", "save_question",
]  # fmt: skip

SEPARATOR = "__"
# What a common question can be nearest to: the topics that a recall's facts answer.
NEAREST = (
    "bought_secondhand", "claim_status", "disposal", "find_label", "no_serial", "not_in_us",
    "other_recall", "photo_requirements", "privacy", "receipt_needed", "remedy_options",
    "warranty_other_product", "where_sold", "why_recalled",
)  # fmt: skip
_NAME = re.compile(r"[a-z][a-z0-9]{0,20}(?:_[a-z0-9]{1,20}){0,4}")


class QuestionRefused(Exception):
    """The question may not be kept; the message says why."""


@dataclass(frozen=True)
class CommonQuestion:
    """One question. name: letters, digits, single underscores. nearest: the fixed intent it is
    counted under. phrasings: what it is learned from. tests: further ones, only to measure if it
    is understood. answer: what is said, facts of the recall in braces. live: train with it."""

    name: str
    nearest: str
    phrasings: tuple[str, ...]
    tests: tuple[str, ...]
    answer: str
    live: bool = False
    by: str = ""

    @property
    def intent(self) -> str:
        """The intent that its phrasings mean."""
        return f"{self.nearest}{SEPARATOR}{self.name}"

    @property
    def response(self) -> str:
        """The response that `action_answer_question` says for that intent."""
        return f"utter_question_{self.intent}"


def nearest_intent(intent: str) -> str:
    """The fixed intent that an intent of a common question belongs to; others stay as they are."""
    return intent.partition(SEPARATOR)[0]


def load_questions(folder: Path) -> list[CommonQuestion]:
    """All questions, by name; none where there is no folder. Raises QuestionRefused."""
    return [_read(file) for file in sorted(folder.glob("*.yml"))]


def find_question(folder: Path, name: str) -> CommonQuestion | None:
    """The question with this name."""
    file = folder / f"{name}.yml"
    return _read(file) if _NAME.fullmatch(name) and file.is_file() else None


def save_question(folder: Path, question: CommonQuestion) -> None:
    """Write it, in one step. What it says has been checked (`question_checks`)."""
    _check_names(question)
    folder.mkdir(parents=True, exist_ok=True)
    rows = {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(question).items()}
    out = io.StringIO()
    YAML().dump(rows, out)
    part = folder / f"{question.name}.part"
    part.write_text(out.getvalue(), encoding="utf-8")
    part.replace(folder / f"{question.name}.yml")


def remove_question(folder: Path, name: str) -> None:
    """Delete it; the model forgets it at the next training."""
    if _NAME.fullmatch(name):
        (folder / f"{name}.yml").unlink(missing_ok=True)


def _read(file: Path) -> CommonQuestion:
    try:
        rows = YAML(typ="safe").load(file)
        given = {key: _plain(rows[key]) for key in CommonQuestion.__dataclass_fields__}
        question = CommonQuestion(**given)  # type: ignore[arg-type]
    except (YAMLError, KeyError, TypeError, UnicodeDecodeError) as error:
        raise QuestionRefused(
            f"{file.name} is no common question: {type(error).__name__}"
        ) from None
    _check_names(question)
    if question.name != file.stem:
        raise QuestionRefused(f"{file.name} holds the question {question.name}.")
    return question


def _plain(value: object) -> object:
    return tuple(map(str, value)) if isinstance(value, list) else value


def _check_names(question: CommonQuestion) -> None:
    if not isinstance(question.name, str) or not _NAME.fullmatch(question.name):
        raise QuestionRefused("The name is small letters, digits and single underscores.")
    if question.nearest not in NEAREST:
        raise QuestionRefused(f"{question.nearest} is none of: {', '.join(NEAREST)}.")
