"""A postal address that seems incomplete: what the customer answers when asked about it, once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.actions.turn import Turn
from bot.claims.addresses import AddressDoubt, find_doubt, is_street, put_missing, same_address
from bot.claims.claim import Claim
from bot.claims.corrections import leaves_it
from bot.claims.fields import is_question, is_skip
from bot.claims.filling import ADDRESS_BY, ADDRESS_SETTLED, AGAIN, address_in_doubt

__all__ = ["said_again", "settle_address"]

_COMPLETE = re.compile(r"\b(?:complete|that['\u2019]?s\s+(?:all|it|everything))\b", re.IGNORECASE)


def said_again(turn: Turn, claim: Claim, change: Mapping[str, Any]) -> dict[str, Any]:
    """What settles the address in doubt where `change` gives the same once more."""
    asked = str(claim.details.get("address") or "")
    given = str(change["address"])
    if ADDRESS_SETTLED in change or claim.details.get(ADDRESS_BY) == turn.message:
        return {}
    again = address_in_doubt(claim) and same_address(asked, given)
    return {ADDRESS_SETTLED: _settled(turn, asked, given)} if again else {}


def settle_address(turn: Turn, claim: Claim, *, asks: bool, may_be: bool) -> dict[str, Any]:
    """The answer to what was asked about the address; {} where it is none, or nothing was asked.

    What it tells is put in its place. What is still missing is asked for as long as each answer
    tells some of it; then, and whatever else is said, the address is taken as it was given.
    asks: is the message a question or wish of its own? may_be: may it be a value?
    """
    settled = claim.details.get(ADDRESS_SETTLED) or {}
    asked = str(claim.details.get("address") or "")
    doubt = address_in_doubt(claim) if claim.details.get(AGAIN) != "address" else None
    if settled.get("by") == turn.message:
        # Run again after a crash it answers the same question, and says the same.
        asked = settled["of"]
        doubt = find_doubt(asked)
    elif claim.details.get(ADDRESS_BY) == turn.message:
        return {}
    if doubt is None:
        return {}
    kept = {"address": asked, ADDRESS_SETTLED: _settled(turn, asked, asked)}
    if turn.pressed or turn.intent == "skip" or is_skip(turn.text):
        wrong = turn.intent == "deny" and not doubt.missing
        return {**kept, AGAIN: "address"} if wrong else kept
    if leaves_it(turn.text) or _COMPLETE.search(turn.text) or same_address(asked, turn.text):
        return kept
    whole = None if is_question(turn.text) else put_missing(asked, turn.text, may_be_town=may_be)
    if whole:
        told = _told_some(doubt, find_doubt(whole))
        return {"address": whole, ADDRESS_SETTLED: _settled(turn, asked, "" if told else whole)}
    if asks:
        return {}
    # Another street, or "no, it is wrong": it is asked for anew.
    anew = is_street(turn.text) or (turn.intent == "deny" and not doubt.missing)
    return {**kept, AGAIN: "address"} if anew else kept


def _settled(turn: Turn, asked: str, read: str) -> dict[str, str]:
    return {"of": asked, "by": turn.message, "read": read}


def _told_some(before: AddressDoubt, after: AddressDoubt | None) -> bool:
    """Is less in doubt now? Where only a state does not fit, that is asked about, too."""
    return after is None or set(after.missing) < set(before.missing)
