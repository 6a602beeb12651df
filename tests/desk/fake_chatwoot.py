"""Chatwoot's application API as far as it is documented and used, on loopback, in memory."""

from __future__ import annotations

import json
import time
from typing import Any

from aiohttp import web

from bot.desk.sinks.webhook import sign

TOKEN, KEY, ACCOUNT, INBOX = "agent-token", "webhook-key-of-16-chars", 3, 7


class FakeChatwoot:
    """What was made there. down: answer everything with 503 so many times."""

    def __init__(self) -> None:
        self.contacts: list[dict[str, Any]] = []
        self.conversations: list[dict[str, Any]] = []
        self.messages: list[dict[str, Any]] = []
        self.down = 0
        self.app = web.Application(middlewares=[self._gate])
        base = f"/api/v1/accounts/{ACCOUNT}"
        self.app.router.add_get(f"{base}/contacts/search", self._search)
        self.app.router.add_post(f"{base}/contacts", self._add_contact)
        self.app.router.add_get(f"{base}/contacts/{{id}}/conversations", self._of_contact)
        self.app.router.add_post(f"{base}/conversations", self._add_conversation)
        self.app.router.add_post(f"{base}/conversations/{{id}}/messages", self._add_message)
        self.app.router.add_post(f"{base}/conversations/{{id}}/toggle_status", self._toggle)

    def shown(self) -> list[tuple[str, bool, str]]:
        """(kind, private, text) of each message, in order."""
        return [(m["message_type"], m["private"], m["content"]) for m in self.messages]

    def answer(self, text: str, *, id: int, name: str = "Kim", **more: Any) -> dict[str, Any]:
        """The event of an agent's message."""
        return {
            "event": "message_created", "id": id, "content": text, "message_type": "outgoing",
            "private": False, "sender": {"id": 1, "name": name, "type": "user"},
            "conversation": {"id": self.conversations[0]["id"]}, **more,
        }  # fmt: skip

    @web.middleware
    async def _gate(self, request: web.Request, handler: Any) -> Any:
        if request.headers.get("api_access_token") != TOKEN:
            return web.json_response({"errors": ["no access"]}, status=401)
        if self.down:
            self.down -= 1
            return web.Response(status=503)
        return await handler(request)

    async def _search(self, request: web.Request) -> web.Response:
        found = [c for c in self.contacts if request.query["q"] in c["identifier"]]
        return web.json_response({"payload": found})

    async def _add_contact(self, request: web.Request) -> web.Response:
        body = await request.json()
        if any(c["identifier"] == body["identifier"] for c in self.contacts):
            return web.json_response({"message": "Identifier has already been taken"}, status=422)
        inbox = {"source_id": f"source-{body['identifier']}", "inbox": {"id": body["inbox_id"]}}
        contact = {**body, "id": len(self.contacts) + 11, "contact_inboxes": [inbox]}
        self.contacts.append(contact)
        return web.json_response({"payload": {"contact": contact}})

    async def _of_contact(self, request: web.Request) -> web.Response:
        mine = int(request.match_info["id"])
        found = [c for c in self.conversations if c["contact_id"] == mine]
        return web.json_response({"payload": found})

    async def _add_conversation(self, request: web.Request) -> web.Response:
        body = await request.json()
        assert body["source_id"].startswith("source-")
        made = {**body, "id": len(self.conversations) + 101}
        self.conversations.append(made)
        return web.json_response(made)

    async def _add_message(self, request: web.Request) -> web.Response:
        if request.content_type == "multipart/form-data":
            form = await request.post()
            said = {**form, "private": form["private"] == "true"}
            sent = [form[name] for name in form if name == "attachments[]"]
            said["attachments[]"] = [(f.filename, f.content_type, f.file.read()) for f in sent]  # type: ignore[union-attr]
        else:
            said = await request.json()
        body = {**said, "conversation": int(request.match_info["id"])}
        self.messages.append(body)
        return web.json_response({"id": len(self.messages), **body})

    async def _toggle(self, request: web.Request) -> web.Response:
        body = await request.json()
        mine = next(c for c in self.conversations if c["id"] == int(request.match_info["id"]))
        mine["status"] = body["status"]
        return web.json_response({"payload": {"success": True}})


def signed(event: dict[str, Any], *, age: int = 0, key: str = KEY) -> tuple[dict[str, str], bytes]:
    """Headers and body as Chatwoot sends them."""
    body, timestamp = json.dumps(event).encode(), str(int(time.time()) - age)
    headers = {
        "X-Chatwoot-Timestamp": timestamp,
        "X-Chatwoot-Signature": sign(key, timestamp, body),
    }
    return headers, body
