"""Trains the Rasa model when what it depends on has changed; its name holds their hash."""

from __future__ import annotations

import hashlib
from pathlib import Path

__all__ = ["ModelMissing", "current_model", "fingerprint", "train"]

# Everything a trained model depends on, relative to the project.
INPUTS = (
    "config.yml", "domain.yml", "data/nlu", "data/stories", "bot/nlu",
    "bot/recalls/reading", "requirements.lock",
)  # fmt: skip
KEPT_MODELS = 3


class ModelMissing(Exception):
    """There is no model for the present data; the message says what to do."""


def fingerprint(root: Path) -> str:
    """A hash of all that the model depends on."""
    digest = hashlib.sha256()
    for name in INPUTS:
        place = root / name
        files = sorted(place.rglob("*")) if place.is_dir() else [place]
        for file in files:
            if file.is_file() and file.suffix in (".yml", ".py", ".lock"):
                digest.update(f"{file.relative_to(root)}\0".encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]


def current_model(root: Path, models: Path) -> Path:
    """The model of the present data. Raises ModelMissing."""
    path = models / f"recall-{fingerprint(root)}.tar.gz"
    if not path.is_file():
        raise ModelMissing("There is no trained model for the present data: run `make train`.")
    return path


def train(root: Path, models: Path) -> tuple[Path, bool]:
    """The model of the present data, trained if there is none; True if it was trained now."""
    try:
        return current_model(root, models), False
    except ModelMissing:
        pass
    from bot.engine.logs import quiet_rasa

    quiet_rasa()
    from rasa.model_training import train as rasa_train

    name = f"recall-{fingerprint(root)}"
    result = rasa_train(
        domain=str(root / "domain.yml"),
        config=str(root / "config.yml"),
        training_files=[str(root / "data/nlu"), str(root / "data/stories")],
        output=str(models),
        fixed_model_name=name,
    )
    if result.code != 0 or result.model is None:
        raise ModelMissing("Training failed; the lines above say why.")
    old = sorted(models.glob("recall-*.tar.gz"), key=lambda p: p.stat().st_mtime)
    for file in old[:-KEPT_MODELS]:
        file.unlink()
    return Path(result.model), True
