"""Links to a page that takes one photo, for customers whose channel can't bring it.

A link is signed for one message that asks for a photo. It is used up when that photo is kept: the
upload's id is made of the message, and the database keeps each upload once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from itsdangerous import BadSignature, Signer

from bot.claims.photos import Photos
from bot.conversations import Transcript
from bot.conversations.transcript import utc_now

__all__ = ["PhotoAsked", "PhotoLinks"]

VALID = timedelta(days=2)


class PhotoAsked(NamedTuple):
    """A photo that is asked for. state: "open", "used" or "expired". upload: its id."""

    conversation: str
    upload: str
    state: str


class PhotoLinks:
    """The links of one service."""

    def __init__(
        self,
        key: str,
        public_url: str,
        transcript: Transcript,
        photos: Photos,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._signer = Signer(key, salt="photo link", digest_method=hashlib.sha256)
        self._public_url = public_url
        self._transcript = transcript
        self._photos = photos
        self._clock = clock

    def link(self, conversation: str, seq: int) -> str:
        """The page for the photo that message `seq` asks for; the same each time."""
        token = self._signer.sign(f"{conversation}.{seq}").decode()
        return f"{self._public_url}/photo/{token}"

    async def asked(self, token: str) -> PhotoAsked | None:
        """What a link is for, None if it is not one of ours."""
        try:
            told = self._signer.unsign(token).decode()
        except (BadSignature, UnicodeError):
            return None
        if self._signer.sign(told).decode() != token:
            return None  # another spelling of the same bytes
        conversation, _, number = told.rpartition(".")
        seq = int(number)
        upload = f"link-{seq}"
        if await self._photos.known(conversation, upload):
            return PhotoAsked(conversation, upload, "used")
        found = await self._transcript.since(conversation, seq - 1, 1)
        asking = [m for m in found if m.seq == seq and m.extras.get("ask") == "photo"]
        late = not asking or asking[0].at < self._clock() - VALID
        return PhotoAsked(conversation, upload, "expired" if late else "open")
