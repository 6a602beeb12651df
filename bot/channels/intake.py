"""Takes up what providers have delivered: one event after the other in each conversation."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, nullcontext
from dataclasses import replace
from datetime import timedelta

from bot.channels import words
from bot.channels.adapter import Adapter, Event, MediaRefused, SendError
from bot.channels.buttons import Buttons, chosen
from bot.channels.inbox import Answer, Arrived, Customer, Inbox
from bot.channels.render import is_numbered
from bot.claims.photo_path import PhotoPath
from bot.claims.photos import PhotoRefused, PhotoTooSlow
from bot.conversations import Inbound, Reply, Transcript, TurnLoop, sentences
from bot.conversations.alarm import wants_spanish
from bot.conversations.incoming import (
    MAX_SHOWN,
    MessageRefused,
    clean_text,
    without_controls,
)
from bot.conversations.loop import danger_told, is_urgent, writes_incident
from bot.errors import describe
from bot.safety import Hazard
from bot.storage import DatabaseBusy
from bot.storage.backoff import pause_after

__all__ = ["Intake"]

logger = logging.getLogger(__name__)

# Messages sent close together may arrive in another order; so long the first one waits.
SETTLE_SECONDS = 0.15
RETRY_SECONDS = 2.0
# Customers whose events are taken up together; so the door has time for what arrives meanwhile.
AT_ONCE = 4
# The first message may tell of danger.
LOCALE_SECONDS = 1.0
# What fails, a photo that can't be fetched above all, is tried again for about an hour.
MOST_TRIES = 11
# At this one the customer is told of it: six seconds after the first.
TOLD_AT_TRY = 3
# The sentence about a flood asks to wait a minute.
FLOOD_LASTS = timedelta(minutes=1)
AGAIN_FIRST = timedelta(seconds=2)
AGAIN_LONGEST = timedelta(minutes=15)


class Intake:
    """Gives each event to the turn loop, or answers it where there is nothing to think about.

    facts: of the featured recall, for HELP and the alarm. digest: a customer's address as it is
    counted. limit: seconds a conversation must wait, 0 if it may speak.
    """

    def __init__(
        self,
        adapters: Mapping[str, Adapter],
        inbox: Inbox,
        transcript: Transcript,
        turns: TurnLoop,
        photos: PhotoPath,
        buttons: Buttons,
        facts: Mapping[str, str],
        *,
        digest: Callable[[str], str] = lambda address: address,
        limit: Callable[[str], int] = lambda conversation: 0,
        settle_seconds: float = SETTLE_SECONDS,
    ) -> None:
        self._adapters = adapters
        self._inbox = inbox
        self._transcript = transcript
        self._turns = turns
        self._photos = photos
        self._buttons = buttons
        self._facts = facts
        self._digest = digest
        self._limit = limit
        self._settle_seconds = settle_seconds
        # Called with a conversation that was answered without a turn.
        self.on_saved: Callable[[str], None] = lambda conversation: None
        self._free = asyncio.Semaphore(AT_ONCE)
        self._workers: dict[Customer, asyncio.Task[None]] = {}
        self._news: set[Customer] = set()

    def wake(self, customer: Customer) -> None:
        """There is something new of this customer."""
        self._news.add(customer)
        if customer not in self._workers:
            self._workers[customer] = asyncio.create_task(self._take_all(customer))

    async def wake_waiting(self) -> None:
        """Take up what a crash left, and what is to be tried again by now."""
        for customer in await self._inbox.waiting(list(self._adapters)):
            if customer not in self._workers:  # who has one is being taken up
                self.wake(customer)

    async def close(self) -> None:
        """Stop; what waits is taken up at the next start."""
        workers = list(self._workers.values())
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)

    async def _take_all(self, customer: Customer) -> None:
        try:
            while customer in self._news:
                await asyncio.sleep(self._settle_seconds)
                self._news.discard(customer)
                try:
                    while arrived := await self._inbox.next(customer):
                        async with self._place(arrived.event):
                            await self._try(arrived)
                except Exception as error:
                    logger.error("a customer on %s: %s", customer.channel, describe(error))
                    await asyncio.sleep(RETRY_SECONDS)
                    self._news.add(customer)
        finally:
            self._workers.pop(customer, None)

    @asynccontextmanager
    async def _place(self, event: Event) -> AsyncIterator[None]:
        """Danger waits for nothing; a photo, which only waits for its provider, takes no place."""
        if _tells_danger(event.text):
            yield
            return
        async with nullcontext() if event.media else self._free:
            await self._inbox.give_way()
            yield

    async def _try(self, arrived: Arrived) -> None:
        """Take one up; one that fails is tried again later, and what came after it passes."""
        try:
            await self._take(arrived)
        except DatabaseBusy:
            raise
        except Exception as error:
            logger.error(
                "an event on %s could not be taken up: %s", arrived.channel, describe(error)
            )
            if arrived.tries >= MOST_TRIES and await self._left_to_a_person(arrived):
                return
            await self._inbox.later(arrived, pause_after(arrived.tries, AGAIN_FIRST, AGAIN_LONGEST))

    async def _take(self, arrived: Arrived) -> None:
        event, adapter = arrived.event, self._adapters[arrived.channel]
        if event.lost:
            logger.warning("%s: a message that was taken did not arrive", adapter.name)
            await self._inbox.lost(arrived)
            return
        conversation = await self._inbox.conversation(arrived)
        if adapter.asks_locale and not await self._inbox.begun(conversation):
            event = await _with_locale(adapter, event)
            arrived = replace(arrived, event=event)
        if event.standing:
            await self._inbox.block(conversation, arrived)
            self.on_saved(conversation)
            return
        if event.receipt:
            await _acknowledge(adapter, event)
        if await self._keyword(conversation, adapter, arrived):
            return
        if self._limit(conversation) and not await self._is_urgent(conversation, adapter, event):
            # Told once: an answer to each would be a flood of its own. The answers to what was
            # sent before may come in between.
            told = await self._inbox.said_lately(conversation, sentences.TOO_FAST, FLOOD_LASTS)
            replies = () if told else (sentences.TOO_FAST,)
            await self._tell(conversation, event, _outline(event), *replies, done=arrived)
            return
        await self._take_in(conversation, adapter, arrived)

    async def _left_to_a_person(self, arrived: Arrived) -> bool:
        """Tell a person and the customer of what fails again and again; False if that fails too."""
        event = arrived.event
        inbound = _shown(f"{event.key}-failed", _outline(event), event.thread)
        hazard = danger_told(inbound)
        try:
            conversation = await self._inbox.conversation(arrived)
            answer = await self._answer(conversation, event, hazard, words.FAILED)
            await self._inbox.give_up(
                conversation, arrived, inbound, answer,
                urgent=hazard is not None and hazard.tense == "now",
                also=writes_incident(conversation, inbound, hazard) if hazard else None,
            )  # fmt: skip
        except Exception as error:
            logger.error("nor could it be left to a person: %s", describe(error))
            return False
        logger.error("an event on %s was left to a person", arrived.channel)
        self.on_saved(conversation)
        return True

    async def _take_in(self, conversation: str, adapter: Adapter, arrived: Arrived) -> None:
        event = arrived.event
        changed = ""
        if event.other == "edit" and not _tells_danger(event.text):
            # Half of it was said and answered before: shown to people, and asked for as a new one.
            # Danger can't wait.
            changed, event = event.text, replace(event, text="")
            arrived = replace(arrived, event=event)
        if event.media or event.other:
            await self._inbox.hear(conversation, arrived)
        # Danger told under a photo comes first; else the photo, then what is said of it.
        if event.media and _tells_danger(event.text):
            await self._hear(conversation, adapter, arrived)
        for number in range(len(event.media)):
            try:
                await self._photo(conversation, adapter, event, number)
            except (SendError, PhotoTooSlow) as error:
                if arrived.tries >= MOST_TRIES:
                    await self._refuse_photo(conversation, adapter, event, number, "gone")
                    continue
                logger.warning("a photo on %s: %s; tried again", adapter.name, error)
                if arrived.tries + 1 == TOLD_AT_TRY:
                    await self._tell(
                        conversation, event, words.NO_PHOTO, words.PHOTO_WAITS, part="-waits"
                    )
                pause = pause_after(arrived.tries, AGAIN_FIRST, AGAIN_LONGEST)
                await self._inbox.later(arrived, pause)
                return
            except (MediaRefused, PhotoRefused) as refused:
                await self._refuse_photo(conversation, adapter, event, number, refused.kind)
        if event.other:
            shown = f"{words.SHOWN.get(event.other, words.SHOWN['file'])} {changed}".strip()
            # Nothing is said before the alarm.
            told = () if _tells_danger(event.text) else (_kindly(event.other),)
            part = "-other" if event.text else ""
            await self._tell(conversation, event, shown, *told, part=part)
        if event.text or event.press is not None:
            await self._hear(conversation, adapter, arrived, done=True)
        else:
            await self._inbox.done(arrived)

    async def _hear(
        self, conversation: str, adapter: Adapter, arrived: Arrived, *, done: bool = False
    ) -> None:
        """Give what was written or pressed to the dialogue."""
        event = arrived.event
        context = self._context(adapter, event)
        if locale := await self._locale(conversation, event):
            context["locale"] = locale
        try:
            text, payload = await self._said(conversation, adapter, event)
        except MessageRefused as refused:
            told = sentences.TOO_LONG if refused.kind == "too_long" else sentences.EMPTY
            await self._tell(conversation, event, event.text, told, done=arrived if done else None)
            return
        inbound = Inbound(event.key, text, payload, context)
        await self._inbox.accept(conversation, inbound, arrived if done else None)
        self._turns.work_on(conversation)

    async def _is_urgent(self, conversation: str, adapter: Adapter, event: Event) -> bool:
        """Is danger told in words, or by the button for it?"""
        if _tells_danger(event.text):
            return True
        try:
            return is_urgent(Inbound(event.key, *await self._said(conversation, adapter, event)))
        except MessageRefused:
            return False

    async def _answer(
        self, conversation: str, event: Event, hazard: Hazard | None, told: str
    ) -> Answer:
        """What is told, after what the danger in the message has to be answered with."""
        if hazard is None:
            return Answer([Reply(told)])
        if hazard.tense != "now":
            return Answer([Reply(f"{sentences.INCIDENT_KEPT}\n{told}")])
        alarm = await self._alarm(conversation, event)
        return Answer([Reply(f"{alarm}\n{told}")], [Reply(alarm)])

    async def _alarm(self, conversation: str, event: Event) -> str:
        """The first steps, in Spanish too where that is the language of the customer's phone."""
        told = ["emergency_steps"]
        if wants_spanish("", await self._locale(conversation, event)):
            told.append("emergency_steps_es")
        return "\n".join(self._facts[name] for name in told if self._facts.get(name))

    async def _locale(self, conversation: str, event: Event) -> str | None:
        return event.locale or await self._inbox.locale(conversation)

    async def _said(
        self, conversation: str, adapter: Adapter, event: Event
    ) -> tuple[str, str | None]:
        """The text and payload of a message; only a choice that we offered has a payload."""
        button = None
        if event.press is not None:
            button = await self._pressed(conversation, event.press)
        elif offered := await self._inbox.offered(conversation):
            buttons = offered.extras["buttons"]
            numbered = adapter.capabilities.numbers or is_numbered(offered, adapter.capabilities)
            index = chosen(event.text, [b["title"] for b in buttons], numbered=numbered)
            button = None if index is None else buttons[index]
        if button is None:
            # A value that is none of ours is what somebody has written.
            return clean_text(event.text or event.press), None
        title, payload = str(button["title"]), str(button["payload"])
        # A payload without a slash is what the customer would have typed.
        return (title, payload) if payload.startswith("/") else (payload, None)

    async def _pressed(self, conversation: str, value: str) -> dict[str, str] | None:
        place = self._buttons.place(conversation, value)
        if place is None:
            return None
        seq, index = place
        for message in await self._transcript.since(conversation, seq - 1, 1):
            buttons: list[dict[str, str]] = message.extras.get("buttons") or []
            if message.seq == seq and message.sender == "assistant" and index < len(buttons):
                return buttons[index]
        return None

    async def _photo(self, conversation: str, adapter: Adapter, event: Event, number: int) -> None:
        data = await adapter.fetch(event.media[number])
        context = self._context(adapter, event)
        await self._photos.take(conversation, f"{event.key}-photo{number}", data, context)
        self._turns.work_on(conversation)

    def _context(self, adapter: Adapter, event: Event) -> dict[str, str]:
        address = self._digest(f"{adapter.name}:{event.address}")
        return {"address": address, **_thread(event.thread)}

    async def _refuse_photo(
        self, conversation: str, adapter: Adapter, event: Event, number: int, kind: str
    ) -> None:
        logger.warning("a photo on %s could not be taken: %s", adapter.name, kind)
        told = sentences.PHOTO_REFUSED.get(kind, words.PHOTO_GONE)
        await self._tell(conversation, event, words.NO_PHOTO, told, part=f"-photo{number}")

    async def _keyword(self, conversation: str, adapter: Adapter, arrived: Arrived) -> bool:
        """STOP, START and HELP, as carriers ask for them; True where that was all."""
        event = arrived.event
        alone = keyword_of(adapter, event)
        word = alone or event.word
        if word == "stop":
            start = "START" if adapter.capabilities.keywords else "/start"
            told = words.GOOD_BYE.format(start=start)
            await self._reply(conversation, arrived, told, stops=True)
        elif word == "start":
            await self._inbox.stand(conversation, None)
            if alone:
                await self._reply(conversation, arrived, words.WELCOME_BACK)
            return bool(alone)
        elif word == "help":
            known = adapter.capabilities.keywords
            told = words.HELP.format(
                product=self._facts["product"],
                contact=self._facts.get("contact_text", ""),
                emergency_number=self._facts["emergency_number"],
                stop="STOP" if known else "/stop",
                rates=words.RATES if known == "carriers" else "",
            )
            await self._reply(conversation, arrived, told)
        return word is not None

    async def _reply(
        self, conversation: str, arrived: Arrived, told: str, *, stops: bool = False
    ) -> None:
        """Answer a word that a carrier asks to be answered, whoever has the conversation."""
        event, answer = arrived.event, [Reply(told)]
        inbound = _shown(event.key, event.text, event.thread)
        await self._inbox.tell(
            conversation, inbound, Answer(answer, answer), arrived, stops=stops
        )  # fmt: skip
        self.on_saved(conversation)

    async def _tell(
        self,
        conversation: str,
        event: Event,
        text: str,
        *told: str,
        part: str = "",
        done: Arrived | None = None,
    ) -> None:
        """Store what the dialogue does not see, and the danger in it, with its answer.

        text: as people see it. part: what of the event it is, where it is not the whole.
        """
        inbound = _shown(event.key + part, text, event.thread)
        hazard = danger_told(inbound)
        also = writes_incident(conversation, inbound, hazard) if hazard else None
        answer = await self._answer(conversation, event, hazard, *told) if told else Answer()
        await self._inbox.tell(conversation, inbound, answer, done, also=also)
        self.on_saved(conversation)


def keyword_of(adapter: Adapter, event: Event) -> str | None:
    """The keyword that a message is, on channels that have them."""
    known = adapter.capabilities.keywords
    if not known or event.media or event.press is not None:
        return None
    return words.keyword(event.text, known)


def _shown(key: str, text: str, thread: str | None = None) -> Inbound:
    """A message for people to read, whatever is in it."""
    shown = without_controls(text)[:MAX_SHOWN] or "-"
    return Inbound(key, shown, context=_thread(thread))


def _outline(event: Event) -> str:
    """An event that is not taken in, for people to read: its words, and what came with them."""
    photos = [words.NO_PHOTO] * len(event.media)
    others = [words.SHOWN.get(event.other, words.SHOWN["file"])] if event.other else []
    return " ".join([*photos, *others, event.text]).strip()


def _kindly(other: str) -> str:
    return words.OTHER.get(other, words.OTHER["file"])


def _thread(thread: str | None) -> dict[str, str]:
    """As it stands with a message: its answers go there, too."""
    return {"thread": thread} if thread else {}


def _tells_danger(text: str) -> bool:
    return is_urgent(Inbound("", text))


async def _with_locale(adapter: Adapter, event: Event) -> Event:
    """With the language of a new customer; nobody is left waiting for it."""
    try:
        locale = await asyncio.wait_for(adapter.find_locale(event), LOCALE_SECONDS)
    except (SendError, asyncio.TimeoutError) as error:
        logger.info("%s: a language could not be asked for: %s", adapter.name, describe(error))
        return event
    return replace(event, locale=locale or event.locale)


async def _acknowledge(adapter: Adapter, event: Event) -> None:
    try:
        await adapter.acknowledge(event)
    except SendError as error:
        # Only a turning circle on the button.
        logger.info("%s: a press could not be acknowledged: %s", adapter.name, error.trouble)
