"""Wires the service together: settings in, an aiohttp application out."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from aiohttp import WSCloseCode, web

from bot.claims.claims import Claims
from bot.claims.photos import Photos, PhotoWorker
from bot.conversations import Engine, Transcript, TurnLoop
from bot.conversations.transcript import utc_now
from bot.errors import describe
from bot.recalls import Recall, Recalls, load_recalls
from bot.settings import Settings, SettingsError
from bot.storage import Database, upgrade
from bot.web.errors import Handler, error_middleware
from bot.web.limits import Window
from bot.web.metrics import Metrics
from bot.web.tokens import Tokens

__all__ = ["DOOR", "Door", "make_app"]

logger = logging.getLogger(__name__)

# A photo is read as a stream and has its own limit; everything else is small.
MAX_BODY = 64 * 1024
SWEEP_SECONDS = 3600.0
STATIC = Path(__file__).parent / "static"

# No inline code anywhere; pictures only our own and the preview of a chosen photo.
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True)
class Door:
    """What the handlers need."""

    settings: Settings
    recalls: Recalls
    database: Database
    transcript: Transcript
    turns: TurnLoop
    engine: Engine
    photos: Photos
    photo_worker: PhotoWorker
    claims: Claims
    tokens: Tokens
    metrics: Metrics
    conversation_minute: Window
    conversation_hour: Window
    address_minute: Window
    conversations_minute: Window
    # The open sockets of each conversation, woken when its transcript has grown.
    watchers: dict[str, set[asyncio.Event]] = field(default_factory=dict)
    sockets: set[web.WebSocketResponse] = field(default_factory=set)
    # The task that loads the engine, once the application runs.
    starting: list[asyncio.Task[None]] = field(default_factory=list)

    def wake(self, conversation: str) -> None:
        """Tell the open sockets that there is something new."""
        for event in self.watchers.get(conversation, ()):
            event.set()

    @property
    def featured(self) -> Recall:
        """The recall that is spoken of before a unit is named."""
        wanted = self.settings.featured_recall
        found = self.recalls.get(wanted) if wanted else self.recalls.featured
        assert found is not None  # make_app has looked
        return found


DOOR: web.AppKey[Door] = web.AppKey("door", Door)


def make_app(settings: Settings, engine: Engine) -> web.Application:
    """The public application. Raises SettingsError where a setting makes it impossible."""
    from bot.web import chat_api, health, pages

    recalls = load_recalls(settings.recalls_dir)
    wanted = settings.featured_recall
    featured = recalls.get(wanted) if wanted else recalls.featured
    if featured is None:
        raise SettingsError("RECALL_FEATURED_RECALL or RECALL_RECALLS_DIR: no such recall file.")
    limits = settings.limits
    database = Database(settings.database_url)
    transcript = Transcript(database)
    metrics = Metrics()
    door = Door(
        settings=settings,
        recalls=recalls,
        database=database,
        transcript=transcript,
        turns=TurnLoop(transcript, engine, alarm=featured.facts()["emergency_steps"]),
        engine=engine,
        photos=Photos(database, settings.data_dir / "photos"),
        photo_worker=PhotoWorker(),
        claims=Claims(database),
        tokens=Tokens(settings.require_secret()),
        metrics=metrics,
        conversation_minute=Window(limits.conversation_minute, 60),
        conversation_hour=Window(limits.conversation_hour, 3600),
        address_minute=Window(limits.address_minute, 60),
        conversations_minute=Window(limits.conversations_minute, 60),
    )
    door.turns.on_saved = door.wake
    app = web.Application(middlewares=[_preflight, error_middleware], client_max_size=MAX_BODY)
    app[DOOR] = door
    app.on_response_prepare.append(_harden)
    app.on_shutdown.append(_hang_up)
    app.cleanup_ctx.append(_serving)
    app.add_routes(chat_api.routes)
    app.add_routes(health.routes)
    app.add_routes(pages.routes)
    app.router.add_static("/static/", STATIC)
    return app


async def _serving(app: web.Application) -> AsyncIterator[None]:
    """The database first; the engine loads while the door is open already."""
    door = app[DOOR]
    door.settings.data_dir.mkdir(parents=True, exist_ok=True)
    try:
        await upgrade(door.database)
        await door.database.check_durability()
        starting = asyncio.create_task(_start_engine(door))
        door.starting.append(starting)
        sweeping = asyncio.create_task(_sweep(door))
        try:
            yield
        finally:
            for task in (starting, sweeping):
                task.cancel()
            await asyncio.gather(starting, sweeping, return_exceptions=True)
            await door.turns.close()
            await door.engine.stop()
    finally:
        await door.database.close()


async def _start_engine(door: Door) -> None:
    await door.engine.start()
    left = await door.turns.recover()
    if left:
        logger.warning("conversations left without an answer: %d; answering them now", left)


async def _sweep(door: Door) -> None:
    """Deletes what was promised to be deleted: drafts, with their photos, after retention days."""
    while True:
        try:
            days = min(r.privacy.retention_days.get("draft", 30) for r in door.recalls)
            await door.claims.expire_drafts(utc_now() - timedelta(days=days))
            await door.photos.delete_expired()
        except Exception as error:
            logger.error("old drafts could not be deleted: %s", describe(error))
        await asyncio.sleep(SWEEP_SECONDS)


async def _hang_up(app: web.Application) -> None:
    """An open socket would keep the service from ending."""
    sockets = list(app[DOOR].sockets)
    await asyncio.gather(*(ws.close(code=WSCloseCode.GOING_AWAY) for ws in sockets))


@web.middleware
async def _preflight(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A browser asks first whether a page of another site may speak to us."""
    if request.method == "OPTIONS" and _is_allowed_elsewhere(request):
        headers = {
            "Access-Control-Allow-Methods": "GET, POST",
            "Access-Control-Allow-Headers": "Authorization, Content-Type",
            "Access-Control-Max-Age": "600",
        }
        return web.Response(status=204, headers=headers)
    return await handler(request)


def _is_allowed_elsewhere(request: web.Request) -> bool:
    origins = request.app[DOOR].settings.origins
    return request.path.startswith("/api/chat/") and request.headers.get("Origin") in origins


async def _harden(request: web.Request, response: web.StreamResponse) -> None:
    headers = response.headers
    headers["Content-Security-Policy"] = PAGE_POLICY
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "no-referrer"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if _is_allowed_elsewhere(request):
        headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
        headers["Access-Control-Expose-Headers"] = "Retry-After"
        headers["Vary"] = "Origin"
    if request.path.startswith("/api/"):
        headers["Cache-Control"] = "no-store"
    elif request.path.startswith("/static/"):
        headers["Cache-Control"] = "no-cache"  # an old script beside a new page breaks the page
