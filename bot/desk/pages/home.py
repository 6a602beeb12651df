"""Where each role begins."""

from __future__ import annotations

from aiohttp import web

from bot.desk.app import person_of, see_other

__all__ = ["page"]


async def page(request: web.Request) -> web.Response:
    """The first page of the person's menu."""
    from bot.desk.routes import menu_for

    path, _ = menu_for(person_of(request).role).main[0]
    return see_other(path)
