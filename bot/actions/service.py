"""A person, an end, and stopping what is going on."""

from __future__ import annotations

from rasa_sdk.events import SlotSet

from bot.actions.check import CHECK_SLOTS
from bot.actions.incident import leave_details
from bot.actions.turn import Events, RecallAction, Turn, answer_further

__all__: list[str] = []


class HandOver(RecallAction):
    """Asks the support team for a person and says how to reach the firm now."""

    def name(self) -> str:
        return "action_hand_over"

    BESIDE = frozenset({"contact_human"})

    async def act(self, turn: Turn) -> Events:
        await turn.ensure_conversation()
        await turn.services.handovers.ask_for_person(turn.conversation, turn.message, "asked_for")
        turn.say("utter_service_person", contact_text=_how_to_reach(turn))
        return await answer_further(turn)


def _how_to_reach(turn: Turn) -> str:
    """The firm's contact, and when people of the team are there."""
    return "\n".join(filter(None, (turn.recall.facts()["contact_text"], turn.hours())))


class StopCheck(RecallAction):
    """Leaves the check; nothing of it is kept."""

    def name(self) -> str:
        return "action_stop_check"

    async def act(self, turn: Turn) -> Events:
        turn.say("utter_check_stopped")
        stopped = await leave_details(turn)
        return [*stopped, *(SlotSet(name, None) for name in CHECK_SLOTS)]
