"""A stranger files a claim: by mouse, by touch, by keyboard, through a reload and a restart."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.chat import CLAIM_NUMBER, DETAILS, LISTED, LONGEST, Chat
from tests.browser.conftest import DESK, NO_LIMITS, opened
from tests.service import Service


def test_a_claim_with_the_mouse(page: Page, photo_files: list[Path]) -> None:
    chat = Chat(page)
    chat.claim(photo_files)
    expect(page.locator(".message.customer img")).to_have_count(2)
    # The steps are said once: in the text, not again in the card.
    card = page.locator(".card.affected")
    expect(card).to_have_count(1)
    assert card.inner_text().count("Stop using it now") == 1


def test_a_claim_on_a_phone(phone: Page, photo_files: list[Path]) -> None:
    chat = Chat(phone, by="touch")
    chat.claim(photo_files)
    width = phone.evaluate("document.documentElement.scrollWidth")
    assert width <= 375  # nothing stands out to the side
    for control in (chat.input, phone.get_by_role("button", name="Send", exact=True)):
        box = control.bounding_box()
        assert box is not None
        assert box["height"] >= 44  # a finger's width


def test_a_phone_offers_its_camera(phone: Page) -> None:
    chat = Chat(phone, by="touch")
    chat.say(f"Is my A1263 recalled? The serial is {LISTED}")
    chat.press("Yes")
    for text in DETAILS:
        chat.say(text)
    expect(phone.get_by_role("button", name="Take a photo")).to_be_visible()


def test_a_claim_by_keyboard_alone(page: Page, photo_files: list[Path]) -> None:
    chat = Chat(page, by="keys")
    chat.tab_to(chat.input)
    chat.claim(photo_files)


def test_a_claim_goes_on_after_a_reload(page: Page) -> None:
    chat = Chat(page)
    chat.say(f"Is my A1263 recalled? The serial is {LISTED}")
    chat.press("Yes")
    chat.say("United States")
    said = page.locator(".message .text").all_inner_texts()
    page.reload()
    expect(chat.answers.last).to_contain_text("name")
    assert page.locator(".message .text").all_inner_texts() == said
    chat.say("Jane Porter")
    expect(chat.last).to_contain_text("e-mail")


def test_buttons_still_work_after_a_reload(page: Page) -> None:
    chat = Chat(page)
    chat.say(f"Is my A1263 recalled? The serial is {LISTED}")
    page.reload()
    expect(chat.last).to_contain_text("start your claim")
    chat.press("Yes")
    expect(chat.last).to_contain_text("country")


def test_a_message_is_answered_though_the_page_is_left_as_it_is_sent(
    browser: Browser, service: Service
) -> None:
    for pause in range(0, 50, 5):  # ms; somewhere there it has just been stored
        with opened(browser, f"{service.url}/chat", viewport=DESK, quiet=False) as page:
            Chat(page).input.fill(f"Is my A1263 recalled? The serial is {LISTED}")
            page.get_by_role("button", name="Send", exact=True).click()
            page.wait_for_timeout(pause)
            page.reload()
            expect(Chat(page).last).to_contain_text("start your claim", timeout=LONGEST)


def test_a_new_conversation_forgets_the_old_one(page: Page) -> None:
    chat = Chat(page)
    chat.say("My A1263")
    page.get_by_role("button", name="New conversation").click()
    page.get_by_role("button", name="Start new").click()
    expect(page.locator(".message")).to_have_count(1)
    chat.say("hello")
    page.reload()
    expect(page.locator(".message.customer")).to_have_count(1)


def test_a_claim_goes_on_after_a_restart(browser: Browser, tmp_path: Path) -> None:
    service = Service(tmp_path, LIMITS=NO_LIMITS)
    try:
        # While the service is away the browser itself reports refused connections.
        with opened(browser, f"{service.url}/chat", viewport=DESK, quiet=False) as page:
            chat = Chat(page)
            chat.say(f"Is my A1263 recalled? The serial is {LISTED}")
            chat.press("Yes")
            number = CLAIM_NUMBER.search(page.locator("#log").inner_text())
            assert number
            service.kill()
            before = chat.answers.count()
            chat.input.fill("United States")
            page.get_by_role("button", name="Send", exact=True).click()
            expect(page.locator(".state").last).to_contain_text("Trying again")
            service = Service(tmp_path, service.port, LIMITS=NO_LIMITS)
            chat.wait(before)
            expect(chat.last).to_contain_text("name")
            expect(page.locator(".message.customer").last).not_to_contain_text("No answer")
    finally:
        service.kill()
