"""What a dialogue was before each of its actions, kept instead of played again.

Each of Rasa's policies plays all of a tracker's events again, from the first, at every prediction:
a third of a turn's time. In a turn events are only added, so what was played stays played.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from rasa.shared.core.events import ActionExecuted, Event, UserUttered
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker

__all__ = ["generate_all_prior_trackers"]


@dataclass(frozen=True)
class Moment:
    """What Rasa's domain makes a state of, by the tracker's own names.

    slots: those that influence the dialogue; the others are no part of a state. latest_message is
    the tracker's own event: how it counts is decided after the action that it led to.
    """

    latest_message: UserUttered | None
    slots: dict[str, Slot]
    latest_action: dict[str, str] | None
    latest_action_name: str | None
    active_loop: Any
    active_loop_name: str | None
    followup_action: str | None


@dataclass
class _Played:
    """How far a tracker's events are played. stage: a tracker of its own that plays them."""

    stage: DialogueStateTracker
    applied: list[Event] = field(default_factory=list)
    before: list[tuple[Moment, bool]] = field(default_factory=list)
    now: Moment | None = None
    last: Event | None = None

    def play(self, applied: list[Event], last: Event | None) -> None:
        for event in applied[len(self.applied) :]:
            if isinstance(event, ActionExecuted):
                self.before.append((_moment(self.stage), event.hide_rule_turn))
            self.stage.update(event)
        self.applied, self.last, self.now = applied, last, _moment(self.stage)


def generate_all_prior_trackers(self: DialogueStateTracker) -> Iterator[tuple[Moment, bool]]:
    """The same as Rasa's method of this name, for what `Domain.states_for_tracker_history` reads.

    Returns: what the tracker was before each action and whether stories hide that turn, oldest
    first; last, what it is now.
    """
    played: _Played | None = self.__dict__.get("_played")
    last = self.events[-1] if self.events else None
    if played is None or played.last is not last:
        applied = self.applied_events()
        if played is None or not _goes_on(applied, played.applied):
            played = self.__dict__["_played"] = _Played(self.init_copy())
        played.play(applied, last)
    yield from played.before
    assert played.now is not None
    yield played.now, False


def _goes_on(longer: list[Event], shorter: list[Event]) -> bool:
    """A form's next round takes back events of the round before."""
    return len(longer) >= len(shorter) and all(one is other for one, other in zip(longer, shorter))


def _moment(tracker: DialogueStateTracker) -> Moment:
    return Moment(
        tracker.latest_message,
        {n: copy.copy(slot) for n, slot in tracker.slots.items() if slot.influence_conversation},
        tracker.latest_action,
        tracker.latest_action_name,
        copy.copy(tracker.active_loop),
        tracker.active_loop_name,
        tracker.followup_action,
    )
