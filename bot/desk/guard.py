"""Who gets through: session, role and CSRF of every request, by its line in the route table."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from urllib.parse import quote, urlsplit

from aiohttp import BodyPartReader, MultipartReader, web

from bot.claims.claim import UnknownClaim
from bot.claims.life import TransitionRefused
from bot.conversations import KeptByAnother, UnknownConversation
from bot.desk.app import COOKIE, DESK, PERSON, cookie_name, is_live, render, see_other
from bot.desk.sessions import right_csrf
from bot.errors import describe
from bot.storage import DatabaseBusy

__all__ = ["FORM", "Handler", "Refused", "Route", "guarded", "pages_for_errors"]

logger = logging.getLogger(__name__)

# The rest of a form with a file, whose first field was read here.
FORM: web.RequestKey[MultipartReader] = web.RequestKey("form", MultipartReader)
LONGEST_TOKEN = 128

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Refused(Exception):
    """What was asked for cannot be done; the message is shown."""

    def __init__(self, message: str, status: int = 409) -> None:
        super().__init__(message)
        self.status = status


class Route:
    """A line of the table. roles: who may; None: also who is not signed in. menu: its word there.

    more: further down in the menu. POST is what changes something, or is asked with personal data,
    which belongs into no address. live: pages ask for it by themselves. upload: its form has a
    file too big to be held, and the token before it; the handler reads on in FORM, where that is.
    """

    __slots__ = ("handler", "live", "menu", "method", "more", "path", "roles", "upload")

    def __init__(
        self,
        method: str,
        path: str,
        handler: Handler,
        roles: frozenset[str] | None,
        menu: str = "",
        *,
        more: bool = False,
        live: bool = False,
        upload: bool = False,
    ) -> None:
        self.method = method
        self.path = path
        self.handler = handler
        self.roles = roles
        self.menu = menu
        self.more = more
        self.live = live
        self.upload = upload


def guarded(route: Route) -> Handler:
    """The route's handler behind its checks."""

    async def handler(request: web.Request) -> web.StreamResponse:
        desk = request.app[DESK]
        cookie = request.cookies.get(cookie_name(request), "")
        # What an open page does by itself is no sign of somebody being there.
        by_itself = route.live or (request.method == "GET" and is_live(request))
        person = await desk.sessions.person(cookie, renew=not by_itself)
        request[COOKIE] = cookie
        if person is not None:
            request[PERSON] = person
        if route.roles is not None:
            if person is None:
                return _sign_in_first(request)
            if person.role not in route.roles:
                raise Refused("This page is not for your role.", 403)
        if route.method != "GET":
            await _check_csrf(request, cookie, upload=route.upload)
        return await route.handler(request)

    return handler


def _sign_in_first(request: web.Request) -> web.Response:
    if request.method != "GET":
        raise Refused("You were signed out. Please sign in and try again.", 401)
    return see_other("/desk/login?next=" + quote(request.path_qs, safe=""))


async def _check_csrf(request: web.Request, cookie: str, *, upload: bool) -> None:
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        raise Refused("This came from another site.", 403)
    given = request.headers.get("X-CSRF", "")
    if not given and upload and request.content_type.startswith("multipart/"):
        given = await _first_field(request)
    elif not given:
        given = str((await request.post()).get("csrf", ""))
    if not right_csrf(cookie, given):
        raise Refused("This page was open for too long. Please go back, reload and try again.", 403)


async def _first_field(request: web.Request) -> str:
    """The token of a form that is read once and piece by piece."""
    form = request[FORM] = await request.multipart()
    part = await form.next()
    if not isinstance(part, BodyPartReader) or part.name != "csrf":
        return ""
    return (await part.read_chunk(LONGEST_TOKEN)).decode("utf-8", "replace")


@web.middleware
async def pages_for_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Whatever happens, there is a page with a sentence, and the operator has a line."""
    try:
        return await handler(request)
    except web.HTTPRequestEntityTooLarge:
        return _page(request, 413, "That is too big.")
    except web.HTTPNotFound:
        return _page(request, 404, "There is no such page.")
    except web.HTTPMethodNotAllowed:
        return _page(request, 405, "That does not work here.")
    except web.HTTPException:
        raise
    except Refused as error:
        return _page(request, error.status, str(error))
    except UnknownClaim:
        return _page(request, 404, "No claim has this number.")
    except UnknownConversation:
        return _page(request, 404, "No conversation has this id.")
    except KeptByAnother as error:
        who = f"{error.keeper} has" if error.keeper else "Nobody has taken over"
        return _page(request, 409, f"{who} this conversation now.")
    except TransitionRefused as error:
        return _page(request, 409, f"That is no longer possible: {error}.")
    except DatabaseBusy:
        logger.error("the database is busy: a page of the desk was refused")
        return _page(request, 503, "The database is busy. Please try again in a moment.")
    except Exception as error:
        resource = request.match_info.route.resource
        where = resource.canonical if resource else "an unknown address"
        logger.error("%s %s failed: %s", request.method, where, describe(error))
        return _page(request, 500, "Something went wrong here. It has been logged.")


def _page(request: web.Request, status: int, sentence: str) -> web.Response:
    return render(request, "sentence.html", status=status, sentence=sentence)
