"""The chat API of the contract: HTTP and WebSocket."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import logging
import time
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from aiohttp import BodyPartReader, WSMessage, WSMsgType, web
from aiohttp.http_exceptions import HttpProcessingError

from bot.claims.own_data import OWN_DATA
from bot.claims.photos import MAX_BYTES, PhotoRefused
from bot.claims.privacy import Privacy
from bot.conversations import Inbound, Message, StillWorking, sentences
from bot.conversations.as_text import as_text
from bot.conversations.incoming import MAX_CHARACTERS, MessageRefused, clean_id, clean_text
from bot.conversations.loop import DANGER_BUTTON, is_urgent
from bot.conversations.transcript import Accepted, utc_now
from bot.errors import describe
from bot.storage import DatabaseBusy
from bot.web.app import DOOR, Door
from bot.web.errors import ApiError, as_api_error

__all__ = ["customer_address", "read_upload", "routes"]

routes = web.RouteTableDef()
logger = logging.getLogger(__name__)

CHANNEL = "web"
DELETION = "/delete_data"
PROTOCOL = "recall."
# Messages written by another process (an operator's decision) reach an open socket this late.
SOCKET_POLL_SECONDS = 5.0
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
    _check_origin(request, door)
    if wait := door.conversations_minute.wait(customer_address(request, door)):
        raise ApiError(429, "too_fast", sentences.TOO_FAST, retry=wait)
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
    body = _parse(await request.read())
    taken = await _accept(door, conversation, body, customer_address(request, door))
    replies = await _answer(door, conversation, taken)
    return web.json_response({"messages": [_shown(door, conversation, m) for m in replies]})


@routes.get("/api/chat/messages")
async def history(request: web.Request) -> web.Response:
    """All messages after a seq, oldest first, at most 500."""
    door = request.app[DOOR]
    conversation = _conversation(request, door)
    messages = await door.transcript.since(conversation, _after(request))
    return web.json_response({"messages": [_shown(door, conversation, m) for m in messages]})


@routes.get("/api/chat/transcript")
async def transcript(request: web.Request) -> web.Response:
    """All that was said, as a text to keep."""
    door = request.app[DOOR]
    conversation = _conversation(request, door)
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
    conversation = _conversation(request, door)
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
    conversation = _conversation(request, door)
    address = customer_address(request, door)
    _limit(door, conversation, address)
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
    door.metrics.photos.labels("taken").inc()
    try:
        replies = await door.turns.answer_to(conversation, accepted)
    except StillWorking:
        raise ApiError(503, "still_working", sentences.STILL_WORKING, retry=2) from None
    shown = [_shown(door, conversation, m) for m in replies]
    return web.json_response({"photo": kept, "messages": shown})


@routes.post("/api/chat/deletion")
async def deletion(request: web.Request) -> web.Response:
    """Take the wish to have one's data deleted, as a message with an `id`; the dialogue asks on."""
    door = request.app[DOOR]
    conversation = _conversation(request, door)
    if request.content_type != "application/json":
        raise ApiError(415, "not_json", sentences.BAD_REQUEST)
    body = _parse(await request.read())
    try:
        message_id = clean_id(body.get("id") if isinstance(body, dict) else None)
    except MessageRefused as refused:
        raise _refusal(refused.kind) from None
    address = customer_address(request, door)
    _limit(door, conversation, address)
    wish = Inbound(message_id, sentences.DELETION_WISH, DELETION, {"address": address})
    try:
        replies = await door.turns.take(conversation, wish)
    except StillWorking:
        raise ApiError(503, "still_working", sentences.STILL_WORKING, retry=2) from None
    return web.json_response({"messages": [_shown(door, conversation, m) for m in replies]})


@routes.get("/api/chat/socket")
async def socket(request: web.Request) -> web.WebSocketResponse:
    """The same over WebSocket; the token comes as the subprotocol `recall.<token>`.

    With `?after=SEQ` it begins with what was said since, and sends the customer's own messages
    too: each of these says that the message is stored.
    """
    door = request.app[DOOR]
    _check_origin(request, door)
    offered = [p.strip() for p in request.headers.get("Sec-WebSocket-Protocol", "").split(",")]
    protocol = next((p for p in offered if p.startswith(PROTOCOL)), "")
    conversation = door.tokens.conversation(protocol.removeprefix(PROTOCOL))
    if conversation is None:
        raise ApiError(401, "bad_token", sentences.NOT_SIGNED_IN)
    resumed = "after" in request.query
    seq = _after(request)
    while not resumed and (page := await door.transcript.since(conversation, seq)):
        seq = page[-1].seq
    ws = web.WebSocketResponse(
        protocols=[protocol], heartbeat=25.0, max_msg_size=SOCKET_MAX_BYTES, timeout=CLOSE_SECONDS
    )
    await ws.prepare(request)
    address = customer_address(request, door)
    await _Socket(door, conversation, ws, address, seq, echo=resumed).serve()
    return ws


class _Socket:
    """One open socket: frames in become turns, what grows in the transcript goes out once."""

    def __init__(
        self,
        door: Door,
        conversation: str,
        ws: web.WebSocketResponse,
        address: str,
        seq: int,
        *,
        echo: bool,
    ) -> None:
        self._door = door
        self._conversation = conversation
        self._ws = ws
        self._address = address
        self._seq = seq
        self._echo = echo
        self._news = asyncio.Event()
        self._sending = asyncio.Lock()

    async def serve(self) -> None:
        """Until the other side closes."""
        watchers = self._door.watchers.setdefault(self._conversation, set())
        watchers.add(self._news)
        self._door.sockets.add(self._ws)
        pushing = asyncio.create_task(self._push())
        turns: set[asyncio.Task[None]] = set()
        try:
            async for frame in self._ws:
                # Stored one after the other: they are answered in the order they were written.
                turn = await self._hear(frame)
                if turn:
                    turns.add(turn)
                    turn.add_done_callback(turns.discard)
        finally:
            self._door.sockets.discard(self._ws)
            watchers.discard(self._news)
            if not watchers:
                self._door.watchers.pop(self._conversation, None)
            # The turns themselves go on in the turn loop: a closed tab loses no answer.
            for task in (pushing, *turns):
                task.cancel()
            await asyncio.gather(pushing, *turns, return_exceptions=True)

    async def _hear(self, frame: WSMessage) -> asyncio.Task[None] | None:
        """Store what a frame says; the task that waits for its answer."""
        body: Any = None
        try:
            body = _parse(frame.data if frame.type is WSMsgType.TEXT else "")
            taken = await _accept(self._door, self._conversation, body, self._address)
        except Exception as error:
            await self._fail(error, body)
            return None
        self._door.wake(self._conversation)  # the customer's other windows show it too
        return asyncio.create_task(self._answer(taken, body))

    async def _answer(self, taken: _Taken, body: Any) -> None:
        """New answers go out by `_flush`, an error or an answer given before from here."""
        with contextlib.suppress(ConnectionError):
            await self._ws.send_json({"typing": True})
            before = self._seq
            try:
                for message in await _answer(self._door, self._conversation, taken):
                    if message.seq <= before:
                        await self._send(message)
                await self._flush()
            except ConnectionError:
                raise
            except Exception as error:
                await self._fail(error, body)
            await self._ws.send_json({"typing": False})

    async def _push(self) -> None:
        while not self._ws.closed:
            try:
                await self._flush()
            except ConnectionError:
                return
            except Exception as error:
                # Looked for again below; a database that was away for a moment must not end it.
                logger.error("new messages could not be read: %s", describe(error))
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._news.wait(), SOCKET_POLL_SECONDS)
            self._news.clear()

    async def _flush(self) -> None:
        """Send what the transcript holds and this socket has not been sent."""
        async with self._sending:
            while page := await self._door.transcript.since(self._conversation, self._seq):
                for message in page:
                    self._seq = message.seq
                    if self._echo or message.sender != "customer":
                        await self._send(message)

    async def _send(self, message: Message) -> None:
        await self._ws.send_json(_shown(self._door, self._conversation, message))

    async def _fail(self, error: Exception, body: Any) -> None:
        message_id = body.get("id") if isinstance(body, dict) else None
        told = as_api_error(error, "a message by WebSocket")
        with contextlib.suppress(ConnectionError):
            await self._ws.send_json({**told.body(), "id": message_id, "retry": told.retry})


def _parse(data: str | bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise ApiError(400, "not_json", sentences.BAD_REQUEST) from None


@dataclass(frozen=True)
class _Taken:
    """A stored message, and since when its customer waits."""

    inbound: Inbound
    accepted: Accepted
    since: float


async def _accept(door: Door, conversation: str, body: Any, address: str) -> _Taken:
    """Store one message. Raises ApiError."""
    started = time.monotonic()
    inbound = await _read_message(door, conversation, body, address)
    _limit(door, conversation, address, inbound)
    try:
        accepted = await door.transcript.accept(conversation, inbound)
    except DatabaseBusy:
        raise ApiError(503, "busy", _urgent(door, inbound, sentences.BUSY), retry=2) from None
    return _Taken(inbound, accepted, started)


async def _answer(door: Door, conversation: str, taken: _Taken) -> list[Message]:
    """Wait for the answer to a stored message. Raises ApiError."""
    try:
        replies = await door.turns.answer_to(conversation, taken.accepted)
    except StillWorking:
        door.metrics.messages.labels("still_working").inc()
        message = _urgent(door, taken.inbound, sentences.STILL_WORKING)
        raise ApiError(503, "still_working", message, retry=2) from None
    door.metrics.messages.labels("answered").inc()
    door.metrics.answer_seconds.observe(time.monotonic() - taken.since)
    return replies


def _urgent(door: Door, inbound: Inbound | None, message: str) -> str:
    """The message, after the first steps where danger was told: that is never left without."""
    if inbound is not None and is_urgent(inbound):
        return f"{door.recalls.featured.facts()['emergency_steps']}\n{message}"
    return message


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


def _after(request: web.Request) -> int:
    after = request.query.get("after", "0")
    if not after.isascii() or not after.isdecimal() or len(after) > 9:
        raise ApiError(400, "bad_after", sentences.BAD_REQUEST)
    return int(after)


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


def customer_address(request: web.Request, door: Door) -> str:
    """Whom limits by address count for; the nearest address that no proxy of ours wrote."""
    address = request.remote or ""
    trusted = door.settings.trusted_proxies
    if trusted:
        # A proxy may write into a line of its own below the one that the customer sent.
        lines = request.headers.getall("X-Forwarded-For", ())
        hops = [hop.strip() for hop in ",".join(lines).split(",")]
        if len(hops) >= trusted and hops[-trusted]:
            address = hops[-trusted]
    return door.tokens.address(address)


def _limit(door: Door, conversation: str, address: str, inbound: Inbound | None = None) -> None:
    """Count a message, or what comes without one. Raises ApiError over a limit."""
    if inbound is not None and inbound.payload == DANGER_BUTTON:
        return  # pressed, so we offered it: what it does no limit may hold up
    for window, key in (
        (door.conversation_minute, conversation),
        (door.conversation_hour, conversation),
        (door.address_minute, address),
    ):
        if wait := window.wait(key):
            raise ApiError(429, "too_fast", _urgent(door, inbound, sentences.TOO_FAST), retry=wait)


def _shown(door: Door, conversation: str, message: Message) -> dict[str, Any]:
    """A message as the customer gets it: the payloads of its buttons signed."""
    shown = message.as_json()
    shown["buttons"] = [
        {"title": b["title"], "payload": door.tokens.sign_payload(conversation, b["payload"])}
        for b in shown["buttons"]
    ]
    return shown
