"""The widget on a page of another site, as a firm puts it in: one line, under a strict policy."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chat import LISTED, Chat
from tests.browser.conftest import ALLOWED_PORT, DESK, opened
from tests.service import Service


@contextmanager
def site(port: int, host: str) -> Iterator[str]:
    """A page with the widget of `host` on it; its address."""
    page = (
        "<!doctype html><html lang=en><title>Shop</title><main><h1>A shop</h1></main>"
        f'<script type="module" src="http://{host}/widget/recall-chat.js"></script>'
        "<recall-chat></recall-chat>"
    )
    policy = (
        f"default-src 'none'; script-src http://{host}; connect-src http://{host} ws://{host}; "
        "img-src blob:; require-trusted-types-for 'script'"
    )

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(page.encode() if self.path == "/" else b"")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def host(service: Service) -> str:
    """The service by another name: another origin than 127.0.0.1."""
    return f"localhost:{service.port}"


def begin(page: Page) -> Chat:
    page.get_by_role("button", name="Recall help").click()
    chat = Chat(page)
    chat.say(f"Is my A1263 recalled? The serial is {LISTED}")
    return chat


def test_a_shop_loads_the_widget_from_another_origin(
    browser: Browser, host: str, photo_files: list[Path]
) -> None:
    with site(ALLOWED_PORT, host) as shop, opened(browser, shop, viewport=DESK) as page:
        page.get_by_role("button", name="Recall help").click()
        Chat(page).claim(photo_files)


def test_a_site_that_is_not_named_gets_no_conversation(browser: Browser, host: str) -> None:
    with site(0, host) as foreign, opened(browser, foreign, quiet=False, viewport=DESK) as page:
        page.get_by_role("button", name="Recall help").click()
        page.get_by_label("Your message").fill("hello")
        page.keyboard.press("Enter")
        expect(page.locator("#status")).to_contain_text("No connection")
        assert page.evaluate("localStorage.getItem('recall-chat http://' + location.host)") is None


def test_the_token_is_out_of_reach(browser: Browser, host: str) -> None:
    with (
        site(ALLOWED_PORT, host) as shop,
        site(0, host) as foreign,
        opened(browser, shop, quiet=False, viewport=DESK) as page,
    ):
        begin(page)
        key = f"recall-chat http://{host}"
        token = page.evaluate("key => JSON.parse(localStorage.getItem(key)).token", key)
        assert len(token) > 40
        # Not in the page's markup, not in an address, and no property of the element gives it.
        shown = page.evaluate(
            """() => {
              const chat = document.querySelector("recall-chat");
              const names = [];
              const end = HTMLElement.prototype;
              for (let at = chat; at !== end; at = Object.getPrototypeOf(at)) {
                names.push(...Object.getOwnPropertyNames(at));
              }
              const entries = performance.getEntriesByType("resource").map((e) => e.name);
              return [chat.outerHTML, chat.shadowRoot.innerHTML, location.href, ...entries,
                      names.sort().join()].join("\\n");
            }"""
        )
        assert token not in shown
        assert shown.endswith("close,connectedCallback,constructor,disconnectedCallback,open")
        # A foreign page in the same browser, with the shop and the chat page in frames.
        other = page.context.new_page()
        other.goto(foreign)
        assert token not in other.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")
        answers = other.evaluate(
            """async ([shop, host, token]) => {
              const frame = document.createElement("iframe");
              frame.src = shop;
              document.body.append(frame);
              const read = (get) => { try { return get(); } catch (error) { return error.name; } };
              const ask = (url, more) => fetch(url, more).then((a) => a.status, (e) => e.name);
              return [
                read(() => frame.contentWindow.localStorage.length),
                await ask(`http://${host}/api/chat/messages`,
                          { headers: { Authorization: `Bearer ${token}` } }),
                await ask(`http://${host}/api/chat/conversations`, { method: "POST", body: "{}" }),
                await new Promise((resolve) => {
                  const socket = new WebSocket(`ws://${host}/api/chat/socket`, `recall.${token}`);
                  socket.onopen = () => resolve("open");
                  socket.onerror = () => resolve("refused");
                }),
              ];
            }""",
            [shop, host, token],
        )
        assert answers[1:] == ["TypeError", "TypeError", "refused"]
        assert answers[0] in ("SecurityError", 0)  # by the browser, or by the policy on frames


def test_the_chat_page_cannot_be_framed(browser: Browser, service: Service) -> None:
    answer = browser.new_context().request.get(f"{service.url}/chat")
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
