"""Customers' photos: what there is of a conversation, and each one when it is opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.desk.app import DESK, person_of
from bot.storage.tables import photos

__all__ = ["Picture", "photo", "pictures_of"]


@dataclass(frozen=True)
class Picture:
    """A photo as pages name it before it is opened. claim, incident: what it belongs to."""

    id: str
    at: datetime
    claim: str | None
    incident: str | None

    @property
    def free(self) -> bool:
        """Does it belong to nothing yet?"""
        return self.claim is None and self.incident is None


async def pictures_of(connection: AsyncConnection, conversation: str) -> list[Picture]:
    """All photos of a conversation, also those that no claim and no incident has, oldest first."""
    query = sa.select(photos.c.id, photos.c.at, photos.c.claim, photos.c.incident)
    query = query.where(photos.c.conversation == conversation).order_by(photos.c.at, photos.c.id)
    return [Picture(*row) for row in await connection.execute(query)]


async def photo(request: web.Request) -> web.StreamResponse:
    """A photo; that it was opened is written into the audit."""
    desk = request.app[DESK]
    query = sa.select(photos.c.id, photos.c.conversation, photos.c.claim)
    query = query.where(photos.c.id == request.match_info["photo"])
    async with desk.database.read() as connection:
        row = (await connection.execute(query)).first()
    if row is None or not desk.photos.path(row.id).is_file():
        raise web.HTTPNotFound
    subject = row.claim or row.conversation
    await desk.saw(person_of(request), "photo opened", subject, photo=row.id)
    # Kept nowhere: whoever uses the browser next sees it only with a row of their own.
    headers = {"Content-Type": "image/jpeg"}
    return web.FileResponse(desk.photos.path(row.id), headers=headers)
