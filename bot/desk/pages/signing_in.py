"""Signing in and out."""

from __future__ import annotations

import secrets

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.desk.absent import give_back_of
from bot.desk.app import (
    COOKIE,
    DESK,
    PERSON,
    cookie_name,
    is_encrypted,
    person_of,
    render,
    see_other,
)  # fmt: skip
from bot.desk.people import Person, SignInRefused
from bot.desk.sessions import end_session

__all__ = ["page", "sign_in", "sign_out"]

WRONG = "That is not right. Please look at login, password and code once more."


async def page(request: web.Request) -> web.Response:
    """The form; its cookie is one of nobody, so that the form has a CSRF token, too."""
    if request.get(PERSON):
        return see_other(_next(request.query.get("next", "")))
    cookie = request[COOKIE] or secrets.token_urlsafe(32)
    request[COOKIE] = cookie
    response = _form(request, request.query.get("next", ""))
    _set_cookie(request, response, cookie)
    return response


async def sign_in(request: web.Request) -> web.Response:
    """A new session under a new token, whatever cookie came with the form."""
    desk = request.app[DESK]
    form = await request.post()
    login, password, code, to = (
        str(form.get(k, "")) for k in ("login", "password", "code", "next")
    )
    token = ""

    async def begin(connection: AsyncConnection, person: Person) -> None:
        nonlocal token
        token = await desk.sessions.begin(connection, person, request[COOKIE])

    try:
        await desk.people.sign_in(login, password, code, desk.address(request), begin)
    except SignInRefused as error:
        if not error.wait:
            return _form(request, to, WRONG, 401)
        minutes = -(-error.wait // 60)
        told = f"There were too many tries. Please wait {minutes} minutes."
        response = _form(request, to, told, 429)
        response.headers["Retry-After"] = str(error.wait)
        return response
    response = see_other(_next(to))
    _set_cookie(request, response, token)
    return response


async def sign_out(request: web.Request) -> web.Response:
    """The session ends in the database, not only in the browser.

    With their last one somebody's conversations go back to the assistant.
    """
    desk, person = request.app[DESK], person_of(request)
    async with desk.database.write() as connection:
        await end_session(connection, request[COOKIE])
        given = await give_back_of(connection, desk, person.login)
        await desk.audit.write(connection, person.login, "signed out", person.login)
    for conversation in given:
        desk.wake(conversation)
    response = see_other("/desk/login")
    response.del_cookie(cookie_name(request), path="/")
    return response


def _form(request: web.Request, to: str, told: str = "", status: int = 200) -> web.Response:
    return render(request, "login.html", status=status, next=_next(to), told=told)


def _next(path: str) -> str:
    """Only to a page of ours; whoever made the link may have other wishes."""
    plain = path.isprintable() and "\\" not in path and "//" not in path
    return path if plain and (path + "/").startswith(("/desk/", "/desk?")) else "/desk"


def _set_cookie(request: web.Request, response: web.Response, token: str) -> None:
    response.set_cookie(
        cookie_name(request), token, path="/", httponly=True, samesite="Strict",
        secure=is_encrypted(request),
    )  # fmt: skip
