"""Rules about the serial and other codes on the label: lists, places, groups, ranges, dates.

`field` says which code: serial (default), date_code, lot or part:<key>. Values in a recall file
are compared without separators, as the codes themselves are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default
from functools import lru_cache
from typing import ClassVar

from bot.recalls.patterns import clean
from bot.recalls.rules.date_codes import FORMATS, Moment, parse_date_code
from bot.recalls.rules.rule import Outcome, Reading, Rule, Slips, Unit

__all__ = [
    "Characters",
    "Codes",
    "DateCode",
    "Group",
    "Lot",
    "Prefix",
    "Range",
    "SerialDate",
    "Suffix",
]


@dataclass(frozen=True)
class CodeRule(Rule):
    """A rule about one code. Cannot tell while the code is not known."""

    field: str = default(default="serial", kw_only=True)

    def reads(self) -> frozenset[str]:
        return frozenset({self.field})

    def check(self, unit: Unit, reading: Reading) -> Outcome:
        if unit.facts.get(f"none:{self.field}") is True:
            return self.says(False, f"The label has no {self.field}.")
        value = unit.value(self.field)
        if value is None:
            return self.says(None, f"The {self.field} is not known.", self.field)
        return self.judge(value, unit)

    def judge(self, value: str, unit: Unit) -> Outcome:
        """Judge the code, which is known."""
        raise NotImplementedError

    def odd(self, why: str) -> Outcome:
        """The code has another form than the notice describes."""
        return self.says(None, f"The {self.field} {why}.", self.field)


@lru_cache(maxsize=1024)
def _cleaned(values: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(clean, values))


@dataclass(frozen=True)
class Codes(CodeRule):
    """One of the codes named in the file, whole: serials, lots, batches, part numbers."""

    kind: ClassVar[str] = "codes"
    values: tuple[str, ...]

    @property
    def slips(self) -> Slips:
        return Slips.ANY

    def named(self) -> tuple[str, ...]:
        return self.values

    def sizes(self) -> frozenset[int]:
        return frozenset(map(len, _cleaned(self.values)))

    def judge(self, value: str, unit: Unit) -> Outcome:
        hit = value in _cleaned(self.values)
        return self.says(hit, f"{self.field} {value} is {'' if hit else 'not '}one of those named.")


@dataclass(frozen=True)
class Prefix(CodeRule):
    """Begins with one of these; of this many characters in all, where the notice says so."""

    kind: ClassVar[str] = "prefix"
    values: tuple[str, ...]
    length: int | None = None

    def named(self) -> tuple[str, ...]:
        return self.values

    def sizes(self) -> frozenset[int]:
        return frozenset({self.length} if self.length else ())

    def judge(self, value: str, unit: Unit) -> Outcome:
        if not value.startswith(tuple(clean(v) for v in self.values)):
            return self.says(False, f"{self.field} does not begin with {' or '.join(self.values)}.")
        if self.length and len(value) != self.length:
            return self.odd(f"begins as named, but has {len(value)} characters, not {self.length}")
        return self.says(True, f"{self.field} begins with {' or '.join(self.values)}.")


@dataclass(frozen=True)
class Suffix(CodeRule):
    """Ends in one of these."""

    kind: ClassVar[str] = "suffix"
    values: tuple[str, ...]

    def named(self) -> tuple[str, ...]:
        return self.values

    def judge(self, value: str, unit: Unit) -> Outcome:
        hit = value.endswith(tuple(clean(v) for v in self.values))
        ends = " or ".join(self.values)
        return self.says(hit, f"{self.field} {'ends' if hit else 'does not end'} in {ends}.")


@dataclass(frozen=True)
class Characters(CodeRule):
    """From place `at` (the first is 1) stands one of these."""

    kind: ClassVar[str] = "characters"
    at: int
    values: tuple[str, ...]

    def judge(self, value: str, unit: Unit) -> Outcome:
        if len(value) < self.at - 1 + min(len(clean(v)) for v in self.values):
            return self.odd(f"is too short to have a character at place {self.at}")
        hit = value[self.at - 1 :].startswith(tuple(clean(v) for v in self.values))
        wanted = " or ".join(self.values)
        return self.says(hit, f"At place {self.at} stands {'' if hit else 'not '}{wanted}.")


@dataclass(frozen=True)
class Group(Rule):
    """The n-th group of a serial of several (the first is 1) is one of these.

    groups: how many there are; with another number of them it cannot tell. lengths: characters
    of each group, to find the groups where the separators were not read.
    """

    kind: ClassVar[str] = "group"
    number: int
    groups: int
    values: tuple[str, ...]
    lengths: tuple[int, ...] = ()

    def reads(self) -> frozenset[str]:
        return frozenset({"serial"})

    def check(self, unit: Unit, reading: Reading) -> Outcome:
        if unit.serial is None:
            return self.says(None, "The serial is not known.", "serial")
        found = [clean(part) for part in re.split(r"[\s/_.:-]+", unit.raw.strip()) if clean(part)]
        # Another reading of the serial is tried without its separators.
        if "".join(found) != unit.serial:
            found = _cut(unit.serial, [len(part) for part in found])
        if len(found) != self.groups and len(self.lengths) == self.groups:
            found = _cut(unit.serial, list(self.lengths))
        if len(found) != self.groups:
            why = f"The serial as read does not show its {self.groups} groups."
            return self.says(None, why, "serial")
        hit = found[self.number - 1] in {clean(v) for v in self.values}
        wanted = " or ".join(self.values)
        return self.says(hit, f"Group {self.number} is {'' if hit else 'not '}{wanted}.")


def _cut(text: str, lengths: list[int]) -> list[str]:
    if sum(lengths) != len(text):
        return []
    ends = [sum(lengths[: i + 1]) for i in range(len(lengths))]
    return [text[end - size : end] for end, size in zip(ends, lengths, strict=True)]


@dataclass(frozen=True)
class Range(CodeRule):
    """Lies in one of the ranges, both ends included.

    Numbers are compared as numbers; codes with letters place by place, and then only codes as
    long as the ends. prefix: stands before the number. at, length: only this part is compared.
    An end written "*" is open.
    """

    kind: ClassVar[str] = "range"
    ranges: tuple[tuple[str, ...], ...]
    prefix: str = ""
    at: int = 1
    length: int | None = None

    def __post_init__(self) -> None:
        if any(len(ends) != 2 for ends in self.ranges):
            raise ValueError("each range needs two ends, [low, high]")

    def named(self) -> tuple[str, ...]:
        return (self.prefix,) if self.prefix else ()

    def sizes(self) -> frozenset[int]:
        if self.at != 1 or self.length is not None:
            return frozenset()
        pairs = [[len(clean(end)) for end in ends] for ends in self.ranges]
        known = [(low, high) for low, high in pairs if low and high]
        before = len(clean(self.prefix))
        return frozenset(before + n for low, high in known for n in range(low, high + 1))

    def judge(self, value: str, unit: Unit) -> Outcome:
        before = clean(self.prefix)
        if not value.startswith(before):
            return self.says(False, f"{self.field} does not begin with {self.prefix}.")
        start = len(before) + self.at - 1
        part = value[start : None if self.length is None else start + self.length]
        if not part or (self.length is not None and len(part) != self.length):
            return self.odd("is too short")
        found = [_within(part, *(clean(end) for end in ends)) for ends in self.ranges]
        if True in found:
            return self.says(True, f"{self.field} lies in a range of the notice.")
        if all(hit is None for hit in found):
            return self.odd("has another form than the ranges of the notice")
        return self.says(False, f"{self.field} lies in no range of the notice.")


def _within(value: str, low: str, high: str) -> bool | None:
    ends = [end for end in (low, high) if end]
    if all(end.isdecimal() for end in ends):
        if not value.isdecimal():
            return None
        number = int(value)
        return (not low or int(low) <= number) and (not high or number <= int(high))
    if any(len(end) != len(value) for end in ends):
        return None
    return (not low or low <= value) and (not high or value <= high)


@dataclass(frozen=True)
class DateCode(CodeRule):
    """A date code, alone on the label or inside the serial, lies in a range or is one of these.

    format: see `date_codes.FORMATS`, or "table" with `table` from code to month ("2019-11").
    from, to: codes in that format (months with a table), both included; one may be left out.
    at, length: the place in a longer code (the first is 1).
    """

    kind: ClassVar[str] = "date_code"
    format: str
    from_: str = ""
    to: str = ""
    values: tuple[str, ...] = ()
    table: Mapping[str, str] = default(default_factory=dict)
    at: int | None = None
    length: int | None = None
    field: str = default(default="date_code", kw_only=True)

    def __post_init__(self) -> None:
        if self.format != "table" and self.format not in FORMATS:
            raise ValueError(f"format must be table or one of {', '.join(FORMATS)}")
        if not (self.from_ or self.to or self.values or self.table):
            raise ValueError("needs from, to, values or a table")
        for code in filter(None, (self.from_, self.to, *self.values)):
            if self._moment(code) is None:
                raise ValueError(f"{code!r} is no {self.format} date code")

    @property
    def slips(self) -> Slips:
        return Slips.MOVED if self.values and self.at is None else Slips.NONE

    def sizes(self) -> frozenset[int]:
        # All but this one are as long as their names; a month's year has two digits or four.
        known = self.at is None and self.format not in ("table", "MONYY")
        return frozenset({len(self.format)} if known else ())

    def judge(self, value: str, unit: Unit) -> Outcome:
        part = value
        if self.at is not None:
            size = self.length or len(self.format)
            part = value[self.at - 1 : self.at - 1 + size]
        if self.format == "table" and not (self.from_ or self.to or self.values):
            return self._says(part in self.table, part)
        moment = self._moment(part)
        if moment is None:
            return self.odd(f"holds no date that can be read as {self.format}")
        low, high = self._moment(self.from_), self._moment(self.to)
        inside = bool(low or high) and (not low or low <= moment) and (not high or moment <= high)
        return self._says(inside or moment in [self._moment(v) for v in self.values], part)

    def _says(self, hit: bool, part: str) -> Outcome:
        return self.says(hit, f"Date code {part} is {'' if hit else 'not '}one of the notice.")

    def _moment(self, code: str) -> Moment | None:
        if self.format == "table" and code not in self.table and "-" not in code:
            return None
        return parse_date_code(code, self.format, self.table) if code else None


@dataclass(frozen=True)
class SerialDate(DateCode):
    """A date hidden in the serial at a known place."""

    kind: ClassVar[str] = "serial_date"
    field: str = default(default="serial", kw_only=True)


@dataclass(frozen=True)
class Lot(Codes):
    """A lot, batch or purchase order number named in the file."""

    kind: ClassVar[str] = "lot"
    field: str = default(default="lot", kw_only=True)
