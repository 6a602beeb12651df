"""`doctor` says in one line each what is missing at a provider."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.channel_settings import ChannelSettings
from bot.serve import _examine_channels
from bot.settings import Settings
from tests.channels.fakes import FAKES, PUBLIC_URL, Fake


@pytest_asyncio.fixture(params=list(FAKES))
async def fake(request: pytest.FixtureRequest) -> AsyncIterator[Fake]:
    made = FAKES[request.param]()
    await made.start()
    yield made
    await made.stop()


async def _lines(fake: Fake, **wrong: str) -> list[tuple[bool, str]]:
    url = wrong.pop("url", PUBLIC_URL)
    messaging = ChannelSettings(url, {fake.name: {**fake.keys(), **wrong}})
    return [found async for found in _examine_channels(Settings(messaging=messaging))]


async def test_a_channel_in_order_is_said_to_be(fake: Fake) -> None:
    assert await _lines(fake) == [
        (True, f"{fake.name}: ready, at {PUBLIC_URL}/channels/{fake.name}")
    ]


WRONG = {
    "sms": ({"TWILIO_AUTH_TOKEN": "e" * 32}, "RECALL_TWILIO_ACCOUNT_SID"),
    "whatsapp": ({"TWILIO_AUTH_TOKEN": "e" * 32}, "RECALL_TWILIO_ACCOUNT_SID"),
    "telegram": ({"TELEGRAM_TOKEN": "654321:" + "B" * 35}, "RECALL_TELEGRAM_TOKEN"),
    "messenger": ({"MESSENGER_PAGE_TOKEN": "EAAB" + "y" * 40}, "RECALL_MESSENGER_PAGE_TOKEN"),
    "slack": ({"SLACK_BOT_TOKEN": "xoxb-9-9-wrong"}, "RECALL_SLACK_BOT_TOKEN"),
}


async def test_a_wrong_key_is_named_and_not_shown(fake: Fake) -> None:
    keys, name = WRONG[fake.name]
    ((good, line),) = await _lines(fake, **keys)
    assert not good and name in line
    assert not any(value in line for value in keys.values())


@pytest.mark.parametrize("fake", ["sms", "telegram"], indirect=True)
async def test_a_webhook_that_leads_elsewhere_is_told(fake: Fake) -> None:
    ((good, line),) = await _lines(fake, url="https://other.example.com")
    assert not good and f"https://other.example.com/channels/{fake.name}" in line


async def test_a_provider_that_is_away_is_told(fake: Fake) -> None:
    fake.down = True
    ((good, line),) = await _lines(fake)
    assert not good and line.startswith(f"{fake.name}: the provider cannot be asked")
