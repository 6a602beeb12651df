"""How many units of a claim carry one number, where the recall's numbers stand on many units."""

from __future__ import annotations

import re
from typing import Any

from bot.actions.check import FURTHER
from bot.actions.turn import Turn
from bot.claims.claim import Claim
from bot.claims.counts import is_one_more, read_count, told_count
from bot.claims.fields import is_skip
from bot.claims.filling import COUNTED, SERIAL, count_wanted
from bot.recalls import Recall, fold, groups_of_four

__all__ = ["count_asked", "count_told", "take_count"]

_SAME = re.compile(r"\bsame\b", re.IGNORECASE)


def count_asked(turn: Turn, claim: Claim, recall: Recall) -> str | None:
    """The number of which the open question asks how many there are; None for another question."""
    known = claim.details.get(COUNTED) or {}
    # Run again after a crash the message answers the same question.
    answered = (serial for serial, told in known.items() if told["by"] == turn.message)
    return next(answered, None) or count_wanted(claim, recall)


async def take_count(turn: Turn, claim: Claim, serial: str) -> dict[str, Any]:
    """The answer to how many units have this number; {} where it is none."""
    count = None if turn.pressed else read_count(turn.text)
    if count is None and (turn.intent in ("skip", "no_serial") or is_skip(turn.text)):
        count = sum(unit.serial == serial for unit in claim.units)
    return await _keep(turn, claim, serial, count) if count else {}


async def count_told(turn: Turn, claim: Claim, recall: Recall, field: str) -> dict[str, Any]:
    """What a message tells of it unasked; {} for nothing.

    One more with a number that is in the claim already is asked about: how many are they all?
    """
    if recall.serial.unique or turn.pressed or turn.photo or field == SERIAL or not claim.serials:
        return {}
    known = claim.details.get(COUNTED) or {}
    told = {fold(i.value, recall.serial) for i in turn.identifiers if i.kind == "serial"}
    again = told & {*known} if FURTHER.search(turn.text) else set()
    if not told and is_one_more(turn.text) and _SAME.search(turn.text):
        again = {*known} & {claim.serials[0]}
    if again:
        return {
            COUNTED: {**known, **{serial: {**known[serial], "again": True} for serial in again}}
        }
    count = told_count(turn.text) if len(claim.serials) == 1 and not told else None
    if not count:
        return {}
    turn.say("utter_claim_counted", count=str(count), groups=groups_of_four(claim.serials[0]))
    return await _keep(turn, claim, claim.serials[0], count)


async def _keep(turn: Turn, claim: Claim, serial: str, count: int) -> dict[str, Any]:
    await turn.services.claims.set_count(claim.number, serial, count)
    known = claim.details.get(COUNTED) or {}
    return {COUNTED: {**known, serial: {"count": count, "by": turn.message}}}
