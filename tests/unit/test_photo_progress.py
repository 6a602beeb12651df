"""Which photo is asked for next: at most two tries each, and the claim goes on whatever is read."""

from __future__ import annotations

from typing import Any

from bot.claims.photo_check.progress import (
    Seen,
    all_wanted,
    check_photo,
    serials_shown,
    still_wanted,
)
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


ONE, TWO = "AKFF1Y0E12345678", "7K3M9P2R4T6W8X0Y"
BOTH = (ONE, TWO)


def of_two(*photos: tuple[str, str]) -> Checks:
    """The checks of photos of a claim of two units, each with what it shows, and whose serial."""
    checks: Checks = []
    for found, serial in photos:
        seen = Seen({e: [0] for e in found.split()}, ALL, "", (serial,) if serial else ())
        checks.append(check_photo(seen, checks, EVIDENCE, BOTH))
    return checks


def left_of_two(*photos: tuple[str, str]) -> list[str]:
    return [photo.key for photo in still_wanted(of_two(*photos), EVIDENCE, BOTH)]


WHOLE = "recalled name date model serial"


def test_of_a_further_unit_the_photo_that_shows_most_is_wanted_too() -> None:
    wanted = all_wanted(EVIDENCE, BOTH)
    assert [photo.key for photo in wanted] == ["label", "marked", f"marked {TWO}"]
    assert wanted[-1].title == "Marked, serial number 7K3M 9P2R 4T6W 8X0Y"
    assert still_wanted([], EVIDENCE, BOTH) == wanted
    assert all_wanted(EVIDENCE, (ONE,)) == list(EVIDENCE)


def test_photos_of_the_first_unit_are_none_of_the_second() -> None:
    assert left_of_two(("model serial", ONE), (WHOLE, ONE)) == [f"marked {TWO}"]
    assert left_of_two(("model serial", ONE), (WHOLE, ONE), (WHOLE, TWO)) == []


def test_where_the_second_is_shown_the_first_is_still_to_come() -> None:
    assert left_of_two(("model serial", TWO), (WHOLE, TWO)) == [f"marked {ONE}"]
    assert left_of_two(("model serial", ONE), (WHOLE, TWO)) == []


def test_the_first_unit_once_more_is_no_photo_of_the_second() -> None:
    checks = of_two(("model serial", ONE), (WHOLE, ONE), (WHOLE, ONE), (WHOLE, ONE))
    assert [c["missing"] for c in checks] == [[], [], ["serial"], ["serial"]]
    assert checks[-1]["person"] and still_wanted(checks, EVIDENCE, BOTH) == []
    assert serials_shown(checks, BOTH) == {ONE}


def test_evidence_without_a_serial_is_wanted_once_for_all() -> None:
    house = (Photo("house", "House", "whole", ("recalled",)),)
    assert all_wanted(house, BOTH) == still_wanted([], house, BOTH) == list(house)


def test_a_check_from_before_serials_were_noted_is_of_the_first_unit() -> None:
    old = {k: v for k, v in sent("model serial")[0].items() if k != "serials"}
    assert serials_shown([old, None], BOTH) == {ONE}


def test_a_serial_read_on_a_photo_and_confirmed_is_shown() -> None:
    assert serials_shown(sent("model", serial=TWO), BOTH) == {TWO}
