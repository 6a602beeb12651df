"""What conversation tests share besides the fixtures."""

from __future__ import annotations

import hashlib
import itertools
from typing import Any

import sqlalchemy as sa

from bot.claims.photo_check.elements import UnitRead, unit_on
from bot.claims.photo_check.reading import Line, PhotoReading
from bot.claims.photos import CleanPhoto, Photos
from bot.conversations import Inbound
from bot.recalls import demo_serials, load_recall, load_recalls
from bot.settings import PROJECT, Settings
from bot.storage.tables import conversations, handovers, incidents, messages
from tests.conversations.conftest import ANSWERS, LISTED, Talk, turn_loop

# Well-formed, on no list, and no likely misreading of a listed one.
UNLISTED = "7K3M9P2R4T6W8X0Y"
# The listed serial with its last character, an 8, read as B.
NEAR = "AKFF1Y0E1234567B"
ALARM = "Call 911"
# The first of the demo list after the one of the documentation.
SECOND_LISTED = next(
    serial
    for serial in demo_serials(load_recall(PROJECT / "data" / "recalls" / "25-338.yml"))
    if serial != LISTED
)
# What the claim asks, in order, by a word of each question.
QUESTIONS = (
    "country", "name", "e-mail", "remedy", "street", "buy", "order number", "Photo", "agree",
    "Is everything right",
)  # fmt: skip

_uploads = itertools.count(1)


async def send_photo(talk: Talk, *lines: str, copy_of: str = "", unread: bool = False) -> str:
    """Send a photo as the door does once it has drawn it anew and read these lines on it.

    Without any it could not be read. copy_of: the file of another one. unread: the machine had
    no time for it.
    """
    upload = f"upload-{next(_uploads)}"
    sha256 = hashlib.sha256((copy_of or upload).encode()).hexdigest()
    box = (0.1, 0.1, 0.9, 0.2)
    reading = PhotoReading.of([Line(line, box) for line in lines]) if lines else None
    photo = CleanPhoto(b"\xff\xd8 no real photo", 10, 10, sha256, reading=reading)
    settings = Settings.from_env()
    unit = unit_on(reading, load_recalls(settings.recalls_dir)) if reading else ()
    context = {"unit": unit._asdict()} if isinstance(unit, UnitRead) and any(unit) else {}
    context |= {"unread": True} if unread else {}
    keep = Photos(talk.database, settings.data_dir / "photos").keep
    message = Inbound(upload, "Photo", "/send_photo", context)
    _, accepted = await keep(talk.id, upload, photo, message)
    talk.answers = await talk.loop.answer_to(talk.id, accepted)
    assert talk.answers
    return talk.text


async def incidents_of(talk: Talk) -> list[Any]:
    """The incidents of the conversation, oldest first."""
    return await _rows(talk, incidents)


async def handovers_of(talk: Talk) -> list[str]:
    """Why persons were asked for in the conversation, oldest first."""
    return [row.reason for row in await _rows(talk, handovers)]


async def urgent_handovers_of(talk: Talk) -> list[str]:
    """The same, only the urgent ones."""
    return [row.reason for row in await _rows(talk, handovers) if row.urgent]


async def state_of(talk: Talk) -> dict[str, Any]:
    """The dialogue's state as the database keeps it."""
    query = sa.select(conversations.c.state).where(conversations.c.id == talk.id)
    async with talk.database.read() as connection:
        return dict((await connection.execute(query)).scalar_one())


async def slot_of(talk: Talk, name: str) -> Any:
    """The value of a slot in the kept state."""
    values = [e["value"] for e in (await state_of(talk))["events"] if e.get("name") == name]
    return values[-1] if values else None


async def said_by_us(talk: Talk) -> str:
    """Everything the assistant said in the conversation."""
    query = sa.select(messages.c.text).where(
        messages.c.conversation == talk.id, messages.c.sender == "assistant"
    )
    async with talk.database.read() as connection:
        return "\n".join(row.text for row in await connection.execute(query))


async def decide(talk: Talk, *states: str) -> None:
    """The firm moves the claim through these states."""
    for state in states:
        await talk.claims.move((await talk.claim()).number, state, "firm", "decided")  # type: ignore[arg-type]


async def restart(talk: Talk, recall: Any) -> None:
    """The service ends and starts again on the same database."""
    engine = talk.loop._engine
    await talk.loop.close()
    talk.loop = turn_loop(talk.transcript, engine, recall)


async def _rows(talk: Talk, table: sa.Table) -> list[Any]:
    query = sa.select(table).where(table.c.conversation == talk.id).order_by(table.c.at)
    async with talk.database.read() as connection:
        return list(await connection.execute(query))


async def another_device(talk: Talk) -> Talk:
    """The same service, opened in another browser: a conversation of its own."""
    other = Talk(talk.loop, talk.transcript, talk.database)
    await talk.transcript.open(other.id, "test")
    return other


async def opened_elsewhere(talk: Talk) -> Talk:
    """Another device on which the claim of `talk` has been opened."""
    other = await another_device(talk)
    await other.say(f"where is my claim {(await talk.claim()).number}, {ANSWERS[2]}")
    return other
