"""Could a unit that no rule matches be one that was misread? For rules that stand in the file.

The serial list of the database is asked by `check`; this tries other readings of the serial and
of the codes on the rules themselves.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.recalls.model import Recall
from bot.recalls.rules.rule import Reading, Rule, Slips, Unit
from bot.recalls.serials import confusable_keys, edit_keys

__all__ = ["near_by_rule"]


def near_by_rule(recall: Recall, unit: Unit, reading: Reading) -> Mapping[str, tuple[int, ...]]:
    """What would match, or could, if it was misread: serial or code, with the positions (1-based).

    The positions are those of the characters in it, as printed, that differ. Tries mixed-up
    characters for every rule, and single slips for those next to which they are likely.
    """
    rule = recall.identification.rule
    leaves = [leaf for leaf in rule.leaves() if leaf.reads()]
    # The list's neighbours were looked up in the database already.
    if not leaves or all(leaf.kind in ("serial_list", "makers_tool") for leaf in leaves):
        return {}
    found = {}
    for name in sorted(rule.reads()):
        printed = unit.printed(name)
        if printed is None:
            continue
        places: set[int] = set()
        for other, positions in confusable_keys(printed, recall.serial).items():
            outcome = rule.check(unit.with_value(name, other), Reading(list=reading.list))
            # Where something else is still to be found out, this reading would have it asked.
            if outcome.match or (outcome.match is None and name not in outcome.ask):
                places.update(positions)
        for leaf in leaves:
            if name in leaf.reads() and leaf.slips is not Slips.NONE:
                places.update(_slips(recall, unit, name, printed, leaf))
        if places:
            found[name] = tuple(sorted(places))
    return found


def _slips(recall: Recall, unit: Unit, name: str, printed: str, leaf: Rule) -> set[int]:
    """The positions of one slip after which the rule on this code would match, if others let it."""
    wrong_too = leaf.slips is Slips.ANY
    places: set[int] = set()
    for other, positions in edit_keys(printed, recall.serial, substitutions=wrong_too).items():
        read_so = unit.with_value(name, other)
        if leaf.check(read_so, Reading()).match:
            whole = recall.identification.rule.check(read_so, Reading())
            if whole.match is not False:
                places.update(positions)
    return places
