"""The life of a claim: the table of who may move it where, every pair."""

import itertools

import pytest

from bot.claims.life import FINAL, LIVE, STATES, TransitionRefused, check_transition
from tests.core.table import rows

# From each state: where to, and by whom. Everything that is not here is refused.
ALLOWED = {
    "draft": {"submitted": "customer", "withdrawn": "customer", "expired": "system"},
    "submitted": {
        "checking": "firm", "needs_information": "firm", "approved": "firm", "rejected": "firm",
        "withdrawn": "customer",
    },
    "checking": {
        "needs_information": "firm", "approved": "firm", "rejected": "firm",
        "withdrawn": "customer",
    },
    "needs_information": {
        "checking": "firm customer", "approved": "firm", "rejected": "firm",
        "withdrawn": "customer",
    },
    "approved": {"awaiting_disposal": "firm", "withdrawn": "customer"},
    "awaiting_disposal": {"disposal_confirmed": "customer", "withdrawn": "customer"},
    "disposal_confirmed": {"awaiting_disposal": "firm", "fulfilled": "firm"},
    "rejected": {"checking": "firm"},
}  # fmt: skip
ACTORS = ("customer", "firm", "system")


@rows("before,after,actor", list(itertools.product(STATES, STATES, ACTORS)))
def test_every_pair(before, after, actor):
    if actor in ALLOWED.get(before, {}).get(after, "").split():
        check_transition(before, after, actor)
        return
    with pytest.raises(TransitionRefused, match=f"{before} cannot become {after}"):
        check_transition(before, after, actor)


def test_a_refusal_says_what_is_possible():
    with pytest.raises(TransitionRefused, match="possible now: awaiting_disposal"):
        check_transition("approved", "fulfilled", "firm")
    with pytest.raises(TransitionRefused, match="nothing more can be decided"):
        check_transition("withdrawn", "submitted", "customer")


def test_nobody_is_told_to_dispose_before_approval():
    ways = {(a, b) for a, to in ALLOWED.items() for b in to}
    assert {a for a, b in ways if b == "awaiting_disposal"} == {"approved", "disposal_confirmed"}
    assert {a for a, b in ways if b == "fulfilled"} == {"disposal_confirmed"}


def test_live_and_final_share_nothing():
    assert not LIVE & FINAL
    assert LIVE | FINAL | {"draft"} == set(STATES)
