"""Photos of customers: checked by content, drawn anew without metadata, kept under random names.

    PhotoRefused(kind)   kind: "empty" "too_big" "not_a_photo" "too_many_pixels" "broken"
"""

from __future__ import annotations

import asyncio
import hashlib
import io
import multiprocessing
import os
import secrets
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Callable

import sqlalchemy as sa

from bot.conversations.messages import Inbound
from bot.conversations.transcript import Accepted, accept, utc_now
from bot.storage import Database
from bot.storage.tables import photos

__all__ = ["MAX_BYTES", "CleanPhoto", "PhotoRefused", "PhotoWorker", "Photos", "clean_photo"]

MAX_BYTES = 10_000_000
MAX_PIXELS = 40_000_000
MAX_SIDE = 2_400
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
DECODE_SECONDS = 10.0
# Decoding 40 megapixels takes 160 MB a copy; a bomb ends the worker, not the service.
MEMORY_BYTES = 1_500_000_000


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


def clean_photo(data: bytes) -> CleanPhoto:
    """Decode and draw anew, upright and without metadata. Raises PhotoRefused."""
    from PIL import Image, ImageOps, UnidentifiedImageError
    from pillow_heif import register_heif_opener

    register_heif_opener()
    Image.MAX_IMAGE_PIXELS = None  # our own limit is checked below, before anything is decoded
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise PhotoRefused("too_many_pixels")
            image.load()
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except PhotoRefused:
        raise
    except UnidentifiedImageError:
        raise PhotoRefused("not_a_photo") from None
    except Exception:
        # Decoders raise all sorts of errors on broken files; none of them is ours to tell apart.
        raise PhotoRefused("broken") from None
    upright.thumbnail((MAX_SIDE, MAX_SIDE))
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=88)
    return CleanPhoto(
        out.getvalue(), upright.width, upright.height, hashlib.sha256(data).hexdigest()
    )


class PhotoWorker:
    """Runs `clean_photo` in a process of its own, started by the first photo."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    async def clean(self, data: bytes) -> CleanPhoto:
        """Raises PhotoRefused; a worker that dies or hangs on a file refuses the file."""
        if not data:
            raise PhotoRefused("empty")
        if len(data) > MAX_BYTES:
            raise PhotoRefused("too_big")
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                1, mp_context=multiprocessing.get_context("spawn"), initializer=_limit_memory
            )
        job = asyncio.get_running_loop().run_in_executor(self._pool, clean_photo, data)
        try:
            # The first photo also waits for the worker to start.
            return await asyncio.wait_for(asyncio.shield(job), DECODE_SECONDS)
        except (BrokenProcessPool, asyncio.TimeoutError):
            self._discard()
            raise PhotoRefused("broken") from None

    def close(self) -> None:
        """End the worker."""
        self._discard()

    def _discard(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            for process in list((pool._processes or {}).values()):
                process.kill()
            pool.shutdown(wait=False, cancel_futures=True)


def _limit_memory() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


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
        Returns the photo's id and the message's place in the transcript.
        """
        new = secrets.token_urlsafe(16)
        await asyncio.to_thread(self._write, new, photo.jpeg)
        async with self._database.write() as connection:
            known = await connection.execute(
                sa.select(photos.c.id).where(
                    photos.c.conversation == conversation, photos.c.upload == upload
                )
            )
            row = known.first()
            kept = row.id if row else new
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
            inbound = Inbound(
                message.id, message.text, message.payload, {**message.context, "photo": kept}
            )
            accepted = await accept(connection, conversation, inbound, self._clock())
        if row is not None:
            self.path(new).unlink(missing_ok=True)
        return str(kept), accepted

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
