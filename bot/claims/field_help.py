"""What field of the claim a message asks to understand. Pure; table-tested."""

from __future__ import annotations

import re

__all__ = ["field_to_explain"]

_LOST = re.compile(
    r"^\W*(?:(?:sorry|please|um+|can\s+you|could\s+you)[\s,]+)*(?:help(?:\s+me)?(?:\s+please)?|"
    r"explain(?:\s+(?:it|that|this))?(?:\s+please)?|what\s+for|why|huh|what)\W*$|"
    r"\b(?:don'?t|do\s+not|didn'?t)\s+(?:understand|get\s+(?:it|this|that))\b|"
    r"\bwhat\s+do\s+you\s+(?:mean|need|want)\b|"
    r"\bwhat\s+(?:should|do|must|can)\s+i\s+(?:write|put|enter|type|say|answer|choose|pick)\b|"
    r"\bwhat\s+(?:does|is)\s+(?:that|this|it)(?:\s+(?:mean|for))?\W*$|"
    r"\bwhy\s+(?:do|would|should|must)\s+(?:you|i)\s+(?:need|ask|want|tell|give|answer)"
    r"(?:\s+(?:for\s+)?(?:it|that|this|you\s+(?:it|that|this)))?\W*$",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(?:what|why|where|how|which|(?:do|must|should)\s+i|is|can\s+i\s+(?:find|skip|leave))\b",
    re.IGNORECASE,
)
_WORDS = {
    "country": r"countr(?:y|ies)",
    "name": r"names?",
    "email": r"e-?mails?",
    "remedy": r"remed(?:y|ies)",
    "address": r"address(?:es)?",
    "seller": r"sellers?|shops?|stores?|bought\s+it",
    "order": r"order\s+(?:number|no|id)s?",
    "consent": r"consent|agree",
}


def field_to_explain(text: str, asked: str) -> str | None:
    """The field a customer wants to understand, while `asked` is asked for; None for none.

    In general ("what do you mean?"), or by its name ("where do I find the order number?").
    """
    if _LOST.search(text):
        return asked
    if not _ASKED.match(text.lstrip(" .,!\"'")):
        return None
    # Nothing else has an order number; of other fields a question may be about the recall.
    for field in (asked, "order"):
        words = _WORDS.get(field)
        if words and re.search(rf"\b(?:{words})\b", text, re.IGNORECASE):
            return field
    return None
