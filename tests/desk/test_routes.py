"""Every route of the table: refused without a session, without a role, without CSRF."""

from __future__ import annotations

import re
from typing import Any

from bot.desk import DESK, Desk
from bot.desk.roles import ROLES
from bot.desk.routes import ROUTES
from tests.web.conftest import Site


def address(path: str) -> str:
    return "/desk" + re.sub(r"\{\w+\}", "nothing", path)


def test_there_is_no_way_to_a_page_but_by_the_table(site: Site) -> None:
    app = next(sub for sub in site.server.app._subapps if DESK in sub)
    served = {(r.method, r.resource.canonical) for r in app.router.routes()}
    assert served == {(r.method, "/desk" + r.path) for r in ROUTES}
    assert {r.method for r in ROUTES} == {"GET", "POST"}
    assert [r.path for r in ROUTES if r.roles is None] == ["/login", "/login", "/static/{name}"]


async def test_without_a_session_every_route_is_refused(members: Any) -> None:
    nobody = await members("Nobody")
    for route in ROUTES:
        if route.roles is None:
            continue
        answer = await nobody._ask(route.method, address(route.path))
        if route.method == "GET":
            assert (answer.status, route.path) == (303, route.path)
            assert answer.headers["Location"].startswith("/desk/login?next=%2Fdesk")
        else:
            assert (answer.status, route.path) == (401, route.path)


async def test_without_the_role_every_route_is_refused(members: Any, desk: Desk) -> None:
    refused = 0
    for role in ROLES:
        one = await members(f"Some {role}".replace(" ", "-"), role)
        for route in ROUTES:
            if route.roles is None or role in route.roles:
                continue
            send = one.get if route.method == "GET" else one.post
            answer = await send(address(route.path))
            assert (answer.status, route.path, role) == (403, route.path, role)
            assert b"not for your role" in answer.raw
            refused += 1
    assert refused >= len(ROUTES) - 6


async def test_without_csrf_every_change_is_refused(members: Any) -> None:
    admin, other = await members("Admin", "admin"), await members("Other", "lead")
    for route in ROUTES:
        if route.method != "POST":
            continue
        for token in ("", "0" * 64, other.csrf):
            answer = await admin.post(address(route.path), csrf=token)
            assert (answer.status, route.path) == (403, route.path)
        foreign = {"Origin": "https://elsewhere.example.com"}
        data = {"csrf": admin.csrf}
        answer = await admin._ask("POST", address(route.path), data=data, headers=foreign)
        assert (answer.status, route.path) == (403, route.path)


async def test_every_page_has_the_strict_policy_and_is_kept_nowhere(members: Any) -> None:
    admin = await members("Admin", "admin")
    for route in ROUTES:
        if route.method != "GET" or route.path.startswith("/static"):
            continue
        if route.path == "/events":  # it never ends
            continue
        answer = await admin.get(address(route.path))
        assert answer.status < 500, route.path
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
        assert "unsafe" not in policy
        assert answer.headers["Cache-Control"] == "no-store"
        page = answer.raw.decode("utf-8", "replace")
        assert not re.search(r"<script(?! src=)|<style| style=| on\w+=", page), route.path
