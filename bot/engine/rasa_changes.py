"""Seven changes to Rasa 3.6.21, made by `apply`: a turn costs less and an action fails aloud.

1. Rasa checks its big event schema against the metaschema at every action call: 25 to 40 ms, four
   fifths of a form turn. The validators built here once reject exactly what Rasa's own rejects:
   each event is tried on the branch that names its type, and only what fails there on all of them.
2. Rasa logs an action's failure and goes on in silence. The failure is kept for whoever runs the
   turn, and an action has 8 s instead of 300 s.
3. Rasa sends every action the whole domain and all events. Ours read neither.
4. Rasa searches all event classes, again, for each event it reads; the class is kept by its name.
5. Rasa has the order of its graph's nodes planned anew, by dask, at every run. Here it is kept.
6. Rasa plays the whole dialogue again for each policy's prediction: see `bot.engine.replay`.
7. Rasa copies a slot as pickle would, a hundred times a turn. Its attributes are all there is.
"""

from __future__ import annotations

import functools
from graphlib import TopologicalSorter
from typing import Any

import jsonschema
import rasa
import rasa.core.actions.action as rasa_action
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.events import Event
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity

from bot.engine.dialogue_state import current_turn
from bot.engine.replay import generate_all_prior_trackers

__all__ = ["ACTION_SECONDS", "apply"]

ACTION_SECONDS = 8

_rasas_own_run = RemoteAction.run
_event_class = functools.lru_cache(maxsize=None)(Event.resolve_by_type)


def apply() -> None:
    """Make the changes; calling it twice changes nothing more."""
    schema = RemoteAction.action_response_format_spec()
    whole = _validator(schema)
    frame, branches = _taken_apart(schema)

    def _validate_action_result(self: RemoteAction, result: dict[str, Any]) -> bool:
        fits = frame.is_valid(result) and all(
            event.get("event") in branches and branches[event["event"]].is_valid(event)
            for event in result.get("events") or ()
        )
        error = None if fits else jsonschema.exceptions.best_match(whole.iter_errors(result))
        if error is not None:
            raise error
        return True

    async def run(self: RemoteAction, *args: Any, **kwargs: Any) -> Any:
        try:
            return await _rasas_own_run(self, *args, **kwargs)
        except ActionExecutionRejection:
            raise
        except Exception as error:
            if holder := current_turn.get():
                holder.error = error
            raise

    def _action_call_format(
        self: RemoteAction, tracker: DialogueStateTracker, domain: Any
    ) -> dict[str, Any]:
        return {
            "next_action": self.name(),
            "sender_id": tracker.sender_id,
            "tracker": {**tracker.current_state(EventVerbosity.NONE), "events": []},
            "version": rasa.__version__,
        }

    DaskGraphRunner.run = _run_in_order
    RemoteAction._validate_action_result = _validate_action_result
    RemoteAction._action_call_format = _action_call_format
    Event.resolve_by_type = staticmethod(_event_class)
    RemoteAction.run = run
    DialogueStateTracker.generate_all_prior_trackers = generate_all_prior_trackers
    Slot.__copy__ = _copy_slot
    rasa_action.DEFAULT_REQUEST_TIMEOUT = ACTION_SECONDS


def _copy_slot(self: Slot) -> Slot:
    copied: Slot = object.__new__(type(self))
    copied.__dict__.update(self.__dict__)
    return copied


def _validator(schema: dict[str, Any]) -> Any:
    return jsonschema.validators.validator_for(schema)(schema)


def _taken_apart(schema: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    """A validator of all but the kinds of events, and one for each kind by its name.

    The kinds exclude one another: each fixes `event` to a name of its own.
    """
    event = dict(schema["properties"]["events"]["items"])
    kinds = event.pop("oneOf")
    properties = {**schema["properties"], "events": {"type": "array", "items": event}}
    return _validator({**schema, "properties": properties}), {
        kind["properties"]["event"]["const"]: _validator(kind) for kind in kinds
    }


def _run_in_order(
    self: DaskGraphRunner, inputs: dict[str, Any] | None = None, targets: list[str] | None = None
) -> dict[str, Any]:
    """Run the nodes the targets need, each after those it needs itself."""
    wanted = tuple(targets or self._graph_schema.target_names)
    orders = self.__dict__.setdefault("_orders", {})
    if wanted not in orders:
        nodes = self._graph_schema.minimal_graph_schema(list(wanted)).nodes
        needs = {name: tuple(node.needs.values()) for name, node in nodes.items()}
        orders[wanted] = [
            (self._instantiated_nodes[name], name, needs[name])
            for name in TopologicalSorter(needs).static_order()
            if name in nodes
        ]
    results = {name: (name, value) for name, value in (inputs or {}).items()}
    for node, name, needed in orders[wanted]:
        results[name] = node(*(results[need] for need in needed))
    return dict(results[name] for name in wanted)
