"""Accounts, sessions, limits on tries, one-time codes."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pyotp
import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from bot.conversations.transcript import utc_now
from bot.desk import Desk, live
from bot.desk.people import MOST_TRIES, AccountRefused, People, SignInRefused, new_totp
from bot.desk.sessions import Sessions
from bot.desk.work import holder
from bot.storage.desk_tables import desk_people, desk_sessions
from tests.desk.conftest import PASSWORD
from tests.desk.helpers import filed
from tests.web.conftest import Site


def token_of(member: Any) -> str:
    return {c.key: c.value for c in member.client.cookie_jar}.get("desk", "")


async def test_a_sign_in_makes_a_new_session_and_a_sign_out_ends_it(
    members: Any, desk: Desk
) -> None:
    ana = await members("Ana", "admin")
    first = token_of(ana)
    # Whoever planted a cookie has no session with it.
    planted = await members("Ana")
    await planted.get("/desk/login")
    before = token_of(planted)
    assert (await planted.sign_in()).status == 303
    assert token_of(planted) not in ("", before)
    assert await desk.sessions.person(before) is None
    async with desk.database.read() as connection:
        rows = (await connection.execute(sa.select(desk_sessions.c.token))).scalars().all()
    assert len(rows) == 2 and first not in rows
    assert (await ana.get("/desk/people")).status == 200
    assert (await ana.post("/desk/logout")).status == 303
    assert await desk.sessions.person(first) is None
    assert (await ana.get("/desk/people")).status == 303


async def test_signing_in_again_ends_the_session_before(members: Any, desk: Desk) -> None:
    ana = await members("Ana", "admin")
    first = token_of(ana)
    data = {"csrf": ana.csrf, "login": "ana", "password": PASSWORD}
    assert (await ana._ask("POST", "/desk/login", data=data)).status == 303
    assert token_of(ana) != first
    assert await desk.sessions.person(first) is None


@pytest.mark.parametrize(
    "steps, open",
    [((25, 25, 25), True), ((31,), False), (tuple([29] * 17), False)],
    ids=["in use", "idle", "too long in all"],
)
async def test_a_session_ends_when_idle_and_after_a_day_of_work(
    members: Any, desk: Desk, steps: tuple[int, ...], open: bool
) -> None:
    ana = await members("Ana", "agent")
    now = utc_now()
    for minutes in steps:
        now += timedelta(minutes=minutes)
        person = await Sessions(desk.database, lambda at=now: at).person(token_of(ana))
    assert (person is not None) is open


async def test_an_open_tab_does_not_keep_a_session(
    members: Any, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = await members("Ana", "agent")
    passed = timedelta()
    monkeypatch.setattr(desk.sessions, "_clock", lambda: utc_now() + passed)
    monkeypatch.setattr(live, "PING_SECONDS", 0.01)
    live_too = {"headers": {"X-Live": "1"}}
    claim = (await filed(desk)).number
    # What a person does keeps it: opening a page, and sending one of its forms.
    for step in ("page", "form", "page"):
        passed += timedelta(minutes=25)
        if step == "page":
            assert (await ana.get("/desk/queue")).status == 200
        else:
            fields = {"csrf": ana.csrf, "text": "seen"}
            path = f"/desk/claims/{claim}/note"
            assert (await ana._ask("POST", path, data=fields, **live_too)).status == 303
    async with ana.client.get("/desk/events") as events:
        for _ in range(2):
            passed += timedelta(minutes=14)
            assert (await ana.get("/desk/queue", **live_too)).status == 200
            await asyncio.wait_for(events.content.readuntil(b"still here\n\n"), 60)
        # What the page does by itself does not.
        passed += timedelta(minutes=3)
        answer = await ana.get("/desk/queue", **live_too)
        assert (answer.status, "/desk/login" in answer.headers["Location"]) == (303, True)
        # And it is told nothing any more.
        await asyncio.wait_for(events.read(), 60)


async def test_an_admin_ends_sessions_and_accounts_at_once(members: Any, desk: Desk) -> None:
    admin, ana = await members("Admin", "admin"), await members("Ana", "auditor")
    assert (await ana.get("/desk/audit")).status == 200
    assert (await admin.post("/desk/people/ana/sign-out")).status == 303
    assert (await ana.get("/desk/audit")).status == 303
    assert (await ana.sign_in()).status == 303
    assert (await admin.post("/desk/people/ana/role", role="agent")).status == 303
    assert (await ana.get("/desk/audit")).status == 303
    await ana.sign_in()
    assert (await ana.get("/desk/audit")).status == 403
    assert (await admin.post("/desk/people/ana/disable")).status == 303
    assert (await ana.sign_in()).status == 401
    assert (await admin.post("/desk/people/ana/enable")).status == 303
    assert (await ana.sign_in()).status == 303
    for path in ("role", "disable"):
        assert (await admin.post(f"/desk/people/admin/{path}", role="agent")).status == 403


@pytest.mark.parametrize(("role", "keeps"), [("lead", True), ("auditor", False)])
async def test_who_may_not_work_on_it_any_more_lets_go_of_it(
    members: Any, desk: Desk, role: str, keeps: bool
) -> None:
    admin, ana = await members("Admin", "admin"), await members("Ana", "agent")
    claim = await filed(desk)
    talk = claim.conversation
    await ana.get(f"/desk/conversations/{talk}")
    await ana.post(f"/desk/conversations/{talk}/take-over")
    assert (await ana.post(f"/desk/claims/{claim.number}/take")).status == 303
    assert (await admin.post("/desk/people/ana/role", role=role)).status == 303
    assert (await desk.keepers.keeper(talk) is not None) is keeps
    async with desk.database.read() as connection:
        assert (await holder(connection, claim.number) is not None) is keeps


async def test_ten_tries_for_an_account_and_from_an_address(members: Any, desk: Desk) -> None:
    await members("Ana", "agent")
    for _ in range(MOST_TRIES - 1):
        with pytest.raises(Exception, match="refused") as refused:
            await desk.people.sign_in("ana", "wrong password", "", "one address")
        assert refused.value.wait == 0
    with pytest.raises(Exception, match="refused"):
        await desk.people.sign_in("ana", "wrong password", "", "another")
    # From anywhere, also with the right password.
    with pytest.raises(Exception, match="refused") as refused:
        await desk.people.sign_in("ana", PASSWORD, "", "a third")
    assert 0 < refused.value.wait <= 15 * 60 + 1
    # Unknown logins from one address.
    for n in range(MOST_TRIES):
        with pytest.raises(Exception, match="refused") as refused:
            await desk.people.sign_in(f"nobody{n}", "wrong password", "", "a spray")
        assert refused.value.wait == 0
    with pytest.raises(Exception, match="refused") as refused:
        await desk.people.sign_in("nobody", "wrong password", "", "a spray")
    assert refused.value.wait


async def test_a_lock_out_is_one_row_of_the_audit(members: Any, desk: Desk) -> None:
    await members("Ana", "agent")
    for n in range(MOST_TRIES + 3):
        with pytest.raises(SignInRefused):
            await desk.people.sign_in("ana", "wrong password", "", f"address {n}")
    for n in range(MOST_TRIES + 3):
        with pytest.raises(SignInRefused):
            await desk.people.sign_in(f"nobody{n}", "wrong password", "", "a spray")
    entries = await desk.audit.latest(desk.database)
    locked = [(e.actor, e.action, e.subject) for e in entries if "locked" in e.action]
    assert locked == [
        ("sign-in", "address locked out", "a spray"),
        ("ana", "account locked out", "ana"),
    ]
    assert "nobody" not in str(entries)


async def test_a_sign_in_with_the_last_try_locks_nothing(members: Any, desk: Desk) -> None:
    await members("Ana", "agent")
    for _ in range(MOST_TRIES - 1):
        with pytest.raises(SignInRefused):
            await desk.people.sign_in("ana", "wrong password", "", "here")
    await desk.people.sign_in("ana", PASSWORD, "", "here")
    assert "locked" not in str(await desk.audit.latest(desk.database))


async def test_an_office_signs_in_from_one_address(members: Any, desk: Desk) -> None:
    await members("Ana", "agent")
    for _ in range(MOST_TRIES + 1):
        await desk.people.sign_in("ana", PASSWORD, "", "the office")


async def test_ones_own_sign_in_gives_no_further_tries_at_others(members: Any, desk: Desk) -> None:
    await members("Ana", "agent")
    for n in range(MOST_TRIES):
        await desk.people.sign_in("ana", PASSWORD, "", "the office")
        with pytest.raises(SignInRefused):
            await desk.people.sign_in(f"ben{n}", "wrong password", "", "the office")
    with pytest.raises(SignInRefused) as refused:
        await desk.people.sign_in("ben", "wrong password", "", "the office")
    assert refused.value.wait


async def test_of_many_guesses_at_once_no_more_are_looked_at(members: Any, desk: Desk) -> None:
    guesses = [
        desk.people.sign_in(f"nobody{n}", "wrong password", "", "a spray")
        for n in range(3 * MOST_TRIES)
    ]
    refused = await asyncio.gather(*guesses, return_exceptions=True)
    assert sum(not error.wait for error in refused) == MOST_TRIES  # type: ignore[union-attr]


async def test_the_page_says_to_wait_and_no_more(members: Any) -> None:
    nobody = await members("Nobody")
    for _ in range(MOST_TRIES):
        answer = await nobody.sign_in("wrong password")
        assert answer.status == 401
        assert b"login, password and code" in answer.raw
    answer = await nobody.sign_in("wrong password")
    assert answer.status == 429
    assert int(answer.headers["Retry-After"]) > 800


async def test_a_one_time_code_is_needed_and_counts_once(members: Any, desk: Desk) -> None:
    secret = new_totp()
    ana = await members("Ana", "agent", totp=secret)
    assert (await ana.sign_in()).status == 401
    code = pyotp.TOTP(secret).now()
    wrong = str((int(code) + 1) % 1_000_000).zfill(6)
    assert (await ana.sign_in(code=wrong)).status == 401
    assert (await ana.sign_in(code=code)).status == 303
    again = await members("Ana")
    assert (await again.sign_in(code=code)).status == 401


async def test_the_secret_of_the_codes_is_sealed_in_the_database(members: Any, desk: Desk) -> None:
    secret = new_totp()
    await members("Ana", "agent", totp=secret)
    await members("Ben", "agent", totp=new_totp())
    async with desk.database.read() as connection:
        rows = await connection.execute(sa.select(desk_people.c.login, desk_people.c.totp))
        kept = {row.login: row.totp for row in rows}
    assert len(kept["ana"]) == 64 and secret not in kept["ana"]
    code = pyotp.TOTP(secret).now()
    # Another service's key cannot open it, nor can it be another person's.
    stranger = People(desk.database, desk.audit, "another-secret-" + "z" * 32)
    with pytest.raises(SignInRefused):
        await stranger.sign_in("ana", PASSWORD, code, "somewhere")
    async with desk.database.write() as connection:
        ben = desk_people.c.login == "ben"
        await connection.execute(sa.update(desk_people).where(ben).values(totp=kept["ana"]))
    with pytest.raises(SignInRefused):
        await desk.people.sign_in("ben", PASSWORD, code, "somewhere")
    # One that was kept before there was a seal is good as it is.
    async with desk.database.write() as connection:
        await connection.execute(sa.update(desk_people).where(ben).values(totp=secret))
    assert (await desk.people.sign_in("ben", PASSWORD, code, "somewhere")).login == "ben"
    await desk.people.set_password("ana", PASSWORD, totp=(renewed := new_totp()))
    now = pyotp.TOTP(renewed).now()
    assert (await desk.people.sign_in("ana", PASSWORD, now, "somewhere")).login == "ana"


async def test_only_pages_of_the_desk_follow_a_sign_in(members: Any, desk: Desk) -> None:
    await members("Ana", "agent")
    for to, goes in [
        ("/desk/people?x=1", "/desk/people?x=1"), ("/desk?a=b", "/desk?a=b"),
        ("//evil.example.com", "/desk"), ("/desk//evil.example.com/", "/desk"),
        ("https://evil.example.com/desk/", "/desk"), ("/deskevil", "/desk"), ("/desk/\\x", "/desk"),
        ("/desk/\r\nSet-Cookie: a=b", "/desk"),
    ]:  # fmt: skip
        one = await members("Ana")
        answer = await one.sign_in(next=to)
        assert (to, answer.headers["Location"]) == (to, goes)


async def test_the_cookie_is_bound_to_the_host_where_the_line_is_encrypted(
    start_site: Any,
) -> None:
    site: Site = await start_site(trusted_proxies=1)
    answer = await site.ask("GET", "/desk/login", headers={"X-Forwarded-Proto": "https"})
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-desk=")
    assert all(part in cookie for part in ("HttpOnly", "Secure", "SameSite=Strict", "Path=/"))
    assert "Strict-Transport-Security" in answer.headers


async def test_accounts_are_refused_with_a_sentence(desk: Desk) -> None:
    await desk.people.add("ana", "Ana", "agent", PASSWORD)
    for login, name, role, password in [
        ("ana", "Other", "agent", PASSWORD), ("other", "Ana", "agent", PASSWORD),
        ("has space", "X", "agent", PASSWORD), ("x", "", "agent", PASSWORD),
        ("x", "X", "king", PASSWORD), ("x", "X", "agent", "short"),
    ]:  # fmt: skip
        with pytest.raises(AccountRefused, match=r"\.$"):
            await desk.people.add(login, name, role, password)


async def test_what_is_stored_of_a_password_takes_work(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk.people, "_hasher", PasswordHasher())
    await desk.people.add("ana", "Ana", "agent", PASSWORD)
    async with desk.database.read() as connection:
        stored = (await connection.execute(sa.select(desk_people.c.password))).scalar_one()
    memory = int(stored.split("m=")[1].split(",")[0])
    assert stored.startswith("$argon2id$") and memory >= 19 * 1024
