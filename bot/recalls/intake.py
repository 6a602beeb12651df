"""Putting units together from what is told message by message. Pure; table-tested."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from bot.recalls.reading import Identifier

__all__ = ["AskedUnit", "Question", "add_further", "fold_in", "from_slot", "to_slot"]

Question = Literal["model", "serial", "confirmed"]


@dataclass(frozen=True)
class AskedUnit:
    """One unit as far as it is known.

    confirmed: the serial was read back and confirmed. compared: it was compared once more with
    the label after a near miss. unreadable: the customer cannot give the serial. sure_of_model:
    the same model was told again when asked whether another was meant.
    """

    model: str | None = None
    suffix: str = ""
    serial: str | None = None
    confirmed: bool = False
    compared: bool = False
    unreadable: bool = False
    sure_of_model: bool = False

    def with_serial(self, serial: str, *, read_back: bool = False) -> AskedUnit:
        """This unit with the serial as told; the same one after its read-back is confirmed."""
        again = serial == self.serial
        return replace(
            self, serial=serial, confirmed=again and (self.confirmed or read_back),
            compared=again and self.compared, unreadable=False,
        )  # fmt: skip


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
    units: Sequence[AskedUnit], found: Iterable[Identifier], asked: int = 0
) -> tuple[AskedUnit, ...]:
    """The units and those in `found`, where a message says that there are further ones.

    A serial without a model of its own has the model of the unit asked about.
    """
    result = list(units)
    known = result[min(asked, len(result) - 1)]
    for unit in fold_in((), found):
        if not unit.model:
            unit = replace(unit, model=known.model, suffix=known.suffix)
        same = [u for u in result if u.model == unit.model and unit.serial in (None, u.serial)]
        if not same:
            result.append(unit)
    return tuple(result)


def _pair(models: list[Identifier], serials: list[Identifier]) -> list[AskedUnit]:
    """Each serial with its model; no serial is left out."""
    if len(models) <= 1:
        units = [AskedUnit(serial=s.value) for s in serials] or [AskedUnit() for _ in models]
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
        own: list[str | None] = [s.value for s in of.get(place, ())]
        units += [AskedUnit(model.value, model.suffix, value) for value in own or [None]]
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
        # The confirmation of the serial was given for another model: it is asked for again.
        known = replace(
            known, model=told.model, suffix=told.suffix, confirmed=False, compared=False,
            sure_of_model=False,
        )  # fmt: skip
    return known.with_serial(told.serial, read_back=read_back) if told.serial else known


def to_slot(units: Iterable[AskedUnit]) -> list[dict[str, Any]]:
    """The units as JSON."""
    return [asdict(unit) for unit in units]


def from_slot(value: Any) -> tuple[AskedUnit, ...]:
    """The units of a slot's value; none for an empty one."""
    return tuple(AskedUnit(**unit) for unit in value or ())
