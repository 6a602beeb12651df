"""Providers on loopback: they deliver webhooks as the real ones do and check our calls like them.

A fake refuses what the provider would refuse, and notes it in `complaints`.
"""

from __future__ import annotations

import abc
import asyncio
import base64
import hashlib
import hmac
import html
import itertools
import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from email.utils import formatdate
from typing import Any, ClassVar
from urllib.parse import urlencode

from aiohttp import BasicAuth, web
from aiohttp.test_utils import TestServer

PUBLIC_URL = "https://recall.example.com"


@dataclass(frozen=True)
class Webhook:
    """A delivery, as it comes to the door."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Sent:
    """A message of ours as it reached a customer: its text and native buttons (title, value).

    at: when, by the clock; note: what we wrote on it for ourselves.
    """

    address: str
    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    at: float = 0.0
    note: Any = None


@dataclass
class Fake(abc.ABC):
    """One provider. down: it answers 503. refuse: a status and body it answers, once each.

    cut: how the next calls that send end without an answer, "before" they are taken or "after".
    mute: it does not tell what it has taken. pace: seconds it takes until it has taken a message,
    and again until it says so.
    """

    sent: list[Sent] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    down: bool = False
    refuse: list[tuple[int, dict[str, Any], dict[str, str]]] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)
    mute: bool = False
    pace: Callable[[], float] | None = None
    calls: int = 0

    name = ""
    # How the paths of its calls that send end.
    sends: ClassVar[str] = ""

    def __post_init__(self) -> None:
        self.numbers = itertools.count(1)
        self.arrived = asyncio.Event()

    async def start(self) -> None:
        app = web.Application(middlewares=[self._troubles])
        self.routes(app)
        self.server = TestServer(app)
        await self.server.start_server()
        self.url = str(self.server.make_url("")).rstrip("/")

    async def stop(self) -> None:
        await self.server.close()

    @web.middleware
    async def _troubles(self, request: web.Request, handler: Any) -> web.StreamResponse:
        if "locale" in request.query_string and not self.down:
            return await handler(request)  # type: ignore[no-any-return]
        self.calls += 1
        if self.down:
            return web.json_response({"message": "down"}, status=503)
        if self.refuse:
            status, body, headers = self.refuse.pop(0)
            return web.json_response(body, status=status, headers=headers)
        sends = request.method == "POST" and request.path.endswith(self.sends)
        if self.pace and sends:
            await asyncio.sleep(self.pace())
            response: web.StreamResponse = await handler(request)
            await asyncio.sleep(self.pace())
            return response
        if self.cut and sends:
            if self.cut.pop(0) == "after":
                await handler(request)
            assert request.transport is not None
            request.transport.close()
            return web.Response()
        return await handler(request)  # type: ignore[no-any-return]

    def take(self, address: str, text: str, buttons: Any = (), note: Any = None) -> None:
        """A message has reached its customer."""
        self.sent.append(Sent(address, text, tuple(buttons), time.time(), note))
        self.arrived.set()

    def check(self, good: bool, what: str) -> None:
        """Note what the provider would not take."""
        if not good:
            self.complaints.append(what)

    def to(self, address: str) -> list[Sent]:
        """What reached one customer."""
        return [sent for sent in self.sent if sent.address == address]

    def keys(self) -> dict[str, str]:
        """The settings of the channel."""
        return {**self.secrets, "API": self.url + self.api_path}

    api_path = ""
    secrets: ClassVar[Mapping[str, str]] = {}

    @abc.abstractmethod
    def routes(self, app: web.Application) -> None:
        """The provider's interface."""

    @abc.abstractmethod
    def customer(self, number: int) -> str:
        """The address of a customer."""

    @abc.abstractmethod
    def text(self, address: str, text: str, number: int | None = None) -> Webhook:
        """The customer writes. number: of the event, a new one unless given."""

    @abc.abstractmethod
    def photo(self, address: str, data: bytes, caption: str = "") -> Webhook:
        """The customer sends a photo."""

    @abc.abstractmethod
    def press(self, address: str, title: str, value: str) -> Webhook:
        """The customer presses a button."""

    def again(self, webhook: Webhook) -> Webhook:
        """The same delivered once more."""
        return webhook

    @abc.abstractmethod
    def forged(self, webhook: Webhook, kind: str) -> Webhook:
        """The same without its proof ("bare"), with another's ("wrong"), or changed ("changed")."""


class InvalidContent(Exception):
    """What is to be sent can't be made of a content: Twilio's code."""

    def __init__(self, code: int) -> None:
        self.code = code


class FakeTwilio(Fake):
    """SMS. Media need the account's password and are handed over by a redirect."""

    name = "sms"
    sends = "/Messages.json"
    prefix = ""
    sender = "SMS_FROM"
    account = "AC" + "0" * 31 + "1"
    token = "b" * 32
    secrets = {
        "TWILIO_ACCOUNT_SID": account, "TWILIO_AUTH_TOKEN": token, "SMS_FROM": "+15550100999",
    }  # fmt: skip

    # Does it not show what was made of a content?
    hides = False
    # Does its messaging service leave messages to its numbers?
    deferred = False

    def routes(self, app: web.Application) -> None:
        base = f"/2010-04-01/Accounts/{self.account}"
        app.router.add_post(f"{base}/Messages.json", self._messages)
        app.router.add_get(f"{base}/Messages.json", self._list)
        app.router.add_get(f"{base}.json", self._account)
        app.router.add_get(f"{base}/IncomingPhoneNumbers.json", self._incoming)
        app.router.add_get("/v1/Services/{service}", self._service)
        app.router.add_get(base + "/Messages/{message}/Media/{name}", self._media)
        app.router.add_get("/cdn/{name}", self._cdn)

    def _allowed(self, request: web.Request) -> bool:
        told = request.headers.get("Authorization", "")
        right = BasicAuth(self.account, self.token).encode()
        self.check(told == right, "not signed in")
        return told == right

    async def _messages(self, request: web.Request) -> web.Response:
        form = await request.post()
        if not self._allowed(request):
            return web.json_response({"code": 20003, "status": 401}, status=401)
        body, to = str(form.get("Body", "")), str(form["To"])
        buttons: Sequence[tuple[str, str]] = ()
        if sid := str(form.get("ContentSid", "")):
            self.check(not body, "Body beside ContentSid")
            try:
                body, buttons = self.filled(sid, str(form.get("ContentVariables", "{}")))
            except InvalidContent as error:
                return web.json_response({"code": error.code, "status": 400}, status=400)
        self.check(form.get("From") == self.prefix + self.secrets[self.sender], "wrong From")
        told_to = f"{PUBLIC_URL}/channels/{self.name}"
        self.check(form.get("StatusCallback") == told_to, "wrong StatusCallback")
        self.check(0 < len(body) <= 1600, "wrong Body")
        self.check(to.startswith(self.prefix + "+"), "wrong To")
        self.take(to.removeprefix(self.prefix), body, buttons)
        return web.json_response({"sid": "SM1", "status": "queued"}, status=201)

    def filled(self, sid: str, variables: str) -> tuple[str, Sequence[tuple[str, str]]]:
        """The text and buttons of a content. Raises InvalidContent."""
        raise InvalidContent(21655)

    async def _list(self, request: web.Request) -> web.Response:
        if self.mute or not self._allowed(request):
            return web.json_response({"code": 20003, "status": 401}, status=401)
        to = request.query["To"]
        self.check(to.startswith(self.prefix + "+"), "wrong To")
        told = [
            {"body": "" if sent.buttons and self.hides else sent.text, "to": to,
             "direction": "outbound-api", "status": "queued",
             "date_created": formatdate(sent.at, usegmt=True), "date_sent": None}
            for sent in self.to(to.removeprefix(self.prefix))[::-1]
        ]  # fmt: skip
        return web.json_response({"messages": told[: int(request.query["PageSize"])]})

    async def _account(self, request: web.Request) -> web.Response:
        good = self._allowed(request)
        return web.json_response({"status": "active"}, status=200 if good else 401)

    async def _incoming(self, request: web.Request) -> web.Response:
        number = {"sms_url": f"{PUBLIC_URL}/channels/sms"}
        mine = request.query.get("PhoneNumber") == self.secrets["SMS_FROM"]
        return web.json_response({"incoming_phone_numbers": [number] if mine else []})

    async def _service(self, request: web.Request) -> web.Response:
        if not self._allowed(request):
            return web.json_response({"code": 20003}, status=401)
        told = {"inbound_request_url": f"{PUBLIC_URL}/channels/sms"}
        return web.json_response({**told, "use_inbound_webhook_on_number": self.deferred})

    async def _media(self, request: web.Request) -> web.Response:
        if not self._allowed(request):
            return web.Response(status=401)
        raise web.HTTPTemporaryRedirect(f"{self.url}/cdn/{request.match_info['name']}")

    async def _cdn(self, request: web.Request) -> web.Response:
        return web.Response(body=self.files[request.match_info["name"]], content_type="image/jpeg")

    def customer(self, number: int) -> str:
        return f"+1555010{number:04}"

    def text(self, address: str, text: str, number: int | None = None, **more: str) -> Webhook:
        number = next(self.numbers) if number is None else number
        form = {
            "MessageSid": f"SM{number:032x}", "SmsSid": f"SM{number:032x}",
            "AccountSid": self.account, "From": self.prefix + address,
            "To": self.prefix + self.secrets[self.sender], "Body": text, "NumMedia": "0",
            "NumSegments": "1", "ApiVersion": "2010-04-01", "FromCountry": "US", "FromCity": "",
            **more,
        }  # fmt: skip
        return self._signed(form, self.token)

    def report(self, address: str, status: str, **more: str) -> Webhook:
        """What became of a message of ours."""
        sid = f"SM{next(self.numbers):032x}"
        form = {
            "MessageSid": sid, "SmsSid": sid, "AccountSid": self.account, "MessageStatus": status,
            "SmsStatus": status, "To": self.prefix + address, "ApiVersion": "2010-04-01",
            "From": self.prefix + self.secrets[self.sender], **more,
        }  # fmt: skip
        return self._signed(form, self.token)

    def photo(self, address: str, data: bytes, caption: str = "") -> Webhook:
        name = f"ME{next(self.numbers)}"
        self.files[name] = data
        url = f"{self.url}/2010-04-01/Accounts/{self.account}/Messages/MM1/Media/{name}"
        media = {"NumMedia": "1", "MediaUrl0": url, "MediaContentType0": "image/jpeg"}
        return self.text(address, caption, **media)

    def press(self, address: str, title: str, value: str) -> Webhook:
        raise AssertionError("no buttons here")

    def forged(self, webhook: Webhook, kind: str) -> Webhook:
        if kind == "bare":
            headers = {k: v for k, v in webhook.headers.items() if "Signature" not in k}
            return Webhook("POST", webhook.path, headers, webhook.body)
        if kind == "wrong":
            signature = base64.b64encode(hashlib.sha1(webhook.body).digest()).decode()
            headers = {**webhook.headers, "X-Twilio-Signature": signature}
            return Webhook("POST", webhook.path, headers, webhook.body)
        return Webhook("POST", webhook.path, webhook.headers, webhook.body + b"&Extra=1")

    def _signed(self, form: Mapping[str, str], token: str) -> Webhook:
        path = f"/channels/{self.name}"
        told = PUBLIC_URL + path + "".join(key + form[key] for key in sorted(form))
        mac = hmac.new(token.encode(), told.encode(), hashlib.sha1).digest()
        headers = {
            "X-Twilio-Signature": base64.b64encode(mac).decode(),
            "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
        }
        return Webhook("POST", path, headers, urlencode(form).encode())


class FakeWhatsApp(FakeTwilio):
    """The same with `whatsapp:` before each number."""

    name = "whatsapp"
    prefix = "whatsapp:"
    sender = "WHATSAPP_FROM"
    secrets = {
        "TWILIO_ACCOUNT_SID": FakeTwilio.account, "TWILIO_AUTH_TOKEN": FakeTwilio.token,
        "WHATSAPP_FROM": "+15550100998", "WHATSAPP_TEMPLATE": "HX" + "a" * 32,
    }  # fmt: skip

    # How Twilio and WhatsApp have the sender and the template.
    status = "ONLINE"
    approval = "approved"
    # What has been made by the Content API, the values of rows of lists that were sent, and what
    # it answers instead of making more.
    contents: dict[str, dict[str, Any]]
    listed: set[str]
    no_contents: tuple[int, dict[str, Any]] | None = None
    # Until this is set it answers nothing.
    hangs: asyncio.Event | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        self.contents, self.listed = {}, set()

    def routes(self, app: web.Application) -> None:
        super().routes(app)
        app.router.add_post("/v1/Content", self._make_content)
        app.router.add_get("/v2/Channels/Senders", self._senders)
        app.router.add_get("/v2/Channels/Senders/{sid}", self._one_sender)
        app.router.add_get("/v1/Content/{template}/ApprovalRequests", self._approval)

    def _of_sender(self) -> dict[str, Any]:
        callback = {"callback_url": f"{PUBLIC_URL}/channels/whatsapp", "callback_method": "POST"}
        return {
            "sid": "XE" + "a" * 32, "status": self.status, "webhook": callback,
            "sender_id": self.prefix + self.secrets["WHATSAPP_FROM"],
        }  # fmt: skip

    async def _senders(self, request: web.Request) -> web.Response:
        if not self._allowed(request):
            return web.json_response({"code": 20003, "status": 401}, status=401)
        self.check(request.query.get("Channel") == "whatsapp", "wrong Channel")
        another = {
            "sid": "XE" + "b" * 32,
            "status": "OFFLINE",
            "sender_id": "whatsapp:+15550100997",
        }
        ours = {k: v for k, v in self._of_sender().items() if k != "webhook"}
        return web.json_response({"senders": [another, ours], "meta": {"next_page_url": None}})

    async def _one_sender(self, request: web.Request) -> web.Response:
        if not self._allowed(request) or request.match_info["sid"] != "XE" + "a" * 32:
            return web.json_response({"code": 20404, "status": 404}, status=404)
        return web.json_response(self._of_sender())

    async def _approval(self, request: web.Request) -> web.Response:
        if not self._allowed(request):
            return web.json_response({"code": 20003, "status": 401}, status=401)
        template = request.match_info["template"]
        if template != self.secrets["WHATSAPP_TEMPLATE"]:
            return web.json_response({"code": 20404, "status": 404}, status=404)
        told = {
            "category": "UTILITY", "status": self.approval, "name": "news", "type": "whatsapp",
            "content_type": "twilio/text", "rejection_reason": "", "allow_category_change": True,
        }  # fmt: skip
        return web.json_response({"sid": template, "account_sid": self.account, "whatsapp": told})

    async def _make_content(self, request: web.Request) -> web.Response:
        if not self._allowed(request):
            return web.json_response({"code": 20003, "status": 401}, status=401)
        if self.hangs:
            await self.hangs.wait()
        if self.no_contents:
            status, body = self.no_contents
            return web.json_response(body, status=status)
        told = await request.json()
        blanks = set(re.findall(r"{{(\w+)}}", json.dumps(told["types"])))
        self.check(set(told["variables"]) == blanks and len(blanks) <= 100, "wrong samples")
        self.check(re.fullmatch("[a-z]{2}", told["language"]) is not None, "wrong language")
        self.check(bool(told["friendly_name"]), "no name")
        sid = f"HX{next(self.numbers):032x}"
        self.contents[sid] = told
        self._shown(sid, told["variables"])
        return web.json_response({"sid": sid, "account_sid": self.account, **told}, status=201)

    def filled(self, sid: str, variables: str) -> tuple[str, Sequence[tuple[str, str]]]:
        if sid == self.secrets["WHATSAPP_TEMPLATE"]:
            return f"template {sid}", ()
        if sid not in self.contents:
            raise InvalidContent(21655)
        try:
            values = {**self.contents[sid]["variables"], **json.loads(variables)}
        except ValueError:
            raise InvalidContent(21656) from None
        for value in values.values():
            if not isinstance(value, str) or not value or re.search(r"[\n\t]| {5}", value):
                raise InvalidContent(21656)
            if len(value) > 1600:
                raise InvalidContent(21658)
        body, choices = self._shown(sid, values)
        if "twilio/list-picker" in self.contents[sid]["types"]:
            self.listed.update(value for _, value in choices)
        return body, choices

    def _shown(self, sid: str, values: Mapping[str, str]) -> tuple[str, list[tuple[str, str]]]:
        """As WhatsApp shows it within 24 hours, where a content needs no approval."""
        ((kind, what),) = self.contents[sid]["types"].items()

        def fill(text: str) -> str:
            return re.sub(r"{{(\w+)}}", lambda blank: values[blank[1]], text)

        if kind == "twilio/quick-reply":
            most, longest = 3, 20
            self.check(all(a["type"] == "QUICK_REPLY" for a in what["actions"]), "wrong action")
            choices = [(fill(a["title"]), fill(a["id"])) for a in what["actions"]]
        else:
            most, longest = 10, 24
            self.check(kind == "twilio/list-picker", f"unknown type {kind}")
            self.check(0 < len(fill(what["button"])) <= 20, "wrong button")
            choices = [(fill(i["item"]), fill(i["id"])) for i in what["items"]]
        body, titles = fill(what["body"]), [title for title, _ in choices]
        self.check(0 < len(body) <= 1024, "wrong body")
        self.check(0 < len(choices) <= most, f"{len(choices)} choices")
        self.check(all(0 < len(title) <= longest for title in titles), "wrong title")
        self.check(all(0 < len(id) <= 200 for _, id in choices), "wrong id")
        once = len({*titles}) == len({id for _, id in choices}) == len(choices)
        self.check(once, "the same choice twice")
        return body, choices

    def press(self, address: str, title: str, value: str) -> Webhook:
        chosen = (
            {"ListId": value, "ListTitle": title}
            if value in self.listed
            else {"ButtonPayload": value, "ButtonText": title}
        )
        return self.text(address, title, MessageType="interactive", **chosen)

    def text(self, address: str, text: str, number: int | None = None, **more: str) -> Webhook:
        more = {"ProfileName": "Jane", "WaId": address[1:], "MessageType": "text", **more}
        return super().text(address, text, number, **more)


class FakeTelegram(Fake):
    """A bot."""

    name = "telegram"
    sends = "/sendMessage"
    token = "123456:" + "A" * 35
    # What getWebhookInfo tells besides the address.
    info: dict[str, Any]
    secrets = {"TELEGRAM_TOKEN": token, "TELEGRAM_SECRET": "s" * 32}

    def routes(self, app: web.Application) -> None:
        self.info = {
            "has_custom_certificate": False, "pending_update_count": 0, "max_connections": 40,
            "ip_address": "192.0.2.1", "allowed_updates": [
                "message", "edited_message", "callback_query", "message_reaction", "my_chat_member",
            ],
        }  # fmt: skip
        app.router.add_post("/bot{token}/{method}", self._method)
        app.router.add_get(f"/file/bot{self.token}/photos/" + "{name}", self._file)

    async def _method(self, request: web.Request) -> web.Response:
        if request.match_info["token"] != self.token:
            told = {"ok": False, "error_code": 401, "description": "Unauthorized"}
            return web.json_response(told, status=401)
        body, method = await request.json(), request.match_info["method"]
        result: Any = True
        if method == "sendMessage":
            markup = body.get("reply_markup", {}).get("inline_keyboard", [])
            buttons = [(b["text"], b["callback_data"]) for row in markup for b in row]
            self.check(isinstance(body["chat_id"], int), "chat_id is no number")
            self.check(0 < len(body["text"]) <= 4096, "wrong text")
            self.check(all(1 <= len(v.encode()) <= 64 for _, v in buttons), "wrong callback_data")
            self.take(str(body["chat_id"]), body["text"], buttons)
            result = {"message_id": 1}
        elif method == "getFile":
            result = {"file_id": body["file_id"], "file_path": f"photos/{body['file_id']}"}
        elif method == "getWebhookInfo":
            result = {"url": f"{PUBLIC_URL}/channels/telegram", **self.info}
        return web.json_response({"ok": True, "result": result})

    async def _file(self, request: web.Request) -> web.Response:
        data = self.files[request.match_info["name"]]
        return web.Response(body=data, content_type="application/octet-stream")

    def customer(self, number: int) -> str:
        return str(70_000_000 + number)

    def update(self, number: int | None = None, **what: Any) -> Webhook:
        """Any update."""
        number = next(self.numbers) if number is None else number
        headers = {
            "X-Telegram-Bot-Api-Secret-Token": self.secrets["TELEGRAM_SECRET"],
            "Content-Type": "application/json",
        }
        body = json.dumps({"update_id": number, **what}).encode()
        return Webhook("POST", "/channels/telegram", headers, body)

    def message(self, address: str, **what: Any) -> dict[str, Any]:
        """A message of a private chat."""
        person = {"id": int(address), "is_bot": False, "first_name": "Jane", "language_code": "es"}
        chat = {"id": int(address), "type": "private", "first_name": "Jane"}
        return {"message_id": 1, "from": person, "chat": chat, "date": 1, **what}

    def text(self, address: str, text: str, number: int | None = None) -> Webhook:
        return self.update(number, message=self.message(address, text=text))

    def photo(self, address: str, data: bytes, caption: str = "") -> Webhook:
        name = f"file{next(self.numbers)}"
        self.files[name] = data
        sizes = [
            {"file_id": "small", "width": 90, "height": 67},
            {"file_id": name, "width": 1280, "height": 960},
        ]
        told = {"photo": sizes, **({"caption": caption} if caption else {})}
        return self.update(message=self.message(address, **told))

    def press(self, address: str, title: str, value: str) -> Webhook:
        query = {
            "id": "4382bfdwdsb323b2d9", "from": self.message(address)["from"], "data": value,
            "message": self.message(address, text="..."), "chat_instance": "1",
        }  # fmt: skip
        return self.update(callback_query=query)

    def forged(self, webhook: Webhook, kind: str) -> Webhook:
        # There is no signature over the body: what proves it is the secret alone.
        headers = {"X-Telegram-Bot-Api-Secret-Token": "t" * 32} if kind != "bare" else {}
        return Webhook("POST", webhook.path, headers, webhook.body)


class FakeMessenger(Fake):
    """A page."""

    name = "messenger"
    sends = "/me/messages"
    secret = "c" * 32
    # Whose language was asked for, which fields the page is not subscribed to, and what the token
    # may do.
    asked: list[str]
    unsubscribed: set[str]
    permissions: set[str]
    secrets = {
        "MESSENGER_PAGE_TOKEN": "EAAB" + "x" * 40, "MESSENGER_APP_SECRET": secret,
        "MESSENGER_VERIFY_TOKEN": "v" * 20,
    }  # fmt: skip

    def routes(self, app: web.Application) -> None:
        self.asked, self.unsubscribed = [], set()
        self.permissions = {
            "pages_messaging", "pages_manage_metadata", "pages_show_list", "pages_read_engagement",
        }  # fmt: skip
        app.router.add_post("/v23.0/me/messages", self._messages)
        app.router.add_get("/v23.0/me/conversations", self._conversations)
        app.router.add_get("/v23.0/me/subscribed_apps", self._subscribed)
        app.router.add_get("/v23.0/1/subscriptions", self._callback)
        app.router.add_get("/v23.0/{person:24\\d+}", self._person)
        app.router.add_get("/cdn/{name}", self._cdn)

    def _allowed(self, request: web.Request) -> bool:
        right = f"Bearer {self.secrets['MESSENGER_PAGE_TOKEN']}"
        self.check(request.headers.get("Authorization") == right, "not signed in")
        return request.headers.get("Authorization") == right

    def _lacks(self, *needed: str) -> web.Response | None:
        """What is answered where the token may not do it."""
        if not (lacking := [name for name in needed if name not in self.permissions]):
            return None
        told = f"(#200) Requires {lacking[0]} permission to manage the object"
        error = {"message": told, "type": "OAuthException", "code": 200, "fbtrace_id": "A"}
        return web.json_response({"error": error}, status=403)

    async def _messages(self, request: web.Request) -> web.Response:
        if not self._allowed(request):
            return web.json_response({"error": {"code": 190}}, status=400)
        if lacking := self._lacks("pages_messaging"):
            return lacking
        body = await request.json()
        message = body["message"]
        quick = message.get("quick_replies", [])
        self.check(body["messaging_type"] == "RESPONSE", "wrong messaging_type")
        self.check(0 < len(message["text"]) <= 2000, "wrong text")
        self.check(len(quick) <= 13, "too many quick replies")
        self.check(all(len(q["title"]) <= 20 and len(q["payload"]) <= 1000 for q in quick), "title")
        buttons = [(q["title"], q["payload"]) for q in quick]
        self.take(body["recipient"]["id"], message["text"], buttons)
        return web.json_response({"recipient_id": body["recipient"]["id"], "message_id": "m_1"})

    async def _conversations(self, request: web.Request) -> web.Response:
        if self.mute or not self._allowed(request):
            return web.json_response({"error": {"code": 200}}, status=403)
        if lacking := self._lacks("pages_read_engagement", "pages_manage_metadata"):
            return lacking
        person, fields = request.query["user_id"], request.query["fields"]
        self.check(request.query["platform"] == "messenger", "wrong platform")
        self.check(fields == "messages.limit(50){message,from,created_time}", "wrong fields")
        said = [
            {"message": sent.text, "from": {"id": "page"}, "id": "m_1", "created_time":
             datetime.fromtimestamp(sent.at, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S+0000")}
            for sent in self.to(person)[::-1]
        ]  # fmt: skip
        return web.json_response({"data": [{"id": "t_1", "messages": {"data": said[:50]}}]})

    async def _callback(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != f"Bearer 1|{self.secret}":
            return web.json_response({"error": {"code": 190}}, status=400)
        told = {"object": "page", "callback_url": f"{PUBLIC_URL}/channels/messenger"}
        return web.json_response({"data": [told]})

    async def _person(self, request: web.Request) -> web.Response:
        self.asked.append(request.match_info["person"])
        self.check(self._allowed(request) and request.query["fields"] == "locale", "wrong question")
        return web.json_response({"locale": "es_MX", "id": request.match_info["person"]})

    async def _subscribed(self, request: web.Request) -> web.Response:
        if not self._allowed(request):
            return web.json_response({"error": {"code": 190}}, status=401)
        if lacking := self._lacks("pages_manage_metadata", "pages_show_list"):
            return lacking
        fields = [
            "messages", "messaging_postbacks", "message_reactions", "message_edits",
        ]  # fmt: skip
        fields = [field for field in fields if field not in self.unsubscribed]
        return web.json_response({"data": [{"id": "1", "subscribed_fields": fields}]})

    async def _cdn(self, request: web.Request) -> web.Response:
        return web.Response(body=self.files[request.match_info["name"]], content_type="image/jpeg")

    def customer(self, number: int) -> str:
        return f"24{number:014}"

    def batch(self, *events: Mapping[str, Any]) -> Webhook:
        """Several events in one delivery, all in one entry."""
        told = {"object": "page", "entry": [{"id": "page", "time": 1, "messaging": list(events)}]}
        return self._signed(json.dumps(told).encode(), self.secret)

    def event(self, address: str, number: int | None = None, **what: Any) -> dict[str, Any]:
        """One event."""
        number = next(self.numbers) if number is None else number
        if "message" in what:
            what["message"] = {"mid": f"m_{number}", **what["message"]}
        return {
            "sender": {"id": address}, "recipient": {"id": "page"},
            "timestamp": 1_700_000_000_000 + number, **what,
        }  # fmt: skip

    def text(self, address: str, text: str, number: int | None = None) -> Webhook:
        return self.batch(self.event(address, number, message={"text": text}))

    def photo(self, address: str, data: bytes, caption: str = "") -> Webhook:
        name = f"photo{next(self.numbers)}.jpg"
        self.files[name] = data
        attachment = {"type": "image", "payload": {"url": f"{self.url}/cdn/{name}?oh=1"}}
        message = {"attachments": [attachment], **({"text": caption} if caption else {})}
        return self.batch(self.event(address, message=message))

    def press(self, address: str, title: str, value: str) -> Webhook:
        message = {"text": title, "quick_reply": {"payload": value}}
        return self.batch(self.event(address, message=message))

    def forged(self, webhook: Webhook, kind: str) -> Webhook:
        if kind == "bare":
            return Webhook("POST", webhook.path, {}, webhook.body)
        if kind == "wrong":
            # A weaker digest, named by whoever writes the header.
            mac = hmac.new(self.secret.encode(), webhook.body, hashlib.sha1).hexdigest()
            headers = {"X-Hub-Signature-256": f"sha1={mac}", "X-Hub-Signature": f"sha1={mac}"}
            return Webhook("POST", webhook.path, headers, webhook.body)
        return Webhook("POST", webhook.path, webhook.headers, webhook.body + b" ")

    def _signed(self, body: bytes, secret: str) -> Webhook:
        mac = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        headers = {"X-Hub-Signature-256": f"sha256={mac}", "Content-Type": "application/json"}
        return Webhook("POST", "/channels/messenger", headers, body)


class FakeSlack(Fake):
    """A workspace."""

    name = "slack"
    sends = "/chat.postMessage"
    api_path = "/api"
    secret = "d" * 32
    # What stood beside buttons, the thread of each message, and whose language was asked for.
    marked: list[list[dict[str, str]]]
    threads: list[str | None]
    asked: list[str]
    secrets = {"SLACK_BOT_TOKEN": "xoxb-1-2-abcdefghij", "SLACK_SIGNING_SECRET": secret}

    def routes(self, app: web.Application) -> None:
        self.marked, self.threads, self.asked = [], [], []
        self.scopes = "chat:write,im:history,im:read,files:read,reactions:read,users:read"
        app.router.add_post("/api/chat.postMessage", self._post)
        app.router.add_post("/api/conversations.history", self._history)
        app.router.add_post("/api/conversations.replies", self._history)
        app.router.add_post("/api/auth.test", self._test)
        app.router.add_post("/api/users.info", self._person)
        app.router.add_get("/files-pri/{name}", self._file)

    def _allowed(self, request: web.Request) -> bool:
        told = request.headers.get("Authorization")
        return told == f"Bearer {self.secrets['SLACK_BOT_TOKEN']}"

    async def _person(self, request: web.Request) -> web.Response:
        self.asked.append(request.query["user"])
        self.check(self._allowed(request) and "include_locale" in request.query, "wrong question")
        return web.json_response({"ok": True, "user": {"id": "U1", "locale": "es-MX"}})

    async def _test(self, request: web.Request) -> web.Response:
        told = {"ok": self._allowed(request), "error": "invalid_auth"}
        return web.json_response(told, headers={"x-oauth-scopes": self.scopes})

    async def _post(self, request: web.Request) -> web.Response:
        self.check(self._allowed(request), "not signed in")
        body = await request.json()
        text, buttons = body["text"], []
        self.check(0 < len(text) <= 3000, "wrong text")
        for block in body.get("blocks", ()):
            if block["type"] == "rich_text":
                (section,) = block["elements"]
                shown = "".join(e.get("text") or e["url"] for e in section["elements"])
                self.check(shown == html.unescape(text), "another text beside the buttons")
                self.marked.append(section["elements"])
                continue
            for element in block.get("elements", ()):
                self.check(len(element["text"]["text"]) <= 75, "title too long")
                self.check(len(element["value"]) <= 2000, "value too long")
                buttons.append((element["text"]["text"], element["value"]))
        self.check(len(buttons) <= 25, "too many buttons")
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        self.threads.append(body.get("thread_ts"))
        note = body.get("metadata")
        self.check(note is None or {"event_type", "event_payload"} == set(note), "wrong metadata")
        self.take(body["channel"], text, buttons, note)
        return web.json_response({"ok": True, "channel": body["channel"], "ts": "1.1"})

    async def _history(self, request: web.Request) -> web.Response:
        if self.mute or not self._allowed(request):
            return web.json_response({"ok": False, "error": "missing_scope"})
        oldest, notes = float(request.query["oldest"]), request.query.get("include_all_metadata")
        said = [
            {"type": "message", "bot_id": "B1", "text": sent.text, "ts": f"{sent.at:.6f}",
             **({"metadata": sent.note} if notes and sent.note else {})}
            for sent in self.to(request.query["channel"])[::-1] if sent.at > oldest
        ]  # fmt: skip
        return web.json_response({"ok": True, "messages": said[: int(request.query["limit"])]})

    async def _file(self, request: web.Request) -> web.Response:
        if not self._allowed(request):
            return web.Response(text="<html>Sign in</html>", content_type="text/html")
        return web.Response(body=self.files[request.match_info["name"]], content_type="image/jpeg")

    def customer(self, number: int) -> str:
        return f"D{number:010}"

    def event(self, address: str, number: int | None = None, **what: Any) -> Webhook:
        """Something said in a direct message."""
        number = next(self.numbers) if number is None else number
        ts = f"17000000{number:02}.000100" if number < 100 else f"{1_700_000_000 + number}.000100"
        event = {
            "type": "message", "channel": address, "channel_type": "im", "user": "U1", "ts": ts,
            "event_ts": ts, **what,
        }  # fmt: skip
        told = {
            "token": "x", "team_id": "T1", "api_app_id": "A1", "type": "event_callback",
            "event_id": f"Ev{number:08}", "event_time": 1_700_000_000 + number, "event": event,
        }  # fmt: skip
        return self.signed(json.dumps(told).encode())

    def text(self, address: str, text: str, number: int | None = None) -> Webhook:
        return self.event(address, number, text=text)

    def photo(self, address: str, data: bytes, caption: str = "") -> Webhook:
        name = f"photo{next(self.numbers)}.jpg"
        self.files[name] = data
        file = {
            "id": "F1", "mimetype": "image/jpeg", "url_private": f"{self.url}/files-pri/{name}",
            "url_private_download": f"{self.url}/files-pri/{name}",
        }  # fmt: skip
        return self.event(address, subtype="file_share", text=caption, files=[file], upload=False)

    def press(self, address: str, title: str, value: str) -> Webhook:
        payload = {
            "type": "block_actions", "user": {"id": "U1"}, "channel": {"id": address},
            "trigger_id": "1.2.abc", "container": {"type": "message", "channel_id": address},
            "actions": [{
                "type": "button", "action_id": "a", "block_id": "b", "value": value,
                "action_ts": f"{1_700_000_000 + next(self.numbers)}.5",
            }],
        }  # fmt: skip
        body = urlencode({"payload": json.dumps(payload)}).encode()
        return self.signed(body, kind="application/x-www-form-urlencoded")

    def forged(self, webhook: Webhook, kind: str) -> Webhook:
        if kind == "bare":
            return Webhook("POST", webhook.path, {}, webhook.body)
        if kind == "wrong":
            return self.signed(webhook.body, at=time.time() - 600)  # replayed too late
        return Webhook("POST", webhook.path, webhook.headers, webhook.body + b" ")

    def again(self, webhook: Webhook) -> Webhook:
        # Slack signs each delivery anew, with the time of that one.
        return self.signed(webhook.body, kind=webhook.headers["Content-Type"])

    def signed(
        self, body: bytes, at: float | None = None, kind: str = "application/json"
    ) -> Webhook:
        """The body as Slack signs it."""
        moment = str(int(time.time() if at is None else at))
        told = b"v0:" + moment.encode() + b":" + body
        mac = hmac.new(self.secret.encode(), told, hashlib.sha256).hexdigest()
        headers = {
            "X-Slack-Request-Timestamp": moment, "X-Slack-Signature": f"v0={mac}",
            "Content-Type": kind,
        }  # fmt: skip
        return Webhook("POST", "/channels/slack", headers, body)


FAKES: dict[str, type[Fake]] = {
    fake.name: fake for fake in (FakeTwilio, FakeWhatsApp, FakeTelegram, FakeMessenger, FakeSlack)
}
