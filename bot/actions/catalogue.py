"""Looks up what a message asks of products that no reviewed recall file is about."""

from __future__ import annotations

from functools import lru_cache

from rasa_sdk.events import SlotSet

from bot.actions.turn import Turn
from bot.conversations.notice_words import speaks_only_of, tell_found
from bot.recalls import Recall
from bot.recalls.catalogue import Found
from bot.recalls.catalogue.words import words
from bot.recalls.numbers import told_number

__all__ = [
    "BRAND_AND_KIND", "OF_OTHER", "names_other_product", "reviewed_notice", "tell_notices",
    "tell_numbered",
]  # fmt: skip

# Where nothing says that it asks about a recall, a single word may be a shop or a colour.
BRAND_AND_KIND = 2
# Set with the answer; questions that follow are about that product.
OF_OTHER = SlotSet("other_asked", True)


async def names_other_product(turn: Turn, least: int = 1) -> bool:
    """Does the message name a product of the catalogue, and by words our own recall does not use?

    "Is my power bank recalled?" is about our own, whatever other power banks were recalled. A
    recall number that no reviewed file has is of another one, whether or not it is found. least:
    how many words of the product it must say.
    """
    return _is_of_other_product(turn, await turn.notices_found(), least)


def _is_of_other_product(turn: Turn, found: Found, least: int) -> bool:
    if found.number:
        return turn.services.recalls.get(found.number) is None
    about = found.notices or found.near
    if not about or turn.services.recalls.get(about[0].number):
        return False
    named = _named(found)
    # What is only near must share more with it than a brand.
    least = least if found.notices else max(least, BRAND_AND_KIND)
    shops = (shop for recall in turn.services.recalls for shop in recall.sold.sellers)
    if named <= _words_of(tuple(shops)):
        return False  # "the one I bought at Walmart" names no product
    return len(named) >= least and not speaks_only_of(turn.recall, named)


@lru_cache(maxsize=8)
def _words_of(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for text in texts for word in words(text))


async def reviewed_notice(turn: Turn) -> Recall | None:
    """The reviewed recall whose notice is meant, by words that the spoken of does not use."""
    found = await turn.notices_found()
    recall = turn.services.recalls.get(found.notices[0].number) if found.notices else None
    if recall is None:
        return None
    named = _named(found)
    told = len(named) >= BRAND_AND_KIND and not speaks_only_of(turn.recall, named)
    return recall if told else None


def _named(found: Found) -> set[str]:
    """The words of the question that name the product of the best notice."""
    return set((found.notices or found.near)[0].names.split()).intersection(found.words)


async def tell_notices(turn: Turn, *, of_other: int = 0) -> bool:
    """Say which notices the message is about, see `tell_found`.

    of_other: only where it names a product of the catalogue by so many words at least, see
    `names_other_product`.
    """
    found = await turn.notices_found()
    if of_other and not _is_of_other_product(turn, found, of_other):
        return False
    return tell_found(turn, found, turn.services.recalls, turn.recall, unless_empty=False)


async def tell_numbered(turn: Turn) -> bool:
    """Say which notice a question is about that names it by its number; no reviewed file has it.

    The facts of our own recall would be no answer to it, whatever it asks.
    """
    number = None if turn.pressed else told_number(turn.text)
    if number is None or turn.services.recalls.get(number):
        return False
    return await tell_notices(turn)
