"""Common questions as Rasa's training data: an intent, a response and a rule for each."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.conversations.common_questions import CommonQuestion

__all__ = ["write_training_data"]

VERSION = "3.1"


def write_training_data(
    folder: Path, domain: Path, questions: Sequence[CommonQuestion]
) -> tuple[Path, list[Path]]:
    """(the domain with the questions, the further training files), all in `folder`."""
    together = folder / "domain"
    together.mkdir()
    shutil.copy(domain, together / "domain.yml")
    intents = [q.intent for q in questions]
    answers = {q.response: [{"text": q.answer}] for q in questions}
    _write(together / "questions.yml", {"intents": intents, "responses": answers})
    lines = [
        {"intent": q.intent, "examples": "".join(f"- {line}\n" for line in q.phrasings)}
        for q in questions
    ]
    rules = [
        {
            "rule": f"common question {q.name}",
            "steps": [{"intent": q.intent}, {"action": "action_answer_question"}],
        }
        for q in questions
    ]
    _write(folder / "nlu.yml", {"nlu": lines})
    _write(folder / "rules.yml", {"rules": rules})
    return together, [folder / "nlu.yml", folder / "rules.yml"]


def _write(file: Path, content: dict[str, Any]) -> None:
    # Rasa looks for the keys at the beginning of a line; what people wrote is quoted where it must.
    writer = YAML()
    writer.width = 10_000
    with file.open("w", encoding="utf-8") as out:
        writer.dump({"version": VERSION, **content}, out)
