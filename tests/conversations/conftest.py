"""Whole conversations in one process: real NLU, policies, actions and database.

`talk` is a customer: `await talk.say("...")`, `await talk.press("Yes")`. Every test runs on the
embedded engine, on the same with each turn cut after each of its commits and run again, and on a
Rasa server with an action server.
"""

from __future__ import annotations

import itertools
import re
import uuid
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import date
from functools import lru_cache

import pytest
import pytest_asyncio

from bot.claims.claim import Claim
from bot.claims.claims import Claims
from bot.conversations import Engine, Inbound, Message, Transcript, TurnLoop
from bot.conversations.transcript import utc_now
from bot.recalls import Recall, demo_serials, load_recalls
from bot.recalls.catalogue import SEARCH_PAGE
from bot.recalls.lists import SerialLists
from bot.settings import Settings
from bot.storage import Database, upgrade
from tests.cut_engine import CutEngine, cut_engine
from tests.engines import embedded_engine, server_engine

# On the demo list; made up, like all of it.
LISTED = "AKFF1Y0E12345678"


ENGINES = {"embedded": embedded_engine, "cut": cut_engine, "server": server_engine}


# An address in a text, whole or as it is spoken of (anker.com/product-recalls).
ADDRESS = re.compile(r"(?:https?://|www\.)[^\s)]+|(?<![\w@.-])(?:[\w-]+\.)+[a-z]{2,}/[^\s)]*")


def links_of(message: Message) -> list[str]:
    """All addresses that a message shows, as links or in its text."""
    links = [link["url"] for link in message.extras.get("links") or ()]
    return links + [found.rstrip(".,") for found in ADDRESS.findall(message.text)]


@lru_cache(maxsize=1)
def _own_addresses() -> frozenset[str]:
    recalls = load_recalls(Settings.from_env().recalls_dir)
    return frozenset(bare(link.url) for recall in recalls for link in recall.links)


def bare(url: str) -> str:
    """An address without what may be left out when it is spoken of."""
    return url.lower().removeprefix("https://").removeprefix("www.").rstrip("/")


def may_be_shown(url: str) -> bool:
    """Is it an address of a loaded recall, or a page of the authority's catalogue?"""
    notice = url == SEARCH_PAGE.url or url.startswith(SEARCH_PAGE.url + "/")
    return notice or (not url.startswith("http:") and bare(url) in _own_addresses())


class Talk:
    """One customer in one conversation; keeps the last answer."""

    def __init__(self, loop: TurnLoop, transcript: Transcript, database: Database) -> None:
        self.id = f"test-{uuid.uuid4().hex}"
        self.loop = loop
        self.transcript = transcript
        self.claims = Claims(database)
        self.database = database
        self.answers: list[Message] = []
        self._numbers = itertools.count(1)

    async def say(self, text: str, *, id: str | None = None) -> str:
        """Say something; returns all that was answered, as one text."""
        return await self._send(Inbound(id or f"m{next(self._numbers)}", text))

    async def press(self, title: str) -> str:
        """Press a button of the last answer."""
        payload = next(b["payload"] for b in self.buttons if b["title"] == title)
        pressed = payload if payload.startswith("/") else None
        text = title if pressed else payload
        return await self._send(Inbound(f"m{next(self._numbers)}", text, pressed))

    async def _send(self, inbound: Inbound) -> str:
        self.answers = await self.loop.take(self.id, inbound)
        assert self.answers, "a turn must never end in silence"
        assert all(m.text.strip() for m in self.answers)
        assert len({m.text for m in self.answers}) == len(self.answers), "said twice in a turn"
        foreign = [url for m in self.answers for url in links_of(m) if not may_be_shown(url)]
        assert not foreign, "links outside of the recalls' own lists"
        return self.text

    async def say_all(self, *texts: str) -> str:
        """Say one after the other; returns the last answer."""
        for text in texts:
            await self.say(text)
        return self.text

    @property
    def text(self) -> str:
        """The last answer."""
        return "\n\n".join(m.text for m in self.answers)

    @property
    def buttons(self) -> list[dict[str, str]]:
        """All buttons of the last answer."""
        return [b for m in self.answers for b in m.extras.get("buttons") or ()]

    @property
    def verdicts(self) -> list[str]:
        """The verdicts on the cards of the last answer."""
        return [m.extras["card"]["verdict"] for m in self.answers if m.extras.get("card")]

    @property
    def asks_photo(self) -> bool:
        """Does the last answer ask for a photo?"""
        return any(m.extras.get("ask") == "photo" for m in self.answers)

    async def claim(self) -> Claim:
        """The newest claim of this conversation."""
        return (await self.claims.of_conversation(self.id))[0]


@pytest_asyncio.fixture(scope="session", params=list(ENGINES))
async def engine(request: pytest.FixtureRequest, database: Database) -> AsyncIterator[Engine]:
    """Both implementations of the engine, one of them also with crashes; each started once."""
    async with ENGINES[request.param]() as running:
        yield running


@pytest_asyncio.fixture(scope="session")
async def database() -> AsyncIterator[Database]:
    """A real database with the demo list."""
    settings = Settings.from_env()
    database = Database(settings.database_url)
    await upgrade(database)
    recall = load_recalls(settings.recalls_dir).featured
    lists = SerialLists(database, utc_now)
    if await lists.active(recall.number) is None:
        await lists.load(recall.number, "demo", date.today(), demo_serials(recall), demo=True)
    yield database
    await database.close()


@pytest.fixture(scope="session")
def recall() -> Recall:
    """The reviewed recall file of A1263."""
    found = load_recalls(Settings.from_env().recalls_dir).get("25-338")
    assert found is not None
    return found


# What takes longer than a customer would be kept waiting is answered so; here the machine may be
# busy, and what is said is looked at.
PATIENT = {
    "bot.actions.turn.ACTION_SECONDS": 60.0,
    "bot.actions.turn.KEEP_SECONDS": 30.0,
    "bot.conversations.loop.HAZARD_SECONDS": 30.0,
    "bot.engine.local_actions.ACTION_SECONDS": 60.0,
    "bot.recalls.check.CHECK_SECONDS": 60.0,
}


@pytest.fixture(scope="session", autouse=True)
def patience() -> Iterator[None]:
    """Time enough for everything in this process."""
    with pytest.MonkeyPatch.context() as patch:
        for name, seconds in PATIENT.items():
            patch.setattr(name, seconds)
        yield


def turn_loop(transcript: Transcript, engine: Engine, recall: Recall) -> TurnLoop:
    """A patient one. A turn of the cut engine is a dozen turns."""
    alarm = recall.facts()["emergency_steps"]
    return TurnLoop(transcript, engine, alarm=alarm, turn_seconds=120, wait_seconds=150)


@pytest_asyncio.fixture
async def talk(engine: Engine, database: Database, recall: Recall) -> AsyncIterator[Talk]:
    """A customer who has just opened the chat."""
    transcript = Transcript(database)
    loop = turn_loop(transcript, engine, recall)
    customer = Talk(loop, transcript, database)
    await transcript.open(customer.id, "test")
    yield customer
    await loop.close()
    if isinstance(engine, CutEngine):
        differences, engine.differences = engine.differences, []
        assert not differences, "a message run again was answered differently"


@pytest_asyncio.fixture
async def claiming(talk: Talk) -> Talk:
    """A customer with an affected unit who has begun a claim: asked for the country."""
    await talk.say(f"is my A1263 recalled? serial {LISTED}")
    await talk.press("Yes")
    return talk


ANSWERS: Sequence[str] = (
    "United States",
    "Jane Porter",
    "jane@example.com",
    "replacement",
    "12 Elm Street, Denver, CO 80202",
    "Amazon",
    "skip",
    "skip",
    "yes",
)


@pytest_asyncio.fixture
async def read_back(claiming: Talk) -> Talk:
    """A customer who has answered everything: the claim is being read back."""
    await claiming.say_all(*ANSWERS)
    return claiming
