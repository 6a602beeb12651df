"""The way of a customer's photo, whatever channel brings it: drawn anew, read, kept, and told."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.claims.photo_check.elements import unit_on
from bot.claims.photo_check.worker import PhotoReader
from bot.claims.photos import CleanPhoto, Photos, PhotoWorker
from bot.conversations import Inbound, sentences
from bot.conversations.transcript import Accepted
from bot.recalls import Recalls

__all__ = ["PhotoPath"]


class PhotoPath:
    """reader: None where photos are left to a person. on_read: told if one could be read, and how
    many seconds that took.
    """

    def __init__(
        self,
        photos: Photos,
        worker: PhotoWorker,
        reader: PhotoReader | None,
        recalls: Recalls,
        on_read: Callable[[bool, float], None] = lambda read, seconds: None,
    ) -> None:
        self._photos = photos
        self._worker = worker
        self._reader = reader
        self._recalls = recalls
        self._on_read = on_read

    async def take(
        self, conversation: str, upload: str, data: bytes, context: dict[str, Any]
    ) -> tuple[str, Accepted]:
        """Keep a photo and the customer's message that brings it; the same upload again, once.

        Returns the photo's id and the message's place. Raises PhotoRefused,
        PhotoTooSlow, UnknownConversation.
        """
        clean = await self._worker.clean(data)
        if self._reader and not await self._photos.known(conversation, upload):
            clean = await self._read(self._reader, clean)
            if not clean.reading:
                context = context | {"unread": True}
            else:
                unit = await asyncio.to_thread(unit_on, clean.reading, self._recalls)
                context = context | ({"unit": unit._asdict()} if any(unit) else {})
        message = Inbound(upload, sentences.PHOTO_MESSAGE, "/send_photo", context)
        return await self._photos.keep(conversation, upload, clean, message)

    async def _read(self, reader: PhotoReader, photo: CleanPhoto) -> CleanPhoto:
        """The photo with what a machine can read on it; it is as good without."""
        started = time.monotonic()
        reading = await reader.read(photo.jpeg)
        self._on_read(reading is not None, time.monotonic() - started)
        return replace(photo, reading=reading)
