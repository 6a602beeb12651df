"""Trains each side's model with the plain `rasa train`; cached by a hash of what goes into it."""

from __future__ import annotations

import hashlib
import json
import resource
import shutil
import subprocess
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from ruamel.yaml import YAML

from bench.processes import ROOT, BenchError, ended, environment, say, start

__all__ = ["BASELINE", "CACHE", "OURS", "SPARSE", "Model", "Side", "cached", "trained"]

CACHE = ROOT / "results" / "bench"
TRAINING_SECONDS = 2 * 60 * 60
DATA = ("domain.yml", "data/nlu", "data/stories")
# DIETClassifier takes over an hour on all lines, and a turn costs the same with fewer: every side
# is trained on the same first lines of each intent. 24 make about 800, as many as a usual project.
LINES = 24
# What is in our models besides the data.
CODE = (
    "data/danger", "data/several", "bot/nlu", "bot/recalls", "bot/safety.py", "requirements.lock",
)  # fmt: skip


@dataclass(frozen=True)
class Side:
    """One of the assistants compared. config: its config.yml. code: does our code shape it?"""

    key: str
    title: str
    config: Path
    code: bool = True


@dataclass(frozen=True)
class Model:
    """A trained model. seconds, cpu: what a whole `rasa train` took, of the clock and processor."""

    path: Path
    seconds: float
    cpu: float
    size: int


BASELINE = Side("default", "Rasa's default", ROOT / "bench" / "default_config.yml", code=False)
OURS = Side("ours", "ours", ROOT / "config.yml")
SPARSE = Side("sparse", "ours, no encoder", ROOT / "bench" / "sparse_config.yml")


def cached(side: Side) -> Model | None:
    """The model of the present data, if it was trained before."""
    folder = _folder(side)
    try:
        told = json.loads((folder / "training.json").read_text())
    except (FileNotFoundError, ValueError):
        return None
    path = folder / "model.tar.gz"
    if not path.is_file():
        return None
    return Model(path, told["seconds"], told["cpu"], path.stat().st_size)


def trained(side: Side) -> Model:
    """The model of the present data; trained now if there is none. Raises BenchError."""
    model = cached(side)
    if model is not None:
        return model
    folder = _folder(side)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    say(f"training {side.title}; the log is {folder / 'training.log'}")
    (folder / "training.json").write_text(json.dumps(_train(side, folder)) + "\n")
    for old in CACHE.glob(f"{side.key}-*"):
        if old != folder:
            shutil.rmtree(old, ignore_errors=True)
    model = cached(side)
    if model is None:
        raise BenchError(f"`rasa train` made no model; see {folder / 'training.log'}.")
    return model


def _train(side: Side, folder: Path) -> dict[str, float]:
    """Run `rasa train`; what a whole training took, now or the last time there was one."""
    # DIETClassifier takes half an hour: a change of a reply need not train it again. Rasa's own
    # cache knows what a component was trained on, but not the code that our components call.
    components = CACHE / f"{side.key}.components"
    log = folder / "training.log"
    arguments = ["-m", "rasa", "train", "--config", str(side.config)]
    arguments += ["--domain", "domain.yml", "--data", str(_sample()), "data/stories"]
    arguments += ["--out", str(folder), "--fixed-model-name", "model"]
    arguments += ["--force"] if side.code else []
    began, used = time.monotonic(), _children_cpu()
    child = start(arguments, log, environment(RASA_CACHE_DIRECTORY=str(components)))
    with ended(child):
        try:
            code = child.wait(TRAINING_SECONDS)
        except subprocess.TimeoutExpired:
            raise BenchError(f"Training {side.title} took over two hours.") from None
    told = log.read_text(errors="replace")
    if code != 0 or "No NLU data present" in told:
        raise BenchError(f"Training {side.title} failed; see {log}.")
    took = {"seconds": time.monotonic() - began, "cpu": _children_cpu() - used}
    whole = CACHE / f"{side.key}.whole.json"
    if "'DIETClassifier' from cache" in told and whole.is_file():
        took = json.loads(whole.read_text())
    whole.write_text(json.dumps(took) + "\n")
    return took


def _sample() -> Path:
    """A folder with the first lines of each intent."""
    yaml = YAML(typ="safe")
    # Rasa knows a file with training data by a line that begins with `nlu:`.
    yaml.default_flow_style = False
    folder = CACHE / f"nlu-{LINES}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for file in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        lines = ['version: "3.1"', "nlu:"]
        for intent in yaml.load(file)["nlu"]:
            lines += [f"- intent: {intent['intent']}", "  examples: |"]
            lines += [f"    {line}" for line in intent["examples"].splitlines()[:LINES]]
        (folder / file.name).write_text("\n".join(lines) + "\n")
    return folder


def _children_cpu() -> float:
    """Seconds of the processor used by children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _folder(side: Side) -> Path:
    seed = f"rasa {version('rasa')}, the first {LINES} lines\0"
    digest = hashlib.sha256(seed.encode() + side.config.read_bytes())
    for name in (*DATA, *(CODE if side.code else ())):
        place = ROOT / name
        for file in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if file.is_file() and file.suffix in (".yml", ".py", ".lock"):
                digest.update(f"{file.relative_to(ROOT)}\0".encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return CACHE / f"{side.key}-{digest.hexdigest()[:16]}"
