"""The people of the desk, for the admin. New ones are made by the operator's command."""

from __future__ import annotations

from aiohttp import web

from bot.desk.app import DESK, person_of, render, see_other
from bot.desk.guard import Refused
from bot.desk.people import AccountRefused
from bot.desk.roles import ROLES

__all__ = ["disable", "enable", "page", "set_role", "sign_out"]


async def page(request: web.Request) -> web.Response:
    """Everybody with a login."""
    listed = await request.app[DESK].people.listed()
    return render(request, "people.html", people=listed, roles=ROLES)


async def set_role(request: web.Request) -> web.Response:
    """Another role, from the next request on."""
    form = await request.post()
    login = _another(request)
    try:
        await request.app[DESK].people.set_role(
            login, str(form.get("role", "")), by=person_of(request).login
        )
    except AccountRefused as error:
        raise Refused(str(error), 400) from None
    return see_other("/desk/people")


async def disable(request: web.Request) -> web.Response:
    """Nobody signs in with it any more, and who has is signed out."""
    return await _disable(request, again=False)


async def enable(request: web.Request) -> web.Response:
    """They may sign in again."""
    return await _disable(request, again=True)


async def _disable(request: web.Request, *, again: bool) -> web.Response:
    login, by = _another(request), person_of(request).login
    try:
        await request.app[DESK].people.disable(login, by=by, again=again)
    except AccountRefused as error:
        raise Refused(str(error), 404) from None
    return see_other("/desk/people")


async def sign_out(request: web.Request) -> web.Response:
    """End all their sessions."""
    desk, login = request.app[DESK], request.match_info["login"]
    await desk.people.end_sessions(login, by=person_of(request).login)
    return see_other("/desk/people")


def _another(request: web.Request) -> str:
    """Nobody locks themselves out, or up."""
    login = request.match_info["login"]
    if login == person_of(request).login:
        raise Refused("That is your own account; another admin can do this.", 403)
    return login
