"""What an action sees of the turn, and how it speaks."""

from __future__ import annotations

import abc
import asyncio
from collections.abc import Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.services import Services, services
from bot.claims.fields import says_yes
from bot.conversations.messages import Button
from bot.recalls import Recall
from bot.recalls.reading import Identifier

__all__ = ["ACTION_SECONDS", "ALARMS", "RecallAction", "Turn"]

# Under Rasa's own wait for an action, so that the failure is ours to tell.
ACTION_SECONDS = 7.5
UNCLEAR = ("nlu_fallback", "out_of_scope")
# A yes in words that are not on the list of clear ones.
SURE_YES = 0.85
ALARMS = frozenset({"emergency", "report_incident"})
LEAVING = frozenset({"contact_human", "stop"})
SURE_LEAVING = 0.4

Events = list[dict[str, Any]]


class Turn:
    """One customer message, as understood, with the services to act on it."""

    def __init__(
        self, tracker: Tracker, dispatcher: CollectingDispatcher, services: Services
    ) -> None:
        message = tracker.latest_message or {}
        self.services = services
        self.conversation: str = tracker.sender_id
        self.channel: str = tracker.get_latest_input_channel() or "unknown"
        self.message: str = message.get("message_id") or ""
        self.text: str = message.get("text") or ""
        intent = message.get("intent") or {}
        self.intent: str = intent.get("name") or "nlu_fallback"
        self.confidence: float = float(intent.get("confidence") or 0.0)
        self.ranking: list[str] = [i["name"] for i in message.get("intent_ranking") or ()]
        self.hazard: dict[str, Any] | None = message.get("hazard")
        self.identifiers = [_identifier(e) for e in message.get("entities") or () if "raw" in e]
        if (self.hazard or {}).get("tense") == "asked" and self.intent in UNCLEAR:
            # "What if it starts to smoke?": unclear or not, it is a question about safety.
            self.intent = "safety_advice"
        context = message.get("metadata") or {}
        self.photo: str | None = context.get("photo")
        self.address: str | None = context.get("address")
        self.active_form: str | None = (tracker.active_loop or {}).get("name")
        self.requested: str | None = tracker.slots.get("requested_slot")
        self.slots: dict[str, Any] = tracker.slots
        self._dispatcher = dispatcher
        # "/affirm": a button's payload, nothing the customer wrote.
        self.pressed = self.text.startswith("/")

    @property
    def agrees(self) -> bool:
        """Is it a clear yes? "Hmm" and "maybe" confirm nothing and consent to nothing."""
        if self.intent != "affirm" or self.pressed:
            return self.intent == "affirm"
        told = says_yes(self.text)
        return self.confidence >= SURE_YES if told is None else told

    @property
    def comes_first(self) -> bool:
        """Is it danger, or surely the wish for a person or an end, whatever numbers it names?"""
        return self.intent in ALARMS or (self.intent in LEAVING and self.confidence >= SURE_LEAVING)

    @property
    def recall(self) -> Recall:
        """The recall this conversation is about."""
        return self.services.recall(self.slots.get("recall_number"))

    def say(
        self,
        response: str,
        *,
        links: Sequence[Any] = (),
        buttons: Sequence[Button] = (),
        ask: str | None = None,
        card: dict[str, Any] | None = None,
        recall: Recall | None = None,
        **values: str,
    ) -> None:
        """Say a response of domain.yml, filled with the recall's facts and `values`."""
        custom: dict[str, Any] = {}
        if links:
            custom["links"] = [{"title": x.title, "url": x.url} for x in links]
        if ask:
            custom["ask"] = ask
        if card:
            custom["card"] = card
        facts = {**(recall or self.recall).facts(), **values}
        wanted = self.services.placeholders.get(response, frozenset())
        self._dispatcher.utter_message(
            response=response,
            buttons=[{"title": b.title, "payload": b.payload} for b in buttons],
            json_message=custom,
            **{key: facts[key] for key in wanted},
        )

    async def ensure_conversation(self) -> None:
        """Make the conversation's row where no door did (`rasa shell`, a plain Rasa server)."""
        await self.services.transcript.open(self.conversation, self.channel)


class RecallAction(Action, abc.ABC):
    """An action of ours: `act` gets the turn and returns Rasa events."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        turn = Turn(tracker, dispatcher, await services())
        events = await asyncio.wait_for(self.act(turn), ACTION_SECONDS)
        # A form's validation must return slots of its own form or none at all.
        own = self.name().startswith(("validate_", "action_default_fallback"))
        if turn.slots.get("fallback_count") and turn.intent != "nlu_fallback" and not own:
            return [*events, SlotSet("fallback_count", 0.0)]
        return events

    @abc.abstractmethod
    async def act(self, turn: Turn) -> Events:
        """Do what the action does."""


def _identifier(entity: dict[str, Any]) -> Identifier:
    return Identifier(
        entity["entity"],
        entity["value"],
        entity["raw"],
        entity["start"],
        entity["end"],
        entity.get("suffix") or "",
        bool(entity.get("partial")),
    )
