"""Hostile text neither hangs nor breaks what reads it, part by part and as a whole."""

import asyncio
import os
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.shared.nlu.training_data.message import Message

from bot.conversations.incoming import MessageRefused, clean_text
from bot.engine.embedded import EmbeddedEngine
from bot.nlu.encoder import SentenceEncoder
from bot.nlu.report import report
from bot.nlu.sentence_models import encode
from bot.nlu.several import split_pieces
from bot.nlu.tokenizer import UnitTokenizer
from bot.nlu.units import UnitExtractor
from bot.safety import find_hazard
from tests.engines import model

LONG = os.environ.get("RECALL_CHAOS") == "long"
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
def test_a_thousand_hostile_characters_take_a_moment(text: str, tokenizer: UnitTokenizer) -> None:
    encoder = SentenceEncoder("encoder", SentenceEncoder.get_default_config())
    message = Message({"text": text})
    began = time.process_time()
    encoder.process(tokenizer.process([message]))
    # The bar of a whole parse is 0.2 s; this one tells a hang from a slow machine.
    assert time.process_time() - began < 2


# What is hostile, beside what is read: numbers, dates, signs of danger, words that join.
PIECES = st.sampled_from([
    *(text[:60] for text in HOSTILE.values()), "A1263", "a one two six three", "AKFF1Y0E12345678",
    "AKFF 1Y0E\n1234-5678", "s/n:", "serial is ", "12/31/2019", "555-0100", "jane@example.com",
    "it is on fire", "not hot", "what if it ", "smoke", "\u202e", "\x00", " and ", "?!", "\n\n",
    ", ", "1/L", "8 not B", "\uff21\uff11\uff12\uff16\uff13", "https://example.com/",
    "10000mAh 36Wh", "/inform{",
])  # fmt: skip


def taken(pieces: list[str]) -> str:
    """A message as the door takes it; empty where it would be refused."""
    try:
        return clean_text("".join(pieces)[:1000])
    except MessageRefused:
        return ""


ANY = st.one_of(PIECES, st.text(max_size=20))
TEXTS = st.lists(ANY, max_size=40).map(taken).filter(bool)


@pytest.fixture(scope="module")
def tokenizer() -> UnitTokenizer:
    return UnitTokenizer(UnitTokenizer.get_default_config())


@given(text=TEXTS)
@settings(max_examples=100_000 if LONG else 300, deadline=None)
def test_units_and_danger_are_read_from_any_text(tokenizer: UnitTokenizer, text: str) -> None:
    extractor = UnitExtractor()
    (message,) = extractor.process(tokenizer.process([Message({"text": text})]))
    for entity in message.get("entities") or ():
        assert entity["raw"] == text[entity["start"] : entity["end"]]
        assert entity["value"]
    find_hazard(text)


@pytest.fixture(scope="module")
def parse() -> Iterator[Callable[[str], dict[str, Any]]]:
    loop = asyncio.new_event_loop()
    engine = EmbeddedEngine(model())
    loop.run_until_complete(engine.start())
    yield lambda text: report(text, loop.run_until_complete(engine.parse(text)))
    loop.run_until_complete(engine.stop())
    loop.close()


@given(text=TEXTS)
@settings(max_examples=2000 if LONG else 60, deadline=None)
def test_anything_is_parsed(parse: Callable[[str], dict[str, Any]], text: str) -> None:
    found = parse(text)
    assert found["intents"]
    assert 0 <= found["confidence"] <= 1
    assert found["hazard"] in (None, "now", "past", "asked")
