"""Day and place of a disposal, as customers tell them."""

from datetime import date

import pytest

from bot.claims.disposal import read_disposal_day, read_disposal_place

TODAY = date(2026, 11, 25)  # a Wednesday


@pytest.mark.parametrize(
    "text,words,day",
    [
        ("yesterday", "yesterday", date(2026, 11, 24)),
        ("I took it there this morning", "this morning", TODAY),
        ("the day before yesterday", "the day before yesterday", date(2026, 11, 23)),
        ("November 20", "November 20", date(2026, 11, 20)),
        ("on the 3rd of Nov, 2025", "3rd of Nov, 2025", date(2025, 11, 3)),
        ("Dec 24", "Dec 24", date(2025, 12, 24)),
        ("2026-11-02", "2026-11-02", date(2026, 11, 2)),
        ("11/02/2026", "11/02/2026", date(2026, 11, 2)),
        ("last Friday", "last Friday", date(2026, 11, 20)),
        ("on Wednesday", "on Wednesday", date(2026, 11, 18)),
        ("two weeks ago", "two weeks ago", date(2026, 11, 11)),
        ("February 30", "February 30", None),
    ],
)
def test_a_day_is_read_as_told_and_as_a_date(text, words, day):
    assert read_disposal_day(text, TODAY) == (words, day)


@pytest.mark.parametrize("text", ["I have disposed of it", "it may be gone", "some time", ""])
def test_no_day_is_no_day(text):
    assert read_disposal_day(text, TODAY) is None


@pytest.mark.parametrize(
    "text,place",
    [
        (
            "I dropped it off at the hazardous waste center in Springfield yesterday",
            "hazardous waste center in Springfield",
        ),
        ("took it to our HHW site on Friday", "HHW site"),
        ("I took it to the Denver collection center, last Friday", "Denver collection center"),
        ("I have disposed of it", None),
        ("yesterday", None),
        ("I got rid of it in November", None),
    ],
)
def test_a_place_is_read(text, place):
    assert read_disposal_place(text) == place
