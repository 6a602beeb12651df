"""The line is cut at random places of a conversation: nothing is lost, nothing doubled."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from bot.recalls import demo_serials, groups_of_four, load_recalls
from bot.settings import PROJECT
from tests.browser.chat import CLAIM_NUMBER, DETAILS, LONGEST, Chat
from tests.browser.conftest import DESK, PATIENCE, opened
from tests.service import Service
from tests.web.pictures import picture

# Each cut is waited out like a real one; `make chaos` makes two hundred.
LONG = os.environ.get("RECALL_CHAOS") == "long"
CUTS = 200 if LONG else 40
SECONDS = 15.0 * CUTS


class Line:
    """A TCP line to the service, in a thread of its own, that can be cut.

    While `left` is above 0 all its connections break off after a random number of bytes, in the
    middle of whatever is on its way, in either direction; sometimes new ones are refused a while.
    `reach`: the largest of these numbers, as a power of ten.
    """

    def __init__(self, port: int, seed: int) -> None:
        self.reach = 3.3
        self._target = port
        self._random = random.Random(seed)
        self._loop = asyncio.new_event_loop()
        self._open: set[asyncio.StreamWriter] = set()
        self._refuse_until = 0.0
        self._down = False
        self._bytes = 0
        self.left = 0
        self.port = 0
        listening = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(listening,))
        self._thread.start()
        listening.wait(10)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def cut(self, times: int) -> None:
        """Begin to cut."""
        self._bytes = self._random.randint(1, 500)
        self.left = times

    def down(self) -> None:
        """Break all off, and let none through."""
        self._down = True
        self._loop.call_soon_threadsafe(self._break)

    def up(self) -> None:
        """Let them through again."""
        self._down = False

    def _run(self, listening: threading.Event) -> None:
        async def listen() -> None:
            server = await asyncio.start_server(self._connect, "127.0.0.1", 0)
            self.port = server.sockets[0].getsockname()[1]
            listening.set()

        self._loop.run_until_complete(listen())
        self._loop.run_forever()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.close()

    def _break(self) -> None:
        for writer in self._open:
            writer.transport.abort()
        self._open.clear()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._down or time.monotonic() < self._refuse_until:
            writer.transport.abort()
            return
        to_reader, to_writer = await asyncio.open_connection("127.0.0.1", self._target)
        self._open |= {writer, to_writer}
        await asyncio.gather(self._pipe(reader, to_writer), self._pipe(to_reader, writer))
        self._open -= {writer, to_writer}

    async def _pipe(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65536):
                if self.left and len(data) >= self._bytes:
                    writer.write(data[: self._bytes])
                    await asyncio.sleep(0)  # the part of it gets through
                    self.left -= 1
                    # Some cuts fall into the next connection's handshake, some much later.
                    self._bytes = int(10 ** self._random.uniform(1, self.reach))
                    if self._random.random() < 0.3:
                        self._refuse_until = time.monotonic() + self._random.uniform(0, 0.4)
                    self._break()
                    return
                self._bytes -= len(data) if self.left else 0
                writer.write(data)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.transport.abort() if self.left else writer.close()


@pytest.fixture
def line(service: Service) -> Iterator[Line]:
    line = Line(service.port, seed=20250612)
    yield line
    line.close()


@pytest.fixture
def cut_page(browser: Browser, line: Line) -> Iterator[Page]:
    """The chat page over that line; the browser complains of every cut."""
    with opened(browser, f"http://127.0.0.1:{line.port}/chat", quiet=False, viewport=DESK) as page:
        yield page


HISTORY = """async () => {
  const key = Object.keys(localStorage).find((k) => /^recall-chat http\\S+$/.test(k));
  const { token } = JSON.parse(localStorage.getItem(key));
  const found = [];
  for (;;) {
    const after = found.at(-1)?.seq ?? 0;
    const answer = await fetch(`/api/chat/messages?after=${after}`,
                               { headers: { Authorization: `Bearer ${token}` } });
    const { messages } = await answer.json();
    if (!messages.length) return found;
    found.push(...messages);
  }
}"""


# What the customer does in a claim, and what the page then shows. The photos are added by hand.
QUESTION = "Is my A1263 recalled? The serial is {serial}"
CLAIM = (
    ("say", QUESTION, "Shall I start your claim"),
    ("press", "Yes", "In which country"),
    *zip(
        ("say",) * len(DETAILS),
        DETAILS,
        (
            "last name",
            "e-mail address",
            "Anker decides",
            "sent",
            "buy it",
            "order number",
            "Photo 1 of 2",
        ),
        strict=True,
    ),
    ("add", "one.jpg", "Photo 2 of 2"),
    ("add", "two.jpg", "Do you agree?"),
    ("press", "Yes", "Is everything right?"),
    ("say", "yes", "Your claim is filed"),
)


def shown(page: Page) -> list[str]:
    return page.locator(".message.customer .text").all_inner_texts()


def whole_record(page: Page) -> list[dict[str, Any]]:
    """The conversation as the service has it, once its last turn is over."""
    record = page.evaluate(HISTORY)
    for _ in range(20):  # on a busy machine the answers may come seconds after the message
        page.wait_for_timeout(1500)
        expect(page.locator("#status")).to_have_text("", timeout=30_000)  # nobody is typing
        later = page.evaluate(HISTORY)
        asked = sum(m["from"] == "customer" for m in later)
        answered = later[-1]["from"] == "assistant" and len(later) >= 2 * asked
        if len(later) == len(record) and answered:
            return record
        record = later
    raise AssertionError(f"the conversation did not come to rest: {record[-3:]}")


def assert_same_as_record(page: Page, said: list[str], here: list[str] | None = None) -> None:
    """The service has each message once, in order, with its answer; the page shows just that.

    here: how the page that said it shows it, where that is not as the record has it.
    """
    expect(page.locator("#status")).to_have_text("", timeout=30_000)
    record = whole_record(page)
    assert [m["text"] for m in record if m["from"] == "customer"] == said
    assert shown(page) == (here or said)
    answers = [m["text"] for m in record if m["from"] == "assistant"]
    assert len(answers) >= len(said)
    expect(page.locator(".message.assistant")).to_have_count(len(answers) + 1)  # the greeting
    order = page.locator(".message:not(.notice)").evaluate_all(
        "all => all.slice(1).map(e => e.matches('.customer') ? 'customer' : 'assistant')"
    )
    assert order == [m["from"] for m in record]
    assert page.locator(".state:not(:empty)").count() == 0


def test_a_line_cut_many_times_loses_and_doubles_nothing(cut_page: Page, line: Line) -> None:
    chat = Chat(cut_page)
    chat.say("hello")
    said = ["hello"]
    line.cut(CUTS)
    end = time.monotonic() + SECONDS
    while line.left:
        assert time.monotonic() < end, f"{line.left} cuts left after {len(said)} messages"
        # A customer does not wait for the line: up to three messages queue up.
        if cut_page.locator(".state:not(:empty)").count() < 3:
            said.append(f"What do I do with it? ({len(said)})")
            chat.input.fill(said[-1])
            cut_page.keyboard.press("Enter")
        cut_page.wait_for_timeout(50)
    said.append("thanks")
    chat.input.fill("thanks")
    cut_page.keyboard.press("Enter")
    expect(cut_page.locator(".state:not(:empty)")).to_have_count(0, timeout=4 * PATIENCE)
    assert_same_as_record(cut_page, said)
    cut_page.reload()
    expect(cut_page.locator(".message.customer")).to_have_count(len(said))
    assert_same_as_record(cut_page, said)


def claim_step(chat: Chat, way: str, words: str, answer: str, serial: str) -> None:
    """One step of CLAIM; the customer tries a photo again as often as it takes."""
    page = chat.page
    before = chat.answers.count()
    words = words.format(serial=serial)
    if way == "add":
        size = (160, 100) if words == "one.jpg" else (100, 160)
        page.locator("#photo").set_input_files(
            {"name": words, "mimeType": "image/jpeg", "buffer": picture(size=size)}
        )
    elif way == "press":
        page.locator(".choices").get_by_role("button", name=words, exact=True).click()
    else:
        chat.input.fill(words)
        page.keyboard.press("Enter")
    again = page.get_by_role("button", name="Try again")
    # Where two sockets were cut at their opening none is tried for a minute.
    end = time.monotonic() + 3 * LONGEST / 1000
    while not any(answer in text for text in chat.answers.all_inner_texts()[before:]):
        assert time.monotonic() < end, f"{words!r} was not answered with {answer!r}"
        if again.count():
            with contextlib.suppress(Error):  # it may go as it is pressed
                again.first.click(timeout=500)
        page.wait_for_timeout(50)


def claims_in(service: Service) -> dict[str, tuple[str, int]]:
    """The claims by number: state, and how many photos."""
    with closing(sqlite3.connect(service.data_dir / "recall.db")) as database:
        found = database.execute(
            "SELECT number, state, (SELECT count(*) FROM photos WHERE claim = number) FROM claims"
        )
        return {number: (state, photos) for number, state, photos in found}


def test_a_claim_over_a_line_that_is_cut_again_and_again_is_the_same_as_over_a_whole_one(
    browser: Browser, service: Service, cut_page: Page, line: Line
) -> None:
    def told(page: Page, serial: str) -> list[tuple[str, str]]:
        """Who said what; a claim has its own number, and its own unit."""
        record = whole_record(page)
        assert len({m["id"] for m in record}) == len(record)
        texts = [
            m["text"].replace(serial, "…").replace(groups_of_four(serial), "…") for m in record
        ]
        said = (CLAIM_NUMBER.sub("RC-…", text) for text in texts)
        return list(zip((m["from"] for m in record), said, strict=True))

    # Of no other test: a unit that is claimed twice is spoken of.
    recall = load_recalls(PROJECT / "data/recalls").featured
    first, second = demo_serials(recall)[1000:1002]

    with opened(browser, f"{service.url}/chat", viewport=DESK) as whole:
        for step in CLAIM:
            claim_step(Chat(whole), *step, first)
        wanted = told(whole, first)
    before = claims_in(service)
    line.reach = 3.7  # a photo, or an answer in several parts, must get through at last
    # In the long run all the time, about once a step at least; else a dozen times.
    most, least = (10**6, len(CLAIM)) if LONG else (12, 12)
    line.cut(most)
    for step in CLAIM:
        claim_step(Chat(cut_page), *step, second)
    assert most - line.left >= least
    line.left = 0
    assert told(cut_page, second) == wanted
    log = cut_page.locator("#log").inner_text()
    number = (CLAIM_NUMBER.search(log) or [""])[0]
    after = claims_in(service)
    assert {n: after[n] for n in after if n not in before} == {number: ("submitted", 2)}
    said = [words.format(serial=second) for _, words, _ in CLAIM]
    photos = {"one.jpg", "two.jpg"}
    kept = ["Photo" if words in photos else words for words in said]
    assert_same_as_record(
        cut_page, kept, [f"Photo: {words}" if words in photos else words for words in said]
    )
    cut_page.reload()
    expect(cut_page.locator(".message.customer")).to_have_count(len(said))
    expect(cut_page.locator(".message.customer img")).to_have_count(2)
    # A photo whose answer was lost is still in the browser's store: the next page shows it by its
    # name, finds that it has arrived, and sends nothing.
    here = shown(cut_page)
    assert [text.replace(f": {file}", "") for text, file in zip(here, said, strict=True)] == kept
    assert_same_as_record(cut_page, kept, here)
    assert claims_in(service) == after


def test_what_is_written_offline_waits_in_sight_and_goes_out_in_order(
    cut_page: Page, line: Line
) -> None:
    chat = Chat(cut_page)
    chat.say("hello")
    states = cut_page.locator(".state:not(:empty)")
    expect(states).to_have_count(0)  # the line knows that it was taken
    line.down()
    said = ["hello", "first", "second", "third"]
    for text in said[1:]:
        chat.input.fill(text)
        cut_page.keyboard.press("Enter")
    expect(cut_page.locator("#status")).to_contain_text("Your messages wait here")
    expect(cut_page.locator("#status")).to_contain_text("call 911")
    expect(states).to_have_count(3)
    expect(states.first).to_contain_text("Not sent yet")
    expect(states.last).to_contain_text("waiting")
    line.up()
    expect(states).to_have_count(0, timeout=2 * PATIENCE)
    assert_same_as_record(cut_page, said)


def test_what_was_not_sent_survives_a_reload(browser: Browser, service: Service) -> None:
    with opened(browser, f"{service.url}/chat", quiet=False, viewport=DESK) as page:
        page.route("**/api/chat/**", lambda route: route.abort())
        page.get_by_label("Your message").fill("hello")
        page.keyboard.press("Enter")
        expect(page.locator("#status")).to_contain_text("No connection")
        page.reload()
        expect(page.locator(".message.customer")).to_contain_text("hello")
        page.unroute("**/api/chat/**")
        page.evaluate("dispatchEvent(new Event('online'))")  # do not wait out the pause
        expect(page.locator(".message.assistant").nth(1)).to_be_visible()
        assert_same_as_record(page, ["hello"])


def test_where_no_socket_gets_through_the_chat_goes_by_http(
    browser: Browser, service: Service
) -> None:
    with opened(browser, f"{service.url}/chat", quiet=False, viewport=DESK) as page:
        page.add_init_script(
            """window.WebSocket = class extends EventTarget {
                 constructor() { super(); setTimeout(() => this.onclose?.({}), 50); }
                 close() {}
               };"""
        )
        page.reload()
        chat = Chat(page)
        said = ["hello", "thanks"]
        for text in said:
            chat.say(text)
        assert_same_as_record(page, said)
        # What is said in another window arrives too.
        other = page.context.new_page()
        other.goto(page.url)
        expect(other.locator(".message.customer")).to_have_count(2)
        Chat(other).say("how are you?")
        expect(page.locator(".message.customer")).to_have_count(3, timeout=PATIENCE)


# A page that comes to the front again.
BACK = "document.dispatchEvent(new Event('visibilitychange'))"


def test_a_page_that_is_looked_at_again_asks_for_what_a_dead_line_did_not_bring(
    page: Page, browser: Browser
) -> None:
    Chat(page).say("hello")
    # The socket stays open, and nothing comes through it any more.
    page.route_web_socket("**/api/chat/socket*", lambda socket: None)
    page.reload()
    expect(page.locator(".message.customer")).to_have_count(1)
    page.evaluate(
        """async () => {
          const key = Object.keys(localStorage).find((k) => /^recall-chat http\\S+$/.test(k));
          const { token } = JSON.parse(localStorage.getItem(key));
          await fetch("/api/chat/messages", {
            method: "POST",
            headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
            body: JSON.stringify({ id: "elsewhere", text: "thanks" }),
          });
        }"""
    )
    page.evaluate(BACK)
    expect(page.locator(".message.customer .text")).to_have_text(["hello", "thanks"])


def test_a_page_that_is_looked_at_again_with_the_line_away_takes_it_up_anew(
    cut_page: Page, line: Line
) -> None:
    Chat(cut_page).say("hello")
    with cut_page.expect_websocket():
        cut_page.route("**/api/chat/messages?*", lambda route: route.abort(), times=1)
        cut_page.evaluate(BACK)
    Chat(cut_page).say("thanks")
    assert shown(cut_page) == ["hello", "thanks"]


def test_an_expired_conversation_is_said_and_a_new_one_takes_the_message(
    browser: Browser, service: Service
) -> None:
    with opened(browser, f"{service.url}/chat", quiet=False, viewport=DESK) as page:
        # Written before the page's own scripts run: a write from the page just left may come late.
        page.add_init_script(
            """localStorage.setItem(`recall-chat ${location.origin}`,
                                    JSON.stringify({ conversation: "x", token: "web-x.y" }))"""
        )
        page.reload()
        # The socket is tried first, then HTTP; each may wait for a machine busy with other tests.
        expect(page.locator(".message.notice")).to_contain_text("has expired", timeout=4 * PATIENCE)
        Chat(page).say("hello")
        assert_same_as_record(page, ["hello"])
