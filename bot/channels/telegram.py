"""Telegram, by its Bot API (core.telegram.org/bots/api)."""

from __future__ import annotations

import json
import time
from typing import Any

from bot.channels.adapter import (
    Adapter,
    Blocked,
    Capabilities,
    Event,
    Incoming,
    Media,
    MediaRefused,
    Part,
    Read,
    Refused,
    SendError,
    TryLater,
    event_key,
    same,
)  # fmt: skip

__all__ = ["ADAPTER"]

# Kinds of messages we can't read, by the field that holds them, and what we call them.
OTHERS = {
    "sticker": "sticker", "animation": "sticker", "voice": "voice", "audio": "voice",
    "video": "video", "video_note": "video", "location": "location", "venue": "location",
    "contact": "contact", "poll": "file", "dice": "sticker", "story": "file",
}  # fmt: skip
UPDATES = ["message", "edited_message", "callback_query", "message_reaction", "my_chat_member"]
# What a bot is not told unless it is asked for by name (Bot API, setWebhook).
UNTOLD = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
# A last error that is older has long been got over, whatever waits by chance just now.
ERROR_LASTS = 86_400.0
COMMANDS = {"/stop": "stop", "/help": "help"}
# What Telegram itself writes into a chat, and nobody says to us.
SERVICE = frozenset({
    "pinned_message", "message_auto_delete_timer_changed", "write_access_allowed",
    "chat_background_set", "connected_website", "boost_added",
})  # fmt: skip
# Bots can't fetch larger files (Bot API, getFile).
MOST_BYTES = 20_000_000


class Telegram(Adapter):
    """One bot, in private chats."""

    name = "telegram"
    api = "https://api.telegram.org"
    capabilities = Capabilities(text=4096, buttons=12, title=60)

    def verify(self, request: Incoming) -> bool:
        told = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        return request.method == "POST" and same(told, self.keys["TELEGRAM_SECRET"])

    def read(self, request: Incoming) -> Read:
        update = json.loads(request.body)
        event = _event(update, int(update["update_id"]))
        return Read([event] if event else [])

    # A bot can't ask what it has sent, see `has_taken`.
    async def send(self, address: str, part: Part) -> None:
        body: dict[str, Any] = {
            "chat_id": int(address),
            "text": part.text,
            "link_preview_options": {"is_disabled": True},
        }
        if part.buttons:
            rows = [[{"text": title, "callback_data": value}] for title, value in part.buttons]
            body["reply_markup"] = {"inline_keyboard": rows}
        await self._ask("sendMessage", body)

    async def acknowledge(self, event: Event) -> None:
        # The button shows a turning circle until this is said.
        if event.receipt:
            await self._ask("answerCallbackQuery", {"callback_query_id": event.receipt})

    async def fetch(self, media: Media) -> bytes:
        try:
            found = await self._ask("getFile", {"file_id": media.ref})
        except Refused as error:
            raise MediaRefused("too_big" if "too big" in error.trouble else "gone") from None
        if int(found.get("file_size") or 0) > MOST_BYTES:
            raise MediaRefused("too_big")
        if not found.get("file_path"):
            raise MediaRefused("gone")
        token = self.keys["TELEGRAM_TOKEN"]
        return await self.download(f"{self.base}/file/bot{token}/{found['file_path']}")

    async def look(self) -> list[str]:
        try:
            await self._ask("getMe", {})
        except (Refused, TryLater) as error:
            if "401" in error.trouble or "404" in error.trouble:
                return ["Telegram does not know RECALL_TELEGRAM_TOKEN"]
            raise
        info = await self._ask("getWebhookInfo", {})
        if info.get("url") != self.webhook:
            return [f"the webhook is not {self.webhook}; see docs/channels/telegram.md"]
        told = set(info.get("allowed_updates") or set(UPDATES) - UNTOLD)
        missing = sorted(set(UPDATES) - told)
        wrong = [f"the webhook does not get {', '.join(missing)}"] if missing else []
        return [*_undelivered(info), *wrong]

    async def _ask(self, method: str, body: dict[str, Any]) -> Any:
        token = self.keys["TELEGRAM_TOKEN"]
        status, answer = await self.call("POST", f"{self.base}/bot{token}/{method}", json=body)
        if status == 200 and answer.get("ok"):
            return answer["result"]
        raise _refusal(status, str(answer.get("description") or ""))


def _undelivered(info: dict[str, Any]) -> list[str]:
    """What is in the way of the updates that wait, from getWebhookInfo."""
    waiting = int(info.get("pending_update_count") or 0)
    if not waiting or int(info.get("last_error_date") or 0) < time.time() - ERROR_LASTS:
        return []
    trouble = str(info.get("last_error_message") or "no reason told")[:100]
    # What our own door answers where the secret is not the one that was given to Telegram.
    hint = "; is RECALL_TELEGRAM_SECRET what setWebhook was told?" if "403" in trouble else ""
    return [f"Telegram cannot deliver {waiting} updates ({trouble}){hint}"]


def _refusal(status: int, told: str) -> SendError:
    if status == 403:
        return Blocked("refused with 403")
    if status in (401, 404):
        return TryLater(f"refused with {status}")
    if "too big" in told:
        return Refused("file is too big")
    return Refused(f"refused with {status}")


def _event(update: dict[str, Any], number: int) -> Event | None:
    """What an update tells; None for what is not from a customer in a private chat."""
    key = event_key(number)
    if "callback_query" in update:
        query = update["callback_query"]
        return Event(
            key,
            str(query["from"]["id"]),
            press=str(query.get("data") or ""),
            receipt=str(query["id"]),
            sequence=number,
            locale=query["from"].get("language_code"),
        )
    kind = next((k for k in UPDATES if k in update), "")
    message = update.get(kind) or {}
    chat = message.get("chat") or {}
    if chat.get("type") != "private":
        return None
    person = message.get("from") or {}
    common: dict[str, Any] = {
        "key": key,
        "address": str(chat["id"]),
        "sequence": number,
        "locale": person.get("language_code"),
    }
    if kind == "my_chat_member":
        gone = message["new_chat_member"]["status"] in ("kicked", "left")
        return Event(**common, standing="blocked" if gone else "open")
    if kind == "edited_message":
        if "location" in message:
            return None  # a live one: it moves on again and again
        return Event(**common, text=_text(message), other="edit")
    if kind == "message_reaction":
        return Event(**common, other="reaction") if message.get("new_reaction") else None
    if SERVICE & message.keys():
        return None
    return _message(message, common)


def _text(message: dict[str, Any]) -> str:
    return message.get("text") or message.get("caption") or ""


def _message(message: dict[str, Any], common: dict[str, Any]) -> Event:
    text = _text(message)
    if text.split("@")[0].split(" ")[0] == "/start":
        # What the button of a chat that begins sends, with what its link carried.
        return Event(**common, text="hello", word="start")
    if word := COMMANDS.get(text.strip().casefold()):
        return Event(**common, text=text, word=word)  # type: ignore[arg-type]
    if sizes := message.get("photo"):
        largest = max(sizes, key=lambda size: size.get("width", 0) * size.get("height", 0))
        return Event(**common, text=text, media=(Media(largest["file_id"], "image/jpeg"),))
    document = message.get("document")
    if document and "animation" not in message:
        kind = str(document.get("mime_type") or "")
        # Some telephones name no type of a HEIC: it is looked at.
        if kind.startswith("image/") or kind in ("", "application/octet-stream"):
            return Event(**common, text=text, media=(Media(document["file_id"], kind),))
        return Event(**common, text=text, other="file")
    other = next((name for field, name in OTHERS.items() if field in message), None)
    if not text and not other:
        other = "file"
    return Event(**common, text=text, other=other)


ADAPTER = Telegram
