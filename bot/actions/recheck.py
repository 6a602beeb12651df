"""The wish to hear if a unit that is not listed comes onto a later list."""

from __future__ import annotations

from rasa_sdk.events import SlotSet

from bot.actions.turn import Events, RecallAction, Turn
from bot.conversations.rechecks import Rechecks

__all__: list[str] = []


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
