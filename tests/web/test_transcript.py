"""The customer's own transcript, to be downloaded."""

from __future__ import annotations

import pytest

from bot.conversations import Reply
from bot.conversations.messages import Link
from bot.conversations.transcript import append, utc_now
from tests.web.conftest import Customer, ScriptedEngine, Site, Start

PATH = "/api/chat/transcript"


async def test_the_transcript_holds_all_that_was_said_in_order(start_site: Start) -> None:
    engine = ScriptedEngine()
    page = Link("The recall page", "https://recall.example.com/")
    engine.answers["hello"] = (Reply("Hello.\nHow can I help?", links=(page,)),)
    site = await start_site(engine)
    customer = await site.customer()
    await customer.say("hello")
    await customer.say("is it\nrecalled? \u00e9\u2603")
    got = await site.ask("GET", PATH, headers=customer.headers)
    assert got.status == 200
    assert got.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert got.headers["Content-Disposition"] == 'attachment; filename="transcript.txt"'
    assert got.headers["Cache-Control"] == "no-store"
    text = got.raw.decode()
    said = [
        "You:\nhello\n", "Assistant:\nHello.\nHow can I help?\n",
        "The recall page: https://recall.example.com/\n", "You:\nis it\nrecalled? \u00e9\u2603\n",
        "Assistant:\nYou said: is it",
    ]  # fmt: skip
    places = [text.index(part) for part in said]
    assert places == sorted(places)


async def test_a_long_transcript_is_whole(site: Site, customer: Customer) -> None:
    async with site.door.database.write() as connection:
        many = [Reply(f"line {i}") for i in range(1_200)]
        await append(connection, customer.conversation, "agent", many, utc_now(), name="Kim")
    got = await site.ask("GET", PATH, headers=customer.headers)
    text = got.raw.decode()
    assert text.count("line ") == 1_200
    assert text.count("Kim:") == 1_200


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer nonsense"}])
async def test_nobody_elses_is_given_out(site: Site, header: dict[str, str]) -> None:
    (await site.ask("GET", PATH, headers=header)).assert_error(401, "bad_token")


async def test_what_somebody_else_said_is_not_in_it(site: Site, customer: Customer) -> None:
    await customer.say("my secret")
    other = await site.customer()
    got = await site.ask("GET", PATH, headers=other.headers)
    assert "secret" not in got.raw.decode()
