"""The README's pictures, made anew: `make pictures` runs this against a demo service of its own.

With a folder, `python -m tests.browser.pictures FOLDER`, the chat in each of its states is pictured
there instead: in the light, in the dark, on a phone. Look at each; what is ugly is mended.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bot.desk.demo import LOGIN
from bot.settings import PROJECT
from tests.browser.chat import DETAILS, LISTED, Chat
from tests.browser.conftest import ARGUMENTS, CHROMIUM, DESK, HANDHELD, PATIENCE, opened
from tests.browser.test_accessibility import LOUD, STATES
from tests.browser.test_desk import fill_desk
from tests.service import Service

DOCS = PROJECT / "docs"
PHONE = {**HANDHELD, "device_scale_factor": 1}


def main() -> None:
    """Make them all."""
    if CHROMIUM is None:
        sys.exit("chromium is not installed: apt-get install chromium")
    expect.set_options(timeout=PATIENCE)
    with demo() as (service, browser):
        if len(sys.argv) > 1:
            states(service, browser, Path(sys.argv[1]))
            return
        shop(service, browser)
        phone(service, browser)
        desk(service, browser)


@contextmanager
def demo() -> Iterator[tuple[Service, Browser]]:
    """A demo service and a browser."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        service = Service(Path(folder))
        try:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            yield service, browser
            browser.close()
        finally:
            service.kill()


def shop(service: Service, browser: Browser) -> None:
    """A recalled unit is found on the demo shop."""
    size = {"width": 1100, "height": 760}
    with opened(browser, service.url, viewport=size) as page:
        page.get_by_role("button", name="Recall help").click()
        Chat(page).say(f"Is my A1263 recalled? The serial is {LISTED}")
        expect(page.locator(".choices")).to_be_attached()
        keep(page, "chat.png")


def phone(service: Service, browser: Browser) -> None:
    """What the photos of a claim must show, on a phone in the dark."""
    with opened(browser, service.url, color_scheme="dark", **PHONE) as page:
        page.get_by_role("button", name="Recall help").tap()
        chat = Chat(page, by="touch")
        chat.say(f"Is my A1263 recalled? The serial is {LISTED}")
        chat.press("Yes")
        for text in DETAILS:
            chat.say(text)
        page.locator(".guide summary").tap()
        expect(page.locator(".guide img").first).to_have_js_property("complete", True)
        page.evaluate("document.querySelector('recall-chat').shadowRoot.activeElement?.blur()")
        page.locator("#log").evaluate(
            "log => (log.scrollTop = log.querySelector('.guide').closest('.message').offsetTop - 9)"
        )
        keep(page, "chat-phone.png")


def desk(service: Service, browser: Browser) -> None:
    """A claim in the light, the queue in the dark."""
    password = fill_desk(service)
    for name, height, scheme in (("desk-claim", 880, "light"), ("desk-queue", 520, "dark")):
        size = {"width": 1280, "height": height}
        with opened(browser, f"{service.url}/desk", viewport=size, color_scheme=scheme) as page:
            page.get_by_label("Login").fill(LOGIN)
            page.get_by_label("Password").fill(password)
            page.keyboard.press("Enter")
            expect(page.get_by_role("heading", name="Queue")).to_be_visible()
            if name == "desk-claim":
                page.goto(f"{service.url}/desk/queue?show=claims&state=submitted")
                page.get_by_role("link", name="RC-").first.click()
                expect(page.get_by_role("heading", name="Photos")).to_be_visible()
            keep(page, f"{name}.png", colours=256)


def states(service: Service, browser: Browser, folder: Path) -> None:
    """The chat in each state that the tests look at with axe."""
    folder.mkdir(parents=True, exist_ok=True)
    looks = {
        "light": {"viewport": DESK, "color_scheme": "light"},
        "dark": {"viewport": DESK, "color_scheme": "dark"},
        "phone": PHONE,
    }
    for state in STATES:
        for look, options in looks.items():
            with opened(browser, service.url, quiet=state not in LOUD, **options) as page:
                state(page)
                keep(page, f"{state.__name__}-{look}.png", folder=folder)


def keep(page: Page, name: str, colours: int = 0, folder: Path = DOCS) -> None:
    """The page as it stands, small."""
    page.mouse.move(0, 0)  # nothing is pointed at
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)  # pictures are drawn
    image = Image.open(BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    if colours:
        image = image.quantize(colours, dither=Image.Dither.NONE)
    image.save(folder / name, optimize=True)
    print(folder / name)


if __name__ == "__main__":
    main()
