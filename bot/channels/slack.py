"""Slack, by its Events API, interactivity and Web API (docs.slack.dev).

The customer writes to the app in a direct message.
"""

from __future__ import annotations

import asyncio
import html
import json
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from aiohttp import ClientError

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
    TryLater,
    event_key,
    read_each,
    without_answer,
)  # fmt: skip

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

__all__ = ["ADAPTER"]

GONE = frozenset({"account_inactive", "user_disabled", "is_archived", "messages_tab_disabled"})
NEVER = frozenset({
    "channel_not_found", "cannot_dm_bot", "not_in_channel", "msg_too_long", "no_text",
    "invalid_blocks", "restricted_action", "user_not_found", "file_not_found", "file_deleted",
})  # fmt: skip
SCOPES = frozenset({
    "chat:write", "im:history", "im:read", "files:read", "reactions:read", "users:read",
})  # fmt: skip

# Beside a plain message: with files, "/me", an answer in a thread that is sent to the whole, too.
SAID = (None, "file_share", "me_message", "thread_broadcast")
# What we call the note on a message that says which part of which answer it is.
PART = "recall_assistant_part"

# <mailto:jane@example.com|jane@example.com>, <https://example.com>, <https://example.com|example>
_LABELLED = re.compile(
    r"<(?:mailto:|tel:)?(?P<plain>[^<>|@#!][^<>|]{0,2000})(?:\|(?P<label>[^<>]{1,2000}))?>"
)


_LINK = re.compile(r"https?://[^\s<>]*[^\s<>.,;:!?)\"']")


class Slack(Adapter):
    """One workspace."""

    name = "slack"
    api = "https://slack.com/api"
    media_hosts = ("files.slack.com",)
    # A section holds 3,000 characters, a row of actions 25 buttons.
    capabilities = Capabilities(text=3000, buttons=25, title=75, entities=True)
    asks_locale = True

    @property
    def unseen(self) -> str:
        return "where events and pressed buttons go"

    async def open(self) -> None:
        from slack_sdk.web.async_client import AsyncWebClient

        await super().open()
        # Retrying is the outbox's business: a client that tries again itself may say it twice.
        self._client: AsyncWebClient = AsyncWebClient(
            token=self.keys["SLACK_BOT_TOKEN"],
            base_url=self.base + "/",
            session=self.session,
            retry_handlers=[],
        )

    def verify(self, request: Incoming) -> bool:
        from slack_sdk.signature import SignatureVerifier

        # Refuses what was signed more than five minutes ago.
        verifier = SignatureVerifier(self.keys["SLACK_SIGNING_SECRET"])
        try:
            return request.method == "POST" and verifier.is_valid(
                request.body,
                request.headers.get("X-Slack-Request-Timestamp", ""),
                request.headers.get("X-Slack-Signature", ""),
            )
        except (ValueError, TypeError):  # of what is no time, and of letters no signature has
            return False

    def read(self, request: Incoming) -> Read:
        if request.headers.get("Content-Type", "").startswith("application/x-www-form"):
            payload = json.loads(parse_qs(request.body.decode())["payload"][0])
            if payload["type"] != "block_actions":
                return Read()
            presses, unreadable = read_each(
                payload["actions"], lambda action: _press(payload, action)
            )
            return Read(presses, unreadable=unreadable)
        body = json.loads(request.body)
        if body["type"] == "url_verification":
            return Read(body=str(body["challenge"]))
        event = _event(body) if body["type"] == "event_callback" else None
        return Read([event] if event else [])

    async def send(self, address: str, part: Part) -> None:
        text = part.text
        more: dict[str, Any] = {"thread_ts": part.thread} if part.thread else {}
        if part.key:
            more["metadata"] = {"event_type": PART, "event_payload": {"key": part.key}}
        if part.buttons:
            more["blocks"] = [
                {"type": "rich_text", "elements": [_as_it_stands(text)]},
                {"type": "actions", "elements": [_button(*button) for button in part.buttons]},
            ]
        await self._ask(
            "chat.postMessage",
            json={
                "channel": address,
                "text": text,
                "mrkdwn": False,
                "unfurl_links": False,
                "unfurl_media": False,
                **more,
            },
        )

    async def has_taken(self, address: str, part: Part, since: datetime) -> bool | None:
        method, where = "conversations.history", {"channel": address}
        if part.thread:
            method, where = "conversations.replies", {"channel": address, "ts": part.thread}
        params = {**where, "include_all_metadata": "true", "limit": "100",
                  "oldest": f"{since.timestamp():.6f}"}  # fmt: skip
        try:
            found = await self._ask(method, params=params)
        except TryLater as error:
            if error.trouble == "missing_scope":
                return None
            raise
        told = [(each.get("metadata") or {}).get("event_payload") for each in found["messages"]]
        return any((payload or {}).get("key") == part.key for payload in told)

    async def find_locale(self, event: Event) -> str | None:
        if not event.person:
            return None
        params = {"user": event.person, "include_locale": "true"}
        found = await self._ask("users.info", params=params)
        return (found.get("user") or {}).get("locale")

    async def fetch(self, media: Media) -> bytes:
        url = media.ref
        if not url.startswith("http"):
            # Slack Connect tells only the id of a file.
            try:
                found = await self._ask("files.info", params={"file": url})
            except Refused:
                raise MediaRefused("gone") from None
            file = found.get("file") or {}
            url = str(file.get("url_private_download") or file.get("url_private") or "")
        token = self.keys["SLACK_BOT_TOKEN"]
        return await self.download(url, {"Authorization": f"Bearer {token}"})

    async def look(self) -> list[str]:
        try:
            answer = await self._call("auth.test")
        except (Refused, TryLater) as error:
            if "auth" in error.trouble or "token" in error.trouble:
                return ["Slack does not know RECALL_SLACK_BOT_TOKEN"]
            raise
        granted = str(answer.headers.get("x-oauth-scopes") or "")
        missing = sorted(SCOPES - {scope.strip() for scope in granted.split(",")})
        return [f"the app has no scope {', '.join(missing)}"] if granted and missing else []

    async def _ask(self, method: str, **options: Any) -> Any:
        return (await self._call(method, **options)).data

    async def _call(self, method: str, **options: Any) -> Any:
        from slack_sdk.errors import SlackApiError, SlackClientError

        try:
            return await self._client.api_call(method, **options)
        except SlackApiError as error:
            answer: Any = error.response
            trouble = str(answer.get("error") or answer.status_code)[:60]
            if answer.status_code == 429 or trouble == "ratelimited":
                pause = str(answer.headers.get("Retry-After") or "")
                raise TryLater(trouble, float(pause) if pause.isdecimal() else 0.0) from None
            if trouble in GONE:
                raise Blocked(trouble) from None
            if trouble in NEVER:
                raise Refused(trouble) from None
            raise TryLater(trouble) from None
        except (SlackClientError, ClientError, asyncio.TimeoutError, OSError, ValueError) as error:
            raise without_answer(error) from None


def _as_it_stands(text: str) -> dict[str, Any]:
    """A text beside buttons in which no letter is markup, and its links can be followed."""
    plain, end = html.unescape(text), 0
    elements: list[dict[str, str]] = []
    for link in _LINK.finditer(plain):
        if before := plain[end : link.start()]:
            elements.append({"type": "text", "text": before})
        elements.append({"type": "link", "url": link[0]})
        end = link.end()
    if rest := plain[end:]:
        elements.append({"type": "text", "text": rest})
    return {"type": "rich_text_section", "elements": elements}


def _button(title: str, value: str) -> dict[str, Any]:
    shown = {"type": "plain_text", "text": title, "emoji": False}
    return {"type": "button", "text": shown, "value": value, "action_id": f"choice-{value[:200]}"}


def _press(payload: dict[str, Any], action: dict[str, Any]) -> Event | None:
    if action.get("type") != "button" or "value" not in action:
        return None
    return Event(
        event_key("press", payload["channel"]["id"], action["action_ts"]),
        str(payload["channel"]["id"]),
        press=str(action["value"]),
        sequence=_moment(action["action_ts"]),
        thread=(payload.get("message") or {}).get("thread_ts"),
        person=(payload.get("user") or {}).get("id"),
    )


def _event(body: dict[str, Any]) -> Event | None:
    """What an event tells; None for our own words and for what is not said to us alone."""
    told = body["event"]
    subtype, changed = told.get("subtype"), told.get("message") or {}
    if told["type"] == "reaction_added":
        where = (told.get("item") or {}).get("channel", "")
        if not str(where).startswith("D"):
            return None
        sequence = _moment(told["event_ts"])
        return Event(event_key(body["event_id"]), where, other="reaction", sequence=sequence)
    if told["type"] != "message" or told.get("channel_type") != "im":
        return None
    if subtype == "message_changed":
        before = told.get("previous_message") or {}
        # Slack changes messages itself: when it has looked at a link in them, and, to a word of its
        # own, when one that was answered in a thread is deleted.
        gone = changed.get("subtype") == "tombstone"
        if gone or changed.get("bot_id") or changed.get("text") == before.get("text"):
            return None
    elif subtype not in SAID or told.get("bot_id"):
        return None
    files = told.get("files") or ()
    photos = tuple(_file(file) for file in files if _may_be_photo(file))
    text = _unescaped(str(told.get("text") or ""))
    other = "edit" if subtype == "message_changed" else None
    if rest := [file for file in files if not _may_be_photo(file)]:
        kind = str(rest[0].get("mimetype") or "").partition("/")[0]
        other = {"audio": "voice", "video": "video"}.get(kind, "file")
    if not text and not photos and not other:
        other = "file"
    return Event(
        # The message's own time names it: an event of it may come under two ids.
        event_key(told["channel"], told.get("event_ts") or told["ts"]),
        str(told["channel"]),
        text=_unescaped(str(changed.get("text") or "")) if other == "edit" else text,
        media=photos,
        other=other,
        sequence=_moment(told.get("event_ts") or told["ts"]),
        thread=told.get("thread_ts"),
        person=told.get("user"),
    )


def _may_be_photo(file: dict[str, Any]) -> bool:
    kind = str(file.get("mimetype") or "")
    return not kind or kind.startswith(("image/", "application/octet-stream"))


def _file(file: dict[str, Any]) -> Media:
    where = file.get("url_private_download") or file.get("url_private") or file["id"]
    return Media(str(where), str(file.get("mimetype") or ""))


def _unescaped(text: str) -> str:
    """What the customer typed: Slack puts addresses and links into brackets, some with a label."""
    text = _LABELLED.sub(lambda found: found["label"] or found["plain"], text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _moment(ts: str) -> int:
    seconds, _, part = ts.partition(".")
    return int(seconds) * 1_000_000 + int(part.ljust(6, "0")[:6] or 0)


ADAPTER = Slack
