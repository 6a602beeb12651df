"""A photo that comes as a multipart form."""

from __future__ import annotations

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from bot.claims.photos import MAX_BYTES
from bot.conversations import sentences
from bot.conversations.incoming import MessageRefused, clean_id
from bot.web.errors import ApiError

__all__ = ["read_upload"]


async def read_upload(request: web.Request) -> tuple[str, bytes]:
    """The fields `id` ("" if absent) and `photo` of a multipart form. Raises ApiError."""
    if request.content_type != "multipart/form-data":
        raise ApiError(415, "not_multipart", sentences.BAD_REQUEST)
    upload, data = "", b""
    try:
        parts = await request.multipart()
        while (part := await parts.next()) is not None:
            if not isinstance(part, BodyPartReader):
                continue
            if part.name == "id":
                upload = clean_id((await _at_most(part, 200)).decode("ascii", "replace").strip())
            elif part.name == "photo":
                data = await _at_most(part, MAX_BYTES)
    except MessageRefused:
        raise ApiError(400, "bad_request", sentences.BAD_REQUEST) from None
    except (ValueError, HttpProcessingError):
        raise ApiError(400, "bad_multipart", sentences.BAD_REQUEST) from None
    if not data:
        raise ApiError(422, "photo_empty", sentences.PHOTO_REFUSED["empty"])
    return upload, data


async def _at_most(part: BodyPartReader, limit: int) -> bytes:
    data = bytearray()
    while chunk := await part.read_chunk(64 * 1024):
        data += chunk
        if len(data) > limit:
            raise ApiError(413, "photo_too_big", sentences.PHOTO_REFUSED["too_big"])
    return bytes(data)
