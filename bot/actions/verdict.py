"""The verdict of a check: said of each unit, with the safety steps and what comes next."""

from __future__ import annotations

from rasa_sdk.events import FollowupAction, SlotSet

from bot.actions.catalogue import tell_notices
from bot.actions.change import take_change
from bot.actions.check import CHECK_SLOTS, CLAIMABLE, check_unit, may_be_claimed
from bot.actions.check_questions import described
from bot.actions.elsewhere import named_number
from bot.actions.incident import ask_details
from bot.actions.questions import not_understood
from bot.actions.recheck import offer_recheck
from bot.actions.turn import YES_NO, Events, RecallAction, Turn, answer_further
from bot.recalls import DEMO_NOTE, NOT_LISTED, UNKNOWN_PRODUCT, Check, Recall, RecallVerdict
from bot.recalls.intake import AskedUnit, from_slot, to_slot
from bot.recalls.rules.kinds import KINDS

__all__: list[str] = []


class TellVerdict(RecallAction):
    """Says the verdict of each unit, the safety steps at once, and what comes next."""

    def name(self) -> str:
        return "action_tell_verdict"

    async def act(self, turn: Turn) -> Events:
        units = from_slot(turn.slots.get("check_units"))
        if not units and named_number(turn):
            # Only a claim's number was written.
            none = (SlotSet(name, None) for name in CHECK_SLOTS)
            return [*none, FollowupAction("action_tell_claim_status")]
        if not units and turn.intent == "inform" and not turn.identifiers:
            # It told of no unit: of the claim, or of nothing we know.
            changed = await take_change(turn)
            answered = await not_understood(turn) if changed is None else changed
            return [*(SlotSet(name, None) for name in CHECK_SLOTS), *answered]
        turn.about_other = not units and await tell_notices(turn, turn.text)
        claimable: list[AskedUnit] = []
        elsewhere: dict[str, None] = {}
        number: str | None = None
        person = False
        not_listed: list[tuple[AskedUnit, Check]] = []
        unknown = 0
        for place, unit in enumerate(units, start=1):
            check = await check_unit(turn, unit)
            _tell(turn, unit, check, f"{place} of {len(units)}: " if len(units) > 1 else "")
            if check.overall == NOT_LISTED:
                not_listed.append((unit, check))
            if check.overall == UNKNOWN_PRODUCT:
                unknown += 1
                question = f"{unit.model} {unit.model}{unit.suffix} {turn.text}"
                await tell_notices(turn, question, unless_empty=True)
            person = person or check.person
            told = [v.recall for v in check.verdicts if may_be_claimed(v)]
            here = [name for name in told if turn.services.recall(name).claimable]
            elsewhere.update(dict.fromkeys(name for name in told if name not in here))
            if here:
                claimable.append(unit)
                number = number or here[0]
        turn.about_other = turn.about_other or (unknown > 0 and unknown == len(units))
        if person:
            await turn.ensure_conversation()
            await turn.services.handovers.ask_for_person(turn.conversation, turn.message, "check")
            turn.say("utter_check_person")
        await answer_further(turn)
        for name in elsewhere:
            recall = turn.services.recall(name)
            links = [*recall.contact.pages[:1], *([recall.notice] if recall.notice else [])]
            turn.say("utter_check_at_firm", recall=recall, links=links)
        if elsewhere and not claimable:
            turn.say(
                "utter_check_keep_for_firm", recall=turn.services.recall(next(iter(elsewhere)))
            )
        number = number or next(iter(elsewhere), None)
        if claimable:
            recall = turn.services.recall(number)
            turn.say("utter_check_keep_it", recall=recall)
            turn.say("utter_check_offer_claim", recall=recall, buttons=YES_NO)
        if units and units[0].model and await turn.danger_told():
            named = units[0]
            await turn.services.incidents.name_unit(
                turn.conversation, str(named.model), named.serial
            )
        return [
            *offer_recheck(turn, not_listed),
            *(SlotSet(name, None) for name in CHECK_SLOTS),
            SlotSet("checked_units", to_slot(claimable) or None),
            SlotSet("other_asked", turn.about_other),
            SlotSet("recall_number", number or turn.slots.get("recall_number")),
            SlotSet("offer", "claim" if claimable else None),
            # An incident is never dropped because the unit is not affected.
            *([] if claimable else await ask_details(turn)),
        ]


def _tell(turn: Turn, unit: AskedUnit, check: Check, which: str) -> None:
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
