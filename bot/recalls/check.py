"""The use case: check one unit against every recall that names its model.

CheckFailed   the data could not be read; callers say so, it is never a "not listed"
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Collection, Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timezone
from typing import Any

import sqlalchemy as sa

from bot.recalls.chance import Beside
from bot.recalls.lists import SerialLists
from bot.recalls.model import ListInfo, Recall, Recalls
from bot.recalls.patterns import clean
from bot.recalls.rules.rule import Fact, Reading, Unit
from bot.recalls.serials import (
    confusable_keys,
    edit_keys,
    groups_of_four,
    parts_of,
    swap_keys,
    wrong_keys,
)
from bot.recalls.verdict import (
    POSSIBLY_AFFECTED,
    READ_BACK_CLOSELY,
    UNKNOWN_PRODUCT,
    RecallVerdict,
    judge,
    limited,
    overall,
)
from bot.storage.database import Database, one_at_a_time
from bot.storage.tables import checks

__all__ = ["Check", "CheckFailed", "UnitChecks"]

# Within the 8 seconds an action has: after this the answer is an error, never "not listed".
CHECK_SECONDS = 5.0
# So many serials of a list, spread over it, show how long its serials are where that was not kept.
LENGTHS_SAMPLE = 50

# Which units an address has asked about in a day; made once, as to make them takes longer than to
# run them.
_MINE = (checks.c.day == sa.bindparam("day"), checks.c.address == sa.bindparam("address"))
_COUNT = sa.select(sa.func.count()).where(*_MINE)
_KNOWN = sa.select(checks.c.unit).where(*_MINE, checks.c.unit == sa.bindparam("unit"))


class CheckFailed(Exception):
    """The recall data could not be read; the unit was not judged."""


@dataclass(frozen=True)
class Check:
    """What a check found. verdicts: one for each recall that names the model, gravest first.

    overall: the gravest verdict. ask: what would decide, see RecallVerdict.ask. read: model,
    suffix, serial and its groups of four as understood. did_you_mean: models of ours that the
    model as read may be a misreading of. facts: what else was told of the unit. reason: why
    there is no verdict of a recall, "" where there is one.
    """

    verdicts: tuple[RecallVerdict, ...]
    overall: str
    ask: tuple[str, ...] = ()
    read: Mapping[str, str | None] = field(default_factory=dict)
    did_you_mean: tuple[str, ...] = ()
    facts: Mapping[str, Fact] = field(default_factory=dict)
    reason: str = ""

    @property
    def main(self) -> RecallVerdict | None:
        """The verdict to speak of first: the gravest; of equals the newest recall's."""
        return next((v for v in self.verdicts if v.verdict == self.overall), None)

    @property
    def in_doubt(self) -> RecallVerdict | None:
        """The verdict for which characters are to be compared first, whichever is the gravest."""
        return next((v for v in self.verdicts if "compare" in v.ask), None)

    @property
    def compared_with_it(self) -> tuple[str, ...]:
        """The recalls whose doubt is settled with that one: no other characters are in theirs."""
        asked = self.in_doubt
        if asked is None:
            return ()
        doubts = [v for v in self.verdicts if "compare" in v.ask]
        return tuple(
            v.recall
            for v in doubts
            if v.positions == asked.positions
            or (v.positions and {*v.positions} <= {*asked.positions})
        )

    @property
    def pointed_at(self) -> tuple[str, ...]:
        """The recalls whose doubt the read-back settles: it pointed at all their characters."""
        shown = self.main
        if self.in_doubt or shown is None or shown.rule != READ_BACK_CLOSELY:
            return ()
        closely = (v for v in self.verdicts if v.rule == READ_BACK_CLOSELY)
        return tuple(v.recall for v in closely if {*v.positions} <= {*shown.positions})

    @property
    def person(self) -> bool:
        """Must a person look at it?"""
        return any(verdict.person for verdict in self.verdicts)

    def as_json(self) -> dict[str, Any]:
        """The Contract's answer of `recall-assistant check --json`, which explains itself."""
        main = self.main
        return {
            "verdict": self.overall,
            "reason": main.reason if main else self.reason,
            "recalls": [verdict.as_json() for verdict in self.verdicts],
            "read": dict(self.read),
            "facts": {key: _plain(fact) for key, fact in self.facts.items()},
            "ask": list(self.ask),
            "did_you_mean": list(self.did_you_mean),
        }


class UnitChecks:
    """Checks units. clock: gives the current moment, with its zone.

    checks_day: distinct serials one address may ask about in a day; checks_conversation: one
    conversation in a day, so that nobody tries out numbers until one is listed; 0 = no limit.
    """

    def __init__(
        self,
        recalls: Recalls,
        database: Database,
        clock: Callable[[], datetime],
        checks_day: int = 300,
        checks_conversation: int = 10,
    ) -> None:
        self.recalls = recalls
        self.lists = SerialLists(database, clock)
        self._database = database
        self._clock = clock
        self._checks_day = checks_day
        self._checks_conversation = checks_conversation
        self._lengths: dict[int, tuple[int, ...]] = {}

    async def check(
        self,
        model: str | None,
        suffix: str = "",
        serial: str | None = None,
        *,
        country: str | None = None,
        confirmed: bool = False,
        compared: bool | Collection[str] = False,
        address: str | None = None,
        conversation: str | None = None,
        danger: bool = False,
        facts: Mapping[str, Fact] | None = None,
        raw: str = "",
    ) -> Check:
        """Judge a unit against all recalls that name its model.

        model, suffix, serial: as read. country: where it was bought, two letters. confirmed: the
        customer confirmed the serial as read back. compared: and did so again, with the same
        serial, after `check_again` showed positions; for which recalls, or for all. address
        (hashed by the caller) and conversation: whom the day's limits count for. danger: a sign of
        danger was told. facts: see `Unit.facts`. raw: the serial as written, with what separates
        its groups.
        Raises CheckFailed where the data cannot be read.
        """
        known = {**({"country": country.upper()} if country else {}), **(facts or {})}
        unit = Unit(model or None, suffix, serial or None, raw if serial else "", known)
        try:
            return await asyncio.wait_for(
                self._check(unit, confirmed, compared, (address, conversation), danger),
                CHECK_SECONDS,
            )
        except Exception as error:
            # Whatever it was (drivers raise errors of their own when connecting), the unit was
            # not judged, and callers must be able to say so. The cause goes along.
            raise CheckFailed("The recall data could not be read just now.") from error

    async def _check(
        self,
        unit: Unit,
        confirmed: bool,
        compared: bool | Collection[str],
        asker: tuple[str | None, str | None],
        danger: bool,
    ) -> Check:
        named = self.recalls.by_model(unit.model, unit.suffix) if unit.model else ()
        if unit.serial and not await self._allowed(unit, *asker):
            found = [limited(recall, unit) for recall in named or (self.recalls.featured,)]
            return self._answer(unit, found)
        if not named:
            return await self._unnamed(unit, confirmed)
        today = self._clock().date()
        found = []
        for recall in named:
            reading = await self._read(recall, unit)
            looked = compared if isinstance(compared, bool) else recall.number in compared
            found.append(
                judge(recall, unit, reading, today, confirmed, danger=danger, compared=looked)
            )
        return self._answer(unit, found)

    async def _unnamed(self, unit: Unit, confirmed: bool) -> Check:
        """No model was told, or no recall names it: a listed serial still speaks."""
        today = self._clock().date()
        nameless = Unit(None, "", unit.serial, facts=unit.facts)
        found = []
        lists = await self.lists.all_active() if unit.serial else {}
        for recall in self.recalls:
            if recall.number not in lists:
                continue
            reading = await self._look_up(recall, unit, lists[recall.number], near=False)
            if reading.exact:
                found.append(judge(recall, nameless, reading, today))
        like = self.recalls.models_like(unit.model) if unit.model else ()
        check = self._answer(unit, found)
        if found:
            return check
        reason = (
            f"None of the {len(self.recalls)} recalls held here names the model."
            if unit.model
            else "The model is not known."
        )
        check = replace(check, did_you_mean=like, reason=reason)
        if unit.model is None or (like and not confirmed):
            return replace(check, overall=POSSIBLY_AFFECTED, ask=("model",))
        return check

    def _answer(self, unit: Unit, found: list[RecallVerdict]) -> Check:
        worst = overall(found)
        ranked = sorted(found, key=lambda v: v.verdict != worst)
        ask = tuple(dict.fromkeys(key for verdict in ranked for key in verdict.ask))
        model = clean(unit.model) if unit.model else None
        serial = clean(unit.serial) if unit.serial else None
        read = (
            dict(ranked[0].read)
            if ranked
            else {"serial": serial, "groups": groups_of_four(serial or "") or None}
        )
        read.update(model=model, suffix=clean(unit.suffix) or None)
        verdict = worst if found else UNKNOWN_PRODUCT
        return Check(tuple(ranked), verdict, ask, read, facts=unit.facts)

    async def _read(self, recall: Recall, unit: Unit) -> Reading:
        """Look the serial up in the recall's active list, with its likely misreadings."""
        info = await self.lists.active(recall.number)
        return await self._look_up(recall, unit, info) if info else Reading()

    async def _look_up(
        self, recall: Recall, unit: Unit, info: ListInfo, near: bool = True
    ) -> Reading:
        serial = unit.folded(recall.serial).serial
        if serial is None:
            return Reading(list=info)
        if serial in await self.lists.find(info.id, [serial]):
            return Reading(list=info, exact=True)
        if not near:
            return Reading(list=info)
        form = recall.serial
        lengths = form.lengths or info.lengths or await self._lengths_of(info)
        mixed = confusable_keys(serial, form)
        wrong, swaps = wrong_keys(serial, form), swap_keys(serial)
        slips = edit_keys(serial, form, substitutions=False, swaps=False)
        parts = parts_of(serial, lengths)
        hits = await self.lists.find(info.id, [*mixed, *wrong, *swaps, *slips, *parts])
        beside = Beside(
            serial,
            _those(mixed, hits),
            _those(wrong, hits - mixed.keys()),
            _those(swaps, hits - mixed.keys()),
        )
        company = await self.lists.find(info.id, beside.company_keys(form))
        chance = beside.by_chance(company, form)
        doubtful = {**_those(slips, hits), **beside.wrong, **beside.swapped}
        places = _places(beside.mixed_up)
        by_chance = beside.all_mixed_up_by_chance(company, form)
        return Reading(
            list=info,
            confusable=() if by_chance else places,
            mixed_by_chance=places if by_chance else (),
            edits=_places({hit: at for hit, at in doubtful.items() if hit not in chance}),
            by_chance=_places({hit: at for hit, at in swaps.items() if hit in chance}),
            lengths=lengths,
            part=not hits.isdisjoint(parts) or await self._goes_on(serial, lengths, info),
        )

    async def _lengths_of(self, info: ListInfo) -> tuple[int, ...]:
        """How long the serials are of a list loaded before that was kept; once for each version.

        As far as a sample shows: a length that it misses is taken for an unusual one, and such a
        serial is left to a person.
        """
        if info.id not in self._lengths:
            sample = await self.lists.sample(info.id, LENGTHS_SAMPLE)
            self._lengths[info.id] = tuple(sorted({len(serial) for serial in sample}))
        return self._lengths[info.id]

    async def _goes_on(self, serial: str, lengths: tuple[int, ...], info: ListInfo) -> bool:
        """Is it the beginning of a listed one, and as long as others are?"""
        longer = len(serial) in lengths and len(serial) < max(lengths)
        return longer and await self.lists.begins(info.id, serial)

    async def _allowed(self, unit: Unit, address: str | None, conversation: str | None) -> bool:
        """Count this serial for who asks; False once a limit of the day is reached."""
        day = self._clock().astimezone(timezone.utc).date()
        # Digests: the table serves to count and need not hold what people asked about.
        serial = _digest(clean(unit.serial or ""))
        told = _digest(f"conversation {conversation}") if conversation else None
        for asker, most in ((told, self._checks_conversation), (address, self._checks_day)):
            if asker and most and not await self._count(day, asker[:64], serial, most):
                return False
        return True

    async def _count(self, day: date, address: str, digest: str, most: int) -> bool:
        this = {"day": day, "address": address, "unit": digest}
        async with self._database.read() as connection:
            # Most checks are of a unit that was counted already: they wait for no writer.
            if (await connection.execute(_KNOWN, this)).first():
                return True
        async with self._database.write() as connection:
            # Two requests of one address at once must not both see the last free place.
            await one_at_a_time(connection, address)
            if (await connection.execute(_KNOWN, this)).first():
                return True
            if (await connection.execute(_COUNT, this)).scalar_one() >= most:
                return False
            await connection.execute(checks.insert(), this)
            return True


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(fact: Fact) -> str | bool:
    return fact.isoformat() if isinstance(fact, date) else fact


def _those(keys: Mapping[str, tuple[int, ...]], hits: Set[str]) -> dict[str, tuple[int, ...]]:
    return {hit: keys[hit] for hit in hits if hit in keys}


def _places(found: Mapping[str, tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(sorted({place for places in found.values() for place in places}))
