"""What to do first in danger, in the customer's language."""

from __future__ import annotations

from bot.conversations.messages import Reply
from bot.safety import is_spanish

__all__ = ["first_steps"]


def first_steps(text: str, steps: str, steps_es: str = "") -> tuple[Reply, ...]:
    """The steps; to a Spanish message the Spanish ones first. steps_es: "" where there are none."""
    spanish = (Reply(steps_es, lang="es"),) if steps_es and is_spanish(text) else ()
    return (*spanish, Reply(steps))
