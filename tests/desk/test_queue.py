"""The queue: its order, its filters, and what is overdue."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from bot.claims import search
from bot.conversations import Inbound, Reply
from bot.conversations.handover import HandOvers
from bot.conversations.incidents import Incidents
from bot.desk import Desk, queue
from bot.desk.pages import queue as pages
from bot.desk.people import People
from bot.desk.queue import Asked, count_danger, load_queue
from bot.office import OfficeHours
from bot.settings import Due
from bot.storage.tables import metadata
from tests.desk.helpers import filed, talk


async def shown(desk: Desk, hours: float = 0, **asked: Any) -> list[tuple[str, str, bool]]:
    now = desk.clock() + timedelta(hours=hours)
    queue = await load_queue(desk.database, Asked(**asked), Due(), "Ana", now)
    return [(i.kind, i.path.rsplit("/", 1)[1], i.overdue(now)) for i in queue.items]


async def fill(desk: Desk) -> dict[str, str]:
    """One of each, made in the reverse of the order they are to be in."""
    names = {"claim": (await filed(desk)).number, "later": (await filed(desk)).number}
    names["waits"] = await talk(desk, "person please")
    await HandOvers(desk.database).ask_for_person(names["waits"], "m1", "asked_for")
    names["not safe"] = await talk(desk, "not safe")
    await HandOvers(desk.database).ask_for_person(names["not safe"], "m1", "not_safe", urgent=True)
    names["incident"] = await talk(desk, "it burned")
    await Incidents(desk.database).record(
        names["incident"], "m1", tense="past", signs=("burn",), told="it burned"
    )
    return names


async def test_danger_then_customers_then_claims_by_age(desk: Desk) -> None:
    names = await fill(desk)
    assert await shown(desk) == [
        ("danger", names["not safe"], False), ("danger", names["incident"], False),
        ("waiting", names["waits"], False),
        ("claim", names["claim"], False), ("claim", names["later"], False),
    ]  # fmt: skip
    assert [late for _, _, late in await shown(desk, hours=1.1)] == [True] * 3 + [False] * 2
    assert [late for _, _, late in await shown(desk, hours=48.1)] == [True] * 5


async def test_danger_that_happens_now_stands_above_all_older_danger(
    desk: Desk, members: Any
) -> None:
    names = await fill(desk)
    names["fire"] = await talk(desk, "it is on fire")
    await Incidents(desk.database).record(
        names["fire"], "m1", tense="now", signs=("fire",), told="it is on fire"
    )
    order = [name for kind, name, _ in await shown(desk) if kind == "danger"]
    assert order == [names[each] for each in ("fire", "not safe", "incident")]
    assert await count_danger(desk.database) == (1, 3)
    ana = await members("Ana", "agent")
    page = (await ana.get("/desk/queue")).raw.decode()
    assert re.findall(r'tag (?:now|red)">(danger[ \w]*)', page) == ["danger now"] + ["danger"] * 2
    # Once a person is on it, it no longer hides the next one.
    await ana.post(f"/desk/incidents/{names['fire']}/m1/mark", mark="seen")
    order = [name for kind, name, _ in await shown(desk) if kind == "danger"]
    assert order == [names[each] for each in ("not safe", "incident", "fire")]
    assert await count_danger(desk.database) == (0, 3)
    assert "danger now" not in (await ana.get("/desk/queue")).raw.decode()


async def test_the_filters(desk: Desk, members: Any) -> None:
    names = await fill(desk)
    ana = await members("Ana", "agent")
    await ana.post(f"/desk/claims/{names['later']}/take")
    await ana.post(f"/desk/conversations/{names['waits']}/take-over")
    for asked, kept in [
        ({"show": "danger"}, ["not safe", "incident"]), ({"show": "waiting"}, ["waits"]),
        ({"show": "claims"}, ["claim", "later"]), ({"mine": True}, ["waits", "later"]),
        ({"state": "checking"}, []), ({"state": "submitted"}, ["claim", "later"]),
        ({"recall": "25-338"}, ["claim", "later"]), ({"recall": "other"}, []),
        ({"channel": "sms"}, []), ({"overdue": True}, []), ({"page": 2}, []),
    ]:  # fmt: skip
        assert [name for _, name, _ in await shown(desk, **asked)] == [names[k] for k in kept]
    page = (await ana.get("/desk/queue?show=nonsense&page=-1&state=x")).raw.decode()
    assert re.findall(r'<li class="(\w+)">\s+<a href="/desk', page) == (
        ["danger"] * 2 + ["waiting"] + ["claim"] * 2
    )
    assert page.count("Ana (you)") == 2


async def test_every_look_of_the_queue_and_the_search_has_an_index(desk: Desk) -> None:
    from sqlalchemy import event

    from bot.claims.search import find_claims

    asked: list[tuple[str, Any]] = []

    def hear(_c: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        asked.append((statement, parameters))

    await fill(desk)
    engine = desk.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", hear)
    try:
        await shown(desk)
        await count_danger(desk.database)
        await find_claims(desk.database, "jane porter")
        await find_claims(desk.database, "jane@example.com")
    finally:
        event.remove(engine, "before_cursor_execute", hear)
    plans = []
    async with desk.database.read() as connection:
        for statement, parameters in asked:
            if statement.startswith("SELECT"):
                rows = await connection.exec_driver_sql(
                    "EXPLAIN QUERY PLAN " + statement, parameters
                )
                plans += [row[3] for row in rows]
    assert len(plans) >= 12
    tables = "|".join(metadata.tables)
    assert [p for p in plans if re.match(rf"SCAN ({tables})\b(?!.*USING)", p)] == []


async def test_a_customer_waits_until_a_person_answers_whatever_the_assistant_puts_in(
    desk: Desk,
) -> None:
    conversation = await talk(desk, "hello")
    await desk.keepers.take_over(conversation, "Ana")
    accepted = await desk.transcript.accept(conversation, Inbound("m2", "are you there?"))
    put_in = [Reply("Your claim is approved")]
    await desk.transcript.save_turn(conversation, accepted.seq, put_in, None)
    waiting = [("waiting", conversation, False)]
    assert await shown(desk) == waiting
    await desk.keepers.say_as_agent(conversation, "Ana", "Yes.", "a1")
    assert await shown(desk) == []


async def test_who_is_disabled_lets_go_of_customers_and_claims(members: Any, desk: Desk) -> None:
    claim = await filed(desk)
    waits, answered = await talk(desk, "hello"), await talk(desk, "hello")
    ben = await members("Ben", "agent")
    await ben.post(f"/desk/claims/{claim.number}/take")
    for n, conversation in enumerate((waits, answered)):
        await desk.keepers.take_over(conversation, "Ben")
        accepted = await desk.transcript.accept(conversation, Inbound("m2", "are you there?"))
        await desk.transcript.save_turn(conversation, accepted.seq, [], None)
        if n:
            await desk.keepers.say_as_agent(conversation, "Ben", "Yes.", "a1")
    secret = desk.settings.require_secret()
    hours = OfficeHours.parse("Mon-Fri 08:00-17:00 UTC")
    people = People(desk.database, desk.audit, secret, desk.clock, hours=hours)
    await people.disable("ben")
    assert [await desk.keepers.keeper(c) for c in (waits, answered)] == [None, None]
    told = [(await desk.transcript.latest(c, 1))[0].text for c in (waits, answered)]
    assert told[0].startswith("Ben has left the chat.") and "(UTC time)" in told[0]
    assert told[1] == "Yes."
    queue = await load_queue(desk.database, Asked(), Due(), "Ana", desk.clock())
    assert [(i.title, i.why, i.holder) for i in queue.items if i.kind == "waiting"] == [
        (f"Conversation …{waits[-6:]}", ("agent left",), None)
    ]
    assert [i.holder for i in queue.items if i.kind == "claim"] == [None]


async def test_a_photo_sends_no_claim_to_the_back(desk: Desk) -> None:
    first, second = await filed(desk), await filed(desk)
    before = (await load_queue(desk.database, Asked(), Due(), "Ana", desk.clock())).items
    await desk.claims.attach_photo(first.number, "another")
    after = (await load_queue(desk.database, Asked(), Due(), "Ana", desk.clock())).items
    assert before == after and [i.title for i in after] == [first.number, second.number]
    waiting = await desk.claims.waiting_longest(("submitted",), 2)
    assert [claim.number for claim in waiting] == [first.number, second.number]


async def counted(member: Any) -> dict[str, str]:
    page = (await member.get("/desk/queue")).raw.decode()
    return dict(re.findall(r'show=(\w+)"[^>]*>[\w ]+<span class="tag[^"]*">([^<]+)<', page))


async def test_what_is_too_much_to_count_is_shown_as_more(
    members: Any, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(desk)
    ana = await members("Ana", "agent")
    assert await counted(ana) == {"all": "5", "danger": "2", "waiting": "1", "claims": "2"}
    monkeypatch.setattr(queue, "MOST_WAITING", 2)
    assert await counted(ana) == {"all": "5+", "danger": "2", "waiting": "1+", "claims": "2"}
    monkeypatch.setattr(queue, "MOST_WAITING", 1)
    # Of one hand-over only the urgent one is looked at.
    assert await counted(ana) == {"all": "4+", "danger": "2+", "waiting": "0+", "claims": "2"}


async def test_many_open_incidents_hide_no_customer_who_waits(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = await fill(desk)
    # The hand-overs of incidents are urgent, and would be all that is looked at.
    monkeypatch.setattr(queue, "MOST_WAITING", 2)
    for n in range(2):
        await Incidents(desk.database).record(
            names["incident"], f"n{n}", tense="past", signs=("burn",), told="it burned"
        )
    assert ("waiting", names["waits"], False) in await shown(desk)


async def test_a_search_that_finds_too_many_says_so(
    members: Any, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        await filed(desk)
    ana = await members("Ana", "agent")
    assert "<h1>3 found for" in (await ana.post("/desk/search", q="jane")).raw.decode()
    for module in (search, pages):
        monkeypatch.setattr(module, "MOST_FOUND", 2)
    page = (await ana.post("/desk/search", q="jane")).raw.decode()
    assert "<h1>The first 2 found for" in page
