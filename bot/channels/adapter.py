"""What a messaging channel is to the rest: one adapter each, all of this shape.

SendError
 +-- TryLater      the provider could not be reached or asks to wait; the same again later
      +-- Unsure   the call ended without an answer: nobody knows if it was taken
 +-- Refused       the provider will never take this; the trouble is told to the operator
 +-- Blocked       the customer wants nothing more from us here
 +-- WindowClosed  the provider lets us write only after the customer has written again
"""

from __future__ import annotations

import abc
import asyncio
import contextlib
import hashlib
import hmac
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Literal, TypeVar

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
)

from bot.channels.contents import Contents
from bot.channels.media import MediaRefused, download

__all__ = [
    "NONSENSE", "Adapter", "Blocked", "Capabilities", "Event", "Incoming", "Media", "MediaRefused",
    "Part", "Read", "Refused", "SendError", "TryLater", "Unsure", "WindowClosed", "event_key",
    "read_each", "same", "without_answer",
]  # fmt: skip

Found = TypeVar("Found")

# What reading a webhook raises where it is not as documented.
NONSENSE = (ValueError, KeyError, TypeError, AttributeError, IndexError)

# A provider that has not answered by then is tried again. What has no connection yet when its time
# is over was surely not taken.
CALL_SECONDS = 10.0
CONNECT_SECONDS = 5.0


class SendError(Exception):
    """A message could not be handed over. trouble: a few words without personal data."""

    def __init__(self, trouble: str, pause: float = 0.0) -> None:
        super().__init__(trouble)
        self.trouble = trouble
        # Seconds the provider asks us to wait at least.
        self.pause = pause


class TryLater(SendError):
    """Not taken; to be sent again."""


class Unsure(TryLater):
    """It may have been taken or not; see `bot.channels.sender` for what becomes of it."""


class Refused(SendError):
    """Will never be taken."""


class Blocked(SendError):
    """The customer has blocked us or opted out at the provider."""


class WindowClosed(SendError):
    """Too long since the customer's last message."""


@dataclass(frozen=True)
class Incoming:
    """A webhook's request. url: as the provider called it, from the public address."""

    method: str
    url: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Media:
    """A file of the customer's: its address or its name at the provider, and its declared type."""

    ref: str
    type: str = ""


@dataclass(frozen=True)
class Event:
    """Something a customer did, as the provider told it.

    key: the provider's own id of it; the same key is the same event. address: whom to answer.
    sequence: where the provider has an order. press: the value of a pressed button.
    other: what it is besides text and photos ("voice", "location", "edit", ...).
    word: "stop", "start" or "help" where the provider itself read it so.
    standing: "blocked" or "open" where the customer changed whether we may write.
    lost: not their doing: a message of ours that was taken did not arrive.
    receipt: what `Adapter.acknowledge` needs. thread: of a conversation's side talks the one it is
    in, where the provider has such. person: the provider's name of who did it, where that is not
    the address.
    """

    key: str
    address: str
    text: str = ""
    press: str | None = None
    media: tuple[Media, ...] = ()
    other: str | None = None
    word: Literal["stop", "start", "help"] | None = None
    standing: Literal["blocked", "open"] | None = None
    sequence: int | None = None
    locale: str | None = None
    receipt: str | None = None
    thread: str | None = None
    person: str | None = None
    lost: bool = False

    def as_json(self) -> dict[str, Any]:
        """For the database, without what is empty."""
        return {k: v for k, v in asdict(self).items() if v}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Event:
        """The event that `as_json` gave."""
        return cls(**{**stored, "media": tuple(Media(**m) for m in stored.get("media") or ())})


@dataclass(frozen=True)
class Read:
    """What a webhook brought, and what the provider is answered.

    unreadable: what was raised by those of a batch that are not as documented.
    """

    events: Sequence[Event] = ()
    status: int = 200
    body: str = ""
    type: str = "text/plain"
    unreadable: Sequence[Exception] = ()


@dataclass(frozen=True)
class Part:
    """One message as it is sent: its text and native buttons (title, value), and its thread.

    key: the same each time this part is sent, another for each other part.
    """

    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    thread: str | None = None
    key: str = ""


@dataclass(frozen=True)
class Capabilities:
    """What a channel can show and bring.

    text: the most characters of one message. buttons: the most native ones, 0 where there are
    none and choices are numbered. title: the most characters of a button's title.
    with_buttons: the most characters of a text that carries buttons, where that is less.
    apart: only the last paragraph of a text carries its buttons. numbers: a number chooses where
    there are buttons, too, as they may have gone out as a list.
    gsm: letters outside the SMS alphabet make a message cost double, so look-alikes are used.
    window_hours: how long after the customer's last message we may write.
    entities: it takes &, < and > as entities only, which count as long as they are written.
    keywords: words alone in a message that never reach the dialogue: what carriers take for STOP,
    START and HELP, or STOP and START as they stand.
    """

    text: int
    buttons: int = 0
    title: int = 20
    with_buttons: int = 0
    apart: bool = False
    numbers: bool = False
    gsm: bool = False
    window_hours: float | None = None
    entities: bool = False
    keywords: Literal["carriers", "stop", None] = None


def event_key(*parts: object) -> str:
    """A provider's id as a key: as it is where it fits, else its digest."""
    key = "-".join(str(part) for part in parts)
    if len(key) <= 100 and key.isascii() and key.isprintable():
        return key
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def read_each(
    told: Iterable[Any], read: Callable[[Any], Found | None]
) -> tuple[list[Found], list[Exception]]:
    """What is found in each of a batch, and what was raised by those that can't be read."""
    found: list[Found] = []
    unreadable: list[Exception] = []
    for each in told:
        try:
            one = read(each)
        except NONSENSE as error:
            unreadable.append(error)
            continue
        if one is not None:
            found.append(one)
    return found, unreadable


def same(told: str, right: str) -> bool:
    """Is a proof the right one? In constant time, whatever letters it is made of."""
    return hmac.compare_digest(told.encode("utf-8", "surrogatepass"), right.encode())


@dataclass
class Adapter(abc.ABC):
    """One channel. keys: its settings by name; public_url: the door's address, without a path.
    contents: what has been made at the provider to be sent, which who sends needs.

    `open` before the first `send`, `fetch` or `look`, `close` at the end, both on one event loop.
    """

    keys: Mapping[str, str] = field(repr=False)
    public_url: str
    contents: Contents | None = field(default=None, repr=False)

    name: ClassVar[str]
    capabilities: ClassVar[Capabilities]
    # Where the provider's interface is, unless the settings say otherwise; and where its files are.
    api: ClassVar[str]
    media_hosts: ClassVar[tuple[str, ...]] = ()
    # Does the provider tell a customer's language only when asked, see `find_locale`?
    asks_locale: ClassVar[bool] = False

    def __post_init__(self) -> None:
        self._session: ClientSession | None = None
        self.base = (self.keys.get("API") or self.api).rstrip("/")

    @property
    def unseen(self) -> str:
        """What `look` can't find out, as no provider tells it; "" where it all can."""
        return ""

    @property
    def webhook(self) -> str:
        """The address the provider is to call."""
        return f"{self.public_url}/channels/{self.name}"

    @property
    def session(self) -> ClientSession:
        """For calls to the provider's own interface."""
        assert self._session is not None, "the adapter is not open"
        return self._session

    async def open(self) -> None:
        """Make what calls to the provider need."""
        timeout = ClientTimeout(total=CALL_SECONDS, connect=CONNECT_SECONDS)
        self._session = ClientSession(timeout=timeout)

    async def close(self) -> None:
        """Close it."""
        if self._session is not None:
            await self._session.close()

    @abc.abstractmethod
    def verify(self, request: Incoming) -> bool:
        """Is the request the provider's, and fresh where it says when it was made? Never raises."""

    @abc.abstractmethod
    def read(self, request: Incoming) -> Read:
        """What a verified request brings. Raises NONSENSE where nothing of it can be read."""

    @abc.abstractmethod
    async def send(self, address: str, part: Part) -> None:
        """Hand one message over. Raises SendError."""

    async def has_taken(self, address: str, part: Part, since: datetime) -> bool | None:
        """Did the provider take this part since then? None where it can't be asked.

        No provider of ours takes a key by which it would know the same message again. Raises
        SendError.
        """
        return None

    @abc.abstractmethod
    async def fetch(self, media: Media) -> bytes:
        """A customer's file. Raises MediaRefused, or TryLater."""

    @abc.abstractmethod
    async def look(self) -> list[str]:
        """What is missing or wrong at the provider, a sentence each. Raises SendError."""

    async def acknowledge(self, event: Event) -> None:  # noqa: B027 - most need not
        """Tell the provider that a button's press has arrived, where it waits for that."""

    async def find_locale(self, event: Event) -> str | None:
        """Language and country of who did it. Raises SendError."""
        return None

    def photo_page(self, address: str) -> Literal["needed", "offered", None]:
        """Is this customer given a link to a page that takes the photo? "needed": photos can't be
        sent here; "offered": not every telephone can.
        """
        return None

    async def nudge(self, address: str) -> bool:
        """Outside the window, send what is allowed there; False where there is nothing."""
        return False

    async def call(self, method: str, url: str, **options: Any) -> tuple[int, Any]:
        """One call of the provider's interface: status and JSON. Raises TryLater and Unsure."""
        try:
            async with self.session.request(method, url, **options) as response:
                if response.status == 429 or response.status >= 500:
                    raise TryLater(f"answered {response.status}", await _retry_after(response))
                return response.status, await response.json(content_type=None)
        except (ClientError, asyncio.TimeoutError, OSError, ValueError) as error:
            raise without_answer(error) from None

    async def download(
        self, url: str, headers: Mapping[str, str] | None = None, gone: Collection[int] = ()
    ) -> bytes:
        """A file from one of the provider's hosts, see `bot.channels.media`."""
        try:
            return await download(
                url, hosts=self.media_hosts, own=self.base, headers=headers or {}, gone=gone
            )
        except (ClientError, asyncio.TimeoutError, OSError) as error:
            raise TryLater(f"no file ({type(error).__name__})") from None


def without_answer(error: Exception) -> TryLater:
    """What a call that ended without an answer raises."""
    trouble = f"no answer ({type(error).__name__})"
    unconnected = isinstance(error, (ClientConnectorError, ConnectionTimeoutError))
    return TryLater(trouble) if unconnected else Unsure(trouble)


async def _retry_after(response: ClientResponse) -> float:
    """Seconds to wait, from the header or (Telegram) from the answer; 0 where nothing is said."""
    told = response.headers.get("Retry-After", "")
    if not told:
        with contextlib.suppress(ClientError, ValueError, KeyError, TypeError):
            told = str((await response.json(content_type=None))["parameters"]["retry_after"])
    return float(told) if told.isdecimal() and len(told) < 6 else 0.0
