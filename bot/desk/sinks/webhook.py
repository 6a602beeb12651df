"""Matters as a signed POST to any address."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import datetime

import aiohttp

from bot.desk.sinks.matters import Matter, Source
from bot.desk.sinks.sink import SinkFailed
from bot.errors import describe
from bot.other_desks import Webhook

__all__ = ["WebhookSink", "sign"]

SECONDS = 10.0
TROUBLE = (aiohttp.ClientError, asyncio.TimeoutError, OSError)


def sign(key: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 over `timestamp.body`: one that was changed, or is sent again later, is found.

    The one signature of all webhooks: what we send, and what Chatwoot sends us.
    """
    signed = timestamp.encode() + b"." + body
    return "sha256=" + hmac.new(key.encode(), signed, "sha256").hexdigest()


class WebhookSink:
    """Posts each matter as JSON. Anything but 2xx is tried again; 410 is not."""

    def __init__(
        self, name: str, source: Source, hook: Webhook, clock: Callable[[], datetime]
    ) -> None:
        self.name = name
        self.source = source
        self._hook = hook
        self._clock = clock
        self._session: aiohttp.ClientSession | None = None

    async def deliver(self, matter: Matter) -> None:
        """Once at least; `id` is the same each time."""
        body = json.dumps({"event": self.source.event, **matter.as_json()}).encode()
        timestamp = str(int(self._clock().timestamp()))
        headers = {
            "Content-Type": "application/json",
            "X-Recall-Timestamp": timestamp,
            "X-Recall-Signature": sign(self._hook.key, timestamp, body),
            "X-Recall-Delivery": hashlib.sha256(matter.id.encode()).hexdigest()[:32],
        }
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SECONDS))
        try:
            async with self._session.post(
                self._hook.url, data=body, headers=headers, allow_redirects=False
            ) as answer:
                status = answer.status
        except TROUBLE as error:
            raise SinkFailed(describe(error)) from None
        if not 200 <= status < 300:
            raise SinkFailed(f"answered with {status}", again=status != 410)

    async def follow(self) -> None:
        """Only the matter itself is told."""

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
