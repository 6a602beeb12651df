"""What all tests share: a data folder of their own and a trained model."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

# Before anything of ours reads the environment: no test may touch a real database.
_folder = tempfile.mkdtemp(prefix="recall-tests-")
os.environ["RECALL_DATA_DIR"] = _folder
os.environ["RECALL_SECRET_KEY"] = "only-for-tests-" + "x" * 32
os.environ["RASA_TELEMETRY_ENABLED"] = "false"
for name in ("RECALL_DATABASE_URL", "RECALL_ENGINE", "RECALL_LIMITS", "RECALL_ORIGINS"):
    os.environ.pop(name, None)


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The data folder of this test run."""
    return Path(_folder)
