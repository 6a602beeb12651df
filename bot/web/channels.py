"""The webhooks of messaging channels, and the page that takes a photo for them."""

from __future__ import annotations

import html
import logging

from aiohttp import web

from bot.channels.adapter import Incoming
from bot.channels.photo_links import PhotoLinks
from bot.claims.photos import PhotoRefused, PhotoTooSlow
from bot.conversations import sentences
from bot.storage import DatabaseBusy
from bot.web.app import DOOR, Door
from bot.web.errors import ApiError
from bot.web.upload import read_upload

__all__ = ["routes"]

routes = web.RouteTableDef()
logger = logging.getLogger(__name__)

# A batch of events; far more than any provider sends at once.
MAX_WEBHOOK = 1024 * 1024
PHOTO_PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Your photo</title>
<link rel="stylesheet" href="/static/photo.css">
<main>
<h1>Your photo</h1>
<p role="status">{told}</p>
{form}
</main>
</html>
"""
FORM = """<form method="post" enctype="multipart/form-data">
<label for="photo">Take the photo, or choose one you have</label>
<input id="photo" name="photo" type="file" accept="image/*" required>
<button>Send the photo</button>
</form>"""
ASK = (
    "Please send the photo that was asked for. If it gets hot, swells, smells or smokes, "
    "don't touch it: get away and call {emergency_number}."
)
TAKEN = "Thank you, I have your photo. You can close this page; the answer comes where we talk."
USED = "This link has been used already. If another photo is needed, you will get a new link."
EXPIRED = "This link is too old. Please ask for a new one where we talk."
BUSY = "I can't show this page just now, I'm sorry. Please open it again in a moment."
UNKNOWN = "This link is not complete. Please open it once more from the message."


@routes.route("*", "/channels/{channel}")
async def webhook(request: web.Request) -> web.Response:
    """What a provider delivers: checked, stored, acknowledged; answered afterwards."""
    door = request.app[DOOR]
    channel = request.match_info["channel"]
    if door.channels is None or channel not in door.channels.adapters:
        raise web.HTTPNotFound()
    if request.method not in ("GET", "POST"):
        raise web.HTTPMethodNotAllowed(request.method, ["GET", "POST"])
    incoming = Incoming(
        request.method,
        door.settings.messaging.public_url + request.path_qs,
        request.query,
        request.headers,
        await _body(request),
    )
    try:
        read = await door.channels.take(channel, incoming)
    except DatabaseBusy:
        # Not stored, so not acknowledged: every provider delivers it again.
        return web.Response(status=503, headers={"Retry-After": "2"})
    if read is None:
        return web.Response(status=403)
    return web.Response(status=read.status, text=read.body, content_type=read.type)


@routes.get("/photo/{token}")
async def photo_page(request: web.Request) -> web.Response:
    """The page a link leads to."""
    try:
        asked = await _door_links(request).asked(request.match_info["token"])
    except DatabaseBusy:
        return _page(BUSY, status=503)
    if asked is None:
        return _page(UNKNOWN, status=404)
    facts = request.app[DOOR].recalls.featured.facts()
    ask = ASK.format(emergency_number=facts["emergency_number"])
    told = {"open": ask, "used": USED, "expired": EXPIRED}[asked.state]
    return _page(told, form=asked.state == "open", status=200 if asked.state == "open" else 410)


@routes.post("/photo/{token}")
async def photo_sent(request: web.Request) -> web.Response:
    """The photo, once."""
    door = request.app[DOOR]
    try:
        return await _take_photo(request, door)
    except PhotoTooSlow:
        door.metrics.photos.labels("too_slow").inc()
    except DatabaseBusy:
        logger.error("the database is busy: a photo was refused")
    return _page(sentences.PHOTO_LATER, form=True, status=503)


async def _take_photo(request: web.Request, door: Door) -> web.Response:
    asked = await _door_links(request).asked(request.match_info["token"])
    if asked is None:
        return _page(UNKNOWN, status=404)
    if asked.state != "open":
        return _page(USED if asked.state == "used" else EXPIRED, status=410)
    if door.conversation_minute.wait(asked.conversation):
        return _page(sentences.TOO_FAST, form=True, status=429)
    try:
        _, data = await read_upload(request)
        context = {"address": door.tokens.address(asked.conversation)}
        await door.photo_path.take(asked.conversation, asked.upload, data, context)
    except PhotoRefused as refused:
        door.metrics.photos.labels(refused.kind).inc()
        return _page(sentences.PHOTO_REFUSED[refused.kind], form=True, status=422)
    except ApiError as error:
        return _page(error.message, form=True, status=error.status)
    door.metrics.photos.labels("taken").inc()
    door.turns.work_on(asked.conversation)
    return _page(TAKEN)


def _door_links(request: web.Request) -> PhotoLinks:
    door: Door = request.app[DOOR]
    return door.photo_links


def _page(told: str, *, form: bool = False, status: int = 200) -> web.Response:
    text = PAGE.format(told=html.escape(told), form=FORM if form else "")
    headers = {"Content-Security-Policy": PHOTO_PAGE_POLICY, "Cache-Control": "no-store"}
    return web.Response(text=text, status=status, content_type="text/html", headers=headers)


async def _body(request: web.Request) -> bytes:
    body = bytearray()
    async for chunk in request.content.iter_chunked(64 * 1024):
        body += chunk
        if len(body) > MAX_WEBHOOK:
            raise web.HTTPRequestEntityTooLarge(MAX_WEBHOOK, len(body))
    return bytes(body)
