"""What a customer can call, write to or open, as links."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.recalls import Recall

__all__ = ["address", "contacts"]

_NUMBER = re.compile(r"\+?\d[\d ()./-]*")
_MAIL = re.compile(r"[\w.+-]+@[\w.-]+")
_PAGE = re.compile(r"https://[^\s\"'<>]+")


def address(told: str) -> str:
    """Where a phone number, an e-mail address or a page leads; "" for anything else."""
    if _NUMBER.fullmatch(told):
        return "tel:" + re.sub(r"[^\d+]", "", told)
    if _MAIL.fullmatch(told):
        return f"mailto:{told}"
    return told if _PAGE.fullmatch(told) else ""


def contacts(recalls: Iterable[Recall], text: str) -> list[dict[str, str]]:
    """The recalls' own numbers and e-mail addresses that a text tells, as links, each once."""
    found: dict[str, str] = {}
    for recall in recalls:
        for word, told in (("Call", recall.contact.phone), ("Write to", recall.contact.email)):
            if told and told in text and (url := address(told)):
                found[url] = f"{word} {told}"
    return [{"title": title, "url": url} for url, title in found.items()]
