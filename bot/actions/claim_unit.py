"""A unit of a draft that its customer corrects: read back, checked anew, and put in its place."""

from __future__ import annotations

import difflib
from typing import Any

from bot.actions.claim import claimed
from bot.actions.judging import check_unit
from bot.actions.turn import Turn
from bot.claims.claim import Claim
from bot.claims.corrections import Correction
from bot.claims.fields import is_skip
from bot.claims.filling import UNIT_TOLD
from bot.conversations.verdict_words import may_be_claimed
from bot.recalls import groups_of_four
from bot.recalls.intake import AskedUnit
from bot.recalls.reading import read_identifiers

__all__ = ["UNCLEAR", "UNIT", "is_known", "settle_unit", "unit_told"]

# What of a unit can be corrected by name.
UNIT = frozenset({"serial", "model"})
# Why a number that lets no unit into the claim goes to a person.
UNCLEAR = "serial_unclear"


def unit_told(turn: Turn, claim: Claim, correction: Correction) -> dict[str, Any] | None:
    """The unit as it should be, its serial "" if that is still to be told; None for no news."""
    found = [i for i in turn.identifiers if not i.partial]
    found = found or read_identifiers(correction.value, asked=correction.field)  # type: ignore[arg-type]
    models = [i.value for i in found if i.kind == "model"]
    serials = [i.value for i in found if i.kind == "serial"]
    known = [unit.serial or "" for unit in claim.units]
    serial = next((s for s in reversed(serials) if s not in known), "")
    # Named beside the new one ("from ... to ..."), or the one it is most like.
    old = next((s for s in serials if s in known), None)
    old = old or next(iter(difflib.get_close_matches(serial, known, 1, 0.0)), known[0])
    unit = claim.units[known.index(old)]
    model = models[-1] if models else unit.model
    if correction.field == "model":
        serial = serial or (old if model != unit.model else "")
        if not serial:
            return None
    return {"model": model, "serial": serial, "of": unit.serial}


def is_known(turn: Turn, claim: Claim) -> bool:
    """Are all serials that the message tells in the claim already? Then nothing is to change."""
    told = {i.value for i in turn.identifiers if i.kind == "serial" and not i.partial}
    return bool(told) and told <= {unit.serial for unit in claim.units}


async def settle_unit(turn: Turn, claim: Claim, told: dict[str, Any]) -> dict[str, Any] | None:
    """Takes the serial that was asked for, or the yes to what was read back."""
    found = [i.value for i in turn.identifiers if i.kind == "serial" and not i.partial]
    if not found and not told["serial"] and not turn.pressed:
        found = [i.value for i in read_identifiers(turn.text, asked="serial")]
    if found:
        # Typed again it is no yes: run again after a crash the message finds it there already.
        return {UNIT_TOLD: {**told, "serial": found[-1]}}
    settled = {UNIT_TOLD: {**told, "answered": turn.message}}
    if turn.intent == "deny" and (told["serial"] or told.get("denied") == turn.message):
        return {UNIT_TOLD: {**told, "serial": "", "denied": turn.message}}
    if turn.intent in ("skip", "deny", "no_serial") or is_skip(turn.text):
        return settled
    if not told["serial"] or not turn.agrees:
        return {}
    await _replace(turn, claim, told)
    return settled


async def _replace(turn: Turn, claim: Claim, told: dict[str, Any]) -> None:
    """The unit as corrected takes the old one's place if it may be claimed; else a person looks."""
    before = next((u for u in claim.units if u.serial == told["of"]), claim.units[0])
    suffix = str(before.grounds.get("suffix") or "") if before.model == told["model"] else ""
    unit = AskedUnit(told["model"], suffix, told["serial"], confirmed=True)
    check = await check_unit(turn, unit)
    sure = check.main is not None and check.main.recall == claim.recall and not check.ask
    if check.main and sure and may_be_claimed(check.main):
        unit_claimed = claimed(unit, check)
        await turn.services.claims.correct_unit(claim.number, told["of"], unit_claimed)
        groups = groups_of_four(unit_claimed.serial or "")
        turn.say("utter_claim_unit_changed", model=unit_claimed.model, groups=groups)
        return
    await turn.services.handovers.ask_for_person(turn.conversation, turn.message, UNCLEAR)
    turn.say("utter_claim_serial_noted")
