"""The wish to hear if a unit that is not listed comes onto a later list."""

from __future__ import annotations

from rasa_sdk.events import SlotSet

from bot.actions.turn import Events, RecallAction, Turn
from bot.conversations.messages import Button
from bot.conversations.rechecks import Rechecks
from bot.recalls import Check, fold
from bot.recalls.intake import AskedUnit

__all__ = ["offer_recheck"]


def offer_recheck(turn: Turn, not_listed: list[tuple[AskedUnit, Check]]) -> Events:
    """Offer it for these units; they are remembered until the next check."""
    wishes = []
    for unit, check in not_listed:
        verdict = check.main
        if verdict is None or not verdict.list or not unit.serial:
            continue
        recall = turn.services.recall(verdict.recall)
        wishes.append({
            "recall": recall.number, "model": unit.model or "",
            "serial": fold(unit.serial, recall.serial), "version": int(verdict.list["version"]),
        })  # fmt: skip
    if wishes:
        turn.say("utter_recheck_offer", buttons=(Button("Tell me", "/agree_recheck"),))
    return [SlotSet("recheck_units", wishes or None)]


class AgreeRecheck(RecallAction):
    """Keeps the agreement for the units that were just not listed."""

    def name(self) -> str:
        return "action_agree_recheck"

    async def act(self, turn: Turn) -> Events:
        wishes = turn.slots.get("recheck_units") or ()
        if not wishes:
            turn.say("utter_service_what_next")
            return []
        await turn.ensure_conversation()
        store = Rechecks(turn.services.database)
        for wish in wishes:
            await store.agree(turn.conversation, **wish)
        turn.say("utter_recheck_agreed")
        return [SlotSet("recheck_units", None)]
