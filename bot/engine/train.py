"""Trains the Rasa model when what it depends on has changed; its name holds their hash."""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path

from bot.conversations.common_questions import CommonQuestion, load_questions
from bot.engine.question_data import write_training_data

__all__ = ["ModelMissing", "current_model", "fingerprint", "live_questions", "train"]

# The common questions that a lead has added.
QUESTIONS = "data/questions"

# Everything a trained model depends on, relative to the project.
INPUTS = (
    "config.yml", "domain.yml", "data/nlu", "data/stories", "data/danger", "data/several",
    "bot/nlu", "bot/recalls/reading", "bot/safety.py", "bot/safety_names.py", "bot/safety_words.py",
    "requirements.lock",
)  # fmt: skip
KEPT_MODELS = 3


class ModelMissing(Exception):
    """There is no model for the present data; the message says what to do."""


def fingerprint(root: Path, trial: CommonQuestion | None = None, without: str = "") -> str:
    """A hash of all that the model depends on.

    trial: as if this common question were live, too. without: as if the one of this name were not.
    """
    digest = hashlib.sha256()
    for name in INPUTS:
        place = root / name
        files = sorted(place.rglob("*")) if place.is_dir() else [place]
        for file in files:
            if file.is_file() and file.suffix in (".yml", ".py", ".lock"):
                digest.update(f"{file.relative_to(root)}\0".encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    for question in live_questions(root, trial):
        if question.name == without:
            continue
        said = [question.intent, question.phrasings, question.answer]
        digest.update(json.dumps(said).encode())
    return digest.hexdigest()[:16]


def live_questions(root: Path, trial: CommonQuestion | None = None) -> list[CommonQuestion]:
    """The common questions to train with, by name. trial: this one in any case."""
    found = {q.name: q for q in load_questions(root / QUESTIONS) if q.live}
    if trial is not None:
        found[trial.name] = trial
    return [found[name] for name in sorted(found)]


def current_model(root: Path, models: Path, trial: CommonQuestion | None = None) -> Path:
    """The model of the present data. Raises ModelMissing."""
    path = models / f"recall-{fingerprint(root, trial)}.tar.gz"
    if not path.is_file():
        raise ModelMissing("There is no trained model for the present data: run `make train`.")
    return path


def train(root: Path, models: Path, trial: CommonQuestion | None = None) -> tuple[Path, bool]:
    """The model of the present data, trained if there is none; True if it was trained now.

    trial: as if this question were live, too; its model is the present one once it is.
    """
    try:
        return current_model(root, models, trial), False
    except ModelMissing:
        pass
    from bot.engine.logs import quiet_rasa, tell_training

    quiet_rasa()
    tell_training()
    from rasa.model_training import train as rasa_train

    name = f"recall-{fingerprint(root, trial)}"
    domain, files = root / "domain.yml", [root / "data/nlu", root / "data/stories"]
    with tempfile.TemporaryDirectory(prefix="recall-train-") as folder:
        if questions := live_questions(root, trial):
            domain, more = write_training_data(Path(folder), domain, questions)
            files += more
        result = rasa_train(
            domain=str(domain),
            config=str(root / "config.yml"),
            training_files=[str(file) for file in files],
            output=str(models),
            fixed_model_name=name,
        )
    if result.code != 0 or result.model is None:
        raise ModelMissing("Training failed; the lines above say why.")
    # The one that is served stays, however many were tried since.
    served = models / f"recall-{fingerprint(root)}.tar.gz"
    old = sorted(models.glob("recall-*.tar.gz"), key=lambda p: p.stat().st_mtime)
    for file in old[:-KEPT_MODELS]:
        if file != served:
            file.unlink()
    return Path(result.model), True
