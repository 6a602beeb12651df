"""A Rasa component that learns from lines of its own besides the training data."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.training_data import TrainingData
from typing_extensions import Self

from bot.engine.train import fingerprint
from bot.settings import PROJECT

__all__ = ["Trained"]


class Trained(GraphComponent):
    """Keeps what it learned in a resource; subclasses `train`, `load` and `process`."""

    def __init__(self, model_storage: ModelStorage, resource: Resource) -> None:
        self._model_storage = model_storage
        self._resource = resource

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Self:
        return cls(model_storage, resource)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """What it learns from besides the training data: Rasa trains anew when it changes."""
        return fingerprint(PROJECT)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leaves the training data as they are."""
        return training_data
