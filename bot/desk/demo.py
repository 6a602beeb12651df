"""A desk with made-up data, to look at: people, claims with photos, conversations, an incident.

Nothing here is about a real person: addresses are of example.com, streets and names are invented.
"""

from __future__ import annotations

import asyncio
import io
import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from bot.claims.claim import ClaimedUnit
from bot.claims.claims import Claims
from bot.claims.photo_check.checks import PhotoChecks
from bot.claims.photo_check.reading import Line, PhotoReading
from bot.claims.photos import CleanPhoto, Photos
from bot.conversations import Inbound, Reply, Transcript
from bot.conversations.handover import HandOvers
from bot.conversations.incidents import Incidents
from bot.conversations.transcript import utc_now
from bot.desk.audit import Audit
from bot.desk.people import People
from bot.recalls import Recall, demo_serials, groups_of_four
from bot.settings import Settings
from bot.storage import Database
from bot.storage.desk_tables import canned_answers

__all__ = ["LOGIN", "make_demo"]

LOGIN = "demo"
PHOTO_SIZE = (1000, 750)
# Name, address, seller; what is shown on the photos and what is not.
CUSTOMERS = (
    ("Jane Porter", "12 Elm Street, Denver, CO 80202", "Amazon", "all"),
    ("Luis Ortega", "340 Harbor Road, Tampa, FL 33602", "a yard sale", "all"),
    ("Mei Tanaka", "7 Maple Court, Eugene, OR 97401", "Amazon", "no word"),
    ("Sam Doyle", "88 Canal Street, Albany, NY 12207", "eBay", "other serial"),
    ("Rosa Kline", "7 Maple Court, Eugene, OR 97401", "Amazon", "no photos"),
)
CANNED = (
    ("Greeting", "Hello {name}, this is {agent} of the support team. I have read what you wrote."),
    ("Photo once more", "Hello {name}, for your claim {number} I need the photo of the label once "
     "more, from close up. Please send it here."),
    ("Keep it unused", "Please keep the {product} unplugged and unused, away from things that "
     "burn, until we write to you."),
)  # fmt: skip


async def make_demo(settings: Settings, database: Database, recall: Recall) -> str | None:
    """Make it where the desk has no people yet; the password of LOGIN, None otherwise."""
    people = People(database, Audit(settings.require_secret()), settings.require_secret())
    if await people.listed():
        return None
    password = secrets.token_urlsafe(12)
    await people.add(LOGIN, "Ana", "admin", password)
    await people.add("ben", "Ben", "agent", secrets.token_urlsafe(24))
    async with database.write() as connection:
        for title, text in CANNED:
            await connection.execute(canned_answers.insert().values(title=title, text=text))
    serials = list(demo_serials(recall))
    for n, (customer, serial) in enumerate(zip(CUSTOMERS, serials)):
        await _claim(settings, database, recall, n, customer, serial)
    await _waiting(database)
    await _incident(database, recall)
    return password


async def _talk(
    database: Database, conversation: str, said: Sequence[tuple[str, str, str]]
) -> None:
    """who, what, and, for the customer, the intent it was understood as."""
    transcript = Transcript(database)
    await transcript.open(conversation, "web")
    for n, (text, intent, answer) in enumerate(said, 1):
        accepted = await transcript.accept(conversation, Inbound(f"demo-{n}", text))
        understood = {"intent": intent, "confidence": 0.97}
        replies = [Reply(answer)] if answer else []
        await transcript.save_turn(conversation, accepted.seq, replies, None, None, understood)


async def _claim(
    settings: Settings,
    database: Database,
    recall: Recall,
    n: int,
    customer: tuple[str, str, str, str],
    serial: str,
) -> None:
    name, address, seller, shows = customer
    model = recall.products[0].models[0]
    conversation = f"demo-{secrets.token_urlsafe(12)}"
    await _talk(
        database, conversation,
        [("is my power bank recalled?", "check_recall", "What model is it, please?"),
         (f"{model}, {groups_of_four(serial)}", "inform", "It is part of the recall. Please stop "
          "using it now. Shall we begin a claim?"),
         ("yes please", "affirm", "Thank you, the claim is filed.")],
    )  # fmt: skip
    claims = Claims(database)
    grounds: dict[str, Any] = {
        "rule": "listed", "reason": "The serial number is on the recall's list.",
        "list": {"version": 1, "date": date.today().isoformat(), "demo": True}, "suffix": "",
    }  # fmt: skip
    unit = ClaimedUnit(model, serial, "affected", grounds)
    claim = await claims.open_draft(conversation, "demo-3", recall.number, [unit])
    email = f"{name.split()[0].lower()}@example.com"
    remedy = recall.remedies.options[0].key
    consent = {"at": utc_now().isoformat(), "text": recall.claim.consent}
    await claims.set_details(
        claim.number,
        {"country": "US", "name": name, "email": email, "remedy": remedy, "address": address,
         "seller": seller, "order": "-", "consent": consent},
    )  # fmt: skip
    if shows != "no photos":
        await _photos(settings, database, recall, claim.number, conversation, name, serial, shows)
    await claims.submit(claim.number, ["name", "email"])
    if n == 1:
        await claims.move(claim.number, "checking", "firm", "A person looks at it.", by="Ben")


async def _photos(
    settings: Settings,
    database: Database,
    recall: Recall,
    number: str,
    conversation: str,
    name: str,
    serial: str,
    shows: str,
) -> None:
    word = recall.evidence.marker_word if shows != "no word" else ""
    seen = serial[:-4] + "7Q4K" if shows == "other serial" else serial
    model = recall.products[0].models[0]
    label = (f"Model: {model}", f"SN: {seen}", "5V 2A 10000mAh")
    marked = (word, name, date.today().strftime("%m/%d/%Y"), f"{model} SN {seen}")
    store = Photos(database, settings.data_dir / "photos")
    for n, lines in enumerate((label, marked), 1):
        jpeg, reading = await asyncio.to_thread(_draw, [line for line in lines if line], n)
        photo = CleanPhoto(jpeg, *PHOTO_SIZE, secrets.token_hex(32), "", reading)
        message = Inbound(f"photo-{n}", "Photo")
        kept, accepted = await store.keep(conversation, f"demo-{n}", photo, message)
        await Transcript(database).save_turn(conversation, accepted.seq, [], None)
        await Claims(database).attach_photo(number, kept)
    await PhotoChecks(database).check(number, recall, "demo-3")


def _draw(lines: Sequence[str], n: int) -> tuple[bytes, PhotoReading]:
    """A drawn power bank with these lines on it, and where they are."""
    width, height = PHOTO_SIZE
    image = Image.new("RGB", PHOTO_SIZE, (196, 178, 150) if n == 1 else (150, 163, 170))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((170, 90, 830, 660), 60, fill=(36, 38, 42))
    font = ImageFont.load_default(44 if n == 1 else 36)
    read = []
    for row, text in enumerate(lines):
        at = (225, 160 + 125 * row)
        draw.text(at, text, font=font, fill=(235, 235, 235))
        left, top, right, bottom = draw.textbbox(at, text, font=font)
        box = (left / width, top / height, right / width, bottom / height)
        read.append(Line(text, box))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue(), PhotoReading.of(read)


async def _waiting(database: Database) -> None:
    conversation = f"demo-{secrets.token_urlsafe(12)}"
    await _talk(
        database, conversation,
        [("I threw the box away, can I still claim?", "receipt_needed",
          "Yes. The box is not needed."),
         ("can I talk to a person please", "contact_human",
          "I have asked a person from the support team to look at this conversation.")],
    )  # fmt: skip
    await HandOvers(database).ask_for_person(conversation, "demo-2", "asked_for")


async def _incident(database: Database, recall: Recall) -> None:
    conversation = f"demo-{secrets.token_urlsafe(12)}"
    told = "last week it got very hot and there was smoke, my desk has a burn mark"
    steps = recall.facts()["emergency_steps"]
    await _talk(database, conversation, [(told, "report_incident", steps)])
    await Incidents(database).record(
        conversation, "demo-1", tense="past", signs=("smoke", "heat", "burn"), told=told
    )
