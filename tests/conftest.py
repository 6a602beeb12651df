"""What all tests share: a data folder of their own and a trained model."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

TESTS = Path(__file__).parent

# Before anything of ours reads the environment: no test may touch a real database.
_folder = tempfile.mkdtemp(prefix="recall-tests-")
os.environ["RECALL_DATA_DIR"] = _folder
os.environ["RECALL_SECRET_KEY"] = "only-for-tests-" + "x" * 32
os.environ["RASA_TELEMETRY_ENABLED"] = "false"
for name in (
    "RECALL_DATABASE_URL", "RECALL_ENGINE", "RECALL_LIMITS", "RECALL_ORIGINS", "RECALL_SMTP_URL",
    "RECALL_MAIL_FROM",
):  # fmt: skip
    os.environ.pop(name, None)


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
