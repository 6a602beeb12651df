"""The chat API of the contract: HTTP and WebSocket."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import time
from typing import Any

from aiohttp import BodyPartReader, WSMsgType, web

from bot.claims.photos import MAX_BYTES, PhotoRefused
from bot.conversations import Inbound, Message, StillWorking, UnknownConversation, sentences
from bot.conversations.incoming import MAX_CHARACTERS, MessageRefused, clean_id, clean_text
from bot.safety import find_hazard
from bot.storage import DatabaseBusy
from bot.web.app import DOOR, Door
from bot.web.errors import ApiError

__all__ = ["routes"]

routes = web.RouteTableDef()

CHANNEL = "web"
PROTOCOL = "recall."
# Messages written by another process (an operator's decision) reach an open socket this late.
SOCKET_POLL_SECONDS = 5.0
SOCKET_MAX_BYTES = 64 * 1024


@routes.post("/api/chat/conversations")
async def begin(request: web.Request) -> web.Response:
    """A new conversation and the token that opens it."""
    door = request.app[DOOR]
    _check_origin(request, door)
    _pass(door.conversations_minute.wait(_address(request, door)), "")
    conversation, token = door.tokens.new_conversation()
    await door.transcript.open(conversation, CHANNEL)
    return web.json_response({"conversation": conversation, "token": token}, status=201)


@routes.post("/api/chat/messages")
async def say(request: web.Request) -> web.Response:
    """Take one message and give its answer."""
    door = request.app[DOOR]
    conversation = _conversation(request, door)
    if request.content_type != "application/json":
        raise ApiError(415, "not_json", sentences.BAD_REQUEST)
    try:
        body = json.loads(await request.read())
    except (ValueError, UnicodeDecodeError, RecursionError):
        raise ApiError(400, "not_json", sentences.BAD_REQUEST) from None
    replies = await _take(door, conversation, body, _address(request, door))
    return web.json_response({"messages": [_shown(door, conversation, m) for m in replies]})


@routes.get("/api/chat/messages")
async def history(request: web.Request) -> web.Response:
    """All messages after a seq, oldest first, at most 500."""
    door = request.app[DOOR]
    conversation = _conversation(request, door)
    after = request.query.get("after", "0")
    if not after.isascii() or not after.isdecimal() or len(after) > 9:
        raise ApiError(400, "bad_after", sentences.BAD_REQUEST)
    messages = await door.transcript.since(conversation, int(after))
    return web.json_response({"messages": [_shown(door, conversation, m) for m in messages]})


@routes.post("/api/chat/photos")
async def photo(request: web.Request) -> web.Response:
    """Take one photo: checked, drawn anew, stored, and given to the dialogue."""
    door = request.app[DOOR]
    conversation = _conversation(request, door)
    address = _address(request, door)
    upload, data = await _read_upload(request)
    _limit(door, conversation, address, "")
    try:
        clean = await door.photo_worker.clean(data)
    except PhotoRefused as refused:
        door.metrics.photos.labels(refused.kind).inc()
        status = 413 if refused.kind == "too_big" else 422
        raise ApiError(
            status, f"photo_{refused.kind}", sentences.PHOTO_REFUSED[refused.kind]
        ) from None
    upload = upload or hashlib.sha256(data).hexdigest()
    message = Inbound(upload, sentences.PHOTO_MESSAGE, "/send_photo", {"address": address})
    kept, accepted = await door.photos.keep(conversation, upload, clean, message)
    door.metrics.photos.labels("taken").inc()
    try:
        replies = await door.turns.answer_to(conversation, accepted)
    except StillWorking:
        raise ApiError(503, "still_working", sentences.STILL_WORKING, retry=2) from None
    shown = [_shown(door, conversation, m) for m in replies]
    return web.json_response({"photo": kept, "messages": shown})


@routes.get("/api/chat/socket")
async def socket(request: web.Request) -> web.WebSocketResponse:
    """The same over WebSocket; the token comes as the subprotocol `recall.<token>`."""
    door = request.app[DOOR]
    _check_origin(request, door)
    offered = [p.strip() for p in request.headers.get("Sec-WebSocket-Protocol", "").split(",")]
    protocol = next((p for p in offered if p.startswith(PROTOCOL)), "")
    conversation = door.tokens.conversation(protocol.removeprefix(PROTOCOL))
    if conversation is None:
        raise ApiError(401, "bad_token", sentences.NOT_SIGNED_IN)
    ws = web.WebSocketResponse(
        protocols=[protocol], heartbeat=25.0, max_msg_size=SOCKET_MAX_BYTES
    )
    await ws.prepare(request)
    seen = await door.transcript.since(conversation, 0)
    open_socket = _Socket(door, conversation, ws, _address(request, door), seen)
    await open_socket.serve()
    return ws


class _Socket:
    """One open socket: frames in become turns, what grows in the transcript goes out once."""

    def __init__(
        self,
        door: Door,
        conversation: str,
        ws: web.WebSocketResponse,
        address: str,
        seen: list[Message],
    ) -> None:
        self._door = door
        self._conversation = conversation
        self._ws = ws
        self._address = address
        self._seq = seen[-1].seq if seen else 0
        self._news = asyncio.Event()

    async def serve(self) -> None:
        """Until the other side closes."""
        watchers = self._door.watchers.setdefault(self._conversation, set())
        watchers.add(self._news)
        pushing = asyncio.create_task(self._push())
        turns: set[asyncio.Task[None]] = set()
        try:
            async for frame in self._ws:
                data = frame.data if frame.type is WSMsgType.TEXT else ""
                turn = asyncio.create_task(self._take(data))
                turns.add(turn)
                turn.add_done_callback(turns.discard)
        finally:
            watchers.discard(self._news)
            if not watchers:
                self._door.watchers.pop(self._conversation, None)
            # The turns themselves go on in the turn loop: a closed tab loses no answer.
            for task in (pushing, *turns):
                task.cancel()
            await asyncio.gather(pushing, *turns, return_exceptions=True)

    async def _take(self, data: str) -> None:
        """One frame in; new answers go out by `_push`, an error or an old answer from here."""
        body: Any = None
        with contextlib.suppress(ConnectionError):
            try:
                body = json.loads(data)
                await self._ws.send_json({"typing": True})
                before = self._seq
                for message in await _take(self._door, self._conversation, body, self._address):
                    if message.seq <= before:
                        await self._send(message)
            except (ValueError, RecursionError):
                await self._fail(ApiError(400, "not_json", sentences.BAD_REQUEST), None)
            except ApiError as error:
                await self._fail(error, body)
            except DatabaseBusy:
                await self._fail(ApiError(503, "busy", sentences.BUSY), body)
            finally:
                await self._ws.send_json({"typing": False})

    async def _push(self) -> None:
        while not self._ws.closed:
            for message in await self._door.transcript.since(self._conversation, self._seq):
                self._seq = message.seq
                if message.sender != "customer":
                    await self._send(message)
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._news.wait(), SOCKET_POLL_SECONDS)
            self._news.clear()

    async def _send(self, message: Message) -> None:
        await self._ws.send_json(_shown(self._door, self._conversation, message))

    async def _fail(self, error: ApiError, body: Any) -> None:
        message_id = body.get("id") if isinstance(body, dict) else None
        await self._ws.send_json({**error.body(), "id": message_id})


async def _take(door: Door, conversation: str, body: Any, address: str) -> list[Message]:
    """Store a message, run its turn, return the answer. Raises ApiError."""
    started = time.monotonic()
    inbound = await _read_message(door, conversation, body, address)
    _limit(door, conversation, address, inbound.text)
    try:
        replies = await door.turns.take(conversation, inbound)
    except StillWorking:
        door.metrics.messages.labels("still_working").inc()
        raise ApiError(503, "still_working", sentences.STILL_WORKING, retry=2) from None
    except UnknownConversation:
        raise ApiError(401, "bad_token", sentences.NOT_SIGNED_IN) from None
    door.metrics.messages.labels("answered").inc()
    door.metrics.answer_seconds.observe(time.monotonic() - started)
    return replies


async def _read_message(door: Door, conversation: str, body: Any, address: str) -> Inbound:
    if not isinstance(body, dict):
        raise ApiError(400, "bad_request", sentences.BAD_REQUEST)
    try:
        message_id = clean_id(body.get("id"))
        signed = body.get("payload")
        if signed is None:
            text, payload = clean_text(body.get("text")), None
        elif isinstance(signed, str) and len(signed) <= MAX_CHARACTERS:
            text, payload = await _pressed(door, conversation, signed)
        else:
            raise MessageRefused("not_text")
    except MessageRefused as refused:
        door.metrics.messages.labels(refused.kind).inc()
        raise _refusal(refused.kind) from None
    return Inbound(message_id, text, payload, {"address": address})


async def _pressed(door: Door, conversation: str, signed: str) -> tuple[str, str | None]:
    """A button's title and payload; what no button of ours says is plain text."""
    payload = door.tokens.payload(conversation, signed)
    if payload is None:
        return clean_text(signed), None
    title = await door.transcript.offered_title(conversation, payload)
    if title is None:
        return clean_text(payload), None
    # A payload without a slash is what the customer would have typed.
    return (title, payload) if payload.startswith("/") else (payload, None)


def _refusal(kind: str) -> ApiError:
    if kind == "too_long":
        return ApiError(413, "too_long", sentences.TOO_LONG)
    if kind == "empty":
        return ApiError(422, "empty", sentences.EMPTY)
    return ApiError(400, "bad_request", sentences.BAD_REQUEST)


async def _read_upload(request: web.Request) -> tuple[str, bytes]:
    if request.content_type != "multipart/form-data":
        raise ApiError(415, "not_multipart", sentences.BAD_REQUEST)
    upload, data = "", b""
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                continue
            if part.name == "id":
                upload = clean_id((await _at_most(part, 200)).decode("ascii", "replace").strip())
            elif part.name == "photo":
                data = await _at_most(part, MAX_BYTES)
    except MessageRefused:
        raise ApiError(400, "bad_request", sentences.BAD_REQUEST) from None
    except ValueError:
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


def _conversation(request: web.Request, door: Door) -> str:
    """The conversation the bearer token opens. Raises ApiError."""
    _check_origin(request, door)
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    conversation = door.tokens.conversation(token.strip()) if kind.lower() == "bearer" else None
    if conversation is None:
        raise ApiError(401, "bad_token", sentences.NOT_SIGNED_IN)
    return conversation


def _check_origin(request: web.Request, door: Door) -> None:
    """A page of another site may only speak to us if the settings name it."""
    origin = request.headers.get("Origin")
    if origin is None or origin in door.settings.origins:
        return
    if origin.partition("://")[2] != request.host:
        raise ApiError(403, "bad_origin", sentences.NOT_SIGNED_IN)


def _address(request: web.Request, door: Door) -> str:
    """Whom limits by address count for; the nearest address that no proxy of ours wrote."""
    address = request.remote or ""
    trusted = door.settings.trusted_proxies
    if trusted:
        hops = [h.strip() for h in request.headers.get("X-Forwarded-For", "").split(",")]
        if len(hops) >= trusted and hops[-trusted]:
            address = hops[-trusted]
    return door.tokens.address(address)


def _limit(door: Door, conversation: str, address: str, text: str) -> None:
    for window, key in (
        (door.conversation_minute, conversation),
        (door.conversation_hour, conversation),
        (door.address_minute, address),
    ):
        _pass(window.wait(key), text, door)


def _pass(wait: int, text: str, door: Door | None = None) -> None:
    if not wait:
        return
    message = sentences.TOO_FAST
    hazard = find_hazard(text)
    if door is not None and hazard and hazard.tense == "now":
        # Danger is answered even to somebody who sends too much.
        message = f"{door.featured.facts()['emergency_steps']}\n{message}"
    raise ApiError(429, "too_fast", message, retry=wait)


def _shown(door: Door, conversation: str, message: Message) -> dict[str, Any]:
    """A message as the customer gets it: the payloads of its buttons signed."""
    shown = message.as_json()
    shown["buttons"] = [
        {"title": b["title"], "payload": door.tokens.sign_payload(conversation, b["payload"])}
        for b in shown["buttons"]
    ]
    return shown
