"""`doctor` says in one line each what is missing at a provider."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.channel_settings import ChannelSettings
from bot.serve import _examine_address, _examine_channels
from bot.settings import Settings
from tests.channels.fakes import FAKES, PUBLIC_URL, Fake
from tests.web.conftest import Start


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
    ((good, line),) = await _lines(fake)
    assert good and line.endswith(f"{PUBLIC_URL}/channels/{fake.name}")
    # What a provider can't be asked for is not said to be in order.
    seen = fake.name != "slack"
    assert line.startswith(f"{fake.name}: ready, at") == seen
    assert ("can't be" in line) != seen


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


@pytest.mark.parametrize("fake", ["sms", "whatsapp", "telegram", "messenger"], indirect=True)
async def test_a_webhook_that_leads_elsewhere_is_told(fake: Fake) -> None:
    ((good, line),) = await _lines(fake, url="https://other.example.com")
    assert not good and f"https://other.example.com/channels/{fake.name}" in line


async def test_a_provider_that_is_away_is_told(fake: Fake) -> None:
    fake.down = True
    ((good, line),) = await _lines(fake)
    assert not good and line.startswith(f"{fake.name}: the provider cannot be asked")


SERVICE = {"SMS_FROM": "MG" + "0" * 32}


@pytest.mark.parametrize("fake", ["sms"], indirect=True)
async def test_a_messaging_service_is_looked_at(fake: Fake) -> None:
    ((good, line),) = await _lines(fake, **SERVICE)
    assert good and "sms: ready" in line
    ((good, line),) = await _lines(fake, url="https://other.example.com", **SERVICE)
    assert not good and "https://other.example.com/channels/sms" in line
    fake.deferred = True  # type: ignore[attr-defined]
    ((good, _),) = await _lines(fake, **SERVICE)
    assert not good


@pytest.mark.parametrize("fake", ["whatsapp"], indirect=True)
async def test_a_number_that_whatsapp_does_not_know_is_told(fake: Fake) -> None:
    ((good, line),) = await _lines(fake, WHATSAPP_FROM="+15550100996")
    assert not good and "RECALL_WHATSAPP_FROM is no WhatsApp sender" in line
    fake.status = "OFFLINE"  # type: ignore[attr-defined]
    ((good, line),) = await _lines(fake)
    assert not good and line.endswith("the WhatsApp sender is OFFLINE")


@pytest.mark.parametrize("fake", ["whatsapp"], indirect=True)
async def test_a_template_that_is_not_approved_is_told(fake: Fake) -> None:
    ((good, line),) = await _lines(fake, WHATSAPP_TEMPLATE="HX" + "b" * 32)
    assert not good and "RECALL_WHATSAPP_TEMPLATE is no template" in line
    fake.approval = "pending"  # type: ignore[attr-defined]
    ((good, line),) = await _lines(fake)
    assert not good and "RECALL_WHATSAPP_TEMPLATE is not approved by WhatsApp (pending)" in line


@pytest.mark.parametrize("fake", ["whatsapp"], indirect=True)
async def test_of_the_sandbox_it_is_said_what_cannot_be_asked(fake: Fake) -> None:
    ((good, line),) = await _lines(fake, WHATSAPP_FROM="+14155238886")
    assert good and "where the sandbox's messages go can't be" in line


@pytest.mark.parametrize("fake", ["messenger"], indirect=True)
async def test_what_the_page_is_not_subscribed_to_is_named(fake: Fake) -> None:
    fake.unsubscribed = {"message_edits", "message_reactions"}  # type: ignore[attr-defined]
    ((good, line),) = await _lines(fake)
    assert not good and "message_edits, message_reactions" in line
    fake.unsubscribed = set()  # type: ignore[attr-defined]
    ((good, line),) = await _lines(fake, MESSENGER_APP_SECRET="e" * 32)
    assert not good and "RECALL_MESSENGER_APP_SECRET" in line


@pytest.mark.parametrize("fake", ["messenger"], indirect=True)
@pytest.mark.parametrize("lacking", ["pages_manage_metadata", "pages_show_list"])
async def test_a_token_without_a_permission_is_told_from_an_unknown_one(
    fake: Fake, lacking: str
) -> None:
    fake.permissions.remove(lacking)  # type: ignore[attr-defined]
    ((good, line),) = await _lines(fake)
    assert not good and "RECALL_MESSENGER_PAGE_TOKEN lacks" in line and lacking in line


@pytest.mark.parametrize("fake", ["telegram"], indirect=True)
async def test_updates_that_telegram_cannot_deliver_are_told(fake: Fake) -> None:
    info = fake.info  # type: ignore[attr-defined]
    info["last_error_message"] = "Wrong response from the webhook: 403 Forbidden"
    info["last_error_date"] = int(time.time())
    ((good, _),) = await _lines(fake)
    assert good  # it was got over: nothing waits
    info["pending_update_count"] = 7
    ((good, line),) = await _lines(fake)
    assert not good and "cannot deliver 7 updates" in line and "403 Forbidden" in line
    assert "RECALL_TELEGRAM_SECRET" in line
    info["last_error_date"] = 1_700_000_000
    ((good, _),) = await _lines(fake)
    assert good


@pytest.mark.parametrize("fake", ["telegram"], indirect=True)
async def test_updates_that_were_not_asked_for_by_name_are_named(fake: Fake) -> None:
    del fake.info["allowed_updates"]  # type: ignore[attr-defined]
    ((good, line),) = await _lines(fake)
    assert not good and line.endswith("the webhook does not get message_reaction")


@pytest.mark.parametrize("fake", ["slack"], indirect=True)
async def test_scopes_that_the_app_lacks_are_named(fake: Fake) -> None:
    fake.scopes = "chat:write,im:history,im:read"  # type: ignore[attr-defined]
    ((good, line),) = await _lines(fake)
    assert not good and "files:read, reactions:read, users:read" in line


async def test_the_public_address_is_called(start_site: Start) -> None:
    site = await start_site()
    here = str(site.server.make_url("")).rstrip("/")
    good, line = await _examine_address(here)
    assert good and here in line
    for wrong in (f"{here}/elsewhere", "http://127.0.0.1:9"):
        good, line = await _examine_address(wrong)
        assert not good and "RECALL_PUBLIC_URL" in line
