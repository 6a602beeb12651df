"""rasa_sdk finds exactly the actions that domain.yml names."""

import inspect
from pathlib import Path

from rasa_sdk.executor import ActionExecutor
from ruamel.yaml import YAML

DOMAIN = YAML(typ="safe").load((Path(__file__).parents[2] / "domain.yml").read_text())


def _registered() -> dict:
    executor = ActionExecutor()
    executor.register_package("bot.actions")
    return {
        name: run for name, run in executor.actions.items() if run.__module__.startswith("bot.")
    }


def test_rasa_sdk_registers_exactly_the_actions_of_the_domain() -> None:
    assert set(_registered()) == set(DOMAIN["actions"])


def test_every_registered_action_is_a_coroutine_of_a_documented_class() -> None:
    for name, run in _registered().items():
        assert inspect.iscoroutinefunction(run), name
        assert type(run.__self__).__doc__, name
