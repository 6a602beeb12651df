"""How a unit is read back, or asked to be compared with its label once more."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversations.speaker import YES_NO, Speaker
from bot.recalls import Check, Recall, RecallVerdict
from bot.recalls.intake import AskedUnit

__all__ = ["described", "read_back"]


def read_back(speaker: Speaker, unit: AskedUnit, check: Check, recall: Recall) -> None:
    """Read the serial back, or ask to compare the characters in doubt."""
    verdict = check.main
    groups = str((verdict.read if verdict else check.read).get("groups") or unit.serial)
    compare = verdict is not None and "compare" in check.ask
    if unit.codes or not unit.serial:
        response = "utter_check_compare_unit" if compare else "utter_check_read_back_unit"
        speaker.say(response, recall=recall, unit=described(unit, check, recall), buttons=YES_NO)
    elif verdict is not None and not compare and verdict.positions:
        speaker.say(
            "utter_check_read_back_closely",
            recall=recall,
            groups=groups,
            places=_numbers(verdict.positions),
            buttons=YES_NO,
        )
    elif verdict is None or not compare:
        speaker.say("utter_check_read_back", recall=recall, groups=groups, buttons=YES_NO)
    elif verdict.rule == "malformed" and not verdict.positions:
        speaker.say(
            "utter_check_compare_length",
            recall=recall,
            groups=groups,
            buttons=YES_NO,
            length=str(len(str(verdict.read.get("serial") or ""))),
        )
    else:
        speaker.say(
            "utter_check_compare",
            recall=recall,
            groups=groups,
            places=_places(verdict, recall),
            buttons=YES_NO,
        )


def described(unit: AskedUnit, check: Check, recall: Recall) -> str:
    """The unit as it was read: "model A1, serial number AKFF 1Y0E, date code 0923"."""
    groups = (check.main.read if check.main else {}).get("groups") or unit.serial
    serial = [f"serial number {groups}"] if unit.serial else []
    codes = [f"{name} {value}" for name, value in unit.codes]
    return ", ".join([f"model {recall.written(unit.model or '')}", *serial, *codes])


def _places(verdict: RecallVerdict, recall: Recall) -> str:
    serial = str(verdict.read.get("serial") or "")
    lines = []
    for place in verdict.positions[:4]:
        if place > len(serial):
            continue
        read = serial[place - 1]
        mixed = next((g for g in recall.serial.ambiguous if read in g), "")
        others = " or ".join(c for c in mixed if c != read)
        doubt = f" Could it be {others}?" if others else ""
        lines.append(f"Character {place}: I read {read}.{doubt}")
    return "\n".join(lines)


def _numbers(positions: Sequence[int]) -> str:
    """ "12 and 13": places in a serial, in words."""
    *first, last = map(str, positions)
    return f"{', '.join(first)} and {last}" if first else last
