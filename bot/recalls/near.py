"""Could a unit that no rule matches be one that was misread? For rules that stand in the file.

The serial list of the database is asked by `check`; this tries other readings of the serial and
of the codes on the rules themselves.
"""

from __future__ import annotations

from bot.recalls.model import Recall
from bot.recalls.rules.rule import Reading, Unit
from bot.recalls.serials import confusable_keys, edit_keys

__all__ = ["near_by_rule"]


def near_by_rule(recall: Recall, unit: Unit, reading: Reading) -> tuple[int, ...]:
    """Positions (1-based) in the serial or code as read whose other reading would match.

    Tries mixed-up characters for every rule, single slips only for codes listed one by one.
    """
    rule = recall.identification.rule
    leaves = [leaf for leaf in rule.leaves() if leaf.reads()]
    # The list's neighbours were looked up in the database already.
    if not leaves or all(leaf.kind in ("serial_list", "makers_tool") for leaf in leaves):
        return ()
    found: set[int] = set()
    for name in sorted(rule.reads()):
        value = unit.value(name)
        if value is None:
            continue
        others = confusable_keys(value, recall.serial)
        if all(leaf.listed for leaf in leaves if name in leaf.reads()):
            others = {**edit_keys(value, recall.serial), **others}
        for other, positions in others.items():
            if rule.check(unit.with_value(name, other), Reading(list=reading.list)).match:
                found.update(positions)
    return tuple(sorted(found))
