"""Nothing that anybody writes becomes markup on the page, or runs."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.chat import LISTED, Chat
from tests.browser.conftest import opened
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
# What a message may consist of; anything else in the log came out of somebody's words.
OURS = {"ARTICLE", "SPAN", "P", "TIME", "DIV", "BUTTON", "UL", "LI", "A", "SECTION", "H2", "IMG",
        "PROGRESS"}  # fmt: skip


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
    for attack in ATTACKS:
        chat.say(attack)
    assert_only_text(page, ATTACKS)
    page.reload()
    expect(page.locator(".message.customer")).to_have_count(len(ATTACKS))
    assert_only_text(page, ATTACKS)


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
        "id": "evil", "seq": 1, "at": attack, "from": attack, "name": attack, "text": attack,
        "buttons": [{"title": attack, "payload": attack}], "ask": attack,
        "links": [{"title": attack, "url": f"javascript:{MARK}"},
                  {"title": attack, "url": f"data:text/html,<script>{MARK}</script>"},
                  {"title": attack, "url": "https://example.com/"}],
        "card": {"kind": "verdict", "verdict": attack, "steps": [attack]},
    }  # fmt: skip
    page.route("**/api/chat/messages", lambda route: route.fulfill(json={"messages": [message]}))
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
