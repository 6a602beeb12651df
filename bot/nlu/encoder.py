"""The pretrained sentence encoders as a dense featurizer.

RECALL_ENCODER_PATH names a folder with `model.onnx` and `tokenizer.json` of a firm's own encoder.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS, TOKENS_NAMES
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.sentence_models import encode, encode_all
from bot.nlu.several import split_pieces
from bot.nlu.tokenizer import UnitTokenizer

__all__ = ["PIECES", "WORDS", "Piece", "SentenceEncoder", "encoded", "vector_of"]

# Where a message keeps its words as they were encoded, and its pieces.
WORDS = "words"
PIECES = "pieces"


class Piece(NamedTuple):
    """A sentence or clause of a message: its text, its words as they were encoded, its vector.

    intent, confidence: what it most likely says by itself; the classifier adds them.
    """

    text: str
    words: str
    vector: np.ndarray
    intent: str = ""
    confidence: float = 0.0


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoder(DenseFeaturizer, GraphComponent):
    """One vector a message, with identifiers replaced by their lemma."""

    @classmethod
    def required_components(cls) -> list[type]:
        return [Tokenizer]

    @staticmethod
    def required_packages() -> list[str]:
        return ["onnxruntime", "tokenizers"]  # Rasa wants names of both import and distribution

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoder:
        return cls(execution_context.node_name, config)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing in it can be wrong."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the sentence feature of each message that has a text, and of its pieces."""
        for message in messages:
            text = message.get(TEXT)
            if not text:
                continue
            words = _words(message)
            self._set_feature(message, words, _encode(words))
            pieces = split_pieces(text)
            if len(pieces) > 1:
                told = [(text[a:b].strip(), _words(message, a, b)) for a, b in pieces]
                message.set(PIECES, [Piece(text, words, _encode(words)) for text, words in told])
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Set the feature of each training example."""
        told = [m for m in training_data.training_examples if m.get(TEXT)]
        words = [_words(message) for message in told]
        vectors = encode_all(words, _folder()) if told else ()
        for message, own, vector in zip(told, words, vectors):
            self._set_feature(message, own, vector)
        return training_data

    def _set_feature(self, message: Message, words: str, vector: np.ndarray) -> None:
        message.set(WORDS, words)
        message.add_features(
            Features(
                vector[np.newaxis, :],
                FEATURE_TYPE_SENTENCE,
                TEXT,
                self._config[FEATURIZER_CLASS_ALIAS],
            )
        )


def vector_of(message: Message) -> Any:
    """The vector of a message that was encoded, None where there was no text to encode."""
    features = message.get_dense_features(TEXT)[1]
    return None if features is None else features.features[0]


def encoded(lines: Sequence[str]) -> list[Message]:
    """Lines, none of them twice, as messages with the features of those in the pipeline."""
    messages = [Message.build(line) for line in lines]
    UnitTokenizer(UnitTokenizer.get_default_config()).process(messages)
    encoder = SentenceEncoder("lines", SentenceEncoder.get_default_config())
    return encoder.process_training_data(TrainingData(messages)).training_examples


def _encode(text: str) -> np.ndarray:
    return encode(text, _folder())


def _folder() -> str:
    return os.environ.get("RECALL_ENCODER_PATH", "")


def _words(message: Message, start: int = 0, end: int | None = None) -> str:
    """The words of a part of a message, as the encoders read them."""
    tokens = [t for t in message.get(TOKENS_NAMES[TEXT]) if t.start >= start]
    part = [t for t in tokens if end is None or t.end <= end]
    return _spell_emoji(" ".join(token.lemma or token.text for token in part))


def _spell_emoji(text: str) -> str:
    """Each emoji as its Unicode name: the encoder's vocabulary holds words, not pictures."""
    if text.isascii():
        return text
    return "".join(
        f" {unicodedata.name(c, '').lower()} " if unicodedata.category(c) == "So" else c
        for c in text
        if unicodedata.category(c) not in ("Sk", "Cf", "Mn")  # skin tones, joiners, selectors
    )
