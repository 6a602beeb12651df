"""What comes back from Chatwoot: an agent's answers, and the end of a conversation there."""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversations import Keepers, KeptByAnother, UnknownConversation
from bot.conversations.transcript import hold
from bot.desk.audit import Audit
from bot.desk.sinks.chatwoot import FROM_CHATWOOT, ChatwootSink
from bot.desk.sinks.sink import SinkFailed
from bot.desk.sinks.webhook import sign
from bot.desk.work import close_handovers
from bot.storage import Also, Database
from bot.storage.tables import chatwoot_links, conversations

__all__ = ["BadHook", "ChatwootHook"]

logger = logging.getLogger(__name__)

# A signed request is taken for so long: one that was listened to cannot be sent again later.
OLDEST_SECONDS = 300
LONGEST = 4000
ONLY_TEXT = "only text, up to 4,000 characters, reaches the customer."
OUTGOING = ("outgoing", 1)


class BadHook(Exception):
    """The request is not Chatwoot's, or cannot be read. status: what it is answered with."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


class ChatwootHook:
    """Takes the requests of one Chatwoot channel. wake: called with a conversation they change."""

    def __init__(
        self,
        database: Database,
        sink: ChatwootSink,
        keepers: Keepers,
        key: str,
        audit: Audit,
        clock: Callable[[], datetime],
        wake: Callable[[str], None] = lambda conversation: None,
    ) -> None:
        self._wake = wake
        self._database = database
        self._sink = sink
        self._keepers = keepers
        self._key = key
        self._audit = audit
        self._clock = clock

    async def take(self, timestamp: str, signature: str, body: bytes) -> None:
        """One request; the same one again says nothing twice to the customer. Raises BadHook."""
        known = timestamp.isascii() and timestamp.isdecimal() and len(timestamp) < 12
        if not known or abs(self._clock().timestamp() - int(timestamp)) > OLDEST_SECONDS:
            raise BadHook(401)
        if not hmac.compare_digest(sign(self._key, timestamp, body).encode(), signature.encode()):
            raise BadHook(401)
        try:
            told = json.loads(body)
            if told["event"] == "message_created":
                await self._said(told)
            elif told["event"] == "conversation_status_changed":
                await self._changed(int(told["id"]), str(told["status"]))
        except (KeyError, TypeError, ValueError):
            raise BadHook(400) from None

    async def _said(self, told: dict[str, Any]) -> None:
        """An agent's answer; notes, and what came from us, are none.

        The agent is told of what does not reach the customer.
        """
        text, attached = str(told.get("content") or "").strip(), bool(told.get("attachments"))
        sender = told.get("sender") or {}
        answers = told["message_type"] in OUTGOING and not told.get("private")
        by_agent = str(sender.get("type", "user")).lower() == "user"
        if not answers or not by_agent or not (text or attached):
            return
        remote, message = int(told["conversation"]["id"]), int(told["id"])
        link = await self._link(remote)
        if link is None:
            return
        if not text or len(text) > LONGEST:
            await self._tell(remote, f"Not sent: {ONLY_TEXT}")
            return
        agent = str(sender.get("available_name") or sender.get("name") or "").strip()[:128]
        agent = agent or "Support team"
        try:
            await self._take_over(link, agent)
            await self._keepers.say_as_agent(
                link.conversation, agent, text, f"{FROM_CHATWOOT}{message}",
                also=self._audited(_actor(agent), "answered", link.conversation),
            )  # fmt: skip
        except KeptByAnother as kept:
            await self._tell(remote, f"Not sent: {kept.keeper} has this conversation elsewhere.")
        except UnknownConversation:
            await self._tell(remote, "Not sent: this conversation was deleted.")
        else:
            if attached:
                await self._tell(remote, f"The text was sent, the attachment not: {ONLY_TEXT}")

    async def _take_over(self, link: Any, agent: str) -> None:
        """Agents of Chatwoot may answer one after the other; not over somebody at another desk."""
        keeper = await self._keepers.keeper(link.conversation)
        if keeper is not None and keeper.agent == agent == link.agent and link.open:
            return
        also = self._audited(
            _actor(agent), "conversation taken over", link.conversation, agent=agent, open=True
        )
        await self._keepers.take_over(link.conversation, agent, also, instead_of=link.agent)
        self._wake(link.conversation)

    async def _changed(self, remote: int, status: str) -> None:
        """Resolved there: the assistant goes on; what was handed over has been seen to.

        Not where somebody at another desk has it by now.
        """
        link = await self._link(remote)
        if link is None or status != "resolved" or not (link.open or link.agent):
            return

        def also(action: str) -> Also:
            return self._audited("chatwoot", action, link.conversation, agent=None, open=False)

        async def given_back(connection: AsyncConnection) -> None:
            await close_handovers(connection, link.conversation, seen_by, self._clock())
            await also("conversation given back")(connection)

        seen_by = str(link.agent or "Chatwoot")[:64]
        if link.agent is not None:
            try:
                await self._keepers.give_back(link.conversation, link.agent, given_back)
                self._wake(link.conversation)
                return
            except (KeptByAnother, UnknownConversation):
                logger.info("a conversation resolved at Chatwoot is somebody else's now")
        async with self._database.write() as connection:
            await hold(connection, link.conversation)
            kept = sa.select(conversations.c.keeper).where(conversations.c.id == link.conversation)
            if (await connection.execute(kept)).scalar() is None:
                await close_handovers(connection, link.conversation, seen_by, self._clock())
            await also("conversation resolved elsewhere")(connection)
        self._wake(link.conversation)

    async def _tell(self, remote: int, text: str) -> None:
        try:
            await self._sink.note(remote, text)
        except SinkFailed as failed:
            logger.error("an agent at Chatwoot could not be told what was not sent: %s", failed)

    async def _link(self, remote: int) -> Any:
        query = sa.select(chatwoot_links).where(chatwoot_links.c.remote == remote)
        async with self._database.read() as connection:
            return (await connection.execute(query)).first()

    def _audited(self, actor: str, action: str, conversation: str, **link: Any) -> Also:
        """The row of the audit, and what changes in the link, for somebody's transaction."""
        mine = chatwoot_links.c.conversation == conversation

        async def also(connection: AsyncConnection) -> None:
            if link:
                await connection.execute(sa.update(chatwoot_links).where(mine).values(**link))
            await self._audit.write(connection, actor, action, conversation)

        return also


def _actor(agent: str) -> str:
    return f"chatwoot: {agent}"
