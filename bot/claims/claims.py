"""Claims in the database. Each verb is one transaction, and safe to run again."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.claims.claim import (
    Change,
    Claim,
    ClaimedUnit,
    ClaimIncomplete,
    ClaimsQuery,
    load_claim,
    load_claims,
)
from bot.claims.life import CLAIMED, LIVE, Actor, State, check_transition
from bot.claims.number import new_number
from bot.claims.search import details_words, index_details
from bot.conversations.handover import hand_over
from bot.conversations.messages import Reply
from bot.conversations.reach import announce
from bot.conversations.transcript import hold, utc_now
from bot.storage import Database, one_at_a_time
from bot.storage.outbox import Mail, put
from bot.storage.tables import (
    claim_access,
    claim_history,
    claim_units,
    claims,
    incidents,
    photos,
)

__all__ = ["Claims", "MailWords"]

# A person may go on correcting a draft for ever; the texts themselves stay small.
MAX_TEXT = 500
FILED = "filed by the customer"
TWICE = "; the same serial is in another claim: a person must look"

# Which claims a conversation has, those begun in it and those it has opened, and since when.
_CONVERSATION: Any = sa.bindparam("conversation")
_OPENED = claim_access.c.conversation == _CONVERSATION
_OF = sa.or_(
    claims.c.conversation == _CONVERSATION,
    claims.c.number.in_(sa.select(claim_access.c.claim).where(_OPENED)),
)
_SINCE = sa.func.coalesce(
    sa.select(claim_access.c.at)
    .where(claim_access.c.claim == claims.c.number, _OPENED)
    .scalar_subquery(),
    claims.c.created_at,
)
_OF_CONVERSATION = ClaimsQuery(_OF, _SINCE.desc())
_CHANGE = sa.update(claims).where(claims.c.number == sa.bindparam("this"))

# What to write by e-mail about a claim that comes into a state, for a reason; None for nothing.
MailWords = Callable[[Claim, State, str], "Mail | None"]


class Claims:
    """The claims of one database.

    mail: what is written into the outbox together with each change; None: no e-mail goes out.
    """

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime] = utc_now,
        number: Callable[[], str] = new_number,
        mail: MailWords | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._number = number
        self._mail = mail

    async def open_draft(
        self,
        conversation: str,
        opened_by: str,
        recall: str,
        units: Sequence[ClaimedUnit],
        *,
        draft: str = "",
    ) -> Claim:
        """The conversation's draft; made, with its number, where there is none.

        opened_by: the id of the customer's message. The same message run again finds the claim
        it opened, also when that has been submitted meanwhile. draft: the number of the one that
        is meant where the conversation has several; another's is never opened by it.
        """
        async with self._database.write() as connection:
            number = await self._find_draft(connection, conversation, opened_by, draft)
            if number is None:
                number = self._number()
                now = self._clock()
                await connection.execute(
                    sa.insert(claims).values(
                        number=number,
                        conversation=conversation,
                        recall=recall,
                        state="draft",
                        details={},
                        opened_by=opened_by,
                        created_at=now,
                        updated_at=now,
                        state_since=now,
                    )
                )
                await self._log(connection, number, None, "draft", "customer", "claim begun")
                await connection.execute(
                    sa.update(photos)
                    .where(
                        photos.c.conversation == conversation,
                        photos.c.claim.is_(None),
                        photos.c.incident.is_(None),
                    )
                    .values(claim=number)
                )
                await connection.execute(
                    sa.update(incidents)
                    .where(incidents.c.conversation == conversation, incidents.c.claim.is_(None))
                    .values(claim=number)
                )
            claim = await load_claim(connection, number, lock=True)
            if claim.state == "draft":
                await _add_units(connection, claim, units)
                if claim.opened_by != opened_by:
                    await self._touch(connection, number)
                claim = await load_claim(connection, number)
            return claim

    async def get(self, number: str) -> Claim:
        """The claim with this number. Raises UnknownClaim."""
        async with self._database.read() as connection:
            return await load_claim(connection, number)

    async def of_conversation(self, conversation: str) -> list[Claim]:
        """All claims begun in a conversation or opened from it, the latest first."""
        async with self._database.read() as connection:
            return await load_claims(connection, _OF_CONVERSATION, conversation=conversation)

    async def conversations(self, number: str) -> list[str]:
        """All conversations that have the claim, the one it was begun in first."""
        async with self._database.read() as connection:
            return await _conversations(connection, await load_claim(connection, number))

    def mails(self, claim: Claim) -> bool:
        """Does the customer get e-mails, be it of other news?"""
        return self._mail is not None and bool(claim.details.get("email"))

    async def wanting_news(self, these: Sequence[Claim]) -> dict[str, list[str]]:
        """By each claim's number the conversations in which a notice of it is said."""
        async with self._database.read() as connection:
            return {claim.number: await _wanting_news(connection, claim) for claim in these}

    async def these(self, numbers: Sequence[str]) -> list[Claim]:
        """The claims with these numbers, those there are, the last changed first."""
        return await self._load(claims.c.number.in_(numbers), claims.c.updated_at.desc())

    async def listed(self, state: State | None = None, limit: int = 1000) -> list[Claim]:
        """Claims by last change, the newest first."""
        which = sa.true() if state is None else claims.c.state == state
        return await self._load(which, claims.c.updated_at.desc(), limit)

    async def waiting_longest(self, states: Sequence[State], limit: int) -> list[Claim]:
        """Claims in these states, those that came into theirs first before the others."""
        which = claims.c.state.in_(states)
        return await self._load(which, claims.c.state_since.asc(), limit)

    async def history(self, number: str) -> list[Change]:
        """How the claim came to its state, oldest first."""
        query = (
            sa.select(claim_history)
            .where(claim_history.c.claim == number)
            .order_by(claim_history.c.position)
        )
        async with self._database.read() as connection:
            rows = (await connection.execute(query)).all()
        return [Change(r.at, r.actor, r.from_state, r.to_state, r.reason) for r in rows]

    async def set_details(self, number: str, details: Mapping[str, Any]) -> Claim:
        """Keep what the customer gave, as given, trimmed and in Unicode's NFC.

        Only where the customer may still tell something: in a draft, and of the disposal.
        """
        async with self._database.write() as connection:
            claim = await load_claim(connection, number, lock=True)
            if claim.state not in ("draft", "awaiting_disposal"):
                return claim
            merged = {**claim.details, **{k: _tidy(v) for k, v in details.items()}}
            if merged == claim.details:
                return claim
            await _set(connection, number, details=merged, updated_at=self._clock())
            if details_words(merged) != details_words(claim.details):
                await index_details(connection, number, merged)
            return await load_claim(connection, number)

    async def change_filed(self, number: str, details: Mapping[str, Any], reason: str) -> Claim:
        """Change what the customer may still choose in a filed claim; its history says so.

        reason: what was changed, in words. Nothing happens once the claim is over.
        """
        async with self._database.write() as connection:
            claim = await load_claim(connection, number, lock=True)
            merged = {**claim.details, **{k: _tidy(v) for k, v in details.items()}}
            if claim.state not in LIVE or merged == claim.details:
                return claim
            await _set(connection, number, details=merged, updated_at=self._clock())
            await index_details(connection, number, merged)
            await self._log(connection, number, claim.state, claim.state, "customer", reason)
            return await load_claim(connection, number)

    async def name_serial(self, number: str, unit: ClaimedUnit) -> Claim:
        """Give a draft's unit of this model, whose serial was not known, its serial."""
        async with self._database.write() as connection:
            claim = await load_claim(connection, number, lock=True)
            known = unit.serial in {u.serial for u in claim.units}
            unnamed = sa.and_(
                claim_units.c.claim == number,
                claim_units.c.model == unit.model,
                claim_units.c.serial.is_(None),
            )
            first = sa.select(sa.func.min(claim_units.c.position)).where(unnamed)
            place = (await connection.execute(first)).scalar()
            if claim.state != "draft" or known or place is None:
                return claim
            await connection.execute(
                sa.update(claim_units)
                .where(unnamed, claim_units.c.position == place)
                .values(serial=unit.serial, verdict=unit.verdict, grounds=unit.grounds)
            )
            await self._touch(connection, number)
            return await load_claim(connection, number)

    async def set_count(self, number: str, serial: str, count: int) -> Claim:
        """Make it so many units of a draft that have this serial: one that stands on many units."""
        async with self._database.write() as connection:
            claim = await load_claim(connection, number, lock=True)
            having = sa.and_(claim_units.c.claim == number, claim_units.c.serial == serial)
            query = sa.select(claim_units).where(having).order_by(claim_units.c.position)
            rows = (await connection.execute(query)).all()
            if claim.state != "draft" or not rows or len(rows) == count:
                return claim
            over = [row.position for row in rows[count:]]
            await connection.execute(
                sa.delete(claim_units).where(having, claim_units.c.position.in_(over))
            )
            last = await _last_position(connection, number)
            for place in range(1, count - len(rows) + 1):
                more = {**rows[0]._mapping, "position": last + place}
                await connection.execute(sa.insert(claim_units).values(more))
            await self._touch(connection, number)
            return await load_claim(connection, number)

    async def correct_unit(self, number: str, serial: str | None, unit: ClaimedUnit) -> Claim:
        """Put `unit` in the place of the draft's unit that has this serial."""
        async with self._database.write() as connection:
            claim = await load_claim(connection, number, lock=True)
            if claim.state != "draft" or unit.serial in {u.serial for u in claim.units}:
                return claim
            this = sa.and_(claim_units.c.claim == number, claim_units.c.serial == serial)
            await connection.execute(
                sa.update(claim_units)
                .where(this)
                .values(
                    model=unit.model,
                    serial=unit.serial,
                    verdict=unit.verdict,
                    grounds=unit.grounds,
                )
            )
            await self._touch(connection, number)
            return await load_claim(connection, number)

    async def attach_photo(
        self,
        number: str,
        photo: str,
        also: Callable[[AsyncConnection, Claim], Awaitable[None]] | None = None,
    ) -> Claim:
        """Put a stored photo of a conversation that has the claim into it. also: as for `move`."""
        async with self._database.write() as connection:
            claim = await load_claim(connection, number, lock=True)
            if also is not None:
                await also(connection, claim)
            having = await _conversations(connection, claim)
            await connection.execute(
                sa.update(photos)
                .where(photos.c.id == photo, photos.c.conversation.in_(having))
                .values(claim=number)
            )
            await self._touch(connection, number)
            return await load_claim(connection, number)

    async def submit(
        self,
        number: str,
        required: Iterable[str],
        where: str | None = None,
        *,
        unique: bool = True,
    ) -> Claim:
        """File the draft. A claim that is filed already is returned as it is.

        required: the details it must hold. where: the conversation that files it and gets its
        news, by default the one it was begun in. unique: does one serial name one unit of the
        recall? Then a person looks at all claims with the same one. Raises ClaimIncomplete, and
        nothing changes.
        """
        async with self._database.write() as connection:
            claim = await load_claim(connection, number, lock=True)
            if claim.state != "draft":
                return claim
            missing = [name for name in required if not claim.details.get(name)]
            if missing or not claim.units:
                raise ClaimIncomplete(", ".join(missing) or "units")
            reason = FILED
            # Of two claims of one unit filed at the same moment the second finds the first.
            serials = sorted(claim.serials) if unique else []
            for serial in serials:
                await one_at_a_time(connection, f"serial {serial}")
            if twins := await _claimed_elsewhere(connection, claim, serials):
                reason += TWICE
                # Nobody knows which of them is right: a person looks at each that is not over.
                live = {t.conversation for t in twins if t.state in LIVE}
                marked = dict.fromkeys(sorted(live), f"same serial as {number}")
                marked[claim.conversation] = claim.opened_by
                for conversation, message in marked.items():
                    await hand_over(
                        connection, conversation, message, "claimed_twice",
                        urgent=False, now=self._clock(),
                    )  # fmt: skip
            await self._change(connection, claim, "submitted", "customer", reason)
            await self._choose_news(connection, claim, where or claim.conversation)
            return await load_claim(connection, number)

    async def claimed_elsewhere(self, number: str) -> bool:
        """Was a serial of this claim in another one when it was filed, as `submit` found?"""
        found = sa.select(claim_history.c.claim).where(
            claim_history.c.claim == number,
            claim_history.c.to_state == "submitted",
            claim_history.c.reason == FILED + TWICE,
        )
        async with self._database.read() as connection:
            return (await connection.execute(found)).first() is not None

    async def move(
        self,
        number: str,
        state: State,
        actor: Actor,
        reason: str,
        *,
        notice: Reply | None = None,
        by: str = "",
        also: Callable[[AsyncConnection, Claim], Awaitable[None]] | None = None,
    ) -> Claim:
        """Change the state, write the history, and put the notice where the customer wants news.

        Where it reaches them nowhere, a person is shown so. by: who it was, for the history. also:
        what is done first in the same transaction, given the claim as it was; its error ends
        everything. Nothing happens where the claim is in `state` already. Raises
        TransitionRefused.
        """
        async with self._database.write() as connection:
            claim = await load_claim(connection, number, lock=True)
            if claim.state == state:
                return claim
            check_transition(claim.state, state, actor)
            told = await _wanting_news(connection, claim) if notice is not None else []
            # Before the audit, as everywhere: nobody waits in a circle.
            await hold(connection, *told)
            if also is not None:
                await also(connection, claim)
            who = f"{actor} ({by})" if by else actor
            await self._change(connection, claim, state, who, reason)
            if notice is not None:
                # Some news is not worth a mail; who gets the rest by mail is not out of reach.
                mailed = self.mails(claim)
                await announce(connection, told, notice, self._clock(), elsewhere=mailed)
            return await load_claim(connection, number)

    async def withdraw_drafts(
        self, connection: AsyncConnection, conversation: str, reason: str
    ) -> None:
        """Withdraw the drafts begun in a conversation, within the caller's transaction."""
        query = sa.select(claims.c.number).where(
            claims.c.conversation == conversation, claims.c.state == "draft"
        )
        for row in (await connection.execute(query)).all():
            claim = await load_claim(connection, row.number, lock=True)
            await self._change(connection, claim, "withdrawn", "customer", reason)

    async def expire_drafts(self, before: datetime) -> int:
        """Empty the drafts nobody has touched since `before`; returns how many."""
        query = sa.select(claims.c.number).where(
            claims.c.state == "draft", claims.c.updated_at < before
        )
        async with self._database.read() as connection:
            old = [row.number for row in await connection.execute(query)]
        for number in old:
            async with self._database.write() as connection:
                claim = await load_claim(connection, number, lock=True)
                if claim.state != "draft" or claim.updated_at >= before:
                    continue
                await _set(connection, number, details={})
                await index_details(connection, number, {})
                await connection.execute(
                    sa.delete(claim_units).where(claim_units.c.claim == number)
                )
                await self._change(connection, claim, "expired", "system", "not filed in time")
        return len(old)

    async def _load(self, *which: Any) -> list[Claim]:
        async with self._database.read() as connection:
            return await load_claims(connection, ClaimsQuery(*which))

    async def _touch(self, connection: AsyncConnection, number: str) -> None:
        """The customer works on it: its days count anew."""
        await _set(connection, number, updated_at=self._clock())

    async def _choose_news(
        self, connection: AsyncConnection, claim: Claim, conversation: str
    ) -> None:
        """They have filed it here: the words are those of their consent."""
        consent = claim.details.get("consent")
        words = str(consent.get("text", "")) if isinstance(consent, Mapping) else ""
        now = self._clock()
        await _set(connection, claim.number, news_in=conversation, news_since=now, news_words=words)

    async def _change(
        self, connection: AsyncConnection, claim: Claim, state: State, actor: str, reason: str
    ) -> None:
        now = self._clock()
        await _set(connection, claim.number, state=state, updated_at=now, state_since=now)
        await self._log(connection, claim.number, claim.state, state, actor, reason)
        mail = self._mail(claim, state, reason) if self._mail else None
        if mail is not None:
            await put(connection, claim.number, mail, self._clock())

    async def _log(
        self,
        connection: AsyncConnection,
        number: str,
        before: State | None,
        after: State,
        actor: str,
        reason: str,
    ) -> None:
        count = await connection.execute(
            sa.select(sa.func.count())
            .select_from(claim_history)
            .where(claim_history.c.claim == number)
        )
        await connection.execute(
            sa.insert(claim_history).values(
                claim=number,
                position=int(count.scalar_one()) + 1,
                at=self._clock(),
                actor=actor,
                from_state=before,
                to_state=after,
                reason=reason,
            )
        )

    async def _find_draft(
        self, connection: AsyncConnection, conversation: str, opened_by: str, meant: str
    ) -> str | None:
        own = sa.and_(claims.c.conversation == conversation, claims.c.opened_by == opened_by)
        draft = sa.and_(_OF, claims.c.state == "draft")
        this = claims.c.number == meant
        found = await connection.execute(
            sa.select(claims.c.number)
            .where(sa.or_(own, draft))
            .order_by(own.desc(), this.desc(), _SINCE.desc()),
            {"conversation": conversation},
        )
        row = found.first()
        return None if row is None else str(row.number)


async def _set(connection: AsyncConnection, number: str, **values: Any) -> None:
    """Change these columns of a claim."""
    await connection.execute(_CHANGE, {"this": number, **values})


async def _conversations(connection: AsyncConnection, claim: Claim) -> list[str]:
    """All conversations that have the claim, the one it was begun in first."""
    query = sa.select(claim_access.c.conversation).where(claim_access.c.claim == claim.number)
    others = [str(row.conversation) for row in await connection.execute(query)]
    return list(dict.fromkeys([claim.conversation, *others]))


async def _wanting_news(connection: AsyncConnection, claim: Claim) -> list[str]:
    """The conversation chosen for news; all that have the claim where none was, or it has gone."""
    having = await _conversations(connection, claim)
    return [claim.news_in] if claim.news_in in having else having


async def _last_position(connection: AsyncConnection, number: str) -> int:
    last = sa.select(sa.func.max(claim_units.c.position)).where(claim_units.c.claim == number)
    return int((await connection.execute(last)).scalar() or 0)


async def _add_units(
    connection: AsyncConnection, claim: Claim, units: Sequence[ClaimedUnit]
) -> None:
    """Add those that are not in it; without a serial as many of a model as `units` holds."""
    known = Counter((u.model, u.serial) for u in claim.units)
    told: Counter[tuple[str, str | None]] = Counter()
    position = await _last_position(connection, claim.number)
    for unit in units:
        this = (unit.model, unit.serial)
        told[this] += 1
        if known[this] >= (1 if unit.serial else told[this]):
            continue
        known[this] += 1
        position += 1
        await connection.execute(
            sa.insert(claim_units).values(
                claim=claim.number,
                position=position,
                model=unit.model,
                serial=unit.serial,
                verdict=unit.verdict,
                grounds=unit.grounds,
            )
        )


async def _claimed_elsewhere(
    connection: AsyncConnection, claim: Claim, serials: Sequence[str]
) -> list[Any]:
    """The other claims of the recall, number, conversation and state, with one of these serials."""
    if not serials:
        return []
    query = (
        sa.select(claims.c.number, claims.c.conversation, claims.c.state)
        .join(claim_units, claims.c.number == claim_units.c.claim)
        .where(
            claim_units.c.serial.in_(serials),
            claim_units.c.claim != claim.number,
            claims.c.recall == claim.recall,
            claims.c.state.in_(CLAIMED),
        )
        .distinct()
        .order_by(claims.c.number)
    )
    return list(await connection.execute(query))


def _tidy(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return unicodedata.normalize("NFC", value).strip()[:MAX_TEXT]
