"""What SMS and WhatsApp have in common: both come and go through Twilio.

Sources: Twilio's documentation of webhook requests, request validation, the Message resource and
its error codes (twilio.com/docs/messaging, /docs/usage/security, /docs/api/errors).
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, ClassVar
from urllib.parse import parse_qsl

from multidict import MultiDict

from bot.channels.adapter import (
    Adapter,
    Blocked,
    Event,
    Incoming,
    Media,
    MediaRefused,
    Part,
    Read,
    Refused,
    TryLater,
    WindowClosed,
    event_key,
)  # fmt: skip
from bot.channels.buttons import is_formed

__all__ = ["NoContent", "Twilio"]

VERSION = "2010-04-01"
# An empty answer: what we say is sent through the interface, once it is known.
NOTHING = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
OPTED_OUT = frozenset({21610})
NO_CONTENT = frozenset({21655})
OUTSIDE_WINDOW = frozenset({63016, 63049, 63051})
# How a message of ours ends that does not arrive.
LOST = frozenset({"undelivered", "failed"})
# Too many at once, a full queue, and what Twilio says of itself.
BUSY = frozenset({14107, 20429, 20500, 20503, 21611, 63018, 63038})
# The account or its key: an operator has to do something, nothing is the message's fault.
ACCOUNT = frozenset({20003, 20005, 20008, 21606, 21660, 90010})
# What WhatsApp calls what is no photo, whatever comes with it, and what we call it.
OTHERS = {"sticker": "sticker", "reaction": "reaction", "contacts": "contact",
          "unknown": "file", "unsupported": "file"}  # fmt: skip
NOT_PHOTOS = {"audio": "voice", "video": "video", "text": "contact"}


class NoContent(Refused):
    """The content to be sent is not, or no more, one of this account."""


class Twilio(Adapter):
    """One number at Twilio. prefix: what stands before the numbers of this channel."""

    api = "https://api.twilio.com"
    media_hosts = ("api.twilio.com", ".twiliocdn.com", "s3-external-1.amazonaws.com")
    prefix: ClassVar[str] = ""
    # The name of the setting that holds our number.
    sender: ClassVar[str]

    def verify(self, request: Incoming) -> bool:
        from twilio.request_validator import RequestValidator

        signature = request.headers.get("X-Twilio-Signature", "")
        if request.method != "POST" or not signature:
            return False
        try:
            form = _form(request)
        except ValueError:
            return False
        validator = RequestValidator(self.keys["TWILIO_AUTH_TOKEN"])
        return bool(validator.validate(request.url, form, signature))

    def read(self, request: Incoming) -> Read:
        form = _form(request)
        # What becomes of one of ours; a customer's is only ever received.
        reports = form.get("MessageStatus", "received") != "received"
        customer = form["To" if reports else "From"]
        if form["AccountSid"] != self.keys["TWILIO_ACCOUNT_SID"]:
            return Read(body=NOTHING, type="text/xml")
        if not customer.startswith(self.prefix) or (":" in customer) != bool(self.prefix):
            return Read(body=NOTHING, type="text/xml")
        address = customer.removeprefix(self.prefix)
        event = _report(form, address) if reports else _event(form, address)
        return Read([event] if event else [], body=NOTHING, type="text/xml")

    async def send(self, address: str, part: Part) -> None:
        await self._post(address, {"Body": part.text})

    async def has_taken(self, address: str, part: Part, since: datetime) -> bool | None:
        # The list's own filter by date is of when a message was sent on, which one just taken
        # was not yet.
        status, answer = await self.call(
            "GET",
            self._messages,
            params={"To": self.prefix + address, "PageSize": "50"},
            headers=self._auth,
        )
        if status != 200:
            return None
        bodies = [
            _plain(str(each.get("body") or ""))
            for each in answer.get("messages") or ()
            if str(each.get("direction") or "").startswith("outbound")
            and parsedate_to_datetime(each["date_created"]) >= since
        ]
        # A trial account puts a few words before it.
        if any(body.endswith(_plain(text)) for body in bodies for text in self.texts_of(part)):
            return True
        # What was made of a content may not be shown.
        return None if part.buttons and "" in bodies else False

    def texts_of(self, part: Part) -> Sequence[str]:
        """As what it may have been sent."""
        return [part.text]

    async def _post(self, address: str, what: dict[str, str]) -> None:
        ours = self.keys[self.sender]
        sender = (
            {"MessagingServiceSid": ours} if ours.startswith("MG") else {"From": self.prefix + ours}
        )
        status, answer = await self.call(
            "POST",
            self._messages,
            data={"To": self.prefix + address, "StatusCallback": self.webhook, **sender, **what},
            headers=self._auth,
        )
        if status == 201:
            return
        code = answer.get("code") if isinstance(answer, dict) else None
        trouble = f"refused with {code or status}"
        if code in OPTED_OUT:
            raise Blocked(trouble)
        if code in OUTSIDE_WINDOW:
            raise WindowClosed(trouble)
        if code in NO_CONTENT:
            raise NoContent(trouble)
        if status in (401, 403) or code in BUSY | ACCOUNT:
            raise TryLater(trouble)
        raise Refused(trouble)

    async def fetch(self, media: Media) -> bytes:
        if media.type.startswith(("audio/", "video/", "text/")):
            raise MediaRefused("not_a_photo")
        return await self.download(media.ref, headers=self._auth)

    async def look(self) -> list[str]:
        account = self.keys["TWILIO_ACCOUNT_SID"]
        url = f"{self.base}/{VERSION}/Accounts/{account}"
        status, answer = await self.call("GET", f"{url}.json", headers=self._auth)
        if status != 200:
            return ["Twilio does not know RECALL_TWILIO_ACCOUNT_SID with this auth token"]
        if answer.get("status") != "active":
            return [f"the Twilio account is {answer.get('status')}"]
        return await self.look_at_number(url)

    async def look_at_number(self, url: str) -> list[str]:
        """What is wrong with our number. url: the account's resource."""
        return []

    @property
    def _messages(self) -> str:
        account = self.keys["TWILIO_ACCOUNT_SID"]
        return f"{self.base}/{VERSION}/Accounts/{account}/Messages.json"

    @property
    def _auth(self) -> dict[str, str]:
        pair = f"{self.keys['TWILIO_ACCOUNT_SID']}:{self.keys['TWILIO_AUTH_TOKEN']}"
        return {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}


def _report(form: MultiDict[str], address: str) -> Event | None:
    """What a report on a message of ours tells, None unless it did not arrive."""
    code = form.get("ErrorCode", "")
    # That a carrier stops us at the customer's word is no news.
    if form["MessageStatus"] not in LOST or code in map(str, OPTED_OUT):
        return None
    return Event(event_key("lost", form["MessageSid"]), address, lost=True)


def _event(form: MultiDict[str], address: str) -> Event:
    """A customer's message."""
    media = [
        Media(url, form.get(f"MediaContentType{i}", ""))
        for i in range(10)
        if (url := form.get(f"MediaUrl{i}"))
    ]
    photos = tuple(m for m in media if m.type.partition("/")[0] in ("image", "application", ""))
    others = [NOT_PHOTOS.get(m.type.partition("/")[0], "file") for m in media if m not in photos]
    other = others[0] if others else None
    # Of a list, and of a button.
    press = form.get("ListId") or form.get("ButtonPayload") or ""
    text = form.get("Body") or form.get("ListTitle") or form.get("ButtonText") or ""
    if "Latitude" in form:
        other = "location"
    elif kind := OTHERS.get(form.get("MessageType", "").lower()):
        # A sticker comes as a picture, a reaction as the text of its emoji.
        photos, other = (), kind
        text = "" if kind in ("sticker", "reaction") else text
    if not (text or photos or other):
        other = "file"  # a picture that was lost on the way, or a kind that is newer than this
    word: Any = form.get("OptOutType", "").lower()
    return Event(
        key=event_key(form["MessageSid"]),
        address=address,
        text=text,
        # A button of the template is the firm's: what it says counts, STOP above all.
        press=press if is_formed(press) else None,
        media=photos,
        other=other,
        word=word if word in ("stop", "start", "help") else None,
    )


def _plain(text: str) -> str:
    return " ".join(text.split())


def _form(request: Incoming) -> MultiDict[str]:
    text = request.body.decode("utf-8")
    return MultiDict(parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text)))
