"""How a unit is judged in a turn, and what its message tells of one that is known already."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.actions.catalogue import reviewed_notice
from bot.actions.turn import Turn
from bot.recalls import Recall
from bot.recalls.brands import named_by_brand
from bot.recalls.check import Check
from bot.recalls.codes_told import code_of_maker, code_told
from bot.recalls.doubt import Doubt
from bot.recalls.intake import AskedUnit, from_slot
from bot.recalls.mending import looked_at
from bot.recalls.numbers import named_by_number
from bot.recalls.reading import Identifier
from bot.recalls.rules.rule import Unit

__all__ = [
    "asked_to_compare", "check_unit", "compared_now", "compared_with_label", "confirmed_now",
    "judged_by_model", "may_be_zip", "recalls_named", "unit_of_maker", "with_code_told",
]  # fmt: skip


async def check_unit(turn: Turn, unit: AskedUnit) -> Check:
    """Judge a unit as far as it is known; the same one once in a turn's action."""
    if known := next((check for judged, check in turn.judged if judged == unit), None):
        return known
    check = await turn.services.checks.check(
        unit.model,
        unit.suffix,
        unit.serial,
        country=turn.bought_in,
        # Told twice is sure enough of the model; a code beside it is still to be read back.
        confirmed=unit.confirmed or (unit.sure_of_model and not unit.serial and not unit.codes),
        compared=unit.compared,
        address=turn.address,
        conversation=turn.conversation,
        danger=await turn.danger_told(),
        facts=unit.known_facts,
        raw=unit.raw,
    )
    turn.judged.append((unit, check))
    return check


async def recalls_named(turn: Turn) -> tuple[Recall, ...]:
    """The recalls that the message names: by number, by their maker, else as a notice does."""
    if turn.pressed:
        return ()
    by_number = named_by_number(turn.text, turn.services.recalls)
    by_maker = (by_number,) if by_number else named_by_brand(turn.text, turn.services.recalls)
    by_words = None if by_maker else await reviewed_notice(turn)
    return (by_words,) if by_words else by_maker


def may_be_zip(turn: Turn, unit: AskedUnit | None, found: Identifier) -> bool:
    """Five digits alone are no serial where serials have another length."""
    if found.kind != "serial" or not re.fullmatch(r"\d{5}", found.value) or not unit:
        return False
    named = turn.services.recalls.by_model(unit.model or "", unit.suffix)
    lengths = {length for recall in named for length in recall.serial.lengths}
    return bool(lengths) and 5 not in lengths


async def asked_to_compare(turn: Turn, unit: AskedUnit | None) -> Doubt | None:
    """The characters that the open question asks to compare or points at, if it does."""
    if turn.requested != "check_confirmed" or unit is None or not unit.serial:
        return None
    check = await check_unit(turn, unit)
    pointed = check.main if _pointed_at(unit, check) else None
    verdict = check.in_doubt if turn.slots.get("check_compare") else pointed
    return verdict and Doubt.of(verdict, turn.services.recall(verdict.recall).serial)


async def compared_now(turn: Turn, unit: AskedUnit) -> AskedUnit:
    """The unit after the characters that were asked about were compared with the label.

    A recall that other characters are in doubt for is asked about in its turn.
    """
    check = await check_unit(turn, unit)
    # A list that came meanwhile, or danger that was told, may have left nothing in doubt.
    recalls = check.compared_with_it or tuple(verdict.recall for verdict in check.verdicts)
    return replace(unit, compared=(*unit.compared, *recalls))


async def confirmed_now(turn: Turn, unit: AskedUnit) -> AskedUnit:
    """The unit after it was read back; the characters that this pointed at are compared with it."""
    check = await check_unit(turn, replace(unit, confirmed=False))
    compared = (*unit.compared, *_pointed_at(unit, check))
    return replace(unit, confirmed=True, compared=compared)


def _pointed_at(unit: AskedUnit, check: Check) -> tuple[str, ...]:
    # With other codes beside the serial the read-back points at no characters.
    return () if unit.codes else check.pointed_at


async def compared_with_label(turn: Turn, unit: AskedUnit, doubt: Doubt) -> AskedUnit | None:
    """The unit after one of its characters in doubt was looked at; None where it was not."""
    serial = None if turn.pressed else looked_at(turn.text, doubt)
    if serial is None:
        return None
    if not turn.slots.get("check_compare"):
        # To the read-back "y" is a yes, and what was read is said again beside one.
        mixed_up = doubt.may_be(serial)
        return unit.with_serial(serial) if mixed_up else None
    if serial != doubt.serial:
        return unit.with_serial(serial)
    # Where there are several the others are still to be looked at.
    return await compared_now(turn, unit) if len(doubt.places) == 1 else None


async def judged_by_model(turn: Turn) -> tuple[AskedUnit, ...]:
    """The unit just judged by its model alone, where now its serial is told."""
    judged = from_slot(turn.slots.get("judged_units"))
    kinds = {identifier.kind for identifier in turn.identifiers}
    if len(judged) != 1 or judged[0].serial or kinds != {"serial"}:
        return ()
    named = turn.services.recalls.by_model(judged[0].model or "", judged[0].suffix)
    for found in turn.identifiers:
        # One on the list of another recall is of another unit: its model is asked.
        asked = turn.services.checks.check(
            None, serial=found.value, address=turn.address, conversation=turn.conversation
        )
        listed = (await asked).verdicts
        if any(verdict.recall not in {recall.number for recall in named} for verdict in listed):
            return ()
    return judged


def with_code_told(turn: Turn, unit: AskedUnit) -> AskedUnit:
    """The unit with the code that stands beside its model, where a recall of it lists that one."""
    known = Unit(unit.model, unit.suffix, facts=unit.known_facts)
    for recall in turn.services.recalls.by_model(unit.model or "", unit.suffix):
        if told := code_told(turn.text, known, recall):
            return _with_code(unit, *told)
    return unit


def unit_of_maker(turn: Turn, named: Sequence[Recall]) -> tuple[AskedUnit, ...]:
    """The unit of which a code is told beside its maker; none where none is."""
    codes = (code_of_maker(turn.text, recall) for recall in named)
    told = next(filter(None, codes), None)
    return (_with_code(AskedUnit(), *told),) if told else ()


def _with_code(unit: AskedUnit, name: str, value: str) -> AskedUnit:
    return unit.with_serial(value) if name == "serial" else unit.with_fact(name, value)
