"""The door for other desks' answers, and the task that feeds them and tells named people."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

from aiohttp import web

from bot.claims.photos import Photos
from bot.conversations import Keepers
from bot.conversations.transcript import utc_now
from bot.desk.audit import Audit
from bot.desk.sinks import Feed, make_sinks
from bot.desk.sinks.chatwoot import ChatwootSink
from bot.desk.sinks.chatwoot_hook import BadHook, ChatwootHook
from bot.settings import Settings
from bot.storage import Database

__all__ = ["add_other_desks"]


def add_other_desks(
    app: web.Application,
    settings: Settings,
    database: Database,
    keepers: Keepers,
    photos: Photos,
    wake: Callable[[str], None],
) -> None:
    """Add what the settings ask for; nothing where no other desk is set.

    wake: called with a conversation that another desk took over or gave back.
    """
    sinks = make_sinks(
        settings.other_desks,
        database,
        public_url=settings.messaging.public_url,
        photo_path=photos.path,
    )
    if not sinks:
        return
    feed = Feed(database, sinks)

    async def feeding(app: web.Application) -> AsyncIterator[None]:
        task = asyncio.create_task(feed.run())
        yield
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    app.cleanup_ctx.append(feeding)
    chatwoot = next((sink for sink in sinks if isinstance(sink, ChatwootSink)), None)
    if chatwoot and settings.other_desks.chatwoot:
        key = settings.other_desks.chatwoot.key
        audit = Audit(settings.require_secret())
        hook = ChatwootHook(database, chatwoot, keepers, key, audit, utc_now, wake)

        async def take(request: web.Request) -> web.Response:
            headers = request.headers
            try:
                await hook.take(
                    headers.get("X-Chatwoot-Timestamp", ""),
                    headers.get("X-Chatwoot-Signature", ""),
                    await request.read(),
                )
            except BadHook as bad:
                return web.Response(status=bad.status)
            return web.Response(status=204)

        app.router.add_post("/api/desk/chatwoot", take)
