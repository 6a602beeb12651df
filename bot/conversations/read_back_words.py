"""How a unit is read back, or asked to be compared with its label once more."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversations.messages import Button
from bot.conversations.speaker import YES_NO, Speaker
from bot.recalls import Recall
from bot.recalls.check import Check
from bot.recalls.doubt import Doubt
from bot.recalls.facts import joined
from bot.recalls.intake import AskedUnit
from bot.recalls.patterns import matches_model
from bot.recalls.verdict import READ_BACK_CLOSELY

__all__ = ["bought_abroad", "described", "read_back"]

CANNOT_TELL = Button("I can't tell", "/no_serial")
# More lines are not compared with care; a yes is for all places, so the others share one.
MOST_LINES = 4


def read_back(speaker: Speaker, unit: AskedUnit, check: Check, recall: Recall) -> None:
    """Read the serial back, or ask to compare the characters in doubt."""
    verdict = check.in_doubt or check.main
    groups = str((verdict.read if verdict else check.read).get("groups") or unit.serial)
    compare = check.in_doubt is not None
    # Where it was bought may decide, and a yes would come before that is told.
    abroad = [] if compare or check.facts.get("country") else bought_abroad(unit, recall)
    # It is no answer to what is asked, which is asked once more after it.
    buttons = (*YES_NO, *(Button(f"Wait, {b.title}", b.payload) for b in abroad))
    if unit.codes or not unit.serial:
        response = "utter_check_compare_unit" if compare else "utter_check_read_back_unit"
        speaker.say(response, recall=recall, unit=described(unit, check, recall), buttons=buttons)
    elif verdict is not None and not compare and verdict.rule == READ_BACK_CLOSELY:
        _ask_about_places(speaker, recall, groups, Doubt.of(verdict, recall.serial), buttons)
    elif verdict is not None and not compare and verdict.positions:
        speaker.say(
            "utter_check_read_back_closely",
            recall=recall,
            groups=groups,
            places=_numbers(verdict.positions),
            buttons=buttons,
        )
    elif verdict is None or not compare:
        speaker.say("utter_check_read_back", recall=recall, groups=groups, buttons=buttons)
    else:
        _ask_to_compare(speaker, recall, groups, Doubt.of(verdict, recall.serial))


def bought_abroad(unit: AskedUnit, recall: Recall) -> list[Button]:
    """What says that it was bought where another recall of its model holds."""
    told = (
        f"I bought it in {other.name}"
        for other in recall.other_countries.items
        if unit.model and matches_model(other.models, unit.model, unit.suffix)
    )
    return [Button(words, words) for words in told]


def described(unit: AskedUnit, check: Check, recall: Recall) -> str:
    """The unit as it was read: "model A1, serial number AKFF 1Y0E, date code 0923"."""
    groups = (check.main.read if check.main else {}).get("groups") or unit.serial
    serial = [f"serial number {groups}"] if unit.serial else []
    codes = [f"{name} {value}" for name, value in unit.codes]
    return ", ".join([f"model {recall.written(unit.model or '')}", *serial, *codes])


def _ask_to_compare(speaker: Speaker, recall: Recall, groups: str, doubt: Doubt) -> None:
    """Which of two, where one character is in doubt: a yes to "could it be" would mean either."""
    if doubt.choice:
        speaker.say(
            "utter_check_compare_one",
            recall=recall,
            groups=groups,
            place=str(doubt.places[0]),
            either=" or ".join(doubt.choice),
            buttons=(*(Button(f"It is {c}", f"It is {c}") for c in doubt.choice), CANNOT_TELL),
        )
        return
    _ask_about_places(speaker, recall, groups, doubt)


def _ask_about_places(
    speaker: Speaker,
    recall: Recall,
    groups: str,
    doubt: Doubt,
    buttons: Sequence[Button] = YES_NO,
) -> None:
    response = (
        "utter_check_compare"
        if doubt.usual_length
        else "utter_check_compare_slip"
        if doubt.places
        else "utter_check_compare_length"
    )
    speaker.say(
        response,
        recall=recall,
        groups=groups,
        places=_looked_at(doubt),
        length=str(len(doubt.serial)),
        serial_length=joined(map(str, doubt.lengths)),
        buttons=buttons,
    )


def _looked_at(doubt: Doubt) -> str:
    """ "Character 5: I read L, not 1." for each place, those after the first few in one line."""
    lines = []
    for place, others in zip(doubt.places, doubt.others):
        but = f", not {' or '.join(others)}" if others else ""
        lines.append(f"Character {place}: I read {doubt.serial[place - 1]}{but}.")
    if len(lines) > MOST_LINES:
        rest = doubt.places[MOST_LINES - 1 :]
        read = ", ".join(doubt.serial[place - 1] for place in rest)
        lines[MOST_LINES - 1 :] = [f"Characters {_numbers(rest)}: I read {read}."]
    return "\n".join(lines)


def _numbers(positions: Sequence[int]) -> str:
    """ "12 and 13": places in a serial, in words."""
    *first, last = map(str, positions)
    return f"{', '.join(first)} and {last}" if first else last
