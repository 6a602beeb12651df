"""Nothing that anybody writes becomes markup on the page, or runs."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from tests.browser.chat import LISTED, Chat
from tests.browser.conftest import opened
from tests.browser.puppet import Puppet
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


def test_attacks_in_a_recall_file(browser: Browser, service: Service) -> None:
    for attack in ATTACKS[::4]:
        facts = {
            "number": attack, "firm": attack, "product": attack, "kind": attack,
            "emergency": attack, "models": [attack, "A1"],
            "serial": {"alphabet": attack, "certain": {"O": attack}, "ambiguous": [attack],
                       "lengths": [5], "labels": [attack]},
            "label": {"where": attack, "lang": attack},
            "photos": [{"title": attack, "text": attack, "drawing": f"<svg xmlns='http://www.w3.org/2000/svg'>{attack}"},
                       {"title": attack, "text": attack, "lang": attack, "drawing": None}],
        }  # fmt: skip
        with opened(browser, f"{service.url}/healthz", quiet=False) as page:
            page.route(
                "**/lang/en.json",
                lambda route, _, facts=facts: route.fulfill(
                    json={**route.fetch().json(), "recall": facts}
                ),
            )
            page.goto(f"{service.url}/chat")
            page.locator(".choices button").click()
            page.get_by_label("Model", exact=True).fill(attack[:60])
            page.get_by_label("Serial number").fill(f"O{attack[:50]}")
            page.locator(".unit summary").click()
            expect(page.locator(".unit figcaption")).to_contain_text(attack)
            tags = page.eval_on_selector_all("#panel *", "all => all.map(e => e.tagName)")
            assert set(tags).isdisjoint({"SCRIPT", "IFRAME", "OBJECT", "EMBED", "BODY", "BASE",
                                         "STYLE", "LINK", "META", "VIDEO", "MARQUEE"})  # fmt: skip
            assert page.locator("#panel [onerror], #panel [onload], #panel [onclick]").count() == 0
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
