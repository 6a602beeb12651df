"""Model numbers: one writing for all, patterns, and numbers that look alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

__all__ = ["clean", "looks_like", "matches_model", "skeleton"]

# One letter for each group of characters that people mix up on small print.
_LOOKS = str.maketrans("OQDILZSBGV", "000112586U")


def clean(text: str) -> str:
    """Upper case, full-width characters made plain, everything but letters and digits removed."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(c for c in plain if c.isascii() and c.isalnum())


def matches_model(patterns: Iterable[str], model: str, suffix: str = "") -> bool:
    """Does the model, with or without its colour and region suffix, match one of the patterns?

    In a pattern `?` stands for one character and `*` for any number; separators do not count.
    """
    plain, full = clean(model), clean(model + suffix)
    if not plain:
        return False
    return any(_regex(p).fullmatch(t) for p in patterns for t in (plain, full))


def skeleton(model: str) -> str:
    """The model with every group of confusable characters written as one of them."""
    return clean(model).translate(_LOOKS)


def looks_like(model_skeleton: str, name: str) -> bool:
    """Could a model with this skeleton be a misreading of `name`?"""
    return bool(model_skeleton) and model_skeleton == skeleton(name)


@lru_cache(maxsize=4096)
def _regex(pattern: str) -> re.Pattern[str]:
    parts = {"*": "[A-Z0-9]*", "?": "[A-Z0-9]"}
    kept = (c for c in pattern.upper() if c in parts or (c.isascii() and c.isalnum()))
    return re.compile("".join(parts.get(c, c) for c in kept))
