"""What of a customer's message is taken: cleaned of what nobody can read, and not too long."""

from __future__ import annotations

import unicodedata
from typing import Any

__all__ = [
    "MAX_CHARACTERS", "MAX_SHOWN", "MessageRefused", "clean_id", "clean_text", "without_controls",
]  # fmt: skip

MAX_CHARACTERS = 1_000
# What people are shown of a message that the dialogue does not take: as much as the provider that
# carries the longest (Slack).
MAX_SHOWN = 40_000
MAX_ID = 128


class MessageRefused(ValueError):
    """A message that cannot be taken. kind: "empty", "too_long", "not_text" or "bad_id"."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def clean_text(raw: Any) -> str:
    """The text without control characters and broken halves of characters.

    Offsets, look-alikes and invisible characters stay as they are: the reading of identifiers
    deals with them. Raises MessageRefused.
    """
    if not isinstance(raw, str):
        raise MessageRefused("not_text")
    text = without_controls(raw)
    if not any(unicodedata.category(c)[0] not in "CZ" for c in text):
        raise MessageRefused("empty")
    if len(text) > MAX_CHARACTERS:
        raise MessageRefused("too_long")
    return text


def without_controls(text: str) -> str:
    """The text as any database takes it; it may be empty or too long."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))


def clean_id(raw: Any) -> str:
    """A client's message id: 1 to 128 printable ASCII characters. Raises MessageRefused.

    Not "." and "..": in the path of a page no quoting keeps them from meaning a folder.
    """
    if not isinstance(raw, str) or not 1 <= len(raw) <= MAX_ID:
        raise MessageRefused("bad_id")
    if not raw.isascii() or not raw.isprintable() or raw in (".", ".."):
        raise MessageRefused("bad_id")
    return raw
