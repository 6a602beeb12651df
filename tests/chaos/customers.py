"""Customers who never give up, and the checker of what they were promised.

Method: Jepsen's. Every message is sent with its own id until it is answered; what was answered is
kept; in the end the database is compared with it (aphyr.com/posts/282, the set test). Half of them
trust the service: what it has stored they do not send again before it is answered, so that a
message which is stored and then lost has nobody to bring it back.
"""

from __future__ import annotations

import asyncio
import difflib
import io
import itertools
import random
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from PIL import Image

from bot.claims.claim import Claim
from bot.claims.claims import Claims
from bot.conversations import Transcript
from bot.conversations.incidents import Incidents
from bot.recalls import demo_serials, groups_of_four, load_recall
from bot.settings import PROJECT
from bot.storage import Database
from tests.engines import without_numbers

# Each customer has a unit of their own: one serial in two claims is answered differently.
_serials = itertools.cycle(demo_serials(load_recall(PROJECT / "data" / "recalls" / "25-338.yml")))
SERIAL, OTHER = "(serial)", "(other serial)"
# A button is named by its title in brackets, a photo by its place; in "(firm: ...)" the firm moves
# the first claim on, as `claims decide` does.
FIRM = "(firm: "
SCRIPT = (
    "hello",
    f"is my A1263 recalled? the serial is {SERIAL}",
    "[Yes]",
    "United States",
    "Jane Porter",
    "why was it recalled?",
    "jane@example.com",
    "[Free replacement power bank]",
    "12 Elm Street, Denver, CO 80202",
    "it was smoking last week",
    "Amazon",
    "[Skip]",
    "(photo 1)",
    "(photo 2)",
    "[Yes]",
    "change my e-mail to porter@example.com",
    "[Yes]",
    # What was told of smoke is asked about once the claim is filed.
    "on a Monday",
    "[Nobody was hurt]",
    "the shelf is black",
    "[Skip]",
    "any news about my claim?",
    "change my claim",
    "please send it to 15 Oak Avenue, Denver, CO 80203",
    f"{FIRM}approved)",
    f"{FIRM}awaiting_disposal)",
    "I have disposed of it",
    "on November 20",
    "the household hazardous waste site in Denver",
    f"is my A1263 recalled? the serial is {OTHER}",
    "[Yes]",
    "stop",
    "withdraw my claim",
    "[Yes]",
    "show my data",
    "porter@example.com",
)
# The steps at which a customer says something.
SAID = tuple(i for i, line in enumerate(SCRIPT) if not line.startswith(FIRM))
GIVE_UP_SECONDS = 400


@dataclass
class Customer:
    """One scripted conversation over HTTP. `answers` is what was promised, message by message."""

    url: str
    database: Database
    trusts: bool = False
    token: str = ""
    conversation: str = ""
    serial: str = field(default_factory=lambda: next(_serials))
    other: str = field(default_factory=lambda: next(_serials))
    answers: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    resent: int = 0
    trusted: int = 0
    # Is a request with the service, which has not answered it yet?
    waits: bool = False

    async def begin(self, session: aiohttp.ClientSession) -> None:
        """Open a conversation."""
        answer = await self._insist(session, "POST", "/api/chat/conversations")
        self.conversation, self.token = answer["conversation"], answer["token"]

    async def step(self, session: aiohttp.ClientSession, number: int) -> None:
        """Send the script's message `number` until it is answered."""
        line = SCRIPT[number].replace(SERIAL, self.serial).replace(OTHER, self.other)
        message_id = f"step-{number}"
        if line.startswith(FIRM):
            await self._decide(line.removeprefix(FIRM).rstrip(")"))
            return
        if line.startswith("(photo"):
            answer = await self._insist(
                session, "POST", "/api/chat/photos", form=(message_id, self._photo(number))
            )
        else:
            body: dict[str, Any] = {"id": message_id, "text": line}
            if line.startswith("["):
                body = {"id": message_id, "payload": self._payload(number - 1, line.strip("[]"))}
            answer = await self._insist(session, "POST", "/api/chat/messages", json=body)
        assert answer["messages"], f"{line!r} was answered with silence"
        self.answers[message_id] = answer["messages"]

    def _photo(self, number: int) -> bytes:
        # Their own: one that was sent in another claim is for a person to look at.
        return photo(f"{self.serial} {number}")

    async def _decide(self, state: str) -> None:
        claims = Claims(self.database)
        first = (await claims.of_conversation(self.conversation))[-1]
        await claims.move(first.number, state, "firm", "decided")  # type: ignore[arg-type]

    def _payload(self, before: int, title: str) -> str:
        shown = self.answers[f"step-{before}"]
        return next(b["payload"] for m in shown for b in m["buttons"] if b["title"] == title)

    async def _trust(self, message_id: str) -> None:
        """Where this message is stored, wait until it is answered without another word."""
        end = asyncio.get_running_loop().time() + GIVE_UP_SECONDS
        waited = False  # what was answered before it was looked at shows nothing
        while asyncio.get_running_loop().time() < end:
            said = await Transcript(self.database).since(self.conversation, 0)
            after = list(itertools.dropwhile(lambda m: m.id != message_id, said))
            if not after:
                return
            if any(message.sender != "customer" for message in after):
                self.trusted += waited
                return
            waited = True
            await asyncio.sleep(0.05)
        raise AssertionError(f"{message_id} was stored, but not answered in {GIVE_UP_SECONDS} s")

    async def _insist(
        self,
        session: aiohttp.ClientSession,
        method: str,
        path: str,
        json: Any = None,
        form: tuple[str, bytes] | None = None,
    ) -> dict[str, Any]:
        end = asyncio.get_running_loop().time() + GIVE_UP_SECONDS
        headers = {"Authorization": f"Bearer {self.token}"}
        while asyncio.get_running_loop().time() < end:
            data = None
            if form:
                data = aiohttp.FormData()
                data.add_field("id", form[0])
                data.add_field("photo", form[1], filename="photo.jpg", content_type="image/jpeg")
            self.waits = True
            try:
                async with session.request(
                    method, self.url + path, json=json, data=data, headers=headers
                ) as response:
                    if response.status in (200, 201):
                        answer: dict[str, Any] = await response.json()
                        return answer
                    if response.status < 500 and response.status != 429:
                        raise AssertionError(f"{response.status}: {await response.text()}")
            except (aiohttp.ClientError, asyncio.TimeoutError, ConnectionError):
                pass
            finally:
                self.waits = False
            message_id = form[0] if form else (json or {}).get("id")
            if self.trusts and message_id:
                await self._trust(message_id)
            self.resent += 1
            await asyncio.sleep(0.05)
        raise AssertionError(f"{path} was not answered in {GIVE_UP_SECONDS} s")


def photo(seed: str) -> bytes:
    """A small photo that looks like no other, the same each time."""
    out = io.BytesIO()
    pixels = random.Random(seed).randbytes(64 * 48 * 3)
    Image.frombytes("RGB", (64, 48), pixels).save(out, "JPEG")
    return out.getvalue()


def plain(messages: list[dict[str, Any]], customer: Customer) -> list[str]:
    """The texts of an answer without what differs from run to run."""
    own = {groups_of_four(customer.serial): SERIAL, groups_of_four(customer.other): OTHER}
    texts = [m["text"] for m in messages]
    for groups, name in own.items():
        texts = [text.replace(groups, name) for text in texts]
    return [without_numbers(text) for text in texts]


async def check_promises(
    customer: Customer, database: Database, reference: dict[str, list[str]]
) -> Claim:
    """Compare what a customer was told with what the database holds; returns the claim."""
    transcript = await Transcript(database).since(customer.conversation, 0)
    told = [m for m in transcript if m.sender == "customer"]
    ids = [m.id for m in told]
    assert ids == [f"step-{i}" for i in SAID], "a message was lost, doubled or moved"
    by_id = {m.id: m for m in transcript}
    for message_id, answer in customer.answers.items():
        for message in answer:
            stored = by_id.get(message["id"])
            assert stored is not None, f"an answer to {message_id} was forgotten"
            assert stored.text == message["text"]
        now, before = plain(answer, customer), reference[message_id]
        differing = "\n".join(difflib.unified_diff(before, now, lineterm="", n=0))
        assert not differing, f"{message_id} was answered differently:\n{differing}"
    answered = {m["id"] for answer in customer.answers.values() for m in answer}
    extra = [m.text for m in transcript if m.sender == "assistant" and m.id not in answered]
    assert not extra, f"answered twice: {extra}"
    found = await Claims(database).of_conversation(customer.conversation)
    assert len(found) == 2, f"{len(found)} claims instead of two"
    withdrawn, claim = found
    assert claim.state == "disposal_confirmed"
    assert claim.details["email"] == "porter@example.com"
    assert claim.details["name"] == "Jane Porter"
    assert "waste site" in claim.details["disposal_place"]
    assert len(claim.photos) == 2
    assert [u.serial for u in claim.units] == [customer.serial]
    assert await _steps(database, claim) == [
        "draft", "submitted", "approved", "awaiting_disposal", "disposal_confirmed",
    ]  # fmt: skip
    assert await _steps(database, withdrawn) == ["draft", "withdrawn"]
    told = await Incidents(database).latest(customer.conversation)
    assert told is not None and told.claim == claim.number
    assert dict(told.details) == {
        "when": "on a Monday", "hurt": "Nobody was hurt", "damage": "the shelf is black",
    }  # fmt: skip
    return claim


async def _steps(database: Database, claim: Claim) -> list[str]:
    history = await Claims(database).history(claim.number)
    assert [c.from_state for c in history[1:]] == [c.to_state for c in history[:-1]]
    return [change.to_state for change in history]
