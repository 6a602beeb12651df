"""SMS and MMS, through Twilio."""

from __future__ import annotations

from bot.channels.adapter import Capabilities
from bot.channels.twilio import Twilio

__all__ = ["ADAPTER"]

MESSAGING = "https://messaging.twilio.com"


class Sms(Twilio):
    """Plain text in short parts; photos from the countries that have MMS."""

    name = "sms"
    sender = "SMS_FROM"
    # Twilio advises at most 320 characters; carriers deliver longer ones less surely.
    capabilities = Capabilities(text=320, gsm=True, keywords="carriers")

    def brings_photos(self, address: str) -> bool:
        # Twilio carries MMS in the United States and Canada only.
        return address.startswith("+1")

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
