"""Nothing that anybody writes becomes markup on the page, or runs."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from playwright.sync_api import Browser, Page, Route, WebSocketRoute, expect

from bot.recalls import Recall, load_recalls
from bot.settings import PROJECT
from bot.web.app import STATIC
from bot.web.pages import _shop
from tests.browser.chat import LISTED, Chat
from tests.browser.conftest import PATIENCE, opened
from tests.browser.puppet import Puppet
from tests.browser.test_photos import GIVE
from tests.service import Service
from tests.web.pictures import picture

MARK = "window.__xss=1"
ATTACKS = [
    f"<script>{MARK}</script>",
    f"<img src=x onerror={MARK}>",
    f"<svg onload={MARK}>",
    f"<svg><script>{MARK}</script></svg>",
    f'"><script>{MARK}</script>',
    f"'><img src=x onerror='{MARK}'>",
    f"<iframe srcdoc='<script>parent.{MARK}</script>'></iframe>",
    f"<iframe src='javascript:parent.{MARK}'></iframe>",
    f"<a href='javascript:{MARK}'>press me</a>",
    f"javascript:{MARK}",
    f"[press me](javascript:{MARK})",
    f"<body onload={MARK}>",
    f"<details open ontoggle={MARK}>x</details>",
    f"<video><source onerror={MARK}></video>",
    f"<input autofocus onfocus={MARK}>",
    f"<math><mtext></mtext><mglyph><svg><mtext><style><img src=x onerror={MARK}></style>",
    f"<noscript><p title='</noscript><img src=x onerror={MARK}>'>",
    f"<template><script>{MARK}</script></template>",
    f"<object data='javascript:{MARK}'></object>",
    f"<embed src='javascript:{MARK}'>",
    f"<form action='javascript:{MARK}'><button>x</button></form>",
    "<meta http-equiv=refresh content='0;url=https://evil.test'>",
    "<base href='https://evil.test/'>",
    "<link rel=stylesheet href='https://evil.test/x.css'>",
    "<style>*{display:none}</style>",
    f"&lt;script&gt;{MARK}&lt;/script&gt;",
    f"\\u003cscript\\u003e{MARK}\\u003c/script\\u003e",
    f"{{{{constructor.constructor('{MARK}')()}}}}",
    f"${{{MARK}}}",
    f"</p></article><script>{MARK}</script>",
    f"<!--><img src=x onerror={MARK}>-->",
    f"<scr<script>ipt>{MARK}</scr</script>ipt>",
    f"＜script＞{MARK}＜/script＞",
    f"<button class=primary onclick={MARK}>Send</button>",
]
EVENTS = ("onerror", "onload", "onclick", "onfocus", "onmouseover", "onanimationstart",
          "ontoggle", "onpointerenter")  # fmt: skip
TAGS = ("img src=x", "svg", "body", "input autofocus", "details open", "marquee", "video src=x",
        "iframe src=x", "a href=#")  # fmt: skip
ATTACKS += [f"<{tag} {event}={MARK}>" for tag in TAGS for event in EVENTS]
# What a message may consist of; anything else in the log came out of somebody's words.
OURS = {"ARTICLE", "SPAN", "P", "TIME", "DIV", "BUTTON", "UL", "OL", "LI", "A", "SECTION", "H2",
        "IMG", "PROGRESS", "DETAILS", "SUMMARY", "FIGURE", "FIGCAPTION", "STRONG"}  # fmt: skip


def assert_only_text(page: Page, texts: list[str]) -> None:
    """Each text stands there as it was written, and nothing of it has become an element or run."""
    shown = page.locator(".message.customer .text").all_inner_texts()
    assert [t for t in texts if t not in shown] == []
    tags = page.eval_on_selector_all("#log *", "all => [...new Set(all.map(e => e.tagName))]")
    assert set(tags) <= OURS
    assert page.evaluate("window.__xss") is None
    handlers = page.eval_on_selector_all(
        "#log *",
        "all => all.flatMap(e => [...e.attributes]).filter(a => /^on/.test(a.name)).length",
    )
    assert handlers == 0
    links = page.eval_on_selector_all("#log a", "all => all.map(a => a.protocol)")
    assert set(links) <= {"https:", "mailto:", "tel:"}


def test_attacks_as_messages(page: Page) -> None:
    chat = Chat(page)
    sent = ATTACKS[:20] + ATTACKS[-14:]  # through the dialogue; all of them below
    for attack in sent:
        chat.say(attack)
    assert_only_text(page, sent)
    page.reload()
    expect(page.locator(".message.customer")).to_have_count(len(sent))
    assert_only_text(page, sent)


def test_a_hundred_attacks_in_every_field_that_is_shown(page: Page) -> None:
    assert len(set(ATTACKS)) >= 100
    puppet = Puppet(page)
    page.get_by_label("Your message").fill("hello")
    page.keyboard.press("Enter")
    expect(page.locator(".message.customer .state")).to_have_text("")
    for attack in ATTACKS:
        step = {"kind": "verdict", "verdict": "affected", "steps": [attack]}
        links = [
            {"title": attack, "url": "https://example.com/" + attack},
            {"title": attack, "url": attack},
            {"title": "x", "url": f"javascript:{attack}"},
        ]
        buttons = [{"title": attack, "payload": attack}]
        puppet.say(attack, **{"from": "customer"}, at=attack)
        puppet.say(attack, **{"from": "agent", "name": attack}, links=links)
        puppet.say(f"1. {attack}\n- {attack}\n{attack}", name=attack, card=step, links=links)
        puppet.say(attack, buttons=buttons, card={"kind": attack, "verdict": attack})
    puppet.say("The end.")
    expect(page.locator(".message.assistant .text").last).to_have_text("The end.")
    assert_only_text(page, ATTACKS)
    assert page.locator(".links a").count() <= 2 * len(ATTACKS)
    assert page.url.endswith("/chat")


FORBIDDEN = {"SCRIPT", "IFRAME", "OBJECT", "EMBED", "BODY", "BASE", "STYLE", "LINK", "META",
             "VIDEO", "MARQUEE"}  # fmt: skip


def named(attacks: list[str]) -> list[str]:
    """Those that can be the name of a model, and are no pattern of names."""
    return [attack for attack in attacks if not set(attack) & set("?*")]


def bad_facts(attacks: list[str]) -> dict[str, Any]:
    """A recall's facts, written by somebody who means harm."""
    every = "\n".join(attacks)
    photo = {"title": every, "text": every, "lang": attacks[0]}
    return {
        "product": every, "kind": every, "emergency": every, "models": [*named(attacks), "A1"],
        "serial": {"alphabet": every, "certain": {"O": every}, "ambiguous": attacks,
                   "lengths": [5], "labels": attacks},
        "label": {"where": every, "lang": attacks[0]},
        "photos": [
            *({**photo, "drawing": f"<svg xmlns='http://www.w3.org/2000/svg'>{a}</svg>"}
              for a in attacks),
            *({**photo, "drawing": f"javascript:{a}"} for a in attacks),
            {**photo, "drawing": None},
        ],
    }  # fmt: skip


def test_attacks_in_a_recall_file(browser: Browser, service: Service) -> None:
    for start in range(0, len(ATTACKS), 20):  # all of them, twenty at a time
        attacks = ATTACKS[start : start + 20]
        facts = bad_facts(attacks)
        with opened(browser, f"{service.url}/healthz", quiet=False) as page:

            def answer(route: Route, _: object, facts: dict[str, Any] = facts) -> None:
                route.fulfill(json={**route.fetch().json(), "recall": facts})

            page.route("**/lang/en.json", answer)
            puppet = Puppet(page)
            page.goto(f"{service.url}/chat")
            greeting = page.locator(".message .text").first
            for attack in attacks:
                expect(greeting).to_contain_text(attack)
            page.locator(".choices button").click()
            page.get_by_label("Model", exact=True).fill(attacks[0][:60])
            hint = page.locator("#unit-model-hint")
            for attack in named(attacks):
                expect(hint).to_contain_text(attack)
            for attack in attacks:
                page.get_by_label("Serial number").fill(f"O{attack[:50]}")
                expect(page.locator(".read")).to_contain_text(attack.upper()[-1:])
            page.locator(".unit summary").click()
            for attack in attacks:
                expect(page.locator(".unit figcaption")).to_contain_text(attack)
            page.get_by_label("Your message").fill("hello")
            page.keyboard.press("Enter")
            expect(page.locator(".message.customer .state")).to_have_text("")
            puppet.say("A photo, please.", ask="photo")
            page.locator(".guide summary").click()
            expect(page.locator(".guide figcaption")).to_have_count(2 * len(attacks) + 1)
            for attack in attacks:
                expect(page.locator(".guide figcaption").last).to_contain_text(attack)
            tags = page.eval_on_selector_all("#panel *", "all => all.map(e => e.tagName)")
            assert set(tags).isdisjoint(FORBIDDEN)
            handlers = page.eval_on_selector_all(
                "#panel *", "all => all.flatMap(e => e.getAttributeNames()).join()"
            )
            assert ",on" not in f",{handlers}"
            sources = page.eval_on_selector_all("#panel img", "all => all.map(e => e.src)")
            assert sources
            assert all(source.startswith("blob:") for source in sources)
            assert page.evaluate("window.__xss") is None


def test_attacks_on_the_demo_shop(browser: Browser, service: Service) -> None:
    """The page of the shop with a recall file that means harm, under the policy it really has."""
    recall = load_recalls(PROJECT / "data/recalls").featured
    every = "\n".join(ATTACKS)
    facts = dict.fromkeys(recall.facts(), every) | {"notice_url": f"https://example.com/{every}"}
    bad = SimpleNamespace(facts=lambda: facts, safety=SimpleNamespace(stop_use=ATTACKS))
    text = _shop(cast(Recall, bad), "")
    with opened(browser, f"{service.url}/healthz", quiet=False) as page:
        policy = page.request.get(service.url).headers["content-security-policy"]
        page.route(
            f"{service.url}/",
            lambda route: route.fulfill(
                content_type="text/html", body=text, headers={"Content-Security-Policy": policy}
            ),
        )
        page.goto(service.url)
        expect(page.get_by_role("button", name="Recall help")).to_be_visible()
        # The elements of the template and the steps' own: nothing has become another one.
        tags = page.evaluate("[...document.getElementsByTagName('*')].map(e => e.localName)")
        template = re.findall(r"<([a-z][\w-]*)", (STATIC / "shop.html").read_text())
        assert Counter(tags) == Counter([*template, *["li"] * len(ATTACKS)])
        names = page.evaluate(
            "[...document.getElementsByTagName('*')].flatMap(e => e.getAttributeNames())"
        )
        assert not [name for name in names if name.startswith("on")]
        links = page.eval_on_selector_all("main a", "all => all.map(e => e.protocol)")
        assert links == ["http:", "https:"]
        shown = page.locator("main").inner_text()
        assert [a for a in ATTACKS if " ".join(a.split()) not in " ".join(shown.split())] == []
        assert page.evaluate("window.__xss") is None


def test_attacks_as_answers_in_a_claim(page: Page, tmp_path: Path) -> None:
    chat = Chat(page)
    chat.say(f"Is my A1263 recalled? The serial is {LISTED}")
    chat.press("Yes")
    chat.say("United States")
    name, seller = f"Jane <img src=x onerror={MARK}>", f"<script>{MARK}</script> Store"
    answers = (name, "Jane Porter", "jane@example.com", "replacement",
               "12 Elm Street <b>x</b>, Denver, CO 80202", seller, "skip")  # fmt: skip
    for text in answers:
        chat.say(text)
    assert_only_text(page, [name, seller])
    file = tmp_path / f"<img src=x onerror={MARK.replace('/', '')}>.jpg"
    file.write_bytes(picture())
    page.locator("#photo").set_input_files(file)
    expect(page.locator(".message.customer .text").last).to_have_text(f"Photo: {file.name}")
    expect(page.locator("#status")).to_have_text("")
    assert_only_text(page, [f"Photo: {file.name}"])
    chat.press("Send photos later")
    chat.press("Yes")
    expect(chat.last).to_contain_text("Is everything right?")
    for kept in (f"Name: {name}", f"Bought from: {seller}"):
        expect(page.locator("#log")).to_contain_text(kept)
    together = [" ".join(ATTACKS[start : start + 8]) for start in range(0, len(ATTACKS), 8)]
    for several in together:
        chat.say(several)
    assert_only_text(page, [name, seller, *together])


def test_a_service_gone_bad_cannot_write_markup_either(page: Page) -> None:
    attack = f"<img src=x onerror={MARK}>"
    message = {
        "id": "evil", "seq": 2, "at": attack, "from": attack, "name": attack, "text": attack,
        "buttons": [{"title": attack, "payload": attack}], "ask": attack,
        "links": [{"title": attack, "url": f"javascript:{MARK}"},
                  {"title": attack, "url": f"data:text/html,<script>{MARK}</script>"},
                  {"title": attack, "url": "https://example.com/"}],
        "card": {"kind": "verdict", "verdict": attack, "steps": [attack]},
    }  # fmt: skip
    heard = {"seq": 1, "at": attack, "from": "customer", "name": None, "text": "hello"}

    def answer(ws: WebSocketRoute, frame: str | bytes) -> None:
        ws.send(json.dumps({**heard, "id": json.loads(frame)["id"]}))
        ws.send(json.dumps(message))

    page.route_web_socket(
        "**/api/chat/socket*", lambda ws: ws.on_message(lambda frame: answer(ws, frame))
    )
    page.get_by_label("Your message").fill("hello")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".message.assistant .text").last).to_have_text(attack)
    expect(page.locator(".choices button")).to_have_text(attack)
    expect(page.locator(".links a")).to_have_count(1)
    assert_only_text(page, ["hello"])


def test_attacks_as_names_of_photos_and_as_errors_of_the_service(
    browser: Browser, service: Service
) -> None:
    said = iter(ATTACKS)

    def refuse(route: Route) -> None:
        route.fulfill(status=422, json={"error": {"code": "x", "message": next(said)}})

    with opened(browser, f"{service.url}/chat", quiet=False) as page:
        page.route("**/api/chat/photos", refuse)
        files = [{"type": "image/png", "data": "eA==", "called": a} for a in ATTACKS]
        page.locator("#panel").evaluate(GIVE, {"name": "drop", "files": files})
        notices = page.locator(".message.notice .text")
        expect(notices).to_have_count(len(ATTACKS), timeout=4 * PATIENCE)
        lines = [" ".join(text.split()) for text in notices.all_inner_texts()]
        assert lines == [" ".join(attack.split()) for attack in ATTACKS]
        # A browser may write a slash of a name as it likes.
        names = "all => all.map(e => e.textContent.replaceAll(/[/:]/g, '/'))"
        assert page.eval_on_selector_all(".message.customer .text", names) == [
            f"Photo: {attack}".replace(":", "/") for attack in ATTACKS
        ]
        assert_only_text(page, [])


def test_the_page_may_run_nothing_else(browser: Browser, service: Service) -> None:
    with opened(browser, f"{service.url}/chat", quiet=False) as page:
        blocked = page.evaluate(
            """() => new Promise((resolve) => {
              addEventListener("securitypolicyviolation", (e) => resolve(e.violatedDirective));
              const script = document.createElement("script");
              script.textContent = "window.__xss = 1";
              document.head.append(script);
            })"""
        )
        assert blocked == "script-src-elem"
        assert page.evaluate("window.__xss") is None
