"""Date codes as firms print them, read as dates and never compared as text.

0123 as MMYY (January 2023) lies inside 0722-1223 although the number is smaller than 0722.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

__all__ = ["FORMATS", "Moment", "parse_date_code"]

# (year, part of the year): the part is a month, week or day of the year as the format says, or
# month * 100 + day. Two codes of one format compare rightly.
Moment = tuple[int, int]

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_WEEKS, _DAYS, _YEAR_MONTHS = 53, 366, 12


def parse_date_code(text: str, form: str, table: Mapping[str, str] | None = None) -> Moment | None:
    """Read one code; None where it is no such code (week 54, month 0, letters).

    form: a name in FORMATS, or "table": then the code is looked up in `table`, whose values are
    months, "2019-11".
    """
    if form == "table":
        return _year_month((table or {}).get(text, text))
    reader = FORMATS.get(form)
    return reader(text) if reader else None


def _part(year: str, part: str, most: int) -> Moment | None:
    # A two-digit year is of this century: CPSC's notices of such codes begin in 2008.
    number = int(part)
    return (
        (2000 + int(year) % 100 if len(year) == 2 else int(year), number)
        if (1 <= number <= most)
        else None
    )


def _digits(pattern: str, most: int) -> Callable[[str], Moment | None]:
    """A reader for a pattern with the named groups `y` and `p`."""
    compiled = re.compile(pattern, re.ASCII)

    def read(text: str) -> Moment | None:
        found = compiled.fullmatch(text)
        return _part(found["y"], found["p"], most) if found else None

    return read


def _year_month(text: str) -> Moment | None:
    found = re.fullmatch(r"(?P<y>\d{4})-(?P<p>\d{2})", text, re.ASCII)
    return _part(found["y"], found["p"], _YEAR_MONTHS) if found else None


def _named_month(text: str) -> Moment | None:
    found = re.fullmatch(r"([A-Z]{3})(\d{2}|\d{4})", text, re.ASCII)
    if not found or found[1] not in _MONTHS:
        return None
    return _part(found[2], str(_MONTHS.index(found[1]) + 1), _YEAR_MONTHS)


def _full_date(text: str) -> Moment | None:
    found = re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text, re.ASCII)
    if not found or not (1 <= int(found[2]) <= 12 and 1 <= int(found[3]) <= 31):
        return None
    return int(found[1]), int(found[2]) * 100 + int(found[3])


FORMATS: Mapping[str, Callable[[str], Moment | None]] = {
    "WWYY": _digits(r"(?P<p>\d{2})(?P<y>\d{2})", _WEEKS),
    "YYWW": _digits(r"(?P<y>\d{2})(?P<p>\d{2})", _WEEKS),
    "MMYY": _digits(r"(?P<p>\d{2})(?P<y>\d{2})", _YEAR_MONTHS),
    "YYMM": _digits(r"(?P<y>\d{2})(?P<p>\d{2})", _YEAR_MONTHS),
    "DDDYY": _digits(r"(?P<p>\d{3})(?P<y>\d{2})", _DAYS),
    "YYDDD": _digits(r"(?P<y>\d{2})(?P<p>\d{3})", _DAYS),
    "MONYY": _named_month,
    "YYYYMMDD": _full_date,
}
