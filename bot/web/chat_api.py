"""The chat API of the contract: HTTP and WebSocket."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from functools import partial

from aiohttp import web

from bot.claims.own_data import OWN_DATA
from bot.claims.photos import PhotoRefused, PhotoTooSlow
from bot.claims.privacy import Privacy
from bot.conversations import Inbound, StillWorking, sentences
from bot.conversations.as_text import as_text
from bot.conversations.transcript import utc_now
from bot.web.app import DOOR
from bot.web.chat_message import (
    answer,
    check_origin,
    conversation_of,
    customer_address,
    limit,
    read_id,
    read_json,
    read_message,
    shown,
    store,
)
from bot.web.chat_socket import ChatSocket
from bot.web.errors import ApiError
from bot.web.upload import read_upload

__all__ = ["routes"]

routes = web.RouteTableDef()

CHANNEL = "web"
DELETION = "/delete_data"
PROTOCOL = "recall."
# Far more than a message may have: one that is too long gets a sentence, not a closed socket.
SOCKET_MAX_BYTES = 1024 * 1024
# So long after it was shown in the conversation it may be downloaded.
DATA_TIME = timedelta(hours=1)
# How long the other side of a socket that we close may take to say good-bye.
CLOSE_SECONDS = 2.0


@routes.post("/api/chat/conversations")
async def begin(request: web.Request) -> web.Response:
    """A new conversation and the token that opens it."""
    door = request.app[DOOR]
    check_origin(request, door)
    if wait := door.conversations_minute.wait(customer_address(request, door)):
        raise ApiError(429, "too_fast", sentences.TOO_FAST, retry=wait)
    conversation, token = door.tokens.new_conversation()
    await door.transcript.open(conversation, CHANNEL)
    return web.json_response({"conversation": conversation, "token": token}, status=201)


@routes.post("/api/chat/messages")
async def say(request: web.Request) -> web.Response:
    """Take one message and give its answer."""
    door = request.app[DOOR]
    conversation = conversation_of(request, door)
    body = await read_json(request)
    inbound = await read_message(door, conversation, body, customer_address(request, door))
    taken = await store(door, conversation, inbound)
    replies = await answer(door, conversation, taken)
    return web.json_response({"messages": [shown(door, conversation, m) for m in replies]})


@routes.get("/api/chat/messages")
async def history(request: web.Request) -> web.Response:
    """All messages after a seq, oldest first, at most 500."""
    door = request.app[DOOR]
    conversation = conversation_of(request, door)
    messages = await door.transcript.since(conversation, _after(request))
    return web.json_response({"messages": [shown(door, conversation, m) for m in messages]})


@routes.get("/api/chat/transcript")
async def transcript(request: web.Request) -> web.Response:
    """All that was said, as a text to keep."""
    door = request.app[DOOR]
    conversation = conversation_of(request, door)
    parts: list[str] = []
    seq = 0
    while page := await door.transcript.since(conversation, seq):
        parts += [as_text(message) for message in page]
        seq = page[-1].seq
    headers = {"Content-Disposition": 'attachment; filename="transcript.txt"'}
    return web.Response(text="\n".join(parts), headers=headers)


@routes.get("/api/chat/data")
async def own_data(request: web.Request) -> web.Response:
    """Everything kept of the customer, as a file; for an hour after the dialogue has shown it.

    The dialogue has made sure before that it is they who ask.
    """
    door = request.app[DOOR]
    conversation = conversation_of(request, door)
    if not await door.transcript.carded_since(conversation, OWN_DATA, utc_now() - DATA_TIME):
        raise ApiError(403, "not_shown", sentences.DATA_NOT_SHOWN)
    kept = await Privacy(door.database, door.photos).export(conversation)
    headers = {"Content-Disposition": 'attachment; filename="my-data.json"'}
    return web.json_response(
        kept, headers=headers, dumps=partial(json.dumps, ensure_ascii=False, indent=2)
    )


@routes.post("/api/chat/photos")
async def photo(request: web.Request) -> web.Response:
    """Take one photo: checked, drawn anew, read, stored, and given to the dialogue."""
    door = request.app[DOOR]
    conversation = conversation_of(request, door)
    address = customer_address(request, door)
    limit(door, conversation, address)
    upload, data = await read_upload(request)
    upload = upload or hashlib.sha256(data).hexdigest()
    try:
        kept, accepted = await door.photo_path.take(
            conversation, upload, data, {"address": address}
        )
    except PhotoRefused as refused:
        door.metrics.photos.labels(refused.kind).inc()
        status = 413 if refused.kind == "too_big" else 422
        raise ApiError(
            status, f"photo_{refused.kind}", sentences.PHOTO_REFUSED[refused.kind]
        ) from None
    except PhotoTooSlow:
        door.metrics.photos.labels("too_slow").inc()
        raise ApiError(503, "photo_later", sentences.PHOTO_LATER, retry=5) from None
    door.metrics.photos.labels("taken").inc()
    try:
        replies = await door.turns.answer_to(conversation, accepted)
    except StillWorking:
        raise ApiError(503, "still_working", sentences.STILL_WORKING, retry=2) from None
    messages = [shown(door, conversation, m) for m in replies]
    return web.json_response({"photo": kept, "messages": messages})


@routes.get("/api/chat/photos/{photo}")
async def preview(request: web.Request) -> web.Response:
    """A photo of the conversation, small, as its message names it."""
    door = request.app[DOOR]
    conversation = conversation_of(request, door)
    if wait := door.previews_minute.wait(customer_address(request, door)):
        raise ApiError(429, "too_fast", sentences.TOO_FAST, retry=wait)
    small = await door.photos.preview(conversation, request.match_info["photo"])
    if small is None:
        raise web.HTTPNotFound
    return web.Response(body=small, content_type="image/jpeg")


@routes.post("/api/chat/deletion")
async def deletion(request: web.Request) -> web.Response:
    """Take the wish to have one's data deleted, as a message with an `id`; the dialogue asks on."""
    door = request.app[DOOR]
    conversation = conversation_of(request, door)
    message_id = read_id(await read_json(request))
    context = {"address": customer_address(request, door)}
    wish = Inbound(message_id, sentences.DELETION_WISH, DELETION, context)
    replies = await answer(door, conversation, await store(door, conversation, wish))
    return web.json_response({"messages": [shown(door, conversation, m) for m in replies]})


@routes.get("/api/chat/socket")
async def socket(request: web.Request) -> web.WebSocketResponse:
    """The same over WebSocket; the token comes as the subprotocol `recall.<token>`.

    With `?after=SEQ` it begins with what was said since, and sends the customer's own messages
    too: each of these says that the message is stored. Who has too many gets along by HTTP.
    """
    door = request.app[DOOR]
    check_origin(request, door)
    offered = [p.strip() for p in request.headers.get("Sec-WebSocket-Protocol", "").split(",")]
    protocol = next((p for p in offered if p.startswith(PROTOCOL)), "")
    conversation = door.tokens.conversation(protocol.removeprefix(PROTOCOL))
    if conversation is None:
        raise ApiError(401, "bad_token", sentences.NOT_SIGNED_IN)
    address = customer_address(request, door)
    if wait := door.sockets_minute.wait(address):
        raise ApiError(429, "too_fast", sentences.TOO_FAST, retry=wait)
    resumed = "after" in request.query
    seq = _after(request) if resumed else await door.transcript.last_seq(conversation)
    ws = web.WebSocketResponse(
        protocols=[protocol], heartbeat=25.0, max_msg_size=SOCKET_MAX_BYTES, timeout=CLOSE_SECONDS
    )
    chat = ChatSocket(door, conversation, ws, address, seq, echo=resumed)
    with chat.counted():
        await ws.prepare(request)
        await chat.serve()
    return ws


def _after(request: web.Request) -> int:
    after = request.query.get("after", "0")
    if not after.isascii() or not after.isdecimal() or len(after) > 9:
        raise ApiError(400, "bad_after", sentences.BAD_REQUEST)
    return int(after)
