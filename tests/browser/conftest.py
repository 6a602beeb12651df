"""The real service in a process of its own, and Debian's Chromium.

`page` is the chat page on a desk, `phone` on a phone; `shop` and `pocket` are the demo shop with
the widget on it, on a desk and on a phone. Every test of these ends by looking whether
the page has written an error to its console; a breach of its Content-Security-Policy is one.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, expect, sync_playwright

from tests.engines import free_port
from tests.service import Service

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
# A turn takes at most 12 s; a photo's worker must start.
PATIENCE = 30_000
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 375, "height": 740}
HANDHELD = {"viewport": PHONE, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
# A page of another firm, named in the service's settings; whoever tests with it serves it there.
ALLOWED_PORT = free_port()
# What a browser writes where the machine is so busy that the page has to ask once more.
BUSY = "WebSocket is closed before the connection is established"
NO_LIMITS = (
    "conversation_minute=0,conversation_hour=0,address_minute=0,conversations_minute=0,"
    "checks_day=0,checks_conversation=0"
)


@pytest.fixture(scope="package")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The service with the demo list."""
    running = Service(
        tmp_path_factory.mktemp("service"),
        LIMITS=NO_LIMITS,
        PHOTO_CHECK="off",
        ORIGINS=f"http://127.0.0.1:{ALLOWED_PORT}",
    )
    yield running
    running.kill()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium; a test run that must leave nothing out fails without it."""
    if CHROMIUM is None:
        reason = "chromium is not installed: apt-get install chromium"
        if os.environ.get("RECALL_TEST_ALL"):
            pytest.fail(reason)
        pytest.skip(reason)
    expect.set_options(timeout=2 * PATIENCE)  # a photo is read, and then answered
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()


def wait_until(page: Page, condition: str, arg: object = None, *, patience: int = PATIENCE) -> None:
    """Wait, at most so many ms, until what a page evaluates is true.

    Playwright's own waiting evaluates text within the page when it asks again, which the page's
    policy forbids.
    """
    end = time.monotonic() + patience / 1000
    while not page.evaluate(condition, arg):
        assert time.monotonic() < end, f"never true: {condition}"
        page.wait_for_timeout(50)


def let_go(page: Page, held: list[Route]) -> None:
    """Let a request go that is held back; its page may tell of it before it is asked for here."""
    end = time.monotonic() + PATIENCE / 1000
    while not held:
        assert time.monotonic() < end, "no request came"
        page.wait_for_timeout(10)
    held[0].continue_()


@contextmanager
def opened(browser: Browser, url: str, *, quiet: bool = True, **options: object) -> Iterator[Page]:
    """A page of its own; where `quiet`, the end asserts that it has complained of nothing."""
    context = browser.new_context(**options)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and BUSY not in message.text:
            complaints.append(f"{message.text} {message.location.get('url', '')}")

    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(url)
    try:
        yield page
    finally:
        # What the page still sends may be on its way through a test's route: it ends in nothing.
        page.unroute_all(behavior="ignoreErrors")
        context.close()
    assert not quiet or complaints == []


@pytest.fixture
def page(browser: Browser, service: Service) -> Iterator[Page]:
    """The chat page on a desk."""
    with opened(browser, f"{service.url}/chat", viewport=DESK) as page:
        yield page


@pytest.fixture
def phone(browser: Browser, service: Service) -> Iterator[Page]:
    """The chat page on a phone."""
    with opened(browser, f"{service.url}/chat", **HANDHELD) as page:
        yield page


@pytest.fixture
def shop(browser: Browser, service: Service) -> Iterator[Page]:
    """The demo shop on a desk."""
    with opened(browser, service.url, viewport=DESK) as page:
        yield page


@pytest.fixture
def pocket(browser: Browser, service: Service) -> Iterator[Page]:
    """The demo shop on a phone."""
    with opened(browser, service.url, **HANDHELD) as page:
        yield page


@pytest.fixture(scope="package")
def photo_files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two photos on the customer's disk."""
    from tests.web.pictures import picture

    folder = tmp_path_factory.mktemp("pictures")
    files = [folder / "unit and label.jpg", folder / "marked.png"]
    files[0].write_bytes(picture(size=(1600, 1200)))
    files[1].write_bytes(picture("PNG", size=(800, 600)))
    return files
