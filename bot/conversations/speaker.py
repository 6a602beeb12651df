"""Who says the responses of domain.yml: the dialogue, or a page that shows what it would say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from bot.conversations.messages import Button
from bot.recalls import Recall

__all__ = ["YES_NO", "Speaker"]

YES_NO = (Button("Yes", "/affirm"), Button("No", "/deny"))


class Speaker(Protocol):
    """Says a response, filled with the recall's facts and `values`."""

    def say(
        self,
        response: str,
        *,
        links: Sequence[Any] = (),
        buttons: Sequence[Button] = (),
        card: dict[str, Any] | None = None,
        recall: Recall | None = None,
        **values: str,
    ) -> None:
        """recall: whose facts, that of the conversation where there is none."""
