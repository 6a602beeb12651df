"""SMS and MMS, through Twilio."""

from __future__ import annotations

from typing import Literal

from bot.channels.adapter import Capabilities
from bot.channels.twilio import Twilio

__all__ = ["ADAPTER"]

# Area codes behind +1 that are neither the United States nor Canada, and those of the
# territories, where MMS is not sure to come (North American Numbering Plan).
ISLANDS = frozenset({
    "242", "246", "264", "268", "284", "340", "345", "441", "473", "649", "658", "664", "670",
    "671", "684", "721", "758", "767", "784", "787", "809", "829", "849", "868", "869", "876",
    "939",
})  # fmt: skip
MESSAGING = "https://messaging.twilio.com"


class Sms(Twilio):
    """Plain text in short parts; photos from the countries that have MMS."""

    name = "sms"
    sender = "SMS_FROM"
    # Twilio advises at most 320 characters; carriers deliver longer ones less surely.
    capabilities = Capabilities(text=320, gsm=True, keywords="carriers")

    def photo_page(self, address: str) -> Literal["needed", "offered", None]:
        # Twilio carries MMS in the United States and Canada only.
        here = address.startswith("+1") and address[2:5] not in ISLANDS
        return "offered" if here else "needed"

    async def look_at_number(self, url: str) -> list[str]:
        ours = self.keys[self.sender]
        if ours.startswith("MG"):
            return await self._look_at_service(ours)
        status, answer = await self.call(
            "GET", f"{url}/IncomingPhoneNumbers.json", params={"PhoneNumber": ours},
            headers=self._auth,
        )  # fmt: skip
        numbers = answer.get("incoming_phone_numbers") or []
        if status != 200 or not numbers:
            return ["RECALL_SMS_FROM is no number of this Twilio account"]
        if numbers[0].get("sms_url") != self.webhook:
            return [f"the number's messages do not go to {self.webhook}"]
        return []

    async def _look_at_service(self, ours: str) -> list[str]:
        base = self.keys.get("API") or MESSAGING
        status, service = await self.call("GET", f"{base}/v1/Services/{ours}", headers=self._auth)
        if status != 200:
            return ["RECALL_SMS_FROM is no messaging service of this Twilio account"]
        # "Defer to sender's webhook": then each number has an address of its own.
        deferred = service.get("use_inbound_webhook_on_number")
        if deferred or service.get("inbound_request_url") != self.webhook:
            return [f"the messaging service's messages do not go to {self.webhook}"]
        return []


ADAPTER = Sms
