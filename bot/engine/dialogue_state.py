"""Where a dialogue stands, as JSON that our own database keeps.

Rasa's tracker is rebuilt from it before a turn and written back after it. What people wrote, and
what was answered, is left out: it stands in the transcript and nowhere else.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.events import (
    ActionExecuted,
    ActionReverted,
    ActiveLoop,
    AllSlotsReset,
    BotUttered,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
    deserialise_events,
)
from rasa.shared.core.trackers import DialogueStateTracker

__all__ = ["DialogueStateStore", "Holder", "current_turn", "dump", "load"]

# Policies look back a few turns; a state that grew with the conversation would slow it down.
KEPT_TURNS = 3
TAKING_BACK = (SessionStarted, Restarted, AllSlotsReset, ActionReverted, UserUtteranceReverted)


@dataclass
class Holder:
    """The state of the one turn that runs in this context, and what went wrong in it."""

    state: dict[str, Any] | None
    error: Exception | None = None


current_turn: ContextVar[Holder | None] = ContextVar("current_turn", default=None)


class DialogueStateStore(InMemoryTrackerStore):
    """A tracker store for one turn; outside of a turn (`rasa shell`) it keeps in memory.

    Rasa treats a failed read as a new conversation and goes on, so failures are kept in the
    holder and raised by whoever runs the turn.
    """

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        holder = current_turn.get()
        if holder is None:
            return await super().retrieve(sender_id)
        if holder.state is None:
            return None
        try:
            return load(holder.state, sender_id, self)
        except Exception as error:
            holder.error = error
            raise

    async def save(self, tracker: DialogueStateTracker) -> None:
        holder = current_turn.get()
        if holder is None:
            await super().save(tracker)
            return
        try:
            holder.state = dump(tracker)
        except Exception as error:
            holder.error = error
            raise


def dump(tracker: DialogueStateTracker) -> dict[str, Any]:
    """The last turns as they were; everything before them as slots and the open form.

    Policies see only the slots that influence the dialogue; of the others the values are kept,
    not how they came about.
    """
    events = _since_forgotten(list(tracker.events))
    quiet = {name for name, slot in tracker.slots.items() if not slot.influence_conversation}
    turns = [i for i, event in enumerate(events) if isinstance(event, UserUttered)]
    cut = turns[-KEPT_TURNS] if len(turns) > KEPT_TURNS else 0
    slots: dict[str, Any] = {}
    loop: str | None = None
    for event in events[:cut]:
        if isinstance(event, SlotSet):
            slots[event.key] = event.value
        elif isinstance(event, AllSlotsReset):
            slots = {}
        elif isinstance(event, ActiveLoop):
            loop = event.name
    before: list[Event] = []
    if cut:
        before = [ActionExecuted("action_session_start"), SessionStarted()]
        before += [SlotSet(key, value) for key, value in slots.items()]
        before += [ActiveLoop(loop)] if loop else []
        before.append(ActionExecuted("action_listen"))
    kept = [
        event
        for event in before + events[cut:]
        if not (isinstance(event, SlotSet) and event.key in quiet)
    ]
    # Not before an event that takes back what is before it.
    resets = (i + 1 for i, event in enumerate(kept) if isinstance(event, TAKING_BACK))
    start = max(resets, default=0)
    kept[start:start] = [
        SlotSet(name, tracker.slots[name].value)
        for name in sorted(quiet)
        if tracker.slots[name].value != tracker.slots[name].initial_value
    ]
    return {"events": [_as_dict(event) for event in kept]}


def _since_forgotten(events: list[Event]) -> list[Event]:
    """The events without the slots of before the customer's data were deleted."""
    resets = [i for i, event in enumerate(events) if isinstance(event, AllSlotsReset)]
    before = events[: resets[-1]] if resets else []
    return [e for e in before if not isinstance(e, SlotSet)] + events[len(before) :]


def load(
    state: dict[str, Any], sender_id: str, store: InMemoryTrackerStore
) -> DialogueStateTracker:
    """The tracker of a dumped state."""
    return DialogueStateTracker.from_events(
        sender_id,
        deserialise_events(state["events"]),
        slots=store.domain.slots,
        max_event_history=store.max_event_history,
        domain=store.domain,
    )


def _as_dict(event: Event) -> dict[str, Any]:
    data: dict[str, Any] = event.as_dict()
    data.pop("metadata", None)
    if isinstance(event, UserUttered):
        data["text"] = ""
        intent = data["parse_data"].get("intent") or {}
        data["parse_data"] = {
            "intent": {k: intent.get(k) for k in ("name", "confidence")},
            "entities": [],
            "text": "",
        }
    elif isinstance(event, BotUttered):
        data["text"] = None
        data["data"] = {}
    return data
