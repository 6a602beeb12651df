"""The files of the widget, what they say of the recall, and what it needs of the API."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.recalls import load_recalls
from bot.settings import PROJECT
from bot.web.widget import FOLDER, _lean, _lean_line, _short_names, shown_facts
from tests.web.conftest import Answer, Customer, Site, Start

SHOP = "https://shop.example.com"
# What a page that shows the widget loads; style and drawings are in these.
LOADED = ("recall-chat.js", "lang/en.json")
MOST_BYTES = 20_000


async def get(site: Site, path: str, **headers: str) -> Answer:
    async with site.client.get(f"/widget/{path}", headers=headers) as response:
        return Answer(response.status, response.headers, await response.read(), None)


def plain(answer: Answer) -> bytes:
    assert answer.headers["Content-Encoding"] == "gzip"
    return gzip.decompress(answer.raw)


async def facts_in(site: Site, language: str) -> Any:
    """What the widget says of the recall."""
    return json.loads(plain(await get(site, f"lang/{language}.json")))["recall"]


@pytest.mark.parametrize("language", [p.stem for p in sorted(FOLDER.glob("lang/*.json"))])
async def test_all_of_it_is_small(site: Site, language: str) -> None:
    loaded = ("recall-chat.js", f"lang/{language}.json")
    sizes = {name: len((await get(site, name)).raw) for name in loaded}
    assert all(p["drawing"] for p in (await facts_in(site, language))["photos"])  # counted, too
    assert sum(sizes.values()) <= MOST_BYTES, sizes


@pytest.mark.parametrize(
    "line, lean",
    [
        ("const a = (b, c) => ({ d: b ?? c });", "const a=(b,c)=>({d:b??c});"),
        ("if (a === b && c <= d || !e) f = [g, h];", "if(a===b&&c<=d||!e)f=[g,h];"),
        ('say("a, b = c", { d: "\\", e" });', 'say("a, b = c",{d:"\\", e"});'),
        ("a = `b, ${c ? d : e}` + f(g, `h`);", "a=`b, ${c ? d : e}` + f(g,`h`);"),
        ("a = `b ${c ? `d, ${e}` : f} g`;", "a = `b ${c ? `d, ${e}` : f} g`;"),
        ("a = /b , c/.test(d, e);", "a = /b , c/.test(d, e);"),
        ("a = b + +c - -d;", "a=b + +c - -d;"),
        ("return a in b;", "return a in b;"),
    ],
)
def test_only_blanks_without_a_meaning_are_left_out(line: str, lean: str) -> None:
    assert _lean_line(line) == lean


def test_private_names_are_short_and_each_class_has_its_own() -> None:
    script = (
        "class A {\n  #seen = 0;\n  #log;\n  read() { return this.#seen + this.#log; }\n}\n"
        'const at = "#log", text = `${x.#kept}`;\n'
        "class B {\n  #kept;\n  #log;\n  #b = this.#log;\n}\n"
    )
    assert _short_names(script.split("class B")[0]) == (
        "class A {\n  #a = 0;\n  #log;\n  read() { return this.#a + this.#log; }\n}\n"
        'const at = "#log", text = `${x.#kept}`;\n'
    )
    assert _lean(script.encode(), ".js").decode() == (
        "class A{#a=0;#log;read(){return this.#a + this.#log;}}"
        'const at="#log",text=`${x.#kept}`;'
        "class B{#b;#a;#c=this.#a;}"
    )


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.js")), ids=lambda p: p.stem)
def test_no_template_goes_on_over_two_lines(path: Path) -> None:
    code = re.sub(r"^\s*/\*\*.*\*/$|^\s*//.*$", "", path.read_text(), flags=re.M)
    assert all(line.count("`") % 2 == 0 for line in code.splitlines())


async def test_a_language_of_nothing_but_hyphens_is_english_at_once(site: Site) -> None:
    assert plain(await get(site, f"lang/{'-' * 4000}.json")) == plain(
        await get(site, "lang/en.json")
    )


def test_what_a_regular_expression_names_keeps_its_name() -> None:
    line = "  read(href) { return /^#open/.test(href) && this.#open; }"
    assert _short_names(f"class A {{\n  #open = 1;\n{line}\n}}\n") == (
        f"class A {{\n  #a = 1;\n{line.replace('this.#open', 'this.#a')}\n}}\n"
    )


def test_there_are_names_for_a_large_class() -> None:
    script = "class A {\n" + "".join(f"  #name{i} = {i};\n" for i in range(80)) + "}\n"
    names = re.findall(r"#(\w+)", _short_names(script))
    assert len(set(names)) == 80 and max(map(len, names)) == 2


async def test_any_site_may_load_it(site: Site) -> None:
    for name in LOADED:
        answer = await get(site, name, Origin=SHOP)
        assert answer.status == 200
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert answer.headers["Cache-Control"] == "no-cache"
        again = await get(site, name, **{"If-None-Match": answer.headers["ETag"]})
        assert (again.status, again.raw) == (304, b"")


async def test_a_file_is_packed_when_it_is_asked_for_and_not_at_the_start(
    start_site: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed: list[bytes] = []

    def pack(content: bytes) -> bytes:
        packed.append(content)
        return gzip.compress(content)

    monkeypatch.setattr("bot.web.widget._packed", pack)
    site = await start_site()
    assert packed == []
    assert plain(await get(site, "recall-chat.js")) == packed[0]
    assert len(packed) == 1


async def test_the_script_needs_no_other_file(site: Site) -> None:
    script = plain(await get(site, "recall-chat.js")).decode()
    assert not re.search(r"^(import|export) ", script, re.M)
    assert "://" not in script.replace("http://www.w3.org/2000/svg", "")  # no CDN, no font


@pytest.mark.parametrize(
    "path",
    ["", "lang/", "lang/.json", "lang/en.js", "../app.py", "%2e%2e/app.py", "x.css",
     "drawings/label.svg", "drawings/..%2f..%2f..%2fsettings.py"],
)  # fmt: skip
async def test_it_gives_nothing_else(site: Site, path: str) -> None:
    answer = await get(site, path)
    assert answer.status == 404
    assert b"import" not in answer.raw


@pytest.mark.parametrize(
    "wanted, given",
    [("en", "en"), ("es", "es"), ("es-MX", "es"), ("ES", "es"), ("fi", "en"), ("en-US", "en"),
     ("en_US", "en"), ("es_MX", "es"), ("es-419-x-_", "es"), ("pt_BR", "en"), ("english", "en"),
     ("x", "en"), ("e%20s", "en"), ("-", "en"), ("%0A", "en"), ("..%2Fapp", "en"),
     ("..%2Frecall-chat", "en"), ("%C3%B1" * 100, "en")],
)  # fmt: skip
async def test_a_language_that_nobody_has_written_is_english(
    site: Site, wanted: str, given: str
) -> None:
    assert json.loads(plain(await get(site, f"lang/{wanted}.json")))["language"] == given
    assert (await facts_in(site, wanted))["label"]["lang"] == given


async def test_a_recall_may_have_words_in_a_language_that_the_widget_lacks(
    start_site: Start, tmp_path: Path
) -> None:
    folder = tmp_path / "recalls"
    shutil.copytree(PROJECT / "data/recalls", folder)
    path = folder / "25-338.yml"
    text = path.read_text().replace("where_in:\n", "where_in:\n          fr: Dessous.\n", 1)
    path.write_text(text)
    site = await start_site(recalls_dir=folder)
    texts = json.loads(plain(await get(site, "lang/fr-CA.json")))
    assert (texts["language"], texts["recall"]["label"]) == (
        "en", {"where": "Dessous.", "lang": "fr"},
    )  # fmt: skip


@pytest.mark.parametrize("path", sorted(FOLDER.glob("lang/*.json")), ids=lambda p: p.stem)
def test_a_language_is_complete(path: Path) -> None:
    english = json.loads((FOLDER / "lang/en.json").read_text())
    texts = json.loads(path.read_text())
    assert set(texts) == set(english)
    for key, text in texts.items():
        assert text.strip()
        allowed = {"product", "kind", "emergency"}
        assert set(re.findall(r"{(\w+)}", text)) - allowed == (
            set(re.findall(r"{(\w+)}", english[key])) - allowed
        )
    assert texts["language"] == path.stem


def test_no_text_is_left_over() -> None:
    code = "".join(p.read_text() for p in FOLDER.glob("*.js"))
    built = ("verdict_", "unread_", "new_", "delete_", "language", "direction")
    for key in json.loads((FOLDER / "lang/en.json").read_text()):
        assert key.startswith(built) or f'"{key}"' in code, key


async def test_the_facts_come_from_the_recall(site: Site) -> None:
    facts = await facts_in(site, "en")
    recall = site.door.recalls.featured
    assert facts["product"] == recall.facts()["product"]
    assert facts["serial"]["certain"] == dict(recall.serial.certain)
    assert facts["serial"]["lengths"] == list(recall.serial.lengths)
    assert facts["label"]["where"] == recall.products[0].label.where
    for photo, shown in zip(recall.evidence.photos, facts["photos"], strict=True):
        assert shown["text"] == photo.text
        assert shown["drawing"].startswith("<svg")
        assert not re.search(r"<script|<style|on\w+=|href|style=", shown["drawing"])
    code = "".join(p.read_text() for p in FOLDER.rglob("*.js*"))
    for fact in (recall.number, "A1263", "Anker", "PowerCore", "911", "power bank"):
        assert fact not in code


async def test_what_the_recall_file_says_in_spanish_is_given_in_spanish(site: Site) -> None:
    recall = site.door.recalls.featured
    facts = await facts_in(site, "es-MX")
    assert facts["label"] == {"where": recall.products[0].label.where_in["es"], "lang": "es"}
    for photo, shown in zip(recall.evidence.photos, facts["photos"], strict=True):
        assert (shown["title"], shown["lang"]) == (photo.title_in["es"], "es")
        assert shown["text"] == photo.text_in["es"]
    for wanted in ("en", "fi"):
        facts = await facts_in(site, wanted)
        assert {p["lang"] for p in (facts["label"], *facts["photos"])} == {"en"}


def test_what_the_recall_file_lacks_in_a_language_is_english_and_marked_so() -> None:
    recall = load_recalls(PROJECT / "data/recalls").featured
    first, second = recall.evidence.photos
    halves = (replace(first, title_in={}), second)
    facts = shown_facts(replace(recall, evidence=replace(recall.evidence, photos=halves)), {}, "es")
    assert [p["lang"] for p in facts["photos"]] == ["en", "es"]
    assert facts["photos"][0]["title"] == first.title


async def test_the_shop_takes_the_widget_from_another_origin(start_site: Start) -> None:
    site = await start_site(demo=True)
    for name, other in (("127.0.0.1", "localhost"), ("localhost", "127.0.0.1")):
        page = await site.ask("GET", "/", headers={"Host": f"{name}:8080"})
        assert f'src="http://{other}:8080/widget/recall-chat.js"'.encode() in page.raw
        policy = page.headers["Content-Security-Policy"]
        assert f"connect-src 'self' http://{other}:8080 ws://{other}:8080;" in policy
    page = await site.ask("GET", "/", headers={"Host": "recall.example.com"})
    assert b'src="/widget/recall-chat.js"' in page.raw


async def test_the_shop_is_shown_in_the_demo_only(start_site: Start) -> None:
    site = await start_site(demo=True)
    page = await site.ask("GET", "/")
    assert page.status == 200
    text = page.raw.decode()
    assert "$" not in text.replace("$27", "").replace("$30", "")
    assert "<recall-chat invite></recall-chat>" in text
    assert "<script>" not in text
    assert " style=" not in text
    for step in site.door.recalls.featured.safety.stop_use:
        assert step in text


async def frames(ws: aiohttp.ClientWebSocketResponse, until: str) -> list[dict[str, Any]]:
    """The messages up to the one with this text."""
    found: list[dict[str, Any]] = []
    while not found or found[-1]["text"] != until:
        frame = await ws.receive_json(timeout=20)
        found += [frame] if "text" in frame else []
    return found


def resumed(customer: Customer, after: int) -> Any:
    return customer.site.client.ws_connect(
        f"/api/chat/socket?after={after}", protocols=[f"recall.{customer.token}"]
    )


async def test_a_resumed_socket_begins_with_what_was_missed(customer: Customer) -> None:
    await customer.say("one")
    await customer.say("two")
    async with resumed(customer, 1) as ws:
        missed = await frames(ws, "You said: two")
    assert missed == (await customer.history())[1:]


async def test_a_resumed_socket_of_a_long_conversation_misses_nothing(customer: Customer) -> None:
    for i in range(260):
        await customer.say(str(i))
    async with resumed(customer, 0) as ws:
        missed = await frames(ws, "You said: 259")
    assert [m["seq"] for m in missed] == list(range(1, 521))


async def test_a_stored_message_is_shown_before_its_answer(site: Site, customer: Customer) -> None:
    gate = site.engine.hold("slow")
    async with resumed(customer, 0) as ws, resumed(customer, 0) as other:
        await ws.send_json({"id": "mine", "text": "slow"})
        for window in (ws, other):
            [stored] = await frames(window, "slow")
            assert (stored["id"], stored["seq"], stored["from"]) == ("mine", 1, "customer")
        gate.set()
        for window in (ws, other):
            await frames(window, "You said: slow")


async def test_an_error_by_socket_says_when_to_try_again(start_site: Start) -> None:
    from bot.settings import Limits

    site = await start_site(limits=Limits(conversation_minute=1))
    customer = await site.customer()
    async with customer.socket() as ws:
        for i in range(2):
            await ws.send_json({"id": str(i), "text": "hi"})
        while "error" not in (frame := await ws.receive_json(timeout=20)):
            pass
    assert (frame["error"]["code"], frame["id"]) == ("too_fast", "1")
    assert 0 < frame["retry"] <= 60


@pytest.mark.parametrize("after", ["-1", "x", "1.5", "9999999999", "١"])
async def test_a_bad_place_to_resume_from_is_refused(customer: Customer, after: str) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await resumed(customer, after)  # type: ignore[arg-type]
    assert refused.value.status == 400


async def ask_deletion(customer: Customer, body: Any) -> Answer:
    return await customer.site.ask(
        "POST", "/api/chat/deletion", json=body, headers=customer.headers
    )


async def test_the_wish_to_be_deleted_reaches_the_dialogue_once(
    site: Site, customer: Customer
) -> None:
    first = await ask_deletion(customer, {"id": "d1"})
    again = await ask_deletion(customer, {"id": "d1"})
    assert first.json == again.json and first.json["messages"]
    assert [(i.id, i.payload) for i in site.engine.heard] == [("d1", "/delete_data")]
    history = await customer.history()
    assert [m["from"] for m in history] == ["customer", "assistant"]


async def test_a_wish_typed_as_a_payload_is_plain_text(site: Site, customer: Customer) -> None:
    await customer.say("/delete_data")
    assert [i.payload for i in site.engine.heard] == [None]


@pytest.mark.parametrize("body", [[], {}, {"id": 1}, {"id": ""}, "x"])
async def test_a_wish_without_an_id_is_refused(customer: Customer, body: Any) -> None:
    (await ask_deletion(customer, body)).assert_error(400, "bad_request")


async def test_a_wish_needs_the_token(site: Site) -> None:
    answer = await site.ask("POST", "/api/chat/deletion", json={"id": "d1"})
    answer.assert_error(401, "bad_token")
