"""Day and place of a disposal, read out of what a customer tells. Pure; table-tested."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.recalls.fact_answers import read_day

__all__ = ["read_disposal_day", "read_disposal_place", "tells_time"]

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_MONTH = "|".join(rf"{month[:3]}(?:{month[3:]})?" for month in _MONTHS)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_NAMED = re.compile(
    rf"\b(?:(?P<month>{_MONTH})\.?\s+(?:the\s+)?{_DAY}|{_DAY.replace('day', 'day2')}\s+(?:of\s+)?"
    rf"(?P<month2>{_MONTH})\.?)(?!\d)(?:,?\s+(?P<year>20\d\d))?",
    re.IGNORECASE,
)
_WRITTEN = re.compile(r"\b(?:20\d\d-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/(?:20)?\d\d)\b")
_AGO = re.compile(
    r"\b(?P<number>\d{1,2}|a|one|two|three|four|five|six)\s+(?P<unit>day|week)s?\s+ago\b",
    re.IGNORECASE,
)
_NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_WEEKDAY = re.compile(rf"\b(?:last\s+|on\s+|this\s+)?(?P<name>{'|'.join(_WEEKDAYS)})\b", re.I)
_NEAR = re.compile(
    r"\b(?:(?:this|yesterday)\s+(?:morning|afternoon|evening)|today|tonight|just\s+now|"
    r"(?:the\s+day\s+before\s+)?yesterday|last\s+night)\b",
    re.IGNORECASE,
)
_WHEN = (_WRITTEN, _NAMED, _AGO, _NEAR, _WEEKDAY)
_SITE = re.compile(
    r"\b(?:to|at|in|off\s+at|by)\s+(?P<place>(?:(?:the|a|our|my)\s+)?(?:[\w'&.-]+\s+){0,8}?"
    r"(?:cent(?:er|re)|site|facility|station|depot|dump|plant|yard)\b"
    r"(?:\s+(?:in|of|at|on)\s+[\w' .-]{2,40})?)",
    re.IGNORECASE,
)
# Said without a day: "some time in the summer", "two months ago".
_TIME = re.compile(
    rf"\d|\b(?:days?|weeks?|months?|year|weekend|spring|summer|fall|autumn|winter|recently|ago|"
    rf"{'|'.join(_MONTHS)})\b",
    re.IGNORECASE,
)
_END = re.compile(r"[\s,.;!]+$|\s+(?:on|at|in|and|last|this)$", re.IGNORECASE)


def read_disposal_day(text: str, today: date) -> tuple[str, date | None] | None:
    """The day as it was told, and as a date if it can be said; None if none is told.

    today: the customer's; a day that would be to come is the last one of that name.
    """
    for pattern in _WHEN:
        if found := pattern.search(text):
            return found.group().strip(), _day(pattern, found, today)
    return None


def tells_time(text: str) -> bool:
    """Does it tell a time at all, be it a day or less exact?"""
    return bool(_TIME.search(text) or any(pattern.search(text) for pattern in _WHEN))


def read_disposal_place(text: str) -> str | None:
    """The site that is named, with its town; None if none is."""
    found = _SITE.search(text)
    if found is None:
        return None
    place = found["place"]
    for pattern in _WHEN:
        place = pattern.sub("", place)
    while (shorter := _END.sub("", place)) != place:
        place = shorter
    return re.sub(r"^(?:the|a|our|my)\s+", "", " ".join(place.split()), flags=re.IGNORECASE)


def _day(pattern: re.Pattern[str], found: re.Match[str], today: date) -> date | None:
    text = found.group().lower()
    if pattern is _WRITTEN:
        day = read_day(text)
        return date.fromisoformat(day) if day else None
    if pattern is _NAMED:
        return _named(found, today)
    if pattern is _AGO:
        number = found["number"].lower()
        days = int(number) if number.isdigit() else _NUMBERS[number]
        return today - timedelta(days=days * (7 if found["unit"].lower() == "week" else 1))
    if pattern is _WEEKDAY:
        back = (today.weekday() - _WEEKDAYS.index(found["name"].lower())) % 7
        return today - timedelta(days=back or 7)
    if "before" in text:
        return today - timedelta(days=2)
    return today - timedelta(days=1 if "yesterday" in text or "last" in text else 0)


def _named(found: re.Match[str], today: date) -> date | None:
    name = (found["month"] or found["month2"])[:3].lower()
    month = next(i for i, m in enumerate(_MONTHS, start=1) if m.startswith(name))
    number = int(found["day"] or found["day2"])
    try:
        day = date(int(found["year"] or today.year), month, number)
        return day.replace(year=day.year - 1) if day > today and not found["year"] else day
    except ValueError:
        return None
