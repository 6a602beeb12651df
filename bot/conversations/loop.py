"""The turn loop: every stored message is answered once, in order, whatever happens."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from bot.conversations import sentences
from bot.conversations.engine import Engine, EngineDown, Turn
from bot.conversations.messages import Inbound, Message, Reply
from bot.conversations.transcript import Accepted, Transcript, Waiting
from bot.errors import describe
from bot.safety import find_hazard
from bot.storage import DatabaseBusy

__all__ = ["StillWorking", "TurnLoop"]

logger = logging.getLogger(__name__)

Result = TypeVar("Result")

# Time limits nest: action 8 s < turn 12 s < what a provider waits 15 s.
TURN_SECONDS = 12.0
WAIT_SECONDS = 14.0
READY_POLL_SECONDS = 0.1
RETRY_SECONDS = (0.1, 0.2, 0.5, 1.0, 2.0)


class StillWorking(Exception):
    """The message is stored; its answer will stand in the transcript later."""


class TurnLoop:
    """Answers the messages of all conversations, one turn at a time in each.

    alarm: the first steps, said when the engine fails and danger was told.
    """

    def __init__(
        self,
        transcript: Transcript,
        engine: Engine,
        *,
        alarm: str,
        turn_seconds: float = TURN_SECONDS,
        wait_seconds: float = WAIT_SECONDS,
        retry_seconds: Sequence[float] = RETRY_SECONDS,
    ) -> None:
        self._transcript = transcript
        self._engine = engine
        self._alarm = alarm
        self._turn_seconds = turn_seconds
        self._wait_seconds = wait_seconds
        self._retry_seconds = retry_seconds
        # Called with a conversation whose transcript has grown.
        self.on_saved: Callable[[str], None] = lambda conversation: None
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._news: set[str] = set()
        self._answered: dict[tuple[str, int], asyncio.Event] = {}

    async def take(self, conversation: str, inbound: Inbound) -> list[Message]:
        """Store the message, then wait for its answer.

        The same id again gives the first answer. Raises StillWorking after `wait_seconds`: the
        work goes on, and the caller's going away does not stop it.
        """
        accepted = await self._transcript.accept(conversation, inbound)
        return await self.answer_to(conversation, accepted)

    async def answer_to(self, conversation: str, accepted: Accepted) -> list[Message]:
        """Wait for the answer to a stored message. Raises StillWorking."""
        if not accepted.answered:
            event = self._answered.setdefault((conversation, accepted.seq), asyncio.Event())
            self._work_on(conversation)
            # It may have been answered between its being stored and the lines above.
            if replies := await self._transcript.replies_to(conversation, accepted.seq):
                self._tell(conversation, accepted.seq)
                return replies
            try:
                await asyncio.wait_for(event.wait(), self._wait_seconds)
            except asyncio.TimeoutError:
                raise StillWorking() from None
        return await self._transcript.replies_to(conversation, accepted.seq)

    async def recover(self) -> int:
        """Take up what a crash left unanswered; returns the number of conversations."""
        waiting = await self._transcript.conversations_waiting()
        for conversation in waiting:
            self._work_on(conversation)
        return len(waiting)

    async def close(self) -> None:
        """Stop working; unanswered messages are taken up at the next start."""
        workers = list(self._workers.values())
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)

    def _work_on(self, conversation: str) -> None:
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
        finally:
            self._workers.pop(conversation, None)

    async def _answer_waiting(self, conversation: str) -> None:
        while not self._engine.ready:
            # At a start messages are taken before the model is loaded; they wait, stored.
            await asyncio.sleep(READY_POLL_SECONDS)
        while waiting := await self._patiently(self._transcript.next_waiting, conversation):
            await self._answer(conversation, waiting)
            self._tell(conversation, waiting.seq)

    def _tell(self, conversation: str, seq: int) -> None:
        """Wake all that wait for this answer; until then the event stays, whoever gives up."""
        if event := self._answered.pop((conversation, seq), None):
            event.set()

    async def _answer(self, conversation: str, waiting: Waiting) -> None:
        try:
            turn = await asyncio.wait_for(
                self._run(conversation, waiting), timeout=self._turn_seconds
            )
            replies, state = turn.replies, turn.state
        except Exception as error:
            # The state stays as it was: what the broken turn half did is not built upon.
            logger.error(
                "conversation %s: turn %d failed and the customer was told so: %s",
                conversation,
                waiting.seq,
                describe(error),
            )
            replies, state = (), None
        if not replies:
            replies = self._fallback(waiting.inbound)
        await self._patiently(self._transcript.save_turn, conversation, waiting.seq, replies, state)
        self.on_saved(conversation)

    async def _run(self, conversation: str, waiting: Waiting) -> Turn:
        for pause in (*self._retry_seconds, None):
            try:
                return await self._engine.turn(conversation, waiting.inbound, waiting.state)
            except EngineDown:
                if pause is None:
                    raise
                await asyncio.sleep(pause)
        raise EngineDown()

    def _fallback(self, inbound: Inbound) -> tuple[Reply, ...]:
        hazard = find_hazard(inbound.text)
        if hazard and hazard.tense == "now":
            return (Reply(self._alarm), Reply(sentences.FAILED))
        return (Reply(sentences.FAILED),)

    async def _patiently(self, call: Callable[..., Awaitable[Result]], *arguments: Any) -> Result:
        """Try again while the database is busy; the last failure is raised."""
        for pause in self._retry_seconds:
            try:
                return await call(*arguments)
            except DatabaseBusy:
                logger.warning("the database is busy; trying again in %.1f s", pause)
                await asyncio.sleep(pause)
        return await call(*arguments)
