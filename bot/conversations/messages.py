"""What goes in and out of a conversation; the shapes of the chat API's contract."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal

__all__ = ["Button", "Inbound", "Link", "Message", "Reply", "Sender"]

Sender = Literal["customer", "assistant", "agent"]


@dataclass(frozen=True)
class Button:
    """A choice: `title` is shown, `payload` is what the engine gets ("/affirm" or plain text)."""

    title: str
    payload: str


@dataclass(frozen=True)
class Link:
    """An address of the recall's own list, with the words it is shown by."""

    title: str
    url: str


@dataclass(frozen=True)
class Inbound:
    """What a customer sent.

    id: made by the client or provider; the same id is the same message.
    payload: of a button that we sent and whose signature was checked, else None.
    context: small facts for the turn: `photo` (an id), `unit` (model, suffix and serial as read
    on it), `address` (hashed), `locale` and `thread` as the channel told them.
    """

    id: str
    text: str
    payload: str | None = None
    context: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Reply:
    """One message of the assistant, before it has a place in the transcript.

    lang: the code of its language where that is another than the assistant's English.
    """

    text: str
    buttons: tuple[Button, ...] = ()
    links: tuple[Link, ...] = ()
    ask: Literal["photo"] | None = None
    card: dict[str, Any] | None = None
    lang: str | None = None

    def extras(self) -> dict[str, Any]:
        """Everything but the text, as it is stored."""
        return {
            "buttons": [asdict(b) for b in self.buttons],
            "links": [asdict(link) for link in self.links],
            "ask": self.ask,
            "card": self.card,
            "lang": self.lang,
        }


@dataclass(frozen=True)
class Message:
    """One line of the transcript. `seq` counts from 1 within its conversation."""

    id: str
    seq: int
    at: datetime
    sender: Sender
    name: str | None
    text: str
    extras: dict[str, Any] = field(default_factory=dict)

    @property
    def lang(self) -> str | None:
        """The code of its language; what a person writes may be in any."""
        return self.extras.get("lang") or ("en" if self.sender == "assistant" else None)

    def as_json(self) -> dict[str, Any]:
        """The message as the chat API gives it out; button payloads still unsigned."""
        return {
            "id": self.id,
            "seq": self.seq,
            "at": self.at.isoformat(),
            "from": self.sender,
            "name": self.name,
            "text": self.text,
            "buttons": self.extras.get("buttons") or [],
            "links": self.extras.get("links") or [],
            "ask": self.extras.get("ask"),
            "card": self.extras.get("card"),
            "photo": self.extras.get("photo"),
            "lang": self.lang,
        }
