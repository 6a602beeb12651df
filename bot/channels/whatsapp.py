"""WhatsApp, through Twilio.

Free text only within 24 hours of the customer's last message; after it one approved template,
and what waits follows once the customer has answered.
"""

from __future__ import annotations

from bot.channels.adapter import Capabilities
from bot.channels.twilio import Twilio

__all__ = ["ADAPTER"]


class WhatsApp(Twilio):
    """Choices are numbered: Twilio's buttons need a template made beforehand for each question."""

    name = "whatsapp"
    prefix = "whatsapp:"
    sender = "WHATSAPP_FROM"
    unseen = "where the sender's messages go"
    capabilities = Capabilities(text=1600, window_hours=24, keywords="stop")

    async def nudge(self, address: str) -> bool:
        template = self.keys.get("WHATSAPP_TEMPLATE")
        if not template:
            return False
        await self._post(address, {"ContentSid": template})
        return True


ADAPTER = WhatsApp
