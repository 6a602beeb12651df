"""A generated month of 50,000 conversations: `python -m bench --only desk`.

The month is made by a seed, written straight into the tables, and measured on SQLite and, where
a server is found, on PostgreSQL.
"""

from __future__ import annotations

import hashlib
import random
import re
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date, datetime, timedelta, timezone
from datetime import time as time_of_day
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

from aiohttp import CookieJar, web
from aiohttp.test_utils import TestClient, TestServer

from bench.lists import places
from bench.processes import BenchError, say
from bench.table import align
from bot.claims.claims import Claims
from bot.claims.number import new_number
from bot.claims.photos import Photos
from bot.claims.search import details_words
from bot.conversations import Keepers, Transcript
from bot.conversations.unclear import Unclear
from bot.desk import DESK, make_desk
from bot.desk.figures import Figures
from bot.desk.pages.unclear import LIKENESS
from bot.desk.routes import ROUTES
from bot.engine.trainer import QuestionTrainer
from bot.recalls import load_recalls
from bot.settings import PROJECT, Settings
from bot.storage import Database, upgrade
from bot.storage.desk_tables import claim_words
from bot.storage.tables import (
    claim_history,
    claim_units,
    claims,
    conversations,
    handovers,
    incidents,
    messages,
    photos,
    ratings,
    unclear_messages,
    unclear_turns,
)  # fmt: skip

__all__ = ["LAST_DAY", "fill_month", "measure_desk"]

CONVERSATIONS = 50_000
DAYS = 30
LAST_DAY = date(2026, 11, 24)
# The last day is not over yet.
DAY_TIME = time_of_day(20)
ROUNDS = 9
KEY = "only-for-the-bench-" + "x" * 32
PASSWORD = "bench bench bench"
BATCH = 2_000
CHANNELS = {"web": 0.62, "sms": 0.16, "whatsapp": 0.12, "telegram": 0.06, "email": 0.04}
VERDICTS = {"affected": 5, "possibly_affected": 2, "check_again": 1, "not_listed": 3}
REASONS = {"check": 4, "asked": 6, "photo_unclear": 3, "change_claim": 2, "incident": 1}
# How far a claim gets: the fields that are given, in the order they are asked.
FIELDS = ("country", "name", "email", "remedy", "address", "seller", "order")
REPLY = {"buttons": [{"title": "Yes", "payload": "/affirm"}], "links": [], "ask": None}
TABLES = (
    conversations, messages, claims, claim_units, claim_history, handovers, incidents, photos,
    ratings, unclear_turns, unclear_messages, claim_words,
)  # fmt: skip
NAMES = ("Ada", "Ben", "Cleo", "Dan", "Eva", "Finn", "Gia", "Hugo", "Ida", "Jon", "Kim", "Lea")
STREETS = ("Elm Street", "Harbor Road", "Maple Court", "Canal Street", "Oak Avenue", "Mill Lane")
# What nobody understood: so many different texts, of so many kinds.
UNCLEAR = 2_500
BEGINNINGS = ("hey so", "um", "ok wait", "please tell me", "my wife asks", "quick one")
VERBS = ("does", "can", "will", "may", "should", "must")
THINGS = ("the cable", "the box", "the paint", "the cat", "the mailman", "the sticker", "the sun",
          "a magnet", "the old case", "my cousin", "the blue one", "the garage")  # fmt: skip
DOINGS = ("blink", "smell like soap", "go to the moon", "be wrapped", "be sold twice", "melt ice",
          "count as a gift", "be blue", "sing")  # fmt: skip
Rows = dict[str, list[dict[str, Any]]]


async def fill_month(
    database: Database, count: int = CONVERSATIONS, *, last: date = LAST_DAY, seed: str = "desk"
) -> None:
    """Write `count` made-up conversations of the 30 days up to `last`, with all that belongs."""
    source = random.Random(seed)
    begun = 0
    while begun < count:
        batch = min(BATCH, count - begun)
        rows: Rows = {table.name: [] for table in TABLES}
        for n in range(begun, begun + batch):
            _conversation(rows, source, f"{seed}-{n}", last)
        async with database.write() as connection:
            for table in TABLES:
                if rows[table.name]:
                    await connection.execute(table.insert(), rows[table.name])
        begun += batch
    await _fill_unclear(database, source, min(UNCLEAR, count // 20), last)


async def _fill_unclear(database: Database, source: random.Random, count: int, last: date) -> None:
    every = [" ".join(words) for words in product(BEGINNINGS, VERBS, THINGS, DOINGS)]
    at = datetime.combine(last, DAY_TIME, timezone.utc)
    rows = [
        {
            "id": hashlib.sha256(text.encode()).hexdigest(), "text": text, "understood": "inform",
            "confidence": source.uniform(0, 0.4), "at": at - timedelta(minutes=n),
        }
        for n, text in enumerate(source.sample(every, count))
    ]  # fmt: skip
    if rows:
        async with database.write() as connection:
            await connection.execute(unclear_messages.insert(), rows)


def _one(source: random.Random, weights: dict[str, Any]) -> str:
    return source.choices(list(weights), list(weights.values()))[0]


def _conversation(rows: Rows, source: random.Random, name: str, last: date) -> None:
    day = last - timedelta(days=source.randrange(DAYS))
    # More in the afternoon, as in a shop.
    at = datetime(day.year, day.month, day.day, tzinfo=timezone.utc)
    at += timedelta(seconds=source.triangular(0, 86_400, 64_000))
    begun, seq = at, 0
    turns = source.choice((1, 2, 3, 3, 4, 5, 6, 8, 12))
    checked = source.random() < 0.7
    for turn in range(turns):
        seq += 1
        at += timedelta(seconds=source.uniform(4, 60) if turn else 0)
        asked = seq
        rows["messages"].append(_said(name, seq, at, "customer", "Is my power bank recalled?"))
        if source.random() < 0.04:
            rows["unclear_turns"].append({"conversation": name, "message": f"m{seq}", "at": at})
        at += timedelta(seconds=source.lognormvariate(-0.5, 0.6))
        card = None
        if checked and turn == turns // 2:
            card = {"kind": "verdict", "verdict": _one(source, VERDICTS), "steps": ["Stop."]}
        for text in ("Here is what to do.", "Do you want to start a claim?")[: 1 + (turn % 2)]:
            seq += 1
            extras = {**REPLY, "card": card}
            said = _said(name, seq, at, "assistant", text, extras=extras, reply_to=asked)
            rows["messages"].append(said)
            card = None
    if source.random() < 0.18:
        asked_at = at - timedelta(seconds=1)
        reason = _one(source, REASONS)
        rows["handovers"].append(
            {
                "conversation": name, "message": "m1", "at": asked_at, "reason": reason,
                "urgent": reason == "incident",
            }
        )  # fmt: skip
        if reason == "incident":
            rows["incidents"].append(
                {
                    "conversation": name, "message": "m1", "at": asked_at, "tense": "past",
                    "signs": ["smoke"], "told": "It smoked.", "claim": None,
                }
            )  # fmt: skip
        if source.random() < 0.8:
            seq += 1
            at += timedelta(seconds=source.lognormvariate(6, 1.2))
            rows["messages"].append(_said(name, seq, at, "agent", "I look into it.", name="Kim"))
    if checked and source.random() < 0.35:
        _claim(rows, source, name, at)
    if source.random() < 0.3:
        helped = source.random() < 0.8
        rows["ratings"].append({"conversation": name, "at": at, "helped": helped})
    rows["conversations"].append(
        {
            "id": name, "channel": _one(source, CHANNELS), "created_at": begun, "state": None,
            "last_seq": seq, "answered_seq": seq,
        }
    )  # fmt: skip


def _said(
    conversation: str, seq: int, at: datetime, sender: str, text: str, *,
    name: str | None = None, extras: Any = None, reply_to: int | None = None,
) -> dict[str, Any]:  # fmt: skip
    return {
        "conversation": conversation, "seq": seq, "id": f"m{seq}", "at": at, "sender": sender,
        "name": name, "text": text, "payload": None, "context": None, "extras": extras,
        "answered": True if sender == "customer" else None, "reply_to": reply_to,
    }  # fmt: skip


def _claim(rows: Rows, source: random.Random, conversation: str, at: datetime) -> None:
    number, filed = new_number(), source.random() < 0.72
    given = FIELDS if filed else FIELDS[: source.randrange(len(FIELDS))]
    state = source.choice(("submitted", "checking", "approved", "fulfilled")) if filed else "draft"
    name = f"{source.choice(NAMES)} {source.choice(NAMES)}son"
    # Now and then two claims for one household.
    address = f"{source.randrange(1, 9000)} {source.choice(STREETS)}, Denver, CO 80202"
    told = {
        "country": "US", "name": name, "email": f"{number.lower()}@example.com",
        "remedy": "replacement", "address": address, "seller": "Amazon", "order": "-",
    }  # fmt: skip
    details = {key: told[key] for key in given}
    if filed:
        details["consent"] = "yes"
    rows["claim_words"] += [
        {"claim": number, "kind": kind, "word": word} for kind, word in details_words(details)
    ]
    serial = f"AKFF1Y0E{source.randrange(10**8):08}"
    rows["claims"].append(
        {
            "number": number, "conversation": conversation, "recall": "25-338", "state": state,
            "details": details,
            "opened_by": "m1", "created_at": at, "updated_at": at, "state_since": at,
        }
    )  # fmt: skip
    rows["claim_units"].append(
        {
            "claim": number, "position": 1, "model": "A1263", "serial": serial,
            "verdict": "affected", "grounds": {},
        }
    )  # fmt: skip
    if not filed:
        return
    rows["claim_history"].append(
        {
            "claim": number, "position": 1, "at": at + timedelta(minutes=4), "actor": "customer",
            "from_state": "draft", "to_state": "submitted", "reason": "filed",
        }
    )  # fmt: skip
    for n, wanted in enumerate(("label", "marked")):
        missing = ["serial"] if source.random() < 0.15 else []
        found = {} if missing or wanted == "marked" else {"serial": [0]}
        rows["photos"].append(
            {
                "id": f"{conversation}-{n}", "conversation": conversation, "upload": f"u{n}",
                "claim": number, "sha256": f"{conversation}{n}", "width": 800, "height": 600,
                "size": 90_000, "at": at + timedelta(minutes=3), "reading": None,
                "checked": {
                    "wanted": wanted, "attempt": 1, "read": True, "found": found,
                    "missing": missing, "settles": [] if missing else [wanted],
                    "person": False, "serial": "",
                },
            }
        )  # fmt: skip


async def measure_desk(folder: Path, quick: bool) -> tuple[dict[str, Any], str]:
    """(the figures by database, the table); quick: a tenth of the conversations."""
    count = CONVERSATIONS // (10 if quick else 1)
    results: dict[str, Any] = {}
    lines = [[f"{count:,} conversations in {DAYS} days", "median", "longest"]]
    async with places(folder) as found:
        for place in found:
            say(f"{place.title}: writing {count:,} conversations")
            database = Database(place.url)
            try:
                await upgrade(database)
                await fill_month(database, count)
                async with database.write() as connection:
                    # As the server does by itself after a while.
                    await connection.exec_driver_sql("ANALYZE")
                results[place.title] = {}
                async for name, times in _measured(database, folder):
                    results[place.title][name] = statistics.median(times)
                    shown = (statistics.median(times), max(times))
                    title = f"{place.title}: {name}"
                    lines.append([title, *(f"{value * 1000:.0f} ms" for value in shown)])
            finally:
                await database.close()
    return results, align(lines)


async def _measured(database: Database, folder: Path) -> AsyncIterator[tuple[str, list[float]]]:
    """Each page of the menu, as an admin's browser gets it."""
    settings = Settings.from_env({"RECALL_DATA_DIR": str(folder), "RECALL_SECRET_KEY": KEY})
    recalls = load_recalls(settings.recalls_dir)
    evening = datetime.combine(LAST_DAY, DAY_TIME, timezone.utc)
    begin = time.perf_counter()
    closed = await Figures(database, recalls, lambda: evening).close_days()
    yield f"closing {closed} days, once", [time.perf_counter() - begin]
    made = make_desk(
        settings, recalls, database, Claims(database), Transcript(database), Keepers(database),
        Photos(database, folder / "photos"),
        address=lambda request: "bench", wake=lambda conversation: None,
        trainer=QuestionTrainer(PROJECT, folder, settings.models_dir), clock=lambda: evening,
    )  # fmt: skip
    await made[DESK].people.add("bench", "Bench", "admin", PASSWORD)
    app = web.Application()
    app.add_subapp("/desk", made)
    async with TestClient(TestServer(app), cookie_jar=CookieJar(unsafe=True)) as browser:
        async with browser.get("/desk/login") as page:
            csrf = re.findall(r'name="csrf" value="(\w*)"', await page.text())
        form = {"login": "bench", "password": PASSWORD, "csrf": csrf[0] if csrf else ""}
        async with browser.post("/desk/login", data=form, allow_redirects=False) as answer:
            if answer.status != 303:
                raise BenchError(f"Signing in at the desk was answered with {answer.status}.")
        begin = time.perf_counter()
        await made[DESK].figures.count_ahead()
        yield "counting the open days ahead", [time.perf_counter() - begin]
        begin = time.perf_counter()
        waiting = await Unclear(database).waiting()
        await made[LIKENESS].group([message.text for message in waiting])
        await made[LIKENESS].settled()
        yield f"comparing {len(waiting):,} texts, once", [time.perf_counter() - begin]
        pages = [r.path for r in ROUTES if r.method == "GET" and "{" not in r.path and r.menu]

        async def get(path: str) -> None:
            async with browser.get(path) as page:
                if page.status != 200:
                    raise BenchError(f"{path} was answered with {page.status}.")
                await page.read()

        for path in pages:
            yield f"/desk{path}", await _times(partial(get, f"/desk{path}"))


async def _times(work: Callable[[], Awaitable[Any]]) -> list[float]:
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        await work()
        times.append(time.perf_counter() - began)
    return times
