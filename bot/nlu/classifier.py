"""The intents' classifier: nearness to training lines, and words, each as sure as the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers import classifier as rasa_classifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.encoder import PIECES, WORDS, vector_of
from bot.nlu.kernel import KernelRegression
from bot.nlu.words import WordRegression

__all__ = ["IntentClassifier"]

NEAR = "near.npz"
TOLD = "words.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(GraphComponent, rasa_classifier.IntentClassifier):
    """Two learners that err on different lines; an intent is as likely as both hold it on average.

    Classes weigh as many lines as they have. Out of scope has the most because it is the widest,
    and balanced weights let it lose its border cases to the small ones.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Of nearness: lines compared with, gamma and C. Of words: C. Intents in the ranking."""
        return {"points": 3000, "gamma": 0.7, "C": 100.0, "words_C": 10.0, "ranking_length": 8}

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._near = KernelRegression(config["points"], config["gamma"], config["C"])
        self._told = WordRegression(config["words_C"], longest=2)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> IntentClassifier:
        return cls(config, model_storage, resource)

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
        loaded = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            loaded._near = KernelRegression.load(folder / NEAR)
            loaded._told = WordRegression.load(folder / TOLD)
        return loaded

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the lines of all intents."""
        told = [m for m in training_data.intent_examples if m.get(TEXT)]
        names = [m.get(INTENT) for m in told]
        vectors = np.stack([vector_of(m) for m in told])
        self._near.fit(vectors, names)
        self._told.fit([_plain(m.get(WORDS)) for m in told], vectors, names)
        with self._model_storage.write_to(self._resource) as folder:
            self._near.save(folder / NEAR)
            self._told.save(folder / TOLD)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Sets what is understood of the training data."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """The ranking of each message's intents, and the likeliest intent of each piece."""
        for message in messages:
            vector = vector_of(message)
            if vector is None:  # a message without text
                message.set(INTENT, None, add_to_output=True)
                continue
            pieces = message.get(PIECES) or []
            rows = self._chances(
                [message.get(WORDS), *(piece.words for piece in pieces)],
                np.stack([vector, *(piece.vector for piece in pieces)]),
            )
            ranking = _ranking(self._near.classes_, rows[0])[: self._config["ranking_length"]]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
            best = rows.argmax(axis=1)
            told = [
                piece._replace(intent=str(self._near.classes_[i]), confidence=float(row[i]))
                for piece, i, row in zip(pieces, best[1:], rows[1:])
            ]
            message.set(PIECES, told)
        return messages

    def _chances(self, words: Sequence[str], vectors: np.ndarray) -> np.ndarray:
        told = [self._told.chances(_plain(w), v) for w, v in zip(words, vectors)]
        chances: np.ndarray = (self._near.predict_proba(vectors) + np.stack(told)) / 2
        return chances


def _ranking(names: np.ndarray, chances: np.ndarray) -> list[dict[str, Any]]:
    order = np.argsort(-chances, kind="stable")
    return [{"name": str(names[i]), "confidence": float(chances[i])} for i in order]


def _plain(words: str) -> str:
    return words.lower()
