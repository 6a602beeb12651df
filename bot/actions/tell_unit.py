"""How the verdict of one unit is told."""

from __future__ import annotations

from bot.actions.turn import Turn
from bot.recalls import DEMO_NOTE, Check, Recall, RecallVerdict
from bot.recalls.intake import AskedUnit
from bot.recalls.rules.kinds import KINDS

__all__ = ["CLAIMABLE", "described", "tell_unit"]

CLAIMABLE = ("affected", "possibly_affected")
# Which explanation goes with which row of the decision; every other row has a general one.
_WHY = {
    "makers_tool": "makers_tool",
    "serial_missing": "serial_missing",
    "missing_serial": "serial_missing",
    "malformed": "malformed",
    "list_stale": "list_old",
    "list_incomplete": "list_old",
    "danger": "danger",
    "limit": "limit",
    "other_country": "other_country",
}


def tell_unit(turn: Turn, unit: AskedUnit, check: Check, which: str = "") -> None:
    """Say the verdict of a unit with the safety steps. which: "1 of 2: " of several."""
    verdict = check.main
    kind = check.overall
    recall = turn.services.recall(verdict.recall) if verdict else turn.recall
    read = described(unit, check, recall)
    response = f"utter_check_{kind}"
    if kind == "possibly_affected" and verdict and verdict.rule in _WHY:
        why = f"utter_check_why_{_WHY[verdict.rule]}"
    elif verdict and verdict.rule in KINDS and recall.identification.text:
        why = "utter_check_why_makers_tool"
    else:
        why = "utter_check_why_other"
    steps = list(recall.safety.stop_use) if kind in CLAIMABLE else []
    card = {"kind": "verdict", "verdict": kind, "steps": steps}
    links = [recall.contact.pages[0]] if kind != "affected" and recall.contact.pages else []
    other = recall.other_countries.get(verdict.other_country) if verdict else None
    if other and other.page:
        links = [other.page]
    turn.say(
        response,
        recall=recall,
        card=card,
        links=links,
        unit=read,
        model=unit.model or "",
        which=which,
        list_note=_list_note(verdict, recall),
    )
    if kind == "possibly_affected":
        turn.say(why, recall=recall)
    others = [v for v in check.verdicts if verdict and v.recall != verdict.recall]
    if others:
        numbers = ", ".join(v.recall for v in others)
        turn.say("utter_check_other_recalls", recall=recall, numbers=numbers)


def _list_note(verdict: RecallVerdict | None, recall: Recall) -> str:
    if verdict is None:
        return ""
    if not verdict.list:
        read = recall.sources["identification"].reviewed
        return f"Checked against the notice of recall {recall.number}, as of {read.isoformat()}."
    version, dated = verdict.list["version"], verdict.list["date"]
    note = f"Checked against serial list version {version} of {dated}."
    if verdict.list["demo"]:
        note += f" {DEMO_NOTE}"
    return note


def described(unit: AskedUnit, check: Check, recall: Recall) -> str:
    """The unit as it was read: "model A1, serial number AKFF 1Y0E, date code 0923"."""
    groups = (check.main.read if check.main else {}).get("groups") or unit.serial
    serial = [f"serial number {groups}"] if unit.serial else []
    codes = [f"{name} {value}" for name, value in unit.codes]
    return ", ".join([f"model {recall.written(unit.model or '')}", *serial, *codes])
