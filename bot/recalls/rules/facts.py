"""Rules about everything else: the model, marks, purchase, parts, the serial list, the maker."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from bot.recalls.patterns import clean, matches_model
from bot.recalls.rules.rule import Outcome, Reading, Rule, Slips, Step, Unit

__all__ = [
    "Component",
    "MakersTool",
    "Mark",
    "Missing",
    "Model",
    "Recheck",
    "SerialList",
    "Sold",
]


@dataclass(frozen=True)
class Model(Rule):
    """The model, or a pattern of it (`FEFBZ90GC*`), alone. suffixes: only with one of these."""

    kind: ClassVar[str] = "model"
    models: tuple[str, ...]
    suffixes: tuple[str, ...] = ()

    @property
    def slips(self) -> Slips:
        return Slips.NONE if any(set(m) & set("*?") for m in self.models) else Slips.ANY

    def check(self, unit: Unit, reading: Reading) -> Outcome:
        if unit.model is None:
            return self.says(None, "The model is not known.", "model")
        if not matches_model(self.models, unit.model, unit.suffix):
            return self.says(False, f"Model {unit.model} is not {' or '.join(self.models)}.")
        whole = unit.model + unit.suffix
        if self.suffixes and not whole.endswith(tuple(clean(s) for s in self.suffixes)):
            return self.says(False, f"Model {whole} has none of the named suffixes.")
        return self.says(True, f"Model {whole} is named by the recall.")


@dataclass(frozen=True)
class Missing(Rule):
    """The label carries no such identifier at all (not: it could not be read)."""

    kind: ClassVar[str] = "missing"
    field: str = "serial"

    def check(self, unit: Unit, reading: Reading) -> Outcome:
        if unit.value(self.field) is not None:
            return self.says(False, f"The unit has a {self.field}.")
        none = unit.facts.get(f"none:{self.field}")
        if none is None:
            return self.says(None, f"It is not known if the unit has a {self.field}.", self.field)
        words = "no" if none is True else "a"
        return self.says(none is True, f"The unit has {words} {self.field}.")


@dataclass(frozen=True)
class Mark(Rule):
    """Something to be seen on the unit: an ink mark, a colour, a sticker. Use `not` to exclude."""

    kind: ClassVar[str] = "mark"
    key: str
    question: str

    def check(self, unit: Unit, reading: Reading) -> Outcome:
        seen = unit.facts.get(f"mark:{self.key}")
        if not isinstance(seen, bool):
            return self.says(None, f"Not known: {self.question}", f"mark:{self.key}")
        return self.says(seen, f"{self.question} {'Yes' if seen else 'No'}.")


@dataclass(frozen=True)
class Sold(Rule):
    """How it was bought: country (two letters), seller, between two days, both included."""

    kind: ClassVar[str] = "sold"
    countries: tuple[str, ...] = ()
    sellers: tuple[str, ...] = ()
    from_: date | None = None
    to: date | None = None

    def __post_init__(self) -> None:
        if not (self.countries or self.sellers or self.from_ or self.to):
            raise ValueError("needs countries, sellers, from or to")

    def check(self, unit: Unit, reading: Reading) -> Outcome:
        tests = {
            "country": self._country(unit) if self.countries else True,
            "seller": self._seller(unit) if self.sellers else True,
            "bought": self._bought(unit) if self.from_ or self.to else True,
        }
        for name, hit in tests.items():
            if hit is False:
                return self.says(False, f"Not covered by {name} ({unit.facts.get(name)}).")
        unknown = [name for name, hit in tests.items() if hit is None]
        if unknown:
            return self.says(None, f"Not known: {', '.join(unknown)}.", *unknown)
        return self.says(True, "Bought as the notice says.")

    def _country(self, unit: Unit) -> bool | None:
        country = unit.facts.get("country")
        return country.upper() in self.countries if isinstance(country, str) and country else None

    def _seller(self, unit: Unit) -> bool | None:
        seller = unit.facts.get("seller")
        if not isinstance(seller, str) or not clean(seller):
            return None
        # "Walmart.com", "at Walmart in Austin": the name somewhere in what was said.
        return any(clean(name) in clean(seller) for name in self.sellers)

    def _bought(self, unit: Unit) -> bool | None:
        day = unit.facts.get("bought")
        if not isinstance(day, date):
            return None
        return (not self.from_ or self.from_ <= day) and (not self.to or day <= self.to)


@dataclass(frozen=True)
class Component(Rule):
    """The recalled thing is a part: `rule` is judged on the number on that part.

    key: which part. group, group_end: only the n-th group of a number with separators (the
    first is 1), of it the last `group_end` characters.
    """

    kind: ClassVar[str] = "component"
    key: str
    question: str
    rule: Rule
    group: int | None = None
    group_end: int | None = None

    def parts(self) -> Sequence[Rule]:
        return (self.rule,)

    def leaves(self) -> Iterator[Rule]:
        # What its rule is made of looks at the part's number, not at the unit's serial.
        yield self

    @property
    def slips(self) -> Slips:
        return min((leaf.slips for leaf in self.rule.leaves()), key=lambda slips: slips.value)

    def reads(self) -> frozenset[str]:
        return frozenset({f"part:{self.key}"})

    def named(self) -> tuple[str, ...]:
        if self.group is not None:
            return ()
        return tuple(text for leaf in self.rule.leaves() for text in leaf.named())

    def check(self, unit: Unit, reading: Reading) -> Outcome:
        number = unit.facts.get(f"part:{self.key}")
        if not isinstance(number, str) or not clean(number):
            return self.says(None, f"Not known: {self.question}", f"part:{self.key}")
        if self.group is not None:
            groups = [g for g in re.split(r"[\s/_.:-]+", number.strip()) if g]
            if len(groups) < self.group:
                return self.says(None, "The number lacks its groups.", f"part:{self.key}")
            number = groups[self.group - 1]
        part = clean(number)[-(self.group_end or 0) :]
        # The part's number takes both places, so that any rule can be used on it.
        inner = replace(unit, model=part, suffix="", serial=part, raw=number)
        found = self.rule.check(inner, Reading())
        ask = (f"part:{self.key}",) if found.match is None else ()
        return replace(found, ask=ask)


@dataclass(frozen=True)
class SerialList(Rule):
    """The firm's list in the database decides. Without one, a person must."""

    kind: ClassVar[str] = "serial_list"

    def asks_list(self) -> bool:
        return True

    def reads(self) -> frozenset[str]:
        return frozenset({"serial"})

    def check(self, unit: Unit, reading: Reading) -> Outcome:
        info = reading.list
        if reading.exact:
            return self.says(True, "The serial is on the list.", uses_list=True)
        if info is None:
            return self.says(None, "No serial list is loaded.", person=True, uses_list=True)
        if unit.serial is None:
            return self.says(None, "The serial is not known.", "serial", uses_list=True)
        kind = "demo list" if info.demo else "list"
        reason = f"The serial is not on the {kind}, version {info.version}."
        return self.says(False, reason, uses_list=True)


@dataclass(frozen=True)
class MakersTool(Rule):
    """Only the maker's own check decides; or_list: or the maker's list, once it is loaded.

    Behind other rules in all_of it is the final decision after a public pre-filter.
    """

    kind: ClassVar[str] = "makers_tool"
    url: str
    or_list: bool = False

    def asks_list(self) -> bool:
        return self.or_list

    def reads(self) -> frozenset[str]:
        return frozenset({"serial"}) if self.or_list else frozenset()

    def check(self, unit: Unit, reading: Reading) -> Outcome:
        if self.or_list and (reading.exact or reading.list is not None):
            return SerialList().check(unit, reading)
        return self.says(None, f"Only the maker's own check decides: {self.url}", tool=self.url)


@dataclass(frozen=True)
class Recheck(Rule):
    """An expanded or repeated recall: who was told "not affected" before `since` checks again.

    The inner rule decides; an earlier answer never does, and the trace says so.
    """

    kind: ClassVar[str] = "recheck"
    since: date
    rule: Rule

    def parts(self) -> Sequence[Rule]:
        return (self.rule,)

    def check(self, unit: Unit, reading: Reading) -> Outcome:
        found = self.rule.check(unit, reading)
        why = (
            f"Answers given before {self.since.isoformat()} do not count: the recall was expanded."
        )
        return replace(found, trace=(*found.trace, Step(self.kind, "checked again", why)))
