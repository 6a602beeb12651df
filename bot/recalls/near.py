"""Could a unit that no rule matches be one that was misread? For rules that stand in the file.

The serial list of the database is asked by `check`; this tries other readings of the serial and
of the codes on the rules themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bot.recalls.model import Recall
from bot.recalls.patterns import clean
from bot.recalls.rules.codes import Prefix
from bot.recalls.rules.rule import Reading, Rule, Slips, Unit
from bot.recalls.serials import confusable_keys, edit_keys

__all__ = ["Near", "near_by_rule", "part_by_rule"]

# A shorter code that is named stands in many a longer one by chance: "01" in "PO-PP011".
SHORTEST_HELD = 4
# Shorter ends of what numbers begin with are the beginning of others by chance.
SHORTEST_END = 3


class Near(NamedTuple):
    """Is another reading of serial or codes one that matches, or could? None: none is.

    mixed_up: with characters mixed up. slips: with a single slip. Each holds the places (1-based)
    in the serial that differ; none of them where it is another code that does.
    """

    mixed_up: tuple[int, ...] | None = None
    slips: tuple[int, ...] | None = None


def near_by_rule(recall: Recall, unit: Unit, reading: Reading) -> Near:
    """Tries mixed-up characters for every rule, slips for those next to which they are likely."""
    rule = recall.identification.rule
    leaves = [leaf for leaf in rule.leaves() if leaf.reads()]
    # The list's neighbours were looked up in the database already.
    if not leaves or all(leaf.kind in ("serial_list", "makers_tool") for leaf in leaves):
        return Near()
    mixed_up: dict[str, set[int]] = {}
    slips: dict[str, set[int]] = {}
    for name in rule.reads():
        # With its separators, too: some parts' numbers are made of groups.
        for value in {unit.value(name), unit.printed(name)} - {None}:
            for other, places in confusable_keys(str(value), recall.serial).items():
                outcome = rule.check(unit.with_value(name, other), Reading(list=reading.list))
                # Where something else is still to be found out, this reading would have it asked.
                if outcome.match or (outcome.match is None and name not in outcome.ask):
                    mixed_up.setdefault(name, set()).update(places)
            for leaf in leaves:
                if name in leaf.reads() and leaf.slips is not Slips.NONE:
                    for places in _slips(recall, unit, name, str(value), leaf):
                        slips.setdefault(name, set()).update(places)
    return Near(*(tuple(sorted(f.get("serial", ()))) if f else None for f in (mixed_up, slips)))


def part_by_rule(recall: Recall, unit: Unit) -> bool:
    """Is the serial, or a code, a part of one that would match, or one of these a part of it?

    Half a number is read as a whole one, and no slip leads from it to that one.
    """
    rule = recall.identification.rule
    for leaf in rule.leaves():
        for name in leaf.reads():
            value = unit.value(name)
            for named in map(clean, leaf.named()) if value else ():
                # What a number begins with stands in many another one.
                whole = leaf.slips is Slips.ANY and len(named) >= SHORTEST_HELD
                held = (whole and named in str(value)) or str(value) in named
                if not held and not (isinstance(leaf, Prefix) and _goes_on(str(value), named)):
                    continue
                if rule.check(unit.with_value(name, named), Reading()).match is not False:
                    return True
    return False


def _goes_on(value: str, named: str) -> bool:
    """Does it begin with the end of what others begin with, as one without its first characters?"""
    return any(value.startswith(named[i:]) for i in range(1, len(named) - SHORTEST_END + 1))


def _slips(
    recall: Recall, unit: Unit, name: str, value: str, leaf: Rule
) -> Iterator[tuple[int, ...]]:
    """The places of each slip after which the rule on this code would match, if others let it."""
    wrong_too = leaf.slips is Slips.ANY
    for other, places in edit_keys(value, recall.serial, substitutions=wrong_too).items():
        read_so = unit.with_value(name, other)
        alone = leaf.check(read_so, Reading()).match
        if alone and recall.identification.rule.check(read_so, Reading()).match is not False:
            yield places
