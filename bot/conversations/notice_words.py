"""What is said of the authority's notices about products that no reviewed recall file is about."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from bot.conversations.speaker import Speaker
from bot.recalls import Recall, Recalls
from bot.recalls.catalogue import SEARCH_PAGE, Found, Notice
from bot.recalls.catalogue.words import words
from bot.recalls.facts import spoken_date

__all__ = ["question_of_unit", "speaks_only_of", "tell_found", "tell_unknown"]

LONGEST_PRODUCT, LONGEST_HAZARD = 120, 280


def question_of_unit(model: str, suffix: str, text: str = "") -> str:
    """What is looked up for a unit that no recall names. text: what was written of it."""
    return f"{model} {model}{suffix} {text}"


def speaks_only_of(recall: Recall, told: set[str] | frozenset[str]) -> bool:
    """Are all these words ones that the recall itself uses?"""
    return told <= _words_of(tuple(recall.facts().values()))


def tell_found(
    speaker: Speaker, found: Found, recalls: Recalls, spoken_of: Recall, *, unless_empty: bool
) -> bool:
    """Say which notices were found, or that none was.

    Nothing is said, and False returned, where the question names nothing but the recall that is
    spoken of or what another reviewed file is about; unless_empty: nor where there is no list to
    look in.
    """
    meant = [found.number] if found.number else [n.number for n in found.notices[:1]]
    if any(recalls.get(number) for number in meant):
        return False
    if not found.number and speaks_only_of(spoken_of, set(found.words)):
        return False
    about = found.notices or found.near
    links = (*(notice.link for notice in about), SEARCH_PAGE)
    notices = "\n\n".join(_described(notice) for notice in about)
    where = _list_text(found)
    if found.notices:
        speaker.say("utter_catalogue_found", links=links, notices=notices, list_text=where)
    elif found.as_of is None:
        if unless_empty:
            return False
        speaker.say("utter_catalogue_empty", links=(SEARCH_PAGE,))
    elif found.near:
        speaker.say("utter_catalogue_near", links=links, notices=notices, list_text=where)
    else:
        speaker.say("utter_catalogue_none", links=links, list_text=where)
    return True


def tell_unknown(
    speaker: Speaker,
    found: Found,
    recalls: Recalls,
    spoken_of: Recall,
    tell: Callable[[], None],
) -> None:
    """Say the notice that names a unit which is in no reviewed file, and nothing else.

    tell: says that no recall names it; only where no notice does, and before the nearest ones.
    """
    if found.notices and tell_found(speaker, found, recalls, spoken_of, unless_empty=True):
        return
    tell()
    tell_found(speaker, found, recalls, spoken_of, unless_empty=True)


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
def _words_of(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for text in texts for word in words(text))
