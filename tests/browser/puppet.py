"""A service that says whatever a test wants, by WebSocket; everything else is the real one's."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Page, WebSocketRoute

__all__ = ["Puppet"]


class Puppet:
    """Stores what the customer writes, and says what it is told to. Make it before the first."""

    def __init__(self, page: Page) -> None:
        self._sockets: list[WebSocketRoute] = []
        self._seq = 0
        self.heard: list[dict[str, Any]] = []
        page.route_web_socket("**/api/chat/socket*", self._open)

    def _open(self, socket: WebSocketRoute) -> None:
        self._sockets.append(socket)
        socket.on_message(self._hear)

    def _hear(self, frame: str | bytes) -> None:
        body = json.loads(frame)
        self.heard.append(body)
        self.say(body.get("text", "pressed"), id=body["id"], **{"from": "customer"})

    def say(self, text: str, **fields: Any) -> None:
        """Send a message, of the assistant unless told otherwise."""
        self._seq += 1
        self.send(
            {"id": f"said-{self._seq}", "seq": self._seq, "at": "2026-11-24T12:00:00+00:00",
             "from": "assistant", "name": None, "text": text, "buttons": [], "links": [],
             "ask": None, "card": None, **fields}
        )  # fmt: skip

    def send(self, frame: dict[str, Any]) -> None:
        """Send any frame."""
        self._sockets[-1].send(json.dumps(frame))
