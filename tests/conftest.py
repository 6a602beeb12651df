"""What all tests share: a data folder of their own and a trained model."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import hypothesis
import pytest

TESTS = Path(__file__).parent

# Before anything of ours reads the environment: no test may touch a real database.
_folder = tempfile.mkdtemp(prefix="recall-tests-")
os.environ["RASA_TELEMETRY_ENABLED"] = "false"
# What tests are told by; every other setting is theirs to make.
OF_TESTS = ("RECALL_TEST_", "RECALL_CHAOS", "RECALL_KILLS")
for _name in [n for n in os.environ if n.startswith("RECALL_") and not n.startswith(OF_TESTS)]:
    del os.environ[_name]
os.environ["RECALL_DATA_DIR"] = _folder
os.environ["RECALL_SECRET_KEY"] = "only-for-tests-" + "x" * 32

# How long an example takes says how busy the machine is.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")

# Folders whose tests share something slow to start, a service or an engine; the longest first.
TOGETHER = ("chaos", "browser", "web", "conversations", "rasa", "storage")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each of several workers (`-n 2 --dist loadgroup`) work that it need not start twice."""

    def group(item: pytest.Item) -> str:
        folder = item.path.relative_to(TESTS).parts[0]
        if folder == "conversations" and (call := getattr(item, "callspec", None)):
            return f"{folder}-{call.params.get('engine', '')}"
        return folder if folder in TOGETHER else item.path.stem

    def place(item: pytest.Item) -> int:
        folder = item.path.relative_to(TESTS).parts[0]
        return TOGETHER.index(folder) if folder in TOGETHER else len(TOGETHER)

    items.sort(key=place)
    for item in items:
        item.add_marker(pytest.mark.xdist_group(group(item)))


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The data folder of this test run."""
    return Path(_folder)
