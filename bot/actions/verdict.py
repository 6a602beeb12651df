"""The verdict of a check: said of each unit, with the safety steps and what comes next."""

from __future__ import annotations

from rasa_sdk.events import FollowupAction, SlotSet

from bot.actions.catalogue import tell_notices
from bot.actions.check import CHECK_SLOTS, check_unit, may_be_claimed
from bot.actions.elsewhere import named_number
from bot.actions.incident import ask_details
from bot.actions.recheck import offer_recheck
from bot.actions.tell_unit import CLAIMABLE, tell_unit
from bot.actions.turn import YES_NO, Events, RecallAction, Turn, answer_further
from bot.conversations.messages import Button
from bot.recalls import AFFECTED, NOT_LISTED, UNKNOWN_PRODUCT, Check
from bot.recalls.intake import AskedUnit, from_slot, to_slot

__all__: list[str] = []

PERSON = Button("Ask for a person", "/contact_human")


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
        turn.about_other = not units and await tell_notices(turn, turn.text)
        claimable: list[AskedUnit] = []
        judged: list[AskedUnit] = []
        elsewhere: dict[str, None] = {}
        number: str | None = None
        person = False
        not_listed: list[tuple[AskedUnit, Check]] = []
        unknown = 0
        for place, unit in enumerate(units, start=1):
            check = await check_unit(turn, unit)
            if not (unit.told and check.overall == AFFECTED):
                tell_unit(turn, unit, check, f"{place} of {len(units)}: " if len(units) > 1 else "")
            if check.overall == NOT_LISTED:
                not_listed.append((unit, check))
            if check.overall == UNKNOWN_PRODUCT:
                unknown += 1
                question = f"{unit.model} {unit.model}{unit.suffix} {turn.text}"
                await tell_notices(turn, question, unless_empty=True)
            person = person or check.person
            if check.overall in CLAIMABLE:
                judged.append(unit)
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
            unread = any(unit.unreadable for unit in claimable)
            offered = (*YES_NO, PERSON) if unread else YES_NO
            turn.say("utter_check_offer_claim", recall=recall, buttons=offered)
        if units and units[0].model and await turn.danger_told():
            named = units[0]
            await turn.services.incidents.name_unit(
                turn.conversation, str(named.model), named.serial
            )
        return [
            *offer_recheck(turn, not_listed),
            *(SlotSet(name, None) for name in CHECK_SLOTS),
            SlotSet("judged_units", to_slot(judged) or None),
            SlotSet("checked_units", to_slot(claimable) or None),
            SlotSet("other_asked", turn.about_other),
            SlotSet("recall_number", number or turn.slots.get("recall_number")),
            SlotSet("offer", "claim" if claimable else None),
            # An incident is never dropped because the unit is not affected.
            *([] if claimable else await ask_details(turn)),
        ]
