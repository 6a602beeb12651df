"""Asking the recall web service for the records of a window of days.

FeedError           no answer that can be used; never to be taken for "no recalls"
 +-- WindowFailed   this window failed again and again; a shorter one may not
"""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

import aiohttp

__all__ = ["Answer", "FeedClient", "FeedError", "Window", "WindowFailed"]

# The two dates of a record: when the recall was announced, when its notice was published.
By = Literal["announced", "published"]
_PARAMETERS = {
    "announced": ("RecallDateStart", "RecallDateEnd", "RecallDate"),
    "published": ("LastPublishDateStart", "LastPublishDateEnd", "LastPublishDate"),
}
TRIES = 4
FIRST_WAIT = 1.0
LONGEST_WAIT = 60.0
# All 9,800 records were about 14 MB; more than this is no answer of this service.
MOST_BYTES = 200 * 2**20
TIMEOUT = aiohttp.ClientTimeout(total=180, connect=15, sock_read=90)
# The service compares days of its own time zone.
SLACK = timedelta(days=1)


class FeedError(Exception):
    """The service gave no answer that can be used; the message says why."""


class WindowFailed(FeedError):
    """This window failed again and again; a shorter one may not."""


@dataclass(frozen=True)
class Window:
    """Days from first to last, both included, of announcement or of publication."""

    by: By
    first: date
    last: date

    def __str__(self) -> str:
        return f"{self.first} to {self.last}"

    def halves(self) -> tuple[Window, Window] | None:
        """Two windows that make up this one; None for a single day."""
        if self.first >= self.last:
            return None
        middle = self.first + (self.last - self.first) // 2
        return (
            Window(self.by, self.first, middle),
            Window(self.by, middle + timedelta(days=1), self.last),
        )


@dataclass(frozen=True)
class Answer:
    """records: None where nothing has changed since the answer with these marks."""

    records: list[dict[str, Any]] | None
    etag: str | None = None
    modified: str | None = None


class FeedClient:
    """One address of the service. session: the caller opens and closes it."""

    def __init__(
        self,
        url: str,
        session: aiohttp.ClientSession,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._url = url
        self._session = session
        self._sleep = sleep

    async def read(
        self, window: Window, *, etag: str | None = None, modified: str | None = None,
        at_least: int = 0,
    ) -> Answer:  # fmt: skip
        """The records of a window; tried again with longer and longer waits.

        etag, modified: marks of the last answer, to be told where nothing has changed.
        at_least: fewer records than this are an error, an empty array above all.
        Raises WindowFailed, or FeedError where asking again or for less can't help.
        """
        wait = FIRST_WAIT
        for attempt in range(1, TRIES + 1):
            try:
                answer = await self._ask(window, etag, modified)
                if answer.records is not None and len(answer.records) < at_least:
                    raise _Retry(
                        f"{len(answer.records)} records, where {at_least} or more are known"
                    )
                return answer
            except _Retry as error:
                problem, asked_wait = str(error), error.wait
            except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
                problem, asked_wait = f"no answer ({type(error).__name__})", 0.0
            if attempt < TRIES:
                # Not all clients of a service that comes back at the same moment.
                jitter = 0.75 + random.random() / 2  # noqa: S311 - no secret
                await self._sleep(min(max(wait * jitter, asked_wait), LONGEST_WAIT))
                wait *= 2
        raise WindowFailed(f"{window}: {problem}, {TRIES} times.")

    async def _ask(self, window: Window, etag: str | None, modified: str | None) -> Answer:
        start, end, field = _PARAMETERS[window.by]
        query = {
            "format": "json",
            start: window.first.isoformat(),
            end: window.last.isoformat(),
        }
        headers = {"Accept": "application/json"}
        headers |= {"If-None-Match": etag} if etag else {}
        headers |= {"If-Modified-Since": modified} if modified else {}
        async with self._session.get(
            self._url, params=query, headers=headers, timeout=TIMEOUT
        ) as response:
            if response.status == 304 and headers.keys() & {"If-None-Match", "If-Modified-Since"}:
                return Answer(None, etag, modified)
            if response.status in (408, 425, 429) or response.status >= 500:
                raise _Retry(f"status {response.status}", _retry_after(response.headers))
            if response.status != 200:
                raise FeedError(
                    f"{window}: the service answers with status {response.status}; "
                    "look whether RECALL_FEED_URL is right."
                )
            records = _records(await _body(response))
            _check_filter(records, window, field)
            return Answer(
                records,
                _short(response.headers.get("ETag"), 256),
                _short(response.headers.get("Last-Modified"), 64),
            )


class _Retry(Exception):
    """Worth asking again. wait: the seconds the service wants to be left alone."""

    def __init__(self, problem: str, wait: float = 0.0) -> None:
        super().__init__(problem)
        self.wait = wait


async def _body(response: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for chunk in response.content.iter_chunked(2**16):
        body += chunk
        if len(body) > MOST_BYTES:
            raise _Retry(f"more than {MOST_BYTES // 2**20} MB")
    return bytes(body)


def _records(body: bytes) -> list[dict[str, Any]]:
    """The array of records; an error in place of it is one, also where the status was 200."""
    try:
        found = json.loads(body)
    except ValueError:
        raise _Retry("an answer that is no JSON") from None
    if not isinstance(found, list):
        raise _Retry("an answer that is no list of records")
    if any(not isinstance(item, dict) or "RecallID" not in item for item in found):
        raise _Retry("a list of something else than records")
    return found


def _check_filter(records: list[dict[str, Any]], window: Window, field: str) -> None:
    """A parameter the service does not know is ignored, and everything comes back."""
    for record in records:
        written = str(record.get(field) or "")[:10]
        try:
            day = date.fromisoformat(written)
        except ValueError:
            continue  # told when the record is read
        if not window.first - SLACK <= day <= window.last + SLACK:
            raise FeedError(
                f"{window}: the service gave a record of {day}: it does not look at the window of "
                "days any more. Nothing of this answer was stored."
            )


def _retry_after(headers: Mapping[str, str]) -> float:
    seconds = headers.get("Retry-After", "")
    return float(seconds) if seconds.isascii() and seconds.isdecimal() else 0.0


def _short(value: str | None, longest: int) -> str | None:
    return value if value and len(value) <= longest else None
