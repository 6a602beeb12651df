"""WCAG 2.2 AA: axe-core finds nothing in any state; names, order and focus are asserted too."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.chat import LISTED, Chat
from tests.browser.conftest import DESK, HANDHELD, PATIENCE, opened
from tests.browser.puppet import Puppet
from tests.browser.test_photos import GIVE
from tests.service import Service
from tests.web.pictures import picture

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def assert_no_violations(page: Page, within: str = "html") -> None:
    """axe-core's verdict on the page as it stands, or on a part of it."""
    options = {"runOnly": RULES, "resultTypes": ["violations"]}
    found = Axe().run(page, context=within, options=options).response["violations"]
    assert [(v["id"], n["target"], n["failureSummary"]) for v in found for n in v["nodes"]] == []


def open_panel(page: Page) -> Puppet:
    puppet = Puppet(page)
    page.get_by_role("button", name=re.compile("Recall help")).click()
    return puppet


def send(page: Page, text: str = "hello") -> None:
    page.get_by_label("Your message").fill(text)
    page.get_by_role("button", name="Send", exact=True).click()


def closed(page: Page) -> None:
    expect(page.locator(".invite")).to_be_visible()


def unread(page: Page) -> None:
    puppet = open_panel(page)
    send(page)
    expect(page.locator(".message.customer .state")).to_have_text("")
    page.get_by_role("button", name="Close the chat").click()
    puppet.say("News", **{"from": "agent", "name": "Ana"})
    expect(page.locator(".badge")).to_be_visible()


def greeting(page: Page) -> None:
    open_panel(page)


def menu(page: Page) -> None:
    open_panel(page)
    page.get_by_role("button", name="More", exact=True).click()


def unit(page: Page) -> None:
    open_panel(page)
    page.locator(".choices").get_by_role("button", name="Check my unit").click()
    page.get_by_label("Model", exact=True).fill("A1264")
    page.get_by_label("Serial number").fill("AKFO 1Y0E 12Ñ")
    page.locator(".unit summary").click()
    expect(page.locator(".unit img")).to_be_visible()


def answers(page: Page) -> None:
    """Every kind of message, every verdict, typing, links, buttons, a claim number."""
    puppet = open_panel(page)
    send(page)
    expect(page.locator(".message.customer .state")).to_have_text("")
    for verdict in ("affected", "possibly_affected", "check_again", "not_listed",
                    "unknown_product"):  # fmt: skip
        text = "Words.\n\n1. Stop using it.\n2. Unplug it.\n\nMore words."
        puppet.say(text, card={"kind": "verdict", "verdict": verdict, "steps": []})
    puppet.say("I am a person.", **{"from": "agent", "name": "Ana"})
    puppet.say(
        "Your claim number is RC-A3C4-EF7H-JKM9.\n- one\n- two",
        links=[{"title": "The firm", "url": "https://example.com/"}],
        buttons=[{"title": "Yes", "payload": "y"}, {"title": "No", "payload": "n"}],
    )
    puppet.send({"typing": True})
    expect(page.locator(".choices")).to_be_attached()


def photos(page: Page) -> None:
    puppet = open_panel(page)
    send(page)
    expect(page.locator(".message.customer .state")).to_have_text("")
    puppet.say("Photo 1 of 2", ask="photo")
    page.locator(".guide summary").click()
    expect(page.locator(".guide img").first).to_be_visible()


def photo_failed(page: Page) -> None:
    open_panel(page)
    page.route("**/api/chat/photos", lambda route: route.abort())
    page.locator("#photo").set_input_files(
        {"name": "label.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    )
    expect(page.get_by_role("button", name="Try again")).to_be_visible()


def refused(page: Page) -> None:
    puppet = open_panel(page)
    send(page)
    expect(page.locator(".message.customer .state")).to_have_text("")
    page.locator("#photo").set_input_files(
        {"name": "empty.jpg", "mimeType": "image/jpeg", "buffer": b""}
    )
    expect(page.locator(".failed")).to_be_visible()
    puppet.say("Later")


def too_long(page: Page) -> None:
    open_panel(page)
    page.get_by_label("Your message").fill("x" * 1001)
    expect(page.locator("#counter")).to_be_visible()


def offline(page: Page) -> None:
    page.route("**/api/chat/**", lambda route: route.abort())
    page.get_by_role("button", name=re.compile("Recall help")).click()
    send(page)
    expect(page.locator("#status")).to_contain_text("No connection")


def question(page: Page) -> None:
    open_panel(page)
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("button", name="Delete my data").click()
    expect(page.get_by_role("alertdialog")).to_be_visible()


def new_question(page: Page) -> None:
    open_panel(page)
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("button", name="New conversation").click()
    expect(page.get_by_role("alertdialog")).to_contain_text("Start a new conversation?")


def uploading(page: Page) -> None:
    open_panel(page)
    page.route("**/api/chat/photos", lambda route: None)  # it never gets through
    page.locator("#photo").set_input_files(
        {"name": "label.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    )
    expect(page.get_by_role("progressbar", name="Photo upload")).to_be_visible()
    expect(page.get_by_role("button", name="Cancel")).to_be_visible()


def dropping(page: Page) -> None:
    open_panel(page)
    files = [{"type": "image/png", "data": ""}]
    page.locator("#panel").evaluate(GIVE, {"name": "dragover", "files": files})
    expect(page.locator("#panel.drop")).to_be_visible()


def expired(page: Page) -> None:
    page.add_init_script(
        """localStorage.setItem(`recall-chat http://localhost:${location.port}`,
                                JSON.stringify({ conversation: "x", token: "web-x.y" }))"""
    )
    page.reload()
    page.get_by_role("button", name=re.compile("Recall help")).click()
    expect(page.locator(".message.notice")).to_contain_text("has expired", timeout=4 * PATIENCE)


def more_below(page: Page) -> None:
    puppet = open_panel(page)
    send(page)
    expect(page.locator(".message.customer .state")).to_have_text("")
    for _ in range(3):
        puppet.say(
            "A long answer.\n\n" * 20, links=[{"title": "The firm", "url": "https://example.com/"}]
        )
    expect(page.locator(".message.assistant")).to_have_count(4)
    page.locator("#log").evaluate("e => (e.scrollTop = 0)")
    expect(page.get_by_role("button", name="More below")).to_be_visible()


def copied(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    puppet = open_panel(page)
    send(page)
    expect(page.locator(".message.customer .state")).to_have_text("")
    puppet.say("Your claim number is RC-A3C4-EF7H-JKM9.")
    page.get_by_role("button", name="Copy claim number").click()
    expect(page.get_by_role("button", name="Copied: RC-A3C4-EF7H-JKM9")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "RC-A3C4-EF7H-JKM9"


STATES: list[Callable[[Page], None]] = [
    closed, unread, greeting, menu, unit, answers, photos, photo_failed, refused, too_long,
    offline, question, new_question, uploading, dropping, expired, more_below, copied,
]  # fmt: skip
# There the browser itself reports requests that fail.
LOUD = (offline, photo_failed, expired)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    browser: Browser, service: Service, state: Callable[[Page], None], scheme: str
) -> None:
    quiet = state not in LOUD
    with opened(browser, service.url, quiet=quiet, viewport=DESK, color_scheme=scheme) as page:
        state(page)
        assert_no_violations(page)


@pytest.mark.parametrize("state", [greeting, answers, photos, unit], ids=lambda s: s.__name__)
def test_axe_finds_nothing_on_a_phone(
    browser: Browser, service: Service, state: Callable[[Page], None]
) -> None:
    with opened(browser, service.url, **HANDHELD) as page:
        state(page)
        assert_no_violations(page)


# As the README says it: a colour for the light and one for the dark.
OWN_COLOURS = """() => {
  const { style } = document.querySelector("recall-chat");
  style.setProperty("--recall-accent", "light-dark(#7a1458, #f3b6dd)");
  style.setProperty("--recall-on-accent", "light-dark(#fff, #3a0829)");
}"""


@pytest.mark.parametrize("state", [closed, answers, uploading], ids=lambda s: s.__name__)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_colours_of_a_firm(
    browser: Browser, service: Service, state: Callable[[Page], None], scheme: str
) -> None:
    with opened(browser, service.url, viewport=DESK, color_scheme=scheme) as page:
        page.evaluate(OWN_COLOURS)
        state(page)
        assert_no_violations(page)
        dark, light = "rgb(243, 182, 221)", "rgb(122, 20, 88)"
        expect(page.locator(".launcher")).to_have_css(
            "background-color", dark if scheme == "dark" else light
        )


VISIBLE = {"rgb(0, 0, 0)"}


def test_in_a_readers_own_colours_every_bubble_has_its_border(
    browser: Browser, service: Service
) -> None:
    with opened(browser, service.url, viewport=DESK, forced_colors="active") as page:
        border = "e => [getComputedStyle(e).borderTopWidth, getComputedStyle(e).borderTopColor]"
        assert page.locator(".launcher").evaluate(border)[0] == "1px"
        assert page.locator(".launcher").evaluate(border)[1] in VISIBLE
        answers(page)
        bubbles = [bubble.evaluate(border) for bubble in page.locator(".message").all()]
        assert {width for width, _ in bubbles} == {"1px"}
        assert {colour for _, colour in bubbles} <= VISIBLE
        assert_no_violations(page)


# WCAG 1.4.12: what a reader may set, and nothing is lost.
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
                         word-spacing: .16em !important; }
                     p { margin-block-end: 2em !important; }`);
  document.querySelector("recall-chat").shadowRoot.adoptedStyleSheets.push(sheet);
}"""
# What is cut off, or lies outside of what holds it.
CUT = """() => {
  const root = document.querySelector("recall-chat").shadowRoot;
  return [...root.querySelectorAll("*")]
    .filter((e) => e.checkVisibility() && !e.closest(".hidden, .sender, svg, i, progress"))
    .filter((e) => {
      const { overflowX } = getComputedStyle(e);
      const { left, right, top, bottom } = e.getBoundingClientRect();
      return (overflowX !== "visible" && e.scrollWidth > e.clientWidth + 1)
        || (e.tagName === "BUTTON" && e.scrollHeight > e.clientHeight + 1)
        || left < -1 || right > innerWidth + 1
        || (e.matches(".top, .foot") && (top < 0 || bottom > innerHeight));
    })
    .map((e) => e.id || e.className || e.tagName);
}"""


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_with_wider_spaces_nothing_is_cut_off(
    browser: Browser, service: Service, state: Callable[[Page], None]
) -> None:
    with opened(browser, service.url, quiet=state not in LOUD, viewport=DESK) as page:
        state(page)
        page.evaluate(SPACED)
        assert page.evaluate(CUT) == []


def test_axe_finds_nothing_on_the_chat_page(page: Page) -> None:
    Chat(page).say(f"Is my A1263 recalled? The serial is {LISTED}")
    assert_no_violations(page)


def test_axe_finds_nothing_from_right_to_left_in_spanish(
    browser: Browser, service: Service
) -> None:
    with opened(browser, service.url, viewport=DESK) as page:
        page.evaluate(
            """() => {
              const chat = document.createElement("recall-chat");
              chat.lang = "es";
              chat.dir = "rtl";
              document.querySelector("recall-chat").replaceWith(chat);
            }"""
        )
        page.get_by_role("button", name="Ayuda con la retirada").click()
        page.locator(".choices").get_by_role("button").click()
        assert_no_violations(page)


def test_the_tree_names_everything(shop: Page) -> None:
    """As a screen reader meets it: names, roles, senders, order."""
    puppet = open_panel(shop)
    send(shop)
    expect(shop.locator(".message.customer .state")).to_have_text("")
    puppet.say("Hello.", buttons=[{"title": "Yes", "payload": "y"}])
    puppet.say("I took over.", **{"from": "agent", "name": "Ana"})
    expect(shop.get_by_role("dialog", name="Recall assistant")).to_match_aria_snapshot(
        """
        - dialog "Recall assistant":
          - heading "Recall assistant" [level=2]
          - button "More"
          - button "Close the chat"
          - log "Conversation":
            - article:
              - text: Recall assistant
              - paragraph: /Hello. I'm the recall assistant/
            - article:
              - text: You hello
            - article:
              - text: Recall assistant
              - paragraph: Hello.
            - article:
              - text: Ana, support team
              - paragraph: I took over.
          - form "Write to the recall assistant":
            - button "Add a photo"
            - textbox "Your message"
            - button "Send"
        """
    )
    log = shop.get_by_role("log")
    expect(log).to_have_attribute("aria-busy", "false")


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_every_target_is_large_enough(
    browser: Browser, service: Service, state: Callable[[Page], None]
) -> None:
    with opened(browser, service.url, quiet=state not in LOUD, viewport=DESK) as page:
        state(page)
        sizes = page.evaluate(
            """() => [...document.querySelector("recall-chat").shadowRoot
                .querySelectorAll("button, a, summary, input, textarea")]
              .filter((e) => e.checkVisibility())
              .map((e) => [e.textContent || e.id, e.getBoundingClientRect()])
              .map(([name, { width, height }]) => [name, Math.min(width, height)])"""
        )
        assert sizes
        assert [name for name, size in sizes if size < 24] == []


# What can have the focus: its name, and how the ring around it stands out from what is behind it.
RINGS = """() => {
  const root = document.querySelector("recall-chat").shadowRoot;
  const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const seen = (colour) => {
    paint.clearRect(0, 0, 1, 1);
    paint.fillStyle = colour;
    paint.fillRect(0, 0, 1, 1);
    return [...paint.getImageData(0, 0, 1, 1).data];
  };
  const light = (colour) => {
    const [r, g, b] = colour.map((c) => c / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement ?? at.getRootNode().host) {
      const colour = seen(getComputedStyle(at).backgroundColor);
      if (colour[3] === 255) return colour;
    }
  };
  const found = [];
  for (const element of root.querySelectorAll("button, a, summary, input, textarea, #log")) {
    element.focus();
    if (root.activeElement !== element || !element.checkVisibility()) continue;
    const { outlineColor, outlineOffset, outlineStyle } = getComputedStyle(element);
    const inside = parseFloat(outlineOffset) < 0;
    const both = [seen(outlineColor), behind(inside ? element : element.parentElement)].map(light);
    const contrast = Math.max(...both) / Math.min(...both);
    found.push([element.textContent || element.id, outlineStyle === "none" ? 1 : contrast]);
  }
  return found;
}"""


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_the_ring_of_the_focus_is_seen(
    browser: Browser, service: Service, state: Callable[[Page], None]
) -> None:
    with opened(browser, service.url, quiet=state not in LOUD, viewport=DESK) as page:
        state(page)
        page.keyboard.press("Tab")  # a keyboard is used: rings are shown
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            rings = page.evaluate(RINGS)
            assert rings
            assert [ring for ring in rings if ring[1] < 3] == []


def test_history_is_not_read_out(shop: Page) -> None:
    """While the log is filled after a reload it is busy; afterwards it is not."""
    shop.get_by_role("button", name=re.compile("Recall help")).click()
    chat = Chat(shop)
    chat.say("hello")
    shop.add_init_script(
        """window.busy = [];
        const attach = Element.prototype.attachShadow;
        Element.prototype.attachShadow = function (options) {
          const root = attach.call(this, options);
          new MutationObserver((changes) => {
            const log = root.getElementById("log");
            if (changes.some((change) => change.target === log)) window.busy.push(
              [log.getAttribute("aria-busy"), log.querySelectorAll(".message").length]);
          }).observe(root, { childList: true, subtree: true });
          return root;
        };"""
    )
    shop.reload()
    expect(shop.locator(".message.customer")).to_have_count(1)
    seen = json.loads(shop.evaluate("JSON.stringify(window.busy)"))
    filled = [state for state, count in seen if count > 1]
    assert filled
    assert set(filled) == {"true"}
    expect(shop.get_by_role("log")).to_have_attribute("aria-busy", "false")


def test_choices_go_to_the_keyboard_in_order(shop: Page) -> None:
    puppet = open_panel(shop)
    send(shop)
    expect(shop.locator(".message.customer .state")).to_have_text("")
    puppet.say("Well?", buttons=[{"title": t, "payload": t} for t in ("One", "Two")])
    expect(shop.locator(".choices button")).to_have_count(2)
    order = []
    shop.get_by_role("button", name="More", exact=True).focus()
    for _ in range(7):
        shop.keyboard.press("Tab")
        order.append(
            shop.evaluate(
                """() => { const e = document.querySelector("recall-chat").shadowRoot.activeElement;
                           return e?.id || e?.textContent || ""; }"""
            )
        )
    assert order[:7] == ["close", "log", "One", "Two", "add-photo", "message", "send"]
