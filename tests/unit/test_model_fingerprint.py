"""A model is trained anew when what it depends on has changed, and only then."""

import shutil
from pathlib import Path

import pytest

from bot.engine.train import INPUTS, fingerprint
from bot.settings import PROJECT

DEPENDS_ON = (
    "config.yml", "domain.yml", "data/nlu", "data/stories", "data/danger", "bot/nlu",
    "bot/safety.py", "requirements.lock",
)  # fmt: skip
INDEPENDENT = (
    "README.md", "data/recalls/25-338.yml", "bot/web/app.py", "bot/actions/turn.py",
    "data/nlu/notes.txt", "bot/nlu/__pycache__/units.cpython-310.pyc",
)  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what the model depends on."""
    for name in INPUTS:
        place = tmp_path / name
        place.parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (PROJECT / name).is_dir() else shutil.copyfile
        copy(PROJECT / name, place)
    return tmp_path


def test_a_copy_elsewhere_has_the_same(project: Path) -> None:
    assert fingerprint(project) == fingerprint(PROJECT) == fingerprint(project)


@pytest.mark.parametrize("name", DEPENDS_ON)
def test_a_change_of_what_it_depends_on_changes_it(project: Path, name: str) -> None:
    before = fingerprint(project)
    place = project / name
    file = place if place.is_file() else min(f for f in place.rglob("*") if _counts(f))
    own = file.read_bytes()
    file.write_bytes(own + b"\n# changed\n")
    assert fingerprint(project) != before
    file.write_bytes(own)
    assert fingerprint(project) == before
    if place.is_dir():
        # The same words in a file of another name may come in another order.
        file.rename(file.with_name(f"zzz_{file.name}"))
        assert fingerprint(project) != before


@pytest.mark.parametrize("name", ["data/nlu/more.yml", "data/stories/more.yml", "bot/nlu/more.py"])
def test_a_new_file_changes_it(project: Path, name: str) -> None:
    before = fingerprint(project)
    (project / name).write_text("")
    assert fingerprint(project) != before


@pytest.mark.parametrize("name", INDEPENDENT)
def test_a_change_of_anything_else_does_not(project: Path, name: str) -> None:
    before = fingerprint(project)
    file = project / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"changed")
    assert fingerprint(project) == before


def _counts(file: Path) -> bool:
    return file.suffix in (".yml", ".py")
