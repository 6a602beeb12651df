"""Chatwoot over an API channel: a conversation is mirrored from its hand-over on, and opened there.

Customers' messages arrive as incoming ones, with their photos; what the assistant, or a person at
another desk, says is a private note, so that it never comes back to us as an agent's answer.

The calls are those of Chatwoot's application API (contacts, conversations, messages,
toggle_status), as documented at developers.chatwoot.com; a photo goes as its attachments[].
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import sqlalchemy as sa

from bot.conversations import Message, Transcript
from bot.conversations.transcript import utc_now
from bot.desk.sinks.matters import HANDOVERS, Case
from bot.desk.sinks.sink import SinkFailed
from bot.errors import describe
from bot.other_desks import ChatwootAccount
from bot.storage import Database
from bot.storage.backoff import pause_after
from bot.storage.tables import chatwoot_links, conversations

__all__ = ["FROM_CHATWOOT", "ChatwootSink"]

logger = logging.getLogger(__name__)

SECONDS = 10.0
TROUBLE = (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError)
# The ids of agents' messages that came from there begin so; they are not sent back.
FROM_CHATWOOT = "chatwoot-"
FOLLOWED_AT_ONCE = 20
# What agents see as its name; that of the customer's file may name them.
PHOTO = "photo.jpg"
# Somebody there waits for what could not be brought over: not for long.
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(minutes=5)


class ChatwootSink:
    """One API channel of a Chatwoot server. photo_path: where the file of a photo lies."""

    name = "chatwoot"
    source = HANDOVERS

    def __init__(
        self,
        account: ChatwootAccount,
        database: Database,
        clock: Callable[[], datetime] = utc_now,
        photo_path: Callable[[str], Path] | None = None,
    ) -> None:
        self._account = account
        self._photo_path = photo_path
        self._database = database
        self._transcript = Transcript(database)
        self._clock = clock
        self._session: aiohttp.ClientSession | None = None

    async def deliver(self, case: Case) -> None:
        """Mirror all that was said, say why a person is needed, and open it there."""
        remote = await self._remote(case)
        await self._mirror(case.conversation)
        why = f"{'URGENT. ' if case.urgent else ''}Why a person: {case.reason.replace('_', ' ')}"
        await self.note(remote, why)
        await self._call("POST", f"/conversations/{remote}/toggle_status", {"status": "open"})
        await self._change(case.conversation, open=True)

    async def follow(self) -> None:
        """What was said since in the conversations that are open there, each by itself."""
        now, due = self._clock(), chatwoot_links.c.due_at
        query = (
            sa.select(chatwoot_links.c.conversation, chatwoot_links.c.tries)
            .join(conversations, conversations.c.id == chatwoot_links.c.conversation)
            .where(sa.text("open"), conversations.c.last_seq > chatwoot_links.c.mirrored)
            .where(sa.or_(due.is_(None), due <= now))
            .limit(FOLLOWED_AT_ONCE)
        )
        async with self._database.read() as connection:
            grown = (await connection.execute(query)).all()
        for row in grown:
            try:
                await self._mirror(row.conversation)
            except Exception as error:
                # Whatever is wrong with this one, the others do not wait for it.
                trouble = error if isinstance(error, SinkFailed) else describe(error)
                logger.warning("a conversation cannot be mirrored at Chatwoot: %s", trouble)
                later = now + pause_after(row.tries, FIRST_PAUSE, LONGEST_PAUSE)
                await self._change(row.conversation, tries=row.tries + 1, due_at=later)
            else:
                if row.tries:
                    await self._change(row.conversation, tries=0, due_at=None)

    async def note(self, remote: int, text: str) -> None:
        """A note that only agents see."""
        await self._say(remote, text, "outgoing", private=True)

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    async def _remote(self, case: Case) -> int:
        """Chatwoot's id of this conversation; made there if need be, also after a crash only once.

        A contact's identifier is unique there, and a contact of ours has one conversation.
        """
        link = await self._link(case.conversation)
        if link is not None:
            return int(link.remote)
        contact = await self._contact(case)
        listed = await self._call("GET", f"/contacts/{contact['id']}/conversations")
        known = [c["id"] for c in listed["payload"] if c["inbox_id"] == self._account.inbox]
        if known:
            remote = int(known[0])
        else:
            inboxes = contact["contact_inboxes"]
            source = next(
                i["source_id"] for i in inboxes if i["inbox"]["id"] == self._account.inbox
            )
            made = await self._call(
                "POST", "/conversations",
                {
                    "source_id": source, "inbox_id": self._account.inbox,
                    "contact_id": contact["id"], "status": "pending",
                    "custom_attributes": {"recall_path": case.path, "channel": case.channel},
                },
            )  # fmt: skip
            remote = int(made["id"])
        values = {"conversation": case.conversation, "remote": remote, "mirrored": 0, "open": False}
        async with self._database.write() as connection:
            await connection.execute(chatwoot_links.insert().values(**values))
        return remote

    async def _contact(self, case: Case) -> dict[str, Any]:
        # No name: the customer's own stays with the claim.
        wanted = {
            "inbox_id": self._account.inbox,
            "identifier": case.conversation,
            "name": f"Customer ({case.channel})",
        }
        found = await self._call("GET", f"/contacts/search?q={case.conversation}")
        for contact in found["payload"]:
            if contact.get("identifier") == case.conversation:
                return dict(contact)
        made = await self._call("POST", "/contacts", wanted)
        return dict(made["payload"]["contact"])

    async def _mirror(self, conversation: str) -> None:
        link = await self._link(conversation)
        if link is None:
            return
        for message in await self._transcript.since(conversation, link.mirrored):
            await self._bring(link.remote, message)
            # One by one: what a failure cuts off goes on behind the last one that arrived.
            await self._change(conversation, mirrored=message.seq)

    async def _bring(self, remote: int, message: Message) -> None:
        if message.id.startswith(f"agent-{FROM_CHATWOOT}"):
            return
        if message.sender == "customer":
            text, photo = message.text or "[no text]", await self._photo(message)
            await self._say(remote, text, "incoming", private=False, photo=photo)
            return
        who = message.name or ("Assistant" if message.sender == "assistant" else "Support team")
        if said := _told(message):
            await self.note(remote, f"{who}: {said}")

    async def _photo(self, message: Message) -> bytes | None:
        """The photo that came with it; None for none, or one that was deleted since."""
        photo = message.extras.get("photo")
        if not photo or self._photo_path is None:
            return None
        try:
            return await asyncio.to_thread(self._photo_path(photo).read_bytes)
        except FileNotFoundError:
            return None

    async def _say(
        self, remote: int, text: str, kind: str, *, private: bool, photo: bytes | None = None
    ) -> None:
        body: Any = {"content": text, "message_type": kind, "private": private}
        if photo is not None:
            body = aiohttp.FormData({**body, "private": str(private).lower()})
            body.add_field("attachments[]", photo, filename=PHOTO, content_type="image/jpeg")
        await self._call("POST", f"/conversations/{remote}/messages", body)

    async def _link(self, conversation: str) -> Any:
        query = sa.select(chatwoot_links).where(chatwoot_links.c.conversation == conversation)
        async with self._database.read() as connection:
            return (await connection.execute(query)).first()

    async def _change(self, conversation: str, **values: Any) -> None:
        mine = chatwoot_links.c.conversation == conversation
        async with self._database.write() as connection:
            await connection.execute(sa.update(chatwoot_links).where(mine).values(**values))

    async def _call(self, method: str, path: str, body: Any = None) -> Any:
        """One call of the API. Raises SinkFailed."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=SECONDS),
                headers={"api_access_token": self._account.token},
            )
        sent = {"data" if isinstance(body, aiohttp.FormData) else "json": body}
        url = f"{self._account.url}/api/v1/accounts/{self._account.account}{path}"
        try:
            async with self._session.request(method, url, allow_redirects=False, **sent) as answer:
                if answer.status >= 300:
                    raise SinkFailed(f"answered with {answer.status}")
                return await answer.json()
        except TROUBLE as error:
            raise SinkFailed(describe(error)) from None


def _told(message: Message) -> str:
    """What the customer was shown, with its links and what could be chosen."""
    links = [f"{link['title']}: {link['url']}" for link in message.extras.get("links") or ()]
    choices = " · ".join(button["title"] for button in message.extras.get("buttons") or ())
    lines = [message.text, *links, f"Offered: {choices}" if choices else ""]
    return "\n".join(line for line in lines if line)
