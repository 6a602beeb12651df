"""Short texts that are said again and again are encoded once."""

from __future__ import annotations

import numpy as np

from bot.nlu.sentence_models import SHORT, encode


def test_a_short_text_said_again_is_not_encoded_anew() -> None:
    assert encode("yes please", kept=10) is encode("yes please", kept=10)


def test_what_is_kept_is_what_is_computed() -> None:
    encode("no thank you", kept=10)
    assert np.array_equal(encode("no thank you", kept=10), encode("no thank you"))


def test_a_long_text_is_not_kept() -> None:
    text = "my name and address ".ljust(SHORT + 1, "x")
    assert encode(text, kept=10) is not encode(text, kept=10)


def test_nothing_is_kept_where_the_setting_says_none() -> None:
    assert encode("hello") is not encode("hello")
