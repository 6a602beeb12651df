"""What to do first in danger, in the customer's language."""

from __future__ import annotations

from bot.conversations.messages import Reply
from bot.safety import is_spanish

__all__ = ["first_steps", "wants_spanish"]


def first_steps(
    text: str, steps: str, steps_es: str = "", locale: str | None = None
) -> tuple[Reply, ...]:
    """The steps, the Spanish ones first where wanted. steps_es: "" where there are none."""
    spanish = (Reply(steps_es, lang="es"),) if steps_es and wants_spanish(text, locale) else ()
    return (*spanish, Reply(steps))


def wants_spanish(text: str, locale: str | None = None) -> bool:
    """Is the message Spanish, or the customer's phone? locale: as a provider told it, "es-MX"."""
    return is_spanish(text) or (locale or "").casefold().startswith("es")
