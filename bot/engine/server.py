"""A Rasa server on another process or machine, reached over HTTP."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import Any

import aiohttp

from bot.conversations.engine import EngineDown, Turn
from bot.conversations.messages import Button, Inbound, Link, Reply
from bot.engine.understood import hazard_in, understood
from bot.safety import Hazard

__all__ = ["ServerEngine", "TurnFailed"]

# Under the turn's own 12 s, so that the loop says what happened.
TURN_SECONDS = 11.0


class TurnFailed(Exception):
    """The Rasa server says that the turn failed there; its log tells why."""


class ServerEngine:
    """Speaks to the input channel `bot.engine.rasa_channel.TurnChannel` of a Rasa server.

    url: the server's address. secret: the key both sides hold.
    """

    def __init__(self, url: str, secret: str) -> None:
        self._url = url.rstrip("/") + "/webhooks/recall"
        self._secret = secret
        self._session: aiohttp.ClientSession | None = None

    @property
    def ready(self) -> bool:
        return self._session is not None

    async def start(self) -> None:
        """Make the connection pool; the server itself may still be starting."""
        timeout = aiohttp.ClientTimeout(total=TURN_SECONDS, connect=2.0)
        self._session = aiohttp.ClientSession(
            timeout=timeout, headers={"Authorization": f"Bearer {self._secret}"}
        )

    async def stop(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def turn(self, conversation: str, inbound: Inbound, state: dict[str, Any] | None) -> Turn:
        body = {"conversation": conversation, "message": asdict(inbound), "state": state}
        answer = await self._ask("turn", body)
        state = answer["state"]
        return Turn(tuple(_reply(r) for r in answer["replies"]), state, understood(state))

    async def hazard(self, text: str) -> Hazard | None:
        return hazard_in(await self._ask("hazard", {"text": text}))

    async def _ask(self, what: str, body: dict[str, Any]) -> dict[str, Any]:
        if self._session is None:
            raise EngineDown()
        try:
            async with self._session.post(f"{self._url}/{what}", json=body) as response:
                if response.status == 500:
                    raise TurnFailed()
                if response.status != 200:
                    raise EngineDown()
                answer: dict[str, Any] = await response.json()
                return answer
        except (aiohttp.ClientConnectionError, asyncio.TimeoutError) as error:
            raise EngineDown() from error


def _reply(data: dict[str, Any]) -> Reply:
    return Reply(
        data["text"],
        tuple(Button(**b) for b in data["buttons"]),
        tuple(Link(**link) for link in data["links"]),
        data["ask"],
        data["card"],
        data.get("lang"),
    )
