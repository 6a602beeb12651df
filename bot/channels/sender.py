"""Sends customers on messaging channels what the transcript says, each part once, in order.

A part whose call ended without an answer, or that was cut off with the service, may have been taken
or not. No provider of ours takes a key that would make the same call count once; so it is asked
whether it has the part (Twilio, Messenger and Slack can be), and the part is sent again only where
it has not. Where it can't be asked (Telegram) the part is sent again, a few times at most and with
pauses: a word on safety that comes twice is better than one that never comes. The desk shows beside
such a message that it may have arrived twice; and if even the last of these calls has no answer,
the message is left and handed to a person as `unsure_whether_delivered`.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.channels.adapter import (
    Adapter,
    Blocked,
    Part,
    Refused,
    SendError,
    TryLater,
    Unsure,
    WindowClosed,
)
from bot.channels.buttons import Buttons
from bot.channels.outgoing import DOUBT_PAUSES, GIVE_UP, Due, Outgoing, Unsent
from bot.channels.render import render
from bot.conversations import Message
from bot.conversations.handover import STOPPED, UNREACHABLE
from bot.conversations.transcript import utc_now
from bot.errors import describe
from bot.storage.patience import RETRY_SECONDS, surely

__all__ = ["Sender"]

logger = logging.getLogger(__name__)

# Messages are written by other processes too, so the sender has to look.
POLL_SECONDS = 1.0
AT_ONCE = 16
STOP_SECONDS = 5.0
# How far our clock and a provider's may differ.
CLOCKS_DIFFER = timedelta(seconds=10)
# Seconds before a template that may have been taken is sent once more.
UNSURE_NUDGE_PAUSE = 900.0


class _Unknown(SendError):
    """Handed over often enough, and nobody knows if it was taken."""


class Sender:
    """One for all channels.

    photo_link: the page that takes the photo a message asks for. on_sent: told the channel and
    what became of each part ("sent", "later", "refused", "blocked", "held"; where a call had no
    answer "unsure", and then "found" at the provider, sent "again" or "unknown"). retry_seconds:
    the pauses after which a busy database is asked again.
    """

    def __init__(
        self,
        adapters: Mapping[str, Adapter],
        outgoing: Outgoing,
        buttons: Buttons,
        photo_link: Callable[[str, int], str],
        *,
        clock: Callable[[], datetime] = utc_now,
        poll_seconds: float = POLL_SECONDS,
        on_sent: Callable[[str, str], None] = lambda channel, outcome: None,
        retry_seconds: Sequence[float] = RETRY_SECONDS,
    ) -> None:
        self._adapters = adapters
        self._outgoing = outgoing
        self._buttons = buttons
        self._photo_link = photo_link
        self._clock = clock
        self._poll_seconds = poll_seconds
        self._on_sent = on_sent
        self._retry_seconds = retry_seconds
        self._news = asyncio.Event()
        self._stopping = False
        # Called with a conversation in which a person is shown what was not delivered.
        self.on_shown: Callable[[str], None] = lambda conversation: None
        self._sending: dict[str, asyncio.Task[None]] = {}

    def wake(self) -> None:
        """There may be something new to send."""
        self._news.set()

    async def run(self) -> None:
        """Send until `stop` is called; errors are logged and never end it."""
        while not self._stopping:
            self._news.clear()
            try:
                await self.send_due()
            except Exception as error:
                logger.error("what is to be sent cannot be read: %s", describe(error))
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._news.wait(), self._poll_seconds)

    async def stop(self, running: asyncio.Task[None]) -> None:
        """End `run`, after the parts under way."""
        self._stopping = True
        self._news.set()
        await asyncio.wait({running, *self._sending.values()}, timeout=STOP_SECONDS)
        for task in (running, *self._sending.values()):
            task.cancel()
        await asyncio.gather(running, *self._sending.values(), return_exceptions=True)

    async def send_due(self) -> int:
        """Begin to send to those whose turn it is; returns how many."""
        free = AT_ONCE - len(self._sending)
        if free <= 0:
            return 0
        taken = await self._outgoing.take(free, list(self._adapters), list(self._sending))
        for due in taken:
            task = asyncio.create_task(self._send_all(due))
            self._sending[due.conversation] = task
        return len(taken)

    async def settle(self) -> None:
        """Until nothing is due and nothing is being sent; for tests and for small tools."""
        while await self.send_due() or self._sending:
            await asyncio.gather(*self._sending.values())

    async def _send_all(self, due: Due) -> None:
        try:
            await self._send_unsent(due)
        except Exception as error:
            logger.error("conversation %s: sending failed: %s", due.conversation, describe(error))
            with contextlib.suppress(Exception):  # else its lease runs out
                await self._outgoing.later(due, due.tries, "failed here", 0.0)
        finally:
            self._sending.pop(due.conversation, None)
            self._news.set()

    async def _send_unsent(self, due: Due) -> None:
        adapter = self._adapters[due.channel]
        due, unsent = await self._outgoing.unsent(due)
        tries, skip = due.tries, due.sent_parts
        for waiting in unsent:
            message, began = waiting.message, self._clock()
            try:
                if await self._goes_out(due, waiting):
                    parts = self._parts(adapter, due, waiting)
                    for number, part in enumerate(parts[skip:], skip + 1):
                        taken: bool | None = False
                        if due.unsure:
                            taken = await self._was_taken(adapter, due, message, part)
                        if not taken:
                            if taken is False:
                                due = replace(due, unsure=0)  # it was not, for certain
                            self._check_window(adapter, due)
                            began = self._clock()
                            await _hand_over(adapter, due, part)
                            self._on_sent(due.channel, "sent")
                        tries, due = 0, due.certain
                        more = number < len(parts)
                        if more and not await self._came_to(due, message.seq - 1, number):
                            return
            except SendError as error:
                if not await self._failed(adapter, due, message, tries, error, began):
                    return
            skip, due = 0, due.certain
            if not await self._came_to(due, message.seq, release=waiting is unsent[-1]):
                return

    async def _was_taken(
        self, adapter: Adapter, due: Due, message: Message, part: Part
    ) -> bool | None:
        """Did the provider take the part in doubt? None: it can't be asked; send it once more."""
        assert due.unsure_since is not None
        taken: bool | None = None
        try:
            taken = await adapter.has_taken(due.address, part, due.unsure_since - CLOCKS_DIFFER)
        except TryLater as error:
            # To have asked in vain adds no doubt.
            raise TryLater(error.trouble, error.pause) from None
        except SendError as error:
            logger.warning("%s does not say what it has taken: %s", due.channel, error.trouble)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            logger.error("%s: what it has taken can't be read: %s", due.channel, describe(error))
        if taken:
            self._on_sent(due.channel, "found")
        elif taken is None:
            if due.unsure >= len(DOUBT_PAUSES):
                raise _Unknown("no answer, again and again")
            self._on_sent(due.channel, "again")
            await self._outgoing.maybe_twice(due, message)
        return taken

    async def _came_to(self, due: Due, seq: int, parts: int = 0, *, release: bool = False) -> bool:
        """See `Outgoing.came_to`.

        What is away but can't be noted as such keeps its lease: it is in doubt once that is over.
        """
        try:
            return await surely(
                self._outgoing.came_to, due, seq, parts, release=release, pauses=self._retry_seconds
            )
        except Exception as error:
            logger.error(
                "conversation %s: not noted as sent: %s", due.conversation, describe(error)
            )
            return False

    async def _failed(
        self,
        adapter: Adapter,
        due: Due,
        message: Message,
        tries: int,
        error: SendError,
        began: datetime,
    ) -> bool:
        """Note what happened; True if the next message may be tried."""
        now = self._clock()
        if isinstance(error, Blocked):
            self._on_sent(due.channel, "blocked")
            if due.standing == "stopped":
                # A carrier stops us at their word: no news, unless they have written since.
                if message.seq > (due.stopped_seq or 0):
                    await self._outgoing.unsent_for(due, message, UNREACHABLE)
                    self.on_shown(due.conversation)
                return True
            await self._outgoing.blocked(due, message, error.trouble)
            self.on_shown(due.conversation)
            return False
        if isinstance(error, WindowClosed):
            self._on_sent(due.channel, "held")
            await self._hold(adapter, due)
            return False
        since = due.failing_since if tries else None
        # What was said since the provider fails has its own time.
        too_long = since is not None and max(since, message.at) < now - GIVE_UP
        if isinstance(error, _Unknown) or (too_long and (due.unsure or isinstance(error, Unsure))):
            self._on_sent(due.channel, "unknown")
            logger.error(
                "conversation %s: nobody knows if message %d arrived on %s",
                due.conversation, message.seq, due.channel,
            )  # fmt: skip
            await self._outgoing.unknown(due, message)
            self.on_shown(due.conversation)
            return True
        if isinstance(error, Refused) or too_long:
            self._on_sent(due.channel, "refused")
            logger.error(
                "conversation %s: message %d could not be sent on %s: %s",
                due.conversation, message.seq, due.channel, error.trouble,
            )  # fmt: skip
            await self._outgoing.unsent_for(due, message, UNREACHABLE)
            self.on_shown(due.conversation)
            return True
        if isinstance(error, Unsure):
            self._on_sent(due.channel, "unsure")
            logger.warning("%s: a call ended unsurely: %s", due.channel, error.trouble)
            await self._outgoing.unsure(due, tries, error.trouble, began)
            return False
        self._on_sent(due.channel, "later")
        logger.warning("%s takes nothing just now: %s", due.channel, error.trouble)
        await self._outgoing.later(due, tries, error.trouble, error.pause)
        return False

    async def _hold(self, adapter: Adapter, due: Due) -> None:
        """Once ask the customer to write, where that is allowed; the rest waits for it."""
        nudged = False
        if due.nudged_at is None:
            try:
                nudged = await adapter.nudge(due.address)
            except Unsure as error:
                await self._outgoing.later(
                    due, due.tries, error.trouble, UNSURE_NUDGE_PAUSE, told=False
                )
                return
            except TryLater as error:
                await self._outgoing.later(due, due.tries, error.trouble, error.pause)
                return
            except SendError as error:
                logger.error("%s: the template was refused: %s", due.channel, error.trouble)
        await self._outgoing.hold(due, nudged=nudged)
        self.on_shown(due.conversation)

    def _check_window(self, adapter: Adapter, due: Due) -> None:
        hours = adapter.capabilities.window_hours
        if hours is not None and due.heard_at + timedelta(hours=hours) <= self._clock():
            raise WindowClosed("the customer wrote too long ago")

    async def _goes_out(self, due: Due, waiting: Unsent) -> bool:
        message = waiting.message
        if message.sender == "customer":
            return False
        if due.standing is None:
            return True
        by_agent, reason = message.sender == "agent", UNREACHABLE
        if due.standing == "blocked":
            if due.stopped_seq is None:
                raise Blocked("blocked by the customer")
        else:  # stopped: who writes to us is answered, nothing comes by itself
            reason, since = STOPPED, due.stopped_seq or 0
            if waiting.answers:
                return True
            if by_agent and await self._outgoing.wrote_since(due.conversation, since):
                return True
        if by_agent:
            await self._outgoing.unsent_for(due, message, reason)
            self.on_shown(due.conversation)
        return False

    def _parts(self, adapter: Adapter, due: Due, waiting: Unsent) -> list[Part]:
        message, page = waiting.message, None
        asks = message.extras.get("ask") == "photo"
        if asks and (need := adapter.photo_page(due.address)):
            page = (need, self._photo_link(due.conversation, message.seq))

        def value(seq: int, index: int) -> str:
            return self._buttons.value(due.conversation, seq, index)

        parts = render(message, adapter.capabilities, value, page)
        return [
            replace(part, thread=waiting.thread, key=f"{message.id}-{number}")
            for number, part in enumerate(parts, 1)
        ]


async def _hand_over(adapter: Adapter, due: Due, part: Part) -> None:
    try:
        await adapter.send(due.address, part)
    except SendError:
        raise
    except Exception as error:
        logger.error("conversation %s: sending failed: %s", due.conversation, describe(error))
        raise Unsure(f"failed here ({type(error).__name__})") from error
