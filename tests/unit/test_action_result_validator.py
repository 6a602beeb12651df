"""The validator that is built once rejects what Rasa's own rejects."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from rasa.core.actions.action import RemoteAction

ORIGINAL = RemoteAction._validate_action_result
RESULTS: list[Any] = [
    {},
    {"events": [], "responses": []},
    {"events": [{"event": "slot", "name": "a", "value": 1}], "responses": [{"text": "hi"}]},
    {"events": [{"event": "slot", "value": 1}]},
    {"events": [{"event": "slot", "name": 5, "value": 1}]},
    {"events": [{"event": "unheard of"}]},
    {"events": [{}]},
    {"events": {}},
    {"events": None},
    {"events": [5]},
    {"events": [{"event": "action", "name": "x", "policy": None, "confidence": 1.0}]},
    {"events": [{"event": "user", "text": 5}]},
    {"events": [{"event": "active_loop", "name": "f", "timestamp": "never"}]},
    {"events": [{"event": "followup", "name": "a"}]},
    {"responses": "hi"},
    {"responses": ["hi"]},
    {"responses": [{"text": None}]},
    [],
    "text",
    None,
    5,
]


@pytest.mark.parametrize("result", RESULTS, ids=repr)
def test_prebuilt_validator_rejects_exactly_what_rasas_own_rejects(result: Any) -> None:
    from bot.engine.rasa_changes import apply

    action = RemoteAction("action_any", None)

    def rejected(validate: Any) -> bool:
        try:
            validate(action, result)
        except jsonschema.ValidationError:
            return True
        return False

    theirs = rejected(ORIGINAL)
    apply()
    assert rejected(RemoteAction._validate_action_result) is theirs
