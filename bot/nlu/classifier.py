"""Rasa's logistic regression, on the nearness to training lines in place of the vector itself."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.encoder import PIECES
from bot.nlu.kernel import KernelRegression

__all__ = ["IntentClassifier"]

FILE = "intents.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(LogisticRegressionClassifier):
    """Classes weigh as many lines as they have.

    Out of scope has the most because it is the widest, and Rasa's balanced weights let it lose its
    border cases to the small ones.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            **LogisticRegressionClassifier.get_default_config(),
            "points": 3000,
            "gamma": 0.7,
            "C": 100.0,
            "max_iter": 200,
        }

    def __init__(
        self,
        config: dict[str, Any],
        name: str,
        model_storage: ModelStorage,
        resource: Resource,
    ) -> None:
        super().__init__(config, name, model_storage, resource)
        self.clf = KernelRegression(
            int(self.config["points"]),
            float(self.config["gamma"]),
            float(self.config["C"]),
            int(self.config["max_iter"]),
        )

    def persist(self) -> None:
        """Write what was learned."""
        with self._model_storage.write_to(self._resource) as folder:
            self.clf.save(folder / FILE)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> IntentClassifier:
        """Read what was learned."""
        loaded = cls(config, execution_context.node_name, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            loaded.clf = KernelRegression.load(folder / FILE)
        return loaded

    def process(self, messages: list[Message]) -> list[Message]:
        """The ranking of each message's intents, and the likeliest intent of each piece."""
        messages = super().process(messages)
        for message in messages:
            pieces = message.get(PIECES)
            if pieces:
                chances = self.clf.predict_proba(np.stack([vector for _, vector in pieces]))
                best = chances.argmax(axis=1)
                message.set(
                    PIECES,
                    [
                        (text, str(self.clf.classes_[i]), float(row[i]))
                        for (text, _), i, row in zip(pieces, best, chances)
                    ],
                )
        return messages

    def _create_X(self, messages: list[Message]) -> np.ndarray:
        # Rasa would make sparse matrices of these dense vectors, which costs most of the time.
        found = [m.get_dense_features(attribute=TEXT)[1] for m in messages]
        nothing = np.zeros((1, self.clf.n_features_in_), np.float32)
        return np.vstack([f.features if f else nothing for f in found])
