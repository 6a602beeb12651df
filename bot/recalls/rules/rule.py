"""The language of identification rules: what a rule is given, what it answers, how rules combine.

Every rule answers one of three things: the unit matches, it does not, or it cannot tell (and
then what to ask). It records a trace. The kinds of rules are in `rule_kinds`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from typing import Any, ClassVar

from bot.recalls.model import ListInfo, SerialFormat
from bot.recalls.patterns import clean, plain
from bot.recalls.serials import fold

__all__ = ["AllOf", "AnyOf", "Not", "Outcome", "Reading", "Rule", "Slips", "Step", "Unit"]

Fact = str | bool | date


@dataclass(frozen=True)
class Unit:
    """The thing in the customer's hand, as far as it is known.

    model, suffix, serial: as read from the label. raw: the serial with its separators, where
    they matter. facts: country (two letters), seller, bought (date), date_code, lot (text as
    printed), mark:<key> (seen or not), part:<key> (number on a part), none:<field> (True: the
    label has no serial, lot, date_code).
    """

    model: str | None = None
    suffix: str = ""
    serial: str | None = None
    raw: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def folded(self, serial_format: SerialFormat) -> Unit:
        """The same unit as it is compared under this recall's serial format."""
        folded = fold(self.serial, serial_format) if self.serial else ""
        model = clean(self.model) if self.model else ""
        return replace(
            self,
            model=model or None,
            suffix=clean(self.suffix),
            serial=folded or None,
            raw=self.raw or self.serial or "",
        )

    def knowing(self, **facts: Fact) -> Unit:
        """The same unit with these facts added."""
        return replace(self, facts={**self.facts, **facts})

    def value(self, name: str) -> str | None:
        """The serial, or a code of the label without separators; None where not known."""
        printed = self.printed(name)
        return clean(printed) if printed and name != "serial" else printed

    def printed(self, name: str) -> str | None:
        """The same with its separators, of which some parts' numbers are made of groups."""
        if name == "serial":
            return self.serial
        found = self.facts.get(name)
        return plain(found) if isinstance(found, str) and clean(found) else None

    def with_value(self, name: str, value: str) -> Unit:
        """The same unit with another serial or code: to try another reading of it."""
        return replace(self, serial=value) if name == "serial" else self.knowing(**{name: value})


@dataclass(frozen=True)
class Reading:
    """What looking a serial up in the list gave.

    list: the version that was asked, None where none is loaded. exact: it is on it.
    confusable, edits: positions in the serial as read that differ from a listed one, by mixed-up
    characters or by one slip. mixed_by_chance, by_chance: positions where mixed-up characters, or
    a swap, give a listed one, which tells little because the list holds running numbers there.
    lengths: of the serials on the list, as far as they were looked at. part: it is a part of a
    listed one, or a listed one is of it. failed: the list could not be read.
    """

    list: ListInfo | None = None
    exact: bool = False
    confusable: tuple[int, ...] = ()
    edits: tuple[int, ...] = ()
    mixed_by_chance: tuple[int, ...] = ()
    by_chance: tuple[int, ...] = ()
    lengths: tuple[int, ...] = ()
    part: bool = False
    failed: bool = False


@dataclass(frozen=True)
class Step:
    """One line of the trace. outcome: matches, does not match, cannot tell, or the verdict."""

    rule: str
    outcome: str
    reason: str

    def as_json(self) -> dict[str, str]:
        """As a plain object."""
        return {"rule": self.rule, "outcome": self.outcome, "reason": self.reason}


_WORDS = {True: "matches", False: "does not match", None: "cannot tell"}


@dataclass(frozen=True)
class Outcome:
    """What a rule found. match None: cannot tell; then `ask` names what would decide.

    decided_by: the kind of the rule that decided. uses_list: did the serial list take part?
    person: only a person can go on. tool: the maker's own check, where only that decides.
    """

    match: bool | None
    reason: str = ""
    decided_by: str = ""
    ask: tuple[str, ...] = ()
    trace: tuple[Step, ...] = ()
    uses_list: bool = False
    person: bool = False
    tool: str = ""


class Slips(Enum):
    """How near a value must be to a matching one to be asked about as a slip.

    ANY: a character more, less, wrong, or two swapped, where the values are listed one by one.
    MOVED: all but a wrong one, where the values are running numbers with healthy ones between
    them. NONE: next to a range or a prefix nearly every healthy unit has such neighbours.
    """

    NONE = 0
    MOVED = 1
    ANY = 2


@dataclass(frozen=True)
class Rule:
    """Base of all rules: `check` never raises for what a customer typed."""

    kind: ClassVar[str] = ""

    @property
    def slips(self) -> Slips:
        """Which single slips from a matching value are likely misreadings."""
        return Slips.NONE

    def check(self, unit: Unit, reading: Reading) -> Outcome:
        """Judge the (folded) unit."""
        raise NotImplementedError

    def parts(self) -> Sequence[Rule]:
        """The rules this one is made of."""
        return ()

    def asks_list(self) -> bool:
        """Does the serial list in the database decide, in this rule or a part of it?"""
        return any(part.asks_list() for part in self.parts())

    def named(self) -> tuple[str, ...]:
        """Texts whose parts match nothing, but are no sign of a unit that is not meant either."""
        return ()

    def sizes(self) -> frozenset[int]:
        """How many characters a matching code has, where that follows from its values."""
        return frozenset()

    def reads(self) -> frozenset[str]:
        """The serial or codes of the label that this rule looks at."""
        return frozenset().union(*(part.reads() for part in self.parts()))

    def leaves(self) -> Iterator[Rule]:
        """All rules that are not made of others."""
        if not self.parts():
            yield self
        for part in self.parts():
            yield from part.leaves()

    def walk(self) -> Iterator[Rule]:
        """This rule and all that it is made of."""
        yield self
        for part in self.parts():
            yield from part.walk()

    def says(self, match: bool | None, reason: str, *ask: str, **more: Any) -> Outcome:
        """This rule's answer, with its line of the trace."""
        step = Step(self.kind, _WORDS[match], reason)
        return Outcome(match, reason, self.kind, tuple(ask), (step,), **more)


@dataclass(frozen=True)
class AllOf(Rule):
    """Every part must match. A part that does not match decides, whatever else is unknown."""

    kind: ClassVar[str] = "all_of"
    rules: tuple[Rule, ...]

    def parts(self) -> Sequence[Rule]:
        return self.rules

    def check(self, unit: Unit, reading: Reading) -> Outcome:
        return _combine(self.kind, [r.check(unit, reading) for r in self.rules], decisive=False)


@dataclass(frozen=True)
class AnyOf(Rule):
    """One part that matches is enough."""

    kind: ClassVar[str] = "any_of"
    rules: tuple[Rule, ...]

    def parts(self) -> Sequence[Rule]:
        return self.rules

    def check(self, unit: Unit, reading: Reading) -> Outcome:
        return _combine(self.kind, [r.check(unit, reading) for r in self.rules], decisive=True)


@dataclass(frozen=True)
class Not(Rule):
    """Matches where its part does not: exclusions."""

    kind: ClassVar[str] = "not"
    rule: Rule

    def parts(self) -> Sequence[Rule]:
        return (self.rule,)

    def check(self, unit: Unit, reading: Reading) -> Outcome:
        found = self.rule.check(unit, reading)
        match = None if found.match is None else not found.match
        step = Step(self.kind, _WORDS[match], f"not ({found.reason})")
        return replace(found, match=match, trace=(*found.trace, step))


def _combine(kind: str, found: list[Outcome], *, decisive: bool) -> Outcome:
    """Kleene's three-valued and (decisive=False) or or (decisive=True)."""
    outcome = _decided(found, decisive)
    why = f"Decided by {outcome.decided_by}: {outcome.reason}"
    steps = [step for part in found for step in part.trace]
    trace = (*steps, Step(kind, _WORDS[outcome.match], why))
    return replace(outcome, trace=trace, uses_list=any(part.uses_list for part in found))


def _decided(found: list[Outcome], decisive: bool) -> Outcome:
    deciding = [o for o in found if o.match is decisive]
    if deciding:
        return deciding[0]
    open_ones = [o for o in found if o.match is None]
    if open_ones:
        ask = tuple(dict.fromkeys(key for o in open_ones for key in o.ask))
        # Where something can be asked, the first such rule speaks; else whoever is left.
        first = next((o for o in open_ones if o.ask), open_ones[0])
        tool = next((o.tool for o in open_ones if o.tool), "")
        person = any(o.person for o in open_ones)
        return replace(first, ask=ask, person=person, tool=tool)
    # All agree: the last one is the most specific, as rule files begin with the model. Of several
    # alternatives the one for another model says the least.
    return next((o for o in reversed(found) if o.decided_by != "model"), found[-1])
