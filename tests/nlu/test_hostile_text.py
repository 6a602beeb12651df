"""Hostile text neither hangs nor breaks the tokenizer and the sentence encoders."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.encoder import SentenceEncoder
from bot.nlu.sentence_models import encode
from bot.nlu.several import split_pieces
from bot.nlu.tokenizer import UnitTokenizer

HOSTILE = {
    "zero width": "\u200b\u200d\ufeff" * 333,
    "combining marks": "z\u0334\u0322\u031b" * 250,
    "one word repeated": "recall " * 143,
    "one letter": "a" * 1000,
    "unknown letters": "\U0001f9ff\u1234\ua015" * 333,
    "half surrogates": "\ud83d" * 1000,
    "clauses": "and what, and where? " * 47,
    "control characters": "".join(map(chr, range(32))) * 31,
}


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    encode("hello")


@given(st.text(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_text_has_a_finite_vector(text: str) -> None:
    vector = encode(text)
    assert vector.shape == (896,)
    assert np.isfinite(vector).all()


@given(st.text(max_size=400))
@settings(max_examples=1000, deadline=None)
def test_pieces_lie_in_the_text_in_order(text: str) -> None:
    pieces = split_pieces(text)
    flat = [place for piece in pieces for place in piece]
    assert flat == sorted(flat)
    assert flat[0] >= 0
    assert flat[-1] <= len(text)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_thousand_hostile_characters_take_a_moment(text: str) -> None:
    tokenizer = UnitTokenizer(UnitTokenizer.get_default_config())
    encoder = SentenceEncoder("encoder", SentenceEncoder.get_default_config())
    message = Message({"text": text})
    began = time.process_time()
    encoder.process(tokenizer.process([message]))
    # The bar of a whole parse is 0.2 s; this one tells a hang from a slow machine.
    assert time.process_time() - began < 2
