"""What waits for a person: danger now, other danger, customers, then claims by age."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.desk import work
from bot.desk.masks import masked_name
from bot.settings import Due
from bot.storage import Database
from bot.storage.desk_tables import claim_holders, incident_marks
from bot.storage.tables import claims, conversations, handovers, incidents

__all__ = ["WORK", "Asked", "Danger", "Item", "Queue", "count_danger", "load_queue"]

# The states in which a claim waits for the firm.
WORK = ("submitted", "checking", "approved", "disposal_confirmed")
SHOWS = ("all", "danger", "waiting", "claims")
ON_A_PAGE = 50
# Nobody works through more at once; what is behind them is shown when these are done.
MOST_WAITING = 500
# How danger is ranked: it happens now and no person has marked it yet; a person was called at
# once; it is past, or a person is on it.
NOW, URGENT, PAST, NO_DANGER = range(4)


@dataclass(frozen=True)
class Asked:
    """The filters. state, recall, channel: only these, "" for all."""

    show: str = "all"
    state: str = ""
    recall: str = ""
    channel: str = ""
    mine: bool = False
    overdue: bool = False
    page: int = 1


@dataclass(frozen=True)
class Item:
    """One thing to do. kind: danger, waiting or claim; since: how long it has waited.

    now: the danger happens now, and no person has marked it yet.
    """

    kind: str
    path: str
    title: str
    why: tuple[str, ...]
    since: datetime
    due: datetime
    holder: str | None = None
    channel: str = ""
    recall: str = ""
    state: str = ""
    now: bool = False

    def overdue(self, now: datetime) -> bool:
        """Should it have been done by now?"""
        return self.due < now


@dataclass(frozen=True)
class Queue:
    """What is shown, how much there is of each kind, and if there is more.

    beyond: the kinds of which there may be more than is counted, see MOST_WAITING.
    """

    items: list[Item]
    counts: dict[str, int]
    more: bool
    beyond: frozenset[str] = frozenset()


class Danger(NamedTuple):
    """Conversations with danger that is open; now: with some that happens now, see Item."""

    now: int
    open: int


@dataclass
class _Talk:
    rank: int = NO_DANGER
    why: dict[str, None] = field(default_factory=dict)
    since: datetime | None = None

    def add(self, why: str, at: datetime, rank: int) -> None:
        self.rank = min(self.rank, rank)
        self.why[why] = None
        self.since = at if self.since is None else min(self.since, at)


async def load_queue(
    database: Database, asked: Asked, due: Due, person: str, now: datetime
) -> Queue:
    """The queue as `asked` for by `person`."""
    async with database.read() as connection:
        talks, beyond = await _talks(connection, due)
        counts = await _count_claims(connection)
        items = [item for item in talks if _wanted(item, asked, person, now)]
        more = False
        if asked.show in ("all", "claims"):
            found, more = await _claims(connection, asked, due, person, now)
            items += found
    counts |= {k: sum(item.kind == k for item in talks) for k in ("danger", "waiting")}
    return Queue(items, counts, more, frozenset(beyond))


def _wanted(item: Item, asked: Asked, person: str, now: datetime) -> bool:
    return (
        asked.page == 1
        and asked.show in ("all", item.kind)
        and not asked.state
        and not asked.recall
        and asked.channel in ("", item.channel)
        and (not asked.mine or item.holder == person)
        and (not asked.overdue or item.overdue(now))
    )


async def _talks(connection: AsyncConnection, due: Due) -> tuple[list[Item], set[str]]:
    """Conversations with danger by its rank, then customers who wait, each the oldest first.

    Also the kinds of which there are too many to look at all.
    """
    talks: dict[str, _Talk] = defaultdict(_Talk)
    beyond = set()
    is_now = _is_now()
    told = sa.select(incidents, is_now.label("is_now")).where(incidents.c.done_at.is_(None))
    told = told.order_by(is_now.desc(), incidents.c.at)
    rows = (await connection.execute(told.limit(MOST_WAITING))).all()
    if len(rows) == MOST_WAITING:
        beyond.add("danger")
    for row in rows:
        when = "it happens" if row.is_now else "incident"
        signs = ", ".join(str(sign) for sign in row.signs[:3]).replace("_", " ")
        why = f"{when}: {signs}" if signs else when
        talks[row.conversation].add(why, row.at, NOW if row.is_now else PAST)
    asked = sa.select(handovers).where(
        handovers.c.done_at.is_(None), handovers.c.reason != "incident"
    )
    asked = asked.order_by(handovers.c.urgent.desc(), handovers.c.at)
    rows = (await connection.execute(asked.limit(MOST_WAITING))).all()
    if len(rows) == MOST_WAITING:
        beyond |= {"danger", "waiting"} if rows[-1].urgent else {"waiting"}
    for row in rows:
        why = row.reason.replace("_", " ")
        talks[row.conversation].add(why, row.at, URGENT if row.urgent else NO_DANGER)
    unanswered = await work.unanswered(connection, MOST_WAITING)
    if len(unanswered) == MOST_WAITING:
        beyond.add("waiting")
    for said in unanswered:
        talks[said.conversation].add("has written", said.at, NO_DANGER)
    columns = (conversations.c.id, conversations.c.channel, conversations.c.keeper)
    query = sa.select(*columns).where(conversations.c.id.in_(talks))
    found = {row.id: row for row in await connection.execute(query)}
    numbers = await _numbers(connection, talks)
    ranked = sorted(talks.items(), key=lambda each: (each[1].rank, each[1].since))
    items = [
        _talk_item(talk, found[each], numbers.get(each, ""), due)
        for each, talk in ranked
        if each in found
    ]
    return items, beyond


async def count_danger(database: Database) -> Danger:
    """How many conversations with danger the queue shows."""
    told = sa.select(incidents.c.conversation).where(incidents.c.done_at.is_(None))
    called = sa.select(handovers.c.conversation).where(
        handovers.c.done_at.is_(None), handovers.c.urgent, handovers.c.reason != "incident"
    )
    here = (told.where(_is_now()).distinct().subquery(), sa.union(told, called).subquery())
    async with database.read() as connection:
        now, whole = [
            (await connection.execute(sa.select(sa.func.count()).select_from(each))).scalar_one()
            for each in here
        ]
    return Danger(now, whole)


def _is_now() -> Any:
    """Is an incident one that was told while it happened, and that nobody has marked yet?"""
    this = (incident_marks.c.conversation == incidents.c.conversation,
            incident_marks.c.message == incidents.c.message)  # fmt: skip
    marked = sa.exists(sa.select(incident_marks.c.mark).where(*this)).correlate(incidents)
    return sa.and_(incidents.c.tense == "now", ~marked)


async def _numbers(connection: AsyncConnection, talks: Iterable[str]) -> dict[str, str]:
    query = sa.select(claims.c.conversation, claims.c.number).where(
        claims.c.conversation.in_(list(talks))
    )
    rows = await connection.execute(query.order_by(claims.c.created_at))
    return {row.conversation: row.number for row in rows}


def _talk_item(talk: _Talk, row: Any, number: str, due: Due) -> Item:
    assert talk.since is not None
    danger = talk.rank < NO_DANGER
    hours = due.incident if danger else due.waiting
    return Item(
        kind="danger" if danger else "waiting",
        path=f"/desk/conversations/{row.id}",
        title=number or f"Conversation …{row.id[-6:]}",
        why=tuple(talk.why),
        since=talk.since,
        due=talk.since + timedelta(hours=hours),
        holder=row.keeper,
        channel=row.channel,
        now=talk.rank == NOW,
    )


async def _count_claims(connection: AsyncConnection) -> dict[str, int]:
    query = sa.select(claims.c.state, sa.func.count()).where(claims.c.state.in_(WORK))
    rows = await connection.execute(query.group_by(claims.c.state))
    found = {row[0]: row[1] for row in rows}
    return {**{state: found.get(state, 0) for state in WORK}, "claims": sum(found.values())}


async def _claims(
    connection: AsyncConnection, asked: Asked, due: Due, person: str, now: datetime
) -> tuple[list[Item], bool]:
    late = now - timedelta(hours=due.claim)
    columns = (claims, claim_holders.c.person, conversations.c.channel)
    query = (
        sa.select(*columns)
        .join(conversations, conversations.c.id == claims.c.conversation)
        .outerjoin(claim_holders, claim_holders.c.claim == claims.c.number)
        .where(claims.c.state.in_((asked.state,) if asked.state in WORK else WORK))
        .order_by(claims.c.state_since)
        .limit(ON_A_PAGE + 1)
        .offset((asked.page - 1) * ON_A_PAGE)
    )
    if asked.recall:
        query = query.where(claims.c.recall == asked.recall)
    if asked.channel:
        query = query.where(conversations.c.channel == asked.channel)
    if asked.mine:
        query = query.where(claim_holders.c.person == person)
    if asked.overdue:
        query = query.where(claims.c.state_since < late)
    rows: Sequence[Any] = (await connection.execute(query)).all()
    items = [
        Item(
            kind="claim",
            path=f"/desk/claims/{row.number}",
            title=row.number,
            why=tuple(filter(None, (masked_name(row.details.get("name")),))),
            since=row.state_since,
            due=row.state_since + timedelta(hours=due.claim),
            holder=row.person,
            channel=row.channel,
            recall=row.recall,
            state=row.state,
        )
        for row in rows[:ON_A_PAGE]
    ]
    return items, len(rows) > ON_A_PAGE
