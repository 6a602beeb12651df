"""A dialogue that is not played again for each policy is what Rasa would have played."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Callable
from typing import Any
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActionReverted,
    ActiveLoop,
    AllSlotsReset,
    DefinePrevUserUtteredFeaturization,
    Event,
    FollowupAction,
    LoopInterrupted,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.dialogue_state import dump, load
from bot.engine.rasa_changes import apply
from bot.engine.replay import generate_all_prior_trackers

DOMAIN = Domain.from_yaml("""
version: "3.1"
intents: [greet, inform]
entities: [model]
slots:
  offer: {type: categorical, values: [claim, safe], mappings: [{type: custom}]}
  ready: {type: bool, mappings: [{type: custom}]}
  asked: {type: float, influence_conversation: false, mappings: [{type: custom}]}
  number: {type: text, influence_conversation: false, mappings: [{type: custom}]}
forms:
  claim_form: {required_slots: [number]}
actions: [action_check, action_tell]
""")
RULE_ONLY = {"rule_only_slots": ["ready"], "rule_only_loops": ["claim_form"]}


# Rasa's own generator where `apply` has not taken its place yet: as in the released 3.6.21.
def rasas_own(self: DialogueStateTracker) -> Any:
    tracker = self.init_copy()
    for event in self.applied_events():
        if isinstance(event, ActionExecuted):
            yield tracker, event.hide_rule_turn
        tracker.update(event)
    yield tracker, False


names = st.sampled_from(["action_listen", "action_check", "action_tell", "claim_form"])
simple: list[Callable[[], Event]] = [
    ActionReverted, UserUtteranceReverted, AllSlotsReset, SessionStarted, Restarted,
]  # fmt: skip
event_makers = st.one_of(
    st.builds(
        lambda intent, text: lambda: UserUttered(text, {"name": intent, "confidence": 1.0}),
        st.sampled_from(["greet", "inform"]),
        st.sampled_from(["hi", "A1263"]),
    ),
    st.builds(
        lambda name, hide: lambda: ActionExecuted(name, hide_rule_turn=hide), names, st.booleans()
    ),
    st.builds(lambda v: lambda: SlotSet("offer", v), st.sampled_from(["claim", "safe", None])),
    st.builds(lambda v: lambda: SlotSet("ready", v), st.sampled_from([True, False, None])),
    st.builds(lambda v: lambda: SlotSet("asked", v), st.sampled_from([1.0, 2.0, None])),
    st.builds(lambda v: lambda: SlotSet("number", v), st.sampled_from(["RC-1", None])),
    st.builds(lambda v: lambda: ActiveLoop(v), st.sampled_from(["claim_form", None])),
    st.builds(lambda v: lambda: DefinePrevUserUtteredFeaturization(v), st.booleans()),
    st.builds(lambda v: lambda: LoopInterrupted(v), st.booleans()),
    st.builds(lambda n: lambda: ActionExecutionRejected(n), names),
    st.builds(lambda n: lambda: FollowupAction(n), names),
    st.sampled_from(simple),
)  # fmt: skip


def states(tracker: DialogueStateTracker, generate: Any) -> list[Any]:
    with mock.patch.object(DialogueStateTracker, "generate_all_prior_trackers", generate):
        return [
            DOMAIN.states_for_tracker_history(tracker, unset, rules, RULE_ONLY)
            for unset, rules in itertools.product((False, True), repeat=2)
        ]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(event_makers, st.booleans()), max_size=25))
def test_what_was_played_is_what_rasa_would_play(makers: list[Any]) -> None:
    tracker = DialogueStateTracker.from_events("c", [], slots=DOMAIN.slots, domain=DOMAIN)
    for make, looked_at in makers:
        tracker.update(make(), DOMAIN)
        if looked_at:  # else more than one event comes between two predictions
            ours = states(tracker, generate_all_prior_trackers)
            assert ours == states(tracker, rasas_own)


@settings(max_examples=300, deadline=None)
@given(st.lists(event_makers, max_size=25))
def test_a_state_that_was_kept_has_the_slots_and_the_form(makers: list[Any]) -> None:
    events = [make() for make in makers]
    # No dialogue of ours goes a step back.
    events = [e for e in events if not isinstance(e, (ActionReverted, UserUtteranceReverted))]
    tracker = DialogueStateTracker.from_events("c", events, slots=DOMAIN.slots, domain=DOMAIN)
    kept = load(dump(tracker), "c", InMemoryTrackerStore(DOMAIN))
    assert kept.current_slot_values() == tracker.current_slot_values()
    assert kept.active_loop_name == tracker.active_loop_name


def test_a_copied_slot_is_a_slot_of_its_own() -> None:
    apply()
    slot: Slot = next(s for s in DOMAIN.slots if s.name == "asked")
    copied = copy.copy(slot)
    copied.value = 3.0
    assert (type(copied), copied.value, slot.value) == (type(slot), 3.0, None)
    assert copied.has_been_set and not slot.has_been_set
    assert copied.__dict__.keys() == slot.__dict__.keys()
