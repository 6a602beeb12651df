"""Reading an order number out of a message. Pure; table-tested."""

from __future__ import annotations

import re

from bot.recalls.reading import read_identifiers

__all__ = ["read_order"]

# Groups of digits belong together, with hyphens or with spaces.
_CANDIDATE = re.compile(r"\b(?:\d{3,}(?:[ -]\d{3,})+|(?=[\w-]{0,39}\d)[\w-]{4,40})\b")
_NO_ORDER = re.compile(
    # a telephone number, a day, a year, a capacity or another quantity
    r"(?:\+?\d{1,3}[ .-]?)?\(?\b\d{3}\)?[ .-]\d{3}[ .-]\d{4}\b|\b\d{3}-\d{4}\b(?!-)|"
    r"\b(?:19|20)\d\d([-/.])\d{1,2}\1\d{1,2}\b|\b\d{1,2}([-/.])\d{1,2}\2(?:19|20)\d\d\b|"
    r"(?<![\w-])(?:19|20)\d\d(?![\w-])|\b\d+\s?(?:mah|wh|w|v|usd|dollars?|units?|pcs)\b",
    re.IGNORECASE,
)


def read_order(text: str) -> str | None:
    """The order number as it was written; None where no number looks like one."""
    for found in reversed(read_identifiers(text)):
        if found.kind == "model":
            text = f"{text[: found.start]};{text[found.end :]}"
    candidates = _CANDIDATE.findall(_NO_ORDER.sub(";", text))
    return max(candidates, key=len, default=None)
