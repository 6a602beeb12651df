"""The chat API over WebSocket."""

from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack
from typing import Any

import aiohttp
import pytest
from aiohttp import WSMsgType

import bot.web.chat_socket
from bot.claims.claim import ClaimedUnit
from bot.claims.claims import Claims
from bot.conversations import Button, Message, Reply
from bot.settings import Limits
from bot.storage import Database
from bot.web.chat_socket import MOST_SOCKETS
from tests.web.conftest import Customer, Site, Start


async def answer(ws: aiohttp.ClientWebSocketResponse) -> list[dict[str, Any]]:
    """The frames up to the end of typing."""
    frames = []
    while (frame := await ws.receive_json(timeout=20)) != {"typing": False}:
        frames.append(frame)
    return frames


async def test_a_message_is_answered(customer: Customer) -> None:
    async with customer.socket() as ws:
        assert ws.protocol == f"recall.{customer.token}"
        await ws.send_json({"id": "1", "text": "hello"})
        typing, message = await answer(ws)
        assert typing == {"typing": True}
        assert message == (await customer.history())[1]


async def test_a_button_is_pressed(site: Site, customer: Customer) -> None:
    site.engine.answers["ask"] = (Reply("Yes?", buttons=(Button("Yes", "/affirm"),)),)
    async with customer.socket() as ws:
        await ws.send_json({"id": "1", "text": "ask"})
        payload = (await answer(ws))[1]["buttons"][0]["payload"]
        await ws.send_json({"id": "2", "payload": payload})
        await answer(ws)
    assert (site.engine.heard[-1].text, site.engine.heard[-1].payload) == ("Yes", "/affirm")


async def test_the_same_id_again_gives_the_first_answer(site: Site, customer: Customer) -> None:
    async with customer.socket() as ws:
        await ws.send_json({"id": "1", "text": "hello"})
        first = await answer(ws)
        await ws.send_json({"id": "1", "text": "hello"})
        assert await answer(ws) == first
    assert site.engine.texts == ["hello"]


async def test_messages_are_taken_in_the_order_sent(site: Site, customer: Customer) -> None:
    texts = [f"n{i}" for i in range(30)]
    async with customer.socket() as ws:
        for text in texts:
            await ws.send_json({"id": text, "text": text})
        said: list[str] = []
        while len(said) < len(texts):
            frame = await ws.receive_json(timeout=20)
            said += [frame["text"]] if "text" in frame else []
    assert site.engine.texts == texts
    assert said == [f"You said: {text}" for text in texts]


async def test_what_is_already_known_is_not_sent_again(customer: Customer) -> None:
    await customer.say("before")
    async with customer.socket() as ws:
        await ws.send_json({"id": "x", "text": "after"})
        assert [f["text"] for f in (await answer(ws))[1:]] == ["You said: after"]


async def test_of_a_long_conversation_nothing_old_is_sent(customer: Customer) -> None:
    for i in range(260):
        await customer.say(str(i))
    async with customer.socket() as ws:
        await ws.send_json({"id": "x", "text": "after"})
        assert [f["text"] for f in (await answer(ws))[1:]] == ["You said: after"]


@pytest.mark.parametrize("protocols", [(), ("chat",), ("recall.",), ("recall.x",), ("{token}",)])
async def test_without_its_token_no_socket_opens(
    customer: Customer, protocols: tuple[str, ...]
) -> None:
    offered = [p.format(token=customer.token) for p in protocols]
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await customer.site.client.ws_connect("/api/chat/socket", protocols=offered)
    assert refused.value.status == 401


async def test_the_token_may_stand_among_other_protocols(customer: Customer) -> None:
    ws = await customer.site.client.ws_connect(
        "/api/chat/socket", protocols=["chat", f"recall.{customer.token}"]
    )
    assert ws.protocol == f"recall.{customer.token}"
    await ws.close()


async def test_a_plain_request_is_no_socket(customer: Customer) -> None:
    got = await customer.site.ask(
        "GET",
        "/api/chat/socket",
        headers={"Sec-WebSocket-Protocol": f"recall.{customer.token}"},
    )
    got.assert_error(400, "http")


BAD = ["", "hello", "{", "[" * 30_000, '{"id": "1"}', "[]", "null", '"text"', "1",
       '{"id": 1, "text": "x"}', '{"id": "1", "text": ["x"]}',
       '{"id": "1", "payload": {}}']  # fmt: skip


@pytest.mark.parametrize("frame", BAD, ids=range(len(BAD)))
async def test_a_bad_frame_gets_an_error_and_the_socket_stays_open(
    customer: Customer, frame: str
) -> None:
    async with customer.socket() as ws:
        await ws.send_str(frame)
        error = await ws.receive_json(timeout=20)
        assert error["error"]["code"] in ("not_json", "bad_request")
        assert error["error"]["message"].endswith(".")
        await ws.send_json({"id": "2", "text": "hello"})
        assert (await answer(ws))[1]["text"] == "You said: hello"


async def test_an_error_names_the_message(customer: Customer) -> None:
    async with customer.socket() as ws:
        await ws.send_json({"id": "m7", "text": "x" * 1001})
        error = await ws.receive_json(timeout=20)
        assert (error["error"]["code"], error["id"]) == ("too_long", "m7")


async def test_a_binary_frame_gets_an_error(customer: Customer) -> None:
    async with customer.socket() as ws:
        await ws.send_bytes(b"\x00\x01\xff")
        assert (await ws.receive_json(timeout=20))["error"]["code"] == "not_json"
        await ws.send_bytes(json.dumps({"id": "1", "text": "x"}).encode())
        assert (await ws.receive_json(timeout=20))["error"]["code"] == "not_json"


async def test_a_message_far_too_long_gets_a_sentence_and_the_socket_stays_open(
    customer: Customer,
) -> None:
    async with customer.socket() as ws:
        await ws.send_json({"id": "m1", "text": "x" * 200_000})
        error = await ws.receive_json(timeout=20)
        assert (error["error"]["code"], error["id"]) == ("too_long", "m1")
        await ws.send_json({"id": "m2", "text": "hello"})
        assert (await answer(ws))[1]["text"] == "You said: hello"


async def test_a_huge_frame_ends_the_socket_alone(customer: Customer) -> None:
    async with customer.socket() as ws:
        await ws.send_str("x" * 2_000_000)
        ended = await ws.receive(timeout=20)
        assert ended.type in (WSMsgType.CLOSE, WSMsgType.CLOSED, WSMsgType.ERROR)
        assert ws.close_code == 1009
    assert (await customer.say("still there?")).status == 200


async def test_an_error_nobody_thought_of_is_a_sentence(
    site: Site, customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: Any) -> None:
        raise RuntimeError("jane@example.com")

    async with customer.socket() as ws:
        with monkeypatch.context() as changed:
            changed.setattr(site.door.turns, "answer_to", broken)
            await ws.send_json({"id": "1", "text": "x"})
            error = (await answer(ws))[1]
        assert error["error"]["code"] == "failed"
        assert "jane" not in json.dumps(error)
        await ws.send_json({"id": "2", "text": "again"})
        assert (await answer(ws))[-1]["text"] == "You said: again"


async def test_a_failed_look_does_not_end_the_socket(
    site: Site, customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    since = site.door.transcript.since
    failed = asyncio.Event()

    async def away(*arguments: Any) -> Any:
        monkeypatch.setattr(site.door.transcript, "since", since)
        failed.set()
        raise ConnectionRefusedError if arguments == () else RuntimeError

    async with customer.socket() as ws:
        await ws.send_json({"id": "1", "text": "x"})
        await answer(ws)
        monkeypatch.setattr(site.door.transcript, "since", away)
        site.door.wake(customer.conversation)
        await failed.wait()
        await customer.say("from another tab")
        assert (await ws.receive_json(timeout=20))["text"] == "You said: from another tab"


async def test_a_second_tab_gets_the_answer_too(customer: Customer) -> None:
    async with customer.socket() as one, customer.socket() as two:
        await one.send_json({"id": "1", "text": "hello"})
        assert (await answer(one))[1]["text"] == "You said: hello"
        assert (await two.receive_json(timeout=20))["text"] == "You said: hello"


async def test_what_is_said_by_http_is_answered_on_the_socket_too(customer: Customer) -> None:
    async with customer.socket() as ws:
        await customer.say("hello")
        assert (await ws.receive_json(timeout=20))["text"] == "You said: hello"


async def test_a_socket_gets_nothing_of_another_conversation(
    site: Site, customer: Customer
) -> None:
    other = await site.customer()
    async with customer.socket() as ws:
        await other.say("secret")
        await ws.send_json({"id": "1", "text": "mine"})
        assert [f["text"] for f in (await answer(ws))[1:]] == ["You said: mine"]


async def test_what_another_process_writes_is_pushed(
    site: Site, customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.web.chat_socket, "SOCKET_POLL_SECONDS", 0.01)
    await customer.say("hello")
    firm = Database(site.door.database.url)  # as `recall-assistant claims decide` has it
    try:
        claims = Claims(firm)
        unit = ClaimedUnit("A1263", None, "affected", {})
        claim = await claims.open_draft(customer.conversation, "m1", "25-338", [unit])
        await claims.submit(claim.number, [])
        async with customer.socket() as ws:
            await claims.move(
                claim.number, "checking", "firm", "looked at", notice=Reply("We look at it.")
            )
            message = await ws.receive_json(timeout=20)
        assert (message["from"], message["text"]) == ("assistant", "We look at it.")
    finally:
        await firm.close()


async def test_a_closed_tab_loses_no_answer(site: Site, customer: Customer) -> None:
    gate = site.engine.hold("hello")
    async with customer.socket() as ws:
        await ws.send_json({"id": "m", "text": "hello"})
        await site.engine.arrived.wait()
    gate.set()
    assert (await customer.say("hello", id="m")).texts == ["You said: hello"]
    assert [m["text"] for m in await customer.history()] == ["hello", "You said: hello"]


async def test_a_frame_sent_just_before_closing_is_taken(customer: Customer) -> None:
    for i in range(20):
        async with customer.socket() as ws:
            await ws.send_json({"id": f"last-{i}", "text": f"last words {i}"})
    await customer.say("now")
    said = [m["text"] for m in await customer.history() if m["from"] == "customer"]
    assert said == [*(f"last words {i}" for i in range(20)), "now"]


async def test_who_leaves_at_once_is_answered_all_the_same(customer: Customer) -> None:
    for i in range(20):
        async with customer.socket() as ws:
            await ws.send_json({"id": f"m{i}", "text": f"n{i}"})

    async def all_answered() -> None:
        while len(await customer.history()) < 40:  # nothing further is said
            await asyncio.sleep(0.01)

    await asyncio.wait_for(all_answered(), 60)


async def test_sockets_that_come_and_go_leave_nothing_behind(
    site: Site, customer: Customer
) -> None:
    gate = site.engine.hold("hello")
    for _ in range(30):
        ws = await customer.socket()
        await ws.send_json({"id": "m", "text": "hello"})
        ws._response.close()  # the line is cut, no good-bye
        while len(site.door.watchers.get(customer.conversation, ())) > MOST_SOCKETS // 2:
            await asyncio.sleep(0)  # one that still stores what it heard counts as open
    gate.set()
    assert (await customer.say("still there?")).texts == ["You said: still there?"]
    async with customer.socket() as ws:
        await ws.send_json({"id": "last", "text": "bye"})
        await answer(ws)
    while site.door.watchers:
        await asyncio.sleep(0)
    assert not site.door.sockets


async def test_the_end_of_the_service_ends_open_sockets(start_site: Start) -> None:
    site = await start_site()
    customer = await site.customer()
    ws = await customer.socket()
    closing = asyncio.create_task(site.server.close())
    ended = await ws.receive(timeout=20)
    assert (ended.type, ended.data) == (WSMsgType.CLOSE, 1001)
    await closing


async def test_of_one_conversation_ten_sockets_are_open_at_once(
    site: Site, customer: Customer
) -> None:
    async with AsyncExitStack() as held:
        for _ in range(MOST_SOCKETS):
            await held.enter_async_context(customer.socket())
        refused = await site.ask(
            "GET", "/api/chat/socket",
            headers={
                "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
                "Sec-WebSocket-Key": "x" * 22 + "==",
                "Sec-WebSocket-Protocol": f"recall.{customer.token}",
            },
        )  # fmt: skip
        refused.assert_error(429, "too_many_sockets")
        assert refused.headers["Retry-After"] == "60"
        # It goes on by HTTP, and others have their own.
        assert (await customer.say("hello")).texts == ["You said: hello"]
        async with (await site.customer()).socket():
            pass
    while site.door.watchers:
        await asyncio.sleep(0)
    async with customer.socket() as ws:
        await ws.send_json({"id": "x", "text": "again"})
        assert [f["text"] for f in (await answer(ws))[1:]] == ["You said: again"]


async def test_an_address_opens_so_many_sockets_a_minute(start_site: Start) -> None:
    site = await start_site(limits=Limits.parse("address_minute=2"))
    customer = await site.customer()
    for _ in range(2):
        async with customer.socket():
            pass
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        async with customer.socket():
            pass
    assert refused.value.status == 429


async def test_who_begins_with_the_newest_reads_nothing_older(
    site: Site, customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await customer.say("hello")
    since, read = site.door.transcript.since, []

    async def reading(conversation: str, after: int, limit: int = 500) -> list[Message]:
        read.append(after)
        return await since(conversation, after, limit)

    monkeypatch.setattr(site.door.transcript, "since", reading)
    async with customer.socket() as ws:
        await ws.send_json({"id": "x", "text": "again"})
        await answer(ws)
    assert min(read) == 2
