"""What an action sees of the turn, and how it speaks."""

from __future__ import annotations

import abc
import asyncio
import logging
from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.abuse import is_abuse
from bot.actions.services import Services, services
from bot.claims.countries import find_country
from bot.claims.fields import says_yes
from bot.claims.personal import with_parts
from bot.claims.places import bought_in
from bot.conversations.common_questions import nearest_intent
from bot.conversations.messages import Button, Reply
from bot.conversations.speaker import YES_NO
from bot.conversations.transcript import utc_now
from bot.errors import describe
from bot.recalls import Recall
from bot.recalls.catalogue import Found
from bot.recalls.check import Check
from bot.recalls.intake import AskedUnit
from bot.recalls.known import with_known_models
from bot.recalls.numbers import named_by_number
from bot.recalls.reading import Identifier

__all__ = [
    "ACTION_SECONDS", "ALARMS", "SAFE", "UNCLEAR", "WITHDRAW", "YES_NO", "RecallAction", "Turn",
    "answer_further",
]  # fmt: skip

# Under Rasa's own wait for an action, so that the failure is ours to tell.
ACTION_SECONDS = 7.5
UNCLEAR = ("nlu_fallback", "out_of_scope")
# A yes in words that are not on the list of clear ones.
SURE_YES = 0.85
ALARMS = frozenset({"emergency", "report_incident"})
LEAVING = frozenset({"contact_human", "stop"})
SURE_LEAVING = 0.4
# "Are you safe?" and "Shall I withdraw it?" wait for the very next message only.
SAFE = "safe"
WITHDRAW = "withdraw"
# Where a message that is nothing but abuse may end up; forms too.
FOR_ABUSE = frozenset(
    {
        "action_answer_question",
        "action_answer_yes_or_no",
        "action_default_fallback",
        "action_greet",
    }
)
MAX_ABUSE = 10
# Below this a message is kept to be labelled.
UNSURE = 0.4
KEEP_SECONDS = 0.4
# A few short paragraphs at most.
MAX_FURTHER = 2

logger = logging.getLogger(__name__)

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
        # What else the message asks, in the order of importance; one of it is being answered.
        self.beside = False
        self.further: list[str] = [i for i in message.get("intents") or () if i != self.intent]
        self.ranking: list[str] = [i["name"] for i in message.get("intent_ranking") or ()]
        self.hazard: dict[str, Any] | None = message.get("hazard")
        self._read = [_identifier(e) for e in message.get("entities") or () if "raw" in e]
        if (self.hazard or {}).get("tense") == "asked" and self.intent in UNCLEAR:
            # "What if it starts to smoke?": unclear or not, it is a question about safety.
            self.intent = "safety_advice"
        context = message.get("metadata") or {}
        self.photo: str | None = context.get("photo")
        # The machine that reads photos had no time for it: too many came at once.
        self.photo_unread = bool(context.get("unread"))
        if self.photo:
            self._read = _on_photo(context.get("unit") or {})
        # Units and how they were judged in this action.
        self.judged: list[tuple[AskedUnit, Check]] = []
        self.address: str | None = context.get("address")
        self.locale: str | None = context.get("locale")
        self.active_form: str | None = (tracker.active_loop or {}).get("name")
        self.requested: str | None = tracker.slots.get("requested_slot")
        self.slots: dict[str, Any] = tracker.slots
        # The last answer was about a product that no recall file here is about.
        self.about_other = bool(self.slots.get("other_asked")) and self.active_form is None
        self._danger: bool | None = None
        self._found: Found | None = None
        self._dispatcher = dispatcher
        self._hours_told = False
        # "/affirm": a button's payload, nothing the customer wrote.
        self.pressed = self.text.startswith("/")

    @cached_property
    def identifiers(self) -> list[Identifier]:
        """The models and serials in the message, or on the photo."""
        if self.photo:
            return self._read
        asked = self.requested == "check_model"
        return with_known_models(self.text, self._read, self.services.recalls, asked=asked)

    @property
    def agrees(self) -> bool:
        """Is it a clear yes? "Hmm" and "maybe" confirm nothing and consent to nothing."""
        if self.intent != "affirm" or self.pressed:
            return self.intent == "affirm"
        told = says_yes(self.text)
        return self.confidence >= SURE_YES if told is None else told

    @property
    def abuses(self) -> bool:
        """Is it abuse of the assistant, and nothing else?"""
        wish = self.comes_first or self.hazard or self.photo or self.identifiers
        return not self.pressed and not wish and is_abuse(self.text)

    @property
    def comes_first(self) -> bool:
        """Is it danger, or surely the wish for a person or an end, whatever numbers it names?"""
        return self.intent in ALARMS or (self.intent in LEAVING and self.confidence >= SURE_LEAVING)

    @property
    def bought_in(self) -> str | None:
        """The country the unit comes from, two letters, as told now or before."""
        told = None if self.pressed else bought_in(self.text)
        if told is None and self.intent == "not_in_us":
            told = find_country(self.text)
        return told or self.slots.get("bought_in")

    async def danger_told(self) -> bool:
        """Was any danger, now or past, told in this conversation? Read once."""
        if self._danger is None:
            self._danger = await self.services.incidents.told(self.conversation)
        return self._danger

    async def notices_found(self) -> Found:
        """What the catalogue holds about the message. Looked for once."""
        if self._found is None:
            self._found = await self.services.catalogue.find(self.text)
        return self._found

    @cached_property
    def named_recall(self) -> Recall | None:
        """The reviewed recall that the message names by its number; none in the midst of a form.

        There it may be an order number, and a claim is of the recall that it was begun for.
        """
        within = self.pressed or (self.active_form and self.requested)
        return None if within else named_by_number(self.text, self.services.recalls)

    @property
    def recall(self) -> Recall:
        """The recall this message is about, else the one this conversation is about."""
        return self.named_recall or self.services.recall(self.slots.get("recall_number"))

    @property
    def promising(self) -> Recall:
        """The recall that says what becomes of personal data: the same whatever is spoken of."""
        promised = (r for r in self.services.recalls if r.privacy.asked)
        return self.recall if self.recall.privacy.asked else next(promised, self.recall)

    def say(
        self,
        response: str,
        *,
        links: Sequence[Any] = (),
        buttons: Sequence[Button] = (),
        ask: str | None = None,
        card: dict[str, Any] | None = None,
        lang: str | None = None,
        recall: Recall | None = None,
        **values: str,
    ) -> None:
        """Say a response of domain.yml, filled with the recall's facts and `values`.

        lang: see `Reply`.
        """
        custom: dict[str, Any] = {}
        if links:
            custom["links"] = [{"title": x.title, "url": x.url} for x in links]
        if ask:
            custom["ask"] = ask
        if card:
            custom["card"] = card
        if lang:
            custom["lang"] = lang
        facts = {**(recall or self.recall).facts(), **values}
        wanted = self.services.placeholders.get(response, frozenset())
        self._dispatcher.utter_message(
            response=response,
            buttons=[{"title": b.title, "payload": b.payload} for b in buttons],
            json_message=custom,
            **{key: facts[key] for key in wanted},
        )

    def say_reply(self, reply: Reply) -> None:
        """Say something that is no response of the domain."""
        buttons = [{"title": b.title, "payload": b.payload} for b in reply.buttons]
        self._dispatcher.utter_message(text=reply.text, buttons=buttons)

    def hours(self) -> str:
        """When people of the team are there; "" where it is not known, or said in this turn."""
        hours = self.services.settings.office_hours
        if hours is None or self._hours_told:
            return ""
        self._hours_told = True
        return hours.words(utc_now())

    def say_hours(self) -> None:
        """The same, said after a person was asked for."""
        if hours := self.hours():
            self.say_reply(Reply(hours))

    async def ensure_conversation(self) -> None:
        """Make the conversation's row where no door did (`rasa shell`, a plain Rasa server)."""
        await self.services.transcript.open(self.conversation, self.channel)


class RecallAction(Action, abc.ABC):
    """An action of ours: `act` gets the turn and returns Rasa events."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        turn = Turn(tracker, dispatcher, await services())
        if self._validates:
            # A form that takes the place of another one finds that one's question still there.
            own = self.name().removeprefix("validate_").removesuffix("form")
            turn.requested = turn.requested if (turn.requested or "").startswith(own) else None
        if turn.abuses and (turn.requested if self._validates else self.name() in FOR_ABUSE):
            return _answer_abuse(turn)
        events = await asyncio.wait_for(self.act(turn), ACTION_SECONDS)
        if not self.name().startswith("action_ask_"):  # the form's validation has kept it
            await _keep_unclear(turn)
        # A form's validation must return slots of its own form or none at all.
        if self._validates:
            return events
        told = {event.get("name") for event in events}
        if turn.slots.get("fallback_count") and "fallback_count" not in told:
            events = [*events, SlotSet("fallback_count", 0.0)]
        if turn.slots.get("offer") in (SAFE, WITHDRAW) and "offer" not in told:
            events = [*events, SlotSet("offer", None)]
        return events

    @property
    def _validates(self) -> bool:
        return self.name().startswith("validate_")

    @abc.abstractmethod
    async def act(self, turn: Turn) -> Events:
        """Do what the action does."""

    # The intents this action also answers beside another action, in the same turn.
    BESIDE: ClassVar[frozenset[str]] = frozenset()


# What the answer to a question says already, or makes pointless: a label that is gone.
SAID_WITH = {
    "bought_secondhand": frozenset({"receipt_needed"}),
    "already_disposed": frozenset({"no_serial", "find_label"}),
}


async def answer_further(turn: Turn, *, also: Sequence[str] = ()) -> Events:
    """Answer what else the message asks, before the turn's own question is put.

    also: the message's own intent where the action that calls does something else.
    """
    events: Events = []
    said = SAID_WITH.get(turn.intent, frozenset())
    asked = [intent for intent in (*also, *turn.further) if intent not in said]
    turn.further = []
    for intent in asked[:MAX_FURTHER]:
        nearest = nearest_intent(intent)
        action = next((a for a in RecallAction.__subclasses__() if nearest in a.BESIDE), None)
        if action is not None:
            # Each is one of ours without arguments; it sees the question as its own.
            own, turn.intent, turn.beside = turn.intent, intent, True
            events += await action().act(turn)
            turn.intent, turn.beside = own, False
    return events


def _answer_abuse(turn: Turn) -> Events:
    """Calmly, once; after that a person is offered. An open question stays open."""
    count = int(turn.slots.get("abuse_count") or 0) + 1
    turn.say("utter_abuse_calm" if count == 1 else "utter_abuse_person")
    events = [SlotSet("abuse_count", float(min(count, MAX_ABUSE)))]
    # With a slot that is set Rasa takes the form's question for answered and asks it again.
    return [*events, SlotSet("requested_slot", turn.requested)] if turn.requested else events


async def _keep_unclear(turn: Turn) -> None:
    """Store what was hardly understood, for the support team to label; never a form's answer."""
    unsure = turn.intent == "nlu_fallback" or turn.confidence < UNSURE
    if not unsure or turn.pressed or turn.active_form or not turn.text:
        return

    async def keep() -> None:
        claims = await turn.services.claims.of_conversation(turn.conversation)
        known = [value for claim in claims for value in with_parts(claim.details)]
        await turn.services.unclear.keep(
            turn.text, turn.intent, turn.confidence,
            conversation=turn.conversation, message=turn.message, known=known,
        )  # fmt: skip

    try:
        await asyncio.wait_for(keep(), KEEP_SECONDS)
    except Exception as error:
        # Whatever it is: the answer matters more than the label.
        logger.warning("a message that was not understood is not kept: %s", describe(error))


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


def _on_photo(unit: dict[str, str]) -> list[Identifier]:
    told = (("model", unit.get("model"), unit.get("suffix")), ("serial", unit.get("serial"), ""))
    return [
        Identifier(kind, value, value, place, place + 1, suffix or "")  # type: ignore[arg-type]
        for place, (kind, value, suffix) in enumerate(told)
        if value
    ]
