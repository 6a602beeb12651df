"""The desk in Chromium: agents and a customer, a claim to its end, danger, hostile text, axe."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Locator, Page, Request, expect

from bot.claims.claim import ClaimedUnit
from bot.claims.claims import Claims
from bot.claims.photo_check.reading import MOST_LINES, Line, PhotoReading
from bot.claims.photos import CleanPhoto, Photos
from bot.conversations import Inbound, Reply, Transcript
from bot.conversations.incidents import Incidents
from bot.conversations.transcript import utc_now
from bot.conversations.unclear import Unclear
from bot.desk.audit import Audit
from bot.desk.demo import LOGIN, make_demo
from bot.desk.incidents import DETAILS
from bot.desk.people import People
from bot.desk.routes import ROUTES
from bot.desk.work import add_note
from bot.masking import mask
from bot.recalls import load_recalls
from bot.recalls.import_file import RejectedRow
from bot.recalls.lists import SerialLists
from bot.recalls.rejected_file import RejectedFile
from bot.settings import Settings
from bot.storage import Database
from bot.storage.desk_tables import canned_answers, claim_holders, desk_people
from bot.storage.outbox import Mail, put
from bot.storage.tables import (
    claim_history,
    conversations,
    messages,
    outbox,
    photos,
    unclear_messages,
)
from bot.storage.tables import claims as claims_table
from bot.storage.tables import incidents as incidents_table
from tests.browser.chat import Chat
from tests.browser.conftest import DESK, opened
from tests.browser.test_accessibility import assert_no_violations
from tests.service import SECRET, Service
from tests.web.pictures import picture

PASSWORD = "correct horse battery"
MARK = "window.__ran=1"
TABLET = {"width": 820, "height": 1180}


def settled(work: Coroutine[Any, Any, Any]) -> Any:
    """Run it on a loop of its own: Playwright has this thread's."""
    result: list[Any] = []
    thread = threading.Thread(target=lambda: result.append(asyncio.run(work)))
    thread.start()
    thread.join()
    return result[0]


def in_database(service: Service, work: Callable[[Database], Coroutine[Any, Any, Any]]) -> Any:
    async def run() -> Any:
        database = Database(f"sqlite+aiosqlite:///{service.data_dir / 'recall.db'}")
        try:
            return await work(database)
        finally:
            await database.close()

    return settled(run())


def fill_desk(service: Service) -> str:
    """Make the demo desk, where Ana is the admin and Ben an agent; Ana's password."""
    settings = replace(Settings(), data_dir=service.data_dir, secret_key=SECRET)

    async def fill(database: Database) -> str:
        recall = load_recalls(settings.recalls_dir, settings.featured_recall).featured
        password = await make_demo(settings, database, recall)
        assert password
        await People(database, Audit(SECRET), SECRET).set_password("ben", PASSWORD)
        return password

    return str(in_database(service, fill))


@pytest.fixture(scope="module")
def people(service: Service) -> dict[str, str]:
    """Login -> password."""
    return {LOGIN: fill_desk(service), "ben": PASSWORD}


@pytest.fixture(scope="module")
def signed_in(browser: Browser, service: Service, people: dict[str, str]) -> Iterator[Any]:
    """`signed_in("ben")`: a page of somebody at the desk, the same one for the whole module."""
    with ExitStack() as stack:
        pages: dict[str, Page] = {}

        def page(login: str = LOGIN) -> Page:
            if login not in pages:
                one = stack.enter_context(opened(browser, f"{service.url}/desk", viewport=DESK))
                one.get_by_label("Login").fill(login)
                one.get_by_label("Password").fill(people[login])
                one.keyboard.press("Enter")
                arrived(one, one.get_by_role("heading", name="Queue"))
                pages[login] = one
            return pages[login]

        yield page


def arrived(page: Page, shown: Locator) -> None:
    """Wait until a page that shows this has loaded its script: its keys work from then on."""
    expect(shown).to_be_visible()
    page.wait_for_load_state()


def test_two_agents_and_a_customer(signed_in: Any, page: Page, service: Service) -> None:
    ana, ben, chat = signed_in(), signed_in("ben"), Chat(page)
    ana.goto(f"{service.url}/desk/queue?show=waiting")
    waiting = ana.locator(".queue .waiting")
    before = waiting.count()
    chat.say("I want to talk to a person")
    expect(waiting).to_have_count(before + 1)  # without a reload
    path = waiting.last.locator("a").get_attribute("href")
    for one in (ana, ben):
        one.goto(service.url + path)
        expect(one.locator(".transcript")).to_contain_text("I want to talk to a person")
    ana.keyboard.press("t")
    arrived(ana, ana.get_by_text("You have it since"))
    expect(ben.get_by_text("Ana has it since")).to_be_visible()  # live
    ana.keyboard.press("w")
    ana.keyboard.type("Hello, I am a person.")
    ana.keyboard.press("Control+Enter")
    answer = page.locator(".message.agent")
    expect(answer).to_contain_text("Hello, I am a person.")
    expect(answer).to_contain_text("Ana")
    expect(ben.locator(".bubble.agent")).to_have_text("Hello, I am a person.")
    said = chat.answers.count()
    chat.input.fill("Thank you, Ana")
    page.keyboard.press("Enter")
    for one in (ana, ben):
        expect(one.locator(".bubble.customer").last).to_have_text("Thank you, Ana")
    assert chat.answers.count() == said  # the assistant is silent
    ana.wait_for_load_state()
    ana.keyboard.press("Escape")
    ana.keyboard.press("g")
    expect(ben.get_by_role("button", name="Take over")).to_be_visible()
    chat.say("hello")
    expect(ana.locator(".bubble.assistant").last).to_be_visible()


def test_a_screen_reader_is_read_what_the_customer_writes(
    signed_in: Any, page: Page, service: Service
) -> None:
    ana, chat = signed_in(), Chat(page)
    chat.say("I want to talk to a person")
    ana.goto(f"{service.url}/desk/queue?show=waiting")
    path = ana.locator(".queue .waiting").last.locator("a").get_attribute("href")
    ana.goto(service.url + path)
    ana.get_by_role("button", name="Take over").click()
    expect(ana.get_by_text("You have it since")).to_be_visible()
    cdp = ana.context.new_cdp_session(ana)

    def log() -> dict[str, Any]:
        nodes = cdp.send("Accessibility.getFullAXTree")["nodes"]
        (found,) = (n for n in nodes if n.get("role", {}).get("value") == "log")
        assert {p["name"]: p["value"]["value"] for p in found["properties"]}["live"] == "polite"
        return found

    before = log()
    chat.input.fill("It hums at night")
    page.keyboard.press("Enter")
    expect(ana.locator(".bubble.customer").last).to_have_text("It hums at night")
    after = log()
    # The same live region with further lines in it; those that were there are as they were.
    assert after["backendDOMNodeId"] == before["backendDOMNodeId"]
    assert after["childIds"][: len(before["childIds"])] == before["childIds"]
    assert len(after["childIds"]) > len(before["childIds"])
    ana.get_by_role("button", name="Give back").click()
    expect(ana.get_by_text("The assistant has it")).to_be_visible()


def test_what_is_typed_outlives_the_session(
    signed_in: Any, browser: Browser, service: Service, people: dict[str, str]
) -> None:
    ana = signed_in()
    ana.goto(f"{service.url}/desk/queue")
    links = ana.locator("[data-item]").evaluate_all("all => all.map(e => e.pathname)")
    talk = service.url + next(link for link in links if "/conversations/demo" in link)

    def sign_in(page: Page) -> None:
        page.get_by_label("Login").fill("ben")
        page.get_by_label("Password").fill(people["ben"])
        page.keyboard.press("Enter")
        page.wait_for_url("**/desk/queue")

    with opened(browser, f"{service.url}/desk", viewport=DESK, quiet=False) as ben:
        sign_in(ben)
        ben.goto(talk)
        note = ben.get_by_label("Your answer")
        note.fill("A long answer")
        with ben.context.new_page() as tab:
            tab.goto(f"{service.url}/desk/queue")
            tab.get_by_role("button", name="Sign out").click()
            tab.wait_for_url("**/desk/login")
            ben.evaluate("refresh()")
            told = ben.get_by_role("status").filter(has_text="What you typed is still here")
            expect(told.get_by_role("link", name="sign in in a new tab")).to_be_visible()
            expect(note).to_have_value("A long answer")
            sign_in(tab)
        ben.evaluate("refresh()")
        expect(told).to_have_count(0)
        ben.get_by_role("button", name="Take over").click()
        expect(ben.get_by_text("You have it since")).to_be_visible()
        ben.get_by_role("button", name="Send", exact=True).click()
        expect(ben.locator(".bubble.agent").last).to_have_text("A long answer")
        ben.get_by_role("button", name="Give back").click()
        expect(ben.get_by_text("The assistant has it")).to_be_visible()


def test_a_claim_from_the_chat_to_its_end(
    signed_in: Any, page: Page, service: Service, photo_files: list[Any]
) -> None:
    chat, ana = Chat(page), signed_in()
    number = chat.claim(photo_files)
    ana.goto(f"{service.url}/desk/queue?show=claims&state=submitted")
    keys = 0
    for key in ("j", "Enter", "a", "Enter"):  # the oldest claim is approved
        ana.keyboard.press(key)
        keys += 1
        if keys == 2:
            arrived(ana, ana.get_by_role("heading", name=re.compile("^RC-.* submitted")))
        if key == "a":
            expect(ana.get_by_role("button", name="Approve and tell")).to_be_focused()
    expect(ana.get_by_role("heading", name=re.compile("^RC-.* approved"))).to_be_visible()
    assert keys <= 6
    ana.get_by_placeholder("Number, name").fill(number)
    ana.keyboard.press("Enter")
    ana.get_by_role("link", name=number).click()
    for key, state, told in (("a", "approved", "is approved"),
                             ("d", "awaiting disposal", "Now please dispose")):  # fmt: skip
        ana.wait_for_load_state()
        if key == "a" and number in ana.title() and ana.locator("h1", has_text=state).count():
            continue
        ana.keyboard.press(key)
        expect(ana.locator("#notice")).to_contain_text(told)
        expect(ana.locator("button.main")).to_be_focused()
        ana.keyboard.press("Enter")
        expect(ana.locator("h1")).not_to_contain_text("→")  # decided
        expect(ana.locator("h1")).to_contain_text(state)
        expect(page.locator("#log")).to_contain_text(told)
    chat.say("I have disposed of it")
    chat.say("November 20")
    chat.say("Denver hazardous waste site")
    ana.reload()
    ana.keyboard.press("f")
    expect(ana.get_by_role("button", name="Fulfil and tell")).to_be_focused()
    ana.wait_for_load_state()
    expect(ana.locator("#notice")).to_contain_text("Your replacement power bank is on its way")
    expect(ana.get_by_role("button", name="Fulfil and tell")).to_be_focused()
    ana.keyboard.press("Enter")
    expect(ana.locator("h1")).to_contain_text("fulfilled")
    expect(page.locator("#log")).to_contain_text("is finished")


def test_danger_is_on_top_of_an_open_queue_at_once(
    signed_in: Any, page: Page, service: Service
) -> None:
    ana, chat = signed_in(), Chat(page)
    ana.goto(f"{service.url}/desk/queue")
    danger = ana.locator(".queue .danger")
    before = danger.count()
    chat.say("my power bank is smoking right now")
    expect(danger).to_have_count(before + 1)
    expect(ana.locator(".queue > li").first).to_have_class("danger")
    danger.first.locator("a").click()
    ana.locator(".alert a").click()
    expect(ana.locator("dd.said")).to_have_text("my power bank is smoking right now")
    ana.get_by_role("button", name="Reported to the authority").click()
    expect(ana.get_by_text("to report by")).to_have_count(0)


def test_an_open_claim_shows_what_another_person_does_and_keeps_what_is_typed(
    signed_in: Any, service: Service
) -> None:
    ana, ben = signed_in(), signed_in("ben")
    ana.goto(f"{service.url}/desk/queue?show=claims")
    for path in ana.locator(".queue .claim a").evaluate_all("all => all.map(e => e.pathname)"):
        ben.goto(service.url + path)
        if (
            ben.locator("[data-zoom]").count()
            and ben.locator("h1 .tag").inner_text() == "submitted"
        ):
            break
    ana.goto(ben.url)
    typed = ana.get_by_label("New note")
    typed.fill("I am about to")
    ben.keyboard.press("t")
    expect(ana.get_by_text("Ben works on it since")).to_be_visible()  # live
    arrived(ben, ben.get_by_role("button", name="Release"))
    ben.get_by_label("New note").fill("The label is blurred.")
    ben.get_by_role("button", name="Keep the note").click()
    expect(ana.locator("#live-notes")).to_contain_text("The label is blurred.")
    arrived(ben, ben.locator("#live-notes").get_by_text("The label is blurred."))
    ben.keyboard.press("c")
    ben.get_by_role("button", name="Look at it").click()
    expect(ana.locator("h1 .tag")).to_have_text("checking")
    expect(ana.locator("#live-history")).to_contain_text("checking by")
    expect(typed).to_have_value("I am about to")
    expect(typed).to_be_focused()
    ana.locator("[data-zoom]").first.click()  # also in a part that was put in anew
    expect(ana.locator("#zoom svg")).to_be_visible()
    ana.keyboard.press("Escape")


def test_an_open_incident_shows_what_was_done_and_keeps_what_is_typed(
    signed_in: Any, service: Service
) -> None:
    ana, ben = signed_in(), signed_in("ben")
    ana.goto(f"{service.url}/desk/incidents")
    path = ana.locator("[data-item]").last.get_attribute("href")
    for one in (ana, ben):
        one.goto(service.url + path)
    note = ana.get_by_label("Note: Unit is in a safe place")
    note.fill("on the bal")
    ben.get_by_role("button", name="Customer contacted").click()
    contacted = ana.locator(".history .tag.green").filter(has_text="Customer contacted")
    expect(contacted).to_have_count(1)
    expect(note).to_be_focused()
    ana.keyboard.type("cony")
    expect(note).to_have_value("on the balcony")


def test_every_page_counts_the_danger_that_is_open(
    signed_in: Any, page: Page, service: Service
) -> None:
    ana, chat = signed_in(), Chat(page)
    ana.goto(f"{service.url}/desk/figures")
    shown = ana.locator("#danger")
    expect(shown).to_contain_text("danger")
    before = shown.inner_text()
    chat.say("my power bank is on fire right now")
    expect(shown).not_to_have_text(before)
    expect(shown).to_have_text(re.compile(r"^[1-9]\d* danger now$"))
    expect(ana).to_have_title(re.compile(r"^\([1-9]\d* danger now\) Figures"))
    shown.get_by_role("link").click()
    expect(ana.locator(".queue > li .tag.now").first).to_have_text("danger now")


COUNTED = """
window.fetched = 0;
window.fetch = (asked) => {
  window.fetched += String(asked).endsWith("/danger") ? 0 : 1;
  return new Promise(() => {});
};
window.EventSource = class extends EventTarget {
  constructor() {
    super();
    window.ring = (topic) => this.dispatchEvent(new MessageEvent("changed", { data: topic }));
    window.line = () => this.dispatchEvent(new Event("open"));
  }
  close() {}
};
"""


@contextmanager
def counted(browser: Browser, ana: Page, url: str) -> Iterator[Page]:
    """A page of Ana's that asks for nothing but counts it, and whose clock is the test's."""
    context = browser.new_context(storage_state=ana.context.storage_state())
    page = context.new_page()
    page.add_init_script(COUNTED)
    page.clock.install(time=0)
    page.goto(url)
    page.clock.pause_at(60_000)
    yield page
    context.close()


def test_an_open_queue_looks_at_itself_every_two_seconds_however_often_it_is_rung(
    signed_in: Any, browser: Browser, service: Service
) -> None:
    with counted(browser, signed_in(), f"{service.url}/desk/queue") as page:
        before = page.evaluate("fetched")
        for _ in range(61):  # rings come closer than any pause
            page.evaluate("ring('c')")
            page.clock.run_for(100)
        assert page.evaluate("fetched") - before in (2, 3)
        page.clock.run_for(2_000)
        quiet = page.evaluate("fetched")
        for _ in range(3):
            page.evaluate("ring('c')")
            page.clock.run_for(500)
        assert page.evaluate("fetched") == quiet
        page.clock.run_for(500)
        assert page.evaluate("fetched") == quiet + 1


@pytest.mark.parametrize(("path", "looks"), [("queue", 1), ("recalls", 0)])
def test_a_line_that_opens_or_is_back_makes_only_a_page_with_live_parts_look(
    signed_in: Any, browser: Browser, service: Service, path: str, looks: int
) -> None:
    with counted(browser, signed_in(), f"{service.url}/desk/{path}") as page:
        for _ in range(2):
            before = page.evaluate("fetched")
            page.evaluate("line()")
            page.clock.run_for(3_000)
            assert page.evaluate("fetched") - before == looks


def test_a_form_that_is_being_sent_keeps_the_focus_and_is_sent_once(
    signed_in: Any, browser: Browser, service: Service
) -> None:
    ana = signed_in()
    ana.goto(f"{service.url}/desk/queue")
    links = ana.locator("[data-item]").evaluate_all("all => all.map(e => e.pathname)")
    talk = next(link for link in links if "/conversations/demo" in link)
    with counted(browser, ana, service.url + talk) as page:
        before = page.evaluate("fetched")
        page.get_by_label("Your answer").fill("Hello, I am a person.")
        send = page.get_by_role("button", name="Send", exact=True)
        send.click()
        expect(send).to_be_focused()
        send.click()
        assert page.evaluate("fetched") == before + 1


def attacks() -> list[str]:
    """200 ways to run a script, by what is around them."""
    cores = (
        f"<script>{MARK}</script>", f"<img src=x onerror={MARK}>", f"<svg onload={MARK}>",
        f"<body onload={MARK}>", f"<iframe srcdoc='<script>parent.{MARK}</script>'>",
        f"<a href=javascript:{MARK} autofocus onfocus={MARK}>x</a>",
        f"<input autofocus onfocus={MARK}>", f"<details open ontoggle={MARK}>",
        f"<video><source onerror={MARK}>", f"<style>@import 'javascript:{MARK}'</style>",
        f"<math><mtext><script>{MARK}</script>",
        f"{{{{ ''.constructor.constructor('{MARK}')() }}}}",
        f"<marquee onstart={MARK}>", f"<object data='data:text/html,<script>{MARK}</script>'>",
        f"<ScRiPt >{MARK}</sCrIpT >", f"<img/src=x/onerror={MARK}//",
        f"<form action=javascript:{MARK}><button autofocus>", f"<base href=javascript:{MARK}//>",
        f"<meta http-equiv=refresh content='0;javascript:{MARK}'>",
        f"<link rel=stylesheet href=x onerror={MARK}>",
    )  # fmt: skip
    around = ("{}", '"{}', "'>{}", "-->{}", "</textarea>{}", "</title>{}", '" {} "', "]]>{}",
              "</script>{}", "\u2028{}")  # fmt: skip
    return [frame.format(core) for core, frame in product(cores, around)]


def said(field: str) -> list[str]:
    """Each of the attacks, with the field it stands in before it."""
    return [f"{field} {text}" for text in attacks()]


def together(field: str) -> str:
    """All of them, for a field that there is only once."""
    return "\n".join(said(field))


async def hostile_photos(database: Database, folder: Path, conversation: str, number: str) -> None:
    """Photos of the claim on which each of the attacks was read."""
    store, claims, lines = Photos(database, folder), Claims(database), said("ocr")
    for first in range(0, len(lines), MOST_LINES):
        read = [Line(text, (0.1, 0.1, 0.6, 0.2)) for text in lines[first : first + MOST_LINES]]
        clean = CleanPhoto(picture(), 640, 480, f"{first:064x}", "", PhotoReading.of(read))
        photo = Inbound(f"photo{first}", "Photo")
        kept, accepted = await store.keep(conversation, f"up{first}", clean, photo)
        await Transcript(database).save_turn(conversation, accepted.seq, [], None)
        await claims.attach_photo(number, kept)
    checked = {
        "read": True, "found": {text: [n % MOST_LINES] for n, text in enumerate(said("found"))},
        "missing": said("missing"), "person": True, "serial": attacks()[0], "wanted": "x",
        "settles": [], "serials": [],
    }  # fmt: skip
    async with database.write() as connection:
        mine = sa.update(photos).where(photos.c.claim == number)
        await connection.execute(mine.values(checked=checked))


async def hostile_team(database: Database, conversation: str, number: str) -> None:
    """What the team has written and is called, and what a mail server has answered."""
    now = utc_now()
    async with database.write() as connection:
        mine = messages.c.conversation == conversation
        by = sa.func.replace(messages.c.text, "reply ", "speaker ")
        await connection.execute(
            sa.update(messages).where(mine, messages.c.sender == "assistant")
            .values(sender="agent", name=by)
        )  # fmt: skip
        await connection.execute(
            sa.update(conversations).where(conversations.c.id == conversation)
            .values(keeper=together("keeper"), kept_since=now)
        )  # fmt: skip
        await connection.execute(
            claim_holders.insert().values(claim=number, person=together("holder"), since=now)
        )
        await connection.execute(
            sa.update(claim_history).where(claim_history.c.claim == number)
            .values(actor=together("actor"), reason=together("reason"))
        )  # fmt: skip
        await connection.execute(
            sa.update(claims_table).where(claims_table.c.number == number)
            .values(
                news_in=conversation, news_since=now, news_words=together("news"),
                # Longer than a claim takes them, so that all of them fit.
                details={
                    **dict(zip(said("label"), said("detail"))),
                    **{name: together(name) for name in ("name", "email", "address", "seller")},
                },
            )
        )  # fmt: skip
        for n, (author, text) in enumerate(zip(said("author"), said("note"))):
            await add_note(connection, number, author, text, now)
            title = {"title": said("title")[n], "text": said("answer")[n]}
            await connection.execute(canned_answers.insert().values(**title))
            person = {"login": f"x{n}", "name": said("person")[n], "role": "agent"}
            await connection.execute(
                desk_people.insert().values(password="-", created_at=now, **person)
            )
            mail = Mail("submitted", said("mailto")[n], "subject", said("trouble")[n])
            await put(connection, number, mail, now)
        await connection.execute(
            sa.update(outbox).where(outbox.c.claim == number)
            .values(state="failed", trouble=outbox.c.text)
        )  # fmt: skip


async def as_it_was(database: Database, conversation: str) -> None:
    """Other tests look at lists and claims that are as usual: longer words come by no channel."""
    async with database.write() as connection:
        await connection.execute(
            canned_answers.delete().where(canned_answers.c.title.like("title %"))
        )
        await connection.execute(desk_people.delete().where(desk_people.c.password == "-"))
        await connection.execute(
            claim_holders.delete().where(claim_holders.c.person.like("holder %"))
        )
        for table, column, values in (
            (conversations, conversations.c.id, {"keeper": None, "kept_since": None}),
            (incidents_table, incidents_table.c.conversation, {"done_at": utc_now()}),
            (claims_table, claims_table.c.conversation, {"state": "withdrawn"}),
        ):
            await connection.execute(
                sa.update(table).where(column == conversation).values(**values)
            )


# All that a page says, also in what is folded, and in the fields of its forms.
WORDS = """e => [e.textContent, ...[...e.querySelectorAll("option, input, textarea")]
                  .map(field => field.value)].join(" ")"""


def assert_stands_there(page: Page, *fields: str) -> None:
    """Each attack of each of these fields stands on the page, letter by letter, and none has run.

    Spaces and underscores apart, with which the desk tells words and groups of letters.
    """

    def plain(text: str) -> str:
        return re.sub(r"[\s_]+", "", text)

    shown = plain(page.locator("main").evaluate(WORDS))
    for field in fields:
        missing = [text for text in said(field) if plain(text) not in shown]
        assert missing == [], (page.url, field, missing[:2])
    assert page.evaluate("window.__ran") is None, page.url


def test_no_text_of_a_stranger_runs_at_the_desk(signed_in: Any, service: Service) -> None:
    hostile = attacks()
    assert len(set(hostile)) == 200
    conversation = "web-" + "x" * 20

    async def write(database: Database) -> str:
        transcript = Transcript(database)
        await transcript.open(conversation, hostile[0][:32])
        for n, text in enumerate(said("text")):
            accepted = await transcript.accept(conversation, Inbound(f"m{n}", text))
            seen = {"intent": said("intent")[n], "confidence": 0.5}
            replies = [Reply(said("reply")[n])]
            await transcript.save_turn(conversation, accepted.seq, replies, None, None, seen)
        of_units = ("model", "serial", "verdict", "rule", "why", "suffix", "version", "dated")
        units = []
        for model, serial, verdict, *rest in zip(*(said(field) for field in of_units)):
            rule, why, suffix, version, dated = rest
            listed = {"version": version, "date": dated, "demo": False}
            grounds = {"rule": rule, "reason": why, "suffix": suffix, "list": listed}
            units.append(ClaimedUnit(model, serial, verdict, grounds))
        claims = Claims(database)
        claim = await claims.open_draft(conversation, "m0", "25-338", units)
        await hostile_photos(database, service.data_dir / "photos", conversation, claim.number)
        await claims.submit(claim.number, [])
        incidents = Incidents(database)
        await incidents.record(
            conversation, "m3", tense="now", signs=said("sign"), told=together("told"),
            claim=claim.number,
        )  # fmt: skip
        await hostile_team(database, conversation, claim.number)
        return claim.number

    ana = signed_in()
    try:
        number = in_database(service, write)
        for path, fields in (
            (f"conversations/{conversation}",
             ("text", "intent", "speaker", "reply", "keeper", "sign", "title", "answer", "author",
              "note")),
            (f"claims/{number}",
             ("model", "serial", "verdict", "rule", "why", "suffix", "version", "dated", "name",
              "email", "address", "seller", "label", "detail", "news", "ocr", "found", "missing",
              "trouble", "holder", "actor", "reason", "author", "note")),
            (f"claims/{number}/decide/rejected", ()), ("queue", ("keeper", "holder")),
            (f"incidents/{conversation}/m3",
             ("told", "sign", "model", "serial", "name", "email", "address", "seller")),
            ("incidents", ("sign", "model")), ("answers", ("title", "answer")),
            ("people", ("person",)), ("audit", ()),
        ):  # fmt: skip
            ana.goto(f"{service.url}/desk/{path}")
            assert_stands_there(ana, *fields)
        ana.goto(f"{service.url}/desk/claims/{number}/decide/rejected")
        ana.get_by_role("textbox", name="Reason").fill(hostile[0])
        expect(ana.locator("#notice")).to_contain_text(MARK)
        ana.get_by_placeholder("Number, name").fill(hostile[1])
        ana.keyboard.press("Enter")
        expect(ana.get_by_role("heading", name=re.compile("found for"))).to_contain_text(MARK)
        search(ana, number)
        assert_stands_there(ana, "model")
    finally:
        in_database(service, partial(as_it_was, conversation=conversation))


def test_no_text_of_a_stranger_runs_where_the_assistant_learns(
    signed_in: Any, browser: Browser, service: Service
) -> None:
    hostile, ana = attacks(), signed_in()

    async def write(database: Database, texts: list[str]) -> None:
        async with database.write() as connection:
            await connection.execute(unclear_messages.delete())
        for text in texts:
            await Unclear(database).keep(text, "inform", 0.2)

    for first in range(0, len(hostile), 20):  # as many as one page shows, be they alike or not
        texts = hostile[first : first + 20]
        in_database(service, partial(write, texts=texts))
        ana.goto(f"{service.url}/desk/unclear")
        boxes = ana.locator("input[name=text]").evaluate_all("all => all.map(e => e.value)")
        assert set(boxes) == {mask(text) for text in texts}
        assert ana.evaluate("window.__ran") is None
    lines = [" ".join(text.split()) for text in hostile]
    # Not quiet: the browser notes that the question is refused.
    with opened(
        browser, f"{service.url}/desk/questions/new", quiet=False, viewport=DESK,
        storage_state=ana.context.storage_state(),
    ) as page:  # fmt: skip
        page.get_by_label("Short name").fill("hostile")
        page.get_by_label("How customers ask it").fill("\n".join(lines))
        page.get_by_label("How else they might").fill("\n".join(lines))
        page.get_by_label("The answer").fill("\n".join(lines)[:600])
        page.get_by_role("button", name="Check and save").click()
        expect(page.get_by_role("alert")).to_contain_text(MARK)
        shown = page.locator("textarea").first.input_value()
        assert shown.count("ran=1") >= len(set(lines))
        assert page.evaluate("window.__ran") is None


def test_no_rejected_row_of_a_list_runs(signed_in: Any, service: Service) -> None:
    hostile, ana = attacks(), signed_in()

    async def load(database: Database) -> int:
        info = await SerialLists(database).load(
            "25-338", hostile[0], date.today(), ["AKFF1Y0E12345678"], activate=False
        )
        return int(info.version)

    version = in_database(service, load)
    for first in range(0, len(hostile), 10):
        with RejectedFile(service.data_dir / "rejected-25-338.csv") as table:
            for n, text in enumerate(hostile[first : first + 10]):
                table.write(RejectedRow(n, text, text))
        ana.goto(f"{service.url}/desk/recalls/25-338?preview={version}&rejected=10")
        assert ana.locator("main").inner_text().count("ran=1") >= 21
        assert ana.evaluate("window.__ran") is None


def test_no_detail_of_an_incident_runs(signed_in: Any, service: Service) -> None:
    hostile, ana, conversation = attacks(), signed_in(), "web-" + "d" * 20
    of_one = len(DETAILS)

    async def write(database: Database) -> None:
        await Transcript(database).open(conversation, "web")
        for first in range(0, len(hostile), of_one):
            texts = hostile[first : first + of_one]
            incidents, message = Incidents(database), f"m{first}"
            await incidents.record(
                conversation, message, tense="past", signs=["smoke"], told=texts[0]
            )
            await incidents.add(conversation, message, dict(zip(DETAILS, texts)))

    in_database(service, write)
    for first in range(0, len(hostile), of_one):
        ana.goto(f"{service.url}/desk/incidents/{conversation}/m{first}")
        expected = len(hostile[first : first + of_one])
        assert ana.locator("main").inner_text().count("ran=1") > expected
        assert ana.evaluate("window.__ran") is None


def test_the_header_is_one_line_and_the_rest_of_the_menu_opens_by_keyboard(
    signed_in: Any, service: Service
) -> None:
    ana = signed_in()
    for width in (1280, 1024):
        ana.set_viewport_size({"width": width, "height": 800})
        ana.goto(f"{service.url}/desk/queue")
        assert ana.locator("header.bar").bounding_box()["height"] < 70, width
        assert ana.evaluate("document.documentElement.scrollWidth") <= width
    ana.set_viewport_size(DESK)
    more = ana.locator("details.more summary")
    more.focus()
    ana.keyboard.press("Enter")
    answers = ana.get_by_role("link", name="Answers")
    expect(answers).to_be_visible()
    assert_no_violations(ana, "header")  # what the open menu lies over is for later
    ana.keyboard.press("Escape")
    expect(answers).to_be_hidden()
    expect(more).to_be_focused()
    ana.keyboard.press("Enter")
    answers.click()
    expect(ana.get_by_role("heading", name="Prepared answers")).to_be_visible()


def test_a_photo_is_shown_when_it_is_opened_and_stays_so(
    signed_in: Any, browser: Browser, service: Service, photo_files: list[Any]
) -> None:
    ana = signed_in()
    with opened(browser, f"{service.url}/chat", viewport=DESK) as page:
        chat = Chat(page)
        chat.say("I want to talk to a person")
        before = chat.answers.count()
        page.locator("#photo").set_input_files(photo_files[0])
        chat.wait(before)
        ana.goto(f"{service.url}/desk/queue?show=waiting")
        ana.locator(".queue .waiting a").last.click()
        show, image = ana.get_by_role("link", name="Show photo 1"), ana.locator("img.photo")
        arrived(ana, show)
        expect(image).to_have_count(0)
        show.click()
        expect(image).to_be_focused()
        expect(image).to_have_js_property("complete", True)
        assert image.evaluate("e => e.naturalWidth") > 0
        chat.say("hello?")  # the page looks at itself anew
        expect(ana.locator(".bubble.customer").last).to_have_text("hello?")
        expect(image).to_have_count(1)
        expect(show).to_have_count(0)


def test_a_photo_that_is_enlarged_is_fetched_only_once(signed_in: Any, service: Service) -> None:
    ana = signed_in()
    ana.goto(f"{service.url}/desk/queue?show=claims")
    links = ana.locator("[data-item]").evaluate_all("all => all.map(e => e.href)")
    fetched: list[str] = []

    def hear(request: Request) -> None:
        if "/photos/" in request.url:
            fetched.append(request.url)

    ana.on("request", hear)
    for link in links:
        ana.goto(link)
        if ana.locator("[data-zoom]").count():
            break
    shown = list(fetched)
    assert shown
    ana.locator("[data-zoom]").first.click()
    expect(ana.locator("#zoom image")).to_be_visible()
    ana.evaluate("() => fetch('/desk/danger')")  # whatever is asked for before it has been by then
    assert fetched == shown
    ana.remove_listener("request", hear)
    ana.keyboard.press("Escape")


async def some_to_label(database: Database) -> None:
    for text in ("blorp the thing", "blorp that thing", "sing to the moon"):
        await Unclear(database).keep(text, "inform", 0.2)


def every_page(ana: Page, service: Service) -> list[str]:
    """A path for each page of the desk that shows something of the demo."""
    ana.goto(f"{service.url}/desk/queue")
    links = ana.locator("[data-item]").evaluate_all("all => all.map(e => e.pathname)")
    claims = [link for link in links if "/claims/" in link]
    talk = next(link for link in links if "/conversations/demo" in link)
    ana.goto(f"{service.url}/desk/incidents")
    incident = ana.locator("[data-item]").last.get_attribute("href")
    in_database(service, some_to_label)
    for link in claims:
        ana.goto(service.url + link)
        if ana.locator("a[href$='/decide/rejected']").count():
            rejecting = f"{link}/decide/rejected"
    menu = [f"/desk{route.path}" for route in ROUTES if route.menu]
    return [*menu, claims[0], claims[-1], rejecting, talk, f"{talk}/data", str(incident),
            "/desk/questions", "/desk/questions/new", "/desk/recalls/25-338",
            "/desk/recalls/lint"]  # fmt: skip


def search(ana: Page, what: str) -> None:
    """Look for it with the field that is on every page."""
    ana.get_by_placeholder("Number, name").fill(what)
    ana.keyboard.press("Enter")
    arrived(ana, ana.get_by_role("heading", name=re.compile("found for")))


def dry_run(ana: Page, service: Service) -> None:
    """Ask what would be told of a unit, by keys alone."""
    ana.goto(f"{service.url}/desk/recalls")
    ana.get_by_label("Model").fill("A1263")
    ana.keyboard.press("Enter")
    arrived(ana, ana.get_by_role("heading", name="The customer is told"))
    assert ana.url == f"{service.url}/desk/recalls/check"


def test_every_page_fits_a_tablet(signed_in: Any, service: Service) -> None:
    ana = signed_in()
    pages = every_page(ana, service)
    ana.set_viewport_size(TABLET)
    try:
        for path in pages:
            ana.goto(service.url + path)
            assert ana.evaluate("document.documentElement.scrollWidth") <= TABLET["width"], path
            assert_no_violations(ana)
        for ask in (partial(search, ana, "jane"), partial(dry_run, ana, service)):
            ask()
            assert ana.evaluate("document.documentElement.scrollWidth") <= TABLET["width"]
            assert_no_violations(ana)
    finally:
        ana.set_viewport_size(DESK)


def test_axe_finds_nothing_on_any_page(signed_in: Any, browser: Browser, service: Service) -> None:
    ana = signed_in()
    pages = every_page(ana, service)
    for path in pages:
        ana.goto(service.url + path)
        for scheme in ("light", "dark"):
            ana.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert_no_violations(ana)
    for ask in (partial(search, ana, "jane"), partial(dry_run, ana, service)):
        ask()
        for scheme in ("light", "dark"):
            ana.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert_no_violations(ana)
    ana.goto(service.url + next(path for path in pages if "/claims/R" in path))
    ana.locator("[data-zoom]").first.click()
    assert_no_violations(ana)
    ana.emulate_media(color_scheme="light")
    with opened(browser, f"{service.url}/desk/login", viewport=DESK) as login:
        for scheme in ("light", "dark"):
            login.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert_no_violations(login)
