"""The input channel of a Rasa server that our door speaks to. Named in credentials.yml.

For the door alone: POST /webhooks/recall/turn and /webhooks/recall/hazard with the key as a bearer
token, and GET /webhooks/recall/ready. Nothing else may reach the server's port; it belongs on
loopback or a private network.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.conversations.messages import Inbound
from bot.engine.logs import quiet_rasa
from bot.engine.rasa_changes import apply
from bot.engine.turn import as_plain_text, run_turn
from bot.errors import describe
from bot.settings import Settings

__all__ = ["TurnChannel"]

logger = logging.getLogger(__name__)


class TurnChannel(InputChannel):
    """Takes {conversation, message, state}, answers {replies, state}; or {text} and {hazard}."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    @classmethod
    def name(cls) -> str:
        return "recall"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> TurnChannel:
        quiet_rasa()
        apply()
        return cls(Settings.from_env().secret_key)

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        routes = Blueprint("recall_turn", __name__)

        @routes.get("/ready")
        async def ready(request: Request) -> HTTPResponse:
            agent = getattr(request.app.ctx, "agent", None)
            loaded = agent is not None and agent.is_ready()
            return json({"ready": loaded}, status=200 if loaded else 503)

        @routes.post("/hazard")
        async def hazard(request: Request) -> HTTPResponse:
            agent, refused = self._agent(request)
            if refused:
                return refused
            try:
                parsed = await agent.parse_message(as_plain_text(request.json["text"]))
            except Exception as error:
                logger.error("a message was not understood: %s", describe(error))
                return json({"error": type(error).__name__}, status=500)
            return json({"hazard": parsed.get("hazard")})

        @routes.post("/turn")
        async def turn(request: Request) -> HTTPResponse:
            agent, refused = self._agent(request)
            if refused:
                return refused
            body = request.json
            try:
                done = await run_turn(
                    agent, body["conversation"], Inbound(**body["message"]), body["state"]
                )
            except Exception as error:
                logger.error("a turn failed: %s", describe(error))
                return json({"error": type(error).__name__}, status=500)
            replies = [{"text": r.text, **r.extras()} for r in done.replies]
            return json({"replies": replies, "state": done.state})

        return routes

    def _agent(self, request: Request) -> tuple[Any, HTTPResponse | None]:
        """The agent, or the answer to who may not use it or comes too early."""
        given = request.headers.get("Authorization", "")
        if not self._secret or not hmac.compare_digest(
            given.encode(), f"Bearer {self._secret}".encode()
        ):
            return None, json({"error": "unauthorized"}, status=401)
        agent = getattr(request.app.ctx, "agent", None)
        if agent is None or not agent.is_ready():
            return None, json({"error": "no model"}, status=503)
        return agent, None
