"""Messenger, by Meta's Send API and webhooks (developers.facebook.com/docs/messenger-platform)."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from bot.channels.adapter import (
    Adapter,
    Blocked,
    Capabilities,
    Event,
    Incoming,
    Media,
    Part,
    Read,
    Refused,
    TryLater,
    WindowClosed,
    event_key,
    read_each,
    same,
)  # fmt: skip

__all__ = ["ADAPTER"]

VERSION = "v23.0"
OTHERS = {"audio": "voice", "video": "video", "location": "location", "fallback": "link"}
FIELDS = frozenset({"messages", "messaging_postbacks", "message_reactions", "message_edits"})
# What it takes to be told them (Graph API, Page Subscribed Apps).
MAY_LOOK = ("pages_manage_metadata", "pages_show_list")
# Codes of errors: developers.facebook.com/docs/messenger-platform/error-codes.
GONE = frozenset({551})
GONE_SUBCODES = frozenset({1545041, 2018108})
OUTSIDE_WINDOW = frozenset({2018278, 2018065})
BUSY = frozenset({1, 2, 4, 32, 341, 368, 613, 1200, 80006})
ACCOUNT = frozenset({102, 190, 200, 230})
NO_TOKEN = frozenset({102, 190})
NOT_ALLOWED = frozenset({10, *range(200, 300)})


class Messenger(Adapter):
    """One page."""

    name = "messenger"
    api = "https://graph.facebook.com"
    media_hosts = (".fbcdn.net", ".fbsbx.com")
    capabilities = Capabilities(text=2000, buttons=13, title=20, window_hours=24)
    asks_locale = True

    def verify(self, request: Incoming) -> bool:
        if request.method == "GET":
            told = request.query.get("hub.verify_token", "")
            return same(told, self.keys["MESSENGER_VERIFY_TOKEN"])
        # Always SHA-256: a header may not choose the digest.
        secret = self.keys["MESSENGER_APP_SECRET"].encode()
        right = "sha256=" + hmac.new(secret, request.body, hashlib.sha256).hexdigest()
        told = request.headers.get("X-Hub-Signature-256", "")
        return same(told, right)

    def read(self, request: Incoming) -> Read:
        if request.method == "GET":
            challenge = request.query.get("hub.challenge", "")
            fits = challenge.isascii() and challenge.isalnum() and len(challenge) < 200
            return Read(body=challenge) if fits else Read(status=400)
        body = json.loads(request.body)
        entries, odd = read_each(body["entry"], lambda entry: entry.get("messaging") or ())
        events, unreadable = read_each(chain.from_iterable(entries), _event)
        return Read(events, body="EVENT_RECEIVED", unreadable=[*odd, *unreadable])

    async def send(self, address: str, part: Part) -> None:
        message: dict[str, Any] = {"text": part.text}
        if part.buttons:
            message["quick_replies"] = [
                {"content_type": "text", "title": title, "payload": value}
                for title, value in part.buttons
            ]
        status, answer = await self._ask(
            "POST",
            "me/messages",
            json={
                "recipient": {"id": address},
                "messaging_type": "RESPONSE",
                "message": message,
            },
        )
        if status != 200:
            _refuse(status, answer.get("error") or {})

    async def has_taken(self, address: str, part: Part, since: datetime) -> bool | None:
        fields = "messages.limit(50){message,from,created_time}"
        params = {"platform": "messenger", "user_id": address, "fields": fields}
        status, answer = await self._ask("GET", "me/conversations", params=params)
        if status != 200:
            return None  # it needs a permission that sending does not
        said = [
            each
            for conversation in answer.get("data") or ()
            for each in (conversation.get("messages") or {}).get("data") or ()
        ]
        return any(
            str(each.get("message") or "").strip() == part.text.strip()
            and (each.get("from") or {}).get("id") != address
            and datetime.strptime(each["created_time"], "%Y-%m-%dT%H:%M:%S%z") >= since
            for each in said
        )

    async def find_locale(self, event: Event) -> str | None:
        # Without the permission `pages_user_locale` it is simply not told.
        _, answer = await self._ask("GET", event.address, params={"fields": "locale"})
        return str(answer.get("locale") or "") or None

    async def fetch(self, media: Media) -> bytes:
        # The address itself carries what lets us in, for a short time: after it, none does.
        return await self.download(media.ref, gone={403})

    async def look(self) -> list[str]:
        status, answer = await self._ask("GET", "me/subscribed_apps")
        if status != 200:
            code = (answer.get("error") or {}).get("code")
            if code in NO_TOKEN:
                return ["Meta does not know RECALL_MESSENGER_PAGE_TOKEN"]
            if code in NOT_ALLOWED:
                return [f"RECALL_MESSENGER_PAGE_TOKEN lacks {' or '.join(MAY_LOOK)}"]
            raise Refused(f"refused with {code or status}")
        fields = {f for app in answer.get("data") or () for f in app.get("subscribed_fields") or ()}
        missing = sorted(FIELDS - fields)
        wrong = [f"the page is not subscribed to {', '.join(missing)}"] if missing else []
        apps = [str(app.get("id") or "") for app in answer.get("data") or ()]
        return [*wrong, *await self._look_at_callback(apps)]

    async def _look_at_callback(self, apps: Sequence[str]) -> list[str]:
        """Is one of the page's apps ours, and does what is told to it come to us?"""
        for app in apps:
            token = f"{app}|{self.keys['MESSENGER_APP_SECRET']}"
            status, answer = await self.call(
                "GET", f"{self.base}/{VERSION}/{app}/subscriptions",
                headers={"Authorization": f"Bearer {token}"},
            )  # fmt: skip
            if status == 200:
                told = answer.get("data") or ()
                going = {s.get("callback_url") for s in told if s.get("object") == "page"}
                return [] if self.webhook in going else [f"the webhook is not {self.webhook}"]
        return ["RECALL_MESSENGER_APP_SECRET is of no app that the page is subscribed to"]

    async def _ask(self, method: str, path: str, **options: Any) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {self.keys['MESSENGER_PAGE_TOKEN']}"}
        return await self.call(method, f"{self.base}/{VERSION}/{path}", headers=headers, **options)


def _refuse(status: int, error: dict[str, Any]) -> None:
    code, subcode = error.get("code"), error.get("error_subcode")
    trouble = f"refused with {code or status}"
    if subcode in OUTSIDE_WINDOW:
        raise WindowClosed(trouble)
    if code in GONE or subcode in GONE_SUBCODES:
        raise Blocked(trouble)
    if code in BUSY | ACCOUNT or error.get("is_transient"):
        raise TryLater(trouble)
    raise Refused(trouble)


def _event(told: dict[str, Any]) -> Event | None:
    """One of a batch; None for what is not a customer's doing."""
    address, at = str(told["sender"]["id"]), int(told.get("timestamp") or 0)
    if postback := told.get("postback"):
        key = event_key(postback.get("mid") or f"postback-{address}-{at}")
        press = str(postback.get("payload") or "")
        return Event(key, address, str(postback.get("title") or ""), press=press, sequence=at)
    if reaction := told.get("reaction"):
        if reaction.get("action") != "react":
            return None
        return Event(
            event_key("reaction", reaction.get("mid"), at), address, other="reaction", sequence=at
        )
    if edit := told.get("message_edit"):
        key = event_key("edit", edit.get("mid"), edit.get("num_edit", 0))
        return Event(key, address, str(edit.get("text") or ""), other="edit", sequence=at)
    message = told.get("message")
    if not message or message.get("is_echo") or message.get("is_deleted"):
        return None  # a receipt, our own words, or something taken back
    attachments = message.get("attachments") or ()
    photos, others = [], []
    for attachment in attachments:
        payload = attachment.get("payload") or {}
        kind = attachment.get("type")
        if kind == "image" and "sticker_id" not in payload and payload.get("url"):
            photos.append(Media(str(payload["url"]), "image"))
        elif kind == "file" and payload.get("url"):
            photos.append(Media(str(payload["url"])))
        else:
            others.append("sticker" if "sticker_id" in payload else OTHERS.get(kind, "file"))
    quick = message.get("quick_reply") or {}
    text = str(message.get("text") or "")
    # A link in a text comes with a picture of the page it leads to.
    other = others[0] if others and not (others[0] == "link" and text) else None
    if not text and not photos and not other:
        other = "file"
    return Event(
        event_key(message["mid"]),
        address,
        text,
        press=str(quick["payload"]) if "payload" in quick else None,
        media=tuple(photos),
        other=other,
        sequence=at,
    )


ADAPTER = Messenger
