"""Identifiers are read exactly from messages that were written apart from the code.

Half A may be looked at to learn what is missing; half B was measured once, when that was done.
"""

from __future__ import annotations

import pytest

from bot.recalls.reading import read_identifiers
from tests.unit.reading.measure import cases, measure

FLOOR = 0.99


@pytest.mark.parametrize("half", ["a", "b"])
def test_precision_and_recall(half: str) -> None:
    found = measure(half)
    assert found.cases >= 300
    assert found.precision >= FLOOR, found.wrong
    assert found.recall >= FLOOR, found.wrong


@pytest.mark.parametrize("half", ["a", "b"])
def test_offsets_point_at_the_raw_text(half: str) -> None:
    for case in cases(half):
        text = case["text"]
        for identifier in read_identifiers(text):
            assert text[identifier.start : identifier.end] == identifier.raw


def test_the_halves_share_no_message() -> None:
    texts = [case["text"] for half in "ab" for case in cases(half) if case["entities"]]
    assert len(texts) == len(set(texts))
