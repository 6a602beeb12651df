"""Customers, claims and photos for tests of the desk, put straight into the database."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from bot.claims.claim import Claim, ClaimedUnit
from bot.claims.photo_check.checks import PhotoChecks
from bot.claims.photo_check.reading import Line, PhotoReading
from bot.claims.photos import CleanPhoto
from bot.conversations import Inbound, Reply
from bot.desk import Desk
from bot.storage.tables import channel_customers
from tests.web.pictures import picture

_COUNT = itertools.count(1)
MODEL = "A1263"
GROUNDS = {
    "rule": "listed", "reason": "It is on the list.", "suffix": "",
    "list": {"version": 3, "date": "2026-11-20", "demo": False},
}  # fmt: skip


@dataclass
class Wish:
    """What a claim is to be like; the rest is in order."""

    name: str = "Jane Porter"
    email: str = "jane@example.com"
    address: str = ""
    serial: str = ""
    verdict: str = "affected"
    photos: bool = True
    conversation: str = ""
    more: dict[str, Any] = field(default_factory=dict)
    more_units: tuple[ClaimedUnit, ...] = ()


async def until(happened: Callable[[], object], seconds: float = 60) -> None:
    """Wait for what goes on beside the test; TimeoutError where it never happens."""

    async def look() -> None:
        while not happened():
            await asyncio.sleep(0.01)

    await asyncio.wait_for(look(), seconds)


async def talk(desk: Desk, *said: str, conversation: str = "") -> str:
    """A conversation in which the assistant has answered each of these."""
    conversation = conversation or f"web-talk{next(_COUNT)}"
    await desk.transcript.open(conversation, "web")
    for n, text in enumerate(said, 1):
        accepted = await desk.transcript.accept(conversation, Inbound(f"m{n}", text))
        understood = {"intent": "inform", "confidence": 0.91}
        replies = [Reply(f"Answer {n}")]
        await desk.transcript.save_turn(conversation, accepted.seq, replies, None, None, understood)
    return conversation


async def filed(desk: Desk, wish: Wish | None = None) -> Claim:
    """A filed claim; its photos show all they must."""
    wish = wish or Wish()
    n = next(_COUNT)
    serial = wish.serial or f"AKFF1Y0E{n:08}"
    conversation = wish.conversation or await talk(desk, "hello")
    unit = ClaimedUnit(MODEL, serial, wish.verdict, GROUNDS)
    claim = await desk.claims.open_draft(conversation, "m1", "25-338", [unit, *wish.more_units])
    details = {
        "country": "US", "name": wish.name, "email": wish.email, "remedy": "replacement",
        "address": wish.address or f"{n} Elm Street, Denver, CO 80202", "seller": "Amazon",
        "order": "-", "consent": True, **wish.more,
    }  # fmt: skip
    await desk.claims.set_details(claim.number, details)
    if wish.photos:
        await shoot(desk, claim.number, conversation, wish.name, serial)
    return await desk.claims.submit(claim.number, [])


async def shoot(desk: Desk, number: str, conversation: str, name: str, serial: str) -> None:
    """Both photos, with what a machine would read on them."""
    recall = desk.recalls.get("25-338")
    assert recall is not None
    word = recall.evidence.marker_word
    today = desk.clock().strftime("%m/%d/%Y")
    for lines in ((f"Model: {MODEL}", f"SN: {serial}"),
                  (word, name, today, f"Model: {MODEL}", f"SN: {serial}")):  # fmt: skip
        n = next(_COUNT)
        read = [Line(text, (0.1, 0.1 * i, 0.6, 0.1 * i + 0.08)) for i, text in enumerate(lines)]
        photo = CleanPhoto(picture(), 640, 480, f"{n:064x}", "", PhotoReading.of(read))
        kept, accepted = await desk.photos.keep(
            conversation, f"up{n}", photo, Inbound(f"photo{n}", "Photo")
        )
        await desk.transcript.save_turn(conversation, accepted.seq, [], None)
        await desk.claims.attach_photo(number, kept)
    await PhotoChecks(desk.database).check(number, recall, "m1")


async def stopped(desk: Desk, standing: str = "stopped") -> str:
    """A conversation by SMS whose customer then wrote STOP, or blocks us."""
    conversation = f"sms-{next(_COUNT)}"
    await desk.transcript.open(conversation, "sms")
    await talk(desk, "hello", "STOP", conversation=conversation)
    await stop(desk, conversation, standing)
    return conversation


async def stop(desk: Desk, conversation: str, standing: str = "stopped") -> None:
    """From here on nothing that we say by ourselves reaches its customer."""
    now = desk.clock()
    row = {
        "conversation": conversation, "channel": "sms", "address": f"+1555010{next(_COUNT):04}",
        "heard_at": now, "due_at": now, "standing": standing,
        "stopped_seq": await desk.transcript.last_seq(conversation),
    }  # fmt: skip
    async with desk.database.write() as connection:
        await connection.execute(sa.insert(channel_customers).values(row))
