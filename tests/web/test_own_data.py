"""Everything kept of a customer, as a file: only for them, and only once it was shown."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.claims.own_data import OWN_DATA
from bot.conversations import Reply
from bot.conversations.transcript import utc_now
from bot.storage.tables import messages
from tests.web.conftest import Customer, ScriptedEngine, Site, Start

PATH = "/api/chat/data"
SHOWN = Reply("This is what is kept of you.", card={"kind": OWN_DATA})


async def _customer(start_site: Start) -> tuple[Site, Customer]:
    engine = ScriptedEngine()
    engine.answers["show my data"] = (SHOWN,)
    site = await start_site(engine)
    return site, await site.customer()


async def test_it_is_given_out_for_an_hour_after_it_was_shown(start_site: Start) -> None:
    site, customer = await _customer(start_site)
    await customer.say("my secret")
    before = await site.ask("GET", PATH, headers=customer.headers)
    assert "show my data" in before.assert_error(403, "not_shown")
    await customer.say("show my data")
    got = await site.ask("GET", PATH, headers=customer.headers)
    assert got.status == 200 and got.headers["Cache-Control"] == "no-store"
    assert got.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert [m["text"] for m in got.json["messages"]][:1] == ["my secret"]
    assert {"claims", "photos", "incidents", "channel", "ratings", "notes"} <= set(got.json)
    async with site.door.database.write() as connection:
        old = sa.update(messages).values(at=utc_now() - timedelta(hours=2))
        await connection.execute(old)
    late = await site.ask("GET", PATH, headers=customer.headers)
    late.assert_error(403, "not_shown")


async def test_another_conversation_gets_nothing_of_it(start_site: Start) -> None:
    site, customer = await _customer(start_site)
    await customer.say("show my data")
    other = await site.customer()
    (await site.ask("GET", PATH, headers=other.headers)).assert_error(403, "not_shown")


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer nonsense"}])
async def test_nobody_elses_is_given_out(site: Site, header: dict[str, str]) -> None:
    (await site.ask("GET", PATH, headers=header)).assert_error(401, "bad_token")
