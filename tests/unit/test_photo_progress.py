"""Which photo is asked for next: at most two tries each, and the claim goes on whatever is read."""

from __future__ import annotations

from typing import Any

from bot.claims.photo_check.progress import Seen, check_photo, still_wanted
from bot.recalls.groups import Photo

LABEL = Photo("label", "Label", "close", ("model", "serial"))
MARKED = Photo("marked", "Marked", "whole", ("recalled", "name", "date", "model", "serial"))
EVIDENCE = (LABEL, MARKED)
ALL = frozenset({"model", "serial", "recalled", "name", "date"})


Checks = list[dict[str, Any]]


def sent(*founds: str | None, known: frozenset[str] = ALL, serial: str = "") -> Checks:
    """The checks of photos on which this could be read; None: the machine could not look."""
    checks: Checks = []
    for found in founds:
        read = None if found is None else {element: [0] for element in found.split()}
        checks.append(check_photo(Seen(read, known, serial), checks, EVIDENCE))
    return checks


def wanted(checks: Any) -> list[str]:
    return [photo.key for photo in still_wanted(checks, EVIDENCE)]


def test_all_is_wanted_at_first() -> None:
    assert wanted([]) == ["label", "marked"]


def test_a_photo_that_shows_all_is_not_asked_for_again() -> None:
    checks = sent("model serial")
    assert wanted(checks) == ["marked"]
    assert checks[0]["missing"] == [] and not checks[0]["person"]


def test_what_is_missing_is_asked_for_once_more() -> None:
    checks = sent("model")
    assert checks[0]["missing"] == ["serial"]
    assert wanted(checks) == ["label", "marked"]
    assert not checks[0]["person"]


def test_two_photos_may_show_together_what_one_must() -> None:
    checks = sent("model", "serial")
    assert checks[1]["missing"] == [] and not checks[1]["person"]
    assert wanted(checks) == ["marked"]


def test_after_two_tries_the_claim_goes_on_with_a_person() -> None:
    checks = sent("model", "model")
    assert wanted(checks) == ["marked"]
    assert [c["person"] for c in checks] == [False, True]
    checks = sent("model", "model", "", "")
    assert wanted(checks) == []
    assert [c["attempt"] for c in checks] == [1, 2, 1, 2]


def test_one_photo_may_do_for_both() -> None:
    assert wanted(sent("recalled name date model serial")) == []


def test_a_photo_nobody_could_read_counts_as_sent() -> None:
    checks = sent(None)
    assert wanted(checks) == ["marked"]
    assert not checks[0]["read"] and not checks[0]["person"]
    assert wanted(sent(None, None)) == []


def test_a_photo_from_before_checks_counts_as_sent() -> None:
    assert wanted([None]) == ["marked"]
    assert wanted([None, None]) == []


def test_what_cannot_be_known_is_not_missed() -> None:
    assert wanted(sent("model", known=frozenset({"model", "recalled", "date"}))) == ["marked"]


def test_another_serial_on_it_is_for_a_person() -> None:
    checks = sent("model", serial="AKFH2T4C83051976")
    assert checks[0]["person"] and checks[0]["serial"] == "AKFH2T4C83051976"


def test_a_photo_too_many_is_only_kept() -> None:
    checks = sent("recalled name date model serial", "")
    assert checks[1]["wanted"] is None and wanted(checks) == []
