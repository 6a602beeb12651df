"""The desk's application: what its handlers need, and how a page is made."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timezone
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp_jinja2
import jinja2
from aiohttp import web
from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.claims.claims import Claims
from bot.claims.photos import Photos
from bot.conversations import Keepers, Transcript
from bot.conversations.transcript import utc_now
from bot.desk.absent import watch
from bot.desk.audit import Audit
from bot.desk.figures import Figures
from bot.desk.grouping import Likeness
from bot.desk.live import Bell
from bot.desk.people import People, Person
from bot.desk.sessions import Sessions, csrf_token
from bot.desk.trials import Trainer, Trials
from bot.desk.views import Views
from bot.recalls import Recalls
from bot.recalls.check import UnitChecks
from bot.settings import Settings
from bot.storage import Database

__all__ = ["DESK", "Desk", "make_desk", "person_of", "render", "see_other"]

FOLDER = Path(__file__).parent
# As strict as the public pages', but forms may be sent to the desk itself.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
COOKIE_NAME = "desk"


@dataclass(frozen=True)
class Desk:
    """What the handlers need. address: whom a request comes from, as a digest."""

    settings: Settings
    recalls: Recalls
    # One for all dry runs: how long an older list's serials are, is looked at once.
    checks: UnitChecks
    database: Database
    claims: Claims
    transcript: Transcript
    keepers: Keepers
    photos: Photos
    address: Callable[[web.Request], str]
    audit: Audit
    people: People
    sessions: Sessions
    bell: Bell
    # Called with a conversation that the customer's open page must look at anew.
    wake: Callable[[str], None]
    figures: Figures
    views: Views
    trainer: Trainer
    clock: Callable[[], datetime] = field(default=utc_now)

    async def saw(self, person: Person, action: str, subject: str = "", **details: Any) -> None:
        """Write a view of personal data into the audit; what cannot be written is not shown."""
        async with self.database.write() as connection:
            await self.audit.write(connection, person.login, action, subject, **details)

    async def viewed(
        self, request: web.Request, action: str, subject: str, *, part: bool = False, **details: str
    ) -> None:
        """The same for a page that looks at itself anew: one row as long as it stays open.

        part: what is shown belongs to such a page, and is no view by itself while that is open.
        """
        view = (request[COOKIE], action, subject, *details.values())
        if not ((part or is_live(request)) and self.views.is_open(view)):
            await self.saw(person_of(request), action, subject, **details)
        self.views.seen(view)

    @asynccontextmanager
    async def audited(
        self, person: Person, action: str, subject: str = "", **details: Any
    ) -> AsyncIterator[AsyncConnection]:
        """A transaction with the row of a change, made within it; also of one in a file."""
        async with self.database.write() as connection:
            await self.audit.write(connection, person.login, action, subject, **details)
            yield connection


DESK: web.AppKey[Desk] = web.AppKey("desk", Desk)
BESIDE: web.AppKey[list[asyncio.Task[None]]] = web.AppKey("beside")
PERSON: web.RequestKey[Person] = web.RequestKey("person", Person)
# The session's token as the browser sent it.
COOKIE: web.RequestKey[str] = web.RequestKey("cookie", str)


def make_desk(
    settings: Settings,
    recalls: Recalls,
    database: Database,
    claims: Claims,
    transcript: Transcript,
    keepers: Keepers,
    photos: Photos,
    address: Callable[[web.Request], str],
    wake: Callable[[str], None],
    trainer: Trainer,
    clock: Callable[[], datetime] = utc_now,
) -> web.Application:
    """The desk as an application of its own, to be mounted under /desk."""
    from bot.desk.guard import guarded, pages_for_errors
    from bot.desk.pages.questions import TRIALS
    from bot.desk.pages.unclear import LIKENESS
    from bot.desk.routes import ROUTES

    audit = Audit(settings.require_secret(), clock)
    app = web.Application(middlewares=[pages_for_errors])
    app[DESK] = Desk(
        settings=settings,
        recalls=recalls,
        checks=UnitChecks(recalls, database, clock),
        database=database,
        claims=claims,
        transcript=transcript,
        keepers=keepers,
        photos=photos,
        address=address,
        audit=audit,
        people=People(
            database, audit, settings.require_secret(), clock, hours=settings.office_hours
        ),
        sessions=Sessions(database, clock),
        bell=Bell(),
        wake=wake,
        figures=Figures(database, recalls, clock),
        views=Views(clock),
        trainer=trainer,
        clock=clock,
    )
    aiohttp_jinja2.setup(
        app,
        loader=jinja2.FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        filters=FILTERS,
    )
    app.on_response_prepare.append(_harden)
    app[BESIDE] = []
    app.on_startup.append(_begin)
    app.on_shutdown.append(_let_go)
    app[LIKENESS] = Likeness(partial(_encode, folder=settings.encoder_path))
    trials = app[TRIALS] = Trials()
    app.on_cleanup.append(lambda app: trials.stop())
    for route in ROUTES:
        app.router.add_route(route.method, route.path, guarded(route))
    return app


def person_of(request: web.Request) -> Person:
    """Who is signed in; the guard has let nobody else here."""
    return request[PERSON]


def cookie_name(request: web.Request) -> str:
    """With the prefix that keeps other hosts from setting it, where the line is encrypted."""
    return f"__Host-{COOKIE_NAME}" if is_encrypted(request) else COOKIE_NAME


def is_live(request: web.Request) -> bool:
    """Is it an open page that looks at itself anew (or that sends one of its forms)?"""
    return request.headers.get("X-Live") == "1"


def is_encrypted(request: web.Request) -> bool:
    """Does the browser speak https, to us or to a proxy of ours?"""
    if request.secure:
        return True
    trusted = request.app[DESK].settings.trusted_proxies
    return bool(trusted) and request.headers.get("X-Forwarded-Proto", "") == "https"


def render(request: web.Request, template: str, status: int = 200, **context: Any) -> web.Response:
    """A page. Every template gets person, menu, csrf_field and the path it is at."""
    from bot.desk.routes import menu_for

    person: Person | None = request.get(PERSON)
    token = csrf_token(request[COOKIE]) if request.get(COOKIE) else ""
    given = {
        "person": person,
        "menu": menu_for(person.role) if person else None,
        "here": request.path,
        "csrf": token,
        "csrf_field": lambda: Markup('<input type="hidden" name="csrf" value="{}">').format(token),
        "demo": request.app[DESK].settings.demo,
        "now": request.app[DESK].clock(),
    }
    return aiohttp_jinja2.render_template(template, request, {**given, **context}, status=status)


def see_other(path: str) -> web.Response:
    """Go to another page of the desk, with GET."""
    return web.Response(status=303, headers={"Location": path})


def when(moment: datetime | None) -> str:
    """A moment as it is shown."""
    return "" if moment is None else moment.astimezone(timezone.utc).strftime("%Y-%m-%d %H:%M")


def day(moment: datetime | None) -> str:
    """Its day."""
    return "" if moment is None else moment.astimezone(timezone.utc).strftime("%Y-%m-%d")


def words(name: str) -> str:
    """A state or reason as words: needs_information -> needs information."""
    return str(name).replace("_", " ")


def ago(moment: datetime, now: datetime) -> str:
    """How long ago, in the largest unit that says something: 3 h."""
    minutes = max(0, int((now - moment).total_seconds() // 60))
    for size, unit in ((1440, "d"), (60, "h"), (1, "min")):
        if minutes >= 2 * size or size == 1:
            return f"{minutes // size} {unit}"
    return ""


FILTERS: dict[str, Callable[..., str]] = {"when": when, "day": day, "words": words, "ago": ago}


async def _begin(app: web.Application) -> None:
    """The figures are counted ahead of whoever looks; and somebody may be gone."""
    for work in (app[DESK].figures.run(), watch(app[DESK])):
        app[BESIDE].append(asyncio.create_task(work))


async def _let_go(app: web.Application) -> None:
    """An open page would keep the service from ending; and the database is closed after this."""
    app[DESK].bell.close()
    for task in app[BESIDE]:
        task.cancel()
    await asyncio.gather(*app[BESIDE], return_exceptions=True)


async def _harden(request: web.Request, response: web.StreamResponse) -> None:
    headers = response.headers
    headers["Content-Security-Policy"] = POLICY
    headers["X-Frame-Options"] = "DENY"
    # With none at all a browser says of its own forms that they come from "null".
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    headers.setdefault("Cache-Control", "no-store")
    if is_encrypted(request):
        headers["Strict-Transport-Security"] = "max-age=31536000"


def _encode(text: str, folder: str) -> Any:
    # Loaded when the first page needs it: the service itself starts without.
    from bot.nlu.sentence_models import encode

    return encode(text, folder)
