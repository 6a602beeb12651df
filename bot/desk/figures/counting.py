"""Counts one day from what is stored, by channel; only reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, timezone
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.claims.claim import Claim
from bot.claims.filling import missing
from bot.conversations.handover import OF_DELIVERY
from bot.desk.figures.definitions import LATER, STEPS
from bot.recalls import Recalls
from bot.storage.tables import (
    claim_history,
    claims,
    conversations,
    handovers,
    incidents,
    messages,
    photos,
    ratings,
    unclear_turns,
)  # fmt: skip

__all__ = ["Counted", "count_day"]

A_DAY = timedelta(days=1)
# All was answered, and the customer did not confirm it.
READ_BACK = "read_back"
# A person was asked for; not only shown what of ours was not delivered.
ASKED = handovers.c.reason.not_in(OF_DELIVERY)


class Counted(NamedTuple):
    """What a number belongs to. part: "" where the figure has no parts."""

    channel: str
    figure: str
    part: str = ""


async def count_day(connection: AsyncConnection, day: date, recalls: Recalls) -> Counter[Counted]:
    """All figures of one day that are not 0, see `definitions`."""
    begin = datetime.combine(day, time(), timezone.utc)
    one = _Day(connection, begin, begin + A_DAY)
    counts: Counter[Counted] = Counter()
    await one.conversations(counts)
    await one.answers(counts)
    await one.simple(counts)
    await one.claims(counts, recalls)
    await one.photos(counts)
    return +counts


class _Day:
    def __init__(self, connection: AsyncConnection, begin: datetime, end: datetime) -> None:
        self._connection = connection
        self._begin = begin
        self._end = end

    def _on(self, moment: Any) -> Any:
        return sa.and_(moment >= self._begin, moment < self._end)

    async def _rows(self, query: Any) -> Iterable[Any]:
        return (await self._connection.execute(query)).all()

    async def conversations(self, counts: Counter[Counted]) -> None:
        """conversations, contained, messages"""
        written = (
            sa.select(messages.c.conversation, sa.func.count().label("messages"))
            .where(self._on(messages.c.at), _from("customer"))
            .group_by(messages.c.conversation)
            .subquery()
        )
        # Whom it is about is a person's from the first hand-over or word of a person on.
        asked = sa.exists().where(
            sa.and_(
                handovers.c.conversation == conversations.c.id,
                handovers.c.at < self._end,
                ASKED,
            )
        )
        wrote = sa.exists().where(
            sa.and_(
                messages.c.conversation == conversations.c.id,
                _from("agent"),
                messages.c.at < self._end,
            )
        )
        query = (
            sa.select(
                conversations.c.channel,
                sa.func.count().label("conversations"),
                sa.func.sum(sa.case((sa.or_(asked, wrote), 0), else_=1)).label("contained"),
                sa.func.sum(written.c.messages).label("messages"),
            )
            .join(written, written.c.conversation == conversations.c.id)
            .group_by(conversations.c.channel)
        )
        for row in await self._rows(query):
            for figure in ("conversations", "contained", "messages"):
                counts[Counted(row.channel, figure)] += int(row._mapping[figure] or 0)

    async def answers(self, counts: Counter[Counted]) -> None:
        """first_answer, person_answer"""
        reply = messages.alias()
        first = (
            sa.select(
                conversations.c.id, conversations.c.channel, messages.c.at.label("since"),
                sa.func.min(reply.c.at).label("then"),
            )
            .join(
                messages,
                sa.and_(
                    messages.c.conversation == conversations.c.id,
                    messages.c.seq == 1,
                    _from("customer"),
                ),
            )
            .outerjoin(
                reply, sa.and_(reply.c.conversation == conversations.c.id, reply.c.reply_to == 1)
            )
            .where(self._on(conversations.c.created_at))
            .group_by(conversations.c.id, conversations.c.channel, messages.c.at)
        )  # fmt: skip
        person = (
            sa.select(
                handovers.c.message, conversations.c.channel, handovers.c.at.label("since"),
                sa.func.min(messages.c.at).label("then"),
            )
            .join(conversations, conversations.c.id == handovers.c.conversation)
            .outerjoin(
                messages,
                sa.and_(
                    messages.c.conversation == handovers.c.conversation,
                    _from("agent"),
                    messages.c.at >= handovers.c.at,
                ),
            )
            .where(self._on(handovers.c.at), ASKED)
            .group_by(
                handovers.c.conversation, handovers.c.message, handovers.c.at,
                conversations.c.channel,
            )
        )  # fmt: skip
        for figure, query in (("first_answer", first), ("person_answer", person)):
            of_each = query.subquery()
            passed = self._seconds(of_each.c.since, of_each.c.then)
            step: Any = sa.case(*((passed <= most, str(most)) for most in STEPS), else_=LATER)
            part = step.label("part")
            steps = sa.select(of_each.c.channel, part).subquery()
            await self._add(counts, figure, steps)

    def _seconds(self, since: Any, then: Any) -> Any:
        if self._connection.dialect.name == "sqlite":
            return (sa.func.julianday(then) - sa.func.julianday(since)) * 86_400
        return sa.func.extract("epoch", then - since)

    async def _add(self, counts: Counter[Counted], figure: str, found: Any) -> None:
        """Count the rows of a query with the columns channel and part."""
        query = sa.select(found.c.channel, found.c.part, sa.func.count().label("number")).group_by(
            found.c.channel, found.c.part
        )
        for row in await self._rows(query):
            counts[Counted(row.channel, figure, row.part)] += int(row.number)

    async def simple(self, counts: Counter[Counted]) -> None:
        """handovers, undelivered, incidents, not_understood, helped, verdicts: rows by a column."""
        verdict = messages.c.extras[("card", "verdict")].as_string()
        none = sa.literal("")
        for figure, moment, part in (
            ("handovers", handovers.c.at, handovers.c.reason),
            ("undelivered", handovers.c.at, handovers.c.reason),
            ("incidents", incidents.c.at, incidents.c.tense),
            ("not_understood", unclear_turns.c.at, none),
            ("helped", ratings.c.at, sa.case((ratings.c.helped, "yes"), else_="no")),
            ("verdicts", messages.c.at, verdict),
        ):
            table = moment.table
            query = (
                sa.select(conversations.c.channel, part.label("part"))
                .join(conversations, conversations.c.id == table.c.conversation)
                .where(self._on(moment))
            )
            if figure == "verdicts":
                query = query.where(_from("assistant"), verdict.is_not(None))
            if table is handovers:
                query = query.where(ASKED if figure == "handovers" else ~ASKED)
            await self._add(counts, figure, query.subquery())

    async def claims(self, counts: Counter[Counted], recalls: Recalls) -> None:
        """claims_started, claims_filed, claims_left"""
        filed_at = (
            sa.select(sa.func.min(claim_history.c.at))
            .where(claim_history.c.claim == claims.c.number)
            .where(claim_history.c.to_state == "submitted")
            .scalar_subquery()
        )
        query = (
            sa.select(claims, conversations.c.channel, filed_at.label("filed_at"))
            .join(conversations, conversations.c.id == claims.c.conversation)
            .where(self._on(claims.c.created_at))
        )
        left = []
        for row in await self._rows(query):
            counts[Counted(row.channel, "claims_started")] += 1
            if row.filed_at is not None and row.filed_at - row.created_at <= A_DAY:
                counts[Counted(row.channel, "claims_filed")] += 1
            else:
                left.append(row)
        checks = await self._photo_checks()
        for row in left:
            place = _where_left(row, checks.get(row.number, ()), recalls)
            counts[Counted(row.channel, "claims_left", place)] += 1

    async def _photo_checks(self) -> dict[str, tuple[Any, ...]]:
        query = (
            sa.select(photos.c.claim, photos.c.checked)
            .join(claims, claims.c.number == photos.c.claim)
            .where(self._on(claims.c.created_at))
            .order_by(photos.c.at, photos.c.id)
        )
        found: dict[str, tuple[Any, ...]] = {}
        for row in await self._rows(query):
            found[row.claim] = (*found.get(row.claim, ()), row.checked)
        return found

    async def photos(self, counts: Counter[Counted]) -> None:
        """photos, retakes"""
        query = (
            sa.select(conversations.c.channel, photos.c.checked)
            .join(conversations, conversations.c.id == photos.c.conversation)
            .where(self._on(photos.c.at), photos.c.checked.is_not(None))
        )
        for row in await self._rows(query):
            counts[Counted(row.channel, "photos")] += 1
            counts[Counted(row.channel, "retakes")] += bool(row.checked["missing"])


def _from(sender: str) -> Any:
    """Of this sender; written out, for SQLite to find the index of that sender's messages."""
    return sa.text(f"messages.sender = '{sender}'")


def _where_left(row: Any, checks: tuple[Any, ...], recalls: Recalls) -> str:
    """The first question without an answer, or how else the claim ended."""
    if row.state in ("withdrawn", "expired"):
        return str(row.state)
    recall = recalls.get(row.recall)
    if row.state != "draft" or recall is None:
        return "filed_later" if row.state != "draft" else "unknown"
    claim = Claim(
        row.number, row.conversation, row.opened_by, row.recall, row.state, row.details or {}, (),
        tuple("" for _ in checks), row.created_at, row.updated_at, checks,
    )  # fmt: skip
    open_fields = missing(claim, recall)
    return open_fields[0] if open_fields else READ_BACK
