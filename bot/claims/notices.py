"""What a customer is told when the firm has decided."""

from __future__ import annotations

from bot.conversations.messages import Reply
from bot.recalls import Recall

__all__ = ["notice"]

_WORDS = {
    "checking": "A person is now looking at your claim {number}.",
    "needs_information": "Something is needed for your claim {number}: {reason}\n"
    'Please send photos here. For anything else write "person", then your answer.',
    "approved": "Your claim {number} is approved.\n"
    "Please keep the {kind} for now, unused, and wait for the word to dispose of it.",
    "awaiting_disposal": "Your claim {number} is confirmed. Now please dispose of the {kind}:\n"
    "{steps}\n{never}\nWhen it is done, write here: I have disposed of it.",
    "fulfilled": "Your claim {number} is finished: {reason}\nThank you.",
    "rejected": "Your claim {number} was not accepted. The reason: {reason}\n"
    "If you think that is wrong, write here and a person will look at it again.",
}


def notice(number: str, state: str, reason: str, recall: Recall | None) -> Reply | None:
    """The message for a claim that has come into `state`; None where there is nothing to say."""
    words = _WORDS.get(state)
    if words is None:
        return None
    facts = recall.facts() if recall else {}
    return Reply(
        words.format(
            number=number,
            reason=reason,
            kind=facts.get("product_kind", "unit"),
            steps=facts.get("disposal_steps", ""),
            never=facts.get("disposal_never", ""),
        ).strip()
    )
