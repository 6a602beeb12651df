"""What a customer may write, and what becomes of everything else."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from bot.conversations import Reply, sentences
from tests.web.conftest import Answer, Customer, Site


async def raw(customer: Customer, body: bytes, content_type: str = "application/json") -> Answer:
    """Send bytes as they are."""
    headers = {**customer.headers, "Content-Type": content_type}
    return await customer.site.ask("POST", "/api/chat/messages", data=body, headers=headers)


# --- length and emptiness -------------------------------------------------------------------


async def test_a_thousand_characters_are_taken(site: Site, customer: Customer) -> None:
    answer = await customer.say("x" * 1000)
    assert answer.status == 200
    assert site.engine.texts == ["x" * 1000]


@pytest.mark.parametrize("count", [1001, 20_000])
async def test_more_is_refused_with_a_sentence(site: Site, customer: Customer, count: int) -> None:
    answer = await customer.say("x" * count)
    message = answer.assert_error(413, "too_long")
    assert "1,000" in message
    assert "move away" in message  # whatever was in it
    assert site.engine.texts == []
    assert await customer.history() == []


async def test_a_thousand_emoji_are_a_thousand_characters(customer: Customer) -> None:
    assert (await customer.say("\U0001f525" * 1000)).status == 200
    (await customer.say("\U0001f525" * 1001)).assert_error(413, "too_long")


async def test_a_body_larger_than_any_message_is_refused(site: Site, customer: Customer) -> None:
    (await customer.say("x" * 100_000)).assert_error(413, "too_big")
    assert site.engine.texts == []


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n\t ", "\u200b\u200d\ufeff", "\u200e\u200f\u202e\u2069", "\u2028\u2029\u00a0",
     "\u0000\u0007\u001b", "\ud800\udfff\ud800", "\u3000", "\U000e0041\U000e007f"],
)  # fmt: skip
async def test_nothing_to_read_is_refused(site: Site, customer: Customer, text: str) -> None:
    (await customer.say(text)).assert_error(422, "empty")
    assert site.engine.texts == []


@pytest.mark.parametrize("text", ["\U0001f525", "\U0001f44d\U0001f3fd", "?", "1", "\u2764\ufe0f"])
async def test_emoji_and_signs_alone_go_through(site: Site, customer: Customer, text: str) -> None:
    assert (await customer.say(text)).status == 200
    assert site.engine.texts == [text]


async def test_nul_and_broken_halves_of_characters_are_left_out(
    site: Site, customer: Customer
) -> None:
    answer = await customer.say("A12\u000063 \ud800serial\udfff \u001b[31m\u0085ok\nnext")
    assert answer.status == 200
    assert site.engine.texts == ["A1263 serial [31mok\nnext"]
    assert (await customer.history())[0]["text"] == "A1263 serial [31mok\nnext"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "'; DROP TABLE messages; --",
        "{{7*7}} ${7*7} %s %(x)s {0}",
        "../../etc/passwd",
        "\u202eAKFF\u202c مرحبا שלום",
        "ＡＫＦＦ１Ｙ０Ｅ",
        "a\u0301" * 400,
        "\\u0000 \\x00 \\n",
        "/* */ <!-- --> ]]>",
    ],
)
async def test_what_is_written_arrives_and_is_kept_as_it_is(
    site: Site, customer: Customer, text: str
) -> None:
    assert (await customer.say(text)).texts == [f"You said: {text}"]
    assert site.engine.texts == [text]
    assert (await customer.history())[0]["text"] == text


# --- bodies that are no message -------------------------------------------------------------

NOT_JSON = [
    b"",
    b"hello",
    b"{",
    b'{"id": "1", "text": "x"',
    b"\x89PNG\r\n\x1a\n\x00\x00",
    b"\x00" * 1000,
    b'{"id": "1", "text": "\xff"}',
    b"[" * 60_000,
    b'{"a":' * 12_000,
    b'{"id": "1", "text": ' + b"9" * 50_000 + b"}",
]


@pytest.mark.parametrize("body", NOT_JSON, ids=range(len(NOT_JSON)))
async def test_what_is_no_json_is_refused(site: Site, customer: Customer, body: bytes) -> None:
    (await raw(customer, body)).assert_error(400, "not_json")
    assert (await customer.say("and on it goes")).status == 200


async def test_deep_json_is_refused_and_the_service_goes_on(customer: Customer) -> None:
    deep = b'{"id": "1", "text": ' + b"[" * 900 + b"]" * 900 + b"}"
    (await raw(customer, deep)).assert_error(400, "bad_request")
    assert (await customer.say("and on it goes")).status == 200


@pytest.mark.parametrize(
    "body", [None, True, 1, 1.5, "text", [], ["id", "text"], {}, [{"id": "1", "text": "x"}]]
)
async def test_json_that_is_no_message_is_refused(customer: Customer, body: Any) -> None:
    (await raw(customer, json.dumps(body).encode())).assert_error(400, "bad_request")


WRONG = [None, True, False, 0, -1, 1.5, 1e308, [], ["x"], {}, {"a": "b"}]


@pytest.mark.parametrize("value", WRONG, ids=repr)
@pytest.mark.parametrize("field", ["id", "text"])
async def test_a_field_of_another_type_is_refused(
    site: Site, customer: Customer, field: str, value: Any
) -> None:
    answer = await customer.post({"id": "m", "text": "hello", field: value})
    answer.assert_error(400, "bad_request")
    assert site.engine.texts == []


@pytest.mark.parametrize("value", WRONG[1:], ids=repr)
async def test_a_payload_of_another_type_is_refused(
    site: Site, customer: Customer, value: Any
) -> None:
    (await customer.post({"id": "m", "payload": value})).assert_error(400, "bad_request")
    assert site.engine.texts == []


async def test_a_payload_of_null_is_none(site: Site, customer: Customer) -> None:
    assert (await customer.post({"id": "m", "text": "hi", "payload": None})).status == 200
    assert site.engine.texts == ["hi"]


@pytest.mark.parametrize(
    "message_id",
    ["", "x" * 129, "a\nb", "a\u0000b", "é", "\ud800", "\U0001f525", "\u202e", ".", ".."],
)
async def test_a_wrong_id_is_refused(customer: Customer, message_id: str) -> None:
    (await customer.post({"id": message_id, "text": "x"})).assert_error(400, "bad_request")


@pytest.mark.parametrize("message_id", ["x" * 128, "'; --", "<b>", "../..", " ", "%00", "null"])
async def test_any_printable_id_is_taken(customer: Customer, message_id: str) -> None:
    first = await customer.post({"id": message_id, "text": "x"})
    assert first.status == 200
    assert (await customer.post({"id": message_id, "text": "x"})).json == first.json


async def test_fields_nobody_knows_grant_nothing(site: Site, customer: Customer) -> None:
    body = {
        "id": "m", "text": "hello", "from": "agent", "name": "Support", "role": "admin",
        "context": {"photo": "x", "address": "y"}, "conversation": "web-other", "seq": 99,
        "state": {"slots": {"check_verdict": "affected"}}, "buttons": [{"payload": "/affirm"}],
    }  # fmt: skip
    assert (await customer.post(body)).status == 200
    [heard] = site.engine.heard
    assert heard.payload is None
    assert set(heard.context) == {"address"}
    assert (await customer.history())[0]["from"] == "customer"


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
     "application/jsonp", "text/json", "application/octet-stream", "", "a"],
)  # fmt: skip
async def test_another_content_type_is_refused(
    site: Site, customer: Customer, content_type: str
) -> None:
    body = json.dumps({"id": "1", "text": "x"}).encode()
    (await raw(customer, body, content_type)).assert_error(415, "not_json")
    assert site.engine.texts == []


async def test_a_compressed_body_cannot_grow_beyond_the_limit(customer: Customer) -> None:
    import gzip

    bomb = gzip.compress(b'{"id": "1", "text": "' + b"x" * 20_000_000 + b'"}')
    headers = {
        **customer.headers, "Content-Type": "application/json", "Content-Encoding": "gzip"
    }  # fmt: skip
    answer = await customer.site.ask("POST", "/api/chat/messages", data=bomb, headers=headers)
    answer.assert_error(413, "too_big")


# --- once, and in order ---------------------------------------------------------------------


async def test_the_same_id_has_one_effect_and_the_first_answer(
    site: Site, customer: Customer
) -> None:
    first = await customer.say("hello", id="same")
    again = await customer.say("something else", id="same")
    assert again.json == first.json
    assert site.engine.texts == ["hello"]
    assert len(await customer.history()) == 2


async def test_the_same_id_twenty_times_at_once(site: Site, customer: Customer) -> None:
    gate = site.engine.hold("hello")
    sending = [asyncio.create_task(customer.say("hello", id="same")) for _ in range(20)]
    await site.engine.arrived.wait()
    gate.set()
    answers = await asyncio.gather(*sending)
    assert {a.status for a in answers} == {200}
    assert len({a.raw for a in answers}) == 1
    assert site.engine.texts == ["hello"]
    assert len(await customer.history()) == 2


async def test_the_same_id_at_once_answered_at_once(site: Site, customer: Customer) -> None:
    for i in range(20):
        answers = await asyncio.gather(*(customer.say("hello", id=f"n{i}") for _ in range(5)))
        assert [a.status for a in answers] == [200] * 5
        assert len({a.raw for a in answers}) == 1
    assert len(site.engine.texts) == 20


async def test_a_message_while_the_one_before_is_answered(site: Site, customer: Customer) -> None:
    gate = site.engine.hold("first")
    first = asyncio.create_task(customer.say("first"))
    await site.engine.arrived.wait()
    second = asyncio.create_task(customer.say("second"))
    while len(await customer.history()) < 2:
        pass
    assert site.engine.texts == ["first"]  # one turn at a time
    gate.set()
    assert (await first).texts == ["You said: first"]
    assert (await second).texts == ["You said: second"]
    texts = [m["text"] for m in await customer.history()]
    assert texts == ["first", "second", "You said: first", "You said: second"]


async def test_many_at_once_are_answered_in_the_order_stored(
    site: Site, customer: Customer
) -> None:
    answers = await asyncio.gather(*(customer.say(f"n{i}") for i in range(20)))
    assert {a.status for a in answers} == {200}
    history = await customer.history()
    stored = [m["text"] for m in history if m["from"] == "customer"]
    answered = [m["text"] for m in history if m["from"] == "assistant"]
    assert site.engine.texts == stored
    assert answered == [f"You said: {text}" for text in stored]
    for i, answer in enumerate(answers):
        assert answer.texts == [f"You said: n{i}"]


async def test_a_slow_turn_holds_up_nobody_else(site: Site, customer: Customer) -> None:
    gate = site.engine.hold("slow")
    slow = asyncio.create_task(customer.say("slow"))
    await site.engine.arrived.wait()
    other = await site.customer()
    assert (await other.say("quick")).texts == ["You said: quick"]
    gate.set()
    assert (await slow).status == 200


async def test_a_client_that_hangs_up_finds_its_answer_in_the_history(
    site: Site, customer: Customer
) -> None:
    gate = site.engine.hold("hello")
    saying = asyncio.create_task(customer.say("hello", id="m"))
    await site.engine.arrived.wait()
    saying.cancel()
    await asyncio.gather(saying, return_exceptions=True)
    gate.set()
    assert (await customer.say("hello", id="m")).texts == ["You said: hello"]
    assert [m["text"] for m in await customer.history()] == ["hello", "You said: hello"]
    assert site.engine.texts == ["hello"]


async def test_clients_that_hang_up_use_nothing_up(site: Site, customer: Customer) -> None:
    gate = site.engine.hold("hello")
    for i in range(30):
        other = await site.customer()
        saying = asyncio.create_task(other.say("hello"))
        while len(site.engine.heard) <= i:
            await asyncio.sleep(0)
        saying.cancel()
        await asyncio.gather(saying, return_exceptions=True)
    gate.set()
    assert (await customer.say("still there?")).texts == ["You said: still there?"]


# --- when the engine fails ------------------------------------------------------------------


async def test_an_engine_that_raises_gives_a_sentence(site: Site, customer: Customer) -> None:
    site.engine.answers["fail"] = KeyError("jane@example.com")
    answer = await customer.say("fail")
    assert answer.status == 200
    assert answer.texts == [sentences.FAILED]
    assert (await customer.say("and now?")).texts == ["You said: and now?"]


async def test_an_engine_that_raises_in_danger_gives_the_first_steps(
    site: Site, customer: Customer
) -> None:
    site.engine.answers["it is smoking right now"] = KeyError("x")
    answer = await customer.say("it is smoking right now")
    assert "911" in answer.texts[0]
    assert answer.texts[1] == sentences.FAILED


async def test_what_the_customer_wrote_is_in_no_log(
    site: Site, customer: Customer, caplog: pytest.LogCaptureFixture
) -> None:
    text = "I am Jane Porter, jane@example.com"
    site.engine.answers[text] = ValueError(text)
    await customer.say(text, id="secret-id")
    await customer.post({"id": "x", "text": text * 100})
    assert "turn 1 failed" in caplog.text
    assert "Jane" not in caplog.text
    assert "secret-id" not in caplog.text
    assert customer.token not in caplog.text


async def test_replies_keep_their_order(site: Site, customer: Customer) -> None:
    site.engine.answers["go"] = tuple(Reply(str(i)) for i in range(10))
    assert (await customer.say("go")).texts == [str(i) for i in range(10)]
