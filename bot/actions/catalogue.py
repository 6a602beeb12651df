"""What the authority's notices say of products that no reviewed recall file is about."""

from __future__ import annotations

from functools import lru_cache

from rasa_sdk.events import SlotSet

from bot.actions.turn import Turn
from bot.recalls import Recall
from bot.recalls.catalogue import SEARCH_PAGE, Found, Notice
from bot.recalls.catalogue.words import words
from bot.recalls.facts import spoken_date

__all__ = ["OF_OTHER", "names_other_product", "tell_notices"]

# Set with the answer; questions that follow are about that product.
OF_OTHER = SlotSet("other_asked", True)

LONGEST_PRODUCT, LONGEST_HAZARD = 120, 280


async def names_other_product(turn: Turn) -> bool:
    """Does the message name a product of the catalogue, and by words our own recall does not use?

    "Is my power bank recalled?" is about our own, whatever other power banks were recalled.
    """
    return _is_of_other_product(turn, await turn.services.catalogue.find(turn.text))


def _is_of_other_product(turn: Turn, found: Found) -> bool:
    if not found.notices or turn.services.recalls.get(found.notices[0].number):
        return False
    named = set(found.notices[0].names.split()).intersection(found.words)
    return not named <= _own_words(turn.recall)


async def tell_notices(
    turn: Turn, question: str, *, unless_empty: bool = False, other_product: bool = False
) -> bool:
    """Say which notices a question is about, or that none was found.

    Nothing is said, and False returned, where it names nothing but our own recall or what another
    reviewed file is about; unless_empty: nor where there is no list to look in. other_product:
    only where it names a product of the catalogue, see `names_other_product`.
    """
    found = await turn.services.catalogue.find(question)
    if other_product and not _is_of_other_product(turn, found):
        return False
    if any(turn.services.recalls.get(notice.number) for notice in found.notices[:1]):
        return False
    if _own_words(turn.recall).issuperset(found.words):
        return False
    about = found.notices or found.near
    links = (*(notice.link for notice in about), SEARCH_PAGE)
    notices = "\n\n".join(_described(notice) for notice in about)
    where = _list_text(found)
    if found.notices:
        turn.say("utter_catalogue_found", links=links, notices=notices, list_text=where)
    elif found.as_of is None:
        if unless_empty:
            return False
        turn.say("utter_catalogue_empty", links=(SEARCH_PAGE,))
    elif found.near:
        turn.say("utter_catalogue_near", links=links, notices=notices, list_text=where)
    else:
        turn.say("utter_catalogue_none", links=links, list_text=where)
    return True


def _described(notice: Notice) -> str:
    hazard = _clipped(notice.hazard, LONGEST_HAZARD)
    product = _clipped(notice.product, LONGEST_PRODUCT)
    told = f"Recall {notice.number} of {spoken_date(notice.announced)}: {product}."
    return f"{told} {hazard}." if hazard else told


def _clipped(text: str, longest: int) -> str:
    return text.rstrip(" .") if len(text) <= longest else text[:longest].rsplit(" ", 1)[0] + "…"


def _list_text(found: Found) -> str:
    if found.as_of is None:
        return "in the recall notices that I hold"
    return f"in the list of {spoken_date(found.as_of)} that I hold"


@lru_cache(maxsize=64)
def _own_words_of(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for text in texts for word in words(text))


def _own_words(recall: Recall) -> frozenset[str]:
    return _own_words_of(tuple(recall.facts().values()))
