"""The check of a unit: what is asked, and the verdict."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rasa_sdk.events import SlotSet

from bot.actions.turn import Events, RecallAction, Turn
from bot.conversations.messages import Button
from bot.recalls import Check, Recall, RecallVerdict
from bot.recalls.intake import AskedUnit, add_further, fold_in, from_slot, to_slot
from bot.recalls.reading import read_identifiers

__all__ = ["CLAIMABLE", "check_unit"]

CLAIMABLE = ("affected", "possibly_affected")
YES_NO = (Button("Yes", "/affirm"), Button("No", "/deny"))
CANNOT_READ = Button("I can't read it", "/no_serial")
WHERE = Button("Where do I find it?", "/find_label")
# Intents that are no answer but a message of their own: the form steps back for their rules.
NO_ANSWER = frozenset(
    {
        "inform",
        "affirm",
        "deny",
        "skip",
        "no_serial",
        "check_recall",
        "start_claim",
        "nlu_fallback",
        "out_of_scope",
        "send_photo",
    }
)
MAX_ATTEMPTS = 3
# "I also have an A1257": a further unit, no correction of the one that was asked about.
FURTHER = re.compile(
    r"\b(?:also|too|as\s+well|another|additional|second\s+one|other\s+one)\b", re.IGNORECASE
)


async def check_unit(turn: Turn, unit: AskedUnit) -> Check:
    """Judge a unit as far as it is known."""
    return await turn.services.checks.check(
        unit.model,
        unit.suffix,
        unit.serial,
        confirmed=unit.confirmed or (unit.sure_of_model and not unit.serial),
        compared=unit.compared,
        address=turn.address,
        danger=bool(turn.slots.get("danger_told")),
    )


class ValidateCheckForm(RecallAction):
    """Takes model, serial and confirmation out of a message and finds what to ask next."""

    def name(self) -> str:
        return "validate_check_form"

    async def act(self, turn: Turn) -> Events:
        opening = turn.requested is None
        units = () if opening else from_slot(turn.slots.get("check_units"))
        asked = 0 if opening else int(turn.slots.get("check_asked") or 0)
        if not opening and turn.comes_first:
            return []
        if not opening and turn.intent not in NO_ANSWER and not turn.identifiers:
            return []
        told = self._take(turn, units, asked)
        attempts = 0
        if not opening and turn.intent in ("check_recall", "start_claim") and told == units:
            # The check that is wanted is going on: its question is asked again.
            if turn.intent == "start_claim":
                turn.say("utter_claim_check_first")
        elif not opening and told == units:
            attempts = int(turn.slots.get("check_attempts") or 0) + 1
            told = self._misunderstood(turn, units, asked, attempts)
        if told != units:
            attempts = 0
        events, place, question = await self._next(turn, told or (AskedUnit(),))
        return [
            *events,
            SlotSet("check_units", to_slot(told)),
            SlotSet("check_asked", float(place)),
            SlotSet("check_attempts", float(attempts)),
            SlotSet("requested_slot", question),
        ]

    def _take(self, turn: Turn, units: tuple[AskedUnit, ...], asked: int) -> tuple[AskedUnit, ...]:
        """The units with what this message tells of them."""
        found = list(turn.identifiers)
        wanted = {"check_model": "model", "check_serial": "serial", "check_confirmed": "serial"}
        kind = wanted.get(turn.requested or "")
        if not found and kind and turn.intent in ("inform", "nlu_fallback", "out_of_scope"):
            found = read_identifiers(turn.text, asked=kind)  # type: ignore[arg-type]
        if found and units and FURTHER.search(turn.text):
            return add_further(units, found, asked)
        if found:
            read_back = turn.requested == "check_confirmed"
            told = fold_in(units, found, asked, read_back=read_back)
            before, now = _unit(units, asked), _unit(told, asked)
            same = before and now and (before.model, before.serial) == (now.model, now.serial)
            if turn.slots.get("check_compare") and now and now.confirmed and same:
                # The number that was in doubt was typed once more and is the same.
                told = (*told[:asked], replace(now, compared=True), *told[asked + 1 :])
            return told
        if turn.requested is None or not units:
            return units
        unit = units[asked]
        if turn.requested == "check_serial" and turn.intent in ("no_serial", "skip", "deny"):
            unit = replace(unit, unreadable=True)
        elif turn.requested == "check_confirmed" and turn.agrees:
            unit = replace(unit, confirmed=True, compared=bool(turn.slots.get("check_compare")))
        elif turn.requested == "check_confirmed" and turn.intent == "deny":
            unit = replace(unit, serial=None)
        elif turn.requested == "check_confirmed" and turn.intent == "no_serial":
            unit = replace(unit, serial=None, unreadable=True)
        return (*units[:asked], unit, *units[asked + 1 :])

    def _misunderstood(
        self, turn: Turn, units: tuple[AskedUnit, ...], asked: int, attempts: int
    ) -> tuple[AskedUnit, ...]:
        """Nothing was told: a hint, and after the third try a way out."""
        if any(i.partial for i in turn.identifiers):
            turn.say("utter_check_partial")
        elif attempts < MAX_ATTEMPTS and turn.requested == "check_confirmed":
            turn.say("utter_check_yes_or_no")
        elif attempts < MAX_ATTEMPTS:
            turn.say("utter_check_not_read")
        elif turn.requested == "check_serial":
            return (*units[:asked], replace(units[asked], unreadable=True), *units[asked + 1 :])
        else:
            turn.say("utter_check_give_up")
        return units

    async def _next(self, turn: Turn, units: Sequence[AskedUnit]) -> tuple[Events, int, str | None]:
        """The first open question of any unit, as slots of the form."""
        for place, unit in enumerate(units):
            check = await check_unit(turn, unit) if unit.model else None
            question = _question(unit, check)
            if question:
                compare = question == "check_confirmed" and check and "compare" in check.ask
                return (
                    [
                        SlotSet("check_model", None if question == "check_model" else "known"),
                        SlotSet("check_serial", None if question == "check_serial" else "known"),
                        SlotSet("check_confirmed", None),
                        SlotSet("check_compare", bool(compare)),
                    ],
                    place,
                    question,
                )
        done = ("check_model", "check_serial", "check_confirmed")
        return [SlotSet(name, "known") for name in done], 0, None


def _question(unit: AskedUnit, check: Check | None) -> str | None:
    if check is None or ("model" in check.ask and not unit.sure_of_model):
        return "check_model"
    if "serial" in check.ask and not unit.unreadable:
        return "check_serial"
    if "compare" in check.ask and not unit.compared:
        return "check_confirmed"
    if "confirm" in check.ask and not unit.confirmed:
        return "check_confirmed"
    return None


def _unit(units: Sequence[AskedUnit], place: int) -> AskedUnit | None:
    return units[place] if place < len(units) else None


def _asked_unit(turn: Turn) -> AskedUnit:
    units = from_slot(turn.slots.get("check_units")) or (AskedUnit(),)
    return units[min(int(turn.slots.get("check_asked") or 0), len(units) - 1)]


class AskModel(RecallAction):
    """Asks for the model, and whether another one was meant."""

    def name(self) -> str:
        return "action_ask_check_form_check_model"

    async def act(self, turn: Turn) -> Events:
        unit = _asked_unit(turn)
        meant = (await check_unit(turn, unit)).did_you_mean if unit.model else ()
        if meant:
            turn.say("utter_check_did_you_mean", model=unit.model or "", meant=" or ".join(meant))
        else:
            turn.say("utter_check_ask_model", buttons=(WHERE,))
        return []


class AskSerial(RecallAction):
    """Asks for the serial number, and says where it is."""

    def name(self) -> str:
        return "action_ask_check_form_check_serial"

    async def act(self, turn: Turn) -> Events:
        unit = _asked_unit(turn)
        recall = _recall_of(turn, unit)
        turn.say(
            "utter_check_ask_serial",
            buttons=(WHERE, CANNOT_READ),
            recall=recall,
            model=unit.model or "",
        )
        return []


class AskConfirmed(RecallAction):
    """Reads the serial back, or asks to compare the characters in doubt."""

    def name(self) -> str:
        return "action_ask_check_form_check_confirmed"

    async def act(self, turn: Turn) -> Events:
        unit = _asked_unit(turn)
        check = await check_unit(turn, unit)
        verdict = check.main
        groups = str((verdict.read if verdict else check.read).get("groups") or unit.serial)
        recall = _recall_of(turn, unit)
        if verdict is None or "compare" not in check.ask:
            turn.say("utter_check_read_back", recall=recall, groups=groups, buttons=YES_NO)
        elif verdict.rule == "malformed" and not verdict.positions:
            turn.say(
                "utter_check_compare_length",
                recall=recall,
                groups=groups,
                buttons=YES_NO,
                length=str(len(str(verdict.read.get("serial") or ""))),
            )
        else:
            turn.say(
                "utter_check_compare",
                recall=recall,
                groups=groups,
                places=_places(verdict, recall),
                buttons=YES_NO,
            )
        return []


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


def _recall_of(turn: Turn, unit: AskedUnit) -> Recall:
    named = turn.services.recalls.by_model(unit.model, unit.suffix) if unit.model else ()
    return named[0] if named else turn.recall


class TellVerdict(RecallAction):
    """Says the verdict of each unit, the safety steps at once, and what comes next."""

    def name(self) -> str:
        return "action_tell_verdict"

    async def act(self, turn: Turn) -> Events:
        units = from_slot(turn.slots.get("check_units"))
        claimable: list[AskedUnit] = []
        number: str | None = None
        person = False
        for place, unit in enumerate(units, start=1):
            check = await check_unit(turn, unit)
            _tell(turn, unit, check, f"{place} of {len(units)}: " if len(units) > 1 else "")
            person = person or check.person
            verdicts = [v for v in check.verdicts if v.verdict in CLAIMABLE]
            if verdicts:
                claimable.append(unit)
                number = number or verdicts[0].recall
        if person:
            await turn.ensure_conversation()
            await turn.services.handovers.ask_for_person(
                turn.conversation, turn.message, "check", urgent=False
            )
            turn.say("utter_check_person")
        if claimable:
            recall = turn.services.recall(number)
            turn.say("utter_check_keep_it", recall=recall)
            turn.say("utter_check_offer_claim", recall=recall, buttons=YES_NO)
        return [
            *(SlotSet(name, None) for name in _CHECK_SLOTS),
            SlotSet("checked_units", to_slot(claimable) or None),
            SlotSet("recall_number", number or turn.slots.get("recall_number")),
            SlotSet("offer", "claim" if claimable else None),
        ]


_CHECK_SLOTS = (
    "check_model",
    "check_serial",
    "check_confirmed",
    "check_compare",
    "check_units",
    "check_asked",
    "check_attempts",
)


def _tell(turn: Turn, unit: AskedUnit, check: Check, which: str) -> None:
    verdict = check.main
    kind = check.overall
    recall = turn.services.recall(verdict.recall) if verdict else turn.recall
    read = f"model {unit.model}"
    if unit.serial:
        groups = (verdict.read if verdict else {}).get("groups") or unit.serial
        read += f", serial number {groups}"
    response = f"utter_check_{kind}"
    if kind == "possibly_affected" and verdict and verdict.rule in _WHY:
        why = f"utter_check_why_{_WHY[verdict.rule]}"
    else:
        why = "utter_check_why_other"
    steps = list(recall.safety.stop_use) if kind in CLAIMABLE else []
    card = {"kind": "verdict", "verdict": kind, "steps": steps}
    links = [recall.contact.pages[0]] if kind != "affected" and recall.contact.pages else []
    turn.say(
        response,
        recall=recall,
        card=card,
        links=links,
        unit=read,
        model=unit.model or "",
        which=which,
        list_note=_list_note(verdict),
    )
    if kind == "possibly_affected":
        turn.say(why, recall=recall)
    others = [v for v in check.verdicts if verdict and v.recall != verdict.recall]
    if others:
        numbers = ", ".join(v.recall for v in others)
        turn.say("utter_check_other_recalls", recall=recall, numbers=numbers)


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
}


def _list_note(verdict: RecallVerdict | None) -> str:
    if verdict is None or not verdict.list:
        return ""
    version, dated = verdict.list["version"], verdict.list["date"]
    note = f"Checked against serial list version {version} of {dated}."
    if verdict.list["demo"]:
        note += " This is demo data: a made-up list that only shows how the check works."
    return note
