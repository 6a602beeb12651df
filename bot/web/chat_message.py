"""One message of a customer by the chat API: whose it is, what it says, stored and answered."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.conversations import Inbound, Message, StillWorking, sentences
from bot.conversations.alarm import first_steps
from bot.conversations.incoming import MAX_CHARACTERS, MessageRefused, clean_id, clean_text
from bot.conversations.loop import DANGER_BUTTON, is_urgent
from bot.conversations.transcript import Accepted
from bot.storage import DatabaseBusy
from bot.web.app import Door
from bot.web.contacts import contacts
from bot.web.errors import ApiError

__all__ = [
    "Taken", "answer", "check_origin", "conversation_of", "customer_address", "limit", "parse",
    "read_id", "read_json", "read_message", "shown", "store",
]  # fmt: skip


def conversation_of(request: web.Request, door: Door) -> str:
    """The conversation the bearer token opens. Raises ApiError."""
    check_origin(request, door)
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    conversation = door.tokens.conversation(token.strip()) if kind.lower() == "bearer" else None
    if conversation is None:
        raise ApiError(401, "bad_token", sentences.NOT_SIGNED_IN)
    return conversation


def check_origin(request: web.Request, door: Door) -> None:
    """A page of another site may only speak to us if the settings name it. Raises ApiError."""
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


def parse(data: str | bytes) -> Any:
    """The JSON of a body or a frame. Raises ApiError."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise ApiError(400, "not_json", sentences.BAD_REQUEST) from None


async def read_json(request: web.Request) -> Any:
    """A request's JSON. Raises ApiError."""
    if request.content_type != "application/json":
        raise ApiError(415, "not_json", sentences.BAD_REQUEST)
    return parse(await request.read())


async def read_message(door: Door, conversation: str, body: Any, address: str) -> Inbound:
    """What a message's JSON says. Raises ApiError."""
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


def read_id(body: Any) -> str:
    """The id that the customer's side gave a message. Raises ApiError."""
    try:
        return clean_id(body.get("id") if isinstance(body, dict) else None)
    except MessageRefused as refused:
        raise _refusal(refused.kind) from None


def _refusal(kind: str) -> ApiError:
    if kind == "too_long":
        return ApiError(413, "too_long", sentences.TOO_LONG)
    if kind == "empty":
        return ApiError(422, "empty", sentences.EMPTY)
    return ApiError(400, "bad_request", sentences.BAD_REQUEST)


def limit(door: Door, conversation: str, address: str, inbound: Inbound | None = None) -> None:
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


@dataclass(frozen=True)
class Taken:
    """A stored message, and since when its customer waits."""

    inbound: Inbound
    accepted: Accepted
    since: float


async def store(door: Door, conversation: str, inbound: Inbound) -> Taken:
    """Store one message; this acknowledges it. Raises ApiError."""
    started = time.monotonic()
    limit(door, conversation, inbound.context["address"], inbound)
    try:
        accepted = await door.turns.accept(conversation, inbound)
    except DatabaseBusy:
        raise ApiError(503, "busy", _urgent(door, inbound, sentences.BUSY), retry=2) from None
    return Taken(inbound, accepted, started)


async def answer(door: Door, conversation: str, taken: Taken) -> list[Message]:
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
        facts = door.recalls.featured.facts()
        steps = first_steps(inbound.text, facts["emergency_steps"], facts["emergency_steps_es"])
        return "\n\n".join(reply.text for reply in steps) + f"\n{message}"
    return message


def shown(door: Door, conversation: str, message: Message) -> dict[str, Any]:
    """A message as the customer gets it: the payloads of its buttons signed.

    A contact of a recall that we tell in its text is one of its links, too.
    """
    told = message.as_json()
    if told["from"] != "customer":
        told["links"] = [*told["links"], *contacts(door.recalls, told["text"])]
    told["buttons"] = [
        {"title": b["title"], "payload": door.tokens.sign_payload(conversation, b["payload"])}
        for b in told["buttons"]
    ]
    return told
