"""The plain Rasa commands work on this project as any Rasa engineer expects."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from bot.settings import PROJECT
from tests.engines import model

# Twenty seconds each, most of them Rasa's imports; many more on a busy machine.
SECONDS = 600
STORIES = PROJECT / "tests" / "rasa"


def rasa(*arguments: str) -> str:
    """Run a command in the project's folder; all that it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "rasa", *arguments],
        cwd=PROJECT, env={**os.environ, "PYTHONWARNINGS": "ignore"}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=SECONDS, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]
    return done.stdout


def test_data_validate_finds_no_conflict() -> None:
    said = rasa("data", "validate")
    assert "No story structure conflicts found" in said
    # It has looked at rules and stories, not at an empty folder.
    assert "Validating utterances" in said


def test_every_story_of_test_core_is_predicted(tmp_path: Path) -> None:
    rasa(
        "test", "core", "--model", str(model()), "--stories", str(STORIES), "--no-plot",
        "--out", str(tmp_path), "--fail-on-prediction-errors",
    )  # fmt: skip
    stories = (STORIES / "test_stories.yml").read_text().count("- story:")
    report = json.loads((tmp_path / "story_report.json").read_text())
    assert report["conversation_accuracy"]["correct"] == stories > 0
    assert report["conversation_accuracy"]["total"] == stories
