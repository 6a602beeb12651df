"""One claim in two browsers at once: both see it, and nothing of it is doubled."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.chat import CLAIM_NUMBER, DETAILS, LISTED, Chat
from tests.browser.conftest import DESK, NO_LIMITS, opened
from tests.service import Service


def test_one_claim_in_two_browsers(browser: Browser, tmp_path: Path) -> None:
    service = Service(tmp_path, LIMITS=NO_LIMITS, PHOTO_CHECK="off")
    try:
        with (
            opened(browser, f"{service.url}/chat", viewport=DESK) as here,
            opened(browser, f"{service.url}/chat", viewport=DESK) as there,
        ):
            number = _claim_in_both(Chat(here), Chat(there))
    finally:
        service.kill()
    with closing(sqlite3.connect(tmp_path / "recall.db")) as database:
        assert database.execute("SELECT number, state FROM claims").fetchall() == [
            (number, "submitted")
        ]
        steps = database.execute("SELECT to_state FROM claim_history ORDER BY position").fetchall()
        assert steps == [("draft",), ("submitted",)]
        units = database.execute("SELECT serial FROM claim_units").fetchall()
        assert units == [(LISTED,)]


def _claim_in_both(one: Chat, two: Chat) -> str:
    one.say(f"Is my A1263 recalled? The serial is {LISTED}")
    one.press("Yes")
    for text in DETAILS[:3]:
        one.say(text)
    found = CLAIM_NUMBER.search(one.page.locator("#log").inner_text())
    assert found
    two.say(f"continue my claim {found[0]}")
    two.say(DETAILS[2])
    two.press("Go on with it")
    expect(two.last).to_contain_text("remedy")
    # Both answer the same question before either has its answer; then each the next.
    for text in DETAILS[3:]:
        _both_say(one, two, text)
    for chat in (one, two):
        chat.press("Send photos later") if "Photo" in chat.last.inner_text() else None
        if "agree" in chat.last.inner_text():
            chat.press("Yes")
    for chat in (one, two):
        expect(chat.last).to_contain_text("Is everything right?")
    _both_say(one, two, "yes")
    for chat in (one, two):
        chat.say("what is the status of my claim?")
        expect(chat.page.locator("#log")).to_contain_text(f"Your claim {found[0]} is filed")
    return found[0]


def _both_say(one: Chat, two: Chat, text: str) -> None:
    before = [chat.answers.count() for chat in (one, two)]
    for chat in (one, two):
        chat.input.fill(text)
    for chat in (one, two):
        chat.page.get_by_role("button", name="Send", exact=True).click()
    for chat, count in zip((one, two), before, strict=True):
        chat.wait(count)
