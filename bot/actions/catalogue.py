"""Looks up what a message asks of products that no reviewed recall file is about."""

from __future__ import annotations

from rasa_sdk.events import SlotSet

from bot.actions.turn import Turn
from bot.conversations.notice_words import speaks_only_of, tell_found
from bot.recalls.catalogue import Found

__all__ = ["OF_OTHER", "names_other_product", "tell_notices"]

# Set with the answer; questions that follow are about that product.
OF_OTHER = SlotSet("other_asked", True)


async def names_other_product(turn: Turn) -> bool:
    """Does the message name a product of the catalogue, and by words our own recall does not use?

    "Is my power bank recalled?" is about our own, whatever other power banks were recalled.
    """
    return _is_of_other_product(turn, await turn.services.catalogue.find(turn.text))


def _is_of_other_product(turn: Turn, found: Found) -> bool:
    if not found.notices or turn.services.recalls.get(found.notices[0].number):
        return False
    named = set(found.notices[0].names.split()).intersection(found.words)
    return not speaks_only_of(turn.recall, named)


async def tell_notices(
    turn: Turn, question: str, *, unless_empty: bool = False, other_product: bool = False
) -> bool:
    """Say which notices a question is about, see `tell_found`.

    other_product: only where it names a product of the catalogue, see `names_other_product`.
    """
    found = await turn.services.catalogue.find(question)
    if other_product and not _is_of_other_product(turn, found):
        return False
    recalls = turn.services.recalls
    return tell_found(turn, found, recalls, turn.recall, unless_empty=unless_empty)
