"""Every route of the contract: names, shapes, headers."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.conversations import Button, Link, Reply
from tests.web.conftest import Customer, ScriptedEngine, Site, Start

MESSAGE_KEYS = {
    "id", "seq", "at", "from", "name", "text", "buttons", "links", "ask", "card", "photo",
    "lang",
}  # fmt: skip

ROUTES = [
    ("GET", "/"),
    ("GET", "/chat"),
    ("GET", "/favicon.ico"),
    ("GET", "/static/chat.js"),
    ("GET", "/static/chat.css"),
    ("GET", "/static/missing.js"),
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/metrics"),
    ("GET", "/no/such/page"),
    ("POST", "/api/chat/conversations"),
    ("POST", "/api/chat/messages"),
    ("GET", "/api/chat/messages"),
    ("POST", "/api/chat/photos"),
    ("GET", "/api/chat/photos/none"),
    ("GET", "/api/chat/socket"),
    ("DELETE", "/api/chat/messages"),
    ("GET", "/api/chat/nothing"),
]


async def test_a_conversation_begins(site: Site) -> None:
    begun = await site.ask("POST", "/api/chat/conversations")
    assert begun.status == 201
    assert set(begun.json) == {"conversation", "token"}
    assert begun.json["conversation"].startswith("web-")


async def test_every_conversation_is_another(site: Site) -> None:
    begun = [(await site.customer()).conversation for _ in range(20)]
    assert len(set(begun)) == 20


async def test_a_message_is_answered(site: Site, customer: Customer) -> None:
    site.engine.answers["is it recalled?"] = (
        Reply(
            "Yes.",
            buttons=(Button("Start a claim", "/affirm"),),
            links=(Link("The notice", "https://www.cpsc.gov/x"),),
            ask="photo",
            card={"kind": "verdict", "verdict": "affected", "steps": ["Stop."]},
        ),
    )
    answer = await customer.say("is it recalled?")
    assert answer.status == 200
    assert set(answer.json) == {"messages"}
    [message] = answer.json["messages"]
    assert set(message) == MESSAGE_KEYS
    assert message["from"] == "assistant"
    assert message["name"] is None
    assert message["text"] == "Yes."
    assert message["links"] == [{"title": "The notice", "url": "https://www.cpsc.gov/x"}]
    assert message["ask"] == "photo"
    assert message["card"] == {"kind": "verdict", "verdict": "affected", "steps": ["Stop."]}
    assert message["buttons"][0]["title"] == "Start a claim"
    assert message["buttons"][0]["payload"] != "/affirm"
    assert datetime.fromisoformat(message["at"]).utcoffset() == timedelta(0)


async def test_the_history_holds_both_sides_in_order(customer: Customer) -> None:
    await customer.say("one")
    await customer.say("two")
    history = await customer.history()
    assert [m["seq"] for m in history] == [1, 2, 3, 4]
    assert [m["from"] for m in history] == ["customer", "assistant"] * 2
    assert [m["text"] for m in history] == ["one", "You said: one", "two", "You said: two"]
    assert all(set(m) == MESSAGE_KEYS for m in history)


async def test_the_history_goes_on_after_a_message(customer: Customer) -> None:
    await customer.say("one")
    await customer.say("two")
    assert [m["seq"] for m in await customer.history(after=2)] == [3, 4]
    assert await customer.history(after=4) == []
    assert await customer.history(after=999_999_999) == []


async def test_a_long_history_comes_in_pages(customer: Customer) -> None:
    for i in range(255):
        await customer.say(f"message {i}")
    first = await customer.history()
    assert len(first) == 500
    rest = await customer.history(after=first[-1]["seq"])
    assert [m["seq"] for m in first + rest] == list(range(1, 511))


@pytest.mark.parametrize("after", ["", "-1", "x", "1.5", "1e3", "\u0663", "9" * 40, "0x1", " 1"])
async def test_a_wrong_after_is_refused(customer: Customer, after: str) -> None:
    got = await customer.site.ask(
        "GET", "/api/chat/messages", params={"after": after}, headers=customer.headers
    )
    got.assert_error(400, "bad_after")


async def test_nothing_of_one_conversation_shows_in_another(site: Site) -> None:
    one, other = await site.customer(), await site.customer()
    await one.say("my e-mail is jane@example.com", id="same")
    await other.say("hello", id="same")
    assert [m["text"] for m in await other.history()] == ["hello", "You said: hello"]


async def test_a_silent_engine_is_no_silence(site: Site, customer: Customer) -> None:
    site.engine.answers["hm"] = ()
    answer = await customer.say("hm")
    assert answer.status == 200
    assert "something went wrong" in answer.texts[0]


@pytest.mark.parametrize("method, path", ROUTES)
async def test_security_headers_are_on_every_response(site: Site, method: str, path: str) -> None:
    answer = await site.ask(method, path, allow_redirects=False)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    if path.startswith("/api/"):
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("method, path", [r for r in ROUTES if r[1].startswith("/api/")][1:])
async def test_errors_under_api_are_json(site: Site, method: str, path: str) -> None:
    answer = await site.ask(method, path)
    assert answer.status >= 400
    answer.assert_error(answer.status, answer.json["error"]["code"])


async def test_a_wrong_method_says_which_are_right(site: Site) -> None:
    answer = await site.ask("DELETE", "/api/chat/conversations")
    assert answer.status == 405
    assert answer.headers["Allow"] == "POST"


async def test_the_page_and_what_it_loads(site: Site) -> None:
    home = await site.ask("GET", "/", allow_redirects=False)
    assert (home.status, home.headers["Location"]) == (302, "/chat")
    page = await site.ask("GET", "/chat")
    assert page.headers["Content-Type"].startswith("text/html")
    assert page.headers["Cache-Control"] == "no-cache"
    assert b"<script>" not in page.raw
    assert b"style=" not in page.raw
    for path in ("/static/page.css", "/widget/recall-chat.js"):
        assert path.encode() in page.raw
        file = await site.ask("GET", path)
        assert file.status == 200
        # An old script beside a new page would be a broken page.
        assert file.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e%2f%2e%2e%2fsettings.py",
        "/static/....//app.py",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/..\\app.py",
        "/static/chat.js%00.css",
        "/static/",
        "/static/../../../../var/secret.key",
    ],
)
async def test_static_gives_nothing_else(site: Site, path: str) -> None:
    port = site.server.port
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    got = await reader.read()
    writer.close()
    status = int(got.split(b" ", 2)[1])
    assert status in (400, 403, 404)
    assert b"import" not in got


async def test_healthz(site: Site) -> None:
    answer = await site.ask("GET", "/healthz")
    assert (answer.status, answer.json) == (200, {"ok": True})


async def test_readyz_while_loading_and_after(start_site: Start) -> None:
    engine = ScriptedEngine()
    site = await start_site(engine, loaded=False)
    loading = await site.ask("GET", "/readyz")
    assert loading.status == 503
    assert loading.json["ready"] is False
    assert loading.json["engine"] == "loading"
    engine.loaded.set()
    await site.door.starting[0]
    ready = await site.ask("GET", "/readyz")
    assert ready.status == 200
    assert ready.json["ready"] is True
    assert ready.json["database"] == "ok"
    assert ready.json["recalls"] >= 1


async def test_readyz_without_a_database(site: Site, tmp_path: Path) -> None:
    await site.door.database.close()
    for file in tmp_path.glob("recall.db*"):
        file.unlink()
    (tmp_path / "recall.db").mkdir()
    answer = await site.ask("GET", "/readyz")
    assert answer.status == 503
    assert answer.json["ready"] is False
    assert answer.json["database"] != "ok"


async def test_a_message_before_the_model_is_loaded_is_answered(start_site: Start) -> None:
    engine = ScriptedEngine()
    site = await start_site(engine, loaded=False)
    customer = await site.customer()
    saying = asyncio.create_task(customer.say("hello"))
    while not await customer.history():
        pass
    engine.loaded.set()
    assert (await saying).texts == ["You said: hello"]


async def test_metrics_count_and_hold_no_personal_data(site: Site, customer: Customer) -> None:
    await customer.say("I am jane@example.com")
    await customer.say("")
    text = (await site.ask("GET", "/metrics")).raw.decode()
    assert 'recall_messages_total{outcome="answered"} 1.0' in text
    assert 'recall_messages_total{outcome="empty"} 1.0' in text
    assert "recall_engine_ready 1.0" in text
    assert 'recall_notices{state="waiting"} 0.0' in text
    assert 'recall_notices{state="failed"} 0.0' in text
    assert "recall_answer_seconds_count 1.0" in text
    assert "jane" not in text
    assert customer.conversation not in text
