"""Where each role begins."""

from __future__ import annotations

from aiohttp import web

from bot.desk.app import person_of, render, see_other

__all__ = ["page"]


async def page(request: web.Request) -> web.Response:
    """The first page of the person's menu."""
    from bot.desk.routes import menu_for

    menu = menu_for(person_of(request).role)
    if not menu:
        return render(request, "sentence.html", sentence="There is nothing here for you yet.")
    return see_other(menu[0][0])
