"""Is it alive, can it answer, and how is it doing."""

from __future__ import annotations

import logging

import sqlalchemy as sa
from aiohttp import web

from bot.errors import describe
from bot.storage.outbox import Outbox
from bot.web.app import DOOR

__all__ = ["routes"]

logger = logging.getLogger(__name__)

routes = web.RouteTableDef()


@routes.get("/healthz")
async def alive(request: web.Request) -> web.Response:
    """The process answers."""
    return web.json_response({"ok": True})


@routes.get("/readyz")
async def ready(request: web.Request) -> web.Response:
    """Database, engine and recall files; 503 and the reason where something is missing."""
    door = request.app[DOOR]
    database = "ok"
    try:
        async with door.database.read() as connection:
            await connection.execute(sa.text("SELECT 1"))
    except Exception as error:
        database = describe(error)
    parts = {
        "database": database,
        "engine": "ok" if door.engine.ready else "loading",
        "recalls": len(door.recalls),
    }
    good = database == "ok" and door.engine.ready and len(door.recalls) > 0
    return web.json_response({"ready": good, **parts}, status=200 if good else 503)


@routes.get("/metrics")
async def metrics(request: web.Request) -> web.Response:
    """For Prometheus. It holds no personal data; keep it from the public all the same."""
    door = request.app[DOOR]
    door.metrics.ready.set(1 if door.engine.ready else 0)
    try:
        for state, count in (await Outbox(door.database).counts()).items():
            door.metrics.notices.labels(state).set(count)
    except Exception as error:
        # The other numbers are told all the same; these would be old ones.
        logger.warning("the outbox cannot be counted: %s", describe(error))
        door.metrics.notices.clear()
    return web.Response(body=door.metrics.text(), content_type="text/plain", charset="utf-8")
