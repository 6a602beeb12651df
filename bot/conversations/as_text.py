"""A message of the transcript as plain text, for people to keep. Pure."""

from __future__ import annotations

from bot.conversations.messages import Message

__all__ = ["as_text"]

_WHO = {"customer": "You", "assistant": "Assistant", "agent": "Support team"}


def as_text(message: Message) -> str:
    """When, who, what, and its links; ends with a line break."""
    who = message.name or _WHO[message.sender]
    at = message.at.strftime("%Y-%m-%d %H:%M UTC")
    links = [f"{link['title']}: {link['url']}" for link in message.extras.get("links") or ()]
    return "\n".join([f"{at}, {who}:", message.text, *links]) + "\n"
