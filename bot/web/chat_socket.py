"""The chat over one WebSocket: frames in become turns, what grows in the transcript goes out."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Iterator
from typing import Any

from aiohttp import WSMessage, WSMsgType, web

from bot.conversations import Message, sentences
from bot.errors import describe
from bot.web.app import Door
from bot.web.chat_message import Taken, answer, parse, read_message, shown, store
from bot.web.errors import ApiError, as_api_error

__all__ = ["ChatSocket"]

logger = logging.getLogger(__name__)

# Messages written by another process (an operator's decision) reach an open socket this late.
SOCKET_POLL_SECONDS = 5.0
# Of one conversation: a few windows of a few devices, and those whose line broke unseen.
MOST_SOCKETS = 10


class ChatSocket:
    """One open socket: frames in become turns, what grows in the transcript goes out once."""

    def __init__(
        self,
        door: Door,
        conversation: str,
        ws: web.WebSocketResponse,
        address: str,
        seq: int,
        *,
        echo: bool,
    ) -> None:
        self._door = door
        self._conversation = conversation
        self._ws = ws
        self._address = address
        self._seq = seq
        self._echo = echo
        self._news = asyncio.Event()
        self._sending = asyncio.Lock()

    @contextlib.contextmanager
    def counted(self) -> Iterator[None]:
        """To be held around all of it: one of the conversation's sockets. Raises ApiError."""
        watchers = self._door.watchers.setdefault(self._conversation, set())
        if len(watchers) >= MOST_SOCKETS:
            raise ApiError(429, "too_many_sockets", sentences.TOO_MANY_WINDOWS, retry=60)
        watchers.add(self._news)
        try:
            yield
        finally:
            watchers.discard(self._news)
            if not watchers:
                self._door.watchers.pop(self._conversation, None)

    async def serve(self) -> None:
        """Until the other side closes."""
        self._door.sockets.add(self._ws)
        pushing = asyncio.create_task(self._push())
        turns: set[asyncio.Task[None]] = set()
        try:
            async for frame in self._ws:
                # Stored one after the other: they are answered in the order they were written.
                turn = await self._hear(frame)
                if turn:
                    turns.add(turn)
                    turn.add_done_callback(turns.discard)
        finally:
            self._door.sockets.discard(self._ws)
            # The turns themselves go on in the turn loop: a closed tab loses no answer.
            for task in (pushing, *turns):
                task.cancel()
            await asyncio.gather(pushing, *turns, return_exceptions=True)

    async def _hear(self, frame: WSMessage) -> asyncio.Task[None] | None:
        """Store what a frame says; the task that waits for its answer."""
        body: Any = None
        try:
            body = parse(frame.data if frame.type is WSMsgType.TEXT else "")
            door, conversation = self._door, self._conversation
            inbound = await read_message(door, conversation, body, self._address)
            taken = await store(door, conversation, inbound)
        except Exception as error:
            await self._fail(error, body)
            return None
        self._door.wake(self._conversation)  # the customer's other windows show it too
        return asyncio.create_task(self._answer(taken, body))

    async def _answer(self, taken: Taken, body: Any) -> None:
        """New answers go out by `_flush`, an error or an answer given before from here."""
        with contextlib.suppress(ConnectionError):
            await self._ws.send_json({"typing": True})
            before = self._seq
            try:
                for message in await answer(self._door, self._conversation, taken):
                    if message.seq <= before:
                        await self._send(message)
                await self._flush()
            except ConnectionError:
                raise
            except Exception as error:
                await self._fail(error, body)
            await self._ws.send_json({"typing": False})

    async def _push(self) -> None:
        while not self._ws.closed:
            try:
                await self._flush()
            except ConnectionError:
                return
            except Exception as error:
                # Looked for again below; a database that was away for a moment must not end it.
                logger.error("new messages could not be read: %s", describe(error))
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._news.wait(), SOCKET_POLL_SECONDS)
            self._news.clear()

    async def _flush(self) -> None:
        """Send what the transcript holds and this socket has not been sent."""
        async with self._sending:
            while page := await self._door.transcript.since(self._conversation, self._seq):
                for message in page:
                    self._seq = message.seq
                    if self._echo or message.sender != "customer":
                        await self._send(message)

    async def _send(self, message: Message) -> None:
        await self._ws.send_json(shown(self._door, self._conversation, message))

    async def _fail(self, error: Exception, body: Any) -> None:
        message_id = body.get("id") if isinstance(body, dict) else None
        told = as_api_error(error, "a message by WebSocket")
        with contextlib.suppress(ConnectionError):
            await self._ws.send_json({**told.body(), "id": message_id, "retry": told.retry})
