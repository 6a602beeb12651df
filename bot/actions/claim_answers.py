"""What a message is to the form of a claim: a value, a question, a correction, or more at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from bot.actions.check import FURTHER
from bot.actions.turn import Turn
from bot.claims.addresses import put_missing
from bot.claims.at_once import read_at_once
from bot.claims.corrections import Correction, find_corrections, put_part
from bot.claims.counts import around_more, is_one_more
from bot.claims.fields import Fit, is_question, read_field
from bot.claims.filling import AGAIN
from bot.recalls import Recall

__all__ = [
    "NO_NAME",
    "OUT_OF_ORDER",
    "asks_something",
    "choices_of",
    "corrected",
    "corrections_in",
    "given_beside",
    "is_out_of_order",
    "keys_of",
    "may_be_choice",
    "may_be_value",
    "names_another",
    "several_in",
    "tells_another",
]

# Intents no rule answers in mid-claim: the message is an answer of the form, or none.
NO_QUESTION = frozenset(
    {
        "inform",
        "affirm",
        "deny",
        "skip",
        "nlu_fallback",
        "check_recall",
        "send_photo",
        "start_claim",
    }
)
# An answer is easily taken for these ("Amazon", "a gift card"); questions they are with a form's.
SELDOM_A_QUESTION = frozenset({"where_sold", "remedy_options", "no_serial"})
# These never are a name or a shop, even as a single word.
NEVER_A_VALUE = frozenset(
    {
        "affirm",
        "deny",
        "skip",
        "stop",
        "thanks",
        "greet",
        "goodbye",
        "start_claim",
        "contact_human",
        "bot_challenge",
        "emergency",
        "report_incident",
    }
)
SURE_QUESTION = 0.5
# Told beside a further unit, these are the customer's all the same; a country may be the other's.
OF_THE_CUSTOMER = frozenset({"name", "email", "address", "remedy"})
# What is told of these where the name is asked is kept, and is no name.
NO_NAME = frozenset({"email", "address", "remedy", "seller", "order"})
# Told of these where another field is asked for, it is kept; so little else is taken for a shop
# or an order.
OUT_OF_ORDER = {
    "country": NO_NAME, "email": NO_NAME, "remedy": NO_NAME, "address": NO_NAME,
    "seller": frozenset({"email", "address"}), "order": frozenset({"email", "address"}),
}  # fmt: skip
_TELLS_SHOP = re.compile(
    r"\b(?:at|from|through|via)\b|\b\w*(?:market|shop|store)\w*\b", re.IGNORECASE
)


def asks_something(turn: Turn) -> bool:
    """Is the message a question or wish of its own rather than an answer?"""
    if turn.intent in NO_QUESTION:
        return False
    if turn.intent in SELDOM_A_QUESTION:
        return is_question(turn.text)
    if turn.intent == "out_of_scope":
        # "Facebook Marketplace from a guy named Steve" answers where it was bought.
        shop = turn.requested == "claim_seller" and _TELLS_SHOP.search(turn.text)
        return len(turn.text.split()) > 4 and (not shop or is_question(turn.text))
    return True


def names_another(turn: Turn) -> bool:
    """Is it one more unit, of which only the model is told?"""
    kinds = {identifier.kind for identifier in turn.identifiers}
    return kinds == {"model"} and FURTHER.search(turn.text) is not None and not turn.comes_first


def tells_another(turn: Turn) -> bool:
    """Is it one more unit, of which nothing is told ("my husband has one too")?"""
    return not (turn.pressed or turn.identifiers or turn.comes_first) and is_one_more(turn.text)


def may_be_value(turn: Turn) -> bool:
    """May a message that fits the field be taken as its value?"""
    if turn.intent in NEVER_A_VALUE:
        return False
    return not asks_something(turn) or (
        turn.intent != "out_of_scope" and turn.confidence < SURE_QUESTION
    )


def may_be_choice(turn: Turn) -> bool:
    """ "Another one please" and "send me another one" are easily taken for these."""
    return turn.intent in ("skip", "start_claim") and "claim" not in turn.text.lower()


def corrections_in(turn: Turn, recall: Recall, field: str) -> list[Correction]:
    return [] if turn.pressed else find_corrections(turn.text, field, choices_of(recall))


def corrected(
    corrections: Iterable[Correction], recall: Recall, details: Mapping[str, Any]
) -> dict[str, Any]:
    """The values that were named, put in their places; else a field is asked for again."""
    change: dict[str, Any] = {}
    for correction in corrections:
        change |= _corrected(correction, recall, {**details, **change})
    return change


def _corrected(
    correction: Correction, recall: Recall, details: Mapping[str, Any]
) -> dict[str, Any]:
    field, value, part = correction
    stored = str(details.get(field) or "")
    if part and stored and value:
        whole = put_part(stored, part, value)
        whole = whole or (put_missing(stored, value) if field == "address" else None)
        return {field: whole} if whole else {AGAIN: field}
    reading = read_field(field, value, choices_of(recall)) if value else None
    if reading is not None and reading.fit is not Fit.NO:
        return {field: reading.value}
    return {AGAIN: field}


def several_in(text: str, recall: Recall) -> dict[str, Any]:
    """The fields of this recall's claim that a message gives in one breath."""
    found = read_at_once(text, choices_of(recall), recall.sold.sellers)
    return {key: value for key, value in found.items() if key in keys_of(recall)}


def given_beside(turn: Turn, recall: Recall, field: str) -> dict[str, Any]:
    """What a message that tells of more units gives of the claim."""
    if turn.pressed:
        return {}
    before, after = around_more(turn.text)
    found: dict[str, Any] = {}
    for part, keys in ((after, OF_THE_CUSTOMER), (before, keys_of(recall))):
        found |= {k: v for k, v in several_in(part, recall).items() if k in keys}
        reading = read_field(field, part, choices_of(recall))
        if field in keys and reading.fit is Fit.CERTAIN and not turn.identifiers:
            found[field] = reading.value
    return found


def is_out_of_order(turn: Turn, recall: Recall, field: str, several: Mapping[str, Any]) -> bool:
    """Is another field told than the one that is asked for, and nothing of that one?"""
    others = OUT_OF_ORDER.get(field, frozenset())
    if not several.keys() <= others or asks_something(turn):
        return False
    fit = read_field(field, turn.text, choices_of(recall)).fit
    return fit is Fit.NO or (fit is Fit.LIKELY and field == "seller")


def choices_of(recall: Recall) -> Mapping[str, str]:
    return {option.key: option.title for option in recall.remedies.options}


def keys_of(recall: Recall) -> set[str]:
    return {field.key for field in recall.claim.fields}
