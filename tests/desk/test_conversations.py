"""Conversations at the desk: who has one, answers, and what open pages hear of it."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.claims.photos import CleanPhoto
from bot.conversations import Inbound
from bot.conversations.handover import HandOvers, hand_over
from bot.conversations.transcript import utc_now
from bot.desk import Desk
from bot.desk.absent import give_back_of_absent
from bot.desk.live import Bell
from bot.desk.pages import conversations as conversation_page
from bot.desk.work import filled
from bot.office import OfficeHours
from bot.storage.desk_tables import desk_sessions
from bot.storage.tables import chatwoot_links, handovers, messages
from tests.desk.helpers import filed, talk
from tests.web.conftest import Customer, Site
from tests.web.pictures import picture


async def test_two_agents_and_a_customer(members: Any, desk: Desk, customer: Customer) -> None:
    ana, ben = await members("Ana", "agent"), await members("Ben", "agent")
    lead = await members("Lea", "lead")
    path = f"/desk/conversations/{customer.conversation}"
    await customer.say("I want a person")
    await HandOvers(desk.database).ask_for_person(customer.conversation, "m1", "asked_for")
    assert b"customer waits" in (await ana.get("/desk/queue")).raw
    page = (await ana.get(path)).raw.decode()
    assert "I want a person" in page and "You said" in page and "asked for" in page
    assert (await ana.post(path + "/answer", text="too early", id="a0")).status == 409
    assert (await ana.post(path + "/take-over")).status == 303
    answer = await ben.post(path + "/take-over")
    assert answer.status == 409 and b"Ana has this conversation now" in answer.raw
    assert (await ben.post(path + "/answer", text="me too", id="b1")).status == 409
    assert b"Ana has it since" in (await ben.get(path)).raw
    for _ in range(2):  # the same form sent twice says it once
        assert (await ana.post(path + "/answer", text="Hello, I am Ana.", id="a1")).status == 303
    await customer.say("thank you")
    said = [(m["from"], m["name"], m["text"]) for m in await customer.history()]
    assert said[2:] == [("agent", "Ana", "Hello, I am Ana."), ("customer", None, "thank you")]
    assert (await ben.post(path + "/give-back")).status == 409
    assert (await ben.post(path + "/take-over", force="1")).status == 409
    assert (await ana.post(path + "/give-back")).status == 303
    assert b"customer waits" not in (await ana.get("/desk/queue")).raw
    assert (await customer.say("and now?")).texts == ["You said: and now?"]
    assert (await ben.post(path + "/take-over")).status == 303
    assert (await lead.post(path + "/take-over", force="1")).status == 303
    entries = await desk.audit.latest(desk.database, subject=customer.conversation)
    actions = [entry.action for entry in entries]
    assert actions.count("answered") == 1
    assert {"conversation opened", "conversation taken over", "conversation given back"} <= set(
        actions
    )
    assert entries[0].details == {"from": "Ben"}


async def test_who_signs_out_leaves_no_customer_in_silence(members: Any, desk: Desk) -> None:
    ana = await members("Ana", "agent")
    waits, answered = await talk(desk, "hello"), await talk(desk, "hello")
    for conversation in (waits, answered):
        await ana.get(f"/desk/conversations/{conversation}")
        await ana.post(f"/desk/conversations/{conversation}/take-over")
    await ana.post(f"/desk/conversations/{answered}/answer", text="Done.", id="a1")
    other = await members("Ana")
    assert (await other.sign_in()).status == 303
    # In another browser she is still there.
    assert (await other.post("/desk/logout")).status == 303
    assert await desk.keepers.keeper(waits) is not None
    assert (await ana.post("/desk/logout")).status == 303
    for conversation, last in ((waits, "Ana has left the chat."), (answered, "Done.")):
        assert await desk.keepers.keeper(conversation) is None
        said = (await desk.transcript.latest(conversation, 1))[0]
        assert said.text.startswith(last)
        (entry, *_) = await desk.audit.latest(desk.database, subject=conversation)
        assert (entry.actor, entry.action) == ("ana", "conversation given back")
    async with desk.database.read() as connection:
        asked = sa.select(handovers.c.conversation, handovers.c.reason)
        assert (await connection.execute(asked)).all() == [(waits, "agent_left")]


async def test_what_was_seen_to_waits_again_where_nobody_has_answered(
    members: Any, desk: Desk
) -> None:
    ana = await members("Ana", "agent")
    waits = await talk(desk, "a person please")
    (message,) = [m.id for m in await desk.transcript.latest(waits, 9) if m.sender == "customer"]
    async with desk.database.write() as connection:
        await hand_over(connection, waits, message, "asked_for", urgent=False, now=utc_now())
        await connection.execute(sa.update(handovers).values(done_at=utc_now(), done_by="Ana"))
    await ana.get(f"/desk/conversations/{waits}")
    await ana.post(f"/desk/conversations/{waits}/take-over")
    await ana.post("/desk/logout")
    async with desk.database.read() as connection:
        open_ = sa.select(handovers.c.reason).where(handovers.c.done_at.is_(None))
        assert (await connection.execute(open_)).scalars().all() == ["agent_left"]


async def test_a_session_that_ended_by_itself_gives_back_what_is_kept_here(
    members: Any, desk: Desk
) -> None:
    ana, ben = await members("Ana", "agent"), await members("Ben", "agent")
    mine, hers, there = [await talk(desk, "hello") for _ in range(3)]
    for one, conversation in ((ben, mine), (ana, hers), (ana, there)):
        await one.get(f"/desk/conversations/{conversation}")
        await one.post(f"/desk/conversations/{conversation}/take-over")
    link = {"conversation": there, "remote": 7, "mirrored": 0, "open": True, "agent": "Ana"}
    async with desk.database.write() as connection:
        await connection.execute(sa.insert(chatwoot_links).values(**link))
        await connection.execute(
            sa.update(desk_sessions)
            .where(desk_sessions.c.person == "ana")
            .values(seen_at=desk.clock() - timedelta(hours=1))
        )
    hours = OfficeHours.parse("Mon-Fri 08:00-17:00 UTC")
    with_hours = replace(desk, settings=replace(desk.settings, office_hours=hours))
    for _ in range(2):
        await give_back_of_absent(with_hours)
    kept = [await desk.keepers.keeper(each) for each in (mine, hers, there)]
    assert [keeper and keeper.agent for keeper in kept] == ["Ben", None, "Ana"]
    said = await desk.transcript.latest(hers, 2)
    assert said[1].text.startswith("Ana has left the chat.") and said[0].text == "Answer 1"
    assert "(UTC time)" in said[1].text


async def test_an_answer_with_an_open_field_is_not_sent(members: Any, desk: Desk) -> None:
    conversation = await talk(desk, "hello")
    lead = await members("Lea", "lead")
    path = f"/desk/conversations/{conversation}"
    text = "Hello {name}, about {number}: {agent}"
    assert (await lead.post("/desk/answers", title="Hello", text=text)).status == 303
    page = (await lead.get(path)).raw.decode()
    assert "Hello [name], about [number]: Lea" in page
    await lead.post(path + "/take-over")
    answer = await lead.post(path + "/answer", text="Hello [name]", id="1")
    assert answer.status == 400 and b"Please fill in [name]" in answer.raw
    for wrong in ("", " ", "x" * 2001):
        assert (await lead.post(path + "/answer", text=wrong, id="2")).status == 400
    assert filled("{name} {other}", {"name": "Jane"}) == "Jane {other}"
    found = re.search(r'name="id" value="(\d+)"', (await lead.get("/desk/answers")).raw.decode())
    assert (await lead.post("/desk/answers/delete", id=found[1])).status == 303
    assert b"Hello {name}" not in (await lead.get("/desk/answers")).raw


async def test_notes_are_the_teams_and_no_customers(
    members: Any, desk: Desk, customer: Customer
) -> None:
    await customer.say("hello")
    ana = await members("Ana", "agent")
    path = f"/desk/conversations/{customer.conversation}"
    assert (await ana.post(path + "/note", text="Called back, nobody there.")).status == 303
    assert b"Called back" in (await ana.get(path)).raw
    assert "Called back" not in str(await customer.history())
    assert (await ana.post("/desk/conversations/nothing/note", text="x")).status == 404


@pytest.mark.parametrize("arrived, words", [
    ("maybe_twice", "may have arrived twice"), ("unknown", "nobody knows if it arrived"),
])  # fmt: skip
async def test_what_may_have_arrived_or_not_is_shown_as_such(
    members: Any, desk: Desk, arrived: str, words: str
) -> None:
    conversation, ana = await talk(desk, "hello"), await members("Ana", "agent")
    path = f"/desk/conversations/{conversation}"
    assert words not in (await ana.get(path)).raw.decode()
    async with desk.database.write() as connection:
        await connection.execute(
            sa.update(messages)
            .where(messages.c.conversation == conversation)
            .values(extras={"arrived": arrived})
        )
    assert words in (await ana.get(path)).raw.decode()


async def test_what_was_understood_is_shown(members: Any, desk: Desk) -> None:
    ana = await members("Ana", "agent")
    page = await ana.get(f"/desk/conversations/{await talk(desk, 'hello')}")
    assert b"inform 91 %" in page.raw


async def test_an_open_page_hears_of_each_change(
    members: Any, desk: Desk, customer: Customer
) -> None:
    ana = await members("Ana", "agent")
    async with ana.client.get("/desk/events") as response:
        assert response.content_type == "text/event-stream"
        await response.content.readuntil(b"\n\n")
        await customer.say("hello")
        event = await asyncio.wait_for(response.content.readuntil(b"\n\n"), 60)
        assert event == f"event: changed\ndata: {customer.conversation}\n\n".encode()
        desk.bell.close()
        assert await asyncio.wait_for(response.content.read(), 60) == b""


async def test_a_page_that_does_not_read_takes_no_memory() -> None:
    bell = Bell()
    with bell.listening() as queue:
        for _ in range(1000):
            bell.ring("topic")
        assert queue.qsize() == 100
    bell.ring("nobody")


@pytest.mark.parametrize("path", ["", "/take-over", "/answer", "/give-back", "/done"])
async def test_what_is_not_there_is_said_plainly(members: Any, path: str) -> None:
    ana = await members("Ana", "agent")
    send = ana.post if path else ana.get
    options = {"text": "x"} if path else {}
    answer = await send("/desk/conversations/nothing" + path, **options)
    assert answer.status == 404 and b"No conversation has this id" in answer.raw


async def test_the_service_ends_with_pages_open(start_site: Any) -> None:
    site: Site = await start_site()
    from tests.desk.conftest import PASSWORD, Member, desk_of

    desk = desk_of(site)
    await desk.people.add("ana", "Ana", "agent", PASSWORD)
    ana = Member(site, desk, "Ana")
    await ana.sign_in()
    async with ana.client.get("/desk/events") as response:
        await response.content.readuntil(b"\n\n")
        site.server.runner._shutdown_timeout = 600  # what it would wait for those who never go
        await asyncio.wait_for(site.server.close(), 60)
    await ana.client.close()


async def test_a_photo_sent_while_a_person_has_the_conversation_is_put_into_its_claim(
    members: Any, desk: Desk
) -> None:
    claim, other = await filed(desk), await filed(desk)
    await desk.claims.move(claim.number, "needs_information", "firm", "the label")
    look = CleanPhoto(picture(), 640, 480, "a" * 64, "", None)
    here = claim.conversation
    photo, accepted = await desk.photos.keep(here, "up", look, Inbound("p9", "Photo"))
    await desk.transcript.save_turn(here, accepted.seq, [], None)
    ana, ben = await members("Ana", "agent"), await members("Ben", "agent")
    path = f"/desk/conversations/{here}"
    page = (await ana.get(path)).raw.decode()
    assert f"Put into claim {claim.number}" in page and other.number not in page
    this = {"photo": photo, "claim": claim.number}
    assert (await ana.post(path + "/photo", csrf="wrong", **this)).status == 403
    assert (await ana.post(path + "/photo", **{**this, "claim": other.number})).status == 409
    assert (await ana.post(path + "/photo", **{**this, "photo": "another"})).status == 409
    await ben.get(path)
    await ben.post(f"/desk/claims/{claim.number}/take")
    assert (await ana.post(path + "/photo", **this)).status == 409
    assert (await ben.post(path + "/photo", **this)).status == 303
    now = await desk.claims.get(claim.number)
    assert photo in now.photos and now.state == "checking" and None not in now.photo_checks
    assert f"Put into claim {claim.number}" not in (await ana.get(path)).raw.decode()
    done = {e.action for e in await desk.audit.latest(desk.database, subject=claim.number)}
    assert {"photo put into claim", "claim decided"} <= done


async def test_who_has_the_conversation_is_not_told_to_take_it_over(
    members: Any, desk: Desk
) -> None:
    ana, page = await members("Ana", "agent"), f"/desk/conversations/{await talk(desk, 'hello')}"
    assert b"Take the conversation over first" in (await ana.get(page)).raw
    await ana.post(f"{page}/take-over")
    assert b"Take the conversation over first" not in (await ana.get(page)).raw
    ben = await members("Ben", "agent")
    assert b"Take the conversation over first" in (await ben.get(page)).raw


async def test_what_was_said_before_the_latest_is_a_click_away(
    members: Any, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation_page, "MOST_MESSAGES", 4)
    conversation = await talk(desk, "one", "two", "three", "four")
    ana = await members("Ana", "agent")
    path = f"/desk/conversations/{conversation}"
    latest = (await ana.get(path)).raw.decode()
    assert 'customer">three<' in latest and 'customer">two<' not in latest
    assert f'4 earlier messages are left out here: <a href="{path}?before=5">' in latest
    earlier = (await ana.get(f"{path}?before=5")).raw.decode()
    assert 'customer">one<' in earlier and 'customer">three<' not in earlier
    assert f'4 later messages are left out here: <a href="{path}">' in earlier
    assert "earlier messages" not in earlier
    for odd in ("0", "-1", "x", "99", "9" * 20):
        shown = (await ana.get(f"{path}?before={odd}")).raw.decode()
        assert shown.count('customer">three<') == 1 and '">4 earlier messages' in shown
