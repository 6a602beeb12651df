"""Is this unit recalled? The decision itself, pure: same input, same answer.

The decision table is the one of reliability.md 4.3; "not listed" needs every row to agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.recalls.model import ListInfo, Recall
from bot.recalls.near import Near, near_by_rule, part_by_rule
from bot.recalls.rules.codes import Suffix
from bot.recalls.rules.rule import Outcome, Reading, Step, Unit
from bot.recalls.serials import Form, check_form, groups_of_four

__all__ = [
    "AFFECTED",
    "CHECK_AGAIN",
    "NOT_LISTED",
    "POSSIBLY_AFFECTED",
    "READ_BACK_CLOSELY",
    "UNKNOWN_PRODUCT",
    "RecallVerdict",
    "judge",
    "limited",
    "overall",
]

AFFECTED = "affected"
POSSIBLY_AFFECTED = "possibly_affected"
CHECK_AGAIN = "check_again"
NOT_LISTED = "not_listed"
UNKNOWN_PRODUCT = "unknown_product"
# The row in which the read-back points at characters that may be mixed up.
READ_BACK_CLOSELY = "read_back_closely"
_GRAVEST_FIRST = (AFFECTED, POSSIBLY_AFFECTED, CHECK_AGAIN, NOT_LISTED, UNKNOWN_PRODUCT)


@dataclass(frozen=True)
class RecallVerdict:
    """The answer for one recall.

    rule: name of the row that decided. reason: plain words for the operator, not the customer.
    list: {version, date, demo} of the serial list, None where none is loaded. read: {model,
    suffix, serial, groups}. ask: what would decide, most useful first: model, serial, confirm,
    compare, country, seller, bought, date_code, lot, mark:<key>, part:<key>. positions: 1-based
    places in the serial as read to compare; never a listed serial. lengths: the usual
    numbers of characters, of the recall's file or else of its list. person: a person must look.
    tool: address of the maker's own check where only that decides. other_country: two letters
    of a country with its own recall of the model. trace: every rule, its outcome and reason.
    """

    recall: str
    verdict: str
    rule: str
    reason: str
    list: Mapping[str, Any] | None
    read: Mapping[str, str | None]
    ask: tuple[str, ...] = ()
    positions: tuple[int, ...] = ()
    lengths: tuple[int, ...] = ()
    person: bool = False
    tool: str = ""
    other_country: str = ""
    trace: tuple[Step, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The Contract's object for one recall, with a few fields more."""
        return {
            "number": self.recall,
            "verdict": self.verdict,
            "rule": self.rule,
            "reason": self.reason,
            "list": dict(self.list) if self.list else None,
            "ask": list(self.ask),
            "positions": list(self.positions),
            "person": self.person,
            "tool": self.tool or None,
            "other_country": self.other_country or None,
            "trace": [step.as_json() for step in self.trace],
        }


def overall(verdicts: Iterable[RecallVerdict]) -> str:
    """The gravest verdict; unknown_product where there is none."""
    found = {verdict.verdict for verdict in verdicts}
    return next((v for v in _GRAVEST_FIRST if v in found), UNKNOWN_PRODUCT)


def judge(
    recall: Recall,
    unit: Unit,
    reading: Reading,
    today: date,
    confirmed: bool = False,
    country: str | None = None,
    danger: bool = False,
    compared: bool = False,
) -> RecallVerdict:
    """Judge one unit against one recall.

    unit: as read; its serial is folded here. reading: what the look-up of that folded serial in
    the list gave. today: the day freshness is counted to. confirmed: the customer confirmed the
    serial read back in groups of four. compared: they looked at the positions that `check_again`
    had shown and stay with the same serial; as a whole it still has to be confirmed. country:
    where it was bought, two letters.
    danger: a sign of danger was told in this conversation.
    """
    unit = unit.folded(recall.serial)
    if country and "country" not in unit.facts:
        unit = unit.knowing(country=country.upper())
    outcome = recall.identification.rule.check(unit, reading)
    case = _Case(recall, unit, reading, today, outcome)
    row = _row(case, confirmed, danger, compared)
    return case.verdict(row, danger)


def limited(recall: Recall, unit: Unit) -> RecallVerdict:
    """The answer when too many units were asked about from one address: never nothing."""
    unit = unit.folded(recall.serial)
    case = _Case(recall, unit, Reading(), date.min, Outcome(None))
    reason = "Too many different units were checked by one asker today; nothing was looked up."
    return case.verdict(_Row(POSSIBLY_AFFECTED, "limit", reason, person=True), False)


@dataclass(frozen=True)
class _Row:
    """A row of the decision table that applies."""

    verdict: str
    rule: str
    reason: str
    ask: tuple[str, ...] = ()
    positions: tuple[int, ...] = ()
    person: bool = False


@dataclass(frozen=True)
class _Case:
    recall: Recall
    unit: Unit
    reading: Reading
    today: date
    outcome: Outcome

    @property
    def form(self) -> Form:
        return check_form(self.unit.serial or "", self.recall.serial, self.reading.lengths)

    def oddity(self) -> str:
        """Why it may be no whole number, or none of these; "" where it is like them."""
        if self.unit.serial is not None and (why := _odd(self.form)):
            return why
        looked_at = "serial" in self.recall.identification.rule.reads()
        short = self.form.short and self.form.length not in self.recall.named_sizes
        if self.unit.serial is not None and looked_at and short:
            return f"It has {self.form.length} characters only: a part of it may be missing."
        if self.reading.part or part_by_rule(self.recall, self.unit):
            return "It is a part of a recalled number, or one is a part of it."
        return ""

    def stale(self) -> bool:
        info = self.reading.list
        return info is None or not info.is_fresh(self.today, self.recall.identification.valid_days)

    def verdict(self, row: _Row, danger: bool) -> RecallVerdict:
        unit = self.unit
        other = self.recall.other_countries.get(str(unit.facts.get("country") or ""))
        serial = unit.serial
        return RecallVerdict(
            recall=self.recall.number,
            verdict=row.verdict,
            rule=row.rule,
            reason=row.reason,
            list=_shown(self.reading.list),
            read={
                "model": unit.model,
                "suffix": unit.suffix or None,
                "serial": serial,
                "groups": groups_of_four(serial) if serial else None,
            },
            ask=row.ask,
            positions=row.positions,
            lengths=self.form.lengths,
            person=row.person or danger,
            tool=self.outcome.tool,
            other_country=other.country if other else "",
            trace=(*self.outcome.trace, Step(row.rule, row.verdict, row.reason)),
        )


def _row(case: _Case, confirmed: bool, danger: bool, compared: bool) -> _Row:
    """The first row that applies, gravest reading first."""
    unit, reading, outcome = case.unit, case.reading, case.outcome
    if unit.model is None:
        hit = " Its serial is on the list." if reading.exact else ""
        reason = f"The model is not known.{hit}"
        return _Row(POSSIBLY_AFFECTED, "model_missing", reason, ask=("model",))
    if outcome.match:
        if _cut_short(case) and not (compared or danger):
            reason = f"It has {case.form.length} characters only: its end may be missing."
            return _Row(CHECK_AGAIN, "malformed", reason, ("compare",))
        return _Row(AFFECTED, outcome.decided_by, outcome.reason)
    if reading.failed:
        reason = "The serial list could not be read."
        return _Row(POSSIBLY_AFFECTED, "read_failed", reason, person=True)
    if danger:
        reason = "A sign of danger was told: no look-up clears this unit."
        return _Row(POSSIBLY_AFFECTED, "danger", reason, ask=outcome.ask, person=True)
    if outcome.match is None and unit.serial is None and "serial" in outcome.ask:
        return _Row(POSSIBLY_AFFECTED, "serial_missing", outcome.reason, ask=outcome.ask)
    if outcome.match is None:
        rule, person = outcome.decided_by, outcome.person
        return _Row(POSSIBLY_AFFECTED, rule, outcome.reason, outcome.ask, person=person)
    if reading.exact:
        reason = f"Its serial is on the list, though: {outcome.reason}"
        return _Row(POSSIBLY_AFFECTED, "listed", reason, person=True)
    return _not_matched(case, confirmed, compared)


def _cut_short(case: _Case) -> bool:
    """Did the end of the serial decide, and is that perhaps not its end?"""
    rules = case.recall.identification.rule.leaves()
    at_its_end = any(isinstance(rule, Suffix) and rule.field == "serial" for rule in rules)
    decided = case.outcome.decided_by == Suffix.kind and case.unit.serial is not None
    return at_its_end and decided and case.form.short and not case.reading.exact


def _not_matched(case: _Case, confirmed: bool, compared: bool) -> _Row:
    """No rule matches the unit as read; what may still speak against "not listed"?"""
    unit, reading, recall = case.unit, case.reading, case.recall
    if not compared:
        mixed_up = reading.confusable or (confirmed and reading.mixed_by_chance)
        near = Near(mixed_up or None, reading.edits or None)
        if near.mixed_up is None:
            by_rule = near_by_rule(recall, unit, reading)
            near = Near(by_rule.mixed_up, by_rule.slips if near.slips is None else near.slips)
        if near.mixed_up is not None:
            reason = "One likely misreading away from a recalled unit (characters mixed up)."
            return _Row(CHECK_AGAIN, "near_confusable", reason, ("compare",), near.mixed_up)
        if near.slips is not None:
            reason = "One slip (a character too many, missing, swapped or wrong) from a listed one."
            return _Row(CHECK_AGAIN, "near_edit", reason, ("compare",), near.slips)
    if odd := case.oddity():
        if compared:
            # The length is not certain for old units, so a person decides; it is never refused.
            return _Row(POSSIBLY_AFFECTED, "malformed", odd, person=True)
        return _Row(CHECK_AGAIN, "malformed", odd, ("compare",), case.form.wrong)
    if case.outcome.uses_list and reading.list is not None:
        info = reading.list
        if not info.complete:
            reason = "The list does not hold every affected unit."
            return _Row(POSSIBLY_AFFECTED, "list_incomplete", reason, person=True)
        if case.stale():
            days = recall.identification.valid_days
            reason = f"The list is of {info.as_of.isoformat()}; it may decide for {days} days only."
            return _Row(POSSIBLY_AFFECTED, "list_stale", reason, person=True)
    country = str(unit.facts.get("country") or "")
    other = recall.other_countries.get(country)
    if other and country not in recall.identity.countries:
        reason = f"Bought in {other.name}, which has its own recall of this model."
        return _Row(POSSIBLY_AFFECTED, "other_country", reason, person=True)
    if not confirmed:
        reason = "Not matched as read; what was read has not been confirmed."
        # Where swapping two, or mixing them up, gives a listed number by chance, the one question
        # points at them.
        rule, closely = "read_back", reading.by_chance
        if reading.mixed_by_chance:
            rule, closely = READ_BACK_CLOSELY, reading.mixed_by_chance
        return _Row(POSSIBLY_AFFECTED, rule, reason, ("confirm",), closely)
    # The country would decide whether another country's recall is the one to look at.
    ask = ("country",) if recall.other_countries.items and not country else ()
    reason = case.outcome.reason or "No rule of this recall matches."
    if compared:
        reason += " Confirmed once more after comparing the characters in doubt."
    return _Row(NOT_LISTED, case.outcome.decided_by, reason, ask=ask)


def _odd(form: Form) -> str:
    if form.wrong:
        return "It holds characters that do not occur in these serial numbers."
    usual = " or ".join(map(str, form.lengths)) or "fewer"
    return "" if form.usual_length else f"It has {form.length} characters; usual are {usual}."


def _shown(info: ListInfo | None) -> dict[str, Any] | None:
    if info is None:
        return None
    return {"version": info.version, "date": info.as_of.isoformat(), "demo": info.demo}
