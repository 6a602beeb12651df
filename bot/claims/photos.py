"""Photos of customers: checked by content, drawn anew without metadata, kept under random names.

PhotoRefused(kind)   kind: "empty" "too_big" "not_a_photo" "too_many_pixels" "broken"
PhotoTooSlow         the machine is busy; the same photo may be taken later
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.claims.photo_check.reading import PhotoReading
from bot.claims.photo_preview import preview
from bot.claims.photo_worker import CPU_SECONDS
from bot.conversations.messages import Inbound
from bot.conversations.transcript import Accepted, UnknownConversation, accept, hold, utc_now
from bot.settings import PROJECT
from bot.storage import Database, DatabaseBusy, one_at_a_time
from bot.storage.tables import claims, photos

__all__ = [
    "MAX_BYTES", "CleanPhoto", "PhotoRefused", "PhotoTooSlow", "PhotoWorker", "Photos", "alike",
]  # fmt: skip

MAX_BYTES = 10_000_000
# By the clock, and twice what the worker may compute: a bomb ends there, a busy machine here.
DECODE_SECONDS = 2.0 * CPU_SECONDS
# Of the 512 places where a photo may get darker, so many may differ in one saved anew.
MOST_DIFFERING = 20
# A photo that does so in fewer is an empty table: every other one looks like it.
LEAST_TELLING = 30
# The rows by which photos that may look alike are found: in the middle, where the unit is.
ROWS = {"a": 4, "b": 6, "c": 9, "d": 11}
# An upload takes far less from its file to its row.
ORPHAN_SECONDS = 3600.0
# Photos with a part of their look in common, to be compared whole.
MOST_COMPARED = 200


class PhotoRefused(Exception):
    """The upload is no photo we can take. `kind` says why; see the module's head."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class PhotoTooSlow(Exception):
    """The machine was too busy to look at it in time; that says nothing of the photo."""


@dataclass(frozen=True)
class CleanPhoto:
    """A photo drawn anew: JPEG bytes, size in pixels, SHA-256 of what was sent.

    look: 512 bits in hexadecimal, nearly the same for photos that look the same, or empty.
    reading: what a machine read on it, None where it could not.
    """

    jpeg: bytes
    width: int
    height: int
    sha256: str
    look: str = ""
    reading: PhotoReading | None = None


class PhotoWorker:
    """Cleans photos in processes of their own, at most two at a time."""

    def __init__(self) -> None:
        self._free = asyncio.Semaphore(2)

    async def clean(self, data: bytes) -> CleanPhoto:
        """Decode and draw anew (`bot.claims.photo_worker`). Raises PhotoRefused, PhotoTooSlow.

        A file on which the worker dies, or computes for too long, is refused like a broken one.
        """
        if not data:
            raise PhotoRefused("empty")
        if len(data) > MAX_BYTES:
            raise PhotoRefused("too_big")
        async with self._free:
            head, jpeg = await self._run(data)
        if refused := head.get("refused"):
            raise PhotoRefused(refused)
        sha256 = hashlib.sha256(data).hexdigest()
        return CleanPhoto(jpeg, head["width"], head["height"], sha256, head["look"])

    async def _run(self, data: bytes) -> tuple[dict[str, Any], bytes]:
        # On a thread: Rasa changes asyncio's policy to one that starts no processes.
        try:
            done = await asyncio.to_thread(
                subprocess.run,
                [sys.executable, "-m", "bot.claims.photo_worker"],
                cwd=PROJECT,
                input=data,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=DECODE_SECONDS,
                check=True,
            )
        except subprocess.TimeoutExpired:
            raise PhotoTooSlow("the machine was too busy to look at it") from None
        except subprocess.CalledProcessError:
            raise PhotoRefused("broken") from None
        head, _, jpeg = done.stdout.partition(b"\n")
        return json.loads(head), jpeg


class Photos:
    """The photo files of one folder and their rows."""

    def __init__(
        self, database: Database, folder: Path, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._database = database
        self._folder = folder
        self._clock = clock
        self._drawing = asyncio.Semaphore(2)  # at once: the rest of the service goes on

    async def known(self, conversation: str, upload: str) -> bool:
        """Is the upload with this id kept already?"""
        query = sa.select(photos.c.id).where(
            photos.c.conversation == conversation, photos.c.upload == upload
        )
        async with self._database.read() as connection:
            return (await connection.execute(query)).first() is not None

    async def preview(self, conversation: str, photo: str) -> bytes | None:
        """A photo of this conversation, small; None where it has none with this id."""
        query = sa.select(photos.c.id).where(
            photos.c.id == photo, photos.c.conversation == conversation
        )
        async with self._database.read() as connection:
            if (await connection.execute(query)).first() is None:
                return None
        async with self._drawing:
            return await asyncio.to_thread(preview, self.path(photo))

    async def keep(
        self, conversation: str, upload: str, photo: CleanPhoto, message: Inbound
    ) -> tuple[str, Accepted]:
        """Store the file, then its row and the customer's message in one transaction.

        upload: the client's id of the upload; the same one again gives the first photo.
        Returns the photo's id and the message's place in the transcript. Raises
        UnknownConversation.
        """
        new = secrets.token_urlsafe(16)
        await asyncio.to_thread(self._write, new, photo.jpeg)
        try:
            kept, accepted = await self._keep_row(new, conversation, upload, photo, message)
        except (DatabaseBusy, UnknownConversation):
            self.path(new).unlink(missing_ok=True)
            raise
        if kept != new:
            self.path(new).unlink(missing_ok=True)
        return kept, accepted

    async def _keep_row(
        self, new: str, conversation: str, upload: str, photo: CleanPhoto, message: Inbound
    ) -> tuple[str, Accepted]:
        async with self._database.write() as connection:
            # The same upload twice at once, or a photo in two conversations: the second sees the
            # first.
            await hold(connection, conversation)
            await one_at_a_time(connection, "photos")
            known = await connection.execute(
                sa.select(photos.c.id).where(
                    photos.c.conversation == conversation, photos.c.upload == upload
                )
            )
            row = known.first()
            kept = str(row.id) if row else new
            inbound = Inbound(
                message.id, message.text, message.payload, {**message.context, "photo": kept}
            )
            accepted = await accept(connection, conversation, inbound, self._clock())
            if row is None:
                await connection.execute(
                    sa.insert(photos).values(
                        id=new,
                        conversation=conversation,
                        upload=upload,
                        sha256=photo.sha256,
                        width=photo.width,
                        height=photo.height,
                        size=len(photo.jpeg),
                        at=self._clock(),
                        same_as=await _seen_before(connection, photo),
                        reading=photo.reading.as_json() if photo.reading else None,
                        **_look_columns(photo.look),
                    )
                )
        return kept, accepted

    async def delete_expired(self) -> int:
        """Delete the photos of expired claims, file first; returns how many."""
        query = sa.select(photos.c.id).join(claims).where(claims.c.state == "expired")
        async with self._database.read() as connection:
            old = [str(row.id) for row in await connection.execute(query)]
        for photo in old:
            await asyncio.to_thread(self.path(photo).unlink, missing_ok=True)
            async with self._database.write() as connection:
                await connection.execute(sa.delete(photos).where(photos.c.id == photo))
        return len(old)

    async def delete_orphans(self) -> int:
        """Delete the files that no row names: a crash came between the two. Returns how many."""
        files = await asyncio.to_thread(self._old_files)
        orphans: list[str] = []
        for first in range(0, len(files), 500):
            some = files[first : first + 500]
            query = sa.select(photos.c.id).where(photos.c.id.in_(some))
            async with self._database.read() as connection:
                known = {str(row.id) for row in await connection.execute(query)}
            orphans += [photo for photo in some if photo not in known]
        for photo in orphans:
            await asyncio.to_thread(self.path(photo).unlink, missing_ok=True)
        return len(orphans)

    def _old_files(self) -> list[str]:
        """The photos on the disk; one that is just being kept has no row yet."""
        before = time.time() - ORPHAN_SECONDS
        return [f.stem for f in self._folder.glob("*.jpg") if f.stat().st_mtime < before]

    def path(self, photo: str) -> Path:
        """Where the file of a photo lies."""
        return self._folder / f"{photo}.jpg"

    def _write(self, photo: str, jpeg: bytes) -> None:
        # The file must be on the disk before the row that promises it.
        self._folder.mkdir(parents=True, exist_ok=True)
        with open(self.path(photo), "xb") as file:
            file.write(jpeg)
            file.flush()
            os.fsync(file.fileno())
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def alike(look: str, other: str) -> bool:
    """Do two photos with these looks look the same?"""
    one, two = int(look or "0", 16), int(other or "0", 16)
    telling = min(one.bit_count(), two.bit_count()) >= LEAST_TELLING
    return telling and (one ^ two).bit_count() <= MOST_DIFFERING


def _look_columns(look: str) -> dict[str, Any]:
    """A look in whole and in its parts; photos that look alike have one of these in common."""
    if not look or int(look, 16).bit_count() < LEAST_TELLING:
        return {}
    parts = {f"look_{part}": int(look[4 * i : 4 * i + 4], 16) for part, i in ROWS.items()}
    return {"look": look, **parts}


async def _seen_before(connection: AsyncConnection, photo: CleanPhoto) -> str | None:
    """An earlier photo that is the same file, or that looks the same."""
    same = sa.select(photos.c.id).where(photos.c.sha256 == photo.sha256).limit(1)
    if row := (await connection.execute(same)).first():
        return str(row.id)
    columns = _look_columns(photo.look)
    look = columns.pop("look", None)
    # Nothing tells much about a part without a single place: too many photos have it.
    parts = [photos.c[name] == value for name, value in columns.items() if value]
    if look is None or not parts:
        return None
    near = sa.select(photos.c.id, photos.c.look).where(sa.or_(*parts))
    for row in await connection.execute(near.order_by(photos.c.at.desc()).limit(MOST_COMPARED)):
        if alike(row.look, look):
            return str(row.id)
    return None
