"""The life of a claim: its states and who may move it from one to the next."""

from __future__ import annotations

from typing import Literal, get_args

__all__ = [
    "CLAIMED", "FINAL", "LIVE", "STATES", "Actor", "State", "TransitionRefused",
    "check_transition", "is_possible",
]  # fmt: skip

State = Literal[
    "draft",
    "submitted",
    "checking",
    "needs_information",
    "approved",
    "awaiting_disposal",
    "disposal_confirmed",
    "fulfilled",
    "rejected",
    "withdrawn",
    "expired",
]
Actor = Literal["customer", "firm", "system"]

STATES: tuple[State, ...] = get_args(State)
FINAL: frozenset[State] = frozenset({"fulfilled", "rejected", "withdrawn", "expired"})
# Filed and not over.
LIVE: frozenset[State] = frozenset(STATES) - FINAL - {"draft"}
# What a second claim for the same serial is compared with: who has got the remedy has had it.
CLAIMED: frozenset[State] = LIVE | {"fulfilled"}

_FIRM: frozenset[Actor] = frozenset({"firm"})
_CUSTOMER: frozenset[Actor] = frozenset({"customer"})

TRANSITIONS: dict[tuple[State, State], frozenset[Actor]] = {
    ("draft", "submitted"): _CUSTOMER,
    ("draft", "withdrawn"): _CUSTOMER,
    ("draft", "expired"): frozenset({"system"}),
    ("submitted", "checking"): _FIRM,
    ("submitted", "needs_information"): _FIRM,
    ("submitted", "approved"): _FIRM,
    ("submitted", "rejected"): _FIRM,
    ("submitted", "withdrawn"): _CUSTOMER,
    ("checking", "needs_information"): _FIRM,
    ("checking", "approved"): _FIRM,
    ("checking", "rejected"): _FIRM,
    ("checking", "withdrawn"): _CUSTOMER,
    ("needs_information", "checking"): frozenset({"firm", "customer"}),
    ("needs_information", "approved"): _FIRM,
    ("needs_information", "rejected"): _FIRM,
    ("needs_information", "withdrawn"): _CUSTOMER,
    # The firm confirms the unit; only then is it disposed of (safety rule 4).
    ("approved", "awaiting_disposal"): _FIRM,
    ("approved", "withdrawn"): _CUSTOMER,
    ("awaiting_disposal", "disposal_confirmed"): _CUSTOMER,
    ("awaiting_disposal", "withdrawn"): _CUSTOMER,
    ("disposal_confirmed", "awaiting_disposal"): _FIRM,
    ("disposal_confirmed", "fulfilled"): _FIRM,
    ("rejected", "checking"): _FIRM,
}


class TransitionRefused(Exception):
    """A claim may not go from this state to that one, or not by this actor."""


def is_possible(before: State, after: State, actor: Actor) -> bool:
    """May this actor move a claim so?"""
    return actor in TRANSITIONS.get((before, after), frozenset())


def check_transition(before: State, after: State, actor: Actor) -> None:
    """Raise TransitionRefused, with a sentence for the operator, unless the table allows it."""
    if is_possible(before, after, actor):
        return
    allowed = sorted(b for (a, b), actors in TRANSITIONS.items() if a == before and actor in actors)
    raise TransitionRefused(
        f"a claim in state {before} cannot become {after}; "
        + (f"possible now: {', '.join(allowed)}" if allowed else "nothing more can be decided")
    )
