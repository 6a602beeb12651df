"""The widget on a shop's page: its launcher, its panel, and the whole way to a claim number."""

from __future__ import annotations

import json
import re
from datetime import datetime, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.chat import DETAILS, LISTED, Chat
from tests.browser.conftest import DESK, HANDHELD, PATIENCE, let_go, opened, wait_until
from tests.browser.puppet import Puppet
from tests.service import Service
from tests.web.pictures import picture

# Two frames are drawn.
FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def launcher(page: Page):
    return page.get_by_role("button", name=re.compile("Recall help"))


def panel(page: Page):
    return page.get_by_role("dialog", name="Recall assistant")


def expect_focus(page: Page, on: str) -> None:
    """Wait until what has the focus is `on`: an id, the text of a link, or a class."""
    wait_until(
        page,
        """(on) => {
          const inner = document.querySelector("recall-chat").shadowRoot.activeElement;
          const at = inner ?? document.activeElement;
          return at.id === on || at.classList.contains(on)
            || (at.tagName === "A" && at.textContent === on);
        }""",
        on,
        patience=PATIENCE,
    )


def test_from_the_launcher_to_a_claim_number(shop: Page, photo_files: list[Path]) -> None:
    launcher(shop).click()
    chat = Chat(shop)
    chat.claim(photo_files)
    copy = shop.get_by_role("button", name=re.compile("Copy claim number RC-"))
    expect(copy.first).to_be_visible()
    expect(shop.locator(".message.customer img")).to_have_count(2)


def test_a_number_named_twice_in_an_answer_is_copied_from_one_place(shop: Page) -> None:
    launcher(shop).click()
    chat = Chat(shop)
    chat.say(f"Is my A1263 recalled? The serial is {LISTED}")
    chat.press("Yes")
    for text in DETAILS[:3]:
        chat.say(text)
    copy = shop.get_by_role("button", name=re.compile("Copy claim number RC-"))
    before = copy.count()
    chat.say("stop")
    expect(chat.last).to_contain_text("another device")
    expect(copy).to_have_count(before + 1)


def test_from_the_launcher_to_a_claim_number_on_a_phone(
    pocket: Page, photo_files: list[Path]
) -> None:
    launcher(pocket).tap()
    box = panel(pocket).bounding_box()
    assert box == {"x": 0, "y": 0, "width": 375, "height": 740}
    Chat(pocket, by="touch").claim(photo_files)
    assert pocket.evaluate("document.documentElement.scrollWidth") <= 375


def test_a_claim_by_keyboard_alone(shop: Page, photo_files: list[Path]) -> None:
    chat = Chat(shop, by="keys")
    chat.tab_to(launcher(shop))
    shop.keyboard.press("Enter")
    expect_focus(shop, "message")
    chat.claim(photo_files)


def test_it_says_when_it_is_usable(browser: Browser, service: Service) -> None:
    """A mark in the page's timeline; how early it comes is a figure, and no test."""
    with opened(browser, service.url, viewport=DESK) as page:
        expect(launcher(page)).to_be_visible()
        marks = "performance.getEntriesByName('recall-chat-usable').length"
        wait_until(page, f"{marks} === 1")


def test_escape_closes_and_the_focus_returns(shop: Page) -> None:
    launcher(shop).focus()
    shop.keyboard.press("Enter")
    expect(panel(shop)).to_be_visible()
    shop.keyboard.press("Escape")
    expect(panel(shop)).to_be_hidden()
    expect_focus(shop, "launcher")
    link = shop.get_by_role("link", name="Check my unit")
    link.focus()
    shop.keyboard.press("Enter")
    expect(panel(shop)).to_be_visible()
    shop.keyboard.press("Escape")
    expect_focus(shop, "Check my unit")  # the link that opened it


def test_where_nothing_had_the_focus_it_goes_to_the_launcher(shop: Page) -> None:
    shop.evaluate("document.querySelector('recall-chat').open()")
    expect_focus(shop, "message")
    shop.keyboard.press("Escape")
    expect(panel(shop)).to_be_hidden()
    expect_focus(shop, "launcher")


@pytest.mark.parametrize(
    ("was_open", "calls", "ends"),
    [
        (False, "open", "open"), (False, "open close", "closed"), (False, "close", "closed"),
        (True, "close", "closed"),
    ],
)  # fmt: skip
def test_a_page_may_call_the_chat_before_its_words_have_come(
    browser: Browser, service: Service, was_open: bool, calls: str, ends: str
) -> None:
    with opened(browser, service.url, viewport=DESK) as page:
        if was_open:
            launcher(page).click()
            expect(panel(page)).to_be_visible()
        waiting: list[Route] = []
        page.route("**/widget/lang/*", lambda route: waiting.append(route))
        page.reload(wait_until="commit")
        page.evaluate(
            """async (calls) => {
              await customElements.whenDefined("recall-chat");
              const chat = document.querySelector("recall-chat");
              for (const call of calls.split(" ")) chat[call]();
            }""",
            calls,
        )
        expect(page.locator("recall-chat button")).to_have_count(0)
        let_go(page, waiting)
        if ends == "open":
            expect_focus(page, "message")
        else:
            expect(launcher(page)).to_be_visible()
            expect(panel(page)).to_be_hidden()


def test_a_link_that_opened_the_chat_and_is_gone_leaves_the_focus_to_the_launcher(
    shop: Page,
) -> None:
    link = shop.get_by_role("link", name="Check my unit")
    link.click()
    expect_focus(shop, "message")
    link.evaluate("e => (e.hidden = true)")
    shop.keyboard.press("Escape")
    expect_focus(shop, "launcher")


def test_escape_closes_one_thing_at_a_time(shop: Page) -> None:
    launcher(shop).click()
    more = shop.get_by_role("button", name="More", exact=True)
    more.click()
    shop.keyboard.press("Tab")
    expect(shop.get_by_role("button", name="New conversation")).to_be_visible()
    shop.keyboard.press("Escape")
    expect(shop.get_by_role("button", name="New conversation")).to_be_hidden()
    expect_focus(shop, "more")
    more.click()
    shop.get_by_role("button", name="New conversation").click()
    expect(shop.get_by_role("alertdialog")).to_be_visible()
    shop.keyboard.press("Escape")
    expect(shop.get_by_role("alertdialog")).to_be_hidden()
    expect_focus(shop, "more")
    shop.locator(".choices").get_by_role("button", name="Check my unit").click()
    expect_focus(shop, "unit-model")
    shop.keyboard.press("Escape")
    expect(shop.locator(".unit")).to_have_count(0)
    expect(panel(shop)).to_be_visible()
    shop.keyboard.press("Escape")
    expect(panel(shop)).to_be_hidden()


def test_on_a_phone_the_focus_stays_in_the_panel(pocket: Page) -> None:
    launcher(pocket).tap()
    for _ in range(12):
        pocket.keyboard.press("Tab")
        assert pocket.evaluate("document.activeElement.tagName") in ("RECALL-CHAT", "BODY")
    pocket.keyboard.press("Escape")
    expect(panel(pocket)).to_be_hidden()


# 1280 x 1024 at 400 %.
ZOOMED = {"width": 320, "height": 256}
MODAL = "document.querySelector('recall-chat').shadowRoot.querySelectorAll(':modal').length"


def test_zoomed_while_it_is_open_it_keeps_the_focus_and_what_was_written(shop: Page) -> None:
    launcher(shop).click()
    message = shop.get_by_label("Your message")
    message.fill("my power bank")
    shop.set_viewport_size(ZOOMED)
    wait_until(shop, f"{MODAL} === 1")
    expect_focus(shop, "message")
    for _ in range(12):
        shop.keyboard.press("Tab")
        assert shop.evaluate("document.activeElement.tagName") in ("RECALL-CHAT", "BODY")
    message.focus()
    shop.set_viewport_size(DESK)
    wait_until(shop, f"{MODAL} === 0")
    expect_focus(shop, "message")
    expect(message).to_have_value("my power bank")
    shop.get_by_role("link", name="Official notice").focus()
    expect_focus(shop, "Official notice")  # the page is within reach again


def test_a_question_that_stands_as_the_page_is_zoomed_is_withdrawn(shop: Page) -> None:
    launcher(shop).click()
    shop.get_by_role("button", name="More", exact=True).click()
    shop.get_by_role("button", name="New conversation").click()
    expect(shop.get_by_role("alertdialog")).to_be_visible()
    shop.set_viewport_size(ZOOMED)
    expect(shop.get_by_role("alertdialog")).to_have_count(0)
    expect(panel(shop)).to_be_visible()
    expect_focus(shop, "more")


def test_a_closed_chat_stays_closed_as_the_page_is_zoomed(shop: Page) -> None:
    shop.set_viewport_size(ZOOMED)
    expect(launcher(shop)).to_be_visible()
    shop.set_viewport_size(DESK)
    expect(panel(shop)).to_be_hidden()


def test_on_a_touch_screen_a_pressed_answer_leaves_the_focus_at_the_newest_message(
    pocket: Page,
) -> None:
    puppet = Puppet(pocket)
    launcher(pocket).tap()
    pocket.get_by_label("Your message").fill("hello")
    pocket.get_by_role("button", name="Send", exact=True).tap()
    expect(pocket.locator(".message.customer .state")).to_have_text("")
    puppet.say("Well?", buttons=[{"title": "Yes", "payload": "y"}])
    pocket.get_by_role("button", name="Yes", exact=True).tap()
    expect(pocket.locator(".message.customer")).to_have_count(2)
    focused = pocket.locator(".message:focus")
    expect(focused.locator(".text")).to_have_text("Well?")


def test_every_link_of_a_small_page_can_be_seen_as_it_has_the_focus(
    browser: Browser, service: Service
) -> None:
    with opened(browser, service.url, viewport=ZOOMED) as page:
        expect(launcher(page)).to_be_visible()
        links = page.locator("main a").count()
        for _ in range(links):
            page.keyboard.press("Tab")
            assert page.evaluate(
                """() => {
                  const { left, top, right, bottom } = document.activeElement.getClientRects()[0];
                  return [top + 1, bottom - 1].every((y) =>
                    document.elementFromPoint((left + right) / 2, y) === document.activeElement);
                }"""
            ), page.evaluate("document.activeElement.textContent")


def test_the_first_sentence_is_dismissed_for_good(shop: Page) -> None:
    invite = shop.locator(".invite")
    expect(invite).to_contain_text("Is your Anker PowerCore 10000")
    shop.get_by_role("button", name="Dismiss this message").click()
    expect(invite).to_have_count(0)
    shop.reload()
    expect(launcher(shop)).to_be_visible()
    expect(invite).to_have_count(0)


def test_unread_messages_are_counted_on_the_launcher(shop: Page) -> None:
    puppet = Puppet(shop)
    launcher(shop).click()
    shop.get_by_label("Your message").fill("hello")
    shop.keyboard.press("Enter")
    expect(shop.locator(".message.customer .state")).to_have_text("")
    shop.get_by_role("button", name="Close the chat").click()
    puppet.say("News", **{"from": "agent", "name": "Ana"})
    puppet.say("More news", **{"from": "agent", "name": "Ana"})
    expect(launcher(shop)).to_have_accessible_name("Recall help 2 unread messages")
    # Who does not see the badge hears of it.
    expect(shop.get_by_role("status").filter(has_text="2 unread messages")).to_have_count(1)
    launcher(shop).click()
    expect(shop.get_by_text("Ana, support team").first).to_be_visible()
    shop.get_by_role("button", name="Close the chat").click()
    expect(launcher(shop)).to_have_accessible_name("Recall help")


def test_it_stays_open_and_goes_on_on_the_next_page(shop: Page) -> None:
    launcher(shop).click()
    chat = Chat(shop)
    chat.say(f"Is my A1263 recalled? The serial is {LISTED}")
    shop.reload()
    expect(chat.last).to_contain_text("start your claim")
    expect(panel(shop)).to_be_visible()
    assert shop.evaluate("document.activeElement.tagName") == "BODY"  # nobody asked for the focus
    chat.press("Yes")
    expect(chat.last).to_contain_text("country")


def test_two_windows_show_one_conversation(shop: Page) -> None:
    launcher(shop).click()
    chat = Chat(shop)
    chat.say("hello")
    other = shop.context.new_page()
    other.goto(shop.url)
    launcher(other).click()
    expect(other.locator(".message.customer")).to_have_text(re.compile("hello"))
    Chat(other).say("thanks")
    expect(shop.locator(".message.customer").last).to_contain_text("thanks")
    said = other.locator(".message .text").all_inner_texts()
    expect(shop.locator(".message .text")).to_have_text(said, use_inner_text=True)


def test_the_verdict_is_shown_from_its_first_line(shop: Page) -> None:
    launcher(shop).click()
    Chat(shop).say(f"Is my A1263 recalled? The serial is {LISTED}")
    heading = shop.get_by_role("heading", name="This unit is recalled")
    expect(shop.locator(".choices")).to_be_attached()
    expect(heading).to_be_in_viewport()
    sign = shop.locator(".card.affected .sign")
    assert sign.inner_text() == "!"
    expect(shop.locator(".card.affected ol > li").first).to_contain_text("Stop using it now")


def test_the_form_for_a_unit(shop: Page) -> None:
    launcher(shop).click()
    shop.locator(".choices").get_by_role("button", name="Check my unit").click()
    shop.get_by_label("Model", exact=True).fill("A1264")
    expect(shop.locator("#unit-model-hint")).to_contain_text("A1263")
    shop.get_by_label("Model", exact=True).fill("a-1263 n12")
    expect(shop.locator("#unit-model-hint")).to_have_text("")
    serial = shop.get_by_label("Serial number")
    hint = shop.locator("#unit-serial-hint")
    serial.fill("SN: akff 1yOe 1234")
    expect(hint).to_contain_text("AKFF 1Y0E 1234")
    expect(hint).to_contain_text("O does not occur")
    expect(hint).to_contain_text("12 of 16")
    serial.fill("AKFF 0O")
    expect(hint.get_by_text("Easily mixed up")).to_have_text(
        "Easily mixed up, please compare: 0 (or D/Q?)."  # an O is read as 0: told once
    )
    ring = 5  # its width and how far it stands off
    above = shop.get_by_text("Serial number", exact=True).bounding_box()
    field, below = serial.bounding_box(), hint.bounding_box()
    assert above and field and below
    assert field["y"] - (above["y"] + above["height"]) >= ring
    assert below["y"] - (field["y"] + field["height"]) >= ring
    serial.fill("AKFF1Y0E12345678Ñ")
    expect(hint).to_contain_text("Ñ should not occur")
    expect(hint).to_contain_text("17 characters; usually there are 16")
    serial.fill(LISTED)
    expect(hint).to_contain_text("the usual length")
    for safe in ("safe", "not recalled", "fine"):
        assert safe not in shop.locator(".unit").inner_text()
    shop.get_by_role("button", name="Check", exact=True).click()
    expect(shop.get_by_role("heading", name="This unit is recalled")).to_be_visible()


@pytest.mark.parametrize("written", ["", "   "])
def test_an_empty_form_for_a_unit_says_what_it_needs(shop: Page, written: str) -> None:
    launcher(shop).click()
    shop.locator(".choices").get_by_role("button", name="Check my unit").click()
    model, serial = shop.get_by_label("Model", exact=True), shop.get_by_label("Serial number")
    check = shop.get_by_role("button", name="Check", exact=True)
    model.fill(written)
    serial.fill(written)
    serial.press("Enter")  # it sends the form as the button does
    expect_focus(shop, "unit-model")
    assert model.evaluate("e => e.validity.valueMissing && e.validationMessage")
    expect(shop.locator(".message.customer")).to_have_count(0)
    serial.fill(LISTED)  # either is enough
    check.click()
    expect(shop.locator(".message.customer .text")).to_have_text(f"Serial number: {LISTED}")


@pytest.mark.parametrize("width, height", [(400, 680), (320, 420), (360, 300), (1280, 800)])
def test_beside_the_form_for_a_unit_one_can_write_freely(
    browser: Browser, service: Service, width: int, height: int
) -> None:
    size = {"width": width, "height": height}
    with opened(browser, service.url, viewport=size) as page:
        launcher(page).click()
        check = page.locator(".choices").get_by_role("button", name="Check my unit")
        check.click()
        expect_focus(page, "unit-model")
        model, chat = page.get_by_label("Model", exact=True), Chat(page)
        model.fill("A1264")
        send = page.get_by_role("button", name="Send", exact=True)
        for control in (model, chat.input, send):
            expect(control).to_be_in_viewport(ratio=0.9)
        top = page.locator("#log").bounding_box()
        header = page.locator(".top").bounding_box()
        assert top and header and top["height"] >= 56
        if more := page.locator("#jump").bounding_box():
            assert more["y"] >= header["y"] + header["height"]
        chat.say("what is a serial number?")
        expect_focus(page, "message")
        expect(model).to_have_value("A1264")  # still there, as it was
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Shift+Tab")
        expect(page.get_by_role("button", name="Check", exact=True)).to_be_focused()
        expect(page.get_by_role("button", name="Check", exact=True)).to_be_in_viewport(ratio=0.9)
        page.keyboard.press("Escape")
        expect(page.locator(".unit")).to_have_count(0)
        expect_focus(page, "message")  # the button that opened it is gone


def test_a_recall_that_names_no_model_gives_no_hint_of_one(shop: Page) -> None:
    def patterns(route: Route) -> None:
        texts = route.fetch().json()
        route.fulfill(json={**texts, "recall": {**texts["recall"], "models": ["A12??"]}})

    shop.route("**/lang/en.json", patterns)
    shop.reload()
    launcher(shop).click()
    shop.locator(".choices").get_by_role("button", name="Check my unit").click()
    shop.get_by_label("Model", exact=True).fill("B9999")
    expect(shop.locator("#unit-model-hint")).to_have_text("")


def test_the_transcript_can_be_kept(shop: Page) -> None:
    launcher(shop).click()
    Chat(shop).say(f"Is my A1263 recalled? The serial is {LISTED}")
    shop.get_by_role("button", name="More", exact=True).click()
    with shop.expect_download() as download:
        shop.get_by_role("button", name="Download transcript").click()
    text = download.value.path().read_text()
    assert download.value.suggested_filename.endswith(".txt")
    assert f"You:\nIs my A1263 recalled? The serial is {LISTED}" in text
    assert "Recall assistant:\nThis power bank is part of the recall" in text


def test_what_is_kept_can_be_downloaded_once_it_was_shown(shop: Page) -> None:
    launcher(shop).click()
    Chat(shop).say("show my data")
    with shop.expect_download() as download:
        shop.get_by_role("button", name="Download it all (JSON)").click()
    assert download.value.suggested_filename.endswith(".json")
    kept = json.loads(download.value.path().read_text())
    assert kept["messages"][0]["text"] == "show my data"


def test_a_wish_to_be_deleted_is_asked_about_once_more_and_done(shop: Page) -> None:
    launcher(shop).click()
    shop.get_by_role("button", name="More", exact=True).click()
    shop.get_by_role("button", name="Delete my data").click()
    shop.get_by_role("button", name="Send the request").click()
    expect(shop.locator(".message.assistant").last).to_contain_text("can't be undone")
    expect(shop.locator(".message.customer .state")).to_have_text("")
    Chat(shop).press("Yes")
    expect(shop.locator(".message.assistant").last).to_contain_text("It is deleted")
    shop.reload()
    expect(shop.locator(".message.customer")).to_have_count(1)


@pytest.fixture
def spanish(page: Page) -> Page:
    """The chat page with a Spanish widget."""
    page.evaluate(
        """() => {
          const chat = document.createElement("recall-chat");
          chat.lang = "es";
          chat.setAttribute("mode", "page");
          document.querySelector("recall-chat").replaceWith(chat);
        }"""
    )
    return page


def heard_in(element: Locator) -> str:
    """The language that a screen reader speaks an element in."""
    return str(element.evaluate("e => e.closest('[lang]').lang"))


def test_spanish(spanish: Page) -> None:
    expect(spanish.get_by_role("heading", name="Asistente de retirada")).to_be_visible()
    spanish.get_by_label("Su mensaje").fill(f"A1263 {LISTED}")
    spanish.get_by_role("button", name="Enviar", exact=True).click()
    expect(spanish.get_by_role("heading", name="Esta unidad está retirada")).to_be_visible()
    # What the assistant says is English, and marked so for a screen reader.
    expect(spanish.locator(".card .text")).to_have_attribute("lang", "en")


def test_each_part_of_a_spanish_page_says_its_language(spanish: Page) -> None:
    log = spanish.locator("#log")
    assert heard_in(log.locator(".assistant .text")) == "es"  # the greeting
    spanish.locator(".choices button").click()
    spanish.locator(".unit summary").click()
    label = spanish.locator(".unit figcaption")
    expect(label).to_contain_text("Mire en la parte de abajo")
    assert heard_in(label) == "es"
    spanish.keyboard.press("Escape")
    puppet = Puppet(spanish)
    spanish.get_by_label("Su mensaje").fill("hola")
    spanish.keyboard.press("Enter")
    expect(log.locator(".customer .state")).to_have_text("")
    puppet.say("Aléjese.", lang="es")
    puppet.say("Soy una persona.", **{"from": "agent", "name": "Ana"})
    puppet.say(
        "Get away.", lang="en", links=[{"title": "The notice", "url": "https://example.com/"}],
        buttons=[{"title": "I am safe", "payload": "y"}], ask="photo",
    )  # fmt: skip
    spanish.locator(".guide summary").click()
    for shown, language in (
        (log.get_by_text("Aléjese."), "es"),
        (log.get_by_text("Soy una persona."), "es"),  # unknown: nothing says that it is English
        (log.get_by_text("Get away."), "en"),
        (log.get_by_text("The notice"), "en"),
        (log.get_by_text("(se abre en otra pestaña)"), "es"),
        (log.get_by_role("button", name="I am safe"), "en"),
        (log.get_by_role("button", name="Elegir una foto"), "es"),
        (log.get_by_text("Foto de la etiqueta"), "es"),
    ):
        assert heard_in(shown) == language, shown
    spanish.locator("#photo").set_input_files(
        {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b""}
    )
    assert heard_in(log.locator(".notice .text")) == "es"


def test_what_the_service_says_of_an_error_is_english(browser: Browser, service: Service) -> None:
    def refuse(route: Route) -> None:
        route.fulfill(status=422, json={"error": {"code": "x", "message": "I can't read it."}})

    url = f"{service.url}/chat"
    with opened(browser, url, quiet=False, viewport=DESK, locale="es-ES") as page:
        page.evaluate("document.documentElement.lang = 'es'")
        page.evaluate("const c = document.querySelector('recall-chat'); c.replaceWith(c)")
        page.route("**/api/chat/photos", refuse)
        page.locator("#photo").set_input_files(
            {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": picture()}
        )
        expect(page.locator(".notice .text")).to_have_text("I can't read it.")
        assert heard_in(page.locator(".notice .text")) == "en"
        assert heard_in(page.locator(".notice .sender")) == "es"


# 320 px wide; 1280 x 800 at 200 %; a phone on its side; 1280 x 1024 at 400 %.
SIZES = [(320, 568), (640, 400), (740, 340), (320, 256)]


@pytest.mark.parametrize("width, height", SIZES)
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_nothing_is_lost_on_a_small_screen(
    browser: Browser, service: Service, width: int, height: int, direction: str
) -> None:
    size = {"width": width, "height": height}
    with opened(browser, service.url, viewport=size) as page:
        expect(launcher(page)).to_be_visible()
        page.evaluate("d => (document.querySelector('recall-chat').shadowRoot"
                      ".querySelector('#panel').dir = d)", direction)  # fmt: skip
        launcher(page).click()
        Chat(page).say(f"Is my A1263 recalled? The serial is {LISTED}")
        expect(page.locator(".choices")).to_be_attached()
        wide = page.evaluate(
            """() => [...document.querySelector("recall-chat").shadowRoot.querySelectorAll("*")]
              .filter((e) => !e.closest(".hidden, .sender, svg") && e.checkVisibility())
              .filter((e) => { const b = e.getBoundingClientRect();
                               return b.left < -1 || b.right > innerWidth + 1; })
              .map((e) => e.className || e.tagName)"""
        )
        assert wide == []
        for name in ("Add a photo", "Send", "Close the chat", "More"):
            expect(page.get_by_role("button", name=name, exact=True)).to_be_in_viewport(ratio=1)
        expect(page.get_by_label("Your message")).to_be_in_viewport(ratio=1)


def test_a_fresh_conversation_is_read_from_its_beginning(
    browser: Browser, service: Service
) -> None:
    size = {"width": 320, "height": 420}
    with opened(browser, service.url, viewport=size) as page:
        launcher(page).click()
        greeting = page.locator(".message.assistant .sender")
        expect(greeting).to_be_in_viewport(ratio=1)
        page.evaluate(FRAMES)  # the log has got its size
        log = page.locator("#log")
        assert log.evaluate("e => e.scrollTop") == 0
        more = page.get_by_role("button", name="More below")
        more.click()
        expect(more).to_be_hidden()
        Chat(page).say("hello")
        assert log.evaluate("e => e.scrollTop") > 0


def test_colours_can_be_set_by_the_page(shop: Page) -> None:
    shop.evaluate(
        """() => document.querySelector("recall-chat").style.setProperty(
                   "--recall-accent", "rgb(120, 20, 90)")"""
    )
    expect(launcher(shop)).to_have_css("background-color", "rgb(120, 20, 90)")


def test_without_motion_nothing_moves(browser: Browser, service: Service) -> None:
    with opened(browser, f"{service.url}/chat", reduced_motion="reduce", **HANDHELD) as page:
        expect(page.locator("#log")).to_be_visible()
        moving = page.evaluate(
            """() => [...document.querySelector("recall-chat").shadowRoot.querySelectorAll("*")]
              .map((e) => getComputedStyle(e))
              .filter((s) => s.animationName !== "none" || parseFloat(s.transitionDuration) > 0)
              .length"""
        )
        assert moving == 0


@pytest.mark.parametrize("written", ["en_US", "pt_BR", "es_MX\n", "no language/at all"])
def test_a_page_whose_language_is_written_badly_has_its_launcher(
    browser: Browser, service: Service, written: str
) -> None:
    with opened(browser, f"{service.url}/healthz", viewport=DESK) as page:
        page.route(
            f"{service.url}/",
            lambda route: route.fulfill(
                content_type="text/html",
                body=f'<html lang="{written}"><title>A shop</title><recall-chat></recall-chat>'
                '<script type="module" src="/widget/recall-chat.js"></script>',
            ),
        )
        page.goto(service.url)
        name = "Ayuda con la retirada" if written.startswith("es") else "Recall help"
        page.get_by_role("button", name=name).click()
        expect(page.get_by_role("dialog")).to_be_visible()


@pytest.mark.parametrize("failing", ["away", "in trouble"])
def test_a_language_file_that_does_not_come_is_asked_for_again(
    browser: Browser, service: Service, failing: str
) -> None:
    with opened(browser, f"{service.url}/healthz", quiet=False, viewport=DESK) as page:
        asked = 0

        def fail_twice(route: Route) -> None:
            nonlocal asked
            asked += 1
            if asked > 2:
                route.continue_()
            elif failing == "away":
                route.abort()
            else:
                route.fulfill(status=503, json={"error": {"code": "x", "message": "Later."}})

        page.route("**/lang/*.json", fail_twice)
        page.goto(service.url)
        expect(launcher(page)).to_be_visible()
        assert asked == 3


def test_a_link_pressed_before_the_module_was_there_opens_the_chat(
    browser: Browser, service: Service
) -> None:
    with opened(browser, f"{service.url}/healthz", viewport=DESK) as page:
        held: list[Route] = []
        page.route("**/recall-chat.js", lambda route: held.append(route))
        page.goto(service.url, wait_until="commit")
        page.get_by_role("link", name="Check my unit").click()
        page.wait_for_url("**/#recall-chat", wait_until="commit")
        let_go(page, held)
        expect(panel(page)).to_be_visible()
        expect_focus(page, "message")


def test_an_address_may_open_the_chat(browser: Browser, service: Service) -> None:
    with opened(browser, f"{service.url}/#recall-chat", **HANDHELD) as page:
        expect(panel(page)).to_be_visible()
        page.get_by_role("button", name="Close the chat").tap()
        expect(panel(page)).to_be_hidden()
        expect_focus(page, "launcher")


def test_put_elsewhere_on_the_page_it_still_has_its_form_for_a_unit(shop: Page) -> None:
    launcher(shop).click()
    shop.locator(".choices").get_by_role("button", name="Check my unit").click()
    expect(shop.locator(".unit")).to_be_visible()
    shop.evaluate("document.querySelector('main').append(document.querySelector('recall-chat'))")
    shop.locator(".choices").get_by_role("button", name="Check my unit").click()
    expect(shop.locator(".unit")).to_be_visible()
    expect_focus(shop, "unit-model")


def test_an_answer_in_a_script_from_right_to_left_is_written_that_way(shop: Page) -> None:
    puppet = Puppet(shop)
    launcher(shop).click()
    shop.get_by_label("Your message").fill("hello")
    shop.keyboard.press("Enter")
    expect(shop.locator(".message.customer .state")).to_have_text("")
    puppet.say("?", buttons=[{"title": "نعم!", "payload": "y"}])
    expect(shop.get_by_role("button", name="نعم!")).to_have_css("direction", "rtl")


def test_a_contact_in_an_answer_opens_no_tab(shop: Page) -> None:
    puppet = Puppet(shop)
    launcher(shop).click()
    shop.get_by_label("Your message").fill("hello")
    shop.keyboard.press("Enter")
    expect(shop.locator(".message.customer .state")).to_have_text("")
    puppet.say(
        "Call 800-555-0199.",
        links=[{"title": "Call 800-555-0199", "url": "tel:8005550199"},
               {"title": "The firm", "url": "https://example.com/"}],
    )  # fmt: skip
    call, page = shop.locator(".links a").all()
    expect(call).to_have_accessible_name("Call 800-555-0199")
    expect(call).to_have_attribute("href", "tel:8005550199")
    assert (call.get_attribute("target"), page.get_attribute("target")) == (None, "_blank")


def test_typing_is_seen_while_it_lasts(shop: Page) -> None:
    puppet = Puppet(shop)
    launcher(shop).click()
    shop.get_by_label("Your message").fill("hello")
    shop.keyboard.press("Enter")
    expect(shop.locator(".message.customer .state")).to_have_text("")
    dots, status = shop.locator(".dots"), shop.locator("#status")
    expect(dots).to_be_hidden()
    puppet.send({"typing": True})
    expect(dots).to_be_visible()
    expect(status).to_have_text("The assistant is typing…")
    puppet.send({"typing": False})
    expect(dots).to_be_hidden()
    expect(status).to_have_text("")


def test_each_message_says_when_it_was_written(browser: Browser, service: Service) -> None:
    with opened(browser, service.url, viewport=DESK, timezone_id="America/Denver") as page:
        puppet = Puppet(page)
        launcher(page).click()
        page.get_by_label("Your message").fill("hello")
        page.keyboard.press("Enter")
        expect(page.locator(".message.customer .state")).to_have_text("")
        now = datetime.now(timezone.utc)
        puppet.say("Of an earlier day", at="2025-03-04T19:05:00+00:00")
        puppet.say("At once after it", at="2025-03-04T19:05:30+00:00")
        puppet.say("Now", at=now.isoformat())
        times = page.locator(".message.assistant time")
        expect(times).to_have_count(4)
        expect(times.nth(1)).to_be_hidden()  # as that of the next one
        expect(times.nth(2)).to_be_visible()
        expect(times.nth(2)).to_have_text(re.compile(r"^Mar 4, 12:05\sPM$"))
        expect(times.last).to_be_visible()
        clock = now.astimezone(ZoneInfo("America/Denver"))
        expect(times.last).to_have_text(
            re.compile(rf"^{clock.hour % 12 or 12}:{clock:%M}\s{clock:%p}$")
        )


@pytest.mark.parametrize(
    "theme, scheme, shown",
    [
        (None, "light", "rgb(255, 255, 255)"),
        (None, "dark", "rgb(26, 31, 36)"),
        ("light", "dark", "rgb(255, 255, 255)"),
        ("dark", "light", "rgb(26, 31, 36)"),
    ],
)
def test_the_pages_theme_wins_over_the_browsers_scheme(
    browser: Browser, service: Service, theme: str | None, scheme: str, shown: str
) -> None:
    with opened(browser, service.url, viewport=DESK, color_scheme=scheme) as page:
        if theme:
            page.locator("recall-chat").evaluate(
                "(e, theme) => e.setAttribute('theme', theme)", theme
            )
        launcher(page).click()
        expect(panel(page)).to_have_css("background-color", shown)


def test_on_a_touch_screen_a_photo_is_taken_with_the_camera(pocket: Page) -> None:
    puppet = Puppet(pocket)
    launcher(pocket).tap()
    pocket.get_by_label("Your message").fill("hello")
    pocket.get_by_role("button", name="Send", exact=True).tap()
    expect(pocket.locator(".message.customer .state")).to_have_text("")
    puppet.say("A photo, please.", ask="photo")
    for name, capture in (("Take a photo", "environment"), ("Choose a photo", None)):
        with pocket.expect_file_chooser() as chosen:
            pocket.get_by_role("button", name=name).tap()
        assert chosen.value.element.get_attribute("capture") == capture
        assert str(chosen.value.element.get_attribute("accept")).startswith("image/")


def test_a_language_written_from_right_to_left_turns_the_panel(shop: Page) -> None:
    def turned(route: Route) -> None:
        route.fulfill(json={**route.fetch().json(), "direction": "rtl"})

    def middle(element: Locator) -> float:
        box = element.bounding_box()
        assert box
        return box["x"] + box["width"] / 2

    shop.route("**/lang/en.json", turned)
    shop.reload()
    assert middle(launcher(shop)) < DESK["width"] / 2
    launcher(shop).click()
    assert middle(panel(shop)) < DESK["width"] / 2
    assert middle(shop.get_by_role("button", name="Close the chat")) < middle(panel(shop))
    send = shop.get_by_role("button", name="Send", exact=True)
    assert middle(send) < middle(shop.get_by_role("button", name="Add a photo"))
    expect(panel(shop)).to_have_attribute("dir", "rtl")
