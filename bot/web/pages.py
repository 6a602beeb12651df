"""The plain chat page."""

from __future__ import annotations

from aiohttp import web

from bot.web.app import STATIC

__all__ = ["routes"]

routes = web.RouteTableDef()


@routes.get("/")
async def home(request: web.Request) -> web.Response:
    """There is only the chat so far."""
    raise web.HTTPFound("/chat")


@routes.get("/chat")
async def chat(request: web.Request) -> web.FileResponse:
    """The chat page; what it loads lies under /static."""
    return web.FileResponse(STATIC / "chat.html", headers={"Cache-Control": "no-cache"})


@routes.get("/favicon.ico")
async def icon(request: web.Request) -> web.Response:
    """Browsers ask for it."""
    return web.Response(status=204)
