"""The turn loop: every stored message is answered once, in order, whatever happens.

Where a person has the conversation (`keeper`), what is told there is the person's to answer.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from bot.conversations import sentences
from bot.conversations.alarm import first_steps
from bot.conversations.engine import Engine, EngineDown, Turn
from bot.conversations.incidents import record_incident
from bot.conversations.messages import Inbound, Message, Reply
from bot.conversations.news import MOVED, news_moved_in, take_news_here
from bot.conversations.ratings import THANKS, keep_rating, rating_in
from bot.conversations.transcript import Accepted, Transcript, Waiting, utc_now
from bot.errors import describe
from bot.office import OfficeHours
from bot.safety import Hazard, find_hazard
from bot.storage import Also
from bot.storage.patience import RETRY_SECONDS, patiently

__all__ = [
    "DANGER_BUTTON", "StillWorking", "TurnLoop", "danger_told", "is_urgent", "writes_incident",
]  # fmt: skip

logger = logging.getLogger(__name__)

Result = TypeVar("Result")

# Time limits nest: action 8 s < turn 12 s < what a provider waits 15 s.
TURN_SECONDS = 12.0
WAIT_SECONDS = 14.0
# After a turn that failed, between those two.
HAZARD_SECONDS = 1.0
# Turns under way together. Of hundreds begun at once each would take as long as all of them, and
# time out; so the rest wait for their place, and the door has time to take messages.
AT_ONCE = 8
READY_POLL_SECONDS = 0.1
# The payload of "It is dangerous right now".
DANGER_BUTTON = "/emergency"


class StillWorking(Exception):
    """The message is stored; its answer will stand in the transcript later."""


class TurnLoop:
    """Answers the messages of all conversations, one turn at a time in each.

    alarm: the first steps, said when the engine fails and danger was told; alarm_es: in Spanish.
    hours: when people are there; who writes to one outside of them is told so.
    """

    def __init__(
        self,
        transcript: Transcript,
        engine: Engine,
        *,
        alarm: str,
        alarm_es: str = "",
        hours: OfficeHours | None = None,
        turn_seconds: float = TURN_SECONDS,
        wait_seconds: float = WAIT_SECONDS,
        retry_seconds: Sequence[float] = RETRY_SECONDS,
        at_once: int = AT_ONCE,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._transcript = transcript
        self._engine = engine
        self._alarm = alarm
        self._alarm_es = alarm_es
        self._hours = hours
        self._clock = clock
        self._turn_seconds = turn_seconds
        self._wait_seconds = wait_seconds
        self._retry_seconds = retry_seconds
        self._free = asyncio.Semaphore(at_once)
        # Called with a conversation whose transcript has grown.
        self.on_saved: Callable[[str], None] = lambda conversation: None
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._news: set[str] = set()
        # Who waits for the answer to which message. What they are given is the answer, or None
        # where it has to be read from the transcript.
        self._expected: dict[str, dict[int, asyncio.Future[list[Message] | None]]] = {}

    async def take(self, conversation: str, inbound: Inbound) -> list[Message]:
        """Store the message, then wait for its answer.

        The same id again gives the first answer. Raises StillWorking after `wait_seconds`: the
        work goes on, and the caller's going away does not stop it.
        """
        return await self.answer_to(conversation, await self.accept(conversation, inbound))

    async def accept(self, conversation: str, inbound: Inbound) -> Accepted:
        """Store the message and set about its answer, whether or not anybody waits for it."""
        accepted = await self._transcript.accept(conversation, inbound)
        if not accepted.answered:
            self.work_on(conversation)
        return accepted

    async def answer_to(self, conversation: str, accepted: Accepted) -> list[Message]:
        """Wait for the answer to a stored message. Raises StillWorking."""
        said = None
        if not accepted.answered:
            expected = self._expected.setdefault(conversation, {})
            future = expected.setdefault(accepted.seq, asyncio.get_running_loop().create_future())
            self.work_on(conversation)
            try:
                said = await asyncio.wait_for(asyncio.shield(future), self._wait_seconds)
            except asyncio.TimeoutError:
                raise StillWorking() from None
        if said is None:
            said = await self._transcript.replies_to(conversation, accepted.seq)
        return said

    async def recover(self) -> int:
        """Take up what a crash left unanswered; returns the number of conversations."""
        waiting = await self._transcript.conversations_waiting()
        for conversation in waiting:
            self.work_on(conversation)
        return len(waiting)

    async def close(self) -> None:
        """Stop working; unanswered messages are taken up at the next start."""
        workers = list(self._workers.values())
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)

    def work_on(self, conversation: str) -> None:
        """Answer what waits in this conversation; nobody waits here for it."""
        self._news.add(conversation)
        if conversation not in self._workers:
            worker = asyncio.create_task(self._answer_all(conversation))
            self._workers[conversation] = worker

    async def _answer_all(self, conversation: str) -> None:
        try:
            while conversation in self._news:
                # Whatever is stored from here on puts the conversation back among the news.
                self._news.discard(conversation)
                try:
                    await self._answer_waiting(conversation)
                except Exception as error:
                    logger.error(
                        "conversation %s: %s; tried again in %.0f s",
                        conversation,
                        describe(error),
                        self._retry_seconds[-1],
                    )
                    await asyncio.sleep(self._retry_seconds[-1])
                    self._news.add(conversation)
            # Nothing waits: whoever still does came when the answer had just been given.
            for seq in list(self._expected.get(conversation, ())):
                self._tell(conversation, seq, None)
        finally:
            self._workers.pop(conversation, None)

    async def _answer_waiting(self, conversation: str) -> None:
        more = True
        while more and (
            waiting := await self._patiently(self._transcript.next_waiting, conversation)
        ):
            if (number := news_moved_in(waiting.inbound)) is not None:
                said = await self._take_news_here(conversation, waiting, number)
            elif waiting.keeper is not None:
                said = await self._stand_by(conversation, waiting)
                if said is None:
                    continue  # it was given back meanwhile: the message is the assistant's
            elif (helped := rating_in(waiting.inbound)) is not None:
                said = await self._take_rating(conversation, waiting, helped)
            elif self._engine.ready:
                said = await self._answer(conversation, waiting)
            else:
                # At a start messages are taken before the model is loaded; they wait, stored.
                while not self._engine.ready:
                    await asyncio.sleep(READY_POLL_SECONDS)
                continue
            self._tell(conversation, waiting.seq, said)
            more = waiting.more

    def _tell(self, conversation: str, seq: int, said: list[Message] | None) -> None:
        """Give the answer to all that wait for it; the future stays till then, whoever gives up."""
        expected = self._expected.get(conversation, {})
        if future := expected.pop(seq, None):
            future.set_result(said)
        if not expected:
            self._expected.pop(conversation, None)

    async def _answer(self, conversation: str, waiting: Waiting) -> list[Message] | None:
        try:
            turn = await self._in_time(conversation, waiting)
            replies, state, understood = turn.replies, turn.state, turn.understood
        except Exception as error:
            # The state stays as it was: what the broken turn half did is not built upon.
            logger.error(
                "conversation %s: turn %d failed and the customer was told so: %s",
                conversation,
                waiting.seq,
                describe(error),
            )
            replies, state, understood = (), None, None
        also = None
        if not replies:
            hazard = await self._danger(waiting.inbound)
            replies = self._apology(waiting.inbound, hazard)
            also = writes_incident(conversation, waiting.inbound, hazard) if hazard else None
        said = await self._patiently(
            self._transcript.save_turn, conversation, waiting.seq, replies, state, also, understood
        )
        self.on_saved(conversation)
        return said

    async def _stand_by(self, conversation: str, waiting: Waiting) -> list[Message] | None:
        """A person has the conversation and answers; only the alarm can't wait for that.

        Once nobody is there any more, the customer hears it, and when somebody is again.
        """
        hazard = await self._danger(waiting.inbound)
        urgent = hazard is not None and hazard.tense == "now"
        replies = (
            self._first_steps(waiting.inbound) if urgent else await self._nobody_there(conversation)
        )
        also = writes_incident(conversation, waiting.inbound, hazard) if hazard else None
        said = await self._patiently(
            self._transcript.save_turn, conversation, waiting.seq, replies, None, also, kept=True
        )
        self.on_saved(conversation)
        return said

    async def _nobody_there(self, conversation: str) -> tuple[Reply, ...]:
        """Once in each closure, and not while a person writes all the same."""
        now = self._clock()
        if self._hours is None or self._hours.open_at(now):
            return ()
        told, closed = self._hours.words(now), self._hours.closed_since(now)
        heard = await self._patiently(self._transcript.heard_since, conversation, closed, told)
        return () if heard else (Reply(told),)

    async def _take_rating(
        self, conversation: str, waiting: Waiting, helped: bool
    ) -> list[Message] | None:
        """It says nothing to the dialogue, which stays where it is."""
        also = functools.partial(
            keep_rating, conversation=conversation, helped=helped, now=utc_now()
        )
        return await self._answer_beside(conversation, waiting, THANKS[helped], also)

    async def _take_news_here(
        self, conversation: str, waiting: Waiting, number: str
    ) -> list[Message] | None:
        """As little; also where a person has the conversation."""
        also = functools.partial(
            take_news_here, conversation=conversation, number=number, now=utc_now()
        )
        return await self._answer_beside(conversation, waiting, MOVED, also)

    async def _answer_beside(
        self,
        conversation: str,
        waiting: Waiting,
        reply: Reply,
        also: Also,
    ) -> list[Message] | None:
        said = await self._patiently(
            self._transcript.save_turn, conversation, waiting.seq, (reply,), None, also
        )
        self.on_saved(conversation)
        return said

    async def _in_time(self, conversation: str, waiting: Waiting) -> Turn:
        """Run a turn once there is a place for it; danger that is told waits for none."""
        async with contextlib.nullcontext() if is_urgent(waiting.inbound) else self._free:
            return await asyncio.wait_for(
                self._run(conversation, waiting), timeout=self._turn_seconds
            )

    async def _run(self, conversation: str, waiting: Waiting) -> Turn:
        for pause in (*self._retry_seconds, None):
            try:
                return await self._engine.turn(conversation, waiting.inbound, waiting.state)
            except EngineDown:
                if pause is None:
                    raise
                await asyncio.sleep(pause)
        raise EngineDown()

    async def _danger(self, inbound: Inbound) -> Hazard | None:
        """Danger that is there or was, told in a message that the dialogue does not answer.

        What the engine understands of it counts, too; where it fails or is slow the rules do alone.
        """
        by_rules = danger_told(inbound)
        if inbound.payload is not None or (by_rules and by_rules.tense == "now"):
            return by_rules
        try:
            found = await asyncio.wait_for(self._engine.hazard(inbound.text), HAZARD_SECONDS)
        except Exception as error:
            # Whatever it is: the alarm can't wait for it.
            logger.warning("danger is told by the rules alone: %s", describe(error))
            return by_rules
        return found if found and found.tense != "asked" else by_rules

    def _first_steps(self, inbound: Inbound) -> tuple[Reply, ...]:
        locale = inbound.context.get("locale")
        return first_steps(inbound.text, self._alarm, self._alarm_es, locale)

    def _apology(self, inbound: Inbound, hazard: Hazard | None) -> tuple[Reply, ...]:
        failed = Reply(sentences.FAILED)
        if hazard is None:
            return (failed,)
        if hazard.tense == "now":
            return (*self._first_steps(inbound), failed)
        return (Reply(sentences.INCIDENT_KEPT), failed)

    async def _patiently(
        self, call: Callable[..., Awaitable[Result]], *arguments: Any, **named: Any
    ) -> Result:
        return await patiently(call, *arguments, pauses=self._retry_seconds, **named)


def is_urgent(inbound: Inbound) -> bool:
    """Does a message tell of danger that is there now, in words or by its button?"""
    hazard = danger_told(inbound)
    return hazard is not None and hazard.tense == "now"


def danger_told(inbound: Inbound) -> Hazard | None:
    """Danger that is there or was, by the rules: of a message that the engine did not answer."""
    if inbound.payload is not None:
        return Hazard("now", ()) if inbound.payload == DANGER_BUTTON else None
    hazard = find_hazard(inbound.text)
    return hazard if hazard and hazard.tense != "asked" else None


def writes_incident(conversation: str, inbound: Inbound, hazard: Hazard) -> Also:
    """Gives what writes it down in a transaction, as the dialogue would have done."""
    return functools.partial(
        record_incident,
        conversation=conversation,
        message=inbound.id,
        tense=hazard.tense,
        signs=hazard.signs,
        told=inbound.text,
        now=utc_now(),
    )
