"""Putting units together from what is told message by message. Pure; table-tested."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Iterable, Literal, Sequence

from bot.recalls.reading import Identifier

__all__ = ["AskedUnit", "Question", "fold_in", "from_slot", "to_slot"]

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

    def with_serial(self, serial: str) -> AskedUnit:
        """This unit with the serial as read now; reading the same one again confirms it."""
        again = serial == self.serial
        return replace(
            self, serial=serial, confirmed=again, compared=again and self.compared,
            unreadable=False,
        )  # fmt: skip


def fold_in(
    units: Sequence[AskedUnit], found: Iterable[Identifier], asked: int = 0
) -> tuple[AskedUnit, ...]:
    """The units after a message in which `found` was read.

    asked: the unit that the last question was about; a lone model or serial is about that one,
    as an answer or as a correction. Further ones are further units; a serial without a model of
    its own has the model before it.
    """
    models = [i for i in found if i.kind == "model"]
    serials = [i for i in found if i.kind == "serial" and not i.partial]
    told = _pair(models, serials)
    if not told:
        return tuple(units)
    result = list(units) or [AskedUnit()]
    place = min(asked, len(result) - 1)
    first, *more = told
    result[place] = _merge(result[place], first)
    for unit in more:
        model, suffix = unit.model or result[place].model, unit.suffix or result[place].suffix
        unit = replace(unit, model=model, suffix=suffix)
        if all((u.model, u.serial) != (unit.model, unit.serial) for u in result):
            result.append(unit)
    return tuple(result)


def _pair(models: list[Identifier], serials: list[Identifier]) -> list[AskedUnit]:
    if len(models) <= 1:
        units = [AskedUnit(serial=s.value) for s in serials] or [AskedUnit()] * len(models)
        return [
            replace(u, model=models[0].value, suffix=models[0].suffix) if models else u
            for u in units
        ]
    in_turn = all(m.start < s.start for m, s in zip(models, serials))
    units = []
    for i, model in enumerate(models):
        serial: str | None
        if len(serials) == len(models) and in_turn:
            serial = serials[i].value
        else:
            # The serial that stands between this model and the next one.
            end = models[i + 1].start if i + 1 < len(models) else None
            between = [s for s in serials if s.start > model.start and (not end or s.start < end)]
            serial = between[0].value if between else None
        units.append(AskedUnit(model.value, model.suffix, serial))
    # The same model named twice is one unit unless its serials differ.
    distinct: list[AskedUnit] = []
    for unit in units:
        if unit.serial is None and any(u.model == unit.model for u in distinct):
            continue
        distinct = [u for u in distinct if u.serial or u.model != unit.model]
        distinct.append(unit)
    return distinct


def _merge(known: AskedUnit, told: AskedUnit) -> AskedUnit:
    if told.model and told.model == known.model:
        known = replace(known, sure_of_model=True)
    elif told.model:
        # The confirmation of the serial was given for another model: it is asked for again.
        known = replace(
            known, model=told.model, suffix=told.suffix, confirmed=False, compared=False,
            sure_of_model=False,
        )  # fmt: skip
    return known.with_serial(told.serial) if told.serial else known


def to_slot(units: Iterable[AskedUnit]) -> list[dict[str, Any]]:
    """The units as JSON."""
    return [asdict(unit) for unit in units]


def from_slot(value: Any) -> tuple[AskedUnit, ...]:
    """The units of a slot's value; none for an empty one."""
    return tuple(AskedUnit(**unit) for unit in value or ())
