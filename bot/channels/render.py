"""A message of the transcript as a channel can show it. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable

from bot.channels.adapter import Capabilities, Part
from bot.conversations import Message

__all__ = ["in_numbers", "is_numbered", "render", "split"]

PHOTO_LINKS = {
    "needed": "Please open this page to send the photo; it works once, for two days: {link}",
    "offered": "If you can't send it here, this page takes it once, for two days: {link}",
}
CHOOSE = "Please answer with a number:"
# What is not in the alphabet of SMS (GSM 03.38) and has a look-alike there.
_GSM = str.maketrans({
    "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-",
    "\u2026": "...", "\u00a0": " ", "\u2022": "-", "\u2192": "->", "\u00d7": "x", "\u2212": "-",
})  # fmt: skip
# Where a text may be cut, the best place first: paragraphs, lines, sentences, words.
_CUTS = (
    re.compile(r"\n\n+"), re.compile(r"\n"), re.compile(r"(?<=[.!?:;])\s+"), re.compile(r"\s+"),
)  # fmt: skip
# What is not cut in two.
_ENTITY = re.compile(r"&(?:amp|lt|gt);")


def is_numbered(message: Message, capabilities: Capabilities) -> bool:
    """Are the message's choices shown as a numbered list, and not as native buttons?"""
    titles = [button["title"] for button in message.extras.get("buttons") or ()]
    return len(titles) > capabilities.buttons or any(len(t) > capabilities.title for t in titles)


def render(
    message: Message,
    capabilities: Capabilities,
    value: Callable[[int, int], str],
    photo_page: tuple[str, str] | None = None,
) -> list[Part]:
    """The parts to be sent, in order; what was said first stays first.

    value: of the native button at an index of message seq. photo_page: as
    `Adapter.photo_page` names it, and its address, where a photo is asked for.
    """
    text = f"{message.name}: {message.text}" if message.name else message.text
    lines = [text]
    for link in message.extras.get("links") or ():
        lines.append(link["url"] if link["url"] in link["title"] else _written(link))
    if photo_page:
        need, address = photo_page
        lines.append(PHOTO_LINKS[need].format(link=address))
    buttons = message.extras.get("buttons") or []
    numbered = is_numbered(message, capabilities)
    choices = ""
    if buttons and numbered:
        choices = in_numbers(button["title"] for button in buttons)
    whole = "\n\n".join(["\n".join(lines), *([choices] if choices else [])]).strip()
    if capabilities.gsm:
        whole, choices = whole.translate(_GSM), choices.translate(_GSM)
    if capabilities.entities:
        whole, choices = html.escape(whole, quote=False), html.escape(choices, quote=False)
    parts = split(whole, capabilities.text, keep=choices)
    if buttons and not numbered:
        if capabilities.apart:
            before, _, question = parts[-1].rpartition("\n\n")
            parts[-1:] = [before.rstrip(), question] if before else [question]
        most = capabilities.with_buttons or capabilities.text
        if len(parts[-1]) > most:
            parts[-1:] = split(parts[-1], most)
        native = tuple((b["title"], value(message.seq, i)) for i, b in enumerate(buttons))
        return [*map(Part, parts[:-1]), Part(parts[-1], native)]
    return [Part(part) for part in parts]


def in_numbers(titles: Iterable[str]) -> str:
    """Choices as a numbered list."""
    return "\n".join([CHOOSE, *(f"{number}. {title}" for number, title in enumerate(titles, 1))])


def split(text: str, limit: int, keep: str = "") -> list[str]:
    """The text in parts of at most `limit` characters, cut where it hurts least.

    keep: the end of the text that stays in one part, if it fits into one.
    """
    if len(text) <= limit:
        return [text]
    if keep and text.endswith(keep) and len(keep) <= limit:
        first = split(text[: -len(keep)].strip(), limit)
        together = f"{first[-1]}\n\n{keep}"
        return [*first[:-1], together] if len(together) <= limit else [*first, keep]
    for cut in _CUTS:
        parts = _packed(text, cut, limit)
        if len(parts) > 1:
            return [small for part in parts for small in split(part, limit)]
    end = limit
    if (entity := _ENTITY.search(text, end - 4)) and entity.start() < end < entity.end():
        end = entity.start()
    return [text[:end], *split(text[end:], limit)]


def _packed(text: str, cut: re.Pattern[str], limit: int) -> list[str]:
    """The pieces between the cuts, as many together as fit."""
    parts: list[str] = []
    start, end = 0, 0
    after = 0
    for stop, next_start in [*(m.span() for m in cut.finditer(text)), (len(text), len(text))]:
        if stop - start > limit and end > start:
            parts.append(text[start:end])
            start = after
        end, after = stop, next_start
    parts.append(text[start:])
    return [part.strip() for part in parts if part.strip()]


def _written(link: dict[str, str]) -> str:
    return f"{link['title']}: {link['url']}"
