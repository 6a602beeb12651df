"""Which pages may speak to the service."""

from __future__ import annotations

import aiohttp
import pytest

from tests.web.conftest import Customer, Site, Start

SHOP = "https://shop.example.com"
FOREIGN = [SHOP, "null", "http://127.0.0.1:1", "https://evil.test", "", "x", "file://"]
REQUESTS = [
    ("POST", "/api/chat/conversations"),
    ("POST", "/api/chat/messages"),
    ("GET", "/api/chat/messages"),
    ("POST", "/api/chat/photos"),
    ("GET", "/api/chat/socket"),
]


@pytest.mark.parametrize("origin", FOREIGN)
@pytest.mark.parametrize("method, path", REQUESTS)
async def test_another_site_is_refused(
    site: Site, customer: Customer, method: str, path: str, origin: str
) -> None:
    answer = await site.ask(method, path, headers={**customer.headers, "Origin": origin})
    answer.assert_error(403, "bad_origin")
    assert "Access-Control-Allow-Origin" not in answer.headers


async def test_our_own_page_is_served(site: Site) -> None:
    own = f"http://127.0.0.1:{site.server.port}"
    begun = await site.ask("POST", "/api/chat/conversations", headers={"Origin": own})
    assert begun.status == 201


async def test_a_socket_of_another_site_is_refused(site: Site, customer: Customer) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await customer.socket(origin=SHOP)
    assert refused.value.status == 403


async def test_a_site_named_in_the_settings_may_speak_to_us(start_site: Start) -> None:
    site = await start_site(origins=(SHOP,))
    begun = await site.ask("POST", "/api/chat/conversations", headers={"Origin": SHOP})
    assert begun.status == 201
    assert begun.headers["Access-Control-Allow-Origin"] == SHOP
    assert begun.headers["Vary"] == "Origin"
    customer = await site.customer()
    answer = await customer.post({"id": "1", "text": "hi"}, {"Origin": SHOP})
    assert answer.headers["Access-Control-Allow-Origin"] == SHOP
    async with customer.socket(origin=SHOP) as ws:
        await ws.send_json({"id": "2", "text": "hi"})
        assert await ws.receive_json() == {"typing": True}
    other = await site.ask(
        "POST", "/api/chat/conversations", headers={"Origin": "https://other.example.com"}
    )
    other.assert_error(403, "bad_origin")


async def test_a_browser_may_ask_first(start_site: Start) -> None:
    site = await start_site(origins=(SHOP,))
    asked = await site.ask("OPTIONS", "/api/chat/messages", headers={"Origin": SHOP})
    assert asked.status == 204
    assert asked.headers["Access-Control-Allow-Origin"] == SHOP
    assert "POST" in asked.headers["Access-Control-Allow-Methods"]
    assert "Authorization" in asked.headers["Access-Control-Allow-Headers"]
    for origin, path in (("https://evil.test", "/api/chat/messages"), (SHOP, "/metrics")):
        refused = await site.ask("OPTIONS", path, headers={"Origin": origin})
        assert refused.status == 405
        assert "Access-Control-Allow-Origin" not in refused.headers


async def test_an_error_can_be_read_by_an_allowed_site(start_site: Start) -> None:
    site = await start_site(origins=(SHOP,))
    refused = await site.ask("GET", "/api/chat/messages", headers={"Origin": SHOP})
    refused.assert_error(401, "bad_token")
    assert refused.headers["Access-Control-Allow-Origin"] == SHOP
