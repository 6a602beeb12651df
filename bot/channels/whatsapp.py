"""WhatsApp, through Twilio.

Free text only within 24 hours of the customer's last message; after it one approved template,
and what waits follows once the customer has answered.
"""

from __future__ import annotations

from typing import Any

from bot.channels.adapter import Capabilities, Refused
from bot.channels.twilio import Twilio

__all__ = ["ADAPTER"]

MESSAGING = "https://messaging.twilio.com"
CONTENT = "https://content.twilio.com"
# The number all accounts share for trying out (twilio.com/docs/whatsapp/sandbox): no sender of
# ours, and where its messages go stands in the console alone.
SANDBOX = "+14155238886"


class WhatsApp(Twilio):
    """Choices are numbered: Twilio's buttons need a template made beforehand for each question."""

    name = "whatsapp"
    prefix = "whatsapp:"
    sender = "WHATSAPP_FROM"
    capabilities = Capabilities(text=1600, window_hours=24, keywords="stop")

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
