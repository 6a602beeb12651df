"""Photos of customers: checked by content, drawn anew without metadata, kept under random names.

PhotoRefused(kind)   kind: "empty" "too_big" "not_a_photo" "too_many_pixels" "broken"
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import secrets
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.conversations.messages import Inbound
from bot.conversations.transcript import Accepted, UnknownConversation, accept, utc_now
from bot.settings import PROJECT
from bot.storage import Database, DatabaseBusy
from bot.storage.tables import claims, photos

__all__ = ["MAX_BYTES", "CleanPhoto", "PhotoRefused", "PhotoWorker", "Photos"]

MAX_BYTES = 10_000_000
DECODE_SECONDS = 10.0


class PhotoRefused(Exception):
    """The upload is no photo we can take. `kind` says why; see the module's head."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True)
class CleanPhoto:
    """A photo drawn anew: JPEG bytes, size in pixels, SHA-256 of what was sent."""

    jpeg: bytes
    width: int
    height: int
    sha256: str


class PhotoWorker:
    """Cleans photos in processes of their own, at most two at a time."""

    def __init__(self) -> None:
        self._free = asyncio.Semaphore(2)

    async def clean(self, data: bytes) -> CleanPhoto:
        """Decode and draw anew (`bot.claims.photo_worker`). Raises PhotoRefused.

        A file on which the worker dies or takes too long is refused like a broken one.
        """
        if not data:
            raise PhotoRefused("empty")
        if len(data) > MAX_BYTES:
            raise PhotoRefused("too_big")
        async with self._free:
            head, jpeg = await self._run(data)
        if refused := head.get("refused"):
            raise PhotoRefused(refused)
        return CleanPhoto(jpeg, head["width"], head["height"], hashlib.sha256(data).hexdigest())

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
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
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
