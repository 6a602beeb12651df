"""What is installed is what was locked: each package by its version and the hashes of its files."""

import re

import pytest

from bot.settings import PROJECT

LOCKS = ("requirements.lock", "requirements-dev.lock")
PINNED = re.compile(r"[a-z0-9][a-z0-9._-]*(?:\[[a-z0-9,_-]+\])?==[^\s;]+(?: ; .+)?")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def read(name: str) -> list[list[str]]:
    """The requirements of a lock, each as its parts: the package, then its options."""
    lines = (PROJECT / name).read_text().replace("\\\n", "\0").splitlines()
    wanted = [line for line in lines if line.strip() and not line.startswith("#")]
    return [[part.strip() for part in line.split("\0")] for line in wanted]


@pytest.mark.parametrize("name", LOCKS)
def test_each_package_has_one_version_and_its_hashes(name: str) -> None:
    packages = read(name)
    assert len(packages) > 100
    for package, *hashes in packages:
        assert PINNED.fullmatch(package), package
        assert hashes, f"{package} has no hash"
        assert all(HASH.fullmatch(each) for each in hashes), package


@pytest.mark.parametrize("name", LOCKS)
def test_no_address_to_download_from_is_in_it(name: str) -> None:
    text = (PROJECT / name).read_text()
    assert not re.search(r"://|\bgit\+| @ |--index-url|--extra-index|--find-links|^-", text, re.M)


def test_the_tests_run_with_the_versions_that_are_served() -> None:
    # Where a package is not wanted (another system, another Python) may differ.
    served, tested = (
        {(package.split(" ; ")[0], *hashes) for package, *hashes in read(name)} for name in LOCKS
    )
    assert served <= tested
