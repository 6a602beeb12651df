"""A customer in front of the chat page."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

LISTED = "AKFF1Y0E12345678"  # on the demo list
# ms; a turn may take 12 s, and a page looks for a service that was away every few seconds.
LONGEST = 60_000
CLAIM_NUMBER = re.compile(r"RC(-[0-9A-Z]{4}){3}")
DETAILS = (
    "United States",
    "Jane Porter",
    "jane@example.com",
    "replacement",
    "12 Elm Street, Denver, CO 80202",
    "Amazon",
    "skip",
)


class Chat:
    """Drives one page; by="mouse", "touch" or "keys"."""

    def __init__(self, page: Page, by: str = "mouse") -> None:
        self.page = page
        self.by = by

    @property
    def input(self) -> Locator:
        return self.page.get_by_label("Your message")

    @property
    def answers(self) -> Locator:
        """What the assistant has said, its greeting too."""
        return self.page.locator(".message.assistant")

    @property
    def last(self) -> Locator:
        return self.answers.last

    def say(self, text: str) -> None:
        """Write and send; waits for the answer."""
        before = self.answers.count()
        self.input.fill(text) if self.by != "keys" else self.page.keyboard.insert_text(text)
        if self.by == "keys":
            self.page.keyboard.press("Enter")
        else:
            self.touch(self.page.get_by_role("button", name="Send", exact=True))
        self.wait(before)

    def press(self, name: str) -> None:
        """Press a suggested answer; waits for the answer."""
        before = self.answers.count()
        self.touch(self.page.locator(".choices").get_by_role("button", name=name, exact=True))
        self.wait(before)

    def touch(self, target: Locator) -> None:
        """Use a control the way this customer does."""
        if self.by == "keys":
            self.tab_to(target)
            self.page.keyboard.press("Enter")
        elif self.by == "touch":
            target.tap()
        else:
            target.click()

    def tab_to(self, target: Locator) -> None:
        """Go to a control with Tab or Shift+Tab, as a customer without a mouse must."""
        for key in ("Shift+Tab", "Tab"):
            for _ in range(25):
                if target.evaluate("e => e === e.getRootNode().activeElement"):
                    return
                self.page.keyboard.press(key)
        raise AssertionError("the control cannot be reached with the keyboard")

    def add_photo(self, file: Path) -> None:
        """Choose a file; waits for the answer."""
        before = self.answers.count()
        with self.page.expect_file_chooser() as chosen:
            self.touch(self.page.get_by_role("button", name="Choose a photo"))
        chosen.value.set_files(file)
        self.wait(before)
        if self.by == "keys":
            self.tab_to(self.input)

    def wait(self, before: int) -> None:
        """Until there is a new answer and nothing is under way."""
        expect(self.answers.nth(before)).to_be_visible(timeout=LONGEST)
        expect(self.page.locator("#status")).to_have_text("", timeout=LONGEST)

    def claim(self, photos: list[Path]) -> str:
        """From the first question to the filed claim; returns its number."""
        self.say(f"Is my A1263 recalled? The serial is {LISTED}")
        expect(self.page.locator(".card.affected h2")).to_contain_text("This unit is recalled")
        self.press("Yes")
        for text in DETAILS:
            self.say(text)
        for photo in photos:
            self.add_photo(photo)
        expect(self.last).to_contain_text("Do you agree?")
        self.press("Yes")
        expect(self.page.locator("#log")).to_contain_text("Name: Jane Porter")
        self.say("yes")
        expect(self.page.locator("#log")).to_contain_text("filed")
        found = CLAIM_NUMBER.search(self.page.locator("#log").inner_text())
        assert found
        return found[0]
