"""What has changed, told to the open pages: server-sent events."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Any

from aiohttp import web

__all__ = ["Bell", "stream"]

PING_SECONDS = 15.0
# A page that does not read is not waited for: it looks at everything anew when it is back.
MOST_WAITING = 100


class Bell:
    """Rings for every page that listens. A topic is a conversation's id or a claim's number."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[str | None]] = set()

    def ring(self, topic: str) -> None:
        """Something of this topic has changed."""
        for queue in self._listeners:
            if queue.qsize() < MOST_WAITING:
                queue.put_nowait(topic)

    def close(self) -> None:
        """Let all pages go: the service ends."""
        for queue in self._listeners:
            queue.put_nowait(None)

    @contextmanager
    def listening(self) -> Any:
        """A queue of topics; None is the end."""
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            yield queue
        finally:
            self._listeners.discard(queue)


async def stream(
    request: web.Request, bell: Bell, lasts: Callable[[], Awaitable[bool]]
) -> web.StreamResponse:
    """The events of one open page, until it is closed or its session no longer `lasts`."""
    response = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"}
    )
    await response.prepare(request)
    # A page that was closed has no more to be told.
    with bell.listening() as queue, suppress(ConnectionError):
        await response.write(b"event: open\ndata:\n\n")
        looked_at = monotonic()
        async for topic in _topics(queue):
            if monotonic() - looked_at >= PING_SECONDS:
                looked_at = monotonic()
                if not await lasts():
                    break
            event = f"event: changed\ndata: {topic}\n\n" if topic else ": still here\n\n"
            await response.write(event.encode())
    return response


async def _topics(queue: asyncio.Queue[str | None]) -> AsyncIterator[str]:
    while True:
        try:
            topic = await asyncio.wait_for(queue.get(), PING_SECONDS)
        except asyncio.TimeoutError:
            yield ""
            continue
        if topic is None:
            return
        yield topic
