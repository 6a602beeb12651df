"""How often somebody may knock, and whom it counts for."""

from __future__ import annotations

from dataclasses import fields

import pytest

from bot.conversations import Button, Reply
from bot.settings import Limits
from bot.web.limits import TIDY_AT, Window
from tests.web.conftest import Customer, Site, Start

DANGER = "help, my power bank is smoking right now!"


class Clock:
    """A clock that is set by hand."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


# --- the window alone -----------------------------------------------------------------------


def test_a_window_lets_so_many_pass_and_says_when_to_try_again() -> None:
    clock = Clock()
    window = Window(3, 60, clock)
    assert [window.wait("a") for _ in range(3)] == [0, 0, 0]
    clock.now += 20.5
    assert window.wait("a") == 40
    clock.now += 39.5
    assert window.wait("a") == 0


def test_a_refused_event_is_not_counted() -> None:
    clock = Clock()
    window = Window(1, 60, clock)
    assert window.wait("a") == 0
    for _ in range(100):
        clock.now += 0.5
        assert window.wait("a") > 0
    clock.now += 10
    assert window.wait("a") == 0


def test_keys_are_counted_each_for_itself() -> None:
    window = Window(1, 60, Clock())
    assert window.wait("a") == 0
    assert window.wait("b") == 0
    assert window.wait("a") == 60


def test_a_count_of_zero_is_no_limit() -> None:
    window = Window(0, 60, Clock())
    assert {window.wait("a") for _ in range(1000)} == {0}


def test_old_keys_are_forgotten_and_live_ones_kept() -> None:
    clock = Clock()
    window = Window(1, 60, clock)
    for i in range(TIDY_AT):
        window.wait(f"old {i}")
    clock.now += 61
    window.wait("live")
    assert len(window._events) == 1
    assert window.wait("live") > 0


def test_many_live_keys_are_not_looked_through_at_every_event() -> None:
    window = Window(5, 60, Clock())
    looked = 0
    forget = window._forget

    def counted(now: float) -> None:
        nonlocal looked
        looked += 1
        forget(now)

    window._forget = counted  # type: ignore[method-assign]
    for i in range(4 * TIDY_AT):
        window.wait(f"live {i}")
    assert looked <= 3


# --- at the door ----------------------------------------------------------------------------


async def limited(start_site: Start, **limits: int) -> Site:
    """The door with these limits alone."""
    none = dict.fromkeys((field.name for field in fields(Limits)), 0)
    return await start_site(limits=Limits(**{**none, **limits}))


async def test_too_many_messages_in_a_conversation(start_site: Start) -> None:
    site = await limited(start_site, conversation_minute=3)
    customer, other = await site.customer(), await site.customer()
    assert [(await customer.say("x")).status for _ in range(4)] == [200, 200, 200, 429]
    refused = await customer.say("x")
    message = refused.assert_error(429, "too_fast")
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert "wait a minute" in message
    assert (await other.say("x")).status == 200
    assert len(await customer.history()) == 6


async def test_too_many_messages_in_an_hour(start_site: Start) -> None:
    site = await limited(start_site, conversation_hour=2)
    customer = await site.customer()
    assert [(await customer.say("x")).status for _ in range(3)] == [200, 200, 429]
    refused = await customer.say("x")
    assert 60 < int(refused.headers["Retry-After"]) <= 3600


async def test_too_many_messages_from_an_address(start_site: Start) -> None:
    site = await limited(start_site, address_minute=3)
    customers = [await site.customer() for _ in range(4)]
    assert [(await c.say("x")).status for c in customers] == [200, 200, 200, 429]


async def test_too_many_conversations_from_an_address(start_site: Start) -> None:
    site = await limited(start_site, conversations_minute=2)
    await site.customer()
    await site.customer()
    refused = await site.ask("POST", "/api/chat/conversations")
    refused.assert_error(429, "too_fast")
    assert int(refused.headers["Retry-After"]) >= 1


async def test_danger_is_answered_over_the_limit(start_site: Start) -> None:
    site = await limited(start_site, conversation_minute=1)
    customer = await site.customer()
    await customer.say("x")
    told = (await customer.say(DANGER)).assert_error(429, "too_fast")
    assert "911" in told
    assert "Get away" in told
    spanish = (await customer.say("¡la batería está en llamas!")).assert_error(429, "too_fast")
    assert spanish.index("Aléjese") < spanish.index("Get away")
    asked = (await customer.say("what if it were to smoke one day?")).assert_error(429, "too_fast")
    assert "911" not in asked


async def test_danger_over_the_limit_is_answered_on_a_socket(start_site: Start) -> None:
    site = await limited(start_site, conversation_minute=1)
    customer = await site.customer()
    await customer.say("x")
    async with customer.socket() as ws:
        await ws.send_json({"id": "a", "text": DANGER})
        error = await ws.receive_json()
    assert error["error"]["code"] == "too_fast"
    assert "911" in error["error"]["message"]


@pytest.mark.parametrize("limit", ["conversation_minute", "conversation_hour", "address_minute"])
async def test_the_danger_button_passes_every_limit(start_site: Start, limit: str) -> None:
    """Pressed, that is; typed by hand it is plain text like any other."""
    site = await limited(start_site, **{limit: 1})
    customer = await site.customer()
    danger = Button("It is dangerous right now", "/emergency")
    site.engine.answers["x"] = (Reply("What is it?", buttons=(danger,)),)
    (asked,) = (await customer.say("x")).json["messages"]
    pressed = await customer.press(asked["buttons"][0]["payload"])
    assert pressed.status == 200
    assert site.engine.heard[-1].payload == "/emergency"
    (await customer.press("/emergency")).assert_error(429, "too_fast")
    (await customer.say("/emergency")).assert_error(429, "too_fast")
    assert len(site.engine.heard) == 2


async def test_photos_count_as_messages(start_site: Start) -> None:
    site = await limited(start_site, conversation_minute=1)
    customer = await site.customer()
    await customer.say("x")
    (await customer.upload(b"x" * 9_000_000)).assert_error(429, "too_fast")


async def test_a_wrong_request_is_not_counted(start_site: Start) -> None:
    site = await limited(start_site, conversation_minute=1)
    customer = await site.customer()
    for _ in range(5):
        assert (await customer.say("")).status == 422
    assert (await customer.say("x")).status == 200


async def say_from(customer: Customer, *forwarded: str) -> int:
    """The status of a message with these X-Forwarded-For lines."""
    headers = [("X-Forwarded-For", line) for line in forwarded]
    headers += [("Authorization", f"Bearer {customer.token}")]
    answer = await customer.site.ask(
        "POST",
        "/api/chat/messages",
        json={"id": "-".join(forwarded), "text": "x"},
        headers=headers,
    )
    return answer.status


async def test_a_forwarded_address_counts_only_behind_a_proxy(start_site: Start) -> None:
    site = await limited(start_site, address_minute=2)
    customer = await site.customer()
    statuses = [await say_from(customer, f"203.0.113.{i}") for i in range(3)]
    assert statuses == [200, 200, 429]


async def test_behind_a_proxy_customers_count_each_for_themselves(start_site: Start) -> None:
    site = await start_site(trusted_proxies=1, limits=Limits(0, 0, 1, 0, 0))
    customer = await site.customer()
    assert [await say_from(customer, f"203.0.113.{i}") for i in range(3)] == [200] * 3
    assert await say_from(customer, "203.0.113.1 ") == 429


async def test_behind_a_proxy_no_address_can_be_made_up(start_site: Start) -> None:
    site = await start_site(trusted_proxies=1, limits=Limits(0, 0, 1, 0, 0))
    customer = await site.customer()
    assert await say_from(customer, "198.51.100.1, 203.0.113.1") == 200
    assert await say_from(customer, "198.51.100.2, 203.0.113.1") == 429
    # Some proxies write a line of their own below the customer's.
    assert await say_from(customer, "198.51.100.3", "203.0.113.1") == 429


async def test_behind_two_proxies(start_site: Start) -> None:
    site = await start_site(trusted_proxies=2, limits=Limits(0, 0, 1, 0, 0))
    customer = await site.customer()
    assert await say_from(customer, "203.0.113.1, 10.0.0.1") == 200
    assert await say_from(customer, "evil, 203.0.113.1, 10.0.0.2") == 429
    assert await say_from(customer, "203.0.113.2, 10.0.0.1") == 200
