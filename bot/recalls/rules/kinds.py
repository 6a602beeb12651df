"""All kinds of rules by the name that stands after `kind:` in a recall file.

    1 model only: model            11 missing identifier: missing
    2 exact list: codes            12 exclusion, visible mark: not, mark
    3 prefix: prefix               13 two codes: all_of
    4 suffix: suffix               14 purchase facts: sold
    5 characters: characters       15 component: component
    6 group: group                 16 wildcard model: model
    7 ranges: range                17 maker's tool: makers_tool
    8 date code: date_code         18 pre-filter, then tool: all_of with makers_tool
    9 date in serial: serial_date  19 expansion: recheck
   10 lot, batch: lot              and the list in the database: serial_list

The numbers are those of recall_facts.md 3.1.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.recalls.rules.codes import (
    Characters,
    Codes,
    DateCode,
    Group,
    Lot,
    Prefix,
    Range,
    SerialDate,
    Suffix,
)
from bot.recalls.rules.facts import (
    Component,
    MakersTool,
    Mark,
    Missing,
    Model,
    Recheck,
    SerialList,
    Sold,
)
from bot.recalls.rules.rule import AllOf, AnyOf, Not, Rule

__all__ = ["KINDS"]

KINDS: Mapping[str, type[Rule]] = {
    rule.kind: rule
    for rule in (
        AllOf,
        AnyOf,
        Characters,
        Codes,
        Component,
        DateCode,
        Group,
        Lot,
        MakersTool,
        Mark,
        Missing,
        Model,
        Not,
        Prefix,
        Range,
        Recheck,
        SerialDate,
        SerialList,
        Sold,
        Suffix,
    )
}
