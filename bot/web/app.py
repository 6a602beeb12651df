"""Wires the service together: settings in, an aiohttp application out."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from aiohttp import WSCloseCode, web

from bot.channels.buttons import Buttons
from bot.channels.contents import Contents
from bot.channels.email import Mailer
from bot.channels.hub import Channels, adapters_of
from bot.channels.inbox import Inbox
from bot.channels.intake import Intake
from bot.channels.outgoing import Outgoing
from bot.channels.photo_links import PhotoLinks
from bot.channels.sender import Sender
from bot.claims.claims import Claims
from bot.claims.notices import mail_words
from bot.claims.photo_check.worker import PhotoReader
from bot.claims.photo_path import PhotoPath
from bot.claims.photos import Photos, PhotoWorker
from bot.claims.privacy import Privacy
from bot.conversations import Engine, Keepers, Transcript, TurnLoop
from bot.conversations.transcript import utc_now
from bot.desk import DESK, make_desk
from bot.desk.figures import Figures
from bot.engine.trainer import QuestionTrainer
from bot.errors import describe
from bot.recalls import Recalls, load_recalls
from bot.settings import EVALUATIONS, PROJECT, Settings
from bot.storage import Database, upgrade
from bot.storage.outbox import Outbox
from bot.web.errors import Handler, error_middleware
from bot.web.limits import Window
from bot.web.metrics import Metrics
from bot.web.other_desks import add_other_desks
from bot.web.tokens import Tokens

__all__ = ["DOOR", "Door", "make_app"]

logger = logging.getLogger(__name__)

# A photo is read as a stream and has its own limit; everything else is small.
MAX_BODY = 64 * 1024
SWEEP_SECONDS = 3600.0
STATIC = Path(__file__).parent / "static"


def page_policy(assistant: str = "") -> str:
    """No inline code; pictures only our own and the preview of a chosen photo.

    assistant: host and port that the widget comes from, where they are not the page's own.
    """
    own = f"'self' http://{assistant}" if assistant else "'self'"
    sockets = f" ws://{assistant}" if assistant else ""
    return (
        f"default-src 'none'; script-src {own}; style-src 'self'; img-src 'self' blob:; "
        f"connect-src {own}{sockets}; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
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
    # None where photos are left to a person.
    photo_reader: PhotoReader | None
    photo_path: PhotoPath
    photo_links: PhotoLinks
    claims: Claims
    tokens: Tokens
    metrics: Metrics
    conversation_minute: Window
    conversation_hour: Window
    address_minute: Window
    conversations_minute: Window
    sockets_minute: Window
    previews_minute: Window
    # None where no messaging channel is on.
    channels: Channels | None = None
    # The open sockets of each conversation, woken when its transcript has grown.
    watchers: dict[str, set[asyncio.Event]] = field(default_factory=dict)
    sockets: set[web.WebSocketResponse] = field(default_factory=set)
    # Who else wants to know which conversation has grown: the desk's open pages.
    bells: list[Callable[[str], None]] = field(default_factory=list)
    # The task that loads the engine, once the application runs.
    starting: list[asyncio.Task[None]] = field(default_factory=list)

    def wake(self, conversation: str) -> None:
        """Tell the open sockets and the messaging channels that there is something new."""
        if self.channels is not None:
            self.channels.wake(conversation)
        for event in self.watchers.get(conversation, ()):
            event.set()
        for ring in self.bells:
            ring(conversation)


DOOR: web.AppKey[Door] = web.AppKey("door", Door)


def make_app(settings: Settings, engine: Engine) -> web.Application:
    """The public application. Raises SettingsError or RecallFileError."""
    from bot.web import channels, chat_api, chat_message, health, pages, widget

    recalls = load_recalls(settings.recalls_dir, settings.featured_recall)
    limits = settings.limits
    words = sorted({recall.evidence.marker_word for recall in recalls} - {""})
    database = Database(settings.database_url)
    transcript = Transcript(database)
    metrics = Metrics()
    key = settings.require_secret()
    facts = recalls.featured.facts()
    turns = TurnLoop(
        transcript,
        engine,
        alarm=facts["emergency_steps"],
        alarm_es=facts["emergency_steps_es"],
        hours=settings.office_hours,
    )
    photos = Photos(database, settings.data_dir / "photos")
    worker = PhotoWorker()
    reader = PhotoReader(words) if settings.photo_check else None
    tokens = Tokens(key)
    path = PhotoPath(photos, worker, reader, recalls, metrics.photo_read)
    mail = mail_words(recalls, settings.messaging.public_url)
    links = PhotoLinks(key, settings.messaging.public_url, transcript, photos)
    minute = Window(limits.conversation_minute, 60)
    hour = Window(limits.conversation_hour, 3600)
    door = Door(
        settings=settings,
        recalls=recalls,
        database=database,
        transcript=transcript,
        turns=turns,
        engine=engine,
        photos=photos,
        photo_worker=worker,
        photo_reader=reader,
        photo_path=path,
        photo_links=links,
        claims=Claims(database, mail=mail if settings.mail else None),
        tokens=tokens,
        metrics=metrics,
        conversation_minute=minute,
        conversation_hour=hour,
        address_minute=Window(limits.address_minute, 60),
        conversations_minute=Window(limits.conversations_minute, 60),
        # Of an address, as many as messages.
        sockets_minute=Window(limits.address_minute, 60),
        previews_minute=Window(limits.address_minute, 60),
        channels=_channels(
            settings, database, transcript, turns, path, links,
            facts=recalls.featured.facts(),
            digest=tokens.address,
            limit=lambda conversation: minute.wait(conversation) or hour.wait(conversation),
            metrics=metrics,
        ),
    )  # fmt: skip
    door.turns.on_saved = door.wake
    if door.channels is not None:
        door.channels.on_news(door.wake)
    app = web.Application(middlewares=[_preflight, error_middleware], client_max_size=MAX_BODY)
    app[DOOR] = door
    app[widget.WIDGET] = widget.WidgetFiles(door)
    app.on_response_prepare.append(_harden)
    app.on_shutdown.append(_hang_up)
    app.cleanup_ctx.append(_serving)
    app.add_routes(channels.routes)
    app.add_routes(chat_api.routes)
    app.add_routes(health.routes)
    app.add_routes(pages.routes)
    app.add_routes(widget.routes)
    app.router.add_static("/static/", STATIC)
    keepers = Keepers(database, on_saved=door.wake)
    add_other_desks(app, settings, database, keepers, photos, door.wake)
    desk = make_desk(
        settings, recalls, database, door.claims, transcript, keepers, door.photos,
        address=partial(chat_message.customer_address, door=door), wake=door.wake,
        trainer=QuestionTrainer(PROJECT, settings.data_dir / EVALUATIONS, settings.models_dir),
    )  # fmt: skip
    door.bells.append(desk[DESK].bell.ring)
    app.add_subapp("/desk", desk)
    return app


def _channels(
    settings: Settings,
    database: Database,
    transcript: Transcript,
    turns: TurnLoop,
    photos: PhotoPath,
    links: PhotoLinks,
    *,
    facts: Mapping[str, str],
    digest: Callable[[str], str],
    limit: Callable[[str], int],
    metrics: Metrics,
) -> Channels | None:
    """The messaging channels that the settings switch on, None without any."""
    adapters = adapters_of(settings.messaging, Contents(database))
    if not adapters:
        return None
    arrivals = Database(settings.database_url, first=True)
    inbox, buttons = Inbox(database, arrivals=arrivals), Buttons(settings.require_secret())
    intake = Intake(
        adapters, inbox, transcript, turns, photos, buttons, facts, digest=digest, limit=limit
    )
    sender = Sender(
        adapters,
        Outgoing(database),
        buttons,
        links.link,
        on_sent=lambda channel, outcome: metrics.sent.labels(channel, outcome).inc(),
    )
    return Channels(
        adapters,
        inbox,
        intake,
        sender,
        on_event=lambda channel, outcome: metrics.webhooks.labels(channel, outcome).inc(),
    )


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
        mail = door.settings.mail
        mailer = Mailer(Outbox(door.database), mail) if mail else None
        mailing = asyncio.create_task(mailer.run()) if mailer else None
        if door.channels:
            await door.channels.start()
        try:
            yield
        finally:
            if door.channels:
                await door.channels.stop()
            if mailer and mailing:
                await mailer.stop(mailing)
            for task in (starting, sweeping):
                task.cancel()
            await asyncio.gather(starting, sweeping, return_exceptions=True)
            if door.photo_reader:
                await door.photo_reader.close()
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
    """Deletes what was promised to be deleted, see `Privacy.purge`."""
    privacy = Privacy(door.database, door.photos)
    inbox = Inbox(door.database)
    figures = Figures(door.database, door.recalls)
    while True:
        try:
            # First: what is deleted next was counted.
            await figures.close_days()
        except Exception as error:
            logger.error("the figures of past days are not counted: %s", describe(error))
        try:
            now, kept = utc_now(), door.recalls.finished_time
            await privacy.purge(now - door.recalls.draft_time, now - kept if kept else None)
            await inbox.purge()
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
    origins = request.config_dict[DOOR].settings.origins
    return request.path.startswith("/api/chat/") and request.headers.get("Origin") in origins


async def _harden(request: web.Request, response: web.StreamResponse) -> None:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", page_policy())
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
