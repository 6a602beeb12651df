"""WhatsApp, through Twilio.

Free text only within 24 hours of the customer's last message; after it one approved template,
and what waits follows once the customer has answered.

Buttons and lists go out as contents, which are made at Twilio before they are first used, see
`bot.channels.twilio_content`. Where that fails a numbered list goes out instead.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from typing import Any

from aiohttp import ClientTimeout

from bot.channels.adapter import Capabilities, Part, Refused, SendError
from bot.channels.render import in_numbers
from bot.channels.twilio import NoContent, Twilio
from bot.channels.twilio_content import form_of, in_blanks, name_of
from bot.errors import describe

__all__ = ["ADAPTER"]

logger = logging.getLogger(__name__)

MESSAGING = "https://messaging.twilio.com"
CONTENT = "https://content.twilio.com"
# The number all accounts share for trying out (twilio.com/docs/whatsapp/sandbox): no sender of
# ours, and where its messages go stands in the console alone.
SANDBOX = "+14155238886"
# No question waits longer for its buttons to be made: it may be one about danger.
MAKING_SECONDS = 3.0


class WhatsApp(Twilio):
    """One sender. Up to three choices are buttons, more or longer ones a list to be opened."""

    name = "whatsapp"
    prefix = "whatsapp:"
    sender = "WHATSAPP_FROM"
    capabilities = Capabilities(
        text=1600, buttons=10, title=24, with_buttons=1024, apart=True, numbers=True,
        window_hours=24, keywords="stop",
    )  # fmt: skip

    async def send(self, address: str, part: Part) -> None:
        if part.buttons:
            try:
                await self._send_content(address, part)
                return
            except Refused as error:
                logger.warning(
                    "whatsapp: choices go out as a numbered list, Twilio takes no buttons (%s); "
                    "see \"Choices\" in docs/channels/whatsapp.md", error.trouble,
                )  # fmt: skip
        await super().send(address, Part(self.texts_of(part)[-1]))

    def texts_of(self, part: Part) -> Sequence[str]:
        if not part.buttons:
            return [part.text]
        return [part.text, f"{part.text}\n\n{in_numbers(title for title, _ in part.buttons)}"]

    async def _send_content(self, address: str, part: Part) -> None:
        """Raises Refused where the part was surely not taken."""
        variables = json.dumps(in_blanks(part))
        sid = await self._content(part)
        try:
            await self._post(address, {"ContentSid": sid, "ContentVariables": variables})
        except NoContent:
            sid = await self._content(part, instead_of=sid)
            await self._post(address, {"ContentSid": sid, "ContentVariables": variables})

    async def _content(self, part: Part, instead_of: str = "") -> str:
        """The id of the form of this part, made if need be. instead_of: Twilio has not this one."""
        assert self.contents is not None, "who sends needs contents"
        name, url = name_of(part), f"{self.keys.get('API') or CONTENT}/v1/Content"
        try:
            if instead_of:
                await self.contents.forget(name, instead_of)
            if sid := await self.contents.find(name):
                return sid
            status, made = await self.call(
                "POST", url, json=form_of(part), headers=self._auth,
                timeout=ClientTimeout(total=MAKING_SECONDS),
            )  # fmt: skip
            if status != 201:
                raise Refused(f"refused with {made.get('code') or status}")
            await self.contents.keep(name, made["sid"])
            return str(made["sid"])
        except Exception as error:
            trouble = error.trouble if isinstance(error, SendError) else describe(error)
            raise Refused(f"making a content: {trouble}") from error

    @property
    def unseen(self) -> str:
        return "where the sandbox's messages go" if self._sandbox else ""

    async def look_at_number(self, url: str) -> list[str]:
        wrong = [] if self._sandbox else await self._look_at_sender()
        return [*wrong, *await self._look_at_template()]

    async def _look_at_sender(self) -> list[str]:
        senders = f"{self.keys.get('API') or MESSAGING}/v2/Channels/Senders"
        told = await self._read(senders, {"Channel": "whatsapp", "PageSize": "1000"})
        ours = self.prefix + self.keys[self.sender]
        sid = next((s["sid"] for s in told.get("senders") or () if s["sender_id"] == ours), None)
        if sid is None:
            return ["RECALL_WHATSAPP_FROM is no WhatsApp sender of this Twilio account"]
        sender = await self._read(f"{senders}/{sid}")
        wrong = []
        if not str(sender.get("status")).startswith("ONLINE"):
            wrong.append(f"the WhatsApp sender is {sender.get('status')}")
        if (sender.get("webhook") or {}).get("callback_url") != self.webhook:
            wrong.append(f"the sender's messages do not go to {self.webhook}")
        return wrong

    async def _look_at_template(self) -> list[str]:
        if not (template := self.keys.get("WHATSAPP_TEMPLATE")):
            return []
        base = f"{self.keys.get('API') or CONTENT}/v1/Content/{template}"
        status, told = await self.call("GET", f"{base}/ApprovalRequests", headers=self._auth)
        if status == 404:
            return ["RECALL_WHATSAPP_TEMPLATE is no template of this Twilio account"]
        if status != 200:
            raise Refused(f"answered {status}")
        approval = (told.get("whatsapp") or {}).get("status") or "unsubmitted"
        if approval == "approved":
            return []
        return [f"RECALL_WHATSAPP_TEMPLATE is not approved by WhatsApp ({approval})"]

    async def _read(self, url: str, params: dict[str, str] | None = None) -> dict[str, Any]:
        status, told = await self.call("GET", url, params=params or {}, headers=self._auth)
        if status != 200:
            raise Refused(f"answered {status}")
        return dict(told)

    @property
    def _sandbox(self) -> bool:
        return self.keys[self.sender] == SANDBOX

    async def nudge(self, address: str) -> bool:
        template = self.keys.get("WHATSAPP_TEMPLATE")
        if not template:
            return False
        await self._post(address, {"ContentSid": template})
        return True


ADAPTER = WhatsApp
