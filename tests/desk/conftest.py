"""The desk on loopback: `start_site` of tests/web, and people who are signed in there."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from argon2 import PasswordHasher

import bot.desk.people
from bot.desk import DESK, Desk
from tests.web.conftest import Answer, Site, customer, empty_database, site, start_site

__all__ = ["customer", "empty_database", "site", "start_site"]

PASSWORD = "correct horse battery"


class Member:
    """A browser at the desk, signed in or not."""

    def __init__(self, site: Site, desk: Desk, name: str = "") -> None:
        self.site = site
        self.desk = desk
        self.name = name
        self.login = name.lower()
        self.csrf = ""
        self.client = aiohttp.ClientSession(
            base_url=site.server.make_url("/"), cookie_jar=aiohttp.CookieJar(unsafe=True)
        )

    async def get(self, path: str, **options: Any) -> Answer:
        return await self._ask("GET", path, **options)

    async def post(self, path: str, csrf: str | None = None, **fields: Any) -> Answer:
        """Send a form; with the CSRF token of the last page unless another one is given."""
        token = self.csrf if csrf is None else csrf
        return await self._ask("POST", path, data={"csrf": token, **fields})

    async def _ask(self, method: str, path: str, **options: Any) -> Answer:
        options = {"allow_redirects": False, **options}
        async with self.client.request(method, path, **options) as response:
            raw = await response.read()
            is_html = response.content_type == "text/html"
            if is_html and (found := re.search(rb'name="csrf" content="(\w+)"', raw)):
                self.csrf = found[1].decode()
            return Answer(response.status, response.headers, raw, None)

    async def sign_in(self, password: str = PASSWORD, code: str = "", **more: str) -> Answer:
        await self.get("/desk/login")
        answer = await self.post(
            "/desk/login", login=self.login, password=password, code=code, **more
        )
        if answer.status == 303:
            await self.get("/desk", allow_redirects=True)
        return answer


@pytest.fixture(autouse=True)
def _quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords of tests are hashed with little work; that it is much is tested once."""
    monkeypatch.setattr(
        bot.desk.people,
        "PasswordHasher",
        lambda: PasswordHasher(time_cost=1, memory_cost=64, parallelism=1),
    )


def desk_of(site: Site) -> Desk:
    """The desk of a running site."""
    return next(sub[DESK] for sub in site.server.app._subapps if DESK in sub)


@pytest.fixture
def desk(site: Site) -> Desk:
    """The desk of the running site."""
    return desk_of(site)


@pytest_asyncio.fixture
async def members(site: Site, desk: Desk) -> AsyncIterator[Any]:
    """`await members("Ana", "agent")`: somebody who is signed in."""
    async with AsyncExitStack() as stack:

        async def member(name: str, role: str = "", **options: Any) -> Member:
            if role:
                await desk.people.add(name.lower(), name, role, PASSWORD, **options)
            one = Member(site, desk, name)
            stack.push_async_callback(one.client.close)
            if role and not options:
                assert (await one.sign_in()).status == 303
            return one

        yield member
