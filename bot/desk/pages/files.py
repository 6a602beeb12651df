"""The desk's own style and scripts."""

from __future__ import annotations

from aiohttp import web

from bot.desk.app import FOLDER

__all__ = ["static"]

TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


async def static(request: web.Request) -> web.StreamResponse:
    """A file of the static folder."""
    found = {path.name: path for path in (FOLDER / "static").iterdir()}
    path = found.get(request.match_info["name"])
    if path is None or path.suffix not in TYPES:
        raise web.HTTPNotFound
    # An old script beside a new page breaks the page.
    headers = {"Cache-Control": "no-cache", "Content-Type": TYPES[path.suffix] + "; charset=utf-8"}
    return web.FileResponse(path, headers=headers)
