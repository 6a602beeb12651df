"""Customers who never give up, and the checker of what they were promised.

Method: Jepsen's. Every message is sent with its own id until it is answered; what was answered is
kept; in the end the database is compared with it (aphyr.com/posts/282, the set test).
"""

from __future__ import annotations

import asyncio
import io
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from PIL import Image

from bot.claims.claims import Claim, Claims
from bot.conversations import Message, Transcript
from bot.storage import Database
from tests.engines import without_numbers

LISTED = "AKFF1Y0E12345678"
# A button is named by its title in brackets, a photo by its place.
SCRIPT = (
    "hello",
    f"is my A1263 recalled? the serial is {LISTED}",
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
    "any news about my claim?",
)
GIVE_UP_SECONDS = 120


@dataclass
class Customer:
    """One scripted conversation over HTTP. `answers` is what was promised, message by message."""

    url: str
    token: str = ""
    conversation: str = ""
    answers: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    resent: int = 0

    async def begin(self, session: aiohttp.ClientSession) -> None:
        """Open a conversation."""
        answer = await self._insist(session, "POST", "/api/chat/conversations")
        self.conversation, self.token = answer["conversation"], answer["token"]

    async def step(self, session: aiohttp.ClientSession, number: int) -> None:
        """Send the script's message `number` until it is answered."""
        line = SCRIPT[number]
        message_id = f"step-{number}"
        if line.startswith("(photo"):
            answer = await self._insist(
                session, "POST", "/api/chat/photos", form=(message_id, photo(number))
            )
        else:
            body: dict[str, Any] = {"id": message_id, "text": line}
            if line.startswith("["):
                body = {"id": message_id, "payload": self._payload(number - 1, line.strip("[]"))}
            answer = await self._insist(session, "POST", "/api/chat/messages", json=body)
        assert answer["messages"], f"{line!r} was answered with silence"
        self.answers[message_id] = answer["messages"]

    def _payload(self, before: int, title: str) -> str:
        shown = self.answers[f"step-{before}"]
        return next(b["payload"] for m in shown for b in m["buttons"] if b["title"] == title)

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
            self.resent += 1
            await asyncio.sleep(0.05)
        raise AssertionError(f"{path} was not answered in {GIVE_UP_SECONDS} s")


def photo(number: int) -> bytes:
    """A small photo, another one for each number."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (number * 10 % 255, 80, 120)).save(out, "JPEG")
    return out.getvalue()


def plain(messages: list[dict[str, Any]] | list[Message]) -> list[str]:
    """The texts of an answer without what differs from run to run."""
    texts = [m.text if isinstance(m, Message) else m["text"] for m in messages]
    return [without_numbers(text) for text in texts]


async def check_promises(
    customer: Customer, database: Database, reference: dict[str, list[str]]
) -> Claim:
    """Compare what a customer was told with what the database holds; returns the claim."""
    transcript = await Transcript(database).since(customer.conversation, 0)
    told = [m for m in transcript if m.sender == "customer"]
    ids = [m.id for m in told]
    assert ids == [f"step-{i}" for i in range(len(SCRIPT))], "a message was lost, doubled or moved"
    by_id = {m.id: m for m in transcript}
    for message_id, answer in customer.answers.items():
        for message in answer:
            stored = by_id.get(message["id"])
            assert stored is not None, f"an answer to {message_id} was forgotten"
            assert stored.text == message["text"]
        assert plain(answer) == reference[message_id], f"{message_id} was answered differently"
    answered = {m["id"] for answer in customer.answers.values() for m in answer}
    extra = [m.text for m in transcript if m.sender == "assistant" and m.id not in answered]
    assert not extra, f"answered twice: {extra}"
    found = await Claims(database).of_conversation(customer.conversation)
    assert len(found) == 1, f"{len(found)} claims instead of one"
    claim = found[0]
    assert claim.state == "submitted"
    assert claim.details["email"] == "porter@example.com"
    assert claim.details["name"] == "Jane Porter"
    assert len(claim.photos) == 2
    assert [u.serial for u in claim.units] == [LISTED]
    steps = [(c.from_state, c.to_state) for c in await Claims(database).history(claim.number)]
    assert steps == [(None, "draft"), ("draft", "submitted")]
    return claim
