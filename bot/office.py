"""When people of the support team answer, and what a customer who waits for one is told. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

__all__ = ["OfficeHours"]

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SHORT = tuple(day[:3].lower() for day in DAYS)
_FORM = re.compile(
    r"([a-z]{3})(?:-([a-z]{3}))?\s+(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})\s+(\S+)", re.IGNORECASE
)


@dataclass(frozen=True)
class OfficeHours:
    """The same hours on some days of the week, in one time zone. first, last: 0 is Monday."""

    first: int
    last: int
    opens: time
    closes: time
    zone: ZoneInfo

    @classmethod
    def parse(cls, text: str) -> OfficeHours:
        """Read `Mon-Fri 08:00-17:00 America/Los_Angeles`. Raises ValueError with a sentence."""
        found = _FORM.fullmatch(text.strip())
        try:
            if found is None:
                raise ValueError
            first = SHORT.index(found[1].lower())
            last = SHORT.index((found[2] or found[1]).lower())
            opens, closes = time(int(found[3]), int(found[4])), time(int(found[5]), int(found[6]))
            zone = ZoneInfo(found[7])
            if last < first or closes <= opens:
                raise ValueError
        except (ValueError, ZoneInfoNotFoundError, OSError):
            raise ValueError(
                "write days, hours and a time zone, e.g. Mon-Fri 08:00-17:00 America/Los_Angeles."
            ) from None
        return cls(first, last, opens, closes, zone)

    def open_at(self, moment: datetime) -> bool:
        """Is somebody there?"""
        here = moment.astimezone(self.zone)
        return self.first <= here.weekday() <= self.last and self.opens <= here.time() < self.closes

    def next_opening(self, moment: datetime) -> datetime:
        """When somebody is there next, after `moment`."""
        here = moment.astimezone(self.zone)
        for days in range(8):
            day = here.date() + timedelta(days=days)
            opening = datetime.combine(day, self.opens, self.zone)
            if self.first <= day.weekday() <= self.last and opening > here:
                return opening
        raise AssertionError("every week has an opening")

    def closed_since(self, moment: datetime) -> datetime:
        """When somebody was there last, at or before `moment`."""
        here = moment.astimezone(self.zone)
        for days in range(8):
            day = here.date() - timedelta(days=days)
            closing = datetime.combine(day, self.closes, self.zone)
            if self.first <= day.weekday() <= self.last and closing <= here:
                return closing
        raise AssertionError("every week has a closing")

    def words(self, moment: datetime) -> str:
        """What a customer who waits is told at this moment."""
        if self.open_at(moment):
            return f"Someone is there today until {_clock(self.closes)} {self._place}."
        opening = self.next_opening(moment)
        day = DAYS[opening.weekday()]
        return (
            f"Nobody is there just now. The team answers again on {day} from {_clock(self.opens)} "
            f"{self._place}. In danger don't wait for us: call for help."
        )

    @property
    def _place(self) -> str:
        return f"({self.zone.key.rpartition('/')[2].replace('_', ' ')} time)"


def _clock(moment: time) -> str:
    half = "a.m." if moment.hour < 12 else "p.m."
    minutes = f":{moment.minute:02}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes} {half}"
