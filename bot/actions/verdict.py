"""The verdict of a check: said of each unit, with the safety steps and what comes next."""

from __future__ import annotations

from functools import partial

from rasa_sdk.events import FollowupAction, SlotSet

from bot.actions.catalogue import tell_notices
from bot.actions.change import take_change
from bot.actions.check import CHECK_SLOTS
from bot.actions.claim import claimed, filed_with, open_claims
from bot.actions.elsewhere import named_number
from bot.actions.incident import ask_details
from bot.actions.judging import check_unit
from bot.actions.questions import not_understood
from bot.actions.standing import tell_claims, tell_filed
from bot.actions.turn import YES_NO, Events, RecallAction, Turn, answer_further
from bot.claims.claim import Claim
from bot.conversations.notice_words import question_of_unit, tell_unknown
from bot.conversations.verdict_words import (
    CLAIMABLE,
    claimable_under,
    offer_recheck,
    tell_unit,
    tell_what_next,
)  # fmt: skip
from bot.recalls import NOT_LISTED, UNKNOWN_PRODUCT, Recall
from bot.recalls.check import Check
from bot.recalls.intake import AskedUnit, from_slot, to_slot

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
            answered = changed
            if answered is None and turn.slots.get("offer") == "claim":
                # What they tell of themselves is taken up once they have begun it.
                turn.say("utter_check_offer_claim_again", buttons=YES_NO)
                answered = []
            answered = await not_understood(turn) if answered is None else answered
            return [*(SlotSet(name, None) for name in CHECK_SLOTS), *answered]
        turn.about_other = not units and await tell_notices(turn)
        claimable: list[AskedUnit] = []
        here: dict[str, Recall] = {}
        elsewhere: dict[str, Recall] = {}
        judged: list[AskedUnit] = []
        person = False
        not_listed: list[tuple[AskedUnit, Check]] = []
        unknown = 0
        said: set[tuple[str, ...]] = set()
        rules: set[str] = set()
        claims = await open_claims(turn)
        already: Claim | None = None
        for place, unit in enumerate(units, start=1):
            check = await check_unit(turn, unit)
            recall = turn.services.recall(check.main.recall) if check.main else turn.recall
            which = f"{place} of {len(units)}: " if len(units) > 1 else ""
            tell = partial(tell_unit, turn, unit, check, recall, which, said)
            if check.overall == UNKNOWN_PRODUCT:
                unknown += 1
                question = question_of_unit(str(unit.model), unit.suffix, turn.text)
                found = await turn.services.catalogue.find(question)
                tell_unknown(turn, found, turn.services.recalls, turn.recall, tell)
            elif not (unit.told and check.overall in CLAIMABLE):
                tell()
            rules.add(check.main.rule if check.main else "")
            if check.overall == NOT_LISTED:
                not_listed.append((unit, check))
            person = person or (check.person and not unit.told)
            if check.overall in CLAIMABLE:
                judged.append(unit)
            of_here, of_elsewhere = claimable_under(check, turn.services.recalls)
            elsewhere.update({recall.number: recall for recall in of_elsewhere})
            filed = filed_with(claimed(unit, check), of_here[0], claims) if of_here else None
            # Told because the firm has asked: it needs no claim of its own.
            filed = next((c for c in claims if c.number == unit.of_claim), filed)
            if filed:
                already = already or filed
            elif of_here:
                claimable.append(unit)
                here.setdefault(of_here[0].number, of_here[0])
        turn.about_other = turn.about_other or (unknown > 0 and unknown == len(units))
        if person:
            await turn.ensure_conversation()
            await turn.services.handovers.ask_for_person(turn.conversation, turn.message, "check")
            turn.say("utter_check_person")
            turn.say_hours()
        # What holds in another country, where no verdict has given that as its reason.
        own = ("not_in_us",) if turn.intent == "not_in_us" else ()
        if "other_country" in rules:
            own, turn.further = (), [i for i in turn.further if i != "not_in_us"]
        await answer_further(turn, also=own)
        unread = any(unit.unreadable for unit in claimable)
        wishes = offer_recheck(turn, not_listed, turn.services.recalls, last=not here)
        tell_what_next(
            turn,
            list(here.values()),
            list(elsewhere.values()),
            unread=unread,
            recheck=bool(wishes),
        )
        if already and not here:
            asked = any(unit.of_claim == already.number for unit in units)
            await (tell_claims(turn, [already]) if asked else tell_filed(turn, already))
        number = next(iter((*here, *elsewhere)), None)
        if units and units[0].model and await turn.danger_told():
            named = units[0]
            await turn.services.incidents.name_unit(
                turn.conversation, str(named.model), named.serial
            )
        return [
            SlotSet("recheck_units", wishes or None),
            *(SlotSet(name, None) for name in CHECK_SLOTS),
            SlotSet("judged_units", to_slot(judged) or None),
            SlotSet("checked_units", to_slot(claimable) or None),
            SlotSet("other_asked", turn.about_other),
            SlotSet("recall_number", number or turn.slots.get("recall_number")),
            SlotSet("offer", "claim" if claimable else None),
            # An incident is never dropped because the unit is not affected.
            *([] if claimable else await ask_details(turn)),
        ]
