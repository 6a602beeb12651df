"""What decides besides model and serial: asked when, and only when, a rule cannot tell without."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.actions.turn import YES_NO, Turn
from bot.claims.fields import Fit, is_question, read_field
from bot.conversations.messages import Button
from bot.recalls import Recall
from bot.recalls.check import Check
from bot.recalls.fact_answers import (
    CANNOT_TELL,
    NONE,
    read_code,
    read_day,
    read_shop,
    says_cannot_tell,
)
from bot.recalls.intake import AskedUnit
from bot.recalls.rules.facts import Missing, Sold

__all__ = ["ask_fact", "fact_to_ask", "take_fact"]

KINDS = frozenset({"date_code", "lot", "part", "mark", "seller", "bought", "country"})
# Longer answers to "where did you buy it?" are stories, not shops.
WORDS_OF_A_SHOP = 8
CANNOT_SAY = Button("I can't tell", "/no_serial")


def fact_to_ask(unit: AskedUnit, check: Check) -> str | None:
    """The next fact that would decide, None where none would or it cannot be told."""
    if unit.facts_end or check.overall not in ("possibly_affected", "check_again"):
        return None
    wanted = (key for key in check.ask if key.partition(":")[0] in KINDS)
    return next((key for key in wanted if key not in unit.facts), None)


def take_fact(turn: Turn, unit: AskedUnit, check: Check) -> AskedUnit | None:
    """The unit with what the message answers; None where it is no answer to the question."""
    key = fact_to_ask(unit, check)
    if key is None:
        return None
    kind = key.partition(":")[0]
    if kind == "mark":
        return _seen(turn, unit, key)
    if is_question(turn.text):
        return None
    value = None if turn.pressed else _value(kind, turn.text)
    if kind == "seller" and value not in (None, CANNOT_TELL):
        value = _shop(turn, unit, turn.text)
    if value is None and turn.intent in ("no_serial", "skip"):
        value = CANNOT_TELL
    if value is None and kind == "lot" and turn.intent == "deny":
        value = NONE
    if value == NONE:
        # Only where having none is a ground of the recall may it be taken as told.
        known = _asks_for_none(turn, unit, key)
        return unit.with_fact(f"none:{key}" if known else key, True if known else None)
    if value == CANNOT_TELL:
        return unit.with_fact(key, None)
    return unit.with_fact(key, value) if value else None


def _seen(turn: Turn, unit: AskedUnit, key: str) -> AskedUnit | None:
    if turn.intent in ("no_serial", "skip") or (not turn.pressed and says_cannot_tell(turn.text)):
        return unit.with_fact(key, None)
    if not turn.pressed and _says_it(turn.text, _asked_of(turn, unit, key)):
        return unit.with_fact(key, True)
    if turn.agrees or turn.intent == "deny":
        return unit.with_fact(key, turn.agrees)
    return None


def _says_it(text: str, question: str) -> bool:
    """Is it nothing but a word of the question: "black" after "Is it black?"."""
    word = re.sub(r"^(?:yes,?\s+)?(?:it'?s|it is|mine is)\s+", "", text.strip(" .!").lower())
    return word in re.findall(r"\w{3,}", question.lower())


def _asked_of(turn: Turn, unit: AskedUnit, key: str) -> str:
    named = turn.services.recalls.by_model(unit.model or "", unit.suffix)
    return next((asked for recall in named if (asked := _question(recall, key))), "")


def _value(kind: str, text: str) -> str | None:
    if kind in ("date_code", "lot", "part"):
        return read_code(text)
    if says_cannot_tell(text):
        return CANNOT_TELL
    if kind == "bought":
        return read_day(text)
    reading = read_field(kind, text)
    short = len(text.split()) <= WORDS_OF_A_SHOP
    return reading.value if reading.fit is not Fit.NO and short else None


def _shop(turn: Turn, unit: AskedUnit, text: str) -> str:
    """The shop of a rule that was named: what else people tell here is not kept in slots."""
    named = turn.services.recalls.by_model(unit.model or "", unit.suffix)
    rules = (rule for recall in named for rule in recall.identification.rule.walk())
    shops = (shop for rule in rules if isinstance(rule, Sold) for shop in rule.sellers)
    return read_shop(text, tuple(shops))


def _asks_for_none(turn: Turn, unit: AskedUnit, key: str) -> bool:
    named = turn.services.recalls.by_model(unit.model or "", unit.suffix)
    leaves = (leaf for recall in named for leaf in recall.identification.rule.leaves())
    return any(isinstance(leaf, Missing) and leaf.field == key for leaf in leaves)


def ask_fact(turn: Turn, unit: AskedUnit, check: Check, buttons: Sequence[Button]) -> None:
    """Say the question; buttons: what is offered where the answer is typed."""
    key = fact_to_ask(unit, check)
    verdict = next((v for v in check.verdicts if key in v.ask), None)
    if key is None or verdict is None:
        return
    recall = turn.services.recall(verdict.recall)
    kind = key.partition(":")[0]
    if kind in ("mark", "part"):
        offered = (*YES_NO, CANNOT_SAY) if kind == "mark" else (CANNOT_SAY,)
        question = _question(recall, key)
        turn.say("utter_check_ask_seen", recall=recall, question=question, buttons=offered)
        return
    response = (
        "utter_check_ask_date_code"
        if kind == "date_code"
        else "utter_check_ask_lot"
        if kind == "lot"
        else "utter_check_ask_seller"
        if kind == "seller"
        else "utter_check_ask_bought"
        if kind == "bought"
        else "utter_check_ask_country"
    )
    offered = tuple(buttons) if kind in ("date_code", "lot") else (CANNOT_SAY,)
    turn.say(response, recall=recall, buttons=offered, model=recall.written(unit.model or ""))


def _question(recall: Recall, key: str) -> str:
    for rule in recall.identification.rule.walk():
        if getattr(rule, "key", None) == key.partition(":")[2]:
            return str(getattr(rule, "question", ""))
    return ""
