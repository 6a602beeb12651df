"""Putting units together from what is told message by message. Pure; table-tested."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from bot.recalls.reading import Identifier

__all__ = ["AskedUnit", "add_further", "distinct", "fold_in", "from_slot", "to_slot"]


@dataclass(frozen=True)
class AskedUnit:
    """One unit as far as it is known.

    confirmed: the serial was read back and confirmed. compared: the recalls for which it was
    compared once more with the label after a near miss. unreadable: the customer cannot give the
    serial. sure_of_model: the same model was told again when asked whether another was meant. raw:
    the serial with its separators. facts: what else was told, see `Unit.facts`; a day as text; None
    where the customer cannot tell. facts_end: no answer was understood, nothing more is asked.
    part: the beginning of the serial, whose end was not told yet. told: its verdict was said
    already. helped: how to read the serial was said. of_claim: the number of the claim that it was
    told for.
    """

    model: str | None = None
    suffix: str = ""
    serial: str | None = None
    confirmed: bool = False
    compared: tuple[str, ...] = ()
    unreadable: bool = False
    sure_of_model: bool = False
    raw: str = field(default="", compare=False)
    facts: Mapping[str, str | bool | None] = field(default_factory=dict)
    facts_end: bool = False
    from_photo: bool = False
    part: str = field(default="", compare=False)
    told: bool = field(default=False, compare=False)
    helped: bool = False
    of_claim: str = ""

    def with_serial(self, serial: str, raw: str = "", *, read_back: bool = False) -> AskedUnit:
        """This unit with the serial as told; the same one after its read-back is confirmed."""
        again = serial == self.serial
        return replace(
            self, serial=serial, raw=raw, confirmed=again and (self.confirmed or read_back),
            compared=self.compared if again else (), unreadable=False, part="",
            told=again and self.told,
            from_photo=again and self.from_photo,
        )  # fmt: skip

    def with_fact(self, key: str, value: str | bool | None) -> AskedUnit:
        """This unit with one more thing told; what was confirmed before has to be so again."""
        same = key in self.facts and self.facts[key] == value
        return replace(
            self, facts={**self.facts, key: value}, confirmed=same and self.confirmed,
            compared=self.compared if same else (),
        )  # fmt: skip

    def without_codes(self) -> AskedUnit:
        """This unit with its codes to be asked again: they were read wrongly."""
        kept = {key: value for key, value in self.facts.items() if not _is_code(key)}
        return replace(self, facts=kept, confirmed=False, compared=())

    @property
    def codes(self) -> tuple[tuple[str, str], ...]:
        """What was read off the unit besides model and serial: (date code, 0923), (lot, 35-22)."""
        told = ((key, value) for key, value in self.facts.items() if _is_code(key))
        named = ((key.partition(":")[2] or key.replace("_", " "), value) for key, value in told)
        return tuple((name, value) for name, value in named if isinstance(value, str))

    @property
    def known_facts(self) -> dict[str, str | bool | date]:
        """The facts as the rules take them."""
        known = {key: value for key, value in self.facts.items() if value is not None}
        if isinstance(bought := known.get("bought"), str):
            return {**known, "bought": date.fromisoformat(bought)}
        return {**known}


def _is_code(key: str) -> bool:
    return key in ("date_code", "lot") or key.startswith("part:")


def fold_in(
    units: Sequence[AskedUnit],
    found: Iterable[Identifier],
    asked: int = 0,
    *,
    read_back: bool = False,
) -> tuple[AskedUnit, ...]:
    """The units after a message in which `found` was read.

    asked: the unit that the last question was about; a lone model or serial is about that one,
    as an answer or as a correction. read_back: that question read its serial back. Further ones
    are further units; a serial without a model of its own has the model before it.
    """
    models = [i for i in found if i.kind == "model"]
    serials = [i for i in found if i.kind == "serial" and not i.partial]
    told = _pair(models, serials)
    if not told:
        return tuple(units)
    result = list(units) or [AskedUnit()]
    place = min(asked, len(result) - 1)
    first, *more = told
    result[place] = _merge(result[place], first, read_back)
    for unit in more:
        model, suffix = unit.model or result[place].model, unit.suffix or result[place].suffix
        unit = replace(unit, model=model, suffix=suffix)
        if all((u.model, u.serial) != (unit.model, unit.serial) for u in result):
            result.append(unit)
    return tuple(result)


def add_further(
    units: Sequence[AskedUnit],
    found: Iterable[Identifier],
    asked: int = 0,
    *,
    another: bool = False,
) -> tuple[AskedUnit, ...]:
    """The units and those in `found`, where a message says that there are further ones.

    A serial without a model of its own has the model of the unit asked about. another: a model
    that is known already, without a serial, is one more of that kind.
    """
    result = list(units)
    known = result[min(asked, len(result) - 1)]
    for unit in fold_in((), found):
        if not unit.model:
            unit = replace(unit, model=known.model, suffix=known.suffix)
        same = [u for u in result if u.model == unit.model and unit.serial in (None, u.serial)]
        if not same or (another and unit.serial is None):
            result.append(unit)
    return tuple(result)


def distinct(units: Iterable[AskedUnit]) -> tuple[AskedUnit, ...]:
    """The units, each serial of a model once; of those without one there may be several."""
    result: list[AskedUnit] = []
    for unit in units:
        known = unit.serial and any(
            (u.model, u.serial) == (unit.model, unit.serial) for u in result
        )
        result += [] if known else [unit]
    return tuple(result)


def _pair(models: list[Identifier], serials: list[Identifier]) -> list[AskedUnit]:
    """Each serial with its model; no serial is left out."""
    if len(models) <= 1:
        units = [AskedUnit(serial=s.value, raw=s.raw) for s in serials] or [
            AskedUnit() for _ in models
        ]
        return [
            replace(u, model=models[0].value, suffix=models[0].suffix) if models else u
            for u in units
        ]
    if _one_each(models, serials):
        of = {place: [serial] for place, serial in enumerate(serials)}
    else:
        of = {}
        for serial in serials:
            before = [i for i, model in enumerate(models) if model.start < serial.start]
            of.setdefault(before[-1] if before else 0, []).append(serial)
    units = []
    for place, model in enumerate(models):
        units += [
            AskedUnit(model.value, model.suffix, serial.value, raw=serial.raw)
            for serial in of.get(place, ())
        ] or [AskedUnit(model.value, model.suffix)]
    # The same model named twice is one unit unless its serials differ.
    distinct: list[AskedUnit] = []
    for unit in units:
        if unit.serial is None and any(u.model == unit.model for u in distinct):
            continue
        distinct = [u for u in distinct if u.serial or u.model != unit.model]
        distinct.append(unit)
    return distinct


def _one_each(models: list[Identifier], serials: list[Identifier]) -> bool:
    """Do they alternate, or does a list of serials follow, or precede, one of as many models?"""
    if len(models) != len(serials):
        return False
    kinds = "".join(i.kind[0] for i in sorted([*models, *serials], key=lambda i: i.start))
    count = len(models)
    return kinds in (
        "ms" * count,
        "sm" * count,
        "m" * count + "s" * count,
        "s" * count + "m" * count,
    )


def _merge(known: AskedUnit, told: AskedUnit, read_back: bool) -> AskedUnit:
    if told.model and told.model == known.model:
        known = replace(known, suffix=told.suffix or known.suffix, sure_of_model=True)
    elif told.model:
        # The confirmation of the serial was given for another model: it is asked for again. So is
        # what was told of that one; a lot told before any model is of this.
        known = replace(
            known, model=told.model, suffix=told.suffix, confirmed=False, compared=(),
            sure_of_model=False, facts={} if known.model else known.facts, told=False,
        )  # fmt: skip
    if told.serial is None:
        return known
    return known.with_serial(told.serial, told.raw, read_back=read_back)


def to_slot(units: Iterable[AskedUnit]) -> list[dict[str, Any]]:
    """The units as JSON."""
    return [asdict(unit) for unit in units]


def from_slot(value: Any) -> tuple[AskedUnit, ...]:
    """The units of a slot's value; none for an empty one."""
    return tuple(AskedUnit(**{**unit, "compared": _compared(unit)}) for unit in value or ())


def _compared(unit: Mapping[str, Any]) -> tuple[str, ...]:
    # A conversation kept from before recalls were told apart is asked once more.
    kept = unit.get("compared")
    return () if isinstance(kept, bool) else tuple(kept or ())
