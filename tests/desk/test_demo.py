"""The made-up desk: once, with a password nobody could guess, and in order."""

from __future__ import annotations

from bot.desk import Desk
from bot.desk.demo import LOGIN, make_demo
from bot.desk.matching import doubts, look_around
from bot.desk.people import SHORTEST_PASSWORD
from bot.settings import Settings


async def test_the_made_up_desk_is_made_once(desk: Desk) -> None:
    settings: Settings = desk.settings
    recall = desk.recalls.featured
    password = await make_demo(settings, desk.database, recall)
    assert password is not None and len(password) >= SHORTEST_PASSWORD
    person = await desk.people.sign_in(LOGIN, password, "", "address")
    assert person.role == "admin"
    assert await make_demo(settings, desk.database, recall) is None
    claims = await desk.claims.listed()
    around = await look_around(desk.database, claims)
    clear = [c for c in claims if not doubts(c, recall, around[c.number])]
    assert (len(claims), len(clear)) == (5, 2)
    assert all(str(c.details["email"]).endswith("@example.com") for c in claims)
