"""The releases below which a dependency has a published fault we could be reached by.

Source: the advisories named in each line's package, as of 2026-11; see pyproject.toml.
"""

from importlib.metadata import version

import pytest
from packaging.version import Version

FLOORS = {
    "aiohttp": "3.14.3",
    "protobuf": "4.25.8",
    "pydantic": "1.10.13",
    "setuptools": "78.1.1",
    "dnspython": "2.6.1",
    "pymongo": "4.6.3",
    "python-socketio": "5.16.2",
    "ujson": "5.12.1",
    "pyjwt": "2.15.0",
    "werkzeug": "3.1.4",
    "pillow": "12.3.0",
}
# Newer ones break Rasa: it imports packaging's LegacyVersion, skops must fit scikit-learn 1.1, and
# opencv numpy 1.23.
CEILINGS = {
    "packaging": "22", "skops": "0.12", "aiosqlite": "0.22", "numpy": "1.24",
    "opencv-python-headless": "4.12",
}  # fmt: skip


@pytest.mark.parametrize("name", FLOORS)
def test_dependency_is_not_older_than_its_floor(name: str) -> None:
    assert Version(version(name)) >= Version(FLOORS[name])


@pytest.mark.parametrize("name", CEILINGS)
def test_dependency_is_not_newer_than_what_works(name: str) -> None:
    assert Version(version(name)) < Version(CEILINGS[name])


def test_rasa_is_exactly_the_release_that_was_chosen() -> None:
    assert version("rasa") == "3.6.21"
    assert version("rasa-sdk") == "3.6.2"
